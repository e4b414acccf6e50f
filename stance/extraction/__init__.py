"""Who said what: from an article to its statements, by rules."""

from stance.extraction.extractor import extract as extract
