"""Reading a page as a test: its words, its links, and whatever is inline."""

from html.parser import HTMLParser

SILENT = {"script", "style"}


class Page(HTMLParser):
    """A parsed page: elements in order as (tag, attributes), and the words people read."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.parts = []
        self.inline = []
        self._open = []
        self._heads = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        self._open.append(tag)
        self.inline += [f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")]
        if tag == "h1":
            self._heads.append("")

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data):
        if self._open and self._open[-1] in SILENT:
            if data.strip():
                self.inline.append(f"{self._open[-1]}: {data.strip()[:40]}")
            return
        if data.strip():
            self.parts.append(" ".join(data.split()))
            if "h1" in self._open:
                self._heads[-1] += " ".join(data.split())

    @property
    def words(self):
        return " ".join(self.parts)

    @property
    def headings(self):
        return self._heads

    def all(self, tag, **wanted):
        """List the attributes of every element of a kind that has the wanted ones."""
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(attributes.get(key.rstrip("_")) == value for key, value in wanted.items())
        ]


def read(response):
    return Page(response.content.decode())
