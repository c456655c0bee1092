"""What meetings put on other pages."""

from django.utils.translation import gettext_lazy as _

from clusters.cycles.tabs import cycle_tab

cycle_tab("meeting", _("Meeting"), "clusters:meeting", order=50)
