from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Cli = Callable[..., Result]


def test_codebooks_are_listed(cli: Cli) -> None:
    done = cli("codebook", "list")
    assert done.stdout.splitlines() == [
        "posture: conciliatory, neutral, threatening (15 acts)",
        "sentiment: negative, neutral, positive (no acts)",
    ]


def test_a_codebook_is_shown_with_its_acts(cli: Cli) -> None:
    done = cli("codebook", "show", "posture")
    for words in ("conciliatory", "+1", "ultimatum", "deadline"):
        assert words in done.stdout


def test_a_sound_codebook_passes_and_another_does_not(cli: Cli) -> None:
    sound = 'name = "mine"\n[[labels]]\nname = "yes"\n[[labels]]\nname = "no"\n'
    Path("mine.toml").write_text(sound, encoding="utf-8")
    done = cli("codebook", "check", "mine.toml")
    assert done.exit_code == 0
    assert "sound (2 labels, 0 acts)" in done.stderr
    Path("mine.toml").write_text('name = "mine"\n', encoding="utf-8")
    done = cli("codebook", "check", "mine.toml")
    assert done.exit_code == 1
    assert "labels: Field required" in done.stderr
