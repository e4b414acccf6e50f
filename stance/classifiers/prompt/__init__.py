"""A chat model behind an endpoint, asked statement by statement what the codebook calls it."""

from stance.classifiers.prompt.classifier import PromptClassifier

__all__ = ["PromptClassifier"]
