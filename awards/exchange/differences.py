"""What a file changes: a comparison of three, so that nothing a person entered is overwritten.

`base` is what the file said when it was loaded last, `theirs` what the database says now, `new` what the
file says now. Where the database no longer says what the base said, a person was there: it is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from awards.exchange.records_of import LASTING, PARTLY, POSITION, UNSAID, Key, Records, key_text

NOTHING = "–"


@dataclass(frozen=True)
class Change:
    """One record made or removed (`field` empty), or one field changed."""

    key: Key
    field: str
    old: Any
    new: Any

    def lines(self) -> Iterator[str]:
        """Give `path: old → new`, one line for each difference inside lists."""
        if not self.field:
            yield f"{key_text(self.key)}: {_side(self.old)} → {_side(self.new)}"
        else:
            for path, old, new in _inner(key_text(self.key, self.field), self.old, self.new):
                yield f"{path}: {_shown(old)} → {_shown(new)}"


def _side(record: dict[str, Any] | None) -> str:
    """Show a whole record shortly: its plain fields."""
    if record is None:
        return NOTHING
    plain = [f"{name} {value}" for name, value in record.items() if not isinstance(value, list | dict)]
    return ", ".join(plain) or "…"


def _shown(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return NOTHING
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else text[:79] + "…"


def _inner(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Go down into lists and keys to what really differs."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            if old.get(name) != new.get(name):
                yield from _inner(f"{path}.{name}", old.get(name), new.get(name))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            before = old[index] if index < len(old) else None
            after = new[index] if index < len(new) else None
            if before != after:
                yield from _inner(f"{path}[{index}]", before, after)
    else:
        yield path, old, new


def _said(key: Key, record: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a file need not say, and the place in a list."""
    return {
        name: value for name, value in record.items() if name != POSITION and (key[0], name) not in UNSAID
    }


@dataclass
class Plan:
    """What has to be done, and what is kept because a person entered it."""

    created: Records = field(default_factory=dict)
    changed: dict[Key, dict[str, Change]] = field(default_factory=dict)
    removed: Records = field(default_factory=dict)
    kept: list[Change] = field(default_factory=list)

    @property
    def changes(self) -> list[Change]:
        """All that would be written."""
        return [
            *(Change(key, "", None, record) for key, record in self.created.items()),
            *self.changes_of_existing,
            *(Change(key, "", record, None) for key, record in self.removed.items()),
        ]

    @property
    def changes_of_existing(self) -> list[Change]:
        """What would be written, but for what is new."""
        return [change for fields in self.changed.values() for change in fields.values()]


@dataclass(frozen=True)
class Comparison:
    """The three sides. `touched` are records whose database row carries a person's name."""

    base: Records
    theirs: Records
    new: Records
    touched: frozenset[Key] = frozenset()

    def plan(self) -> Plan:
        """Work out what to do."""
        plan = Plan()
        for key, record in self.new.items():
            if key in self.theirs:
                self._compare(plan, key, record)
            elif key not in self.base:
                plan.created[key] = record
            elif self.base[key] != record:
                plan.kept.append(Change(key, "", None, record))  # a person removed it
        for key, record in self.theirs.items():
            if key not in self.new and key in self.base and self._may_go(key):
                self._remove(plan, key, record)
        return plan

    def _may_go(self, key: Key) -> bool:
        """Tell whether a file that is silent about a record asks for its removal."""
        line_of_a_table_it_brings = key[0] == "lines" and ("criteria", *key[1:3]) in self.new
        return line_of_a_table_it_brings or key[0] not in LASTING

    def _compare(self, plan: Plan, key: Key, record: dict[str, Any]) -> None:
        theirs, base = self.theirs[key], self.base.get(key)
        fields = record if key[0] in PARTLY else dict.fromkeys([*record, *theirs, *(base or {})])
        for name in fields:
            new, now = record.get(name), theirs.get(name)
            if new == now or (new is None and (key[0], name) in UNSAID):
                continue
            change = Change(key, name, now, new)
            if base is None:
                # Never loaded from this file: an empty field may be filled, all else is somebody's.
                self._note(plan, change, mine=now in (None, "", []) and key[0] in LASTING)
            elif base.get(name) != new:
                self._note(plan, change, mine=base.get(name) == now and key not in self.touched)

    def _note(self, plan: Plan, change: Change, *, mine: bool) -> None:
        if mine:
            plan.changed.setdefault(change.key, {})[change.field] = change
        elif change.field != POSITION:
            plan.kept.append(change)

    def _remove(self, plan: Plan, key: Key, record: dict[str, Any]) -> None:
        untouched = _said(key, record) == _said(key, self.base[key]) and key not in self.touched
        if untouched and not self._needed(key):
            plan.removed[key] = record
        else:
            plan.kept.append(Change(key, "", record, None))

    def _needed(self, key: Key) -> bool:
        """Tell whether a member still has something that a person entered."""
        if key[0] != "members":
            return False
        unit = key[1]
        return any(
            other[0] in ("sheets", "marks", "contributions", "nominations")
            and other[1] == unit
            and (
                other not in self.base
                or other in self.touched
                or _said(other, self.theirs[other]) != _said(other, self.base[other])
            )
            for other in self.theirs
        )

    def new_base(self, plan: Plan) -> Records:
        """Return the base of the next comparison: what the file says, but for what it only agreed on."""
        base = dict(self.new)
        for key, record in self.new.items():
            agreed = key not in plan.created and key not in plan.changed and key in self.theirs
            said_before = self.base.get(key)
            if agreed and said_before is None and not any(one.key == key for one in plan.kept):
                base.pop(key)
            elif agreed and said_before is not None and said_before != record and self.theirs[key] == record:
                base[key] = said_before
        return base
