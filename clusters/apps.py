from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from emulation.core.discovery import import_slices


class ClustersConfig(AppConfig):
    name = "clusters"
    verbose_name = _("Clusters")

    def ready(self) -> None:
        import_slices("clusters")
