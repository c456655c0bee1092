"""Reading the score page."""

import re

from clusters.criteria.models import Criterion


def text_of(response):
    return response.content.decode()


def inputs(response):
    """The names and values of the cells that can be written."""
    return re.findall(r'<input inputmode="decimal" name="(c-[^"]+)" value="([^"]*)"', text_of(response))


def cell(response, member, code):
    """The HTML of one cell."""
    key = Criterion.objects.get(code=code).pk
    return re.search(rf'<td id="c-{member.pk}-{key}".*?</td>', text_of(response), re.DOTALL).group()
