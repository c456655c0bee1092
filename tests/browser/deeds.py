"""What the tests of the score page do and look up again and again."""

from decimal import Decimal

from clusters.scoring.models import Mark
from clusters.scoring.services import MarkChange, save_mark


def stored(member, code="A.1"):
    mark = Mark.objects.filter(sheet__membership=member, criterion__code=code, source="verified").first()
    return mark and mark.points


def other_person_gives(cast, member, points, code="A.1"):
    change = MarkChange(member=member.pk, criterion=code, points=Decimal(points), reason="theo biên bản")
    save_mark(source="verified", change=change, actor=cast.fresh("deputy"))


def paste(visit, cell, text):
    cell.evaluate(
        """(input, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )
