"""Awards of the catalogue."""

import itertools

from awards.catalogue.models import Award, AwardKind, AwardLevel

_numbers = itertools.count(1)


def make_award(name="", **fields):
    number = next(_numbers)
    fields.setdefault("code", f"danh-hieu-{number}")
    fields.setdefault("kind", AwardKind.TITLE)
    fields.setdefault("level", AwardLevel.MINISTRY)
    fields.setdefault("position", number)
    return Award.objects.create(name=name or f"Cờ thi đua {number}", **fields)
