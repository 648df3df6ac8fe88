"""Filters for the templates of pages and papers: formats of values and labels of codes."""

from collections.abc import Callable
from typing import Final

from flask import Flask

from guides.terms import short_hash
from services_hall.presentation import formats, labels, messages, party_words

FILTERS: Final[dict[str, Callable[..., str]]] = {
    function.__name__: function
    for function in (
        short_hash,
        formats.period,
        formats.time_span,
        formats.money,
        formats.article,
        formats.copies,
        formats.spared_by,
        formats.circumstances,
        formats.in_lines,
        formats.file_size,
        formats.cited_as,
        formats.whole_days,
        labels.item_type,
        labels.audience,
        labels.agent_rule,
        labels.rank,
        labels.service_depth,
        labels.level,
        labels.decision_kind,
        labels.agency_role,
        labels.standing,
        labels.result_form_words,
        party_words.capacity,
        party_words.evidence,
        party_words.identification,
        party_words.mandate_acts,
        party_words.party_role,
        party_words.people_source,
        messages.problem_words,
    )
} | {"day": formats.page_day, "moment": formats.page_moment}
"""Every filter by its name in templates."""


def init_app(app: Flask) -> None:
    """Registers the filters for templates."""
    for name, function in FILTERS.items():
        app.add_template_filter(function, name)
