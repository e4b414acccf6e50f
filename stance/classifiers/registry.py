"""From the name of a kind to the classifier; what it needs is imported only then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from stance.classifiers.ensemble import Ensemble, members_in
from stance.classifiers.parameters import (
    INPUTS,
    KINDS,
    PARAMETERS,
    Parameters,
)
from stance.classifiers.protocol import Classifier, Predictor
from stance.errors import StanceError, describe_invalid

DEFAULT_INPUTS: Final = ("text", "cue", "kind")
_CLASSES: Final[Mapping[str, tuple[str, str]]] = {
    "baseline": ("baseline", "BaselineClassifier"),
    "lexicon": ("lexicon", "LexiconClassifier"),
    "linear": ("linear", "LinearClassifier"),
    "embedding": ("embedding", "EmbeddingClassifier"),
    "fewshot": ("fewshot", "FewShotClassifier"),
    "transformer": ("transformer", "TransformerClassifier"),
    "zeroshot": ("zeroshot", "ZeroShotClassifier"),
    "prompt": ("prompt", "PromptClassifier"),
    "blend": ("blend", "BlendClassifier"),
}


def make(
    kind: str,
    params: Parameters | Mapping[str, Any] | None = None,
    *,
    inputs: Sequence[str] = DEFAULT_INPUTS,
    offline: bool = False,
) -> Classifier:
    """Make a classifier that is not fitted yet.

    Parameters
    ----------
    kind
        One of `KINDS`.
    params
        The kind's hyper-parameters; those not named have their defaults.
    inputs
        What it reads of a statement, out of `INPUTS`.
    offline
        Refuse to ask the model hub for what it begins with.

    Raises
    ------
    StanceError
        If there is no such kind, or a hyper-parameter or input is wrong.
    """
    _known(kind)
    if not inputs or (unknown := set(inputs) - set(INPUTS)):
        wrong = ", ".join(sorted(unknown)) if inputs else "none"
        raise StanceError(f"inputs: {wrong}; a classifier reads one or more of {', '.join(INPUTS)}")
    if not isinstance(params, Parameters):
        try:
            params = PARAMETERS[kind].model_validate(params or {})
        except ValidationError as error:
            raise StanceError(
                f"wrong hyper-parameters for {kind}:\n{describe_invalid(error)}"
            ) from error
    if type(params) is not PARAMETERS[kind]:
        raise StanceError(f"{type(params).__name__} are not the hyper-parameters of {kind}")
    return _class_of(kind)(params, inputs, offline=offline)


def load(kind: str, folder: Path) -> Predictor:
    """Read a fitted classifier, or an ensemble, from the folder that its ``save`` wrote into.

    Raises
    ------
    StanceError
        If there is no such kind, or its files are missing or broken.
    """
    _known(kind)
    one = _class_of(kind)
    if members := members_in(folder):
        return Ensemble([one.load(own) for own in members])
    return one.load(folder)


def export(predictor: Predictor, folder: Path, *, int8: bool = False) -> None:
    """Write a fitted transformer as ONNX, which `load` reads without torch; so within a blend.

    Raises
    ------
    StanceError
        If it is of another kind, or cannot be exported.
    """
    if not _export(predictor, folder, int8=int8):
        raise StanceError(
            "only transformers are exported, alone, as an ensemble or in a blend: linear classifiers "
            "need no torch, and are fast as they are"
        )


def _export(predictor: Predictor, folder: Path, *, int8: bool) -> bool:
    """Export what can be, and save the rest as it is; tell whether anything was exported."""
    from stance.classifiers.blend import BlendClassifier
    from stance.classifiers.transformer import TransformerClassifier

    match predictor:
        case Ensemble() | BlendClassifier():
            done = [_export(each, own, int8=int8) for own, each in predictor.places(folder)]
            return any(done)
        case TransformerClassifier():
            predictor.export(folder, int8=int8)
            return True
        case _:
            predictor.save(folder)
            return False


def _class_of(kind: str) -> type[Classifier]:
    module, name = _CLASSES[kind]
    found: type[Classifier] = getattr(import_module(f"stance.classifiers.{module}"), name)
    return found


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise StanceError(f"no kind of classifier {kind!r}; there are {', '.join(KINDS)}")
