from __future__ import annotations

import pytest

from stance.errors import StanceError
from stance.eval import estimate_shares
from stance.eval.shares import draw_sample
from stance.eval.shares.corpus import groups_of
from stance.statements import Span, Statement

PRIOR = {"no": 0.5, "yes": 0.5}


def scored(articles: int = 30) -> list[Statement]:
    return [
        Statement(
            id=f"a{a}#{i}", article=f"a{a}", text="no", kind="direct", content=(Span("no", 0, 2),),
            label="no", scores={"no": 0.7, "yes": 0.3} if i else {"no": 0.1, "yes": 0.9}, run="r",
        )
        for a in range(articles)
        for i in range(3)
    ]  # fmt: skip


def dated(articles: int = 30) -> dict[str, str]:
    """Give the later articles the earlier dates: ten a year, five a month."""
    return {f"a{a}": f"{2026 - a // 10}-0{1 + a // 5 % 2}-15" for a in range(articles)}


def test_periods_come_in_their_order() -> None:
    for by, names in (
        ("year", ["2024", "2025", "2026"]),
        ("month", ["2024-01", "2024-02", "2025-01", "2025-02", "2026-01", "2026-02"]),
    ):
        shares = estimate_shares(scored(), prior=PRIOR, by=by, dates=dated(), resamples=50)
        assert list(dict.fromkeys(each.group for each in shares.shares)) == ["", *names]
        assert shares.by == by
        assert {each.statements for each in shares.shares[2:]} == {30 if by == "year" else 15}


@pytest.mark.parametrize(
    ("date", "year", "month"),
    [
        ("2026-11-23", "2026", "2026-11"),
        ("2026-11-23T10:00:00Z", "2026", "2026-11"),
        ("2026-11", "2026", "2026-11"),
        ("2026", "2026", None),
        ("2026-13-01", "2026", None),
        ("20261", None, None),
        ("November 2026", None, None),
    ],
)
def test_a_period_is_read_from_how_a_date_begins(
    date: str, year: str | None, month: str | None
) -> None:
    (known, *_, lacking) = scored(2)
    dates = {"a0": date, "a1": "2000-01-01"}
    for by, expected in (("year", year), ("month", month)):
        assert groups_of([known, lacking], by, dates)[0] == expected


def test_what_has_no_date_is_counted_and_in_no_period() -> None:
    dates = {name: date for name, date in dated().items() if name != "a0"}
    shares = estimate_shares(scored(), prior=PRIOR, by="year", dates=dates, resamples=50)
    assert "3 statements have no date that tells the year: they are in none" in shares.notes
    assert sum(each.statements for each in shares.shares if each.group and each.label == "no") == 87


def test_no_dates_and_unknown_groups_are_told() -> None:
    with pytest.raises(StanceError, match=r"no date tells the month .*\(--articles\)"):
        estimate_shares(scored(), prior=PRIOR, by="month", dates={"a0": "2026"})
    with pytest.raises(StanceError, match="no groups by 'colour': there are speaker, affil"):
        estimate_shares(scored(), prior=PRIOR, by="colour")


def test_a_sample_has_as_many_of_each_year() -> None:
    rows = draw_sample(scored(), 30, by="year", dates=dated() | {f"a{a}": "2020" for a in range(4)})
    years = [(dated() | {f"a{a}": "2020" for a in range(4)})[row["article"]][:4] for row in rows]
    assert {year: years.count(year) for year in set(years)} == {
        "2020": 7, "2024": 7, "2025": 7, "2026": 7,
    }  # fmt: skip
    weights = {year: row["weight"] for year, row in zip(years, rows, strict=True)}
    assert weights["2020"] == pytest.approx(12 / 7, abs=1e-5)
