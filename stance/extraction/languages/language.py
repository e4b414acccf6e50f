"""A language: its words, constructions, nouns and grammar, as the stages ask for them.

The English files describe every field; a field that is computed here unites or narrows others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stance.extraction.lexicon import Lexicon
from stance.extraction.places import Gazetteer

Set = frozenset[str]
Endings = tuple[str, ...]
Phrases = tuple[tuple[str, ...], ...]
# A pattern of an ending and the endings that take its place.
Rules = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Closed classes (``words.toml``)."""

    he: Set
    she: Set
    it: Set
    they: Set
    first_person: Set
    subject_pronouns: Set
    plural_pronouns: Set
    impersonal: Set
    relatives: Set
    clitics: Set

    definite_articles: Set
    indefinite_articles: Set
    possessives: Set
    demonstratives: Set
    other_determiners: Set
    pronominal_determiners: Set

    auxiliaries: Set
    be: Set
    hypothetical: Set
    negatives: Set
    negators: Set
    content_verbs: Set

    adverbs: Set
    content_adverbs: Set
    phrase_adverbs: Set

    weekdays: Set
    months: Set
    other_times: Set
    time_modifiers: Set
    dependent_times: Set
    phrase_times: Set
    ending_times: Set

    prepositions: Set
    genitive_prepositions: Set
    agent_prepositions: Set
    tying_prepositions: Set

    complementizers: Set
    questions: Set
    subordinators: Set
    conjunctions: Set
    and_words: Set
    or_words: Set
    infinitive_markers: Set
    role_markers: Set
    sentence_openers: Set
    leading: Set

    articles: Set = field(init=False)
    determiners: Set = field(init=False)
    third_person: Set = field(init=False)
    pronouns: Set = field(init=False)
    lone_pronouns: Set = field(init=False)
    times: Set = field(init=False)
    lone_times: Set = field(init=False)
    hearer_stops: Set = field(init=False)
    skipped_adverbs: Set = field(init=False)
    plain_adverbs: Set = field(init=False)

    def __post_init__(self) -> None:
        articles = self.definite_articles | self.indefinite_articles
        determiners = articles | self.possessives | self.other_determiners
        third_person = self.he | self.she | self.it | self.they
        times = self.weekdays | self.other_times
        _compute(
            self,
            articles=articles,
            determiners=determiners,
            third_person=third_person,
            pronouns=third_person | self.first_person,
            lone_pronouns=(third_person | self.first_person) - self.possessives,
            times=times,
            lone_times=times - self.dependent_times,
            hearer_stops=self.subject_pronouns
            | self.auxiliaries
            | self.complementizers
            | self.questions
            | self.negators
            | (self.prepositions - self.genitive_prepositions),
            skipped_adverbs=self.adverbs - self.content_adverbs,
            plain_adverbs=self.adverbs - determiners,
        )


@dataclass(frozen=True, slots=True)
class Constructions:
    """Words that matter only beside others (``constructions.toml``)."""

    content_prepositions: Set
    hearer_prepositions: Set
    hearers: Set
    participial_asides: Set
    idle_answers: Set
    idle_requests: Phrases

    clause_joiners: Set
    predicate_joiners: Set
    remark_openers: Set
    afterthoughts: Phrases

    gerund_openers: Set
    noun_followers: Set
    plural_noun_followers: Set
    forward: Set
    continuing: Set
    day_prepositions: Set
    day_modifiers: Set

    never_speakers: Set
    speaker_words: Set
    sequels: Set
    accompaniment: Set
    antecedent_links: Set
    participle_followers: Set
    complement_prepositions: Set
    complement_takers: Set
    manner: Set
    manner_openers: Set

    links: Set
    relative_openers: Set
    relative_verbs: Set
    label_openers: Set

    title_links: Set
    title_determiners: Set
    apposition_openers: Set
    never_described: Set
    released: Set
    issuer_prepositions: Set
    issuer_determiners: Set

    never_after_abbreviation: Set


@dataclass(frozen=True, slots=True)
class Nouns:
    """Nouns and names that tell what a source is (``nouns.toml``)."""

    persons: Set
    people: Set
    pairs: Set

    groups: Set
    media: Set
    media_names: Set
    media_words: Set
    other_organisations: Set
    companies: Set
    governments: Set
    halves: Set
    vehicles: Set

    other_titles: Set
    courtesy: Set
    royal: Set
    name_heads: Set
    particles: Set
    inner_particles: Set
    never_names: Set

    feminine: Set
    masculine: Set
    female_names: Set

    titles: Set = field(init=False)
    organisations: Set = field(init=False)

    def __post_init__(self) -> None:
        _compute(
            self,
            titles=self.persons | self.other_titles,
            organisations=self.groups | self.media | self.other_organisations,
        )


@dataclass(frozen=True, slots=True)
class Grammar:
    """Switches, marks and endings (``grammar.toml``)."""

    null_subjects: bool
    finite_base: bool
    participles_need_auxiliary: bool
    capitalised_demonyms: bool
    capitalised_titles: bool
    dialogue_dashes: bool

    genitive: str
    abbreviations: Endings
    elisions: Endings

    adverb_endings: Endings
    not_adverbs: Set
    finite_endings: Endings
    doubtful_endings: Endings
    not_doubtful_endings: Endings
    participle_endings: Endings
    gerund_endings: Endings
    infinitive_endings: Endings
    plural_endings: Endings
    collective_endings: Endings
    singular_endings: Endings
    speaker_endings: Endings
    inflection: Mapping[str, Rules]

    modifier_endings: Endings = field(init=False)

    def __post_init__(self) -> None:
        endings = self.participle_endings + self.gerund_endings + self.adverb_endings
        _compute(self, modifier_endings=endings)

    def is_adverb(self, word: str) -> bool:
        """Tell an adverb by its ending."""
        return word.endswith(self.adverb_endings) and word not in self.not_adverbs

    def is_doubtful(self, word: str) -> bool:
        """Tell a word that may be a finite verb or a noun, by its ending."""
        ending = word.endswith(self.doubtful_endings)
        return ending and not word.endswith(self.not_doubtful_endings)


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
        _compute(
            self,
            never_names=words.weekdays | words.months | words.pronouns | nouns.never_names,
            plural_subjects=nouns.people | words.plural_pronouns,
            before_subject=words.subordinators | words.conjunctions,
            speaker_words=nouns.persons
            | nouns.people
            | nouns.groups
            | nouns.vehicles
            | words.pronouns
            | (words.determiners - words.articles)
            | self.constructions.speaker_words
            | {self.grammar.genitive},
        )


def _compute(owner: object, **values: Set | Endings) -> None:
    """Set the fields of a frozen dataclass that follow from its others."""
    for name, value in values.items():
        object.__setattr__(owner, name, value)
