"""“Refused” means: the error says why, nothing changed, and nothing was logged."""

from contextlib import contextmanager

import pytest
from django.apps import apps

from emulation.audit.models import Entry


def everything():
    """Read every row of the clusters, the awards and the log."""
    models = [
        model
        for label in ("clusters", "awards", "audit")
        for model in apps.get_app_config(label).get_models()
    ]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


@contextmanager
def refused(kind, message):
    """Expect a refusal of exactly this kind and wording that leaves every row as it was."""
    before = everything()
    with pytest.raises(kind) as caught:
        yield caught
    assert type(caught.value) is kind
    assert str(caught.value) == message
    assert everything() == before


def logged():
    """List what was logged, as (verb, who, reason)."""
    return [
        (entry.verb, entry.personal.actor_name, entry.reason)
        for entry in Entry.objects.select_related("personal").order_by("pk")
    ]
