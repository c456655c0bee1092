"""Filling forms as a browser without scripts does: read what the page offers, change it, send it."""

from html.parser import HTMLParser

from django.urls import reverse


class Form(HTMLParser):
    """The values of the form `#form` of a page."""

    def __init__(self, html):
        super().__init__()
        self.values = {}
        self._inside = False
        self._area = None
        self._select = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "form":
            self._inside = at.get("id") == "form"
        if not self._inside:
            return
        name = at.get("name", "")
        if tag == "input" and name:
            if at.get("type") in ("checkbox", "radio"):
                if "checked" in at:
                    self.values[name] = at.get("value", "on")
            else:
                self.values[name] = at.get("value", "")
        elif tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in self.values or "selected" in at):
            self.values[self._select] = at.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._area is not None:
            self.values[self._area] += data


def offered(response):
    """Return what the form of a page offers; browsers drop the line break that opens a text area."""
    values = Form(response.content.decode()).values
    return {
        name: value.removeprefix("\r\n").removeprefix("\n") if isinstance(value, str) else value
        for name, value in values.items()
    }


def fill(client, address, **changes):
    """Open the form at an address, change some fields, send it; `__` in a name stands for a dash."""
    return send(client, address, offered(client.get(address)), **changes)


def send(client, address, values, **changes):
    """Send a form with some values changed; None takes a field out."""
    data = {**values, **{name.replace("__", "-"): value for name, value in changes.items()}}
    return client.post(address, {name: value for name, value in data.items() if value is not None})


def address(cycle, name, *args):
    """Return the address of a page of a year; names without a namespace are those of the clusters."""
    full = name if ":" in name else f"clusters:{name}"
    return reverse(full, args=[cycle.cluster.code, cycle.year, *args])
