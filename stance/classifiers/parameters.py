"""The hyper-parameters of each kind, and what a classifier may read of a statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny, field_validator, model_validator

Input = Literal["text", "cue", "kind", "speaker", "context"]
INPUTS: Final[tuple[str, ...]] = get_args(Input)

Calibration = Literal["temperature", "sigmoid", "isotonic", "none"]

Lengths = tuple[Annotated[int, Field(ge=1, le=10)], Annotated[int, Field(ge=1, le=10)]]


class Parameters(BaseModel):
    """What all kinds' hyper-parameters have in common: unknown ones are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        defer_build=True,  # of all kinds, one or two are used
    )


class BaselineParameters(Parameters):
    """The baseline has none."""


class LexiconParameters(Parameters):
    """Hyper-parameters of `stance.classifiers.lexicon.LexiconClassifier`.

    Attributes
    ----------
    lexicon
        The lexicon that ships (``posture``), or a TOML file of its form.
    strength
        What each word of a phrase found adds to the log odds.
    roll_up
        The target of entries that are named otherwise; without, what the codebook says of its acts.
    """

    lexicon: str = "posture"
    strength: float = Field(default=1.0, gt=0)
    roll_up: dict[str, str] = {}


class LinearParameters(Parameters):
    """Hyper-parameters of `stance.classifiers.linear.LinearClassifier`.

    Attributes
    ----------
    loss
        What the head makes small: ``logistic``, as logistic regression does, or the squared
        ``hinge``, as a linear support vector machine does.
    c
        Inverse strength of the L2 penalty: more fits the training data more closely.
    balanced
        Whether rare classes weigh as much as frequent ones.
    words, characters
        Shortest and longest n-grams, in words, and in characters within words.
    min_words, min_characters
        N-grams in fewer training texts are left out. Where the data are small, no more than
        one text in a hundred is asked for.
    calibration
        What makes it as sure as it is right: one ``temperature``, or a ``sigmoid`` or ``isotonic``
        curve for each target; ``none`` leaves its probabilities as they are.
    calibration_folds
        Folds by which that is found; 0 is ``none`` too.
    """

    loss: Literal["logistic", "hinge"] = "logistic"
    c: float = Field(default=10.0, gt=0)
    balanced: bool = True
    words: Lengths = (1, 2)
    characters: Lengths = (3, 5)
    min_words: int = Field(default=2, ge=1)
    min_characters: int = Field(default=3, ge=1)
    calibration: Calibration = "temperature"
    calibration_folds: int = Field(default=5, ge=0, le=50)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for name, (shortest, longest) in (("words", self.words), ("characters", self.characters)):
            if shortest > longest:
                raise ValueError(f"{name} = [{shortest}, {longest}]: the shorter one comes first")
        if self.calibration_folds == 1:
            raise ValueError("calibration_folds is 1; it takes 2 or more, or 0 for none")
        return self


class EmbeddingParameters(LinearParameters):
    """Hyper-parameters of `stance.classifiers.embedding.EmbeddingClassifier`.

    Attributes
    ----------
    encoder
        The pretrained encoder, which stays as it is; see `stance.encoders.locate`.
    pooling, length
        As of `TransformerParameters`.
    weight
        How much the encoder's vectors, of length 1, weigh beside the n-grams, of length 1 too.
    ngrams
        Whether n-grams are joined to the vectors.
    """

    encoder: str = "minilm"
    pooling: Literal["mean", "cls"] = "mean"
    length: int = Field(default=128, ge=8, le=8192)
    weight: float = Field(default=2.0, gt=0)
    ngrams: bool = True


class FewShotParameters(EmbeddingParameters):
    """Hyper-parameters of `stance.classifiers.fewshot.FewShotClassifier`.

    Attributes
    ----------
    pairs
        For each statement so many of the same target, and so many of another, are compared.
    batch
        Pairs in a step.
    rate, warm_up, weight_decay
        Of the steps; see `stance.optimizer.Optimizer`.
    """

    c: float = Field(default=1.0, gt=0)
    weight: float = Field(default=1.0, gt=0)
    ngrams: bool = False
    pairs: int = Field(default=20, ge=1, le=10_000)
    batch: int = Field(default=16, ge=1, le=4096)
    rate: float = Field(default=2e-5, gt=0, lt=1)
    warm_up: float = Field(default=0.1, ge=0, lt=1)
    weight_decay: float = Field(default=0.01, ge=0, lt=1)


