from __future__ import annotations

from pathlib import Path

import pytest

from stance.classifiers import KINDS
from stance.codebook import Codebook, load_codebook
from stance.errors import StanceError
from stance.training import Recipe, load_recipe, recipe_names, resolve_codebook


def test_a_recipe_ships_for_each_kind_the_news_and_the_default() -> None:
    assert recipe_names() == sorted([*KINDS, "default", "news"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_shipped_recipe_is_complete_and_says_the_defaults(kind: str) -> None:
    recipe = load_recipe(kind)
    assert recipe.kind == kind
    default = Recipe(kind=kind, inputs=recipe.inputs, refit=recipe.refit)
    assert recipe == default
    assert set(recipe.to_record()) == set(recipe.model_fields_set)
    assert set(recipe.params.model_fields_set) == set(type(recipe.params).model_fields)


def test_overrides_replace_entries() -> None:
    overrides = (
        "params.c=4",
        "seed = 7",
        'inputs=["text"]',
        "target=act",
        "split.by=none",
        "refit=false",
    )
    recipe = load_recipe("linear", overrides)
    assert recipe.to_record()["params"]["c"] == 4
    assert (recipe.seed, recipe.inputs, recipe.target) == (7, ("text",), "act")
    assert (recipe.split.by, recipe.refit) == ("none", False)


def test_a_prior_can_be_built_entry_by_entry() -> None:
    overrides = ("prior.conciliatory=0.15", "prior.neutral=0.7", "prior.threatening=0.15")
    recipe = load_recipe("linear", overrides)
    prior = recipe.prior_for(load_codebook("posture"))
    assert prior == {"conciliatory": 0.15, "neutral": 0.7, "threatening": 0.15}


def test_the_prior_is_that_of_the_codebooks_labels() -> None:
    book = Codebook.of_labels(["no", "yes"])
    assert load_recipe("linear").prior_for(book) is None
    assert load_recipe("linear", ["prior=uniform"]).prior_for(book) == {"no": 0.5, "yes": 0.5}
    with pytest.raises(StanceError, match="labels are no, yes"):
        load_recipe("linear", ["prior={no=0.5,maybe=0.5}"]).prior_for(book)


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("params.C=4", r"'params\.C': do you mean params\.c"),
        ("parms.c=4", r"'parms': do you mean params"),
        ("split.tests=0.1", r"do you mean split\.test"),
        ("colour=red", "there are abstain, inputs, keep, kind"),
        ("params.c=much", "c: "),
        ("params.c=-1", "c: "),
        ("seed=-1", "seed: "),
        ("split.test=1.5", "test: "),
        ("split=none", "split: "),
        ("kind=tree", "no kind of classifier 'tree'"),
        ("inputs=[]", "inputs: "),
        ('inputs=["text", "text"]', "twice"),
        ("target=mood", "target: "),
        ("prior={a=0.5,b=0.6}", "sums to 1.1"),
        ("prior=even", "prior"),
        ("params.c", "write key=value"),
        ("=4", "write key=value"),
        ("params.=4", "write key=value"),
    ],
)
def test_a_wrong_override_is_told(override: str, message: str) -> None:
    with pytest.raises(StanceError, match=message):
        load_recipe("linear", [override])


def test_a_recipe_can_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('kind = "linear"\n[params]\nc = 2\n', encoding="utf-8")
    assert load_recipe(path).to_record()["params"]["c"] == 2
    path.write_text("kind = linear", encoding="utf-8")
    with pytest.raises(StanceError, match=r"mine\.toml is not a TOML file"):
        load_recipe(path)
    with pytest.raises(StanceError, match=r"no recipe 'tree'.*baseline, blend, default, embedding"):
        load_recipe("tree")


def test_a_recipe_of_another_can_be_made() -> None:
    recipe = load_recipe("linear").override(["seed=9"])
    assert recipe.seed == 9
    with pytest.raises(StanceError, match="do you mean seed"):
        recipe.override(["sed=9"])


def test_the_best_of_several_seeds_takes_a_part_to_choose_by() -> None:
    with pytest.raises(StanceError, match="set keep=ensemble"):
        load_recipe("linear", ["seeds=3"])
    with pytest.raises(StanceError, match="set keep=ensemble"):
        load_recipe("transformer", ["seeds=3", "params.dev=0"])
    assert load_recipe("transformer", ["seeds=3"]).keep == "best"
    assert load_recipe("linear", ["seeds=3", "keep=ensemble"]).seeds == 3


def test_auto_is_no_codebook_yet() -> None:
    book = load_codebook("sentiment")
    assert resolve_codebook("auto") is None
    assert resolve_codebook(None) is None
    assert resolve_codebook(book) is book
    assert resolve_codebook("sentiment") == book
