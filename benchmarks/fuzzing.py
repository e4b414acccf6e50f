"""Fuzz the extraction by rules: odd texts must do no harm, and take steps in proportion.

    python benchmarks/fuzzing.py [--characters 10000000] [--seed 0] [--guided]

Texts are made of words that attribute, names, marks and white space of all sorts, and of random
Unicode. For each: no exception; spans that slice to their text; spans of one statement in order;
no overlap between statements of one level; the same again the second time. With --guided they are
chosen by what code they reach (atheris, to be installed apart). Prints how many characters were
read, and stops at the first fault with the text that shows it.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from stance.articles import Article
from stance.extraction import extract
from stance.statements import Statement

WORDS = (
    "he", "she", "they", "it", "who", "which", "that", "Anna", "Berg", "Petrov", "Mr", "Gen.", "U.S.", "Moscow",
    "the minister", "a spokesman for", "officials", "said", "says", "told reporters", "added", "warned of",
    "accused Oslo of", "as saying", "was quoted", "according to", "announced", "denied", "statement", "in a statement",
    "by", "to", "not", "and", "but", "while", "whether", "would", "is", "were", "dijo", "según", "que", "el ministro",
)  # fmt: skip
MARKS = "\"'“”‘’«»„‚‹›`´''``.,;:!?…–—-()[]{}@#/&%$"
SPACES = (
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u2028",
    "\u3000",
    "\u200b",
    "\ufeff",
    "\0",
    "",
)


def any_text(chance: random.Random) -> str:
    """Make a text: mostly words and marks, with some characters of any sort."""
    parts = []
    for _ in range(chance.randrange(1, 400)):
        draw = chance.random()
        if draw < 0.6:
            parts.append(chance.choice(WORDS))
        elif draw < 0.9:
            parts.append(chance.choice(MARKS))
        else:
            parts.append(any_character(chance.randrange(0x110000)))
        parts.append(chance.choice(SPACES))
    # Some stretch is repeated, as no writer would.
    first, last = sorted(chance.randrange(len(parts) + 1) for _ in range(2))
    return "".join(parts[:last] + parts[first:last] * chance.randrange(4) + parts[last:])


def any_character(code: int) -> str:
    """Return the character of a number; surrogates, which no text holds, become a mark."""
    return "�" if 0xD800 <= code < 0xE000 else chr(code)


def check(text: str) -> None:
    """Raise an AssertionError where what is found in a text is not as it must be."""
    article = Article(id="a", text=text)
    statements = extract(article)
    for statement in statements:
        spans = [*statement.content, statement.mention, statement.cue]
        for span in filter(None, spans):
            assert span.start < span.end, "an empty span"  # noqa: S101
            assert text[span.start : span.end] == span.text, "a span that is not in the text"  # noqa: S101
    for level in (False, True):
        _check_apart([one for one in statements if one.nested is level], nested=level)
    assert extract(article) == statements, "another result the second time"  # noqa: S101


def _check_apart(statements: list[Statement], *, nested: bool) -> None:
    spans = sorted((span.start, span.end) for one in statements for span in one.content)
    for (_, end), (start, _) in pairwise(spans):
        assert nested or end <= start, "statements of one level overlap"  # noqa: S101


def random_texts(seed: int, characters: int) -> Iterator[str]:
    """Give random texts of so many characters together."""
    chance = random.Random(seed)
    while characters > 0:
        text = any_text(chance)
        characters -= len(text)
        yield text


def guided(judge: Callable[[str], None], seed: int) -> None:
    """Let atheris choose the texts; it never returns."""
    import atheris

    atheris.instrument_all()

    def read(data: bytes) -> None:
        given = atheris.FuzzedDataProvider(data)
        parts: list[str] = []
        while given.remaining_bytes():
            which = given.ConsumeIntInRange(0, len(WORDS) + len(MARKS) + 20)
            if which < len(WORDS):
                parts.append(WORDS[which])
            elif which < len(WORDS) + len(MARKS):
                parts.append(MARKS[which - len(WORDS)])
            else:
                parts.append(given.ConsumeUnicodeNoSurrogates(4))
            parts.append(SPACES[given.ConsumeIntInRange(0, len(SPACES) - 1)])
        judge("".join(parts))

    atheris.Setup(
        [sys.argv[0], f"-seed={seed + 1}", "-max_len=2000", "-len_control=0", "-verbosity=0"], read
    )
    atheris.Fuzz()


def main() -> None:
    """Fuzz, and print how far it came."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--characters", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--guided", action="store_true")
    options = parser.parse_args()
    state: dict[str, Any] = {"texts": 0, "characters": 0, "start": time.perf_counter()}

    def judge(text: str) -> None:
        try:
            check(text)
        except Exception as error:
            print(f"{type(error).__name__}: {error}\n{text!r}")
            raise SystemExit(1) from error
        state["texts"] += 1
        state["characters"] += len(text)
        if state["characters"] >= options.characters:
            seconds = time.perf_counter() - state["start"]
            print(
                f"{state['characters']:,} characters in {state['texts']:,} texts without a fault, "
                f"in {seconds:.0f} s"
            )
            sys.stdout.flush()
            # atheris would take any other end for a fault.
            os._exit(0)

    if options.guided:
        guided(judge, options.seed)
    for text in random_texts(options.seed, options.characters):
        judge(text)


if __name__ == "__main__":
    main()
