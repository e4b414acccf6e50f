from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from stance.classifiers import load, make
from stance.codebook import load_codebook
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.runs import Run
from stance.statements import Utterance
from stance.training import train

LABELS = ("conciliatory", "neutral", "threatening")
POSTURE = load_codebook("posture")
Make = Callable[..., list[LabelledStatement]]


def test_the_lexicon_that_ships_has_phrases_for_every_act() -> None:
    source = resources.files("stance.classifiers.lexicon") / "posture.toml"
    entries = tomllib.loads(source.read_text(encoding="utf-8"))
    assert tuple(entries) == POSTURE.act_names
    assert all(entry["cues"] or name == "ultimatum" for name, entry in entries.items())
    assert all(len(entry["phrases"]) >= 5 for entry in entries.values())
    for entry in entries.values():
        assert len(set(entry["phrases"])) == len(entry["phrases"])


@pytest.mark.parametrize(
    ("text", "cue", "act"),
    [
        ("We are ready to sit down for talks.", "said", "offer"),
        ("they would not fire, and had no intention of crossing", "said", "offer"),
        ("any ship that comes near will be met with force", "said", "threaten"),
        ("the claims were baseless", "said", "reject"),
        ("the step", "welcomed", "praise"),
        ("leave the island by Friday or face the guns", "said", "ultimatum"),
        ("we will defend every inch of the valley", "said", "display"),
    ],
)
def test_statements_whose_words_are_plain(text: str, cue: str, act: str) -> None:
    acts = POSTURE.act_names
    classifier = make("lexicon", inputs=["text", "cue"]).fit(
        [Utterance("x")] * len(acts), acts, classes=acts
    )
    probabilities = classifier.predict_proba([Utterance(text, cue)])
    assert acts[probabilities[0].argmax()] == act


@pytest.mark.parametrize("target", ["label", "act"])
def test_it_is_trained_judged_and_opened_by_label_and_by_act(
    make_statements: Make, tmp_path: Path, target: str
) -> None:
    rows = make_statements(90)
    run = train(rows, "lexicon", overrides=[f"target={target}"], out=tmp_path / "run")
    assert (run.evaluation.figures["macro_f1"].value or 0) > 0.5
    utterances = [row.utterance for row in rows]
    scores = Run.open(run.path).predict(utterances)
    np.testing.assert_array_equal(scores.labels, run.predict(utterances).labels)
    # What no phrase speaks of is as frequent as in the data.
    [unknown] = run.predict([Utterance("hm")]).labels
    assert unknown == pytest.approx([1 / 3] * 3, abs=0.02)


def test_a_lexicon_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[good]\nphrases = ["fine"]\n[bad]\ncues = ["moaned"]\n', encoding="utf-8")
    classifier = make("lexicon", {"lexicon": str(path), "strength": 3}, inputs=["text", "cue"]).fit(
        [Utterance("a"), Utterance("b")], ["good", "bad"], classes=("bad", "good", "other")
    )
    found = classifier.predict_proba([Utterance("fine", "said"), Utterance("no", "moaned")])
    assert found.argmax(axis=1).tolist() == [1, 0]
    folder = tmp_path / "saved"
    folder.mkdir()
    classifier.save(folder)
    path.unlink()
    assert load("lexicon", folder).predict_proba([Utterance("fine")])[0].argmax() == 1
    (folder / "lexicon.json").write_text("[]", encoding="utf-8")
    with pytest.raises(StanceError, match="missing or broken"):
        load("lexicon", folder)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no lexicon"),
        ("[good", "is not a TOML file"),
        ("[good]\nwords = []", "is not valid"),
        ('[good]\nphrases = ["Fine"]', "the phrase 'Fine' of good has 'Fine'"),
        ('[fair]\nphrases = ["fine"]', "has phrases for fair, and the targets are good, bad"),
    ],
)
def test_a_lexicon_that_cannot_be_used_is_told(
    tmp_path: Path, content: str | None, message: str
) -> None:
    path = tmp_path / "mine.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(StanceError, match=message):
        make("lexicon", {"lexicon": str(path)}).fit(
            [Utterance("a"), Utterance("b")], ["good", "bad"], classes=("good", "bad")
        )


def test_it_says_why() -> None:
    classifier = make("lexicon").fit([Utterance("x")], ["neutral"], classes=(*LABELS, "offer"))
    [match] = classifier.matches(Utterance("we are ready to talk"))  # type: ignore[attr-defined]
    assert (match.target, match.text) == ("offer", "ready to talk")
