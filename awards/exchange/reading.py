"""A file's bytes become nodes that know their lines, or problems that do.

JSON is read the same way: what the format needs of it is YAML as well. Scalars are never turned into
numbers or dates here; the shapes read the text itself, so that `1.10`, `no` and `010` mean what they say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from emulation.core.errors import Refused, gettext_noop

# 700 units × 60 criteria × four sources fit several times over.
LARGEST_FILE = 128 * 1024 * 1024
DEEPEST = 20

Path = tuple[str | int, ...]

_STRAY = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class Scalar:
    """A text as written. `plain` texts stand without quotes and may mean nothing (`null`)."""

    text: str
    line: int
    plain: bool = False

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in _NULLS


@dataclass(slots=True)
class Sequence:
    items: list["Node"]
    line: int


@dataclass(slots=True)
class Mapping:
    pairs: list[tuple[Scalar, "Node"]]
    line: int


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True)
class Source:
    """A file as given: the name it is called by and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Problem:
    """Something wrong at a place of a file."""

    file: str
    line: int
    path: str
    error: Refused

    @property
    def place(self) -> str:
        """`file:line: path`, the path left out for the file as a whole."""
        return ": ".join(part for part in (f"{self.file}:{self.line}", self.path) if part)

    def __str__(self) -> str:
        return f"{self.place}: {self.error}"


def path_text(path: Path) -> str:
    """Write `("marks", 3, "points")` as `marks[3].points`, counting from 0."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


@dataclass
class Reading:
    """One file while it is read: its root node and what was found wrong so far."""

    file: str
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, path: Path, message: str | Refused, *, line: int = 0, **values: Any) -> None:
        """Note a problem at a path; the line is looked up unless it is given."""
        error = message if isinstance(message, Refused) else Refused(message, **values)
        self.problems.append(Problem(self.file, line or self.line_of(path), path_text(path), error))

    def refuse_node(self, node: Node, path: Path, message: str | Refused, **values: Any) -> None:
        """Note a problem at a node in hand."""
        self.refuse(path, message, line=node.line, **values)

    def is_broken(self, part: str) -> bool:
        """Tell whether something is wrong in a part, so that what rests on it is not refused once more."""
        return any(re.match(rf"{part}\b", problem.path) for problem in self.problems)

    def line_of(self, path: Path) -> int:
        """Return the line of a path, or of the nearest thing above it that exists."""
        node, line = self.root, 1
        for step in path:
            found: Node | None = None
            if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                found = node.items[step]
                line = found.line
            elif isinstance(node, Mapping):
                for key, value in node.pairs:
                    if key.text == str(step):
                        found, line = value, key.line
                        break
            if found is None:
                break
            node = found
        return line

    def sorted_problems(self) -> list[Problem]:
        """List the problems from the top of the file to its end."""
        return sorted(self.problems, key=lambda problem: problem.line)


def _text_of(source: Source, reading: Reading) -> str | None:
    data = source.data
    if len(data) > LARGEST_FILE:
        most = LARGEST_FILE // 1024 // 1024
        reading.refuse((), gettext_noop("The file is larger than %(most)s MB."), most=most)
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        reading.refuse((), gettext_noop("The file is UTF-16; save it as UTF-8."))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        reading.refuse((), gettext_noop("The file is not UTF-8 text; save it as UTF-8."), line=line)
        return None
    stray = _STRAY.search(text)
    if stray:
        line = text.count("\n", 0, stray.start()) + 1
        code = f"U+{ord(stray.group()):04X}"
        reading.refuse((), gettext_noop("The control character %(code)s is not text."), line=line, code=code)
        return None
    return text


class _Stop(Exception):
    """The file cannot be gone on with; the problem is noted."""


class _Builder:
    """Builds nodes from the parser's events, without recursion: a hostile depth ends in a message."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.root: Node | None = None
        self.open: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []

    def stop(self, line: int, message: str, **values: Any) -> None:
        self.reading.refuse(self.path(), message, line=line, **values)
        raise _Stop

    def path(self) -> Path:
        """Return where the parser stands."""
        steps: list[str | int] = []
        for container, key in zip(self.open, self.keys, strict=True):
            if isinstance(container, Sequence):
                steps.append(len(container.items))
            elif key is not None:
                steps.append(key.text)
        return tuple(steps)

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.stop(line, gettext_noop("A file holds one document; a second begins here."))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.stop(line, gettext_noop("Anchors and aliases (& and *) are not part of the format."))
        tag = getattr(event, "tag", None)
        if tag:
            self.stop(line, gettext_noop("The tag “%(tag)s” is not part of the format."), tag=tag)
        if isinstance(event, yaml.ScalarEvent):
            self.put(Scalar(event.value, line, not event.style))
        elif isinstance(event, yaml.SequenceStartEvent):
            self.enter(Sequence([], line))
        elif isinstance(event, yaml.MappingStartEvent):
            self.enter(Mapping([], line))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            done = self.open.pop()
            self.keys.pop()
            self.put(done)

    def enter(self, node: Sequence | Mapping) -> None:
        if self.open and isinstance(self.open[-1], Mapping) and self.keys[-1] is None:
            self.stop(node.line, gettext_noop("A key is a plain word."))
        if len(self.open) == DEEPEST:
            self.stop(
                node.line, gettext_noop("Lists and keys are nested deeper than %(most)s."), most=DEEPEST
            )
        self.open.append(node)
        self.keys.append(None)

    def put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        above = self.open[-1]
        if isinstance(above, Sequence):
            above.items.append(node)
            return
        key = self.keys[-1]
        if key is None and isinstance(node, Scalar):
            self.keys[-1] = node
        elif key is not None:
            above.pairs.append((key, node))
            self.keys[-1] = None


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=yaml.CSafeLoader)


def read(source: Source) -> Reading:
    """Parse a file. `root` stays None when it cannot be gone on with; the problems then say why."""
    reading = Reading(source.name)
    text = _text_of(source, reading)
    if text is None:
        return reading
    builder = _Builder(reading)
    try:
        for event in _events(text):
            builder.take(event)
    except _Stop:
        return reading
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error).splitlines()[0]
        line = mark.line + 1 if mark else 1
        reading.refuse((), gettext_noop("This is not YAML or JSON: %(said)s."), line=line, said=said)
        return reading
    if builder.root is None or (isinstance(builder.root, Scalar) and builder.root.is_null):
        reading.refuse((), gettext_noop("The file is empty."))
        return reading
    reading.root = builder.root
    return reading
