"""The wishes about days, asked of a plan."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from clusters.inspections.rules.facts import Broken, Day, Inspection, Key, Member, Wish
from emulation.core.dates import date_text
from emulation.core.errors import gettext_noop


def broken_days(
    plan: Sequence[Inspection], members: Mapping[Key, Member], days: Sequence[Day]
) -> Iterator[Broken]:
    """Yield what the days of a plan break. Without possible days nothing is asked of the days but the units'."""
    holds: Counter[tuple[object, str]] = Counter()
    for day in days:
        holds[day.on, day.place] += day.holds
    planned: dict[tuple[object, str], list[Inspection]] = {}
    for one in plan:
        name = members[one.inspected].name
        if one.on is None:
            if days:
                message = gettext_noop("The inspection of %(unit)s has no day yet.")
                yield Broken(Wish.UNDATED, (one.inspected,), message, {"unit": name})
            continue
        planned.setdefault((one.on, one.place), []).append(one)
        for key in dict.fromkeys((one.inspected, *one.inspecting)):
            if members[key].away(one.on):
                message = gettext_noop(
                    "%(unit)s is not available on %(day)s, when %(inspected)s is inspected."
                )
                values = {"unit": members[key].name, "day": date_text(one.on), "inspected": name}
                yield Broken(Wish.UNAVAILABLE, (key,), message, values)
    yield from _full(planned, holds, asked=bool(days))
    yield from _both_sides(plan, members)


def _full(
    planned: Mapping[tuple[object, str], list[Inspection]],
    holds: Mapping[tuple[object, str], int],
    *,
    asked: bool,
) -> Iterator[Broken]:
    for slot, inspections in planned.items():
        units = tuple(one.inspected for one in inspections)
        values = {"day": date_text(inspections[0].on), "place": inspections[0].place}
        if not asked:
            return
        if slot not in holds:
            message = (
                gettext_noop("%(day)s at %(place)s is not one of the possible days.")
                if values["place"]
                else gettext_noop("%(day)s is not one of the possible days.")
            )
            yield Broken(Wish.DAY, units, message, values)
        elif len(units) > holds[slot]:
            message = (
                gettext_noop("%(day)s at %(place)s: %(planned)s inspections, room for %(holds)s.")
                if values["place"]
                else gettext_noop("%(day)s: %(planned)s inspections, room for %(holds)s.")
            )
            yield Broken(
                Wish.CROWDED, units, message, {**values, "planned": len(units), "holds": holds[slot]}
            )


def _both_sides(plan: Sequence[Inspection], members: Mapping[Key, Member]) -> Iterator[Broken]:
    received = {(one.inspected, one.on) for one in plan if one.on is not None}
    visiting = {(key, one.on) for one in plan for key in one.inspecting if key != one.inspected}
    # Members come in the cycle's order; a unit may be concerned on several days.
    place = {key: at for at, key in enumerate(members)}
    for key, on in sorted(received & visiting, key=lambda pair: (place[pair[0]], str(pair[1]))):
        message = gettext_noop("%(unit)s inspects and is inspected on the same day, %(day)s.")
        yield Broken(Wish.BOTH_SIDES, (key,), message, {"unit": members[key].name, "day": date_text(on)})
