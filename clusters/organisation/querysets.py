"""Reading words for units and clusters."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from emulation.core.text import search_key

if TYPE_CHECKING:
    from clusters.organisation.models import Cluster, Unit  # noqa: F401


class UnitQuerySet(models.QuerySet["Unit"]):
    def matching(self, text: str) -> "UnitQuerySet":
        """Find by name, code or another spelling, without accents."""
        key = search_key(text)
        if not key:
            return self
        return self.filter(Q(search_key__contains=key) | Q(aliases__search_key__contains=key)).distinct()


class ClusterQuerySet(models.QuerySet["Cluster"]):
    def matching(self, text: str) -> "ClusterQuerySet":
        """Find by name, family or code, without accents."""
        key = search_key(text)
        return self.filter(search_key__contains=key) if key else self

    def by_address(self, code: str) -> Any:
        """Return the cluster of an address or raise DoesNotExist."""
        return self.get(code=code)
