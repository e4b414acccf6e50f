from __future__ import annotations

import re
import shutil
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.articles.article import Article
from stance.errors import StanceError
from stance.extraction import extract
from stance.extraction.languages import guess, language, language_of, languages
from stance.extraction.languages.grammar import Grammar
from stance.extraction.languages.lists import Constructions, Nouns, Words
from stance.extraction.languages.loading import read_language

FOLDERS = Path(str(files("stance.extraction.languages")))
ENGLISH = "Anna Berg said that the talks with the envoys had failed and that they would leave."
SPANISH = "Ana Ruiz dijo que las conversaciones con los enviados fracasaron y que se irán."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDERS / "en", tmp_path / "xx"))


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_english_and_spanish_ship() -> None:
    assert languages() == ("en", "es")


@pytest.mark.parametrize("code", languages())
def test_every_language_that_ships_is_whole(code: str) -> None:
    found = language(code)
    assert found.code == code
    assert found.words.pronouns
    assert found.lexicon.verbs
    assert found.places.entries
    assert language(code) is found


def test_an_unknown_language_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(StanceError, match="no language 'xx' for extraction; there are en, es"):
        language("xx")


def test_a_copied_folder_is_a_language_of_its_name(folder: Path) -> None:
    assert read_language(folder).code == "xx"


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("words.toml", "clitics =", "clitic =", "xx/words.toml: missing clitics"),
        ("words.toml", "clitics =", "klitics = ''\nclitics =", "xx/words.toml: unknown klitics"),
        ("words.toml", 'impersonal = "it"', "impersonal = 1", "xx/words.toml: impersonal: words"),
        ("words.toml", 'impersonal = "it"', 'impersonal = "It"', "'It' must be in lower case"),
        ("words.toml", 'impersonal = "it"', 'impersonal = "it', "xx/words.toml: "),
        ("grammar.toml", "null_subjects = false", "null_subjects = 0", "true or false is needed"),
        ("grammar.toml", "participle = []", "", "grammar.toml: inflection: needs the forms"),
        ("grammar.toml", '["e$", "ing"]', '["(e$", "ing"]', "inflection: the pattern"),
        ("constructions.toml", '["for comment"]', '"for comment"', "a list of phrases is needed"),
        ("nouns.toml", 'pairs =', 'pears =', "xx/nouns.toml: missing pairs"),
        ("cues.toml", "[light]", "[heavy]", "xx/cues.toml: missing tables: light"),
        ("places.tsv", "demonyms", "peoples", "xx/places.tsv: the header must be state, aliases"),
    ],
)  # fmt: skip
def test_a_malformed_file_is_named_with_its_key(
    folder: Path, name: str, old: str, new: str, message: str
) -> None:
    replace(folder / name, old, new)
    with pytest.raises(StanceError, match=re.escape(message)):
        read_language(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "nouns.toml").unlink()
    with pytest.raises(StanceError, match=r"xx/nouns\.toml: cannot be read"):
        read_language(folder)


@pytest.mark.parametrize(("text", "code"), [(ENGLISH, "en"), (SPANISH, "es"), ("", "en")])
def test_the_language_is_guessed_by_closed_class_words(text: str, code: str) -> None:
    assert guess(text) == code


def test_the_document_names_every_key() -> None:
    document = (Path(__file__).parents[2] / "docs" / "languages.md").read_text(encoding="utf-8")
    keys = {
        f.name for kind in (Words, Constructions, Nouns, Grammar) for f in fields(kind) if f.init
    }
    assert {key for key in keys if f"`{key}`" not in document} == {"inflection"}


@given(st.text())
def test_any_text_gets_a_language_that_ships(text: str) -> None:
    assert guess(text) in languages()


@pytest.mark.parametrize(
    ("code", "expected"),
    [("es", "es"), ("es-PE", "es"), ("EN", "en"), (None, "es"), ("qu", "es"), ("", "es")],
)
def test_a_code_that_is_known_counts_before_a_guess(code: str | None, expected: str) -> None:
    assert language_of(SPANISH, code) == expected


def test_the_articles_language_decides() -> None:
    assert len(extract(Article(id="a", text=SPANISH))) == 1
    assert extract(Article(id="a", text=SPANISH, language="en")) == []


# Names of frames, relations, sorts and keys that happen to be words of a language as well.
NAMES = frozenset(
    [
        "after",
        "around",
        "as",
        "base",
        "before",
        "group",
        "name",
        "none",
        "organisation",
        "state",
        "that",
    ]
)


def words_of(code: str) -> frozenset[str]:
    """All words in the lists of a language."""
    found = language(code)
    lists = (found.words, found.constructions, found.nouns)
    values = (getattr(group, f.name) for group in lists for f in fields(group))
    return frozenset().union(*(value for value in values if isinstance(value, frozenset)))


@pytest.mark.parametrize("file", sorted(FOLDERS.parent.glob("*.py")), ids=lambda file: file.name)
def test_no_stage_names_a_word_of_a_language(file: Path) -> None:
    code = re.sub(r'"""[\s\S]*?"""|#[^\n]*', "", file.read_text(encoding="utf-8"))
    literals = set(re.findall(r'"([a-z][a-z\']*)"', code))
    assert not literals & (words_of("en") | words_of("es")) - NAMES
