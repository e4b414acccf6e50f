"""Labelled data + recipe → run."""

from stance.training.exporting import export_run
from stance.training.hub_folder import export_hub_folder
from stance.training.recipe import Recipe, Split, load_recipe, recipe_names, resolve_codebook
from stance.training.split import Parts, split
from stance.training.trainer import train
from stance.training.tuning import tune

__all__ = [
    "Parts",
    "Recipe",
    "Split",
    "export_hub_folder",
    "export_run",
    "load_recipe",
    "recipe_names",
    "resolve_codebook",
    "split",
    "train",
    "tune",
]
