"""Who said what: from an article to its statements."""

from stance.extraction.both import Both as Both
from stance.extraction.extractor import extract as extract
from stance.extraction.finding import Extractor as Extractor
from stance.extraction.rules import Rules as Rules
