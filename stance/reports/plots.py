"""Pictures: drawn by matplotlib, for pages (inline, in both themes), files and notebooks."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from stance.errors import StanceError
from stance.reports.inline_svg import inline
from stance.rows import write_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# What pictures are drawn in; on a page, the rules of `base.css` put its theme's colours in place.
INK, SOFT, RULE, PAPER = "#17191c", "#565c64", "#d9dcd8", "#ffffff"

WIDTH: Final = 3.9
"""Inches: as wide as a phone shows without making letters small."""

FORMATS: Final = ("png", "svg", "pdf")

_STYLE: Final[dict[Any, Any]] = {
    "axes.edgecolor": SOFT, "axes.facecolor": "none", "axes.labelcolor": SOFT, "axes.linewidth": 0.8,
    "axes.labelsize": 9, "axes.spines.right": False, "axes.spines.top": False,
    "figure.facecolor": PAPER, "font.family": "sans-serif", "font.size": 9,
    "font.sans-serif": ["DejaVu Sans"], "pdf.fonttype": 42, "svg.fonttype": "path",
    "text.color": INK, "text.parse_math": False, "xtick.color": SOFT, "ytick.color": SOFT,
    "xtick.labelsize": 8.5, "ytick.labelsize": 8.5, "xtick.major.width": 0.8,
    "ytick.major.width": 0.8,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of figures, with the figures and what it shows in words.

    Attributes
    ----------
    name
        What its files are called.
    title
        Its heading.
    alt
        What is to be seen, for those who do not see it.
    rows
        The data behind it.
    draw
        Draws it on axes.
    height
        In inches.
    """

    name: str
    title: str
    alt: str
    rows: Sequence[Mapping[str, Any]]
    draw: Callable[[Axes], None]
    height: float = 3.0

    def figure(self) -> Figure:
        """Draw it, without pyplot: nothing global changes, and no window opens."""
        from matplotlib.figure import Figure

        with _styled():
            figure = Figure(figsize=(WIDTH, self.height), layout="constrained")
            self.draw(figure.add_subplot())
            figure.draw_without_rendering()
        return figure

    def svg(self) -> Markup:
        """Return it as SVG to stand in a page, with letters of the page and colours of its theme."""
        paperless = {"figure.facecolor": "none", "svg.fonttype": "none"}
        return inline(self._written("svg", **paperless), self.alt)

    def save(self, folder: str | Path) -> list[Path]:
        """Write it as PNG, SVG and PDF, and the data behind it as CSV.

        Raises
        ------
        StanceError
            If the folder cannot be made or written to.
        """
        folder = Path(folder)
        targets = [folder / f"{self.name}.{ending}" for ending in FORMATS]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for target in targets:
                target.write_bytes(self._written(target.suffix[1:]))
        except OSError as error:
            raise StanceError(
                f"cannot write pictures to {folder}: {error.strerror or error}; "
                "name a folder that you may write to"
            ) from error
        data = folder / f"{self.name}.csv"
        write_rows(self.rows, data, "csv")
        return [*targets, data]

    def _repr_svg_(self) -> str:
        return self._written("svg").decode()

    def _written(self, ending: str, **style: Any) -> bytes:
        to = io.BytesIO()
        with _styled(**{"svg.hashsalt": self.name, **style}):
            # No date: the same figures, the same file.
            dated = {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
            self.figure().savefig(to, format=ending, dpi=200, metadata=dated[ending])
        return to.getvalue()


@contextmanager
def _styled(**more: Any) -> Iterator[None]:
    from matplotlib import rc_context

    style: dict[Any, Any] = {**_STYLE, **more}
    with rc_context(style), warnings.catch_warnings():
        # Letters that the font lacks, as in Chinese names: boxes in files, on pages the reader's font.
        warnings.filterwarnings("ignore", r"Glyph .* missing from font", UserWarning)
        yield


def find_plot(plots: Sequence[Plot], name: str) -> Plot:
    """Return the plot of a name.

    Raises
    ------
    StanceError
        If there is none; the message says which there are.
    """
    for plot in plots:
        if plot.name == name:
            return plot
    raise StanceError(f"no picture {name!r}: there are {', '.join(plot.name for plot in plots)}")
