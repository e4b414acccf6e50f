from __future__ import annotations

from pathlib import Path

import pytest

from stance.errors import StanceError
from stance.training.extraction import TaggerRecipe, load_tagger_recipe
from stance.training.toml import to_toml


def test_the_recipe_that_ships_is_the_default_and_names_every_entry() -> None:
    assert load_tagger_recipe() == TaggerRecipe()
    shipped = Path(str(__import__("stance.training.extraction.recipes").__path__[0]))
    assert shipped.is_dir()


def test_a_recipe_comes_back_from_its_file(tmp_path: Path) -> None:
    recipe = load_tagger_recipe("tagger", ["params.epochs=2", "encoder=a/b"])
    assert (recipe.params.epochs, recipe.encoder) == (2, "a/b")
    (tmp_path / "mine.toml").write_text(to_toml(recipe.to_record()), encoding="utf-8")
    assert load_tagger_recipe(tmp_path / "mine.toml") == recipe


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("params.epoch=2", r"do you mean params\.epochs"),
        ("epochs=2", "has an entry 'epochs'"),
        ("split.test=2", r"split\.test"),
        ("params.overlap=200", "read twice"),
        ("params.precision=int8", "precision"),
        ("kind=linear", "kind"),
    ],
)
def test_a_wrong_entry_is_refused(override: str, message: str) -> None:
    with pytest.raises(StanceError, match=message):
        load_tagger_recipe("tagger", [override])


def test_what_leaves_nothing_to_train_on_is_refused() -> None:
    with pytest.raises(StanceError, match="less than a tenth"):
        load_tagger_recipe("tagger", ["split.test=0.6", "split.dev=0.4"])


def test_an_unknown_recipe_is_refused() -> None:
    with pytest.raises(StanceError, match="no recipe 'tager'"):
        load_tagger_recipe("tager")
