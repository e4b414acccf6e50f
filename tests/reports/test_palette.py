from __future__ import annotations

import pytest

from stance.codebook import Codebook, Label, load_codebook
from stance.reports.palette import PAPER, contrast, label_styles, style_sheet

TWELVE = Codebook.of_labels("abcdefghijkl")
FIVE = Codebook(
    name="five", labels=tuple(Label(name=f"v{value}", value=value) for value in range(-2, 3))
)


@pytest.mark.parametrize("codebook", [load_codebook("posture"), TWELVE, FIVE], ids=lambda c: c.name)
def test_labels_are_told_apart_and_read_in_both_themes(codebook: Codebook) -> None:
    styles = label_styles(codebook)
    assert [style.name for style in styles] == list(codebook.label_names)
    assert len({style.glyph for style in styles}) == len(styles)
    assert len({style.light.fill for style in styles}) == len(styles)
    for style in styles:
        for theme, text in (("light", "#17191c"), ("dark", "#e9e7e2")):
            shade = getattr(style, theme)
            assert contrast(shade.fill, PAPER[theme]) >= 3
            assert contrast(shade.letter, shade.tint) >= 4.5
            assert contrast(shade.letter, PAPER[theme]) >= 4.5
            assert contrast(text, shade.tint) >= 7


def test_posture_runs_from_orange_red_to_blue_teal_by_value_not_by_order() -> None:
    labels = (Label(name="bad", value=-1), Label(name="so", value=0), Label(name="good", value=1))
    shuffled = Codebook(name="c", labels=(labels[1], labels[2], labels[0]))
    so, good, bad = label_styles(shuffled)
    assert (good.glyph, so.glyph, bad.glyph) == ("▲", "●", "▼")
    assert len({so.line, good.line, bad.line}) == 3
    assert int(bad.light.fill[1:3], 16) > int(bad.light.fill[5:7], 16)
    assert int(good.light.fill[1:3], 16) < int(good.light.fill[5:7], 16)


def test_more_labels_than_colours_keep_their_own_pairs_of_colour_and_glyph() -> None:
    styles = label_styles(Codebook.of_labels([f"label {i:02}" for i in range(40)]))
    assert len({(style.glyph, style.light.fill) for style in styles}) == 40


def test_equal_values_do_not_break_the_scale() -> None:
    same = Codebook(name="c", labels=(Label(name="a", value=1), Label(name="b", value=1)))
    assert len({style.glyph for style in label_styles(same)}) == 2


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_style_sheet_names_every_label_in_both_themes() -> None:
    sheet = style_sheet(label_styles(TWELVE))
    assert sheet.count("--letter") == 3 * 12
