"""What share of the statements has each label, corrected for the classifier's errors."""

from stance.eval.shares.adjusting import adjusted_shares
from stance.eval.shares.display import render_shares
from stance.eval.shares.estimating import estimate_shares
from stance.eval.shares.inference import prediction_powered
from stance.eval.shares.maximising import maximised_shares
from stance.eval.shares.sampling import SAMPLED, draw_sample
from stance.eval.shares.shares import Share, Shares

__all__ = [
    "SAMPLED",
    "Share",
    "Shares",
    "adjusted_shares",
    "draw_sample",
    "estimate_shares",
    "maximised_shares",
    "prediction_powered",
    "render_shares",
]
