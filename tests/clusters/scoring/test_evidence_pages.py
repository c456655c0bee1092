"""The files of a criterion as pages: seen by who sees the sheet, attached by who fills it, never run by a browser."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from clusters.criteria.models import Criterion
from clusters.scoring.files.reading import read_upload
from clusters.scoring.models import Evidence, Sheet
from clusters.scoring.reading import sheet_of
from clusters.scoring.services.evidence import add_evidence, withdraw_evidence
from emulation.audit.models import Entry
from tests.clusters.scoring.conftest import WHOLE
from tests.clusters.scoring.samples import docx, pdf, picture, sent
from tests.factories import close_windows, give_marks
from tests.refusing import everything


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path / "storage"
    return settings.STORAGE_ROOT


@pytest.fixture
def evidence(cast, client, member, keys):
    """The pages of evidence as one of the cast, in English."""
    client.cookies["django_language"] = "en"

    class Pages:
        def address(self, name, whose, last, *more):
            unit = member(whose).unit.code
            return reverse(
                f"clusters:{name}", args=[cast.cycle.cluster.code, cast.cycle.year, unit, last, *more]
            )

        def files(self, person, whose, code="A.1", **query):
            client.force_login(cast.fresh(person))
            headers = {"HX-Request": "true"} if query.pop("beside", False) else {}
            return client.get(self.address("evidence", whose, keys()[code]), query, headers=headers)

        def get(self, name, person, whose, piece, *more):
            client.force_login(cast.fresh(person))
            return client.get(self.address(name, whose, piece.public_id, *more))

        def attach(self, person, whose, content, name="Quyết định.pdf", code="A.1", act=None, **fields):
            """Send the form as its page shows it."""
            act = act or self.files(person, whose, code).context["act_token"]
            client.force_login(cast.fresh(person))
            file = SimpleUploadedFile(name, content, "text/html")
            return client.post(
                self.address("evidence", whose, keys()[code]), {"act": act, "file": file, **fields}
            )

        def withdraw(self, person, whose, piece, act=""):
            page = self.get("evidence-withdraw", person, whose, piece)
            if page.status_code != 200:
                return page
            seen = page.context["form"]["seen"].value()
            self.token = act or page.context["act_token"]
            address = self.address("evidence-withdraw", whose, piece.public_id)
            return client.post(address, {"act": self.token, "seen": seen})

    return Pages()


@pytest.fixture
def have(cast, member):
    """Attach a file by the service."""

    def attached(whose, content=None, code="A.1", name="Quyết định.pdf", **more):
        return add_evidence(
            sheet=sheet_of(member(whose)),
            criterion=Criterion.objects.get(code=code),
            upload=read_upload(sent(content or picture()), name),
            actor=cast.fresh(whose),
            **more,
        )

    return attached


def text_of(response):
    return " ".join(response.content.decode().split())


def test_a_unit_attaches_a_file_with_number_and_date(evidence, member):
    page = evidence.files("contact", "contact")
    assert 'enctype="multipart/form-data"' in page.content.decode()
    assert "No file is attached." in text_of(page)
    answer = evidence.attach(
        "contact", "contact", pdf(), title="Quyết định", number="12/QĐ-UBND", dated="05/01/2026"
    )
    assert (answer.status_code, answer.url) == (302, page.wsgi_request.path)
    said = text_of(evidence.files("contact", "contact"))
    assert "The file was attached." in said
    assert "<b>Quyết định</b>" in said
    assert "no. 12/QĐ-UBND" in said
    assert "of 05/01/2026" in said
    assert "Quyết định.pdf" in said
    assert "added by Trần Thị Mối" in said
    piece = Evidence.objects.get()
    assert (piece.sheet.membership, piece.kind) == (member("contact"), "pdf")


def test_a_refused_file_keeps_what_was_typed_and_says_what_is_taken(evidence):
    before = everything()
    answer = evidence.attach("contact", "contact", b"<html>", name="Quyết định.pdf", number="12/QĐ")
    assert answer.status_code == 422
    assert "Files of this type are not taken." in text_of(answer)
    assert 'value="12/QĐ"' in text_of(answer)
    assert everything() == before


def test_a_file_beyond_the_limit_is_refused_however_long_it_is(evidence, settings):
    settings.EVIDENCE_MAX_MEGABYTES = 1
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    answer = evidence.attach("contact", "contact", picture() + bytes(3 * 1024 * 1024))
    assert answer.status_code == 422
    assert "The file is larger than 1 MB." in text_of(answer)


def test_a_double_click_attaches_one_file(evidence, storage):
    act = evidence.files("contact", "contact").context["act_token"]
    answers = [evidence.attach("contact", "contact", pdf(), act=act) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Evidence.objects.count() == 1
    assert len([place for place in storage.rglob("*") if place.is_file()]) == 1


def test_another_file_from_a_form_gone_back_to_is_attached_too(evidence):
    act = evidence.files("contact", "contact").context["act_token"]
    for content in (pdf(), picture(), picture()):
        assert evidence.attach("contact", "contact", content, act=act).status_code == 302
    assert [piece.kind for piece in Evidence.objects.order_by("pk")] == ["pdf", "picture"]


def test_a_double_click_withdraws_once(evidence, have):
    piece = have("contact")
    first = evidence.get("evidence-withdraw", "contact", "contact", piece).context["act_token"]
    assert evidence.withdraw("contact", "contact", piece, act=first).status_code == 302
    assert evidence.withdraw("contact", "contact", piece, act=first).status_code == 302
    assert Entry.objects.filter(verb="scoring.evidence-withdrawn").count() == 1


def test_a_stale_page_does_not_withdraw_again(evidence, have, client, cast):
    piece = have("contact")
    page = evidence.get("evidence-withdraw", "contact", "contact", piece)
    withdraw_evidence(evidence=piece, actor=cast.fresh("head"))
    client.force_login(cast.fresh("contact"))
    answer = client.post(page.wsgi_request.path, {"act": page.context["act_token"], "seen": ""})
    assert answer.status_code == 409


def test_only_who_fills_gets_the_form(evidence, have):
    have("contact")
    for name in ("viewer", "administrator"):
        page = evidence.files(name, "contact")
        assert "Only the unit itself fills its sheet." in text_of(page)
        assert 'type="file"' not in text_of(page)
        assert "Withdraw" not in text_of(page)
    assert 'type="file"' in text_of(evidence.files("head", "contact"))


def test_a_form_from_before_the_sheet_was_sent_attaches_nothing(evidence, member):
    act = evidence.files("contact", "contact").context["act_token"]
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    before = everything()
    answer = evidence.attach("contact", "contact", pdf(), act=act)
    assert answer.status_code == 403
    assert "The sheet was sent" in text_of(answer)
    assert everything() == before


def test_before_publication_a_unit_sees_its_own_files_alone(evidence, have, cast):
    piece = have("deputy", pdf())
    addresses = [("evidence-file",), ("evidence-preview", 1)]

    def asked(person, whose="deputy"):
        answers = [evidence.get(name, person, whose, piece, *more) for name, *more in addresses]
        return [evidence.files(person, whose).status_code, *(answer.status_code for answer in answers)]

    assert asked("deputy") == asked("head") == asked("viewer") == [200, 200, 200]
    assert asked("contact") == [403, 403, 403]
    assert asked("outsider") == [404, 404, 404]
    refused = evidence.files("contact", "deputy")
    assert "once the provisional ranking is published" in text_of(refused)
    close_windows(cast.cycle, "provisional")
    assert asked("contact") == [200, 200, 200]
    # The file of one unit is not found beside the sheet of another.
    assert asked("contact", "contact") == [200, 404, 404]
    assert asked("head", "contact") == [200, 404, 404]


def test_a_withdrawn_file_is_shown_to_those_who_run_the_year(evidence, have, cast):
    piece = have("contact", title="Nhầm tệp")
    withdraw_evidence(evidence=piece, actor=cast.fresh("contact"))
    assert "Nhầm tệp" not in text_of(evidence.files("contact", "contact"))
    assert evidence.get("evidence-file", "contact", "contact", piece).status_code == 404
    assert "<s>Nhầm tệp</s>" in text_of(evidence.files("head", "contact"))
    assert evidence.get("evidence-file", "head", "contact", piece).status_code == 200


def test_a_file_is_saved_under_its_own_name_and_never_run(evidence, have):
    piece = have("contact", pdf(), name="Quyết định số 12.pdf")
    answer = evidence.get("evidence-file", "contact", "contact", piece)
    assert answer.content.startswith(b"%PDF-")
    wanted = {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%20s%E1%BB%91%2012.pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert {name: answer.headers[name] for name in wanted} == wanted


def test_a_page_is_shown_as_a_picture_of_the_server_s_own(evidence, have):
    piece = have("contact", pdf("Một", "Hai"))
    answer = evidence.get("evidence-preview", "contact", "contact", piece, 2)
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "image/webp",
        "private, no-store",
    )
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 1698)
    for page in (0, 3):
        assert evidence.get("evidence-preview", "contact", "contact", piece, page).status_code == 404
    assert (
        evidence.get("evidence-preview", "contact", "contact", have("contact", docx()), 1).status_code == 404
    )


def test_pages_are_turned_without_scripts(evidence, have):
    piece = have("contact", pdf("Một", "Hai", "Ba"))
    page = text_of(evidence.files("contact", "contact", piece=piece.public_id, page="2"))
    assert "page 2 of 3" in page
    assert f"{piece.public_id}/2/" in page
    assert f"?piece={piece.public_id}&amp;page=3#piece-" in page
    for wrong in ("0", "4", "x", "99999999"):
        assert "page 1 of 3" in text_of(
            evidence.files("contact", "contact", piece=piece.public_id, page=wrong)
        )


@pytest.mark.parametrize("code", ["A", "B.1"])
def test_files_stand_beside_lines_of_the_own_table(evidence, code):
    assert evidence.files("contact", "contact", code).status_code == (404 if code == "A" else 200)


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(evidence, have, storage):
    piece = have("contact")
    (storage / piece.path).write_bytes(b"<html>")
    answer = evidence.get("evidence-file", "contact", "contact", piece)
    assert answer.status_code == 500
    assert "tell the administrator" in text_of(answer)


def test_the_sheet_counts_the_files_of_each_line(evidence, have, client, cast, member):
    have("contact")
    have("contact", docx())
    place = [cast.cycle.cluster.code, cast.cycle.year, member("contact").unit.code]
    client.force_login(cast.fresh("contact"))
    said = text_of(client.get(reverse("clusters:sheet", args=place)))
    assert said.count("2 files of evidence") == 1
    assert said.count("Attach files of evidence") == 4
    client.force_login(cast.fresh("head"))
    said = text_of(client.get(reverse("clusters:sheet", args=place), {"source": "verified"}))
    assert (said.count("2 files of evidence"), said.count("Attach files of evidence")) == (1, 0)


def test_the_drawer_shows_the_files(evidence, have, client, cast, member, keys):
    piece = have("contact", pdf(), title="Quyết định")
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    client.force_login(cast.fresh("head"))
    address = reverse("clusters:mark-detail", args=[cast.cycle.cluster.code, cast.cycle.year])
    query = {"member": member("contact").pk, "criterion": keys()["A.1"], "source": "verified"}
    said = text_of(client.get(address, query))
    assert f'src="{evidence.address("evidence-preview", "contact", piece.public_id, 1)}"' in said
    assert 'loading="lazy"' in said
    assert "Attach a file" not in said


@pytest.mark.parametrize("name", ["contact", "head"])
@pytest.mark.parametrize("count", [1, 3, 12])
def test_the_number_of_queries_does_not_grow(evidence, have, client, keys, exactly_queries, count, name):
    for place in range(count):
        have("contact", picture(size=(10, 10 + place)))
    address = evidence.files(name, "contact").wsgi_request.path
    with exactly_queries(8):
        assert len(client.get(address).context["pieces"]) == count
    with exactly_queries(7):
        assert len(client.get(address, headers={"HX-Request": "true"}).context["pieces"]) == count


def test_looking_makes_no_sheet(evidence):
    assert evidence.files("contact", "contact").status_code == 200
    assert Sheet.objects.count() == 0
