from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from stance.errors import StanceError
from stance.reports.inline_svg import inline
from stance.reports.plots import INK, Plot, find_plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HOSTILE = "</svg><script>alert(1)</script>"


def draw(axes: Axes) -> None:
    axes.plot([0, 1], [0.2, 0.4], "o-", color=INK)
    axes.set_title(HOSTILE, fontweight="bold")


@pytest.fixture
def plot() -> Plot:
    return Plot("dots", "Dots", f"two dots {HOSTILE}", [{"x": 0, "y": 0.2}, {"x": "=1+1"}], draw)


def test_it_stands_in_a_page(plot: Plot) -> None:
    svg = str(plot.svg())
    assert "style=" not in svg  # the page's policy lets none in
    assert "<style" not in svg
    assert "<script" not in svg
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == plot.alt
    assert f'stroke="{INK}"' in svg
    assert HOSTILE in [one.text for one in root.iter("text")]


def test_identifiers_are_those_that_are_referred_to(plot: Plot) -> None:
    root = ET.fromstring(str(plot.svg()))
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    links = {one.get("href", "")[1:] for one in root.iter("use")}
    clips = {
        value[5:-1] for one in root.iter() for value in one.attrib.values() if value[:5] == "url(#"
    }
    assert len(ids) == len(set(ids))
    assert set(ids) == links | clips


def test_two_pictures_in_one_page_share_no_identifier(plot: Plot) -> None:
    other = Plot("others", "Dots", "x", [], draw)
    names = [
        {one.get("id") for one in ET.fromstring(str(each.svg())).iter()} - {None}
        for each in (plot, other)
    ]
    assert not names[0] & names[1]


def test_the_files(plot: Plot, tmp_path: Path) -> None:
    written = plot.save(tmp_path / "new" / "folder")
    assert [path.name for path in written] == ["dots.png", "dots.svg", "dots.pdf", "dots.csv"]
    starts = [b"\x89PNG", b"<?xml", b"%PDF"]
    for path, start in zip(written, starts, strict=False):
        assert path.read_bytes().startswith(start)
    with written[-1].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {"x": "0", "y": "0.2"}
    assert not rows[1]["x"].startswith("=")


def test_the_same_figures_give_the_same_files(plot: Plot, tmp_path: Path) -> None:
    first, second = (
        [path.read_bytes() for path in plot.save(tmp_path / name)] for name in ("a", "b")
    )
    assert first == second


def test_a_folder_that_cannot_be_written(plot: Plot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StanceError, match="cannot write pictures to"):
        plot.save(tmp_path / "file")


def test_nothing_global_changes(plot: Plot) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    plot.svg()
    assert dict(mpl.rcParams) == before


def test_a_notebook_shows_it(plot: Plot) -> None:
    assert "<svg" in plot._repr_svg_()


def test_a_name_that_there_is_not(plot: Plot) -> None:
    assert find_plot([plot], "dots") is plot
    with pytest.raises(StanceError, match="there are dots"):
        find_plot([plot], "lines")


def test_older_ways_of_writing_fonts() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text style="font: bold 9px sans; text-anchor: middle">a</text></svg>'
    text = ET.fromstring(str(inline(svg, "a"))).find("text")
    assert text is not None
    assert text.attrib == {"font-size": "9", "font-weight": "600", "text-anchor": "middle"}


def test_letters_that_the_font_lacks(tmp_path: Path) -> None:
    named = Plot("names", "Names", "x", [], lambda axes: axes.set_title("外交部 said"))  # type: ignore[arg-type, return-value]
    assert "外交部 said" in str(named.svg())
    assert len(named.save(tmp_path)) == 4
