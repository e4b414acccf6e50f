"""A labelled statement, and its record."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from dataclasses import fields as fields_of
from typing import Any

from stance.statements import Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledStatement:
    """A statement with the label that a coder gave it.

    Attributes
    ----------
    id
        Unique within the data.
    text
        The content's words, as in `stance.statements.Statement`.
    label, act
        The gold; the act where the data have it.
    cue, kind, speaker, context
        What else a classifier may read, where known.
    affiliation, counterpart
        The speaker's side, and the side that is addressed, where known.
    article
        The article it comes from: statements of one article are never split apart.
    dispute, date, coder
        Where known.
    difficulty
        Why it is hard to label, in tags; empty for what is ordinary, or not known.
    split
        The part of the data that it belongs to: ``train``, ``dev``, ``test``, where known.
    """

    id: str
    text: str
    label: str
    act: str | None = None
    cue: str | None = None
    kind: str | None = None
    speaker: str | None = None
    affiliation: str | None = None
    counterpart: str | None = None
    context: str | None = None
    article: str | None = None
    dispute: str | None = None
    date: str | None = None
    coder: str | None = None
    difficulty: tuple[str, ...] = ()
    split: str | None = None

    @property
    def utterance(self) -> Utterance:
        """The part of the statement that a classifier may read."""
        return Utterance(self.text, self.cue, self.kind, self.speaker, self.context)

    def to_record(self) -> dict[str, Any]:
        """Return the JSON object that is written one a line, without what is not known."""
        record = {name: value for name, value in asdict(self).items() if value not in (None, ())}
        if self.difficulty:
            record["difficulty"] = list(self.difficulty)
        return record


FIELDS = tuple(field.name for field in fields_of(LabelledStatement))
