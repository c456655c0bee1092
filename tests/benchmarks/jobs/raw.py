"""Raw SQL, and pages asked for in this process."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from emulation.accounts.models import Role, RoleGrant
from tests.factories import make_user


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run one statement and read its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def for_update() -> str:
    """What locks the rows that are read; SQLite locks the file."""
    return " FOR UPDATE" if connection.vendor == "postgresql" else ""


def analyse() -> None:
    """Let the server know how large the tables have become."""
    if connection.vendor == "postgresql":
        sql("ANALYZE")


def standing_body() -> Client:
    """A browser in which somebody of the standing body is signed in."""
    user = make_user()
    RoleGrant.objects.create(user=user, role=Role.STANDING_BODY, since=dt.date(2020, 1, 1))
    client = Client()
    client.force_login(user)
    return client


def opened(client: Client, address: str) -> Callable[[], object]:
    """Open a page and look that it came."""

    def act() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")

    return act
