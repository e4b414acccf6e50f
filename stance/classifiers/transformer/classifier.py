"""The transformer classifier: a pretrained encoder, fine-tuned as a whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.calibrators import Calibrator, Temperature, calibrator_of
from stance.classifiers.parameters import TransformerParameters
from stance.classifiers.protocol import Tell, silent
from stance.classifiers.reading import Reader, in_batches
from stance.classifiers.targets import encode_targets, spread
from stance.encoders import check_length, load_native, load_pair, load_tokenizer
from stance.errors import StanceError
from stance.extras import require

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

    from stance.checkpoints import Checkpoints
    from stance.classifiers.transformer.network import Network
    from stance.classifiers.transformer.onnx import OnnxNetwork
    from stance.statements import Utterance

_ENCODER: Final = "encoder"
_HEAD: Final = "head.safetensors"
_SETTINGS: Final = "transformer.json"
_ONNX: Final = "model.onnx"
_TOKENIZER: Final = "tokenizer.json"


class TransformerClassifier:
    """An encoder with a head, all of it fitted to the data, and calibrated.

    Parameters
    ----------
    params
        The hyper-parameters.
    inputs
        What it reads of an utterance.
    offline
        Refuse to ask the model hub for the encoder.
    """

    kind = "transformer"

    def __init__(
        self,
        params: TransformerParameters | None = None,
        inputs: Sequence[str] = ("text", "cue", "kind"),
        *,
        offline: bool = False,
    ) -> None:
        self.params = params or TransformerParameters()
        self.inputs = tuple(inputs)
        self.targets: tuple[str, ...] = ()
        self.calibrator: Calibrator = Temperature()
        self.figure: float | None = None
        self._offline = offline
        self._present: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        self._network: Network | OnnxNetwork
        self._tokenizer: PreTrainedTokenizerFast
        self._reader: Reader

    def fit(
        self,
        utterances: Sequence[Utterance],
        targets: Sequence[str],
        *,
        classes: Sequence[str],
        groups: Sequence[str] | None = None,
        seed: int = 0,
        tell: Tell = silent,
        checkpoints: Checkpoints | None = None,
    ) -> Self:
        """Fine-tune on most of the utterances; the rest choose the epoch and calibrate.

        Raises
        ------
        StanceError
            If there are fewer than two targets, or the encoder cannot be loaded.
        """
        from stance.classifiers.calibration import fit_calibrator
        from stance.classifiers.folds import cut_off, groups_of
        from stance.classifiers.transformer.fitting import Examples, FineTuning

        self.targets = tuple(classes)
        self._present, y = encode_targets(targets, classes)
        self._begin(self.params.encoder, seed=seed, offline=self._offline)
        texts, cut = self._reader.read(utterances)
        inside, outside = cut_off(y, groups_of(utterances, groups), self.params.dev, seed)
        tell(
            "tokens",
            f"{len(inside):,} statements to learn from, {len(outside):,} to choose by; "
            f"{cut:,} are longer than {self.params.length} tokens and lose their end.",
            cut=cut,
        )
        chosen_by = [texts[i] for i in outside]
        progress = FineTuning(
            self._trained,
            Examples([texts[i] for i in inside], y[inside], self._reader.padding),
            self.params,
            seed=seed,
            judge=lambda: _macro_f1(y[outside], self._logits(chosen_by)),
            tell=tell,
        ).run(checkpoints)
        if chosen_by:
            logits = self._logits(chosen_by)
            self.figure = _macro_f1(y[outside], logits)
            tell(
                "chosen",
                f"Epoch {progress.best} is kept: macro-F1 {self.figure:.3f} on the statements to "
                "choose by.",
                epoch=progress.best,
            )
            fitted = fit_calibrator(self.params.calibration, logits, y[outside])
            fitted.tell(tell, len(outside))
            self.calibrator = fitted.calibrator
        return self

    def predict_proba(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return the probability of each target, shape (utterances, targets)."""
        texts, _ = self._reader.read(utterances)
        likely = self.calibrator(self._logits(texts))
        return spread(likely, self._present, len(self.targets))

    def too_long(self, utterances: Sequence[Utterance]) -> int:
        """Count the utterances that have more tokens than are read."""
        return self._reader.read(utterances)[1]

    def save(self, folder: Path) -> None:
        """Write the encoder and the head (safetensors), the tokenizer and the settings (JSON)."""
        from safetensors.torch import save_file

        from stance.classifiers.transformer.network import PooledNetwork
        from stance.encoders import save_encoder

        network = self._trained
        save_encoder(network.pretrained, self._tokenizer, folder / _ENCODER)
        if isinstance(network, PooledNetwork):
            head = network.head.state_dict()
            save_file({name: value.contiguous() for name, value in head.items()}, folder / _HEAD)
        self._write_settings(folder, padding=self._reader.padding)

    def export(self, folder: Path, *, int8: bool = False) -> None:
        """Write the classifier as an ONNX file, the tokenizer and the settings: no torch is needed.

        Raises
        ------
        StanceError
            If a package is missing, the encoder cannot be exported, or it was exported already.
        """
        from stance.classifiers.transformer.onnx import export
        from stance.classifiers.transformer.pruning import prune

        reader = self._reader
        pruned = prune(
            self._trained, reader.tokenizer, length=self.params.length, padding=reader.padding
        )
        export(pruned.network, folder / _ONNX, int8=int8)
        pruned.tokenizer.save(str(folder / _TOKENIZER), pretty=False)
        self._write_settings(folder, padding=pruned.padding)

    @property
    def temperature(self) -> float:
        """What its logits are divided by.

        Raises
        ------
        StanceError
            If it is calibrated by curves, which no weights can hold.
        """
        if not isinstance(self.calibrator, Temperature):
            raise StanceError(
                f"it is calibrated by {self.calibrator.method} curves, which no weights can hold: "
                "train it with --set params.calibration=temperature, or export it --to onnx"
            )
        return self.calibrator.value

    @property
    def present_targets(self) -> tuple[str, ...]:
        """The targets that it was fitted on; all others have probability 0."""
        return tuple(self.targets[place] for place in self._present)

    def write_hub_folder(self, folder: Path, shift: NDArray[np.float64]) -> None:
        """Write the classifier as the library of transformers loads it, tokenizer and all.

        Parameters
        ----------
        folder
            An empty one.
        shift
            What is added to the logarithm of each present target's probability.

        Raises
        ------
        StanceError
            If its head is none that the encoder's architecture has, it is not calibrated by a
            temperature, or it was exported already.
        """
        require("neural")
        from stance.classifiers.transformer.hub_folder import write_hub_folder

        write_hub_folder(
            self._trained,
            self._tokenizer,
            folder,
            names=self.present_targets,
            length=self.params.length,
            temperature=self.temperature,
            shift=shift,
        )

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` or `export` wrote.

        Raises
        ------
        StanceError
            If a file is missing, broken, or does not fit the others.
        """
        try:
            settings = json.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
            params = TransformerParameters.model_validate(settings["params"])
            classifier = cls(params, settings["inputs"])
            classifier.targets = tuple(settings["targets"])
            classifier.calibrator = calibrator_of(settings)
            classifier._present = np.array(settings["present"], dtype=np.intp)
            padding = int(settings["padding"])
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise _broken(folder, error) from error
        if (folder / _ONNX).is_file():
            classifier._begin_exported(folder, padding)
        else:
            classifier._begin_saved(folder)
        return classifier

    def _write_settings(self, folder: Path, *, padding: int) -> None:
        settings = {
            "targets": self.targets,
            "present": self._present.tolist(),
            **self.calibrator.to_record(),
            "inputs": self.inputs,
            "padding": padding,
            "params": self.params.model_dump(mode="json"),
        }
        text = json.dumps(settings, indent=2, ensure_ascii=False)
        (folder / _SETTINGS).write_text(text + "\n", encoding="utf-8")

    def _begin(
        self, encoder: str, *, seed: int = 0, offline: bool, head_is_new: bool = True
    ) -> None:
        """Put a head on an encoder: a new one, or, of a native network, the one it has."""
        require("neural")
        import torch

        from stance.classifiers.transformer.network import NativeNetwork, PooledNetwork

        network: Network
        params, targets = self.params, len(self._present)
        if params.pooling == "native":
            self._tokenizer = load_tokenizer(encoder, offline=offline)
            torch.manual_seed(seed)
            model = load_native(encoder, targets if head_is_new else None, offline=offline)
            check_length(model, encoder, params.length)
            network = NativeNetwork(model, dropout=params.dropout)
        else:
            model, self._tokenizer = load_pair(encoder, length=params.length, offline=offline)
            torch.manual_seed(seed)
            network = PooledNetwork(model, targets, pooling=params.pooling, dropout=params.dropout)
        self._reader = Reader.of(self._tokenizer, self.inputs, params.length)
        self._network = network.to("cuda" if torch.cuda.is_available() else "cpu")

    def _begin_saved(self, folder: Path) -> None:
        """Take up what `save` wrote."""
        require("neural")
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        from stance.classifiers.transformer.network import PooledNetwork

        self._begin(str(folder / _ENCODER), offline=True, head_is_new=False)
        network = self._trained
        try:
            if isinstance(network, PooledNetwork):
                network.head.load_state_dict(load_file(folder / _HEAD))
            elif network.pretrained.config.num_labels != len(self._present):
                raise ValueError("the head is one for other targets")
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            raise _broken(folder, error) from error
        network.eval()

    def _begin_exported(self, folder: Path, padding: int) -> None:
        """Take up what `export` wrote."""
        from tokenizers import Tokenizer

        from stance.classifiers.transformer.onnx import OnnxNetwork

        try:
            tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        except Exception as error:  # tokenizers raises nothing more particular
            raise _broken(folder, error) from error
        self._reader = Reader(tokenizer, self.inputs, length=self.params.length, padding=padding)
        self._network = OnnxNetwork(folder / _ONNX)

    @property
    def _trained(self) -> Network:
        """The network with its weights at hand."""
        from stance.classifiers.transformer.onnx import OnnxNetwork

        if isinstance(self._network, OnnxNetwork):
            raise StanceError(
                "this classifier is an ONNX file, whose weights cannot be had any more: take the "
                "run that it was exported from"
            )
        return self._network

    def _logits(self, texts: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """Return the logits of tokens, shape (texts, present targets)."""
        return in_batches(
            texts, self._network.logits, width=len(self._present), padding=self._reader.padding
        )


def _broken(folder: Path, error: Exception) -> StanceError:
    return StanceError(
        f"the classifier in {folder} is broken ({error}): restore its files, or train the run again"
    )


def _macro_f1(y: NDArray[np.intp], logits: NDArray[np.float64]) -> float:
    from sklearn.metrics import f1_score

    return float(f1_score(y, logits.argmax(axis=1), average="macro")) if len(y) else 0.0
