"""Reading and filling the pages of a unit's sheet as a browser without scripts does."""

import re

from clusters.criteria.models import Criterion
from clusters.scoring.models import Mark


def text_of(response):
    return " ".join(response.content.decode().split())


def keys():
    return dict(Criterion.objects.values_list("code", "pk"))


def fields(response):
    """What the sheet's form would send; boxes that are not ticked are left out."""
    text = response.content.decode()
    found = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name = re.search(r'name="(l-[^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and value and ('type="checkbox"' not in tag or " checked" in tag):
            found[name[1]] = value[1]
    areas = re.findall(r'<textarea[^>]*?name="(l-[^"]+)"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    found |= dict(areas)
    for name, body in re.findall(r'<select[^>]*?name="(l-[^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"\s+selected', body)
        found[name] = chosen[1] if chosen else ""
    return found


def mark(code, source="self"):
    return Mark.objects.get(criterion__code=code, source=source)
