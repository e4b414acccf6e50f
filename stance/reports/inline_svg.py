"""SVG from matplotlib, made fit to stand in a page: no inline styles, the page's letters and themes."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

from markupsafe import Markup

from stance.reports.marking import clean

_LINK: Final = "{http://www.w3.org/1999/xlink}href"
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")
_SIZE: Final = re.compile(r"([\d.]+)(?:px|pt)?\b")

# CSS properties that are attributes of SVG, too: the page's policy lets no style attribute in.
_KEPT: Final = (
    *("fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-linecap"),
    *("stroke-linejoin", "stroke-dasharray", "stroke-dashoffset", "opacity"),
    *("font-size", "font-weight", "font-style", "text-anchor"),
)
_COLOURS: Final = ("fill", "stroke")


def inline(svg: bytes, alt: str) -> Markup:
    """Return an SVG element for a page.

    Styles become attributes, which rules of the page's style sheet can override: letters are then the
    page's, and a colour of the print's is put into its theme's place. Identifiers that nothing
    refers to are left out, since they must be unique in the page.

    Parameters
    ----------
    svg
        As matplotlib writes it, with text as text.
    alt
        What is to be seen.
    """
    root = ET.fromstring(clean(svg.decode()))  # noqa: S314 - ours
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in ("metadata", "style"):
                parent.remove(child)
    elements = list(root.iter())
    drawn_by_use = {
        child for parent in elements if parent.tag.endswith("}defs") for child in parent
    }
    wanted = {name for element in elements for name in _references(element)}
    for element in elements:
        element.tag = element.tag.rpartition("}")[2]
        element.attrib = _attributes(element, wanted)
        if element in drawn_by_use:
            # What a rule of the page cannot reach; the element that uses it has the colours too.
            element.attrib = {k: v for k, v in element.attrib.items() if k not in _COLOURS}
    size = root.attrib.get("viewBox", "")
    root.attrib = {"class": "plot", "viewBox": size, "role": "img", "aria-label": clean(alt)}
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - texts are escaped by the writer


def _references(element: ET.Element) -> list[str]:
    """Return the identifiers that an element refers to."""
    names = [name for value in element.attrib.values() for name in _REFERENCE.findall(value)]
    return [*names, element.get(_LINK, "#")[1:]]


def _attributes(element: ET.Element, wanted: set[str]) -> dict[str, str]:
    attributes = {}
    for name, value in element.attrib.items():
        if name == _LINK:
            attributes["href"] = value
        elif name == "style":
            attributes |= _of_style(value)
        elif name != "id" or value in wanted:
            attributes[name.rpartition("}")[2]] = value
    return attributes


def _of_style(style: str) -> dict[str, str]:
    attributes = {}
    for each in style.split(";"):
        name, _, value = (part.strip() for part in each.partition(":"))
        if name == "font" and (size := _SIZE.search(value)):
            attributes["font-size"] = size[1]
            if "bold" in value or re.search(r"\b[67]00\b", value):
                attributes["font-weight"] = "600"
        elif name in _KEPT:
            attributes[name] = value.removesuffix("px") if name == "font-size" else value
    return attributes
