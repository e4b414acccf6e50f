"""The page of a comparison; in a browser it is tested with all pages (`tests/reports`)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import lxml.html
import pytest

from stance.errors import StanceError
from stance.eval import Prediction
from stance.eval.comparison import Comparison, Cost, Entrant, compare_entrants
from stance.eval.comparison.page import comparison_page, write_comparison_page
from stance.labelled import LabelledStatement

MakeEntrant = Callable[..., Entrant]

HOSTILE = "</p><script>alert(1)</script>"
GOLD = "uuuddd"
UNKNOWN = Cost()


def entrant(name: str, guesses: str, cost: Cost = UNKNOWN) -> Entrant:
    items = [
        Prediction(f"s{i}", gold, guess, None, f"a{i // 2}")
        for i, (gold, guess) in enumerate(zip(GOLD, guesses, strict=True))
    ]
    return Entrant(name, [items], cost=cost)


def statements() -> list[LabelledStatement]:
    return [
        LabelledStatement(
            id=f"s{i}", text=f"we {HOSTILE} {i}", label=gold, kind=("direct", "indirect")[i % 2],
            context=f"He said we\n{HOSTILE} {i} | and left.",
        )
        for i, gold in enumerate(GOLD)
    ]  # fmt: skip


@pytest.fixture
def comparison() -> Comparison:
    return compare_entrants(
        [
            entrant("old", "uudduu", Cost(10, 2_000_000, 30.0)),
            entrant(HOSTILE, "uuudud", Cost(1000, 4_000_000, 90.0)),
        ],
        data=HOSTILE,
        labels=("u", "d"),
        values=(1, -1),
        statements=statements(),
        slices=["kind"],
        notes=[f"beware of {HOSTILE}"],
        resamples=100,
    )


def root_of(comparison: Comparison) -> lxml.html.HtmlElement:
    return lxml.html.fromstring("".join(comparison_page(comparison)))


def words_of(comparison: Comparison) -> str:
    return " ".join(root_of(comparison).text_content().split())


def options(root: lxml.html.HtmlElement, name: str) -> Sequence[str]:
    found: Sequence[str] = root.xpath(f"//select[@id='pick-{name}']/option/@value")
    return found


def test_nothing_of_the_data_is_markup(comparison: Comparison) -> None:
    page = "".join(comparison_page(comparison, title=HOSTILE))
    assert page.count("<script>") == 2
    assert "<script>alert" not in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert 'style="' not in page


@pytest.mark.parametrize("name", ["$\\foo$", "a\x07b", 'x" onload="y', "<b>&amp;", "a_b^c", "| |"])
def test_names_may_be_anything(name: str) -> None:
    comparison = compare_entrants(
        [entrant("old", "uudddd", Cost(1, 1, 1)), entrant(name, "uuuduu", Cost(2, 2, 2))],
        data="d", rank=True, resamples=100,
    )  # fmt: skip
    root = root_of(comparison)
    assert not root.xpath("//@onload")
    shown = [each.text_content() for each in root.xpath("//table//bdi")]
    assert name.replace("\x07", "") in [each.strip() for each in shown] or "\x07" in name


def test_the_claim_comes_first(comparison: Comparison) -> None:
    root = root_of(comparison)
    assert root.xpath("string(//h1)") == "Which is better?"
    assert root.xpath("string(//p[@class='deck'])") == comparison.pairs[0].claim
    assert f"Beware of {HOSTILE}." in root.xpath("string(//header)")


def test_what_was_compared_is_told(comparison: Comparison) -> None:
    masthead = " ".join(root_of(comparison).xpath("string(//header)").split())
    assert "6 items in 3 articles" in masthead
    assert comparison.provenance is not None
    assert comparison.provenance.items[:16] in masthead


def test_the_figures_are_those_of_the_comparison(comparison: Comparison) -> None:
    told = words_of(comparison)
    for system in comparison.systems:
        for figure in system.figures.values():
            assert f"{figure.value:.3f}" in told
    for difference in comparison.pairs[0].differences.values():
        assert f"{difference.value:+.3f}".replace("-", "−") in told


def test_links_and_choices_lead_somewhere(comparison: Comparison) -> None:
    root = root_of(comparison)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in root.xpath("//a/@href")} <= set(ids)
    picks = root.xpath("//a/@data-pick")
    assert picks
    for pick in map(json.loads, picks):
        if "system" in pick:  # with one other system there is no choice of it
            del pick["system"]
        for name, value in pick.items():
            assert value in options(root, name)


def test_a_number_leads_to_as_many_items(make_entrant: MakeEntrant) -> None:
    entrants = [make_entrant("one"), make_entrant("two", seed=2), make_entrant("three", seed=3)]
    root = root_of(compare_entrants(entrants, data="d", resamples=100))
    links = root.xpath("//a[@data-pick]")
    for link in links:
        pick = json.loads(link.get("data-pick"))
        assert all(value in options(root, name) for name, value in pick.items())
        wanted = "".join(f"[@data-{name}='{value}']" for name, value in pick.items())
        assert len(root.xpath(f"//article{wanted}")) == int(link.text)
    assert len(links) > 8


def test_changed_items_stand_in_their_context(comparison: Comparison) -> None:
    root = root_of(comparison)
    fixed = root.xpath("//article[@data-change='fixed']")
    broken = root.xpath("//article[@data-change='broken']")
    assert (len(fixed), len(broken)) == (2, 0)
    passage = fixed[0].xpath(".//p[@class='passage']")[0]
    assert passage.xpath("string(mark)").split() == f"we {HOSTILE} 2".split()
    assert "He said" in passage.text_content()
    assert "and left." in passage.text_content()
    assert options(root, "by0") == ["", "direct", "indirect"]
    heading = " ".join(fixed[0].xpath("string(.//h3)").split())
    assert heading == "▲fixed: ▼d →became ▲u"


def test_words_that_only_one_file_of_predictions_has() -> None:
    plain, told = entrant("plain", "uudddd"), entrant("told", "uuuddd")
    items = [item._replace(columns={"text": f"words {item.id}"}) for item in told.predictions[0]]
    comparison = compare_entrants([plain, Entrant("told", [items])], data="d", resamples=100)
    assert [row["text"] for row in comparison.changed_items] == ["words s2"]
    assert "words s2" in words_of(comparison)


def test_more_changes_than_the_page_shows(
    make_entrant: MakeEntrant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stance.eval.comparison.page.CASES", 5)
    entrants = [make_entrant("one"), make_entrant("two", seed=2), make_entrant("three", seed=3)]
    comparison = compare_entrants(entrants, data="d", resamples=100)
    root = root_of(comparison)
    shown = [each.get("data-system") for each in root.xpath("//article")]
    assert sorted(shown.count(one) for one in set(shown)) == [2, 3]
    n = len(comparison.changed_items)
    assert f"{n:,} changes, of which 5 are shown" in root.text_content()


def test_of_several_the_deck_says_it_at_once(make_entrant: MakeEntrant) -> None:
    entrants = [
        make_entrant("one", 0.6), make_entrant("same", 0.6, seed=5), make_entrant("good", 0.98),
        make_entrant("bad", 0.1),
    ]  # fmt: skip
    root = root_of(compare_entrants(entrants, data="d", resamples=400))
    assert root.xpath("string(//p[@class='deck'])") == (
        "In macro-F1, held against one: good may be called better; bad may be called worse; same is "
        "not told apart from it, which does not make it equally good."
    )


def test_two_that_are_equal() -> None:
    comparison = compare_entrants(
        [entrant("one", "uudddd"), entrant("same", "uudddd")], data="d", resamples=100
    )
    root = root_of(comparison)
    assert "the same label" in root.xpath("string(//p[@class='deck'])")
    assert not root.xpath("//article")
    assert not root.xpath("//section[@id='items' or @id='costs']")


def test_one_article_tells_nothing_beyond_itself() -> None:
    items = [[Prediction(f"s{i}", g, "u", None, "a") for i, g in enumerate("uud")] for _ in "ab"]
    items[1][2] = items[1][2]._replace(predicted="d")
    comparison = compare_entrants(
        [Entrant("one", items[:1]), Entrant("two", items[1:])], data="d", rank=True
    )
    told = words_of(comparison)
    assert "There are no intervals: there is one article only." in told
    assert "nothing can be tested" in told


def test_many_labels_seeds_and_ranks(make_entrant: MakeEntrant) -> None:
    entrants = [
        make_entrant(f"system {i}", 0.3 + 0.04 * i, labels=15, runs=1 + 2 * (i == 1), seed=i)
        for i in range(12)
    ]
    comparison = compare_entrants(entrants, data="d", rank=True, resamples=100)
    root = root_of(comparison)
    assert len(root.xpath("//section[@id='ranking']//tbody/tr")) == 13
    assert "mean of its runs" in words_of(comparison)
    assert "the standard deviation of the runs" in words_of(comparison)
    deck = root.xpath("string(//p[@class='deck'])")
    assert deck.startswith("By macro-F1, from the best: system ")
    assert "and 7 more" in deck
    assert "Groups of seeds" in root.xpath("string(//dl[@class='method'])")
    glyphs = [
        (each.get("class"), each.xpath("string(span)"))
        for each in root.xpath("//section[@id='systems']//th/span[contains(@class, 'word')]")
    ]
    assert len(set(glyphs)) == 13


def test_methods_that_were_not_used_are_not_told(comparison: Comparison) -> None:
    told = root_of(comparison).xpath("string(//dl[@class='method'])")
    assert "Ranking" not in told
    assert "Groups of seeds" not in told
    assert "Every way to swap was taken" in told
    assert "{" not in told


def test_a_record_has_a_page_without_items(comparison: Comparison) -> None:
    root = root_of(Comparison.from_record(comparison.to_record()))
    assert not root.xpath("//article")
    assert not root.xpath("//a/@data-pick")


def test_the_file_is_whole_or_not_there(comparison: Comparison, tmp_path: Path) -> None:
    write_comparison_page(comparison, tmp_path / "page.html")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    with pytest.raises(StanceError, match="cannot write the report"):
        write_comparison_page(comparison, tmp_path / "missing" / "page.html")
