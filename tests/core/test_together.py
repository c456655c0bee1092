"""Statements that travel together do what they do alone, whatever the values hold."""

import pytest
from django.db import connection

from emulation.core.together import run_together

pytestmark = pytest.mark.django_db

TEXTS = ["50 % và 100%", "O'Nhiêu; --", "%s %(x)s", "dấu\nxuống;\n\ndòng", ""]


def test_the_first_statement_answers_and_the_others_are_done():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tests_note (number integer, text text)")
    rows = ", ".join(["(%s, %s)"] * len(TEXTS))
    values = [value for row in enumerate(TEXTS) for value in row]
    told = run_together(
        [
            (f"INSERT INTO tests_note VALUES {rows} RETURNING number, text", values),
            ("UPDATE tests_note SET number = number + %s", [10]),
            ("DELETE FROM tests_note WHERE number = 10", []),
        ]
    )
    assert sorted(told) == list(enumerate(TEXTS))
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, text FROM tests_note ORDER BY number")
        assert list(cursor.fetchall()) == [(number, TEXTS[number - 10]) for number in range(11, 15)]
