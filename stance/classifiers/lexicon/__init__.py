"""The lexicon: phrases by target that anybody can read."""

from stance.classifiers.lexicon.classifier import LexiconClassifier
from stance.classifiers.lexicon.phrases import Match, Phrases

__all__ = ["LexiconClassifier", "Match", "Phrases"]
