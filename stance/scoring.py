"""Articles → scored statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from stance.extraction import Extractor, Rules, extract
from stance.runs.predicting import caution_of_length

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from stance.articles import Article
    from stance.codebook import Codebook
    from stance.runs import Run, Scores
    from stance.statements import Statement

BATCH = 64


def score(
    articles: Iterable[Article],
    run: Run,
    extractor: Extractor | None = None,
    *,
    abstain: float | None = None,
    on_note: Callable[[str], None] | None = None,
) -> Iterator[Statement]:
    """Find the statements of articles and label each.

    Parameters
    ----------
    articles
        Streamed: a corpus need not fit in memory.
    run
        A trained run; ``Run.open("default")`` is the one that ships.
    extractor
        What finds the statements; by default the rules.
    abstain
        A statement none of whose labels is as likely as this is left undecided; by default as the
        run's recipe says.
    on_note
        Is told at the end what is to be known of the labels.

    Yields
    ------
    Statement
        In the order of the articles and of their text, with ``act`` (where the run knows acts),
        ``label``, ``scores`` and ``run`` set; act and label are None where it is undecided.
    """
    threshold = run.info.abstain if abstain is None else abstain
    remaining = iter(articles)
    finder = extractor or Rules()
    too_long = undecided = 0
    while batch := list(islice(remaining, BATCH)):
        found = chain.from_iterable(extract(article, finder) for article in batch)
        statements = list(found)
        scores = run.predict([statement.utterance for statement in statements])
        too_long += scores.too_long
        for statement in _labelled(statements, scores, run, threshold):
            undecided += statement.label is None
            yield statement
    if undecided and on_note is not None:
        on_note(
            f"Note: {undecided:,} statements are left undecided: no label of theirs is as likely as "
            f"{threshold:g}."
        )
    if too_long and on_note is not None:
        on_note(f"Note: {caution_of_length(too_long)}.")


def label(
    statements: Sequence[Statement], run: Run, *, abstain: float | None = None
) -> Iterator[Statement]:
    """Label statements that are already found, as by another tool.

    The act is the likeliest of those that roll up to the label, so that the two never disagree.
    What `abstain` does, `score` explains.
    """
    scores = run.predict([statement.utterance for statement in statements])
    yield from _labelled(statements, scores, run, run.info.abstain if abstain is None else abstain)


def _labelled(
    statements: Sequence[Statement], scores: Scores, run: Run, abstain: float
) -> Iterator[Statement]:
    names = run.codebook.label_names
    for i, statement in enumerate(statements):
        row = scores.labels[i]
        best = names[row.argmax()] if row.max() >= abstain else None
        yield replace(
            statement,
            act=None
            if scores.acts is None or best is None
            else _likeliest_act(scores.acts[i], best, run.codebook),
            label=best,
            scores={name: round(float(p), 4) for name, p in zip(names, row, strict=True)},
            run=run.name,
        )


def _likeliest_act(probabilities: NDArray[np.float64], label: str, codebook: Codebook) -> str:
    acts = (
        (float(p), act.name)
        for p, act in zip(probabilities, codebook.acts, strict=True)
        if act.label == label
    )
    return max(acts, key=lambda pair: pair[0])[1]
