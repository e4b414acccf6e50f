"""The data that come with stance are what their datasheet says."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from stance.articles import Article, read_articles
from stance.codebook import load_codebook
from stance.data import ARTICLE_STATEMENTS, ARTICLES, STATEMENTS
from stance.duplicates import digest
from stance.extraction import extract
from stance.labelled import LabelledStatement, read_labelled
from stance.statement_rows import read_statements
from stance.statements import Statement

POSTURE = load_codebook("posture")
DATASHEET = STATEMENTS.with_name("README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def labelled() -> list[LabelledStatement]:
    return read_labelled([STATEMENTS], POSTURE)


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {article.id: article for article in read_articles([ARTICLES])}


@pytest.fixture(scope="module")
def gold() -> list[Statement]:
    return list(read_statements(ARTICLE_STATEMENTS))


def four_grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def test_every_act_has_its_statements(labelled: list[LabelledStatement]) -> None:
    counts = Counter(row.act for row in labelled)
    assert set(counts) == set(POSTURE.act_names)
    assert min(counts.values()) >= 70


def test_acts_are_in_balance_within_each_dispute(labelled: list[LabelledStatement]) -> None:
    counts = Counter((row.dispute, row.act) for row in labelled)
    assert set(counts.values()) == {2}


def test_a_third_is_hard_on_purpose() -> None:
    lines = STATEMENTS.read_text(encoding="utf-8").splitlines()
    assert sum('"difficulty": []' not in line for line in lines) >= len(lines) / 4


def test_no_statement_stands_twice(labelled: list[LabelledStatement]) -> None:
    assert len({digest(row.text) for row in labelled}) == len(labelled)


def test_no_templates(labelled: list[LabelledStatement]) -> None:
    grams = [four_grams(row.text) for row in labelled]
    holders: dict[tuple[str, ...], list[int]] = {}
    for i, of_one in enumerate(grams):
        for gram in of_one:
            holders.setdefault(gram, []).append(i)
    shared = Counter(
        pair for found in holders.values() if len(found) > 1 for pair in combinations(found, 2)
    )
    for (one, other), count in shared.items():
        assert count <= min(len(grams[one]), len(grams[other])) / 2
    common = Counter({gram: len(found) for gram, found in holders.items()}).most_common(20)
    assert sum(count for _, count in common) < sum(map(len, grams)) / 100


def test_offsets_cut_what_they_say(articles: dict[str, Article], gold: list[Statement]) -> None:
    assert len(articles) >= 12
    for statement in gold:
        text = articles[statement.article].text
        for span in (*statement.content, statement.mention, statement.cue):
            if span is not None:
                assert text[span.start : span.end] == span.text, statement.id
        assert statement.label == POSTURE.roll_up[statement.act or ""]


def test_the_articles_have_the_proportions_of_the_news(gold: list[Statement]) -> None:
    labels = Counter(statement.label for statement in gold)
    assert 0.6 < labels["neutral"] / len(gold) < 0.8
    kinds = Counter(statement.kind for statement in gold)
    assert kinds["indirect"] > kinds["mixed"] > 0
    assert kinds["direct"] > 0


def test_the_datasheet_counts_right(
    labelled: list[LabelledStatement], articles: dict[str, Article], gold: list[Statement]
) -> None:
    kinds = Counter(row.kind for row in labelled)
    labels = Counter(statement.label for statement in gold)
    for claim in (
        f"{len(labelled):,}: {len(labelled) // 15} for each of the 15 acts",
        f"- {len({row.dispute for row in labelled})} disputes",
        f"{kinds['indirect']} indirect, {kinds['direct']} direct and {kinds['mixed']} mixed",
        f"{len(articles)}, of",
        (
            f"{len(gold)}: {labels['neutral']} neutral, {labels['conciliatory']} conciliatory, "
            f"{labels['threatening']} threatening"
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
