"""One spelling in store, search without accents, the order of the Vietnamese alphabet."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from emulation.core.text import clean, order_key, person_order_key, search_key


def test_what_comes_decomposed_is_stored_composed():
    name = "Kiểm toán nhà nước"
    assert clean(unicodedata.normalize("NFD", f"  {name} ")) == name


def test_search_ignores_accents_case_and_where_the_tone_stands():
    assert search_key("Tòa án Nhân dân Tối cao") == "toa an nhan dan toi cao"
    assert search_key("Toà án nhân dân tối cao") == search_key("Tòa án nhân dân tối cao")
    assert search_key("Uỷ ban") == search_key("Ủy ban") == "uy ban"
    assert search_key("Văn phòng Đảng - Đoàn thể") == "van phong dang - doan the"


def test_words_are_ordered_by_the_vietnamese_alphabet():
    words = ["đá", "da", "dạ", "dà", "cờ", "ăn", "an", "ân", "ơn", "ôn", "on", "ước", "uốn"]
    assert sorted(words, key=order_key) == [
        "an", "ăn", "ân", "cờ", "da", "dà", "dạ", "đá", "on", "ôn", "ơn", "uốn", "ước",
    ]  # fmt: skip


def test_figures_stand_before_letters_and_spaces_before_all():
    names = ["Cụm II", "Cụm", "Cụm 2", "Cụm I", "Cụm 10"]
    assert sorted(names, key=order_key) == ["Cụm", "Cụm 10", "Cụm 2", "Cụm I", "Cụm II"]


def test_people_are_ordered_by_given_name():
    people = ["Phan Anh Tuấn", "Đặng Minh Quân", "Nguyễn Văn An", "Lê Thị An"]
    assert sorted(people, key=person_order_key) == [
        "Lê Thị An", "Nguyễn Văn An", "Đặng Minh Quân", "Phan Anh Tuấn",
    ]  # fmt: skip


@given(st.text(max_size=40))
def test_keys_are_plain_ascii_so_that_every_database_orders_them_alike(text):
    assert order_key(text).isascii()
    assert set(order_key(text)) <= set("0123456789abcdef")


@given(st.text(max_size=40))
def test_composed_and_decomposed_spellings_have_the_same_keys(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert search_key(composed) == search_key(decomposed)
    assert order_key(composed) == order_key(decomposed)
