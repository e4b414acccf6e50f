"""The labelling interface for Label Studio that our tasks, and what we read, belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from stance.annotation.label_studio import MARKS, TEXT, WRITTEN
from stance.annotation.marks import CUE, PART, ROLES, SOURCE
from stance.codebook import Codebook
from stance.statements import KINDS


def label_studio_config(shape: Literal["articles", "labelled"], codebook: Codebook) -> str:
    """Return the labelling configuration, as XML, of a project in Label Studio.

    Parameters
    ----------
    shape
        ``articles``, to mark sources, cues and contents, and to choose for each content; or
        ``labelled``, to choose one label for each text.
    codebook
        Its labels and acts are the choices.
    """
    view = Element("View")
    each = shape == "articles"
    if each:
        marks = SubElement(view, "Labels", name=MARKS, toName=TEXT)
        for role in ROLES:
            SubElement(marks, "Label", value=role)
        relations = SubElement(view, "Relations")
        for role in (SOURCE, CUE, PART):
            SubElement(relations, "Relation", value=role)
    # White space is kept as it is, or the offsets would not be those of the text.
    SubElement(view, "Style").text = ".htx-text { white-space: pre-wrap; }"
    SubElement(view, "Text", name=TEXT, value=f"${TEXT}")
    if each:
        _choices(view, "kind", KINDS, each=each)
    _choices(view, "label", codebook.label_names, each=each)
    if codebook.acts:
        _choices(view, "act", codebook.act_names, each=each)
    for name in WRITTEN if each else ():
        SubElement(
            view, "TextArea", name=name, toName=TEXT, perRegion="true", maxSubmissions="1",
            editable="true", placeholder=name, whenTagName=MARKS, whenLabelValue="Content",
            visibleWhen="region-selected",
        )  # fmt: skip
    indent(view)
    return tostring(view, encoding="unicode") + "\n"


def _choices(view: Element, name: str, values: Iterable[str], *, each: bool) -> None:
    control = SubElement(view, "Choices", name=name, toName=TEXT, choice="single")
    if each:
        control.attrib |= {
            "perRegion": "true",
            "visibleWhen": "region-selected",
            "whenTagName": MARKS,
            "whenLabelValue": "Content",
        }
    for value in values:
        SubElement(control, "Choice", value=value)
