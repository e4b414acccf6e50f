"""Training an extractor: divide, fit, choose, judge, write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from stance.duplicates import digest
from stance.errors import StanceError
from stance.extraction import extract
from stance.extras import require
from stance.runs import LAYOUT, ArticlesInfo, ExtractorInfo, ExtractorRun, write_run
from stance.training.extraction.division import ArticleParts, divide_articles
from stance.training.extraction.recipe import TaggerRecipe, load_tagger_recipe
from stance.training.journal import Journal, Notes
from stance.training.provenance import (
    NEURAL_PACKAGES,
    fingerprint,
    place,
    provenance,
    run_name,
    write_json,
)
from stance.training.toml import to_toml

if TYPE_CHECKING:
    from stance.annotation import AnnotatedArticle
    from stance.eval.extraction import ExtractionEvaluation
    from stance.extraction.tagger import Tagger


def train_extractor(
    articles: Iterable[AnnotatedArticle],
    recipe: str | Path | TaggerRecipe = "tagger",
    overrides: Sequence[str] = (),
    out: str | Path | None = None,
    *,
    folder: str | Path = "runs",
    offline: bool = False,
    on_note: Notes | None = None,
) -> ExtractorRun:
    """Train an extractor on annotated articles, and judge it on articles held out.

    Parameters
    ----------
    articles
        Each with the statements in it: content, and where there are, cue and the words that name
        the source. Nested statements are not learnt.
    recipe
        A recipe, its name or its file.
    overrides
        Replace entries of a recipe that is named, as ``params.epochs=3``.
    out
        The directory of the run, which must not be there yet. By default one in `folder`.
    folder
        Where runs are kept.
    offline
        Refuse to ask the model hub for the encoder.
    on_note
        Is told what happens, a line at a time.

    Returns
    -------
    ExtractorRun
        The run, as it was written.

    Raises
    ------
    StanceError
        If the recipe, the articles, the encoder or the place to write to is not fit for it. Nothing
        is left behind.
    """
    require("neural")
    from stance.extraction.tagger import Settings, Tagger

    started = datetime.now(UTC)
    if not isinstance(recipe, TaggerRecipe):
        recipe = load_tagger_recipe(recipe, overrides)
    marked = sorted(articles, key=_id)
    _refuse_repeated_ids(marked)
    parts = divide_articles(marked, recipe.split, seed=recipe.seed)
    data = fingerprint(marked, key=_id)
    named = run_name(started, recipe.kind, [recipe.to_record(), data])
    name, target = place(out, Path(folder), named)
    params = recipe.params
    settings = Settings(
        window=params.window,
        overlap=params.overlap,
        width=params.width,
        layers=params.layers,
        reach=params.reach,
        switch=params.switch,
    )
    with write_run(target) as aside:
        journal = Journal(aside / LAYOUT.log, on_note)
        journal(
            "split",
            f"{len(marked):,} articles: {len(parts.training):,} to train on, "
            f"{len(parts.development):,} to choose by, {len(parts.held_out):,} held out.",
        )
        tagger = _fit(
            Tagger.begin(
                recipe.encoder,
                settings,
                dropout=params.dropout,
                seed=recipe.seed,
                offline=offline,
            ),
            parts,
            recipe,
            journal,
        )
        tagger.save(aside / LAYOUT.model)
        evaluation = _judge(tagger, parts, name, journal)
        info = ExtractorInfo(
            name=name,
            kind=recipe.kind,
            seed=recipe.seed,
            encoder=recipe.encoder,
            data=_describe(marked, parts, data),
            **provenance(started, NEURAL_PACKAGES),
        )
        info.write(aside)
        _write_rest(aside, info, recipe, parts, evaluation)
        journal("written", f"Trained in {info.seconds:.1f} s.")
    return ExtractorRun.open(target)


def _id(item: AnnotatedArticle) -> str:
    return item.article.id


def _refuse_repeated_ids(articles: Sequence[AnnotatedArticle]) -> None:
    for one, other in pairwise(articles):
        if _id(one) == _id(other):
            raise StanceError(
                f"two annotated articles have the id {_id(one)!r}: give each an id of its own; of "
                "an article that several coders marked, settle one version first"
            )


def _fit(tagger: Tagger, parts: ArticleParts, recipe: TaggerRecipe, journal: Journal) -> Tagger:
    from stance.training.extraction.choosing import choose_threshold
    from stance.training.extraction.examples import to_examples
    from stance.training.extraction.fitting import fit

    params = recipe.params
    examples = list(
        to_examples(
            parts.training, tagger.tokenizer, size=params.window, overlap=params.training_overlap
        )
    )
    thresholds: dict[int, float] = {}
    figures: dict[int, float] = {}

    def judge(epoch: int, loss: float) -> float:
        threshold, figure = choose_threshold(tagger, parts.development)
        thresholds[epoch], figures[epoch] = threshold, figure
        journal(
            "epoch",
            f"Epoch {epoch} of {params.epochs}: loss {loss:.3f}; end-to-end F1 on the articles to "
            f"choose by {figure:.3f}, at a threshold of {threshold}.",
            epoch=epoch,
            loss=loss,
            end_to_end_f1=figure,
            threshold=threshold,
        )
        return figure

    fit(tagger, examples, params, seed=recipe.seed, judge=judge)
    best = max(figures, key=lambda epoch: (figures[epoch], epoch))
    journal("chosen", f"Epoch {best} is kept.", epoch=best, threshold=thresholds[best])
    return tagger.with_threshold(thresholds[best])


def _judge(
    tagger: Tagger, parts: ArticleParts, name: str, journal: Journal
) -> ExtractionEvaluation:
    from stance.eval.extraction import evaluate_extraction

    evaluation = evaluate_extraction(
        parts.held_out,
        extract=lambda article: extract(article, tagger),
        data="the articles held out in training",
        extractor=name,
    )
    partial, joint = (evaluation.figures[each].value for each in ("partial_f1", "end_to_end_f1"))
    journal(
        "judged",
        f"On the articles held out: partial F1 {partial or 0:.3f}, end-to-end F1 {joint or 0:.3f}.",
        partial_f1=partial,
        end_to_end_f1=joint,
    )
    return evaluation


def _describe(articles: Sequence[AnnotatedArticle], parts: ArticleParts, data: str) -> ArticlesInfo:
    return ArticlesInfo(
        fingerprint=data,
        articles=len(articles),
        statements=sum(not s.nested for item in articles for s in item.statements),
        training=len(parts.training),
        development=len(parts.development),
        held_out=len(parts.held_out),
    )


def _write_rest(
    folder: Path,
    info: ExtractorInfo,
    recipe: TaggerRecipe,
    parts: ArticleParts,
    evaluation: ExtractionEvaluation,
) -> None:
    """Write what stands beside the model."""
    from stance.statement_rows import write_statements
    from stance.training.extraction.card import write_extractor_card

    write_json(evaluation.to_record(), folder / LAYOUT.metrics)
    found = (outcome.predicted for outcome in evaluation.outcomes if outcome.predicted)
    write_statements(found, folder / LAYOUT.predictions, "jsonl")
    (folder / LAYOUT.recipe).write_text(to_toml(recipe.to_record()), encoding="utf-8")
    # The articles that the epoch was chosen by are no test either.
    seen = sorted({digest(item.article.text) for item in parts.training + parts.development})
    (folder / LAYOUT.trained_on).write_text("\n".join(seen) + "\n", encoding="ascii")
    write_extractor_card(info, recipe, evaluation, folder / LAYOUT.card)
