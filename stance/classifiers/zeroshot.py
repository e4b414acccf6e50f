"""The zero-shot classifier: an entailment model tests the codebook's hypotheses.

After W. Yin, J. Hay and D. Roth, "Benchmarking zero-shot text classification", EMNLP-IJCNLP 2019.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.calibration import fit_calibrator
from stance.classifiers.calibrators import Calibrator, Temperature, calibrator_of
from stance.classifiers.parameters import ZeroShotParameters
from stance.classifiers.protocol import Tell, silent
from stance.classifiers.reading import render
from stance.encoders import check_length, load_nli, load_tokenizer, save_encoder
from stance.errors import StanceError
from stance.extras import require
from stance.statements import Utterance

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerFast

    from stance.checkpoints import Checkpoints

_MODEL: Final = "model"
_SETTINGS: Final = "zeroshot.json"
_BATCH: Final = 64  # pairs that are read at once
_ENTAILMENT, _CONTRADICTION = "entailment", "contradiction"


class ZeroShotClassifier:
    """Tests for each target whether one of its hypotheses follows from what was said.

    Nothing is learnt but a calibrator, which makes it as sure as it is right.

    Parameters
    ----------
    params
        The model and the hypotheses.
    inputs
        What it reads of an utterance.
    offline
        Refuse to ask the model hub for the model.
    """

    kind = "zeroshot"
    figure: float | None = None

    def __init__(
        self,
        params: ZeroShotParameters | None = None,
        inputs: Sequence[str] = ("text", "cue", "kind"),
        *,
        offline: bool = False,
    ) -> None:
        self.params = params or ZeroShotParameters()
        self.inputs = tuple(inputs)
        self.targets: tuple[str, ...] = ()
        self._calibrator: Calibrator = Temperature()
        self._offline = offline
        self._model: PreTrainedModel
        self._tokenizer: PreTrainedTokenizerFast
        # Columns of the model's logits, what it calls them.
        self._names: dict[str, int] = {}

    def fit(
        self,
        utterances: Sequence[Utterance],
        targets: Sequence[str],
        *,
        classes: Sequence[str],
        groups: Sequence[str] | None = None,  # noqa: ARG002
        seed: int = 0,
        tell: Tell = silent,
        checkpoints: Checkpoints | None = None,  # noqa: ARG002
    ) -> Self:
        """Load the model, and calibrate it on some of the utterances.

        Raises
        ------
        StanceError
            If a target has no hypothesis, or the model cannot be loaded or tells no entailment.
        """
        if lacking := [name for name in classes if name not in self.params.hypotheses]:
            raise StanceError(
                f"there is no hypothesis for {', '.join(lacking)}: the codebook or "
                "params.hypotheses must have one at least for each target"
            )
        if not self.params.model:
            raise StanceError(
                "name an entailment model (NLI) with params.model: a folder that save_pretrained "
                "wrote, or an id of the model hub"
            )
        self.targets = tuple(classes)
        self._begin(self.params.model, offline=self._offline)
        chosen = np.random.default_rng(seed).permutation(len(utterances))[: self.params.calibrate]
        if len(chosen) and self.params.calibration != "none":
            y = np.array([self.targets.index(targets[i]) for i in chosen])
            logits = self._logits([utterances[i] for i in chosen])
            fitted = fit_calibrator(self.params.calibration, logits, y)
            fitted.tell(tell, len(y))
            self._calibrator = fitted.calibrator
        return self

    def predict_proba(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return the probability of each target, shape (utterances, targets)."""
        return self._calibrator(self._logits(utterances))

    def too_long(self, utterances: Sequence[Utterance]) -> int:
        """Count the utterances that do not go with the longest hypothesis into what is read."""
        count = self._tokenizer.backend_tokenizer
        count.no_truncation()
        count.no_padding()
        every = [text for of in self.params.hypotheses.values() for text in of]
        longest = max(len(count.encode(text, add_special_tokens=False).ids) for text in every)
        room = self.params.length - longest - self._tokenizer.num_special_tokens_to_add(pair=True)
        texts = [render(each, self.inputs) for each in utterances]
        return sum(len(e.ids) > room for e in count.encode_batch(texts, add_special_tokens=False))

    def save(self, folder: Path) -> None:
        """Write the model (safetensors), its tokenizer and the settings (JSON)."""
        save_encoder(self._model, self._tokenizer, folder / _MODEL)
        settings = {
            "targets": self.targets,
            **self._calibrator.to_record(),
            "inputs": self.inputs,
            "params": self.params.model_dump(mode="json"),
        }
        text = json.dumps(settings, indent=2, ensure_ascii=False)
        (folder / _SETTINGS).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises
        ------
        StanceError
            If a file is missing or broken.
        """
        try:
            settings = json.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
            params = ZeroShotParameters.model_validate(settings["params"])
            classifier = cls(params, settings["inputs"])
            classifier.targets = tuple(settings["targets"])
            classifier._calibrator = calibrator_of(settings)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StanceError(
                f"the classifier in {folder} is broken ({error}): "
                "restore its files, or train the run again"
            ) from error
        classifier._begin(str(folder / _MODEL), offline=True)
        return classifier

    def _begin(self, name: str, *, offline: bool) -> None:
        require("neural")
        import torch

        self._tokenizer = load_tokenizer(name, offline=offline)
        self._model = load_nli(name, offline=offline)
        check_length(self._model, name, self.params.length)
        self._model.train(False)
        self._model.to("cuda" if torch.cuda.is_available() else "cpu")  # type: ignore[arg-type]
        labels = self._model.config.id2label or {}
        self._names = {str(label).lower(): int(column) for column, label in labels.items()}
        if _ENTAILMENT not in self._names:
            raise StanceError(
                f"the model {name} does not tell which of its labels is entailment (they are "
                f"{', '.join(map(str, labels.values()))}): choose an NLI model whose config.json names them"
            )

    def _logits(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return how much each target's best hypothesis follows, shape (utterances, targets)."""
        texts = [render(each, self.inputs) for each in utterances]
        tests = [
            (column, text)
            for column, target in enumerate(self.targets)
            for text in self.params.hypotheses[target]
        ]
        pairs = [(text, hypothesis) for text in texts for _, hypothesis in tests]
        follows = self._follow(pairs).reshape(len(texts), len(tests))
        logits = np.full((len(texts), len(self.targets)), -np.inf)
        for place, (column, _) in enumerate(tests):
            logits[:, column] = np.maximum(logits[:, column], follows[:, place])
        return logits

    def _follow(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Return the log odds of entailment for each pair, against contradiction where it is told."""
        import torch

        order = sorted(range(len(pairs)), key=lambda i: sum(map(len, pairs[i])))
        found = np.zeros(len(pairs))
        for start in range(0, len(order), _BATCH):
            some = order[start : start + _BATCH]
            batch = self._tokenizer(
                [pairs[i][0] for i in some],
                [pairs[i][1] for i in some],
                truncation="only_first",
                max_length=self.params.length,
                padding=True,
                return_tensors="pt",
            ).to(self._model.device)
            with torch.inference_mode():
                likely = self._model(**batch).logits.double().log_softmax(-1).cpu().numpy()
            entailed = likely[:, self._names[_ENTAILMENT]]
            if _CONTRADICTION in self._names:
                against = likely[:, self._names[_CONTRADICTION]]
            else:
                against = np.log1p(-np.exp(np.minimum(entailed, -1e-12)))
            found[some] = entailed - against
        return found
