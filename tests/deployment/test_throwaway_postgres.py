"""The tests' own PostgreSQL: roles can be made, and what was committed survives a kill."""

import psycopg
import pytest

from tests.support.postgres import ThrowawayPostgres, answers


def test_roles_and_databases_can_be_made(throwaway_postgres: ThrowawayPostgres):
    server = throwaway_postgres
    server.execute("CREATE ROLE reader LOGIN PASSWORD 'only-reads'")
    url = server.create_database("for_roles")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE fact (text text)")
        connection.execute("INSERT INTO fact VALUES ('Cụm I')")
        connection.execute("GRANT SELECT ON fact TO reader")

    with psycopg.connect(server.url_of("for_roles", user="reader", password="only-reads")) as connection:
        assert connection.execute("SELECT text FROM fact").fetchall() == [("Cụm I",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("INSERT INTO fact VALUES ('Cụm II')")


def test_what_was_committed_survives_a_kill(throwaway_postgres: ThrowawayPostgres):
    server = throwaway_postgres
    url = server.create_database("for_the_kill")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE fact (number int)")
        connection.execute("INSERT INTO fact VALUES (2022)")

    server.kill()
    try:
        assert not answers(url)
    finally:
        server.start()

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT number FROM fact").fetchall() == [(2022,)]


def test_nothing_is_left_behind():
    with ThrowawayPostgres() as server:
        folder, url = server.folder, server.url
        assert answers(url)
    assert not answers(url)
    assert not folder.exists()
