from __future__ import annotations

from stance.eval import Prediction, judge, slice_predictions
from stance.eval.evaluation import Evaluation
from stance.eval.in_words import in_words

LABELS = ("conciliatory", "neutral", "threatening")


def judged(items: list[Prediction]) -> Evaluation:
    return judge(
        items,
        LABELS,
        baseline={"neutral": 1},
        baseline_is="the majority",
        values=(1.0, 0.0, -1.0),
        data="these",
        resamples=50,
    )


def items(*pairs: tuple[str, str], **columns: str) -> list[Prediction]:
    return [
        Prediction(f"{columns}{i}", gold, guess, article=str(i // 2), columns=columns)
        for i, (gold, guess) in enumerate(pairs)
    ]


def test_the_figures_are_said_in_words() -> None:
    told = " ".join(
        in_words(
            judged(
                items(
                    *[("neutral", "neutral")] * 6,
                    *[("threatening", "threatening")] * 2,
                    ("threatening", "conciliatory"),
                    ("threatening", "neutral"),
                )
            )
        )
    )
    assert "Of 10 statements, 80% get the right label (95% interval " in told
    assert "the baseline, which gives all the same label, has 60% right" in told
    assert "The label found worst is threatening: 50% of its 4 statements are found" in told
    assert "and 100% of what is called so is" in told
    assert "10.0% are taken for their opposite" in told
    assert "How sure" not in told


def test_one_item() -> None:
    (first, *_) = in_words(judged(items(("neutral", "neutral"))))
    assert first.startswith("Of 1 statement, 100% get the right label; the baseline")


def test_parts_that_are_worse_are_named() -> None:
    good = items(*[("neutral", "neutral")] * 60, kind="direct")
    bad = items(*[("neutral", "threatening"), ("neutral", "neutral")] * 30, kind="indirect")
    bad = [item._replace(article=f"other {item.article}") for item in bad]
    both = [*good, *bad]
    slices = slice_predictions(both, LABELS, ["kind"], resamples=50)
    assert in_words(judged(both), slices)[-1] == (
        "Of the 2 parts of the data looked at, these are worse than the rest beyond chance: kind "
        "indirect (50% right)."
    )
    alike = slice_predictions(good + items(*[("neutral", "neutral")] * 40, kind="mixed"), LABELS)
    assert in_words(judged(good), alike)[-1].endswith("none is shown to be worse than the rest.")
