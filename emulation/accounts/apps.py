from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "emulation.accounts"
    label = "accounts"
    verbose_name = _("People and roles")

    def ready(self) -> None:
        from emulation.accounts import history, permissions  # noqa: F401 - they register themselves
