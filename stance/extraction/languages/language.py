"""A language, as the stages ask for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from stance.extraction.languages.grammar import Grammar
from stance.extraction.languages.lists import Constructions, Nouns, Set, Words, compute
from stance.extraction.lexicon import Lexicon
from stance.extraction.places import Gazetteer


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """All that the extractor knows of a language.

    Attributes
    ----------
    code
        As BCP 47: the name of its folder.
    words, constructions, nouns, grammar
        Word lists, each from the file of its name.
    lexicon
        The cues (``cues.toml``).
    places
        The states (``places.tsv``).
    never_names
        What is capitalised anywhere and names nobody.
    """

    code: str
    words: Words
    constructions: Constructions
    nouns: Nouns
    grammar: Grammar
    lexicon: Lexicon
    places: Gazetteer
    never_names: Set = field(init=False)
    plural_subjects: Set = field(init=False)
    before_subject: Set = field(init=False)
    speaker_words: Set = field(init=False)

    def __post_init__(self) -> None:
        words, nouns = self.words, self.nouns
        compute(
            self,
            never_names=words.weekdays | words.months | words.pronouns | nouns.never_names,
            plural_subjects=nouns.people | words.plural_pronouns,
            before_subject=words.subordinators | words.conjunctions,
            speaker_words=nouns.speakers
            | words.pronouns
            | (words.determiners - words.articles)
            | self.constructions.speaker_words
            | {self.grammar.genitive},
        )
