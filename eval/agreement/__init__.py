"""How far coders agree, where they do not, and what is then to hold."""

from stance.eval.agreement.adjudication import RULES, Settled, adjudicate
from stance.eval.agreement.agreeing import Agreement, PairAgreement, agree, disagreements
from stance.eval.agreement.codings import Coding, Codings, read_codings
from stance.eval.agreement.display import render_agreement, render_spans
from stance.eval.agreement.spans import SpanAgreement, agree_on_spans, read_marked

__all__ = [
    "RULES",
    "Agreement",
    "Coding",
    "Codings",
    "PairAgreement",
    "Settled",
    "SpanAgreement",
    "adjudicate",
    "agree",
    "agree_on_spans",
    "disagreements",
    "read_codings",
    "read_marked",
    "render_agreement",
    "render_spans",
]
