"""The model card: what a run is, how good, and what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import mean, stdev
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from stance.classifiers.parameters import BlendParameters, Parameters
from stance.classifiers.reading import render
from stance.encoders import MINILM, MINILM_IS, hub_id
from stance.eval import FIGURES, Evaluation
from stance.statements import Utterance

if TYPE_CHECKING:
    from stance.classifiers.parameters import TransformerParameters
    from stance.eval import Figure
    from stance.runs import RunInfo
    from stance.training.recipe import Recipe

_EXAMPLE: Final = Utterance(
    "the bridge will be reopened within a week",
    cue="promised",
    kind="indirect",
    speaker="Ada Voss",
    context="Voss promised on Monday that the bridge will be reopened within a week.",
)


def write_card(info: RunInfo, recipe: Recipe, evaluation: Evaluation, path: Path) -> None:
    """Write a run's model card, in Markdown."""
    path.write_text(render_card(info, recipe, evaluation), encoding="utf-8")


def render_card(info: RunInfo, recipe: Recipe, evaluation: Evaluation) -> str:
    """Return a run's model card, in Markdown; names that come from data are escaped."""
    return _render("card.md.jinja", info, recipe, evaluation)


def _render(
    template: str, info: RunInfo, recipe: Recipe, evaluation: Evaluation, **more: object
) -> str:
    values = [each.macro_f1 for each in info.seeds]
    return render_template(
        template,
        info=info,
        recipe=recipe,
        evaluation=evaluation,
        encoders=[_described(name) for name in _encoders(recipe.params)],
        figure_names=FIGURES,
        seeds={"mean": mean(values), "deviation": stdev(values)} if values else None,
        **more,
    )


def render_hub_card(
    info: RunInfo,
    recipe: Recipe,
    evaluation: Evaluation,
    *,
    params: TransformerParameters,
    names: Sequence[str],
    temperature: float,
) -> str:
    """Return the model card of a run that is a folder for the model hub, with what the hub asks for.

    Parameters
    ----------
    info, recipe, evaluation, params
        Of the run.
    names
        What it gives a probability for.
    temperature
        What its logits are divided by.
    """
    return _render(
        "hub_card.md.jinja",
        info,
        recipe,
        evaluation,
        params=params,
        names=names,
        temperature=temperature,
        base_model=hub_id(params.encoder),
        language="en" if params.encoder == MINILM else None,
        example=render(_EXAMPLE, recipe.inputs),
    )


def render_template(name: str, **values: object) -> str:
    """Fill a card's template in; ``cell``, ``figure`` and ``interval`` are its filters."""
    # Names that come from data may hold anything: they are escaped as HTML, which Markdown passes on.
    environment = Environment(
        loader=PackageLoader("stance.training", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"cell": _cell, "figure": _figure, "interval": _interval}
    card = environment.get_template(name).render(values)
    # Outside of tags a quotation mark does no harm, and the card is read as it is, too.
    return card.replace("&#39;", "'").replace("&#34;", '"')


def _encoders(params: Parameters) -> list[str]:
    """Name the pretrained models that a classifier began with."""
    if isinstance(params, BlendParameters):
        return [name for member in params.members.values() for name in _encoders(member)]
    name = getattr(params, "encoder", None) or getattr(params, "model", None)
    return [name] if name else []


def _described(encoder: str) -> str:
    return f"{encoder} ({MINILM_IS})" if encoder == MINILM else encoder


def _cell(text: str) -> str:
    """Keep a name from ending the table's cell or row."""
    return " ".join(text.replace("|", "¦").split())


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return "–"
    return f"{figure.low:.3f} to {figure.high:.3f}"
