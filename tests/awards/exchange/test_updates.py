"""Loading again: nothing twice, changes only when asked for, and never over what a person entered."""

import datetime as dt
from decimal import Decimal

import pytest

from awards.exchange.documents import as_yaml
from awards.exchange.services import FilesDiffer, FilesRefused, export
from awards.nominations.models import Nomination
from clusters.cycles.models import Cycle, PhaseWindow
from clusters.organisation.models import Unit
from clusters.scoring.models import Mark, Sheet
from clusters.scoring.services import MarkChange, save_mark
from emulation.accounts.models import Role, RoleGrant
from emulation.audit.models import Entry
from tests.awards.exchange.documents import SMALL, changed, load_text, run
from tests.factories import make_award, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return load_text(SMALL).cycle


@pytest.fixture
def official():
    """Somebody of the standing body who may verify."""
    user = make_user("can-bo")
    RoleGrant.objects.create(user=user, role=Role.STANDING_BODY, since=dt.date(2020, 1, 1))
    return user


def lines(changes):
    return [line for change in changes for line in change.lines()]


def differences(text):
    """Return what a file would change and what is kept, when nobody asks for an update."""
    with pytest.raises(FilesDiffer) as refused:
        load_text(text)
    one = refused.value.differences[0]
    return lines(one.changes), lines(one.kept)


def points(cycle, unit, criterion):
    mark = Mark.objects.get(
        sheet__membership__cycle=cycle, sheet__membership__unit__code=unit, criterion__code=criterion
    )
    return mark.points


def verify(cycle, official, unit, criterion, given, reason="Đối chiếu hồ sơ"):
    """Give a verified mark on the screen."""
    Sheet.objects.filter(membership__unit__code=unit).update(state="submitted")
    PhaseWindow.objects.filter(cycle=cycle, phase="verification").update(
        opened_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    )
    member = cycle.memberships.get(unit__code=unit).pk
    change = MarkChange(member=member, criterion=criterion, points=Decimal(given), reason=reason)
    return save_mark(source="verified", change=change, actor=official)


def test_the_same_file_twice_changes_and_logs_nothing(cycle):
    before = list(Entry.objects.values_list("pk", "digest"))
    assert load_text(SMALL).outcome == "unchanged"
    assert list(Entry.objects.values_list("pk", "digest")) == before


def test_loading_is_logged_in_the_chain_of_the_year(cycle):
    entry = Entry.objects.get(chain=cycle.chain)
    assert (entry.verb, entry.data["file"], entry.data["parts"]) == (
        "exchange.loaded",
        "tệp.yaml",
        {"units": 3, "criteria": 1, "groups": 1, "members": 2, "marks": 3, "nominations": 1},
    )


def test_marks_of_a_file_carry_no_person_and_freeze_their_table(cycle):
    assert set(Mark.objects.values_list("given_by", flat=True)) == {None}
    assert cycle.groups.get().binding.table.is_frozen


def test_a_changed_file_lists_what_it_would_change(cycle):
    text = changed(("points: 9.5", "points: 9.25"), ("name: Các vụ", "name: Các vụ, cục"))
    text = text.replace("name: Các vụ, cục", 'name: "Các vụ, cục"')
    assert differences(text) == (
        ["groups[chung].name: Các vụ → Các vụ, cục", "marks[vu-mot, I.2, verified].points: 9.50 → 9.25"],
        [],
    )
    assert points(cycle, "vu-mot", "I.2") == Decimal("9.50")


