"""The data that come with stance are what their datasheet says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from stance.articles import Article, read_articles
from stance.codebook import load_codebook
from stance.data import ARTICLE_STATEMENTS, ARTICLES, CODINGS, STATEMENTS
from stance.eval.agreement import agree, read_codings
from stance.extraction import extract
from stance.labelled import LabelledStatement, read_labelled
from stance.rows import read_rows
from stance.statement_rows import read_statements
from stance.statements import Statement
from stance.training.checks import CheckReport, check, diversity

POSTURE = load_codebook("posture")
DATASHEET = STATEMENTS.with_name("README.md").read_text(encoding="utf-8")
PARTS = ("train", "dev", "test")


@pytest.fixture(scope="module")
def labelled() -> list[LabelledStatement]:
    return read_labelled([STATEMENTS], POSTURE)


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {article.id: article for article in read_articles([ARTICLES])}


@pytest.fixture(scope="module")
def gold() -> list[Statement]:
    return list(read_statements(ARTICLE_STATEMENTS))


@pytest.fixture(scope="module")
def report() -> CheckReport:
    data = [STATEMENTS, ARTICLE_STATEMENTS, ARTICLES]
    return check(data, POSTURE, skip=("likely-label-error", "swapped-labels"))


def test_every_act_has_its_statements(labelled: list[LabelledStatement]) -> None:
    counts = Counter(row.act for row in labelled)
    assert set(counts) == set(POSTURE.act_names)
    assert min(counts.values()) >= 200
    assert len(labelled) >= 3_000


def test_the_kinds_are_about_as_in_the_news(labelled: list[LabelledStatement]) -> None:
    counts = Counter(row.kind for row in labelled)
    for kind, share in {"direct": 0.2, "indirect": 0.6, "mixed": 0.2}.items():
        assert counts[kind] / len(labelled) == pytest.approx(share, abs=0.05)


def test_statements_are_short_and_long(labelled: list[LabelledStatement]) -> None:
    lengths = [len(row.text.split()) for row in labelled]
    assert min(lengths) >= 4
    assert 60 <= max(lengths) <= 70
    assert sum(length <= 8 for length in lengths) > len(lengths) / 10
    assert sum(length >= 25 for length in lengths) > len(lengths) / 10


def test_many_are_hard_on_purpose_and_every_edge_case_is_there(
    labelled: list[LabelledStatement],
) -> None:
    assert sum(bool(row.difficulty) for row in labelled) >= len(labelled) / 4
    counts = Counter(tag for row in labelled for tag in row.difficulty)
    assert all(counts[f"edge-{i}"] >= 15 for i in range(1, 21)), counts


def test_no_templates(labelled: list[LabelledStatement]) -> None:
    figures = diversity([row.text for row in labelled], [row.id for row in labelled])
    assert figures.most_shared <= 0.5, figures.most_alike
    assert figures.distinct_2 >= 0.45
    assert figures.top_4_grams < 0.01


def test_a_check_finds_no_error(report: CheckReport) -> None:
    found = {finding.code: finding.message for finding in report.findings}
    assert report.worst != "error", found
    for code in ("leak", "near-leak", "contradicting-duplicate", "telling-token", "wrong-offsets"):
        assert code not in found
    assert {part.name for part in report.parts} == set(PARTS)


def test_parts_share_no_dispute_and_no_article(labelled: list[LabelledStatement]) -> None:
    for name in ("dispute", "article"):
        groups = {
            part: {getattr(row, name) for row in labelled if row.split == part} for part in PARTS
        }
        for one, other in (("train", "dev"), ("train", "test"), ("dev", "test")):
            assert not groups[one] & groups[other]
    shares = Counter(row.split for row in labelled)
    assert shares["train"] / len(labelled) == pytest.approx(0.7, abs=0.03)


def test_articles_and_their_statements_are_in_one_part() -> None:
    parts = {row.row["id"]: row.row["split"] for row in read_rows(ARTICLES)}
    for located in read_rows(ARTICLE_STATEMENTS):
        assert located.row["split"] == parts[located.row["article"]]


def test_offsets_cut_what_they_say(articles: dict[str, Article], gold: list[Statement]) -> None:
    assert len(articles) >= 60
    assert len(gold) >= 700
    for article in articles.values():
        assert 240 <= len(article.text.split()) <= 720, article.id
    for statement in gold:
        text = articles[statement.article].text
        for span in (*statement.content, statement.mention, statement.cue):
            if span is not None:
                assert text[span.start : span.end] == span.text, statement.id
        assert statement.label == POSTURE.roll_up[statement.act or ""]


def test_the_articles_have_the_proportions_of_the_news(gold: list[Statement]) -> None:
    labels = Counter(statement.label for statement in gold)
    for label, share in {"neutral": 0.7, "conciliatory": 0.15, "threatening": 0.15}.items():
        assert labels[label] / len(gold) == pytest.approx(share, abs=0.03)
    kinds = Counter(statement.kind for statement in gold)
    assert kinds["indirect"] > kinds["mixed"] > 0
    assert kinds["direct"] > 0


def test_two_coders_agree() -> None:
    codings = read_codings([CODINGS], POSTURE)
    assert codings.coders == ("writer", "reader")
    assert agree(codings, "label", resamples=50).figures["alpha"].value >= 0.8
    settled = {row["id"]: row["act"] for row in rows_of(STATEMENTS) + rows_of(ARTICLE_STATEMENTS)}
    assert set(codings.items) == set(settled)
    for name, of_item in codings.items.items():
        acts = {coding.act for coding in of_item.values()}
        if len(acts) == 1:
            assert settled[name] in acts


@pytest.mark.slow
def test_a_bag_of_words_does_not_find_the_acts_easy() -> None:
    everything = check([STATEMENTS], POSTURE, skip=("other-language", "swapped-labels"))
    assert {ease.target: ease.macro_f1 for ease in everything.ease}["act"] < 0.8


def test_the_datasheet_counts_right(
    labelled: list[LabelledStatement], articles: dict[str, Article], gold: list[Statement]
) -> None:
    acts = Counter(row.act for row in labelled)
    kinds = Counter(row.kind for row in labelled)
    labels = Counter(statement.label for statement in gold)
    for claim in (
        f"{len(labelled):,}: {min(acts.values())} to {max(acts.values())} for each of the 15 acts",
        f"{len({row.dispute for row in labelled})} disputes",
        f"{kinds['indirect']:,} indirect, {kinds['direct']:,} direct and {kinds['mixed']:,} mixed",
        f"{sum(bool(row.difficulty) for row in labelled):,} carry a difficulty",
        f"{len(articles)}, of",
        (
            f"{len(gold):,}: {labels['neutral']:,} neutral, {labels['conciliatory']:,} "
            f"conciliatory, {labels['threatening']:,} threatening"
        ),
    ):
        assert claim in DATASHEET


def test_most_of_the_gold_is_found_with_its_speaker(
    articles: dict[str, Article], gold: list[Statement]
) -> None:
    found = [statement for article in articles.values() for statement in extract(article)]
    by_article: dict[str, list[Statement]] = {}
    for statement in found:
        by_article.setdefault(statement.article, []).append(statement)
    hits = speakers = 0
    for statement in gold:
        places = {i for span in statement.content for i in range(span.start, span.end)}
        for other in by_article[statement.article]:
            theirs = {i for span in other.content for i in range(span.start, span.end)}
            if len(places & theirs) * 2 >= len(places | theirs):
                hits += 1
                speakers += str(statement.speaker) in (str(other.speaker), "None")
                break
    assert hits / len(gold) > 0.8
    assert speakers / hits > 0.6


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [located.row for located in read_rows(path)]
