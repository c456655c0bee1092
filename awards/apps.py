from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from emulation.core.discovery import import_slices


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = _("Awards")

    def ready(self) -> None:
        import_slices("awards")
        if settings.DEMONSTRATION:
            from awards.exchange.cast import register_cast

            register_cast()
