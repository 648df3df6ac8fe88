"""The rules that the terms of a guide must keep before approval, and findings about them."""

from guides.validation.findings import Finding, blocking_finding, warning_finding
from guides.validation.rules import guide_findings

__all__ = [
    "Finding",
    "blocking_finding",
    "guide_findings",
    "warning_finding",
]
