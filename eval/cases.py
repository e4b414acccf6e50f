"""Items as pages show them: the words in their context, and what items can be chosen by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup, escape

from stance.eval.predictions import Prediction
from stance.eval.slices import values_of
from stance.reports.marking import clean

FILTERS: Final = ("kind", "act", "difficulty", "speaker", "affiliation", "source", "date", "length")
CHOICES: Final = 40
"""A column with more values is no filter."""


def known_filters(items: Sequence[Prediction], columns: Sequence[str] = FILTERS) -> list[str]:
    """Return the columns that some item has a value in."""
    return [name for name in columns if any(values_of(item, name) for item in items)]


def groups_of(item: Prediction, columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return what an item has in each column, fit for a page."""
    return {name: tuple(map(clean, values_of(item, name))) for name in columns}


def filters_of(
    groups: Sequence[Mapping[str, Sequence[str]]], columns: Sequence[str]
) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return the columns that items can be chosen by, with how many have which value.

    Parameters
    ----------
    groups
        What each item that is shown has in the columns.
    columns
        In the order wanted.
    """
    filters = []
    for name in columns:
        counted = Counter(value for each in groups for value in each.get(name, ()))
        if 1 < len(counted) <= CHOICES:
            filters.append((name, sorted(counted.items())))
    return filters


def passage(item: Prediction) -> Markup:
    """Mark an item's words in their context; without, give them alone, or the item's name."""
    text = item.columns.get("text")
    if not text:
        return escape(clean(item.id))
    words = escape(clean(str(text)))
    context = clean(str(item.columns.get("context") or ""))
    # The words are written with single blanks, the context as it stands in the article.
    pattern = r"\s+".join(map(re.escape, clean(str(text)).split()))
    if context and (found := re.search(pattern, context)):
        before, after = context[: found.start()], context[found.end() :]
        return Markup("{}<mark>{}</mark>{}").format(before, found[0], after)
    marked = Markup("<mark>{}</mark>").format(words)
    return marked + Markup(' <span class="of">{}</span>').format(context) if context else marked