def test_the_command_says_so_and_exits_with_2(cycle, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(changed(("points: 9.5", "points: 9.25")), encoding="utf-8")
    status, said, errors = run("load_cycle", path)
    assert (status, said) == (2, "")
    assert errors.splitlines()[0] == f"{path}: marks[vu-mot, I.2, verified].points: 9.50 → 9.25"


def test_an_export_after_an_update_says_what_the_file_says(cycle):
    text = changed(("points: 9.5", "points: 9.25"))
    load_text(text, update=True)
    exported = export(cycle=cycle)
    assert [sorted(mark) for mark in exported["marks"] if "given_at" in mark] == []
    assert load_text(as_yaml(exported)).outcome == "unchanged"


def test_an_update_applies_the_changes_and_logs_them(cycle):
    loaded = load_text(
        changed(("points: 9.5", "points: 9.25"), ("reason: Chậm một việc", "reason: Chậm hai việc")),
        update=True,
    )
    assert (loaded.outcome, lines(loaded.changes), lines(loaded.kept)) == (
        "updated",
        [
            "marks[vu-mot, I.2, verified].points: 9.50 → 9.25",
            "marks[vu-mot, I.2, verified].reason: Chậm một việc → Chậm hai việc",
        ],
        [],
    )
    assert points(cycle, "vu-mot", "I.2") == Decimal("9.25")
    entry = Entry.objects.filter(chain=cycle.chain).order_by("-sequence").first()
    assert (entry.verb, entry.data["changes"]) == ("exchange.updated", lines(loaded.changes))


def test_what_a_person_entered_is_kept(cycle, official):
    verify(cycle, official, "vu-mot", "I.2", "8")
    text = changed(("points: 9.5", "points: 9.25"), ("points: 0}", "points: 2}"))
    loaded = load_text(text, update=True)
    assert lines(loaded.changes) == ["marks[vu-hai, I.1, verified].points: 0.00 → 2.00"]
    assert lines(loaded.kept) == ["marks[vu-mot, I.2, verified].points: 8.00 → 9.25"]
    assert (points(cycle, "vu-mot", "I.2"), points(cycle, "vu-hai", "I.1")) == (Decimal(8), Decimal(2))
    assert load_text(text).outcome == "unchanged"


def test_a_mark_a_person_gave_is_theirs_even_with_the_same_points(cycle, official):
    verify(cycle, official, "vu-mot", "I.2", "9.5", reason="Đã đối chiếu")
    assert Mark.objects.filter(given_by=official).count() == 1
    loaded = load_text(changed(("points: 9.5", "points: 9.25")), update=True)
    assert (lines(loaded.changes), lines(loaded.kept)) == (
        [],
        ["marks[vu-mot, I.2, verified].points: 9.50 → 9.25"],
    )


def test_a_mark_that_the_file_drops_goes_unless_a_person_gave_it(cycle, official):
    verify(cycle, official, "vu-mot", "I.1", "0", reason="Chưa ban hành")
    text = SMALL
    for line in SMALL.splitlines(keepends=True):
        if "criterion:" in line and "I.2" not in line:
            text = text.replace(line, "")
    loaded = load_text(text, update=True)
    assert [one.split(":")[0] for one in lines(loaded.changes)] == ["marks[vu-hai, I.1, verified]"]
    assert [one.split(":")[0] for one in lines(loaded.kept)] == ["marks[vu-mot, I.1, verified]"]
    assert Mark.objects.count() == 2


def test_what_a_person_added_stays(cycle):
    unit, award = Unit.objects.get(code="vu-hai"), make_award("Cờ của người nhập")
    Nomination.objects.create(cycle=cycle, unit=unit, award=award)
    load_text(changed(("points: 9.5", "points: 9.25")), update=True)
    assert Nomination.objects.filter(cycle=cycle).count() == 2


def test_what_a_person_removed_stays_away(cycle):
    Nomination.objects.filter(cycle=cycle).delete()
    loaded = load_text(changed(("points: 9.5", "points: 9.25")), update=True)
    assert (len(loaded.changes), loaded.kept) == (1, [])
    assert not Nomination.objects.filter(cycle=cycle).exists()


def test_a_member_with_a_person_s_marks_is_kept(cycle, official):
    verify(cycle, official, "vu-hai", "I.2", "7")
    text = changed(
        ("  - {unit: vu-hai, group: chung}\n", ""),
        ("  - {unit: vu-hai, criterion: I.1, source: verified, points: 0}\n", ""),
    )
    loaded = load_text(text, update=True)
    assert [one.split(":")[0] for one in lines(loaded.kept)] == ["members[vu-hai]"]
    assert cycle.memberships.count() == 2


def test_a_member_that_only_the_file_brought_goes_with_its_marks(cycle):
    text = changed(
        ("  - {unit: vu-hai, group: chung}\n", ""),
        ("  - {unit: vu-hai, criterion: I.1, source: verified, points: 0}\n", ""),
    )
    loaded = load_text(text, update=True)
    assert sorted(one.split(":")[0] for one in lines(loaded.changes)) == [
        "marks[vu-hai, I.1, verified]",
        "members[vu-hai]",
    ]
    assert [member.unit.code for member in cycle.memberships.all()] == ["vu-mot"]
    assert Unit.objects.filter(code="vu-hai").exists()


def test_a_frozen_table_does_not_change(cycle):
    text = changed(
        ("name: Chất lượng, kind: manual, maximum: 10", "name: Chất lượng, kind: manual, maximum: 11"),
        ("scale: 12", "scale: 13"),
        ("kind: group, maximum: 12", "kind: group, maximum: 13"),
    )
    with pytest.raises(FilesRefused) as refused:
        load_text(text, update=True)
    assert [str(problem) for problem in refused.value.problems] == [
        "tệp.yaml:15: criteria: The table bang-thu is frozen by its first mark; bring it as a new version."
    ]
    assert cycle.groups.get().binding.table.scale == Decimal(12)


def test_words_of_a_frozen_table_may_be_corrected(cycle):
    load_text(changed(("name: Chất lượng,", "name: Chất lượng công việc,")), update=True)
    table = cycle.groups.get().binding.table
    assert [row.name for row in table.criteria.order_by("position")] == [
        "Mục một",
        "Kế hoạch",
        "Chất lượng công việc",
    ]


def test_a_unit_of_the_register_is_not_changed_by_the_way(cycle):
    other = changed(
        ("code: cum-thu", "code: cum-hai"), ("name: Vụ Hai", "name: Vụ Hai mới"), ("bang-thu", "bang-hai")
    )
    assert differences(other) == (["units[vu-hai].name: Vụ Hai → Vụ Hai mới"], [])
    assert Cycle.objects.count() == 1
    load_text(other, update=True)
    assert Unit.objects.get(code="vu-hai").name == "Vụ Hai mới"


def test_a_unit_that_a_person_renamed_keeps_its_name(cycle):
    unit = Unit.objects.get(code="vu-hai")
    unit.name = "Vụ Đổi tên"
    unit.save()
    other = changed(("code: cum-thu", "code: cum-hai"), ("bang-thu", "bang-hai"))
    assert load_text(other).outcome == "new"
    assert Unit.objects.get(code="vu-hai").name == "Vụ Đổi tên"


def test_a_file_says_as_little_about_a_unit_as_it_likes(cycle):
    other = changed(
        ("code: cum-thu", "code: cum-hai"),
        ("bang-thu", "bang-hai"),
        (", kind: ministry-unit, parent: bo, aliases: [Vụ số 1]", ""),
    )
    assert load_text(other).outcome == "new"
    assert [alias.text for alias in Unit.objects.get(code="vu-mot").aliases.all()] == ["Vụ số 1"]


def test_a_year_opened_on_the_screen_keeps_what_stands_there(cycle):
    cycle.loaded.delete()
    Cycle.objects.filter(pk=cycle.pk).update(note="Do người nhập")
    text = changed(
        ("year: 2026\n", "year: 2026\nnote: Của tệp\n"),
        ("criterion: I.1, source: verified, points: 0", "criterion: I.2, source: verified, points: 3"),
    )
    changes, kept = differences(text)
    assert [one.split(":")[0] for one in changes] == ["marks[vu-hai, I.2, verified]"]
    assert kept == ["note: Do người nhập → Của tệp"]


def test_a_ranking_that_the_marks_do_not_give_is_remarked_on():
    text = changed(
        (
            "nominations:",
            "ranking:\n"
            "  - {group: chung, unit: vu-mot, source: verified, total: 11.00, rank: 1}\n"
            "  - {group: chung, unit: vu-hai, source: self, total: 1}\n"
            "nominations:",
        )
    )
    loaded = load_text(text)
    assert loaded.outcome == "new"
    assert [str(remark) for remark in loaded.remarks] == [
        "tệp.yaml:35: ranking[0].total: The marks give 11.50, not 11.00.",
        "tệp.yaml:36: ranking[1]: The marks give no such line of a ranking.",
    ]


def test_an_edited_export_updates_its_cycle(cycle):
    exported = as_yaml(export(cycle=cycle)).replace("points: '9.50'", "points: '9.25'")
    assert differences(exported) == (["marks[vu-mot, I.2, verified].points: 9.50 → 9.25"], [])
    assert load_text(exported, update=True).outcome == "updated"
    assert points(cycle, "vu-mot", "I.2") == Decimal("9.25")
