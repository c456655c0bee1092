"""The catalogue begins with what the sources give, and leaves alone what people made of it."""

from decimal import Decimal

import pytest

from awards.catalogue.models import Award, AwardAlias
from awards.catalogue.services import seed
from emulation.audit.models import Entry
from tests.factories import make_award

pytestmark = pytest.mark.django_db

# What the sources state, as multiples of the base salary; None: no source states it.
MONEY = {
    "huan-chuong": None,
    "co-chinh-phu": Decimal(12),
    "co-nganh-tu-phap": Decimal(8),
    "co-ubnd-tinh": Decimal(8),
    "co-bo-nganh-tinh": Decimal(8),
    "bang-khen-thu-tuong": None,
    "tap-the-lao-dong-xuat-sac": Decimal("1.5"),
    "tap-the-lao-dong-tien-tien": Decimal("0.8"),
    "chien-si-thi-dua-toan-quoc": Decimal("4.5"),
    "chien-si-thi-dua-bo-nganh-tinh": Decimal(3),
    "chien-si-thi-dua-co-so": Decimal(1),
    "lao-dong-tien-tien": Decimal("0.3"),
    "bang-khen": None,
    "bang-khen-bo-nganh-tinh": None,
    "giay-khen": None,
    "ky-niem-chuong": None,
    "don-vi-quyet-thang": None,
    "don-vi-tien-tien": None,
    "chien-si-tien-tien": None,
}
UNCONFIRMED = {
    "huan-chuong",
    "co-nganh-tu-phap",
    "co-ubnd-tinh",
    "co-bo-nganh-tinh",
    "bang-khen",
    "bang-khen-bo-nganh-tinh",
    "giay-khen",
    "ky-niem-chuong",
    "don-vi-quyet-thang",
    "don-vi-tien-tien",
    "chien-si-tien-tien",
}


def test_what_the_sources_give():
    seed(actor=None)
    assert dict(Award.objects.values_list("code", "coefficient")) == MONEY
    assert set(Award.objects.filter(is_unconfirmed=True).values_list("code", flat=True)) == UNCONFIRMED
    assert [award.code for award in Award.objects.all()][:2] == ["huan-chuong", "co-chinh-phu"]


def test_other_spellings_find_the_award():
    seed(actor=None)
    assert AwardAlias.objects.get(text="Cờ thi đua Chính phủ").award.code == "co-chinh-phu"
    assert Award.objects.filter(search_key__contains="co thi dua chinh phu").get().code == "co-chinh-phu"


def test_what_people_changed_stays():
    seed(actor=None)
    Award.objects.filter(code="giay-khen").update(coefficient=Decimal("0.3"), is_unconfirmed=False)
    Award.objects.filter(code="ky-niem-chuong").delete()
    entries = Entry.objects.count()
    assert [award.code for award in seed(actor=None)] == ["ky-niem-chuong"]
    assert Award.objects.get(code="giay-khen").coefficient == Decimal("0.3")
    assert Entry.objects.count() == entries + 1
    assert seed(actor=None) == []


def test_a_spelling_that_another_award_has_is_left_to_it():
    other = make_award("Cờ của nơi khác")
    AwardAlias.objects.create(award=other, text="Cờ thi đua Chính phủ")
    seed(actor=None)
    assert AwardAlias.objects.get(text="Cờ thi đua Chính phủ").award == other
