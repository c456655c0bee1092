"""Home: what waits, the most urgent first. Search: without accents, grouped, only what slices give out."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from emulation.core import panels, search, worklist
from emulation.core.search import Result, searcher
from emulation.core.worklist import WorkItem
from tests.platform.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_registered(monkeypatch):
    monkeypatch.setattr(worklist, "_providers", [])
    monkeypatch.setattr(search, "_searchers", [])
    monkeypatch.setattr(panels, "_panels", {})


def waits(**days):
    today = timezone.localdate()

    @worklist.provider
    def items(user):
        for what, left in days.items():
            until = None if left is None else today + dt.timedelta(left)
            yield WorkItem(what, "Cụm thi đua số I › 2022", f"/{what}/", until)


def test_nothing_to_do_is_said_in_one_line(signed_in):
    page = read(signed_in.get("/"))
    assert page.headings == ["Work to do"]
    assert "Nothing waits for you. All is done for now." in page.words


def test_what_is_overdue_stands_on_top_and_undated_things_last(signed_in):
    waits(verify=5, sign=None, send=-3, answer=0, read=1)
    page = read(signed_in.get("/"))
    order = [
        link["href"].strip("/")
        for link in page.all("a")
        if link["href"].strip("/") in {"verify", "sign", "send", "answer", "read"}
    ]
    assert order == ["send", "answer", "read", "verify", "sign"]
    said = [part for part in page.parts if part.endswith(("overdue", "left", "today"))]
    assert said == ["3 days overdue", "today", "1 day left", "5 days left"]
    assert "5 things wait for you, the most urgent first." in page.words


def test_a_long_list_folds_after_twenty(signed_in):
    waits(**{f"w{index:02d}": index for index in range(23)})
    page = read(signed_in.get("/"))
    assert "3 more" in page.parts
    assert len([link for link in page.all("a") if link["href"].startswith("/w")]) == 23


def test_slices_put_their_boxes_under_it(signed_in, person):
    @panels.panel("home.main", order=2, template="components/empty.html")
    def second(user, subject):
        return {"text": f"clusters of {user}"}

    @panels.panel("home.main", order=1, template="components/empty.html")
    def first(user, subject):
        return {"text": "news"}

    @panels.panel("home.main", order=3, template="components/empty.html")
    def nothing(user, subject):
        return None

    assert "All is done for now. news clusters of Trần Thị Mai" in read(signed_in.get("/")).words


def test_home_costs_a_fixed_number_of_queries(signed_in, exactly_queries):
    waits(**{f"w{index:02d}": index for index in range(23)})
    with exactly_queries(2):
        signed_in.get("/")


class TestSearch:
    url = reverse("home:search")

    @pytest.fixture(autouse=True)
    def _found(self):
        things = [
            ("Tòa án nhân dân tối cao", "Unit"),
            ("Cụm thi đua số I", "Cluster"),
            ("Đội kiểm tra <b>", "Unit"),
        ]

        @searcher
        def by_name(user, key):
            for name, kind in things:
                if key in search.search_key(name):
                    yield Result(name, kind, f"/{kind.lower()}/", "2022")

    def found(self, client, words):
        return client.get(self.url, {"q": words}).context["groups"]

    @pytest.mark.parametrize("words", ["toà án", "Tòa án", "TOA AN", " toa  an "])
    def test_accents_case_and_spaces_do_not_matter(self, signed_in, words):
        assert self.found(signed_in, words) == [
            ("Unit", [Result("Tòa án nhân dân tối cao", "Unit", "/unit/", "2022")])
        ]

    def test_results_are_grouped_by_kind(self, signed_in):
        assert [(kind, len(found)) for kind, found in self.found(signed_in, "i")] == [
            ("Unit", 2),
            ("Cluster", 1),
        ]

    def test_the_page_shows_names_as_text_and_keeps_the_words(self, signed_in):
        answer = signed_in.get(self.url, {"q": 'doi "kiem'})
        assert read(answer).all("input", id="bar-search")[0]["value"] == 'doi "kiem'
        page = read(signed_in.get(self.url, {"q": "doi"}))
        assert page.all("b") == []
        assert "1 found Unit Đội kiểm tra <b> 2022" in page.words

    def test_nothing_found_says_what_to_do(self, signed_in):
        page = read(signed_in.get(self.url, {"q": "khong co"}))
        assert "Nothing fits these words. Try fewer words, or a part of the name." in page.words

    def test_no_words_ask_nothing(self, signed_in):
        assert self.found(signed_in, "  ") == []

    def test_one_slice_gives_twenty_at_most(self, signed_in):
        @searcher
        def endless(user, key):
            number = 0
            while True:
                number += 1
                yield Result(str(number), "Endless", "/", "")

        assert [len(found) for kind, found in self.found(signed_in, "toa") if kind == "Endless"] == [20]
