"""Load → export → load is the identity: of the five cycles, and of whatever documents one can think of."""

import json

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from awards.catalogue.services import seed
from awards.exchange.documents import as_json, as_yaml, parse
from awards.exchange.exporting import document_of
from awards.exchange.reading import Source
from awards.exchange.records_of import records_of
from awards.exchange.register import current_register
from awards.exchange.services import export
from clusters.cycles.models import Cycle
from emulation.audit.models import Entry
from tests.awards.exchange.documents import SMALL, changed, load_text, run
from tests.stories.told import DEMO
from tests.support.sizes import size

pytestmark = pytest.mark.django_db

FILES = sorted(DEMO.glob("*.yaml"))
WRITERS = {"json": as_json, "yaml": as_yaml}


def as_read(text):
    """Return the records of a text, as a load would see them."""
    parsed = parse(Source("tệp", text.encode()), current_register())
    assert [str(problem) for problem in parsed.problems] == []
    return records_of(parsed.document)


def test_there_are_five_cycles():
    assert [path.stem for path in FILES] == [
        "btp-bac-trung-bo-2022",
        "btp-cum-1-2022",
        "btp-cum-3-2018",
        "qnam-tham-muu-1-2022",
        "tw-noi-chinh-2023",
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_cycle_comes_out_as_it_went_in(path):
    cycle = load_text(path.read_text(encoding="utf-8")).cycle
    said = as_read(path.read_text(encoding="utf-8"))
    assert records_of(document_of(cycle)) == said
    entries = Entry.objects.count()
    for write in WRITERS.values():
        text = write(export(cycle=cycle))
        assert as_read(text) == said
        assert load_text(text).outcome == "unchanged"
    assert load_text(path.read_text(encoding="utf-8")).outcome == "unchanged"
    assert Entry.objects.count() == entries


def test_the_five_together_come_out_as_they_went_in(tmp_path):
    assert run("load_cycle", *FILES)[0] == 0
    for path in FILES:
        code, year = path.stem.rsplit("-", 1)
        cycle = Cycle.objects.get(cluster__code=code, year=year)
        assert records_of(document_of(cycle)) == as_read(path.read_text(encoding="utf-8"))


def test_an_export_loads_where_nothing_is(tmp_path):
    """The export carries the units and tables it needs: it can be taken elsewhere."""
    exported = as_yaml(export(cycle=load_text(SMALL).cycle))
    elsewhere = exported.replace("cum-thu", "cum-khac").replace("vu-mot", "vu-ba").replace("vu-hai", "vu-bon")
    assert load_text(elsewhere).outcome == "new"


# Texts that YAML likes to take for something else, and texts of the field.
TEXTS = st.one_of(
    st.sampled_from(
        [
            "no",
            "yes",
            "null",
            "~",
            "1.10",
            "2022-11-25",
            "1e3",
            "0o17",
            "- a",
            "a: b",
            "#x",
            "{x}",
            "'",
            '"',
            "&a",
            "*a",
            "!x",
            "%",
            "@",
            "|",
            "Tòa án",
            "Văn phòng ĐBQH&HĐND",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Cf"]), min_size=1, max_size=40),
).filter(lambda text: text.strip())


@settings(
    max_examples=size(reduced=10, full=100),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would load hundreds of times
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    texts=st.lists(TEXTS, min_size=4, max_size=4),
    points=st.integers(0, 40).map(lambda quarters: f"{quarters * 0.25:.2f}"),
    amount=st.integers(0, 10**15).map(
        lambda number: f"{number / 100:.2f}" if number < 10**12 else str(number)
    ),
)
def test_any_text_survives(texts, points, amount):
    seed(actor=None)
    name, reason, agenda, content = texts
    extra = {
        "note": name,
        "meetings": [{"held_on": "2026-12-01", "agenda": [agenda, reason]}],
        "results": [{"content": content, "amount": amount}],
    }
    document = {**yaml.safe_load(changed(("points: 9.5", f"points: '{points}'"))), **extra}
    document["marks"][1]["reason"] = reason
    text = json.dumps(document, default=str, ensure_ascii=False)
    said = as_read(text)
    loaded = load_text(text, update=True)
    assert loaded.outcome in ("new", "updated", "unchanged")
    assert records_of(document_of(loaded.cycle)) == said
    for write in WRITERS.values():
        assert as_read(write(export(cycle=loaded.cycle))) == said
