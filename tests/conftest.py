"""Invented labelled statements, and a run trained on them."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import settings

from stance.labelled import LabelledStatement
from stance.runs import Run
from stance.training import train

# How long an example takes says nothing on a busy machine.
settings.register_profile("stance", deadline=None)
settings.load_profile("stance")

MakeStatements = Callable[..., list[LabelledStatement]]

SAYINGS = {
    "offer": ("conciliatory", "offered", "we are ready to reopen the {thing} and to talk {when}"),
    "praise": ("conciliatory", "said", "the {thing} was a generous step that we welcome {when}"),
    "inform": ("neutral", "said", "the committee on the {thing} counted its files {when}"),
    "reject": ("neutral", "insisted", "the report on the {thing} is wrong in every line {when}"),
    "threaten": (
        "threatening",
        "threatened",
        "we shall shell the {thing} unless they leave {when}",
    ),
    "punish": ("threatening", "announced", "tariffs will hit every {thing} that they own {when}"),
}
THINGS = ("bridge", "harbour", "dam", "ferry", "quarry", "orchard", "railway", "lighthouse", "mill")
DAYS = ("today", "tomorrow", "on Monday", "by spring", "within a week", "before the vote", "soon")


@pytest.fixture(scope="session")
def make_statements() -> MakeStatements:
    """Make statements of the posture codebook: `n` of them, three an article, nine a dispute."""

    def make(n: int = 90, *, grouped: bool = True, seed: int = 0) -> list[LabelledStatement]:
        chance = random.Random(seed)
        rows = []
        for i in range(n):
            act = list(SAYINGS)[i % len(SAYINGS)]
            label, cue, text = SAYINGS[act]
            words = text.format(thing=chance.choice(THINGS), when=chance.choice(DAYS))
            row = LabelledStatement(
                id=f"s{i:04}",
                text=f"{words}, clause {seed}.{i}",
                label=label,
                act=act,
                cue=cue,
                kind="indirect",
                article=f"a{i // 3}" if grouped else None,
                dispute=f"d{i // 9}" if grouped else None,
            )
            rows.append(row)
        return rows

    return make


@pytest.fixture(scope="session")
def run(make_statements: MakeStatements, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Train the linear classifier once, on 90 statements; the run is not to be changed."""
    return train(make_statements(), out=tmp_path_factory.mktemp("runs") / "first")
