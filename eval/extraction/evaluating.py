"""Gold + what was found → evaluation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from stance.annotation import AnnotatedArticle
from stance.annotation.annotated import check_spans
from stance.articles import Article
from stance.duplicates import digest
from stance.errors import StanceError
from stance.eval.agreement.agreeing import figure_of
from stance.eval.bootstrap import RESAMPLES, Bootstrap
from stance.eval.extraction.counts import count, group_figures, headline_figures
from stance.eval.extraction.evaluation import ExtractionEvaluation
from stance.eval.extraction.labels import check_gold, judge_labels, label_all
from stance.eval.extraction.mistakes import MISTAKES, WRONG_LABEL
from stance.eval.extraction.outcomes import Reading, SpeakerBy, compare
from stance.eval.extraction.stages import given_gold, stage_figures
from stance.eval.judging import FEW_UNITS
from stance.eval.matching import IOU
from stance.extraction import extract as extract_by_rules
from stance.runs import Run
from stance.statements import Statement

Extract = Callable[[Article], list[Statement]]


def evaluate_extraction(
    gold: Iterable[AnnotatedArticle],
    predicted: Iterable[Statement] | None = None,
    *,
    extract: Extract = extract_by_rules,
    run: Run | str | Path | None = None,
    trained_on: Collection[str] = (),
    iou: float = IOU,
    data: str = "the gold",
    extractor: str | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> ExtractionEvaluation:
    """Judge how well statements are found, given to their speakers and labelled.

    Statements are matched within each article, one to one, by the words of their contents (Jaccard),
    the likest first. A gold statement that is nested in another need not be found: it is not
    counted, and neither is what was found of it. Intervals resample articles.

    Labels are judged where the gold has them, and there is a run or what was found came with labels.
    With a run, the gold's own statements are labelled too, and where the statements are found here,
    their speakers are resolved: so each stage is judged as found, and given the gold of those before.

    Parameters
    ----------
    gold
        Articles with the statements that are in them; each article once.
    predicted
        What was found, in any order. None to find it with `extract`.
    extract
        What finds the statements of an article.
    run
        The classifier that labels what was found, whatever labels that has: a run, its directory,
        or ``default``. Statements that it was trained on are left out of the figures of labels.
    trained_on
        Digests (`stance.duplicates.digest`) of the articles that the extractor learnt from: these
        judge nothing, and are left out.
    iou
        The overlap from which on a match is partial; over 0, at most 1.
    data, extractor
        What is judged by, and what found the statements: they stand in the evaluation.
    resamples, seed
        Of the bootstrap that gives the intervals.

    Raises
    ------
    StanceError
        If the gold holds no article, none that is new to the extractor, or one twice; if what was found is of other articles, or its
        spans are not in the texts; if `iou` is no such share; if the gold has no label that can judge
        the run.
    """
    if not 0 < iou <= 1:
        raise StanceError(f"the overlap is {iou}; it must be over 0, and at most 1")
    notes: list[str] = []
    articles = _unseen(_once(gold), trained_on, notes)
    speaker_by = _speaker_by(articles.values())
    run = Run.open(run) if isinstance(run, (str, Path)) else run
    if run is not None:
        check_gold(articles.values(), run)
    if predicted is None:
        found = {name: extract(item.article) for name, item in articles.items()}
    else:
        found = _by_article(predicted, articles, notes)
    if run is not None:
        found = label_all(found, run, notes)
    readings, labelling = judge_labels(
        [
            compare(
                item.article,
                item.statements,
                found.get(name, ()),
                iou=iou,
                speaker_by=speaker_by,
            )
            for name, item in articles.items()
        ],
        run,
        notes,
    )
    bootstrap = Bootstrap(
        counts := count(readings), clusters=list(articles), resamples=resamples, seed=seed
    )
    figures = headline_figures(lambda formula: figure_of(bootstrap, formula))
    if labelling is not None:
        resolved = predicted is None and speaker_by == "name"
        figures |= stage_figures(
            readings,
            given_gold(articles, run, notes, speakers=resolved),
            labelling.labels,
            with_run=run is not None,
            resamples=resamples,
            seed=seed,
        )
    outcomes = tuple(outcome for reading in readings for outcome in reading.outcomes)
    if 1 < len(articles) < FEW_UNITS:
        notes.append(
            f"there are {len(articles)} articles only: the intervals are too narrow rather than "
            "too wide"
        )
    if speaker_by == "mention":
        notes.append(
            "the gold names no speaker: a speaker is right where the words that name the source "
            "overlap"
        )
    return ExtractionEvaluation(
        data=data,
        extractor=extractor or ("the rules" if predicted is None else "what was given"),
        iou=iou,
        articles=len(articles),
        gold=sum(outcome.gold is not None for outcome in outcomes),
        optional=sum(reading.optional for reading in readings),
        predicted=sum(outcome.predicted is not None for outcome in outcomes),
        excused=sum(reading.excused for reading in readings),
        matched=sum(outcome.found for outcome in outcomes),
        speaker_by=speaker_by,
        figures=figures,
        groups=tuple(
            group_figures(counts.sum(axis=0), lambda formula: figure_of(bootstrap, formula))
        ),
        mistakes=_count_mistakes(readings, labelled=labelling is not None),
        intervals=bootstrap.intervals,
        notes=tuple(notes),
        labelling=labelling,
        outcomes=outcomes,
        texts={name: item.article for name, item in articles.items()},
    )


def _once(gold: Iterable[AnnotatedArticle]) -> dict[str, AnnotatedArticle]:
    articles: dict[str, AnnotatedArticle] = {}
    for item in gold:
        name = item.article.id
        if name in articles:
            coders = [one.coder or "unnamed" for one in (articles[name], item)]
            raise StanceError(
                f"the article {name!r} stands twice in the gold (coders: {', '.join(coders)}): "
                "settle what holds, and give each article once"
            )
        articles[name] = item
    if not articles:
        raise StanceError("there is nothing to judge by: the gold holds no article")
    return articles


def _unseen(
    articles: dict[str, AnnotatedArticle], trained_on: Collection[str], notes: list[str]
) -> dict[str, AnnotatedArticle]:
    unseen = {
        name: item
        for name, item in articles.items()
        if not trained_on or digest(item.article.text) not in trained_on
    }
    if not unseen:
        raise StanceError(
            "the extractor was trained on every one of these articles, and they judge nothing: "
            "bring others. The figures on the articles held out in training are the run's own"
        )
    if left_out := len(articles) - len(unseen):
        notes.append(
            f"{left_out:,} of {len(articles):,} articles were trained on, and are left out"
        )
    return unseen


def _speaker_by(gold: Iterable[AnnotatedArticle]) -> SpeakerBy:
    named = [statement.speaker is not None for item in gold for statement in item.statements]
    return "mention" if named and not any(named) else "name"


def _by_article(
    predicted: Iterable[Statement], articles: Mapping[str, AnnotatedArticle], notes: list[str]
) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    elsewhere = Counter[str]()
    for statement in predicted:
        item = articles.get(statement.article)
        if item is None:
            elsewhere[statement.article] += 1
        else:
            check_spans(statement, item.article.text)
            found.setdefault(statement.article, []).append(statement)
    if elsewhere and not found:
        raise StanceError(
            "what was found is of other articles than the gold's: of "
            f"{', '.join(map(repr, list(elsewhere)[:3]))}, and the gold has "
            f"{', '.join(map(repr, list(articles)[:3]))}; both must name them alike"
        )
    if elsewhere:
        notes.append(
            "statements left out because their article is not in the gold: "
            f"{elsewhere.total():,} (articles: {len(elsewhere):,})"
        )
    return found


def _count_mistakes(readings: Iterable[Reading], *, labelled: bool) -> dict[str, dict[str, int]]:
    counted = Counter(
        mistake
        for reading in readings
        for outcome in reading.outcomes
        for mistake in outcome.mistakes
    )
    mistakes = {
        where: {
            which: counted[where, which]
            for which in classes
            if (where, which) != ("inexact", "no overlap")
        }
        for where, (_, classes) in MISTAKES.items()
    }
    if labelled:
        mistakes[WRONG_LABEL] = {
            which: n for (where, which), n in counted.most_common() if where == WRONG_LABEL
        }
    return mistakes
