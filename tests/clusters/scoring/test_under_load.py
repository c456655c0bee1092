"""Many people at once through the real server: nothing is lost, and who finds no room is told so."""

import asyncio
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from itertools import islice

import pytest
from django.conf import settings
from django.db import transaction

from clusters.scoring.models import Mark, Sheet
from emulation.audit.models import Entry
from tests.support.books import Books, quarrels
from tests.support.contest import contest, make_place
from tests.support.served import served, wire
from tests.support.sizes import size

ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
CLIENTS, SAVES = size(reduced=8, full=64), size(reduced=25, full=500)
TRIES = 5

pytestmark = pytest.mark.django_db(transaction=True)


def test_many_saves_of_one_sheet_at_once_lose_nothing(tmp_path):
    place = make_place(people=8, lines=6)
    with served(tmp_path) as port:
        books = contest(place, port, clients=CLIENTS, saves=SAVES)
    assert quarrels(books, place.chains) == []
    assert books.saved + books.statuses[409] == CLIENTS * SAVES


def test_first_saves_of_one_cell_by_many_at_once_give_one_row_and_no_error(tmp_path):
    place = make_place(people=8, lines=1)
    with served(tmp_path) as port:
        books = contest(place, port, clients=CLIENTS, saves=1)
    assert quarrels(books, place.chains) == []
    assert (books.saved, books.statuses[409]) == (1, CLIENTS - 1)
    assert Mark.objects.get().version == 1


def race(tmp_path, *, lock):
    """Few clients before a hurdle that lets two requests read before either writes, if nothing holds them."""
    place, books = make_place(people=4, lines=1), Books()
    one_process = {"WEB_CONCURRENCY": "1", "WITHOUT_LOCK": "0" if lock else "1"}
    with served(tmp_path, one_process, application="tests.support.hurdles:application") as port:
        for _try in range(1 if lock else TRIES):
            contest(place, port, clients=4, saves=3, books=books)
            if found := quarrels(books, place.chains):
                return found
    return []


@pytest.mark.skipif(ON_SQLITE, reason="SQLite lets one writer in at a time")
def test_the_lock_holds_before_the_hurdle(tmp_path):
    assert race(tmp_path, lock=True) == []


@pytest.mark.skipif(ON_SQLITE, reason="SQLite lets one writer in at a time")
def test_without_the_lock_of_the_sheet_the_same_race_loses_saves(tmp_path):
    found = race(tmp_path, lock=False)
    assert any("lost or counted twice" in one or one.startswith("500") for one in found), found


@contextmanager
def nobody_writes():
    """Keep every save waiting: a row lock of the sheets, or on SQLite the lock of the file."""
    with transaction.atomic():
        list(Sheet.objects.select_for_update())
        yield


def test_who_finds_no_room_is_told_so_and_nothing_is_saved(tmp_path):
    """One works behind a lock, one waits, the others are refused at once; then those two go through."""
    place = make_place(people=5, lines=5)
    narrow = {"WEB_CONCURRENCY": "1", "WEB_SLOTS": "1", "WEB_QUEUE": "1", "WEB_WAIT_MS": "30000"}

    async def save(one, line):
        answer = await one.post(place.address, place.body(line, 0, "1", ""))
        await one.close()
        return answer

    with served(tmp_path, narrow) as port, ThreadPoolExecutor(5) as pool:
        wires = [wire(port, user) for user in place.people]
        with nobody_writes():
            asked = [
                pool.submit(asyncio.run, save(one, line))
                for one, line in zip(wires, place.lines, strict=True)
            ]
            told = [early.result() for early in islice(as_completed(asked), 3)]
            assert Mark.objects.count() == 0
        answers = [one.result() for one in asked]
    assert [one.status for one in told] == [503] * 3
    assert {2 <= int(one.headers["retry-after"]) <= 5 for one in told} == {True}
    assert [sorted(one.json()) for one in told] == [["busy", "error"]] * 3
    assert sorted(one.status for one in answers) == [200, 200, 503, 503, 503]
    assert Mark.objects.count() == Entry.objects.filter(verb="scoring.mark").count() == 2
