"""The literal table of rights holds for every address there is."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.access.matrix import CONSOLE, PAGES
from tests.access.world import ask, make_world
from tests.people import NAMES

pytestmark = [
    pytest.mark.django_db,
]

TABLE = {line.split()[0]: line.split()[1:] for line in PAGES.split("\n") if line.strip()}
CONSOLE_TABLE = {line.split()[0]: int(line.split()[1]) for line in CONSOLE.split("\n") if line.strip()}


def names(resolver: Any, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)
        elif pattern.name:
            yield namespace + pattern.name


def client_of(world: Any, person: str) -> Client:
    client = Client()
    if person != "nobody":
        client.force_login(world.cast.fresh(person))
    return client


def test_every_address_stands_in_the_table():
    assert sorted({*names(get_resolver())}) == sorted([*TABLE, *CONSOLE_TABLE])


@pytest.mark.parametrize("person", [*NAMES, "nobody"])
def test_each_page_answers_each_person_as_the_table_says(person):
    world = make_world()
    column = [*NAMES, "nobody"].index(person)
    expected = {name: int(cells[1 + column]) for name, cells in TABLE.items()}
    answered = {}
    for name, cells in TABLE.items():
        client = client_of(world, person)
        with transaction.atomic():
            answered[name] = ask(client, world, cells[0], name)
            transaction.set_rollback(True)
    assert answered == expected


def console_address(name: str) -> str:
    for arguments in ([], ["999999"], ["clusters"], ["1", "1"]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(f"{name} takes other arguments")


@pytest.mark.parametrize("person", [*NAMES, "nobody"])
def test_the_console_is_for_administrators(person):
    world = make_world()
    client = client_of(world, person)
    answered = {}
    for name in CONSOLE_TABLE:
        with transaction.atomic():
            answered[name] = client.get(console_address(name)).status_code
            transaction.set_rollback(True)
    if person == "administrator":
        assert answered == CONSOLE_TABLE
    else:
        # Who is signed in already is not asked to sign in again, but told so.
        sign_in = 302 if person == "nobody" else 403
        assert answered == {**dict.fromkeys(CONSOLE_TABLE, 302), "admin:login": sign_in}
