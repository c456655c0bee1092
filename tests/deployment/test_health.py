"""/health/: public, small, honest."""

import pytest
from django.db import OperationalError, connection
from django.test import Client


@pytest.mark.django_db
def test_anybody_learns_that_the_database_answers(client: Client):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok"})
    assert client.head("/health/").status_code == 200


@pytest.mark.django_db
def test_a_database_that_refuses_is_reported(client: Client):
    def refuse(*_arguments: object) -> None:
        raise OperationalError("the connection was lost")

    with connection.execute_wrapper(refuse):
        answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"database": "unreachable"})


@pytest.mark.django_db
def test_only_reading_is_offered(client: Client):
    assert client.post("/health/").status_code == 405
