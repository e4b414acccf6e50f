"""The few-shot classifier: an encoder tuned by comparing statements, and a linear head on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from stance.classifiers.embedding import EmbeddingClassifier
from stance.classifiers.parameters import EmbeddingParameters, FewShotParameters
from stance.classifiers.protocol import Tell
from stance.statements import Utterance


class FewShotClassifier(EmbeddingClassifier):
    """An embedding classifier whose encoder first learns which statements belong together.

    Made for 8 to 64 statements a target.
    """

    kind = "fewshot"
    PARAMETERS: ClassVar[type[EmbeddingParameters]] = FewShotParameters
    params: FewShotParameters

    def _prepare(
        self, utterances: Sequence[Utterance], targets: Sequence[str], *, seed: int, tell: Tell
    ) -> None:
        from stance.classifiers.contrast import make_pairs, tune

        texts, _ = self._reader.read(utterances)
        pairs = make_pairs(targets, self.params.pairs, seed)
        loss = tune(
            self._encoder, texts, pairs, self.params, padding=self._reader.padding, seed=seed
        )
        tell("tuned", f"Tuned on {len(pairs):,} pairs: loss {loss:.3f} at the end.", loss=loss)
