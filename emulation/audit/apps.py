from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "emulation.audit"
    label = "audit"
    verbose_name = _("Log")

    def ready(self) -> None:
        from emulation.audit.models import Entry
        from emulation.core import once

        once.witness(lambda act: Entry.objects.filter(action=act).exists())
