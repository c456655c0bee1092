"""Legal moves between states, as data. A workflow decides; it changes and records nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from emulation.core.errors import Conflict, Refused, Words, gettext_noop


@dataclass(frozen=True)
class State:
    """A state with its label (msgid) and the tone pages show it in (`none work sent back done late`)."""

    name: str
    label: str
    tone: str = "none"


@dataclass(frozen=True)
class Move:
    """One legal move: from any of `sources` to `target`, for whom, with or without a reason."""

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    permission: str
    needs_reason: bool = False


_workflows: dict[str, "Workflow"] = {}


def workflows() -> list["Workflow"]:
    """List every transition table of the product, by name."""
    return [_workflows[name] for name in sorted(_workflows)]


class Workflow:
    """The transition table of one kind of thing. `title` names the thing (msgid)."""

    def __init__(self, name: str, states: Iterable[State], moves: Iterable[Move], *, title: str = "") -> None:
        self.name = name
        self.title = title or name
        self.states = {state.name: state for state in states}
        self.moves = {move.name: move for move in moves}
        for move in self.moves.values():
            unknown = {*move.sources, move.target} - set(self.states)
            if unknown:
                raise ValueError(f"{name}.{move.name} names unknown states: {sorted(unknown)}")
        _workflows[name] = self

    def target(self, move: str, *, current: str, reason: str = "") -> str:
        """Return the state that `move` leads to from `current`; refuse an illegal move or a missing reason."""
        step = self.moves[move]
        if current not in step.sources:
            raise Conflict(
                gettext_noop("This is no longer possible: the state is now “%(state)s”. Reload the page."),
                current=current,
                state=Words(self.states[current].label),
            )
        if step.needs_reason and not reason.strip():
            raise Refused(gettext_noop("Give a reason."), field="reason")
        return step.target

    def leaving(self, current: str) -> list[Move]:
        """List the moves that lead out of a state, in the order of the table."""
        return [move for move in self.moves.values() if current in move.sources]
