from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "emulation.core"
    label = "core"
