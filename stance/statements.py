"""The nouns of attribution: a span of text, a speaker, and a statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from stance.errors import StanceError

KINDS: Final = ("direct", "indirect", "mixed")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text.

    Attributes
    ----------
    text
        The characters themselves.
    start, end
        Unicode code points into the article's ``text``; ``article.text[start:end] == text``.
    """

    text: str
    start: int
    end: int

    @classmethod
    def cut(cls, text: str, start: int, end: int) -> Span:
        """Cut the span ``text[start:end]`` out of an article's text."""
        return cls(text[start:end], start, end)

    def to_record(self) -> dict[str, Any]:
        """Return the span as it stands in JSON."""
        return {"text": self.text, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whoever a statement is attributed to, by the name that is canonical in the article.

    Attributes
    ----------
    name
        A person, office, institution, state or group: "Ada Voss", "Iran".
    affiliation
        The state or body the speaker speaks for, where the text gives it.
    """

    name: str
    affiliation: str | None = None

    def __str__(self) -> str:
        return self.name


class Utterance(NamedTuple):
    """What a classifier may read of a statement."""

    text: str
    cue: str | None = None
    kind: str | None = None
    speaker: str | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One act of attribution in an article: a speaker, a cue and the content.

    Attributes
    ----------
    id
        Unique within a corpus: the article's id, ``#``, the number of the statement.
    article
        The id of the article.
    text
        The content's words, without enclosing quotation marks, spans joined by a space.
    kind
        One of `KINDS`.
    content
        The spans of the content, quotation marks included, in the order of the text.
    speaker, mention, cue
        Who it is attributed to; the words of the text that name the source; the words that
        attribute. None where the text gives none.
    context
        The sentences that the statement stands in.
    nested
        Whether the statement stands inside another's content.
    reason
        Why an extractor found it, where it was asked to explain.
    act, label, scores, run
        There once the statement is scored: the likeliest act (where the run knows acts) and
        label, the probability of each label in the codebook's order, and the run's name. Act and
        label are None where the run was not sure enough to decide.
    """

    id: str
    article: str
    text: str
    kind: str
    content: tuple[Span, ...]
    speaker: Speaker | None = None
    mention: Span | None = None
    cue: Span | None = None
    context: str = ""
    nested: bool = False
    reason: str | None = None
    act: str | None = None
    label: str | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    run: str | None = None

    @property
    def scored(self) -> bool:
        """Whether a run has read it, be it that it decided on a label or not."""
        return self.label is not None or bool(self.scores)

    @property
    def utterance(self) -> Utterance:
        """The part of the statement that a classifier may read."""
        return Utterance(
            self.text,
            self.cue.text if self.cue else None,
            self.kind,
            self.speaker.name if self.speaker else None,
            self.context or None,
        )

    def to_record(self) -> dict[str, Any]:
        """Return the statement as the JSON object that is written one a line."""
        record: dict[str, Any] = {
            "id": self.id,
            "article": self.article,
            "speaker": self.speaker and self.speaker.name,
            "affiliation": self.speaker and self.speaker.affiliation,
            "mention": self.mention and self.mention.to_record(),
            "cue": self.cue and self.cue.to_record(),
            "content": [span.to_record() for span in self.content],
            "text": self.text,
            "kind": self.kind,
            "context": self.context,
        }
        if self.nested:
            record["nested"] = True
        if self.reason is not None:
            record["reason"] = self.reason
        if self.scored:
            record |= {
                "act": self.act,
                "label": self.label,
                "scores": dict(self.scores),
                "run": self.run,
            }
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Statement:
        """Read a statement back from its JSON object.

        Raises
        ------
        StanceError
            If a required field is missing or a field has the wrong form.
        """
        kind = _typed(record, "kind", str)
        if kind not in KINDS:
            raise StanceError(f"field 'kind' is {kind!r}; it must be one of {', '.join(KINDS)}")
        speaker = _optional(record, "speaker", str)
        content = _typed(record, "content", list)
        if not content:
            raise StanceError("field 'content' is empty; a statement has at least one span")
        return cls(
            id=_typed(record, "id", str),
            article=_typed(record, "article", str),
            text=_typed(record, "text", str),
            kind=kind,
            content=tuple(_span(item, "content") for item in content),
            speaker=Speaker(speaker, _optional(record, "affiliation", str)) if speaker else None,
            mention=_optional_span(record, "mention"),
            cue=_optional_span(record, "cue"),
            context=_optional(record, "context", str) or "",
            nested=bool(record.get("nested", False)),
            reason=_optional(record, "reason", str),
            act=_optional(record, "act", str),
            label=_optional(record, "label", str),
            scores=_optional(record, "scores", dict) or {},
            run=_optional(record, "run", str),
        )


def _typed(record: Mapping[str, Any], name: str, kind: type) -> Any:
    """Return a required field of a record, checked for its type."""
    value = record.get(name)
    if not isinstance(value, kind):
        wrong = "is missing" if value is None else f"is a {type(value).__name__}"
        raise StanceError(f"field {name!r} {wrong}; a {kind.__name__} is needed")
    return value


def _optional(record: Mapping[str, Any], name: str, kind: type) -> Any:
    """Return a field that may be absent or null, else checked for its type."""
    return None if record.get(name) is None else _typed(record, name, kind)


def _optional_span(record: Mapping[str, Any], name: str) -> Span | None:
    value = record.get(name)
    return None if value is None else _span(value, name)


def _span(value: Any, name: str) -> Span:
    match value:
        case {"text": str(text), "start": int(start), "end": int(end)} if end - start == len(text):
            return Span(text, start, end)
        case _:
            raise StanceError(
                f"field {name!r} holds {value!r}; a span is an object with text, start and end, "
                "as long as its text"
            )
