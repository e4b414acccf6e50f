"""Annotated articles + recipe → the run of an extractor."""

from stance.training.extraction.recipe import TaggerRecipe, load_tagger_recipe
from stance.training.extraction.trainer import train_extractor

__all__ = ["TaggerRecipe", "load_tagger_recipe", "train_extractor"]
