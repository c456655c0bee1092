"""Tags of the pages of emulation years."""

from django import template

from clusters.cycles.models import Leadership
from clusters.cycles.naming import called
from clusters.organisation.models import Cluster

register = template.Library()


@register.filter
def leads_as(leader: Leadership, cluster: Cluster) -> str:
    """Show what a leader is called: `{{ leader|leads_as:cycle.cluster }}`."""
    return called(leader, cluster)
