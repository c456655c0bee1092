"""A sheet as one plain form: which lines were changed, and saving them, all or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from clusters.scoring.services import CellsRefused, MarkChange, save_marks
from clusters.scoring.sheetlines import SheetLine, SheetLines, checksum
from emulation.core.errors import Refused
from emulation.core.forms import say
from emulation.core.numbers import parse_points


@dataclass
class SheetForm:
    """The changes that were read; refusals are noted on the lines, with what was typed."""

    source: str
    changes: list[tuple[SheetLine, MarkChange]] = field(default_factory=list)
    wrong: int = 0
    status: int = 200
    refusal: str = ""

    def refuse(self, line: SheetLine, error: Refused) -> None:
        """Note a refusal at its line."""
        line.error, line.error_field = say(error), error.field
        self.wrong += 1
        self.status = max(self.status, 422 if error.status == 403 else error.status)

    def save(self, actor: Any) -> int:
        """Save all changes or none; returns how many lines were changed."""
        changes = [change for _line, change in self.changes]
        if changes and not self.wrong:
            try:
                save_marks(source=self.source, changes=changes, actor=actor)
            except CellsRefused as refused:
                lines = {change.criterion: line for line, change in self.changes}
                for change, error in refused.cells:
                    self.refuse(lines[change.criterion], error)
            except Refused as error:
                self.refuse(self.changes[0][0], error)
        if self.wrong:
            self.refusal = gettext("Nothing was saved: %(count)s cells are refused.") % {"count": self.wrong}
        return len(changes)


def with_copied(sent: Mapping[str, str], lines: Iterable[SheetLine]) -> Mapping[str, str]:
    """Put last year's texts into the line whose button was pressed, behind what stands there already."""
    for line in lines:
        if line.before is not None and sent.get("copy") == str(line.criterion.pk):
            prefix = f"l-{line.criterion.pk}-"
            texts = {"reason": line.before.reason, "evidence": line.before.evidence}
            added = {
                prefix + name: "\n".join(filter(None, (sent.get(prefix + name, "").strip(), text)))
                for name, text in texts.items()
            }
            return {**{name: sent[name] for name in sent}, **added}
    return sent


def read_sheet(lines: SheetLines, source: str, member: int, sent: Mapping[str, str]) -> SheetForm:
    """Read the lines of a sent form that differ from what its page showed."""
    form = SheetForm(source)
    for line in lines.lines:
        if not line.criterion.is_leaf or line.locked:
            continue
        prefix = f"l-{line.criterion.pk}-"
        version, _dot, kept = sent.get(f"{prefix}seen", "").partition(".")
        if not version.isdigit():
            continue
        stored = line.stored_texts()
        typed = {name: sent.get(prefix + name, "").replace("\r\n", "\n").strip() for name in stored}
        if checksum(typed) == kept:
            continue
        line.typed = typed
        try:
            form.changes.append((line, read_change(line, member, typed, int(version))))
        except Refused as error:
            form.refuse(line, error)
    return form


def read_change(line: SheetLine, member: int, typed: Mapping[str, str], version: int) -> MarkChange:
    """Read one line: figures where they were changed (the rule computes), else points as typed."""
    stored = line.stored_texts()
    figures = {one.name: typed[f"in-{one.name}"] for one in line.inputs}
    by_figures = any(figures.values()) and any(
        typed[name] != stored[name] for name in typed if name.startswith("in-")
    )
    points, absent = typed["points"], typed.get("absent", "")
    change: dict[str, Any] = {}
    reason = typed["reason"]
    if absent and not stored.get("absent"):
        change["not_arisen"] = True
        asked = line.asked_by_unit
        if not reason and asked and asked.mark:
            reason = asked.mark.reason
    elif by_figures:
        kinds = {one.name: one.kind for one in line.inputs}
        change["inputs"] = {name: _input(kinds[name], text) for name, text in figures.items()}
    elif points != stored["points"]:
        change = {"points": parse_points(points)} if points else {"clear": True}
    elif stored.get("absent") and not absent:
        change["not_arisen"] = False
    elif not any(figures.values()) and any(stored[name] for name in stored if name.startswith("in-")):
        change["clear"] = True
    return MarkChange(
        member=member,
        criterion=line.criterion.code,
        reason=reason,
        evidence=typed["evidence"],
        version=version,
        **change,
    )


def _input(kind: str, text: str) -> Any:
    """Figures stay texts; yes and no become what the rule reads."""
    if kind == "yes-no":
        return {"yes": True, "no": False}.get(text)
    return text
