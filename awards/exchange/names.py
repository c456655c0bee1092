"""Which unit or award a reference means: its code, its name, or another spelling."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from emulation.core.errors import Refused, gettext_noop
from emulation.core.text import clean

_UNKNOWN = {
    "unit": gettext_noop("“%(text)s” is neither a unit of this file nor one of the register."),
    "award": gettext_noop("“%(text)s” is not an award of the catalogue."),
}


def _key(text: str) -> str:
    return clean(text).casefold()


@dataclass
class Names:
    """The known things of one kind (`unit`, `award`). A file's own stand above those of the register."""

    kind: str
    below: "Names | None" = None
    names: dict[str, str] = field(default_factory=dict)
    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, code: str, name: str, others: Iterable[str] = ()) -> None:
        """Make a thing known; `name` is what an export writes beside its code."""
        self.names[code] = name
        for text in (name, *others):
            if text:
                self.codes[_key(text)].add(code)

    def layers(self) -> Iterator["Names"]:
        """Give the file's own names, then those of the register."""
        layer: Names | None = self
        while layer is not None:
            yield layer
            layer = layer.below

    def name_of(self, code: str) -> str | None:
        """Return the name of a code, or None when the code is not known."""
        return next((layer.names[code] for layer in self.layers() if code in layer.names), None)

    def _bears(self, code: str, name: str) -> bool:
        return any(code in layer.codes.get(_key(name), ()) for layer in self.layers())

    def resolve(self, text: str) -> str:
        """Return the code that a code, name or other spelling means; refuse the unknown and the ambiguous."""
        if self.name_of(text) is not None:
            return text
        for layer in self.layers():
            codes = layer.codes.get(_key(text), set())
            if len(codes) == 1:
                return next(iter(codes))
            if codes:
                raise Refused(
                    gettext_noop("“%(text)s” could be %(codes)s; write the code."),
                    text=text,
                    codes=", ".join(sorted(codes)),
                )
        raise Refused(_UNKNOWN[self.kind], text=text)

    def resolve_pair(self, code: str, name: str) -> str:
        """Return the code of a reference `{code, name}`; the code decides and the name must be its own."""
        if not code:
            return self.resolve(name)
        found = self.resolve(code)
        if name and not self._bears(found, name):
            raise Refused(
                gettext_noop("“%(code)s” is called “%(right)s”, not “%(wrong)s”."),
                code=code,
                right=self.name_of(found),
                wrong=name,
            )
        return found
