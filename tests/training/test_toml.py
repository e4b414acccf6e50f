from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.training import load_recipe, recipe_names
from stance.training.toml import to_toml

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.one_of(
    names,
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.integers(0, 9), max_size=3),
    st.lists(names, max_size=3),
)
tables = st.dictionaries(names, values, max_size=4)
records = st.dictionaries(
    names, st.one_of(values, tables, st.dictionaries(names, tables, max_size=2)), max_size=5
)


@given(records)
def test_what_is_written_reads_the_same(record: dict[str, Any]) -> None:
    assert tomllib.loads(to_toml(record)) == record


@pytest.mark.parametrize("name", recipe_names())
def test_a_recipe_survives(name: str) -> None:
    recipe = load_recipe(name, ["prior={low=0.25,high=0.75}"])
    written = tomllib.loads(to_toml(recipe.to_record()))
    assert type(recipe).model_validate(written) == recipe


def test_none_is_left_out() -> None:
    assert to_toml({"a": None, "b": 1}) == "b = 1\n"
