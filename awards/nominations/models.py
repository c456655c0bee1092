"""Nominations (đề nghị khen thưởng): a unit for an award, from a year."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from awards.catalogue.models import Award
from awards.nominations.states import NOMINATION
from clusters.cycles.models import Cycle
from clusters.organisation.models import Unit
from emulation.core.fields import NameField, ProseField
from emulation.core.models import Public


class Origin(models.TextChoices):
    """What the nomination rests on."""

    BALLOT = "ballot", _("ballot")
    AGREEMENT = "agreement", _("open agreement")
    RANKING = "ranking", _("ranking")
    UNKNOWN = "unknown", _("not stated")


class Nomination(Public):
    """A member of the year is proposed for an award."""

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="nominations", verbose_name=_("emulation year")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominations", verbose_name=_("unit"))
    award = models.ForeignKey(Award, models.PROTECT, related_name="nominations", verbose_name=_("award"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    state = models.CharField(_("state"), max_length=20, default="proposed")
    origin = models.CharField(_("rests on"), max_length=12, choices=Origin.choices, default=Origin.UNKNOWN)
    votes_for = models.PositiveIntegerField(_("votes for"), null=True, blank=True)
    votes_of = models.PositiveIntegerField(_("of votes"), null=True, blank=True)
    withdrawal_reason = NameField(_("reason of the withdrawal"), blank=True)
    note = ProseField(_("note"), blank=True)

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["cycle", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit", "award"],
                name="nomination_once",
                violation_error_message=_("The unit is nominated for this award already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(NOMINATION.states)), name="nomination_state_known"
            ),
            models.CheckConstraint(
                condition=(Q(votes_for__isnull=True) & Q(votes_of__isnull=True))
                | Q(votes_for__lte=F("votes_of")),
                name="nomination_votes_within",
                violation_error_message=_("There are more votes for than votes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.award}"
