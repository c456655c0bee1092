"""A year with the cast, a table with one line of every kind, and the windows of scoring open."""

import json

import pytest
from django.urls import reverse

from clusters.criteria.models import Criterion
from tests.clusters.scoring.sheetpages import fields
from tests.clusters.scoring.sheetpages import keys as every_key
from tests.factories import give_marks, make_mixed_table, open_windows
from tests.people import make_cast

# Points for the five lines of the mixed table: 20 in all.
WHOLE = ["10", "2", "2", "6", "0"]


@pytest.fixture
def cast(db):
    cast = make_cast()
    make_mixed_table(cast.cycle.groups.get())
    open_windows(cast.cycle, "self-scoring", "cross-inspection", "verification")
    return cast


@pytest.fixture
def member(cast):
    """The members of the year by who acts for them: `member("contact")`."""
    units = {"head": cast.head_unit, "deputy": cast.deputy_unit, "contact": cast.contact_unit}
    return lambda name: cast.cycle.memberships.get(unit=units[name])


@pytest.fixture
def keys():
    """The keys of the lines by code."""
    return lambda: dict(Criterion.objects.values_list("code", "pk"))


@pytest.fixture
def score_page(cast, client):
    """Open the score page as one of the cast, in English."""
    client.cookies["django_language"] = "en"
    address = reverse("clusters:scores", args=[cast.cycle.cluster.code, cast.cycle.year])

    def opened(name, **query):
        client.force_login(cast.fresh(name))
        return client.get(address, query)

    opened.address, opened.client = address, client
    return opened


@pytest.fixture
def post(cast, client, keys):
    """Send one cell as one of the cast: `post("head", member, "A.1", points="9")`."""
    client.cookies["django_language"] = "en"

    def send(name, whose, code, *, source="verified", version=0, to="save-mark", **more):
        client.force_login(cast.fresh(name))
        body = {"group": "chung", "source": source, **more}
        if whose is not None:
            body = {"member": whose.pk, "criterion": keys()[code], "version": version, **body}
        return send_json(client, cast, body, to)

    return send


def send_json(client, cast, body, to="save-mark"):
    address = reverse(f"clusters:{to}", args=[cast.cycle.cluster.code, cast.cycle.year])
    return client.post(
        address, json.dumps(body), content_type="application/json", headers={"accept": "application/json"}
    )


@pytest.fixture
def sent(member):
    """The contact's sheet, sent."""
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    return member("contact")


@pytest.fixture
def address(cast):
    def of(member, what="sheet", *args):
        return reverse(
            f"clusters:{what}", args=[cast.cycle.cluster.code, cast.cycle.year, member.unit.code, *args]
        )

    return of


@pytest.fixture
def as_(cast, client):
    """Sign in as one of the cast, or as a person; pages are in English."""
    client.cookies["django_language"] = "en"

    def signed_in(who):
        client.force_login(cast.fresh(who) if isinstance(who, str) else who)
        return client

    return signed_in


@pytest.fixture
def type_in(as_, address):
    """Change fields of a sheet and send its plain form: `{"A.1 points": "9"}`; None unticks a box."""

    def typed(who, member, changes, source="self", **more):
        client = as_(who)
        place = f"{address(member)}?source={source}"
        values = fields(client.get(place))
        for what, value in changes.items():
            code, field = what.split(" ")
            name = f"l-{every_key()[code]}-{field}"
            values.pop(name, None)
            if value is not None:
                values[name] = value
        return client.post(place, {**values, **more})

    return typed
