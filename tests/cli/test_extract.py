from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Cli = Callable[..., Result]


def rows(done: Result) -> list[dict[str, object]]:
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_statements_are_written_a_line_each(cli: Cli) -> None:
    [row] = rows(cli("extract", "-", stdin="Anna Berg said that they were ready."))
    assert row["speaker"] == "Anna Berg"
    assert "reason" not in row


@pytest.mark.parametrize("format_", ["jsonl", "csv", "table"])
def test_explain_gives_the_reasons(cli: Cli, format_: str) -> None:
    text = "Anna Berg said that they were ready."
    done = cli("extract", "-", "--explain", "--format", format_, stdin=text)
    assert done.exit_code == 0, done.stderr
    assert "verb 'say'" in done.stdout
