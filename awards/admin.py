"""Contents: the console pages of every slice of the awards."""

from awards.catalogue.admin import AwardAdmin
from awards.exchange.admin import LoadedCycleAdmin
from awards.nominations.admin import NominationAdmin

__all__ = ["AwardAdmin", "LoadedCycleAdmin", "NominationAdmin"]
