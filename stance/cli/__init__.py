"""The command line: one file a command, each its options, its help, and a call."""

from __future__ import annotations

import os

# Pydantic looks through all installed packages for plugins of its own, and stance uses none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import click

import stance
from stance.cli.codebook import codebook_group
from stance.cli.compare import compare_command
from stance.cli.data import data_group
from stance.cli.demo import demo_command
from stance.cli.evaluate import evaluate_command
from stance.cli.extract import extract_command
from stance.cli.extraction import extraction_group
from stance.cli.runs import runs_group
from stance.cli.score import score_command
from stance.cli.shares import shares_group
from stance.cli.train import train_command
from stance.cli.tune import tune_command


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: stance demo. Exit codes: 0 done; 1 an error, told in a line; 2 wrong "
    "usage; 3 done, but some input was refused (see --rejects); 130 interrupted.",
)
@click.version_option(stance.__version__, message="stance %(version)s")
def main() -> None:
    """Find who said what in news articles, and label each statement.

    stance reads articles, finds the statements in them and who made each, and labels them
    conciliatory, neutral or threatening, or by any codebook of yours. It trains the classifiers
    that do it on labelled data, and says how good they are, with intervals.
    """


for command in (
    demo_command,
    extract_command,
    score_command,
    train_command,
    tune_command,
    evaluate_command,
    compare_command,
    shares_group,
    extraction_group,
    data_group,
    runs_group,
    codebook_group,
):
    main.add_command(command)
