"""Classifiers that ask a server, wherever within others they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from stance.classifiers.ensemble import Ensemble
from stance.classifiers.protocol import Predictor


@runtime_checkable
class Remote(Protocol):
    """A classifier that asks a server."""

    def stay_local(self) -> None:
        """Refuse, from now on, a server that is not on this machine."""
        ...

    def account(self) -> str | None:
        """Say in a line what asking has taken; None where nothing was asked."""
        ...


def remotes(predictor: Predictor) -> Iterator[Remote]:
    """Give the classifiers that ask a server: this one, or those of an ensemble or a blend."""
    from stance.classifiers.blend import BlendClassifier

    match predictor:
        case Ensemble():
            members = list(predictor.members)
        case BlendClassifier():
            members = list(predictor.members.values())
        case _:
            members = []
    for member in members:
        yield from remotes(member)
    if isinstance(predictor, Remote):
        yield predictor


def accounts(predictor: Predictor) -> list[str]:
    """Say what asking has taken, a line for each that asked."""
    return [line for each in remotes(predictor) if (line := each.account())]
