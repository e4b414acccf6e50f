"""Exporting a run as a folder for the model hub, which transformers loads without stance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from stance.classifiers.reading import render
from stance.directories import written_whole
from stance.errors import StanceError
from stance.runs import LAYOUT, Run
from stance.runs.predicting import weights_of
from stance.training.card import render_hub_card
from stance.training.journal import Notes
from stance.training.recipe import Recipe

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stance.classifiers.transformer import TransformerClassifier
    from stance.labelled import LabelledStatement

_CHECKED: Final = 256
"""Statements on which both are compared, at most."""
_CLOSE: Final = 1e-4
"""How near the probabilities of both are, at least."""


def export_hub_folder(
    run: Run,
    statements: Sequence[LabelledStatement],
    out: str | Path | None = None,
    *,
    on_note: Notes | None = None,
) -> Path:
    """Write a run's classifier as a folder that transformers loads as it is.

    Its labels are the run's targets that have training data, in the codebook's order; temperature
    and prior are in its weights, so that it gives the run's probabilities.

    Parameters
    ----------
    run
        Of a transformer whose pooling is ``native``.
    statements
        What both are compared on; some hundreds are taken.
    out
        The folder, by default the run's with ``-hub-folder`` behind.
    on_note
        Is told what happens, a line at a time.

    Returns
    -------
    Path
        The folder: safetensors, the tokenizer, and a model card as the hub wants it.

    Raises
    ------
    StanceError
        If the run is of another kind or pooling, the folder does not give its probabilities, or the
        place is taken. Nothing is left behind.
    """
    target = Path(out) if out else run.path.with_name(f"{run.path.name}-hub-folder")
    classifier = _transformer_of(run)
    names = classifier.present_targets
    with written_whole(target, "a folder") as folder:
        classifier.write_hub_folder(folder, _shift(run, names))
        some = statements[:_CHECKED]
        gap = _gap(run, folder, some, names)
        if not gap <= _CLOSE:
            raise StanceError(
                f"transformers gives probabilities that are off the run's by {gap:.2g}, and {_CLOSE:g} is "
                "allowed: this encoder cannot be exported so; export it --to onnx"
            )
        card = render_hub_card(
            run.info,
            Recipe.model_validate(run.recipe),
            run.evaluation,
            params=classifier.params,
            names=names,
            temperature=classifier.temperature,
        )
        (folder / LAYOUT.card).write_text(card, encoding="utf-8")
    if on_note is not None:
        on_note(
            f"Exported for transformers: on {len(some):,} statements no probability differs by more "
            f"than {gap:.1g}."
        )
    return target


def _transformer_of(run: Run) -> TransformerClassifier:
    from stance.classifiers.transformer import TransformerClassifier

    if not isinstance(run.classifier, TransformerClassifier):
        what = f"of kind {run.info.kind}" if run.info.kind != "transformer" else "an ensemble"
        raise StanceError(
            f"only a single transformer is a folder that transformers loads, and {run.path} is {what}: "
            "train one with --recipe transformer --set params.pooling=native"
        )
    return run.classifier


def _shift(run: Run, names: Sequence[str]) -> NDArray[np.float64]:
    """Return what the prior adds to the logarithm of each probability."""
    if run.info.prior is None:
        return np.zeros(len(names))
    label_of = dict(run.codebook.roll_up) if run.info.target == "act" else {n: n for n in names}
    weights = weights_of(
        [label_of[name] for name in names],
        [run.info.data.fitted[name] for name in names],
        run.info.prior,
    )
    with np.errstate(divide="ignore"):  # what the prior rules out is as unlikely as can be
        return np.log(weights)


def _gap(
    run: Run, folder: Path, statements: Sequence[LabelledStatement], names: Sequence[str]
) -> float:
    """Return the largest difference between what the run and transformers say."""
    import torch
    from transformers import AutoTokenizer

    from stance.encoders import load_native

    if not statements:
        raise StanceError("there is no statement to compare the exported classifier on")
    utterances = [statement.utterance for statement in statements]
    scores = run.predict(utterances)
    expected = scores.labels if scores.acts is None else scores.acts
    columns = [run.info.targets.index(name) for name in names]
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = load_native(str(folder), offline=True).train(False)
    lines = [render(each, run.recipe["inputs"]) for each in utterances]
    largest = 0.0
    for start in range(0, len(lines), 32):
        some = slice(start, start + 32)
        tokens = tokenizer(lines[some], truncation=True, padding=True, return_tensors="pt")
        with torch.inference_mode():
            found = model(**tokens).logits.double().softmax(dim=1).numpy()
        largest = max(largest, float(np.abs(found - expected[some][:, columns]).max()))
    return largest
