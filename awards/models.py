"""Contents: the models of every slice of the awards."""

from awards.catalogue.models import Award, AwardAlias
from awards.exchange.models import LoadedCycle
from awards.nominations.models import Nomination

__all__ = ["Award", "AwardAlias", "LoadedCycle", "Nomination"]
