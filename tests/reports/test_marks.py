from __future__ import annotations

from matplotlib.figure import Figure

from stance.eval import Figure as Judged
from stance.reports.marks import ends, shortened, told, upright, whisker
from stance.reports.plots import PAPER


def test_long_names_keep_both_ends() -> None:
    assert shortened("short", 5) == "short"
    assert shortened("2026-11-23T10-04-11Z-linear-3f9a", 20) == "2026-11-2…inear-3f9a"
    assert shortened("a\nb\x07  c") == "a b c"
    assert all(len(shortened("x" * 90, most)) == most for most in range(3, 60))


def test_figures_in_words() -> None:
    assert told(Judged(value=0.5, low=0.25, high=0.75)) == "0.50 (0.25 to 0.75)"
    assert told(Judged(value=-0.1234), "+.3f") == "−0.123"
    assert told(Judged(value=None)) == "not defined"
    assert ends("f1", Judged(value=1.0)) == {"f1": 1.0, "f1_low": None, "f1_high": None}


def test_hollow_marks_have_the_paper_inside() -> None:
    axes = Figure().add_subplot()
    whisker(axes, Judged(value=0.5, low=0.4, high=0.6), 1, "#112233", "o", 5, hollow=True)
    upright(axes, Judged(value=0.5), 1, "#112233")
    upright(axes, Judged(value=None), 1, "#112233")
    line, hollow, filled = axes.lines
    assert list(line.get_xdata()) == [0.4, 0.6]
    assert hollow.get_markerfacecolor() == PAPER
    assert filled.get_markerfacecolor() == "#112233"
