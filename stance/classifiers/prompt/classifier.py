"""The prompt classifier: a chat model reads the codebook and codes statement by statement."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.parameters import PromptParameters
from stance.classifiers.prompt.cache import AnswerCache
from stance.classifiers.prompt.endpoint import Endpoint
from stance.classifiers.prompt.instruction import (
    instruction,
    once_more,
    question,
    response_format,
    target_named,
)
from stance.classifiers.protocol import Tell, silent
from stance.classifiers.targets import encode_targets
from stance.errors import StanceError
from stance.statements import Utterance

if TYPE_CHECKING:
    from stance.checkpoints import Checkpoints
    from stance.classifiers.prompt.cache import Answer
    from stance.classifiers.prompt.instruction import Messages

_SETTINGS: Final = "prompt.json"


class PromptClassifier:
    """A chat model behind an OpenAI-compatible endpoint, with the codebook as its instruction.

    It answers with a target and no probability. How often each answer was right on some of the
    training data, and what was right in its place, gives the probabilities: ``P(target | answer)``,
    the matrix of A. P. Dawid and A. M. Skene, "Maximum likelihood estimation of observer error-rates
    using the EM algorithm", Applied Statistics 28 (1979), counted where the truth is known.

    Parameters
    ----------
    params
        Where the endpoint is, and how it is asked.
    inputs
        What it is shown of an utterance.
    offline
        Refuse an endpoint that is not on this machine.
    """

    kind = "prompt"
    figure: float | None = None

    def __init__(
        self,
        params: PromptParameters | None = None,
        inputs: Sequence[str] = ("text", "cue", "kind"),
        *,
        offline: bool = False,
    ) -> None:
        self.params = params or PromptParameters()
        self.inputs = tuple(inputs)
        self.targets: tuple[str, ...] = ()
        self._seed = 0
        self._local_only = offline
        # Rows are answers, the last one no answer; shape (targets + 1, targets).
        self._likely: NDArray[np.float64] = np.zeros((0, 0))
        self._unanswered = 0
        self._connected: Endpoint | None = None

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
        """Ask for some of the utterances, and count what each answer means.

        Raises
        ------
        StanceError
            If there are fewer than two targets, no model is named, or the endpoint does not answer.
        """
        if not self.params.model:
            raise StanceError(
                "name the model with params.model, as the server at params.url calls it"
            )
        encode_targets(targets, classes)  # or else there is nothing to code
        self.targets, self._seed = tuple(classes), seed
        frequent = Counter(targets)
        base = np.array([frequent[name] for name in classes]) / len(targets)
        chosen = np.random.default_rng(seed).permutation(len(utterances))[: self.params.calibrate]
        answers = self._ask([utterances[i] for i in chosen])
        counts = np.zeros((len(classes) + 1, len(classes)))
        for answer, i in zip(answers, chosen, strict=True):
            counts[answer, self.targets.index(targets[i])] += 1
        self._likely = _meaning(counts, base)
        if len(chosen):
            right = float(np.trace(counts[:-1]) / len(chosen))
            tell(
                "asked",
                f"{len(chosen):,} statements were asked for; {right:.0%} of the answers are right.",
                accuracy=right,
            )
        return self

    def predict_proba(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return the probability of each target, shape (utterances, targets).

        Where the model gives no answer, they are the frequencies of the training data.
        """
        if not utterances:
            return np.zeros((0, len(self.targets)))
        return self._likely[self._ask(utterances)]

    def too_long(self, utterances: Sequence[Utterance]) -> int:  # noqa: ARG002
        """Count what it cannot read to its end: a server does not tell."""
        return 0

    def stay_local(self) -> None:
        """Refuse, from now on, an endpoint that is not on this machine."""
        self._local_only = True

    def account(self) -> str | None:
        """Say in a line what asking has taken since it was made; None where nothing was asked."""
        if self._connected is None:
            return None
        taken = self._connected.account
        price_in, price_out = self.params.price_in, self.params.price_out
        cost = (taken.tokens_in * price_in + taken.tokens_out * price_out) / 1e6
        line = (
            f"{', '.join(sorted(taken.models)) or self.params.model} at {self.params.url}: "
            f"{taken.asked:,} requests, {taken.cached:,} more answered from the cache; "
            f"{taken.tokens_in:,} tokens read, {taken.tokens_out:,} written"
        )
        if price_in or price_out:
            line += f", which costs {cost:.2f}"
        if self._unanswered:
            line += (
                f". To {self._unanswered:,} statements it gave no answer: they have the frequencies of "
                "the training data"
            )
        if taken.refused:
            line += f" ({len(taken.refused):,} were refused, the first with {taken.refused[0]})"
        return line

    def save(self, folder: Path) -> None:
        """Write how it is asked and what its answers mean (JSON); no key, and no answer."""
        settings = {
            "targets": self.targets,
            "inputs": self.inputs,
            "seed": self._seed,
            "likely": self._likely.tolist(),
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
            If the file is missing or broken.
        """
        path = folder / _SETTINGS
        try:
            settings: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            params = PromptParameters.model_validate(settings["params"])
            classifier = cls(params, settings["inputs"])
            classifier.targets = tuple(settings["targets"])
            classifier._seed = int(settings["seed"])
            classifier._likely = np.array(settings["likely"], dtype=np.float64)
            size = len(classifier.targets)
            if classifier._likely.shape != (size + 1, size):
                raise ValueError("its matrix does not fit its targets")
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StanceError(
                f"{path} is missing or broken ({error}): restore it, or train the run again"
            ) from error
        return classifier

    def _ask(self, utterances: Sequence[Utterance]) -> list[int]:
        """Return the place of the target that the model names for each; of none, one behind all."""
        definitions = {name: self.params.definitions.get(name, "") for name in self.targets}
        system = instruction(
            definitions,
            self.inputs,
            constraint=self.params.answers,
            more=self.params.instruction,
        )
        questions = [question(system, each, self.inputs) for each in utterances]
        replies = self._endpoint().ask([self._body(each) for each in questions])
        answers = [self._place(reply) for reply in replies]
        nowhere = len(self.targets)
        # What was refused would be refused again; what was answered amiss is asked once more.
        again = [i for i, reply in enumerate(replies) if reply and answers[i] == nowhere]
        second = [
            self._body(once_more(questions[i], reply.text, self.targets))
            for i in again
            if (reply := replies[i]) is not None
        ]
        for i, reply in zip(again, self._endpoint().ask(second), strict=True):
            answers[i] = self._place(reply)
        self._unanswered += answers.count(nowhere)
        return answers

    def _place(self, reply: Answer | None) -> int:
        named = target_named(reply.text, self.targets) if reply else None
        return len(self.targets) if named is None else self.targets.index(named)

    def _body(self, messages: Messages) -> dict[str, Any]:
        return {
            "model": self.params.model,
            "messages": messages,
            "seed": self._seed,
            **response_format(self.params.answers, self.targets),
            **self.params.options,
        }

    def _endpoint(self) -> Endpoint:
        """Return the endpoint; it is only now that its key is read and its cache opened."""
        if self._connected is None:
            self._connected = Endpoint(self.params, AnswerCache())
        if self._local_only and not self._connected.is_local:
            raise StanceError(
                f"{self.params.url} is not on this machine, and --offline asks none that is not"
            )
        return self._connected


def _meaning(counts: NDArray[np.float64], base: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn counts of true targets by answer into ``P(target | answer)``.

    To each answer are added one statement of which it is right, if its target occurs, and one that is
    as any, so that few data do not make it certain.
    """
    seen = base > 0
    likely = counts + base
    likely[: len(base)] += np.diag(seen.astype(np.float64))
    # No answer tells nothing.
    likely[-1] = base
    return np.asarray(likely / likely.sum(axis=1, keepdims=True))
