"""How the time of extraction grows with the length of a text.

    python benchmarks/growth.py ARTICLE... [--longest 10000000]

The articles, one below the other and over again, make texts of up to so many characters. CPU
seconds in one process and thread; the ratio between the costs of a character is what counts.
"""

from __future__ import annotations

import argparse
import time

from stance.articles import Article, read_articles
from stance.extraction import extract

SHARES = (0.01, 0.1, 0.25, 0.5, 1.0)


def main() -> None:
    """Measure, and print a line a length."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="+")
    parser.add_argument("--longest", type=int, default=10_000_000)
    options = parser.parse_args()
    once = "\n\n".join(article.text for article in read_articles(options.articles))
    text = once * -(-options.longest // len(once))
    for share in SHARES:
        length = round(share * options.longest)
        start = time.process_time()
        found = extract(Article(id="long", text=text[:length]))
        seconds = time.process_time() - start
        print(
            f"{length:,} characters: {len(found):,} statements, {seconds:.2f} s, "
            f"{seconds / length * 1e6:.2f} s a million"
        )


if __name__ == "__main__":
    main()
