"""Colours and sizes: named in one file, and readable in both schemes (WCAG 2.1 AA)."""

import re

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
LIGHT_PART, DARK_PART = TOKENS.split("@media (prefers-color-scheme: dark)")
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")
LIGHT = dict(COLOUR.findall(LIGHT_PART))
SCHEMES = {"light": LIGHT, "dark": {**LIGHT, **dict(COLOUR.findall(DARK_PART))}}
STATES = ("none", "work", "sent", "back", "done", "late")
GROUNDS = ("paper", "surface")

# What is read, on what it stands.
TEXT = [
    *((text, ground) for text in ("ink", "muted", "link", *STATES) for ground in GROUNDS),
    *((state, f"{state}-paper") for state in STATES),
    *(("ink", f"{state}-paper") for state in STATES),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-brand", "bar-paper"),
    ("on-focus", "focus"),
    ("muted", "none-paper"),
]
# Lines that carry meaning: fields, buttons, the focus, the mark of the present tab.
LINES = [
    *(("line-strong", ground) for ground in GROUNDS),
    *(("focus", ground) for ground in GROUNDS),
    ("bar-focus", "bar-paper"),
    ("mark", "paper"),
    *((state, "surface") for state in STATES),
]


def luminance(colour):
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_guideline_says():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read(scheme):
    colours = SCHEMES[scheme]
    weak = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_lines_that_mean_something_can_be_seen(scheme):
    colours = SCHEMES[scheme]
    weak = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in LINES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_the_colours_are_those_of_the_house():
    house = {
        "ink": "#1f2328",
        "muted": "#59636e",
        "paper": "#ffffff",
        "surface": "#f6f7f9",
        "line": "#d5d9df",
        "brand": "#9b1c1f",
        "link": "#1f5fa8",
        "focus": "#1f5fa8",
        "gold": "#c9a227",
        "done": "#1a7f37",
    }
    assert {name: LIGHT[name] for name in house} == house


def sheets():
    return [path for path in sorted(CSS.glob("*.css")) if path.name != "tokens.css"]


def test_no_other_sheet_names_a_colour_or_a_size():
    named = re.compile(
        r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(|[^-\w.](?:\d*\.)?\d+(?:px|rem|pt|ch)\b|\bwhite\b(?!-)|\bblack\b"
    )
    found = [
        f"{path.name}: {line.strip()}"
        for path in sheets()
        for line in path.read_text(encoding="utf-8").splitlines()
        if named.search(line) and not line.startswith("@media")
    ]
    assert found == []


def test_every_token_that_is_used_exists():
    known = set(re.findall(r"(--[\w-]+):", TOKENS))
    for path in sheets():
        text = path.read_text(encoding="utf-8")
        own = set(re.findall(r"(--[\w-]+):", text))
        assert (path.name, set(re.findall(r"var\((--[\w-]+)", text)) - known - own) == (path.name, set())


def test_every_dark_colour_replaces_a_light_one():
    assert set(dict(COLOUR.findall(DARK_PART))) - set(LIGHT) == set()
