from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.duplicates import normalised
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.training import split

Make = Callable[..., list[LabelledStatement]]


@pytest.mark.parametrize(
    ("by", "unit"), [("dispute", "dispute"), ("article", "article"), ("none", "statement")]
)
def test_what_is_kept_together_stands_in_one_part(
    make_statements: Make, by: str, unit: str
) -> None:
    rows = make_statements(180)
    parts = split(rows, test=0.2, by=by)
    assert parts.unit == unit
    assert sorted(parts.training + parts.held_out) == list(range(180))
    if by != "none":
        inside, outside = (
            {getattr(rows[i], by) for i in part} for part in (parts.training, parts.held_out)
        )
        assert not inside & outside
    assert len(parts.held_out) == pytest.approx(36, abs=9)


def test_labels_are_held_out_in_proportion(make_statements: Make) -> None:
    rows = [
        row
        for i, row in enumerate(make_statements(300, grouped=False))
        if row.label != "neutral" or i % 5 == 0
    ]
    parts = split(rows, test=0.25, by="none")
    everything, held_out = (
        Counter(row.label for row in rows),
        Counter(rows[i].label for i in parts.held_out),
    )
    for label, count in everything.items():
        assert held_out[label] == pytest.approx(count / 4, abs=1)


def test_the_seed_decides_and_nothing_else(make_statements: Make) -> None:
    rows = make_statements(180)
    assert split(rows, test=0.2, seed=1) == split(rows, test=0.2, seed=1)
    assert split(rows, test=0.2, seed=1).held_out != split(rows, test=0.2, seed=2).held_out


def test_the_same_words_never_stand_in_both_parts(make_statements: Make) -> None:
    rows = make_statements(60, grouped=False)
    rows += [replace(row, id=f"{row.id}-again", text=f"“{row.text.upper()}!”") for row in rows]
    parts = split(rows, test=0.3, by="none")
    inside, outside = (
        {normalised(rows[i].text) for i in part} for part in (parts.training, parts.held_out)
    )
    assert not inside & outside


def test_a_text_that_two_articles_share_joins_them(make_statements: Make) -> None:
    rows = make_statements(30)
    rows[29] = replace(rows[29], text=rows[0].text)
    parts = split(rows, test=0.3, by="article")
    assert parts.groups[0] == parts.groups[1] == parts.groups[29] == parts.groups[28]


def test_rows_without_a_group_stand_alone(make_statements: Make) -> None:
    rows = [*make_statements(9), *make_statements(60, grouped=False, seed=1)]
    rows = [replace(row, id=str(i)) for i, row in enumerate(rows)]
    parts = split(rows, test=0.2)
    assert len(set(parts.groups)) == 61


def test_one_group_can_not_be_split(make_statements: Make) -> None:
    rows = [replace(row, dispute="the only one") for row in make_statements(30)]
    with pytest.raises(StanceError, match=r"all rows belong to one dispute.*split\.by=article"):
        split(rows, test=0.2)
    assert split(rows, test=0.2, by="article").held_out


def test_groups_that_hold_a_label_alone_can_not_be_held_out(make_statements: Make) -> None:
    rows = [replace(row, dispute=row.label) for row in make_statements(30, grouped=False)]
    with pytest.raises(StanceError, match="each holds all rows of some label"):
        split(rows, test=0.2, by="dispute")


def test_two_large_groups_are_split_and_it_is_said(make_statements: Make) -> None:
    rows = [
        replace(row, dispute=f"d{i % 2}")
        for i, row in enumerate(make_statements(60, grouped=False))
    ]
    rows = [replace(row, dispute=f"d{i // 30}") for i, row in enumerate(rows)]
    parts = split(rows, test=0.2)
    assert len(parts.held_out) == 30
    assert any("50% of the rows where 20%" in note for note in parts.notes)
    assert any("2 disputes only, of which 1 held out" in note for note in parts.notes)


def test_a_label_that_could_not_be_held_out_is_named(make_statements: Make) -> None:
    rows = [row for row in make_statements(60, grouped=False) if row.label != "neutral"]
    rows.append(replace(rows[0], id="lone", text="nobody knows", label="neutral"))
    parts = split(rows, test=0.2, by="none")
    assert len(rows) - 1 in parts.training
    assert "no statement labelled neutral could be held out" in parts.notes


@given(
    groups=st.lists(st.tuples(st.integers(0, 6), st.sampled_from("ab")), min_size=10, max_size=60),
    test=st.floats(0.05, 0.6),
    seed=st.integers(0, 5),
)
def test_any_split_keeps_groups_whole_and_every_label_in_training(
    groups: list[tuple[int, str]], test: float, seed: int
) -> None:
    rows = [
        LabelledStatement(id=str(i), text=f"word{i}", label=label, article=str(group))
        for i, (group, label) in enumerate(groups)
    ]
    try:
        parts = split(rows, test=test, seed=seed)
    except StanceError:
        return
    assert parts.held_out
    assert {rows[i].label for i in parts.training} == {row.label for row in rows}
    assert not {rows[i].article for i in parts.training} & {rows[i].article for i in parts.held_out}


def test_rows_that_are_marked_are_held_out(make_statements: Make) -> None:
    rows = [
        replace(row, split="test" if i >= 72 else "train")
        for i, row in enumerate(make_statements(90))
    ]
    parts = split(rows, test=0.5, by="given")
    assert parts.held_out == tuple(range(72, 90))
    assert parts.unit == "dispute"


def test_marks_must_be_there_and_part_articles_and_words(make_statements: Make) -> None:
    rows = make_statements(90)
    with pytest.raises(StanceError, match="no rows are: mark some"):
        split(rows, test=0.2, by="given")
    torn = [replace(row, split="test" if i % 3 == 0 else None) for i, row in enumerate(rows)]
    with pytest.raises(StanceError, match="the same article as others"):
        split(torn, test=0.2, by="given")
    twice = [replace(row, split="test" if i >= 72 else None) for i, row in enumerate(rows)]
    twice[80] = replace(twice[80], text=twice[3].text.upper())
    with pytest.raises(StanceError, match="the same words as others"):
        split(twice, test=0.2, by="given")
