from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stance.codebook import load_codebook
from stance.errors import StanceError
from stance.statements import Span, Speaker, Statement
from stance.summary import Tally, estimate_shares, summarize

POSTURE = load_codebook("posture")


def scored(speaker: str | None, label: str | None, article: str = "a", **more: object) -> Statement:
    return Statement(
        id=f"{article}#1",
        article=article,
        text="we shall see",
        kind="direct",
        content=(Span("we shall see", 0, 12),),
        speaker=Speaker(speaker, "Freedonia") if speaker else None,
        label=label,
        scores={label or "neutral": 1.0},
        **more,
    )


def test_a_row_counts_a_speaker_over_all_articles() -> None:
    rows = summarize(
        [
            scored("Ada Voss", "threatening", "a"),
            scored("Ada Voss", "neutral", "a"),
            scored("Ada Voss", "threatening", "b"),
            scored("Ben Ruhl", "conciliatory", "b"),
        ],
        POSTURE,
    )
    first = rows[0]
    assert (first.speaker, first.affiliation) == ("Ada Voss", "Freedonia")
    assert (first.statements, first.articles) == (3, 2)
    assert first.counts == {"conciliatory": 0, "neutral": 1, "threatening": 2}
    assert first.posture is not None
    assert first.posture.value == pytest.approx(-2 / 3)


def test_statements_without_a_speaker_come_last() -> None:
    rows = summarize([scored(None, "neutral")] * 5 + [scored("Ada Voss", "neutral")], POSTURE)
    assert [row.speaker for row in rows] == ["Ada Voss", None]


def test_a_nested_statement_is_not_counted_twice() -> None:
    rows = summarize([scored("Ada Voss", "neutral"), scored("B", "neutral", nested=True)], POSTURE)
    assert [row.statements for row in rows] == [1]


def test_what_is_undecided_is_counted_apart() -> None:
    tally = Tally(POSTURE)
    for said in [scored("A", "neutral"), *[scored("A", None)] * 2, scored("B", None)]:
        tally.add(said)
    (row,) = tally.speakers()
    assert (row.statements, row.undecided, row.shares["neutral"].value) == (1, 2, 1)
    assert tally.total().undecided == 3
    assert row.to_record()["undecided"] == 2


def test_the_total_is_that_of_all_speakers() -> None:
    tally = Tally(POSTURE)
    for speaker in ("A", "B", None):
        tally.add(scored(speaker, "neutral"))
    assert tally.total().statements == 3
    assert tally.total().articles == 1


def test_an_empty_tally_has_a_total_too() -> None:
    assert Tally(POSTURE).total().statements == 0


def test_one_statement_alone_says_little() -> None:
    shares, posture = estimate_shares(np.array([[1, 0, 0]]), POSTURE.values)
    assert posture is not None
    assert posture.value == 1
    assert posture.high - posture.low > 1
    assert shares[0].low < 0.5


def test_more_statements_say_more() -> None:
    _, few = estimate_shares(np.array([[2, 2, 2]]), POSTURE.values)
    _, many = estimate_shares(np.array([[200, 200, 200]]), POSTURE.values)
    assert few is not None
    assert many is not None
    assert many.high - many.low < (few.high - few.low) / 4


def test_statements_of_one_article_that_agree_count_for_less() -> None:
    alike = np.array([[10, 0, 0], [0, 0, 10]] * 4)
    mixed = np.array([[5, 0, 5]] * 8)
    _, clustered = estimate_shares(alike, POSTURE.values)
    _, spread = estimate_shares(mixed, POSTURE.values)
    assert clustered is not None
    assert spread is not None
    assert clustered.high - clustered.low > 1.5 * (spread.high - spread.low)


@given(arrays(np.int64, st.tuples(st.integers(1, 6), st.just(3)), elements=st.integers(0, 50)))
def test_every_interval_holds_its_figure(counts: np.ndarray) -> None:
    shares, posture = estimate_shares(counts, POSTURE.values)
    assert posture is not None
    assert -1 <= posture.low <= posture.value <= posture.high <= 1
    assert sum(share.value for share in shares) == pytest.approx(1)
    for share in shares:
        assert 0 <= share.low <= share.value <= share.high <= 1


def test_the_interval_covers_the_truth_at_its_rate() -> None:
    random = np.random.default_rng(1)
    truth = np.array([0.2, 0.6, 0.2])
    hits = 0
    for _ in range(400):
        shares, _ = estimate_shares(random.multinomial(30, truth)[None, :], None)
        hits += shares[0].low <= truth[0] <= shares[0].high
    assert 0.92 <= hits / 400 <= 0.98


def test_a_label_of_another_codebook_is_named() -> None:
    with pytest.raises(StanceError, match="'positive'; the codebook posture has conciliatory"):
        summarize([scored("Ada Voss", "positive")], POSTURE)


def test_labels_without_values_have_no_posture() -> None:
    _, posture = estimate_shares(np.array([[3, 4]]), None)
    assert posture is None
