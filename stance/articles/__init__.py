"""Reading articles, from wherever they are."""

from stance.articles.article import Article
from stance.articles.reading import LONGEST, read_articles

__all__ = ["LONGEST", "Article", "read_articles"]
