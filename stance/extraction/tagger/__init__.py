"""The trained extractor: an encoder that tags cues, contents and sources."""

from stance.extraction.tagger.tagger import Settings as Settings
from stance.extraction.tagger.tagger import Tagger as Tagger
