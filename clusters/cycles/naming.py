"""What leaders are called: by the decision, else by the kind of their cluster."""

from django.utils.translation import gettext

from clusters.cycles.models import Leadership, LeadershipRole
from clusters.organisation.models import Cluster, ClusterKind
from emulation.core.errors import gettext_noop

HEADS = {
    ClusterKind.CLUSTER: gettext_noop("Head of the cluster (cụm)"),
    ClusterKind.BLOCK: gettext_noop("Head of the block (khối)"),
    ClusterKind.REGION: gettext_noop("Head of the region (khu vực)"),
}
DEPUTIES = {
    ClusterKind.CLUSTER: gettext_noop("Deputy head of the cluster (cụm)"),
    ClusterKind.BLOCK: gettext_noop("Deputy head of the block (khối)"),
    ClusterKind.REGION: gettext_noop("Deputy head of the region (khu vực)"),
}


def called(leader: Leadership, cluster: Cluster) -> str:
    """Return what a leader is called in the reader's language."""
    if leader.title:
        return leader.title
    names = HEADS if leader.role == LeadershipRole.HEAD else DEPUTIES
    return gettext(names[ClusterKind(cluster.kind)])