class TransformerParameters(Parameters):
    """Hyper-parameters of `stance.classifiers.transformer.TransformerClassifier`.

    Attributes
    ----------
    encoder
        The pretrained encoder; see `stance.encoders.locate`.
    pooling
        The text's vector: the mean of its tokens', or that of the first, with a linear head on it.
        ``native``: what the encoder's architecture has for classifying texts, head included.
    length
        How many tokens are read of a text.
    dev
        The share of the training part that chooses the epoch and calibrates; 0: the last epoch is
        kept, and its probabilities as they are.
    calibration
        As of `LinearParameters`.
    epochs, patience
        Passes over the data, at most; it ends when so many have brought nothing. 0: it does not.
    batch, accumulate
        Texts in a batch, and batches in a step.
    rate, head_rate, layer_decay, warm_up, weight_decay
        Of the steps; see `stance.optimizer.Optimizer`.
    dropout
        Of the text's vector, in training; where the pooling is native, within the head.
    smoothing
        The share of each target that is spread over the others.
    balance
        How much rare targets weigh: 0 as they are, 1 all targets alike.
    precision
        ``bfloat16`` is about twice as fast where the processor has it, or on a GPU.
    """

    encoder: str = "minilm"
    pooling: Literal["mean", "cls", "native"] = "mean"
    length: int = Field(default=128, ge=8, le=8192)
    dev: float = Field(default=0.1, ge=0, le=0.5)
    calibration: Calibration = "temperature"
    epochs: int = Field(default=6, ge=1, le=1000)
    patience: int = Field(default=0, ge=0)
    batch: int = Field(default=32, ge=1, le=4096)
    accumulate: int = Field(default=1, ge=1, le=1024)
    rate: float = Field(default=1e-4, gt=0, lt=1)
    head_rate: float = Field(default=1e-3, gt=0, lt=1)
    layer_decay: float = Field(default=1.0, gt=0, le=1)
    warm_up: float = Field(default=0.1, ge=0, lt=1)
    weight_decay: float = Field(default=0.01, ge=0, lt=1)
    dropout: float = Field(default=0.1, ge=0, lt=1)
    smoothing: float = Field(default=0.05, ge=0, lt=1)
    balance: float = Field(default=0.5, ge=0, le=1)
    precision: Literal["float32", "bfloat16"] = "float32"


class ZeroShotParameters(Parameters):
    """Hyper-parameters of `stance.classifiers.zeroshot.ZeroShotClassifier`.

    Attributes
    ----------
    model
        A model that tells whether one sentence follows from another (NLI): a folder that
        ``save_pretrained`` wrote, or an id of the model hub.
    length
        How many tokens are read of a statement and a hypothesis together.
    hypotheses
        For each target the sentences of which one at least holds where the target does; without,
        those of the codebook.
    calibration
        As of `LinearParameters`.
    calibrate
        How many statements of the training part it is calibrated on, at most; 0: none.
    """

    model: str = ""
    length: int = Field(default=256, ge=16, le=8192)
    hypotheses: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = {}
    calibration: Calibration = "temperature"
    calibrate: int = Field(default=300, ge=0)


class PromptParameters(Parameters):
    """Hyper-parameters of `stance.classifiers.prompt.PromptClassifier`.

    Attributes
    ----------
    url
        An OpenAI-compatible endpoint: what stands before ``/chat/completions``.
    model
        The model, as the server calls it.
    key
        The environment variable that holds the server's key; empty: it wants none. The key itself is
        never written anywhere.
    definitions
        What each target means; without, the codebook's definitions.
    instruction
        What is said to the model besides.
    answers
        What binds the model to an answer: a JSON ``schema`` of the targets, any ``json``, or ``text``
        for servers that know neither.
    calibrate
        How many statements of the training part are asked for, to learn what an answer is worth.
    options
        What else the request holds.
    attempts, wait
        How often a request is sent, at most, where it fails in a way that passes; and how many
        seconds are waited at first, twice as many each time.
    timeout
        Seconds to wait for an answer.
    at_once
        How many requests are sent at a time.
    price_in, price_out
        Of a million tokens read and written, to tell the cost.
    """

    url: str = Field(default="http://localhost:8080/v1", pattern="^https?://")
    model: str = ""
    key: str = Field(default="", pattern="^([A-Za-z_][A-Za-z0-9_]*)?$")
    definitions: dict[str, str] = {}
    instruction: str = ""
    answers: Literal["schema", "json", "text"] = "schema"
    calibrate: int = Field(default=200, ge=0)
    options: dict[str, Any] = {"temperature": 0, "max_tokens": 200}
    attempts: int = Field(default=5, ge=1, le=100)
    wait: float = Field(default=1.0, ge=0, le=60)
    timeout: float = Field(default=120.0, gt=0)
    at_once: int = Field(default=4, ge=1, le=256)
    price_in: float = Field(default=0.0, ge=0)
    price_out: float = Field(default=0.0, ge=0)


class BlendParameters(Parameters):
    """Hyper-parameters of `stance.classifiers.blend.BlendClassifier`.

    Attributes
    ----------
    members
        By the kind of each member, its hyper-parameters; two at least.
    """

    members: Annotated[dict[str, SerializeAsAny[Parameters]], Field(min_length=2)] = Field(
        # Made when it is asked for: to make them takes longer than all else in this file.
        default_factory=lambda: {
            "transformer": TransformerParameters(),
            "linear": LinearParameters(),
        }
    )

    @field_validator("members", mode="before")
    @classmethod
    def _params_of_the_kinds(cls, members: Any) -> Any:
        """Read each member's hyper-parameters as those of its kind."""
        if not isinstance(members, Mapping):
            return members
        known = [kind for kind in KINDS if kind not in ("baseline", "blend")]
        read = {}
        for kind, params in members.items():
            if kind not in known:
                raise ValueError(f"no member {kind!r} can be blended; there are {', '.join(known)}")
            model = PARAMETERS[kind]
            read[kind] = params if isinstance(params, model) else model.model_validate(params)
        return read


PARAMETERS: Final[Mapping[str, type[Parameters]]] = {
    "baseline": BaselineParameters,
    "lexicon": LexiconParameters,
    "linear": LinearParameters,
    "embedding": EmbeddingParameters,
    "fewshot": FewShotParameters,
    "transformer": TransformerParameters,
    "zeroshot": ZeroShotParameters,
    "prompt": PromptParameters,
    "blend": BlendParameters,
}
KINDS: Final[tuple[str, ...]] = tuple(PARAMETERS)
