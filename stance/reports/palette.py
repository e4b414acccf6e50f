"""How each label looks: a colour in light and dark, a glyph and a line, never colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from stance.codebook import Codebook

# The page's own colours; `base.css` has the same.
PAPER: Final = {"light": "#ffffff", "dark": "#15181c"}

# Ordered labels run from orange-red over grey to blue-teal: a pair that colour-blind readers tell
# apart. Unordered ones take twelve hues as far apart as such readers allow.
LOW, MIDDLE, HIGH = "#c8440c", "#7d848e", "#0a7391"
HUES: Final = (
    *("#3b6fb6", "#d55e00", "#1b8a5a", "#aa3377", "#8a7a12", "#5b3fa8"),
    *("#c23b4e", "#2191a8", "#7a5230", "#6b7280", "#d16ba5", "#4d6b1f"),
)
RISING, LEVEL, FALLING = "▲△", "●○", "▼▽"
GLYPHS: Final = "●■▲◆▼★○□△◇▽☆"
LINES: Final = ("solid", "double", "dashed", "dotted")


@dataclass(frozen=True, slots=True)
class Shade:
    """A label's colours on one paper, as ``#rrggbb``: of areas, of letters, of the marked text."""

    fill: str
    letter: str
    tint: str


@dataclass(frozen=True, slots=True)
class LabelStyle:
    """How one label looks wherever it stands on the page.

    Attributes
    ----------
    name, definition
        The codebook's.
    css
        The class that carries the colours.
    glyph
        One character, unlike that of the other labels.
    line
        The style of the line under a marked statement (a CSS ``border-style``).
    light, dark
        The colours in either theme.
    """

    name: str
    definition: str
    css: str
    glyph: str
    line: str
    light: Shade
    dark: Shade


def label_styles(codebook: Codebook) -> list[LabelStyle]:
    """Choose a look for each label of a codebook, in the codebook's order.

    Labels with values get colours and glyphs by their place on the scale, others by their order.
    Beyond twelve labels colours return, each time with another glyph.
    """
    places = _places(codebook.values)
    if places is None:
        count = len(codebook.labels)
        hues = [HUES[i % len(HUES)] for i in range(count)]
        glyphs = [GLYPHS[(i + i // len(GLYPHS)) % len(GLYPHS)] for i in range(count)]
        lines = [LINES[i % len(LINES)] for i in range(count)]
    else:
        hues = [_mix(MIDDLE, HIGH if place > 0 else LOW, abs(place)) for place in places]
        glyphs = _ordered_glyphs(places)
        lines = ["dotted" if not p else "solid" if p > 0 else "double" for p in places]
    return [
        LabelStyle(
            name=label.name,
            definition=label.definition,
            css=f"l{i}",
            glyph=glyphs[i],
            line=lines[i],
            light=_shade(hues[i], PAPER["light"], tint=0.14),
            dark=_shade(_mix(hues[i], "#ffffff", 0.25), PAPER["dark"], tint=0.26),
        )
        for i, label in enumerate(codebook.labels)
    ]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def picture_rules(colours: Iterable[tuple[str, str]]) -> str:
    """Write the rules that put the dark theme's colours into pictures that were drawn in the light's."""
    return "\n".join(
        f'.plot [{part}="{light}"] {{ {part}: light-dark({light}, {dark}); }}'
        for light, dark in dict(colours).items()
        for part in ("fill", "stroke")
    )


def style_sheet(styles: Sequence[LabelStyle]) -> str:
    """Write the labels' looks as CSS, for both themes."""
    light = [_rule(f".{style.css}", style.light) for style in styles]
    system = [_rule(f":root:not([data-theme=light]) .{style.css}", style.dark) for style in styles]
    chosen = [_rule(f":root[data-theme=dark] .{style.css}", style.dark) for style in styles]
    lines = [
        # A double line of less than three pixels looks single.
        f"mark.st.{style.css} {{ border-bottom: {3 if style.line == 'double' else 2}px {style.line} "
        "var(--fill); }"
        for style in styles
    ]
    return "\n".join(
        chain(
            light,
            ["@media screen and (prefers-color-scheme: dark) {", *system, "}"],
            ["@media screen {", *chosen, "}"],
            lines,
        )
    )


def _rule(selector: str, shade: Shade) -> str:
    return f"{selector} {{ --fill: {shade.fill}; --letter: {shade.letter}; --tint: {shade.tint}; }}"


def _places(values: Sequence[float] | None) -> list[float] | None:
    """Place values on a scale from -1 to 1, with zero kept in the middle where it lies between."""
    if values is None:
        return None
    low, high = min(values), max(values)
    middle = 0.0 if low < 0 < high else (low + high) / 2
    reach = max(high - middle, middle - low) or 1.0
    return [(value - middle) / reach for value in values]


def _ordered_glyphs(places: Sequence[float]) -> list[str]:
    """Give glyphs that point up above the middle and down below it; the ends get solid ones."""
    chosen: dict[int, str] = {}
    for i in sorted(range(len(places)), key=lambda i: -abs(places[i])):
        shapes = RISING if places[i] > 0 else FALLING if places[i] < 0 else LEVEL
        chosen[i] = next(_unused(chain(shapes, GLYPHS), chosen.values()), "●")
    return [chosen[i] for i in range(len(places))]


def _unused(glyphs: Iterable[str], used: Iterable[str]) -> Iterator[str]:
    taken = set(used)
    return (glyph for glyph in glyphs if glyph not in taken)


def _shade(hue: str, paper: str, tint: float) -> Shade:
    marked = _mix(paper, hue, tint)
    return Shade(fill=_readable(hue, paper, 3.2), letter=_readable(hue, marked, 4.8), tint=marked)


def _readable(colour: str, paper: str, least: float) -> str:
    """Move a colour away from its paper until the contrast is at least `least`."""
    away = "#000000" if _luminance(paper) > 0.3 else "#ffffff"
    steps = (_mix(colour, away, step / 20) for step in range(21))
    return next(moved for moved in steps if contrast(moved, paper) >= least)


def _mix(one: str, other: str, share: float) -> str:
    channels = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in channels)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
