"""The gate: so many work at once, some wait in order, the rest are refused at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse
from django.test import Client

from emulation.core.gate import Gate, gate

LONG = 60.0


def wait_until(condition):
    while not condition():
        threading.Event().wait(0.001)


def queued(doors, number):
    wait_until(lambda: len(doors._waiting) == number)


def test_who_finds_slots_and_queue_full_is_refused_at_once():
    doors = Gate(slots=2, queue=0, wait=LONG)
    assert [doors.enter() for _request in range(4)] == [True, True, False, False]
    doors.leave()
    assert [doors.enter() for _request in range(2)] == [True, False]


def test_those_who_wait_are_let_in_in_the_order_they_came():
    doors, order = Gate(slots=1, queue=3, wait=LONG), []
    assert doors.enter()

    def come(name):
        assert doors.enter()
        order.append(name)
        doors.leave()

    with ThreadPoolExecutor(3) as pool:
        for place, name in enumerate("abc", start=1):
            pool.submit(come, name)
            queued(doors, place)
        assert not doors.enter()
        doors.leave()
    assert order == ["a", "b", "c"]
    assert [doors.enter(), len(doors._waiting)] == [True, 0]


def test_who_waited_too_long_is_refused_and_makes_room_in_the_queue():
    doors = Gate(slots=1, queue=1, wait=0.001)
    assert [doors.enter() for _request in range(3)] == [True, False, False]
    assert len(doors._waiting) == 0
    doors.leave()
    assert doors.enter()


def test_never_more_work_than_there_are_slots_and_every_slot_comes_back():
    doors, inside, most, refused = Gate(slots=3, queue=4, wait=LONG), set(), [], []
    start, lock = threading.Barrier(16), threading.Lock()

    def work(name):
        start.wait(30)
        for _time in range(50):
            if not doors.enter():
                refused.append(name)
                continue
            with lock:
                inside.add(name)
                most.append(len(inside))
            with lock:
                inside.remove(name)
            doors.leave()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(16)))
    assert max(most) <= 3
    assert len(most) + len(refused) == 16 * 50
    assert [doors.enter() for _slot in range(3)] == [True] * 3


@pytest.fixture
def narrow(settings):
    settings.WEB_SLOTS, settings.WEB_QUEUE = 1, 0


def test_an_error_gives_the_slot_back(narrow, rf):
    answers = iter([ValueError("a fault"), HttpResponse("done")])

    def view(_request):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    door = gate(view)
    with pytest.raises(ValueError, match="a fault"):
        door(rf.get("/"))
    assert door(rf.get("/")).content == b"done"


@pytest.fixture
def full(settings):
    """A process in which nobody finds room."""
    settings.WEB_SLOTS = settings.WEB_QUEUE = 0


def test_a_script_is_told_in_json_when_to_come_again(full):
    client = Client(headers={"accept": "application/json"})
    answer = client.post("/clusters/")
    assert (answer.status_code, answer["Content-Language"], answer["Cache-Control"]) == (
        503,
        "vi",
        "no-store",
    )
    assert answer.json()["busy"] is True
    assert int(answer["Content-Length"]) == len(answer.content)
    client.cookies["django_language"] = "en"
    assert client.get("/").json() == {
        "error": "Very many people are working right now. Nothing was changed: try again in a moment.",
        "busy": True,
    }
    seconds = {int(client.get("/")["Retry-After"]) for _time in range(100)}
    assert seconds == {2, 3, 4, 5}


def test_a_browser_gets_a_page_in_the_persons_language_under_the_sites_policy(full, client):
    client.cookies["django_language"] = "en"
    answer = client.get("/")
    assert answer.status_code == 503
    assert "<h1>Very many people are working right now</h1>" in answer.content.decode()
    assert 'lang="en"' in answer.content.decode()
    assert answer["Content-Security-Policy"].startswith("default-src 'self'")
    client.cookies["django_language"] = "vi"
    assert 'lang="vi"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_refusal_asks_nothing_of_the_database(full, client, exactly_queries):
    with exactly_queries(0):
        assert client.get("/").status_code == 503
        assert client.post("/", headers={"accept": "application/json"}).status_code == 503


@pytest.mark.django_db
def test_the_health_and_the_static_files_are_there_all_the_same(full, client):
    assert client.get("/health/").status_code == 200
    static = client.get("/static/css/tokens.css")
    assert static.status_code == 200
    static.close()
