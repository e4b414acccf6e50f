"""The lexicon classifier: what phrases were found tells the target, and nothing else."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from stance.classifiers.lexicon.phrases import Match, Phrases
from stance.classifiers.parameters import LexiconParameters
from stance.classifiers.protocol import Tell, silent
from stance.classifiers.softmax import softmax
from stance.errors import StanceError, describe_invalid
from stance.statements import Utterance

if TYPE_CHECKING:
    from stance.checkpoints import Checkpoints

_FILE: Final = "lexicon.json"
_SHIPPED: Final = ("posture",)


class Entry(BaseModel):
    """What speaks for a target.

    Attributes
    ----------
    cues
        Phrases that are looked for in the words that attribute.
    phrases
        Phrases that are looked for in what was said.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cues: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


_ENTRIES: Final = TypeAdapter(dict[str, Entry])


class LexiconClassifier:
    """Adds up the phrases that were found, over how frequent each target is.

    The log odds of a target are those of its frequency in the training data, and `strength` for
    each word of a phrase found for it. Nothing else is learnt, and `matches` tells why.

    Parameters
    ----------
    params
        Which lexicon, and how much a phrase counts.
    inputs
        What it reads of an utterance; only text and cue are looked at.
    """

    kind = "lexicon"
    figure: float | None = None

    def __init__(
        self,
        params: LexiconParameters | None = None,
        inputs: Sequence[str] = ("text", "cue"),
        *,
        offline: bool = False,  # noqa: ARG002
    ) -> None:
        self.params = params or LexiconParameters()
        self.inputs = tuple(inputs)
        self.targets: tuple[str, ...] = ()
        self._frequencies: NDArray[np.float64] = np.zeros(0)
        self._take_up({})

    def fit(
        self,
        utterances: Sequence[Utterance],
        targets: Sequence[str],
        *,
        classes: Sequence[str],
        groups: Sequence[str] | None = None,  # noqa: ARG002
        seed: int = 0,  # noqa: ARG002
        tell: Tell = silent,  # noqa: ARG002
        checkpoints: Checkpoints | None = None,  # noqa: ARG002
    ) -> Self:
        """Read the lexicon, and count how frequent the targets are.

        Raises
        ------
        StanceError
            If there is no statement, no such lexicon, or none of its entries is a target.
        """
        if not utterances:
            raise StanceError("there are no statements to train on")
        entries = _read(self.params.lexicon)
        named = {name: self.params.roll_up.get(name, name) for name in entries}
        if not set(named.values()) & set(classes):
            raise StanceError(
                f"the lexicon {self.params.lexicon} has phrases for {', '.join(entries)}, and the "
                f"targets are {', '.join(classes)}: name a lexicon of theirs with params.lexicon"
            )
        merged = {name: Entry() for name in classes}
        for name, entry in entries.items():
            if named[name] in merged:
                before = merged[named[name]]
                merged[named[name]] = Entry(
                    cues=before.cues + entry.cues, phrases=before.phrases + entry.phrases
                )
        self.targets = tuple(classes)
        counts = Counter(targets)
        # A half is added, so that what the data lack can still be found by its phrases.
        shares = np.array([counts[name] + 0.5 for name in classes])
        self._frequencies = shares / shares.sum()
        self._take_up(merged)
        return self

    def predict_proba(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return the probability of each target, shape (utterances, targets)."""
        points = np.zeros((len(utterances), len(self.targets)))
        place = {name: column for column, name in enumerate(self.targets)}
        for row, utterance in enumerate(utterances):
            for match in self.matches(utterance):
                points[row, place[match.target]] += match.words
        logits = np.log(self._frequencies) + self.params.strength * points
        return softmax(logits)

    def matches(self, utterance: Utterance) -> list[Match]:
        """Return the phrases that were found in an utterance, those of the cue first."""
        found = []
        if "cue" in self.inputs:
            found += self._cues.find(utterance.cue or "")
        if "text" in self.inputs:
            found += self._phrases.find(utterance.text)
        return found

    def too_long(self, utterances: Sequence[Utterance]) -> int:  # noqa: ARG002
        """Count what it cannot read to the end: nothing is too long for it."""
        return 0

    def save(self, folder: Path) -> None:
        """Write phrases and frequencies as JSON."""
        record = {
            "targets": self.targets,
            "frequencies": self._frequencies.tolist(),
            "inputs": self.inputs,
            "params": self.params.model_dump(mode="json"),
            "entries": {name: entry.model_dump() for name, entry in self._entries.items()},
        }
        text = json.dumps(record, indent=2, ensure_ascii=False)
        (folder / _FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises
        ------
        StanceError
            If the file is missing or broken.
        """
        path = folder / _FILE
        try:
            record: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            params = LexiconParameters.model_validate(record["params"])
            classifier = cls(params, record["inputs"])
            classifier.targets = tuple(record["targets"])
            classifier._frequencies = np.array(record["frequencies"], dtype=np.float64)
            classifier._take_up(_ENTRIES.validate_python(record["entries"]))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StanceError(
                f"{path} is missing or broken ({error}): train the run again"
            ) from error
        return classifier

    def _take_up(self, entries: Mapping[str, Entry]) -> None:
        self._entries = dict(entries)
        self._cues = Phrases({name: entry.cues for name, entry in entries.items()})
        self._phrases = Phrases({name: entry.phrases for name, entry in entries.items()})


def _read(name: str) -> dict[str, Entry]:
    """Read a lexicon that ships, or one from a TOML file."""
    if name in _SHIPPED:
        text = (resources.files(__package__) / f"{name}.toml").read_text(encoding="utf-8")
    else:
        try:
            text = Path(name).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise StanceError(
                f"no lexicon {name!r}: give a TOML file, or one of {', '.join(_SHIPPED)}"
            ) from error
    try:
        return _ENTRIES.validate_python(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise StanceError(f"the lexicon {name} is not a TOML file: {error}") from error
    except ValidationError as error:
        raise StanceError(f"the lexicon {name} is not valid:\n{describe_invalid(error)}") from error
