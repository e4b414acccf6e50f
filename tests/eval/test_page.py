"""The page of an evaluation; in a browser it is tested with all pages (`tests/reports`)."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import lxml.html
import pytest

from stance.errors import StanceError
from stance.eval import Mistake, Prediction, find_mistakes, judge
from stance.eval.evaluation import Evaluation
from stance.eval.page import EXAMPLES, evaluation_page, write_evaluation_page
from stance.labelled import LabelledStatement

HOSTILE = "</p><script>alert(1)</script>"
LABELS = ("conciliatory", "neutral", "threatening")


def item(i: int, gold: str, guess: str, sure: float = 0.7, **columns: str) -> Prediction:
    rest = (1 - sure) / 2
    scores = {label: sure if label == guess else rest for label in LABELS}
    return Prediction(f"s{i}", gold, guess, scores, f"a{i // 3}", columns)


def judged(items: list[Prediction], labels: tuple[str, ...] = LABELS) -> Evaluation:
    return judge(
        items,
        labels,
        baseline=Counter(each.gold for each in items),
        baseline_is="the majority label",
        values=(1.0, 0.0, -1.0) if labels == LABELS else None,
        run=HOSTILE,
        data=HOSTILE,
        resamples=20,
    )


@pytest.fixture
def items() -> list[Prediction]:
    right = [
        item(i, LABELS[i % 3], LABELS[i % 3], 0.5 + i / 100, kind="direct", text=f"words {i}")
        for i in range(45)
    ]
    wrong = item(
        50, "neutral", "threatening", 0.9, kind="indirect", text=f"we shall {HOSTILE} see",
        context=f"He said we shall\n{HOSTILE}  see, and left.",
    )  # fmt: skip
    return [*right, wrong]


@pytest.fixture
def page(items: list[Prediction]) -> str:
    return "".join(evaluation_page(judged(items)))


def test_nothing_of_the_data_is_markup(page: str) -> None:
    assert page.count("<script>") == 2
    assert "<script>alert" not in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert 'style="' not in page


def test_the_words_are_marked_in_their_context(page: str) -> None:
    case = lxml.html.fromstring(page).xpath("//article[@data-outcome='mistake|gold doubted']")[0]
    passage = case.xpath(".//p[@class='passage']")[0]
    assert passage.xpath("string(mark)").split() == f"we shall {HOSTILE} see".split()
    assert passage.text_content().startswith("He said we shall")
    assert "and left." in passage.text_content()


def test_examples_of_what_is_right_too(page: str) -> None:
    root = lxml.html.fromstring(page)
    assert len(root.xpath("//article[@data-outcome='right']")) == 3 * EXAMPLES


def test_links_and_choices_lead_somewhere(page: str) -> None:
    root = lxml.html.fromstring(page)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in root.xpath("//a/@href")} <= set(ids)
    for pick in root.xpath("//a/@data-pick"):
        for name, value in json.loads(pick).items():
            assert value in root.xpath(f"//select[@id='pick-{name}']/option/@value")


def test_the_figures_are_those_of_the_evaluation(items: list[Prediction]) -> None:
    evaluation = judged(items)
    told = lxml.html.fromstring("".join(evaluation_page(evaluation))).text_content()
    for figure in evaluation.figures.values():
        assert figure.value is None or f"{figure.value:.3f}" in told
    assert "98% get the right label" in " ".join(told.split())


def test_neighbours_from_the_training_data(items: list[Prediction]) -> None:
    near = [LabelledStatement(id="t1", text="we shall all see", label="neutral")]
    mistakes = find_mistakes(items, near)
    told = "".join(evaluation_page(judged(items), mistakes=mistakes))
    assert "we shall all see" in told


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([item(1, "neutral", "neutral")], "There are no intervals: there is one article only."),
        ([Prediction("a", "neutral", "neutral")], "There is no mistake"),
        ([Prediction("a", "neutral", "threatening")], "The words of the items are not known here"),
        (
            [item(i, "neutral", "threatening") for i in range(30)],
            "Of 30 statements, 0% get the right label (95% interval 0% to 0%)",
        ),
    ],
)
def test_little_or_nothing_to_show(items: list[Prediction], words: str) -> None:
    told = lxml.html.fromstring("".join(evaluation_page(judged(items)))).text_content()
    assert words in " ".join(told.split())


def test_many_labels_without_values() -> None:
    labels = tuple(f"label {i}" for i in range(15))
    items = [Prediction(str(i), labels[i % 15], labels[i * i % 15]) for i in range(90)]
    page = "".join(evaluation_page(judged(items, labels)))
    assert len(lxml.html.fromstring(page).xpath("//table[@class='confusion']//td")) == 225


def test_more_mistakes_than_the_page_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stance.eval.page.MISTAKES", 3)
    items = [item(i, "neutral", "threatening") for i in range(10)]
    mistakes: list[Mistake] = find_mistakes(items)
    told = "".join(evaluation_page(judged(items), mistakes=mistakes))
    assert "10 mistakes, the surest first: 3 of them are shown" in told


def test_the_file_is_whole_or_not_there(items: list[Prediction], tmp_path: Path) -> None:
    write_evaluation_page(judged(items), tmp_path / "page.html")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    with pytest.raises(StanceError, match="cannot write the report"):
        write_evaluation_page(judged(items), tmp_path / "missing" / "page.html")
