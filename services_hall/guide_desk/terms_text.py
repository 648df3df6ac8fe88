"""Parsing of the whole text of a guide or a bundle into terms or into errors by line."""

from collections.abc import Mapping
from typing import Any

from certificate_store.text_input.reader import TextInvalid, read_lines
from guides.errors import DraftInvalid, FieldProblem
from guides.exchange import (
    ENVELOPE,
    ImportAltered,
    ImportUnreadable,
    checked_terms,
    is_bundle,
    read_terms_text,
    unchecked_terms,
)
from guides.models import BundleEdition, GuideEdition
from guides.terms import TermsFault
from services_hall.guide_desk.form_state import TextProblem
from services_hall.guide_desk.yaml_lines import text_problems
from services_hall.presentation.guide_desk_messages import GuideFormFault
from services_hall.presentation.messages import message

Editions = type[GuideEdition | BundleEdition]


def read_text(
    text: str, *, editions: Editions | None = None, code: str | None = None
) -> tuple[dict[str, Any] | None, list[TextProblem]]:
    """The terms in a text, or its errors with their lines.

    `editions` is the required type, `code` the required code of the guide or bundle.
    """
    try:
        raw = read_terms_text(text, read=read_lines)
    except ImportUnreadable as error:
        return None, [TextProblem(error.line, "", message(FieldProblem(error.fault)))]
    except TextInvalid as error:
        problem = FieldProblem(error.fault, {"position": error.position})
        return None, [TextProblem(None, "", message(problem))]
    try:
        if editions is not None:
            _refuse_other_kind(unchecked_terms(raw), editions)
        terms = checked_terms(raw, editions)
        if code is not None and terms["code"] != code:
            raise DraftInvalid({"code": [FieldProblem(TermsFault.OTHER_CODE, {"code": code})]})
    except ImportAltered:
        return None, [TextProblem(None, "", message(FieldProblem(GuideFormFault.TEXT_ALTERED)))]
    except DraftInvalid as error:
        under = "content" if raw.keys() >= ENVELOPE else ""
        return None, text_problems(text, error.errors, under=under)
    return terms, []


def _refuse_other_kind(terms: Mapping[str, Any], editions: Editions) -> None:
    """Reports a text of the other type with one error instead of all its single errors."""
    if issubclass(editions, BundleEdition) and "item_type" in terms:
        raise DraftInvalid({"item_type": [FieldProblem(TermsFault.GUIDE_INSTEAD_OF_BUNDLE)]})
    if issubclass(editions, GuideEdition) and is_bundle(terms):
        raise DraftInvalid({"items": [FieldProblem(TermsFault.BUNDLE_INSTEAD_OF_GUIDE)]})
