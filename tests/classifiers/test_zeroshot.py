from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer, BertForSequenceClassification

from stance.classifiers import Classifier, load, make
from stance.codebook import load_codebook
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.runs import Run
from stance.statements import Utterance
from stance.training import load_recipe, train

LABELS = ("conciliatory", "neutral", "threatening")
HYPOTHESES = {
    "conciliatory": ["the bridge was a generous step", "we are ready to talk"],
    "neutral": ["the committee counted its files"],
    "threatening": ["we shall shell the dam"],
}

Make = Callable[..., list[LabelledStatement]]
MakeModel = Callable[..., Path]


def fitted(model: Path, **params: Any) -> Classifier:
    rows = [Utterance("we shall shell the dam"), Utterance("the committee counted its files")]
    chosen = {"model": str(model), "length": 48, "hypotheses": HYPOTHESES} | params
    return make("zeroshot", chosen, inputs=["text"]).fit(
        rows, ["threatening", "neutral"], classes=LABELS
    )


def test_a_target_is_as_likely_as_the_best_of_its_hypotheses(nli: MakeModel) -> None:
    folder = nli("contradiction", "neutral", "ENTAILMENT")
    said = "we are ready to talk on Monday"
    model = BertForSequenceClassification.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    odds = {}
    for target, sentences in HYPOTHESES.items():
        each = []
        for sentence in sentences:
            batch = tokenizer(said, sentence, return_tensors="pt", truncation=True, max_length=48)
            with torch.no_grad():
                logits = model(**batch).logits[0].double()
            each.append(float(logits[2] - logits[0]))
        odds[target] = max(each)
    weights = np.exp([odds[label] for label in LABELS])
    classifier = fitted(folder, calibrate=0)
    found = classifier.predict_proba([Utterance(said)])
    np.testing.assert_allclose(found[0], weights / weights.sum(), rtol=1e-4)


def test_what_is_predicted_does_not_depend_on_the_company(nli: MakeModel) -> None:
    classifier = fitted(nli("not_entailment", "entailment"))
    said = [Utterance("we shall " + "shell the dam " * n) for n in (1, 3, 2)]
    alone = np.vstack([classifier.predict_proba([each]) for each in said])
    np.testing.assert_allclose(classifier.predict_proba(said), alone, atol=1e-5)
    assert classifier.predict_proba([]).shape == (0, 3)


def test_it_is_the_same_once_saved_and_loaded(nli: MakeModel, tmp_path: Path) -> None:
    classifier = fitted(nli("contradiction", "neutral", "entailment"))
    folder = tmp_path / "saved"
    folder.mkdir()
    classifier.save(folder)
    said = [Utterance("the dam"), Utterance("we are ready to talk")]
    restored = load("zeroshot", folder)
    assert restored.predict_proba(said).tobytes() == classifier.predict_proba(said).tobytes()
    (folder / "zeroshot.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StanceError, match="is broken"):
        load("zeroshot", folder)


def test_a_model_that_does_not_name_entailment_is_refused(nli: MakeModel) -> None:
    with pytest.raises(StanceError, match=r"entailment \(they are LABEL_0, not_entailment\)"):
        fitted(nli("LABEL_0", "not_entailment"))


def test_each_target_takes_a_hypothesis_and_the_kind_a_model(nli: MakeModel) -> None:
    with pytest.raises(StanceError, match="no hypothesis for neutral, threatening"):
        fitted(nli("entailment", "rest"), hypotheses={"conciliatory": ["they agree"]})
    with pytest.raises(StanceError, match=r"name an entailment model \(NLI\) with params\.model"):
        make("zeroshot", {"hypotheses": HYPOTHESES}).fit([], [], classes=LABELS)


def test_what_is_too_long_is_counted(nli: MakeModel) -> None:
    classifier = fitted(nli("entailment", "rest"), length=16)
    # The longest hypothesis has six tokens, and three are special.
    fits, not_ = Utterance("dam " * 7), Utterance("dam " * 8)
    assert classifier.too_long([fits, not_, not_]) == 2
    assert classifier.predict_proba([not_]).sum() == pytest.approx(1)


@pytest.mark.parametrize("target", ["label", "act"])
def test_the_hypotheses_are_those_of_the_codebook(
    nli: MakeModel, make_statements: Make, tmp_path: Path, target: str
) -> None:
    overrides = [
        f"params.model={nli('entailment', 'rest')}",
        "params.length=64",
        f"target={target}",
    ]
    run = train(make_statements(36), "zeroshot", overrides=overrides, out=tmp_path / "run")
    book = load_codebook("posture")
    assert load_recipe("zeroshot").params_for(book).model_dump()["hypotheses"]
    scores = Run.open(run.path).predict([Utterance("we shall shell the dam")])
    assert scores.labels.sum() == pytest.approx(1)
    assert (scores.acts is not None) == (target == "act")
