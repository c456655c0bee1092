"""Comparing two texts loses nothing of either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.reports.comparing import Piece, compared


def test_words_that_changed_are_told_apart():
    assert compared("rất tốt", "khá tốt") == [
        Piece("removed", "rất "),
        Piece("added", "khá "),
        Piece("same", "tốt"),
    ]


@pytest.mark.parametrize("text", ["", "một", "một\n\nhai  ba "])
def test_a_text_compared_with_itself_is_the_same(text):
    assert compared(text, text) == ([Piece("same", text)] if text else [])


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_nothing_is_lost_of_either_text(before, after):
    pieces = compared(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
