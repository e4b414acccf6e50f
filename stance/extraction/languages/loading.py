"""Reading a language's folder; what is missing, unknown or malformed is an error with its cure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, TypeVar

from stance.errors import StanceError
from stance.extraction.languages.grammar import Grammar, Rules
from stance.extraction.languages.language import Language
from stance.extraction.languages.lists import Constructions, Nouns, Phrases, Words
from stance.extraction.lexicon import read_lexicon
from stance.extraction.places import read_gazetteer

Result = TypeVar("Result")
Table = TypeVar("Table", Words, Constructions, Nouns, Grammar)
_INFLECTED: Final = frozenset({"present", "past", "participle", "ing", "plural"})


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that ship with the package."""
    folders = (f for f in files(__package__).iterdir() if f.joinpath("words.toml").is_file())
    return tuple(sorted(folder.name for folder in folders))


@cache
def language(code: str) -> Language:
    """Load a language.

    Parameters
    ----------
    code
        One of `languages`.

    Raises
    ------
    StanceError
        If there is no such language, or a file of it is incomplete or malformed.
    """
    if code not in languages():
        known = ", ".join(languages())
        raise StanceError(f"no language {code!r} for extraction; there are {known}")
    return read_language(files(__package__).joinpath(code))


@cache
def words(code: str) -> Words:
    """Load only the closed classes of a language that ships."""
    return read_table(Words, files(__package__).joinpath(code, "words.toml"))


def read_language(folder: Traversable) -> Language:
    """Read a language from its folder, whose name is its code."""
    grammar = read_table(Grammar, folder.joinpath("grammar.toml"))
    return Language(
        code=folder.name,
        words=read_table(Words, folder.joinpath("words.toml")),
        constructions=read_table(Constructions, folder.joinpath("constructions.toml")),
        nouns=read_table(Nouns, folder.joinpath("nouns.toml")),
        grammar=grammar,
        lexicon=_read(read_lexicon, folder.joinpath("cues.toml"), grammar.inflection),
        places=_read(read_gazetteer, folder.joinpath("places.tsv")),
    )


def read_table(kind: type[Table], file: Traversable) -> Table:
    """Read a file of word lists into the dataclass that it fills, key for field."""
    return _read(lambda text: _table(kind, text), file)


def _read(reader: Callable[..., Result], file: Traversable, *more: Any) -> Result:
    """Call a reader with a file's text; its errors name the file."""
    where = "/".join(str(file).replace("\\", "/").rsplit("/", 2)[-2:])
    try:
        return reader(file.read_text(encoding="utf-8"), *more)
    except OSError as error:
        raise StanceError(f"{where}: cannot be read; every language has this file") from error
    except ValueError as error:  # of TOML and Unicode too
        raise StanceError(f"{where}: {error}") from error


def _table(kind: type[Table], text: str) -> Table:
    source = tomllib.loads(text)
    wanted = {f.name: str(f.type) for f in fields(kind) if f.init}
    if missing := sorted(wanted.keys() - source.keys()):
        raise ValueError(f'missing {", ".join(missing)}; an empty list is written ""')
    if unknown := sorted(source.keys() - wanted.keys()):
        raise ValueError(f"unknown {', '.join(unknown)}; known are {', '.join(sorted(wanted))}")
    return kind(**{key: _VALUES[wanted[key]](key, source[key]) for key in wanted})


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f'{key}: words between quotation marks are needed, as in {key} = "a b"')
    return value


def _set(key: str, value: Any) -> frozenset[str]:
    words = frozenset(_text(key, value).split())
    if odd := sorted(word for word in words if word != word.lower() or "’" in word):
        raise ValueError(f"{key}: {odd[0]!r} must be in lower case, with a straight apostrophe")
    return words


def _endings(key: str, value: Any) -> tuple[str, ...]:
    return tuple(_text(key, value).split())


def _switch(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{key}: true or false is needed")
    return value


def _phrases(key: str, value: Any) -> Phrases:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f'{key}: a list of phrases is needed, as in {key} = ["a b"]')
    return tuple(tuple(item.split()) for item in value)


def _inflection(key: str, value: Any) -> Mapping[str, Rules]:
    if not isinstance(value, dict) or value.keys() != _INFLECTED:
        raise ValueError(f"{key}: needs the forms {', '.join(sorted(_INFLECTED))} and no other")
    rules = {form: tuple(tuple(map(str, rule)) for rule in rows) for form, rows in value.items()}
    for ending, *_ in (rule for rows in rules.values() for rule in rows):
        try:
            re.compile(ending)
        except re.error as error:
            raise ValueError(f"{key}: the pattern {ending!r} is wrong: {error}") from error
    return rules


_VALUES: Final[Mapping[str, Callable[[str, Any], Any]]] = {
    "str": _text,
    "bool": _switch,
    "Set": _set,
    "Endings": _endings,
    "Phrases": _phrases,
    "Mapping[str, Rules]": _inflection,
}
