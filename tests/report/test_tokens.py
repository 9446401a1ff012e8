"""Contrast of every pair of colours that stand on each other, computed from the tokens, light and dark."""

import re

import pytest

from samverkan.report.page import part

TOKENS = part("tokens.css")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", block))
    for block in TOKENS.split("@media screen and (prefers-color-scheme:dark)")
)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


TEXTS = [
    *((text, ground) for text in ("ink", "soft", "accent", "warn") for ground in ("paper", "card", "accent-wash")),
    *(("ink", f"heat-{level}") for level in (1, 2, 3)),
    *(("on-heat", f"heat-{level}") for level in (4, 5)),
    *(("ink", f"less-{level}") for level in (1, 2, 3)),
]
"""Text on a ground: at least 4.5 to 1."""

SHAPES = [
    *((kind, ground) for kind in LIGHT if kind.startswith("kind-") for ground in ("paper", "card")),
    *((name, ground) for name in ("focus", "control", "gap", "suggested") for ground in ("paper", "card")),
]
"""What one has to see to understand: at least 3 to 1."""


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("least", "pairs"), [(4.5, TEXTS), (3.0, SHAPES)], ids=["text", "shapes"])
def test_contrast(theme, least, pairs):
    low = {pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < least} == {}


def test_dark_replaces_every_colour():
    assert set(DARK) == set(LIGHT)


def test_no_colour_stands_anywhere_else():
    others = re.findall(r"#[0-9a-fA-F]{3,8}\b", part("page.css"))
    assert set(others) <= {"#fff"}  # paper, when printed
