from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "emulation.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from emulation.documents import checks, history  # noqa: F401
