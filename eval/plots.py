"""Pictures of an evaluation: labels, confusions, how sure is how right, slices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from stance.codebook import Codebook, Label
from stance.eval.confidence import reliability, surest_shares
from stance.eval.selective import risk_coverage
from stance.reports.marks import bare, ends, legend_above, shortened, told, upright, whisker
from stance.reports.palette import HIGH, label_styles
from stance.reports.plots import INK, RULE, SOFT, Plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from stance.eval.comparison import Comparison
    from stance.eval.confidence import SureBin, SurestShare
    from stance.eval.evaluation import Evaluation, Figure
    from stance.eval.selective import RiskCoverage
    from stance.eval.slices import Slice, Slices

SLICES: Final = 16
"""Slices that the picture shows: the worst."""

_PARTS: Final = {"f1": ("o", "F1"), "precision": (">", "precision"), "recall": ("<", "recall")}


def evaluation_plots(evaluation: Evaluation, slices: Slices | None = None) -> list[Plot]:
    """Draw what there is to draw: without probabilities, nothing of how sure predictions are."""
    plots = [labels_plot(evaluation), confusion_plot(evaluation)]
    items = evaluation.predictions
    if items and all(item.scores is not None for item in items):
        drawn = evaluation.intervals.drawn
        error = evaluation.figures.get("calibration_error")
        plots.append(reliability_plot(reliability(items, **drawn), error))
        plots.append(coverage_plot(risk_coverage(items), surest_shares(items, **drawn)))
    if slices is not None and slices.slices:
        plots.append(slices_plot(slices.slices, evaluation.figures["accuracy"]))
    return plots


def labels_plot(evaluation: Evaluation) -> Plot:
    """Draw precision, recall and F1 of each label with their intervals."""
    colours = {style.name: style.light.fill for style in label_styles(codebook_of(evaluation))}

    def draw(axes: Axes) -> None:
        for place, row in enumerate(evaluation.by_label):
            for offset, (name, (marker, _)) in zip((-0.22, 0.0, 0.22), _PARTS.items(), strict=True):
                size = 6.5 if name == "f1" else 4.5
                whisker(axes, getattr(row, name), place + offset, colours[row.label], marker, size)
        for name, (marker, words) in _PARTS.items():
            size = 6.5 if name == "f1" else 4.5
            axes.plot([], [], marker, color=SOFT, markersize=size, label=words)
        axes.set_yticks(
            range(len(evaluation.labels)),
            [f"{row.label}\n{row.support:,} items" for row in evaluation.by_label],
        )
        axes.invert_yaxis()
        axes.set_xlim(-0.02, 1.02)
        legend_above(axes, 3)
        bare(axes)

    return Plot(
        "labels",
        "How well each label is found",
        "F1, precision and recall of each label. "
        + " ".join(f"{row.label}: F1 {told(row.f1)}." for row in evaluation.by_label),
        [row for row in evaluation.rows() if row["label"]],
        draw,
        height=0.9 + 0.52 * len(evaluation.labels),
    )


def confusion_plot(evaluation: Evaluation) -> Plot:
    """Draw gold by row and predicted by column; the deeper, the larger the share of the row."""
    from matplotlib.patches import Rectangle

    counts = np.array(evaluation.confusion, dtype=np.float64)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    size = len(evaluation.labels)

    def draw(axes: Axes) -> None:
        for i in range(size):
            for k in range(size):
                axes.add_patch(
                    Rectangle((k, i), 1, 1, facecolor=HIGH, alpha=0.65 * shares[i, k], linewidth=0)
                )
                if counts[i, k]:
                    axes.text(
                        k + 0.5, i + 0.5, f"{counts[i, k]:,.0f}", ha="center", va="center",
                        fontsize=11 if size < 5 else 8 if size < 9 else 6,
                        fontweight="bold" if i == k else "normal",
                    )  # fmt: skip
        middles = np.arange(size) + 0.5
        axes.set_xticks(middles, evaluation.labels)
        if size > 4:
            axes.tick_params(axis="x", labelrotation=60)
        axes.set_yticks(middles, evaluation.labels)
        axes.set_xlim(0, size)
        axes.set_ylim(size, 0)
        axes.set_xlabel("predicted")
        axes.set_ylabel("gold")
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        for line in range(size + 1):
            axes.axhline(line, color=RULE, linewidth=0.8)
            axes.axvline(line, color=RULE, linewidth=0.8)

    off = counts - np.diag(np.diag(counts))
    worst = np.unravel_index(int(off.argmax()), off.shape)
    labels = evaluation.labels
    most = (
        f" The most frequent mistake: {labels[worst[0]]} taken for {labels[worst[1]]}, "
        f"{off[worst]:.0f} times."
        if off.any()
        else ""
    )
    return Plot(
        "confusion",
        "What is taken for what",
        f"Counts of {size} gold labels by {size} predicted labels; "
        f"{np.trace(counts):.0f} of {counts.sum():.0f} agree.{most}",
        [
            {"gold": gold, "predicted": predicted, "n": evaluation.confusion[i][k]}
            for i, gold in enumerate(labels)
            for k, predicted in enumerate(labels)
        ],
        draw,
        height=2.9 if size < 5 else 1.2 + 0.3 * size,
    )


def reliability_plot(bins: Sequence[SureBin], error: Figure | None = None) -> Plot:
    """Draw how often predictions are right against how sure they are."""

    def draw(axes: Axes) -> None:
        most = max(each.n for each in bins)
        axes.bar(
            [each.low for each in bins], [0.16 * each.n / most for each in bins],
            width=[each.high - each.low for each in bins], align="edge", color=RULE, linewidth=0,
        )  # fmt: skip
        axes.plot([0, 1], [0, 1], color=SOFT, linewidth=0.9, linestyle=(0, (4, 3)))
        for each in bins:
            upright(axes, each.accuracy, each.sureness, INK)
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.02, 1.02)
        axes.set_xlabel("probability of the predicted label")
        axes.set_ylabel("share that is right")

    off = f" The calibration error is {told(error)}." if error else ""
    return Plot(
        "reliability",
        "As sure as right",
        "Points near the dashed diagonal: as often right as the probability says. "
        + " ".join(
            f"At {each.sureness:.2f} ({each.n:,} items) {told(each.accuracy)} are right."
            for each in bins
        )
        + off,
        [
            {
                "from": each.low,
                "to": each.high,
                "n": each.n,
                "probability": each.sureness,
                **ends("right", each.accuracy),
            }
            for each in bins
        ],
        draw,
    )


def coverage_plot(curve: RiskCoverage, shares: Sequence[SurestShare]) -> Plot:
    """Draw how many are right if only the surest are kept."""

    def draw(axes: Axes) -> None:
        axes.plot(curve.coverage, 1 - curve.risk, color=SOFT, linewidth=1.2, drawstyle="steps-post")
        for each in shares:
            upright(axes, each.accuracy, each.share, INK)
        lowest = min(
            end for each in shares if (end := each.accuracy.low or each.accuracy.value) is not None
        )
        axes.set_xlim(0, 1.04)
        axes.set_ylim(max(0.0, float(np.floor((lowest - 0.02) * 10) / 10)), 1.01)
        axes.set_xlabel("share of predictions kept, the surest first")
        axes.set_ylabel("share of these that is right")

    return Plot(
        "coverage",
        "If only the surest are kept",
        " ".join(
            f"Of the surest {each.share:.0%}, {told(each.accuracy)} are right."
            for each in shares[::3]
        ),
        [
            {
                "share": each.share,
                "threshold": each.threshold,
                "n": each.n,
                **ends("right", each.accuracy),
            }
            for each in shares
        ],
        draw,
    )


def slices_plot(slices: Sequence[Slice], overall: Figure) -> Plot:
    """Draw the accuracy in each slice, the worst first, beside that of all."""
    shown = slices[:SLICES]

    def draw(axes: Axes) -> None:
        if overall.value is not None:
            axes.axvline(overall.value, color=SOFT, linewidth=0.9, linestyle=(0, (4, 3)))
        for place, each in enumerate(shown):
            sure = each.p < 0.05
            whisker(axes, each.accuracy, place, INK, "o", 6, hollow=not sure)
            name = f"{each.column}: {each.value}"
            axes.annotate(
                f"{shortened(name)} ({each.n:,})", (0, place - 0.38), xycoords=("axes fraction", "data"),
                va="center", fontsize=8.5,
            )  # fmt: skip
        axes.set_yticks([])
        axes.spines.left.set_visible(False)
        axes.set_ylim(len(shown) - 0.5, -0.75)
        low = min((end for each in shown if (end := each.accuracy.low) is not None), default=0.0)
        axes.set_xlim(max(0.0, float(np.floor(low * 10) / 10)) - 0.01, 1.01)
        axes.set_xlabel("accuracy; dashed: of all. Filled: other than the rest (Holm)")

    return Plot(
        "slices",
        "Where it is worse and better",
        "Accuracy in parts of the data, the worst first. "
        + " ".join(f"{each.column} {each.value}: {told(each.accuracy)}." for each in shown),
        [each.to_record() for each in slices],
        draw,
        height=0.8 + 0.42 * len(shown),
    )


def codebook_of(judged: Evaluation | Comparison) -> Codebook:
    """Return the labels, and their values where they have any, as a codebook: for their looks."""
    values = judged.values or [None] * len(judged.labels)
    return Codebook(
        name="judged",
        labels=tuple(
            Label(name=name, value=value) for name, value in zip(judged.labels, values, strict=True)
        ),
    )
