"""The embedding classifier: vectors of a frozen encoder, joined with n-grams, into a linear head."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, Self

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.arrays import read_arrays, write_arrays
from stance.classifiers.features import Features
from stance.classifiers.head import Head
from stance.classifiers.linear import write_json
from stance.classifiers.parameters import EmbeddingParameters
from stance.classifiers.protocol import Tell, silent
from stance.classifiers.reading import Reader, Tokens, in_batches
from stance.classifiers.sparse import SparseRows
from stance.classifiers.targets import encode_targets
from stance.encoders import load_pair, save_encoder
from stance.errors import StanceError
from stance.extras import require
from stance.statements import Utterance

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerFast

    from stance.checkpoints import Checkpoints

_ENCODER: Final = "encoder"
_ARRAYS, _SETTINGS, _TERMS = "embedding.safetensors", "embedding.json", "terms.json"


class EmbeddingClassifier:
    """A linear head on the vectors of an encoder that stays as it is, and on n-grams.

    Parameters
    ----------
    params
        The hyper-parameters.
    inputs
        What it reads of an utterance.
    offline
        Refuse to ask the model hub for the encoder.
    """

    kind = "embedding"
    PARAMETERS: ClassVar[type[EmbeddingParameters]] = EmbeddingParameters
    figure: float | None = None

    def __init__(
        self,
        params: EmbeddingParameters | None = None,
        inputs: Sequence[str] = ("text", "cue", "kind"),
        *,
        offline: bool = False,
    ) -> None:
        self.params = params or self.PARAMETERS()
        self.inputs = tuple(inputs)
        self._offline = offline
        self._features = Features(self.params, self.inputs)
        self._head = Head(self.params)
        self._encoder: PreTrainedModel
        self._tokenizer: PreTrainedTokenizerFast
        self._reader: Reader

    @property
    def targets(self) -> tuple[str, ...]:
        """What the columns of `predict_proba` stand for."""
        return self._head.targets

    def fit(
        self,
        utterances: Sequence[Utterance],
        targets: Sequence[str],
        *,
        classes: Sequence[str],
        groups: Sequence[str] | None = None,
        seed: int = 0,
        tell: Tell = silent,
        checkpoints: Checkpoints | None = None,  # noqa: ARG002
    ) -> Self:
        """Fit n-grams and head.

        Raises
        ------
        StanceError
            If there are fewer than two targets, or the encoder cannot be loaded.
        """
        from stance.classifiers.folds import groups_of

        self._begin(self.params.encoder, offline=self._offline)
        if cut := self.too_long(utterances):
            tell(
                "tokens",
                f"{cut:,} of {len(utterances):,} statements are longer than {self.params.length} "
                "tokens: the encoder does not read their ends.",
                cut=cut,
            )
        encode_targets(targets, classes)  # or else there is nothing to learn
        self._prepare(utterances, targets, seed=seed, tell=tell)
        blocks = [self._vectors(utterances)]
        if self.params.ngrams:
            self._features = Features(self.params, self.inputs)
            blocks.append(self._features.fit_transform(utterances))
        x = SparseRows.beside(blocks)
        self._head = Head(self.params).fit(
            x, targets, classes, groups_of(utterances, groups), seed, tell
        )
        return self

    def predict_proba(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return the probability of each target, shape (utterances, targets)."""
        if not utterances:
            return np.zeros((0, len(self.targets)))
        blocks = [self._vectors(utterances)]
        if self.params.ngrams:
            blocks.append(self._features.transform(utterances))
        return self._head.predict_proba(SparseRows.beside(blocks))

    def too_long(self, utterances: Sequence[Utterance]) -> int:
        """Count the utterances that the encoder cannot read to their end."""
        return self._reader.read(utterances)[1]

    def save(self, folder: Path) -> None:
        """Write the encoder and arrays (safetensors), n-grams and settings (JSON)."""
        save_encoder(self._encoder, self._tokenizer, folder / _ENCODER)
        arrays = self._head.arrays()
        if self.params.ngrams:
            arrays["weights"] = self._features.weights
            write_json(self._features.terms, folder / _TERMS)
        write_arrays(arrays, folder / _ARRAYS)
        settings = {"inputs": self.inputs, "params": self.params.model_dump(mode="json")}
        write_json(self._head.settings() | settings, folder / _SETTINGS)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises
        ------
        StanceError
            If a file is missing, broken, or does not fit the others.
        """
        arrays = read_arrays(folder / _ARRAYS)
        try:
            settings = json.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
            params = cls.PARAMETERS.model_validate(settings["params"])
            classifier = cls(params, settings["inputs"])
            classifier._begin(str(folder / _ENCODER), offline=True)
            features = int(classifier._encoder.config.hidden_size)
            if params.ngrams:
                terms = json.loads((folder / _TERMS).read_text(encoding="utf-8"))
                weights = arrays["weights"]
                classifier._features = Features.restore(params, classifier.inputs, terms, weights)
                features += len(weights)
            classifier._head.restore(settings, arrays, features)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise StanceError(
                f"the classifier in {folder} is broken ({error}): "
                "restore its files, or train the run again"
            ) from error
        return classifier

    def _begin(self, encoder: str, *, offline: bool) -> None:
        require("neural")
        import torch

        self._encoder, self._tokenizer = load_pair(
            encoder, length=self.params.length, offline=offline
        )
        self._encoder.train(False)
        self._encoder.to("cuda" if torch.cuda.is_available() else "cpu")  # type: ignore[arg-type]
        self._reader = Reader.of(self._tokenizer, self.inputs, self.params.length)

    def _prepare(
        self, utterances: Sequence[Utterance], targets: Sequence[str], *, seed: int, tell: Tell
    ) -> None:
        """Make the encoder fit for the data; it stays as it is."""

    def _vectors(self, utterances: Sequence[Utterance]) -> SparseRows:
        """Return the vector of each utterance, of length `weight`, shape (utterances, size)."""
        texts, _ = self._reader.read(utterances)
        size = int(self._encoder.config.hidden_size)
        rows = in_batches(texts, self._encode, width=size, padding=self._reader.padding)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return SparseRows.of(self.params.weight * rows / np.maximum(lengths, 1e-12))

    def _encode(self, tokens: Tokens) -> NDArray[np.float64]:
        import torch

        from stance.classifiers.transformer.network import pooled

        ids, mask = (torch.from_numpy(part).to(self._encoder.device) for part in tokens)
        with torch.inference_mode():
            vectors = pooled(self._encoder, ids, mask, self.params.pooling)
        return np.asarray(vectors.double().cpu().numpy())
