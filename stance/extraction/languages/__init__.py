"""Languages: each a folder of word lists that the stages read, and no word of it in code."""

from stance.extraction.languages.guessing import guess as guess
from stance.extraction.languages.guessing import language_of as language_of
from stance.extraction.languages.language import Language as Language
from stance.extraction.languages.loading import language as language
from stance.extraction.languages.loading import languages as languages
