"""Which of many runs: by what they are, and by how good they are."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from stance.errors import StanceError
from stance.runs.listing import RunSummary

COLUMNS: Final = ("name", "kind", "target", "codebook", "started", "rows")
"""What a run can be chosen by, beside its figures."""

_COMPARED: Final[dict[str, Callable[[Any, Any], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    "==": operator.eq,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}
_CONDITION = re.compile(r"\s*([^<>=!\s]+)\s*(>=|<=|!=|==|=|>|<)\s*(.*?)\s*")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a run: ``macro_f1>0.7``, ``kind=linear``, ``started>=2026-11``."""

    name: str
    sign: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read a condition.

        Raises
        ------
        StanceError
            If it is none.
        """
        found = _CONDITION.fullmatch(text)
        if not found or not found[3]:
            raise StanceError(
                f"{text!r} is no condition: write NAME, one of {' '.join(_COMPARED)}, and a value, "
                "as in macro_f1>0.7 or kind=linear"
            )
        return cls(*found.groups())

    def holds(self, run: RunSummary) -> bool:
        """Tell whether a run fulfils it; one that lacks the value does not."""
        mine = value_of(run, self.name)
        if mine is None:
            return False
        if isinstance(mine, str):
            return _COMPARED[self.sign](mine, self.value)
        return _COMPARED[self.sign](mine, self.number)

    @property
    def number(self) -> float:
        """The value, where the column holds numbers."""
        try:
            return float(self.value)
        except ValueError:
            raise StanceError(
                f"{self.name} is a number, and {self.value!r} is none: write {self.name}"
                f"{self.sign}0.7"
            ) from None


def where(runs: Sequence[RunSummary], conditions: Sequence[Condition]) -> list[RunSummary]:
    """Keep the runs that fulfil all conditions.

    Raises
    ------
    StanceError
        If a condition names what no run has.
    """
    for condition in conditions:
        _check(condition.name, runs)
    return [run for run in runs if all(condition.holds(run) for condition in conditions)]


def sort_runs(runs: Sequence[RunSummary], by: str) -> list[RunSummary]:
    """Sort runs by a figure, the best first, or by a column; those that lack the value come last.

    Raises
    ------
    StanceError
        If no run has such a figure or column.
    """
    _check(by, runs)
    having = [run for run in runs if value_of(run, by) is not None]
    lacking = [run for run in runs if value_of(run, by) is None]
    largest_first = by in {"started", "rows"} or (by not in COLUMNS and not _lower_is_better(by))
    return sorted(having, key=lambda run: value_of(run, by), reverse=largest_first) + lacking


def value_of(run: RunSummary, name: str) -> Any:
    """Return a run's figure or column; None where it has none."""
    if run.fault and name != "name":
        return None
    return getattr(run, name) if name in COLUMNS else run.figures.get(name)


def _check(name: str, runs: Sequence[RunSummary]) -> None:
    from stance.eval import FIGURES

    known = dict.fromkeys((*COLUMNS, *FIGURES, *(key for run in runs for key in run.figures)))
    if name not in known:
        raise StanceError(f"no run has {name!r}: there are {', '.join(known)}")


def _lower_is_better(name: str) -> bool:
    from stance.eval import FIGURES

    return "lower is better" in FIGURES.get(name, "")
