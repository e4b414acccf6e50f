from __future__ import annotations

import json
from collections.abc import Callable

from stance.eval import Prediction, find_mistakes
from stance.labelled import LabelledStatement


def item(name: str, gold: str, predicted: str, sure: float | None, text: str = "") -> Prediction:
    other = "b" if predicted == "a" else "a"
    scores = None if sure is None else {predicted: sure, other: 1 - sure}
    return Prediction(name, gold, predicted, scores, "art", {"text": text} if text else {})


def test_the_surest_come_first_and_doubtful_golds_are_marked() -> None:
    items = [
        item("right", "a", "a", 0.8),
        item("sure", "b", "a", 0.9),
        item("unsure", "b", "a", 0.6),
        item("other", "a", "b", 0.7),
    ]
    found = find_mistakes(items)
    assert [each.prediction.id for each in found] == ["sure", "other", "unsure"]
    # "a" is given to its own with 0.55 on average: (0.8 + 0.3) / 2; "b" with 0.25.
    assert [each.doubted for each in found] == [True, True, True]
    surer = [*items, *[item(f"r{i}", "a", "a", 1.0) for i in range(9)]]
    assert [each.doubted for each in find_mistakes(surer)] == [False, True, False]


def test_without_scores_there_are_mistakes_still() -> None:
    (found,) = find_mistakes([item("x", "a", "b", None), item("y", "a", "a", None)])
    assert (found.sureness, found.doubted) == (None, False)
    assert "scores" not in found.to_record()


def test_the_nearest_of_the_training_stand_beside(
    make_statements: Callable[..., list[LabelledStatement]],
) -> None:
    training = make_statements(60)
    twin = training[7]
    (found,) = find_mistakes([item("x", "a", "b", 0.9, twin.text)], training)
    nearest = found.neighbours[0]
    assert (nearest.id, nearest.label, nearest.similarity) == (twin.id, twin.label, 1.0)
    assert len(found.neighbours) == 3
    record = json.loads(json.dumps(found.to_record()))
    assert record["neighbours"][0]["text"] == twin.text
    (strange,) = find_mistakes([item("x", "a", "b", 0.9, "zyxw")], training)
    assert strange.neighbours == ()
