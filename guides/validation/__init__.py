"""Rules for the terms of a guide before approval, and findings about them."""

from guides.validation.codes import BasisDemand, FindingCode, OptionalTerm, RankDemand
from guides.validation.findings import Finding, blocking_finding, warning_finding
from guides.validation.rules import guide_findings, item_bases

__all__ = [
    "BasisDemand",
    "Finding",
    "FindingCode",
    "OptionalTerm",
    "RankDemand",
    "blocking_finding",
    "guide_findings",
    "item_bases",
    "warning_finding",
]
