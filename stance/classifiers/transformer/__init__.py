"""The transformer: an encoder that is fine-tuned as a whole."""

from stance.classifiers.transformer.classifier import TransformerClassifier

__all__ = ["TransformerClassifier"]
