from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save as dumps

from stance.classifiers import load, make
from stance.classifiers.linear import LinearClassifier
from stance.classifiers.parameters import LinearParameters
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.statements import Utterance

LABELS = ("conciliatory", "neutral", "threatening")

Statements = list[LabelledStatement]
Make = Callable[..., Statements]


def fitted(rows: Statements, **options: object) -> LinearClassifier:
    return LinearClassifier(LinearParameters(), **options).fit(  # type: ignore[arg-type]
        [row.utterance for row in rows], [row.label for row in rows], classes=LABELS, seed=3
    )


def test_it_learns_what_the_words_tell(make_statements: Make) -> None:
    classifier = fitted(make_statements(90))
    others = make_statements(60, seed=1)
    probabilities = classifier.predict_proba([row.utterance for row in others])
    assert probabilities.shape == (60, 3)
    assert probabilities.sum(axis=1) == pytest.approx(1)
    predicted = [LABELS[i] for i in probabilities.argmax(axis=1)]
    assert predicted == [row.label for row in others]


def test_a_support_vector_machine_learns_too(make_statements: Make) -> None:
    rows = make_statements(90)
    classifier = make("linear", {"loss": "hinge"}).fit(
        [row.utterance for row in rows], [row.label for row in rows], classes=LABELS, seed=3
    )
    others = make_statements(60, seed=1)
    probabilities = classifier.predict_proba([row.utterance for row in others])
    assert probabilities.sum(axis=1) == pytest.approx(1)
    assert [LABELS[i] for i in probabilities.argmax(axis=1)] == [row.label for row in others]


def test_the_same_seed_gives_the_same_predictions(make_statements: Make) -> None:
    rows = make_statements()
    utterances = [row.utterance for row in rows]
    first, second = (fitted(rows).predict_proba(utterances) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_what_is_predicted_does_not_depend_on_the_company(make_statements: Make) -> None:
    classifier = fitted(make_statements())
    utterances = [row.utterance for row in make_statements(20, seed=2)]
    alone = np.vstack([classifier.predict_proba([utterance]) for utterance in utterances])
    np.testing.assert_array_equal(classifier.predict_proba(utterances), alone)


def test_it_is_the_same_once_saved_and_loaded(make_statements: Make, tmp_path: Path) -> None:
    classifier = fitted(make_statements())
    classifier.save(tmp_path)
    utterances = [row.utterance for row in make_statements(20, seed=2)]
    restored = load("linear", tmp_path)
    assert restored.targets == LABELS
    expected = classifier.predict_proba(utterances)
    assert restored.predict_proba(utterances).tobytes() == expected.tobytes()


def test_the_cue_alone_can_decide(make_statements: Make) -> None:
    classifier = fitted(make_statements(), inputs=("cue",))
    threatened, offered = (
        Utterance("that they would come", cue) for cue in ("threatened", "offered")
    )
    probabilities = classifier.predict_proba([threatened, offered])
    assert probabilities.argmax(axis=1).tolist() == [2, 0]


def test_what_it_is_not_to_read_it_does_not_read(make_statements: Make) -> None:
    classifier = fitted(make_statements(), inputs=("text",))
    one, other = (
        Utterance("we shall shell the dam", cue, kind="direct") for cue in ("said", "threatened")
    )
    first, second = classifier.predict_proba([one, other])
    assert first.tolist() == second.tolist()


def test_a_label_without_data_has_probability_zero(make_statements: Make) -> None:
    rows = [row for row in make_statements() if row.label != "neutral"]
    probabilities = fitted(rows).predict_proba([Utterance("we shall shell the dam")])
    assert probabilities[0, 1] == 0
    assert probabilities.sum() == pytest.approx(1)
    assert probabilities.argmax() == 2


def test_a_class_of_one_item_is_no_obstacle(make_statements: Make) -> None:
    rows = [row for row in make_statements(60) if row.label != "neutral"]
    rows.append(make_statements(3)[2])
    assert rows[-1].label == "neutral"
    assert fitted(rows).predict_proba([rows[-1].utterance]).shape == (1, 3)


def test_an_empty_or_foreign_text_gives_probabilities_all_the_same(make_statements: Make) -> None:
    texts = ["", "   ", "…", "Ωραία", "\ud83d", "word " * 5000]
    probabilities = fitted(make_statements()).predict_proba([Utterance(text) for text in texts])
    assert probabilities.sum(axis=1) == pytest.approx(1)


def test_no_utterance_gives_no_row(make_statements: Make) -> None:
    assert fitted(make_statements()).predict_proba([]).shape == (0, 3)


def test_calibration_makes_it_less_sure_where_labels_are_noise(make_statements: Make) -> None:
    rows = make_statements(120)
    chance = np.random.default_rng(0)
    noise = [LABELS[i] for i in chance.integers(3, size=len(rows))]
    utterances = [row.utterance for row in rows]
    calibrated, plain = (
        make("linear", {"calibration_folds": folds}).fit(utterances, noise, classes=LABELS)
        for folds in (5, 0)
    )
    others = [row.utterance for row in make_statements(60, seed=5)]
    assert calibrated.predict_proba(others).max(axis=1).mean() < 0.45
    assert plain.predict_proba(others).max(axis=1).mean() > 0.45


def test_one_class_only_is_refused(make_statements: Make) -> None:
    rows = [row for row in make_statements() if row.label == "neutral"]
    with pytest.raises(StanceError, match=r"one class only \(neutral\)"):
        fitted(rows)


def test_data_without_words_are_refused() -> None:
    with pytest.raises(StanceError, match="no words in text"):
        make("linear", inputs=["text"]).fit(
            [Utterance(""), Utterance(" ")], ["a", "b"], classes=("a", "b")
        )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no safetensors file"),
        (b"not one at all", "no safetensors file"),
        (pickle.dumps({"coefficients": [1.0]}), "no safetensors file"),
        (dumps({"coefficients": np.zeros(3, dtype=int)}), "other numbers than a stance run"),
        (dumps({"coefficients": np.zeros((3, 1), np.float32)}), "is broken.*train the run again"),
        (
            dumps(
                {
                    name: np.ones(shape, dtype=np.float32)
                    for name, shape in {
                        "weights": 2,
                        "coefficients": (3, 1),
                        "intercepts": 3,
                    }.items()
                }
            ),
            "do not fit together",
        ),
    ],
)
def test_a_file_that_save_did_not_write_is_refused(
    make_statements: Make, tmp_path: Path, content: bytes, message: str
) -> None:
    fitted(make_statements()).save(tmp_path)
    (tmp_path / "linear.safetensors").write_bytes(content)
    with pytest.raises(StanceError, match=message):
        load("linear", tmp_path)


@pytest.mark.parametrize("name", ["linear.safetensors", "linear.json", "terms.json"])
def test_a_missing_file_is_named_by_its_folder(
    make_statements: Make, tmp_path: Path, name: str
) -> None:
    fitted(make_statements()).save(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(StanceError, match="train the run again"):
        load("linear", tmp_path)


def test_terms_of_another_classifier_are_refused(make_statements: Make, tmp_path: Path) -> None:
    fitted(make_statements()).save(tmp_path)
    (tmp_path / "terms.json").write_text('{"text.word": ["dam"]}', encoding="utf-8")
    with pytest.raises(StanceError, match="do not belong together"):
        load("linear", tmp_path)
