"""API for guides, editions, changes, search and scenarios, with the same editions as the pages."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from flask import request

from guides import catalog
from guides.bundles import AskedField, SizedItem
from guides.editions import Difference, guide_events
from guides.models import GuideEdition, GuideEvent
from guides.scenario import AskedQuestion
from guides.terms import stored_terms
from services_hall.api import schemas
from services_hall.api.operations import Blueprint
from services_hall.applications import answers
from services_hall.applications.answers.form_rules import offered_days
from services_hall.applications.answers.window_only import LeftOut, left_out
from services_hall.applications.filing.offers import current_offer
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.presentation.differences import difference_texts
from services_hall.presentation.search_snippets import snippet
from services_hall.web.guide_search import search_index
from services_hall.web.pagination import list_page

blueprint = Blueprint("api_guides", __name__, description="办事指南")
LONGEST_ANSWER = 64
AT_WINDOW = "_at_window"
"""The query parameter "yes" of a system whose applicant is at a window; no question has such a name."""


@blueprint.operation("/guides", schemas.GuideList, query=schemas.GuidesQuery)
def list_guides(query: dict[str, Any]) -> dict[str, Any]:
    """The guides in force, by code"""
    page = list_page(
        lambda after, limit: catalog.current_guides(reading(), **{**query, "after": after, "limit": limit}),
        query["after"],
        size=query["limit"],
        cursor=lambda edition: edition.terms.code,
    )
    return {"items": [_document(edition) for edition in page.rows], "next": page.next_after}


@blueprint.operation("/guides/<string:code>", schemas.GuideDocument)
def guide(code: str) -> dict[str, Any]:
    """The edition in force of a guide"""
    return _document(catalog.current_edition(reading(), code))


@blueprint.operation("/guides/<string:code>/editions/<int:number>", schemas.GuideDocument)
def edition(code: str, number: int) -> dict[str, Any]:
    """An edition of a guide that is in force or retired"""
    return _document(catalog.published_edition(reading(), code, number))


@blueprint.operation("/guide-changes", schemas.GuideChangeList, query=schemas.PageQuery)
def guide_changes(query: dict[str, Any]) -> dict[str, Any]:
    """The changes after a cursor, in order and without gaps"""
    # `next` is set at the end of the feed too, because clients poll with it; a list page would have none.
    after = query["after"] or 0
    events = guide_events(reading(), after=after, limit=query["limit"])
    return {
        "items": [_event_document(event) for event in events],
        "next": events[-1].seq if events else after,
    }


@blueprint.operation("/search", schemas.SearchHits, query=schemas.SearchQuery)
def search(query: dict[str, Any]) -> dict[str, Any]:
    """Guides and bundles by words, pinyin initials or traditional characters"""
    hits = search_index().search(reading(), query["q"], query["limit"])
    return {"items": [{**asdict(hit), "snippet": snippet(hit.snippet)} for hit in hits]}


@blueprint.operation("/scenarios/<string:code>", schemas.ScenarioAnswer)
def scenario(code: str) -> dict[str, Any]:
    """The requirements of a guide or bundle for these answers (question keys are query parameters)"""
    sent = {key: value[:LONGEST_ANSWER] for key, value in request.args.items()}
    is_at_window = sent.pop(AT_WINDOW, "") == "yes"
    offer = current_offer(reading(), code)
    whole = answers.select(offer, sent)
    selection = whole if is_at_window else answers.select(replace(offer, is_from_afar=True), sent)
    skipped = LeftOut() if is_at_window else left_out(offer.guides, whole)
    return {
        "questions": [_question(question) for question in selection.questions],
        "unanswered": list(selection.unanswered),
        "stops": [asdict(stop) for stop in selection.stops],
        "tells": [asdict(tell) for tell in selection.tells],
        "items": [
            {
                "code": item.code,
                "name": item.name,
                "by_commitment": item.by_commitment,
                "waits_for": list(item.waits_for),
                "edition": offer.items[item.code].number,
                "sha256": offer.items[item.code].sha256,
            }
            for item in selection.items
        ],
        "sized": [_sized_document(one) for one in selection.sized],
        "window_only": list(skipped.at_window),
        "later": list(skipped.later),
        "materials": [
            {
                "key": entry.key,
                "name": entry.name,
                "items": [item for item, _ in entry.members],
                "from_item": entry.from_item,
                "spared_by": stored_terms(entry.spared_by),
            }
            for entry in selection.materials
        ],
        "form_fields": [_field_document(entry, selection.answers) for entry in selection.form_fields],
    }


def _sized_document(sized: SizedItem) -> dict[str, Any]:
    """An item that depends on a size, with the limits of the division; null where it has set none."""
    limit = sized.limit
    return {
        "item": sized.item,
        "verdict": sized.verdict.value,
        "division_code": sized.division_code,
        "least_area": limit and limit.least_area,
        "least_seats": limit and limit.least_seats,
        "source": limit.source if limit else "",
    }


def _field_document(entry: AskedField, scenario: Mapping[str, str]) -> dict[str, Any]:
    """A form field with its rules, and with the days that it takes today."""
    days = offered_days(entry.field, scenario, local_day(utc_now()))
    limits = {"first_day": days.first, "last_day": days.last}
    return {
        **stored_terms(entry.field),
        "key": entry.key,
        **{name: day.isoformat() for name, day in limits.items() if day is not None},
    }


def _event_document(event: GuideEvent) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "kind": str(event.kind),
        "item_code": event.item_code,
        "bundle_code": event.bundle_code,
        "edition_number": event.edition_number,
        "at": event.at,
        "summary": _summary_document(event),
    }


def _summary_document(event: GuideEvent) -> dict[str, Any]:
    """The content of an event with its differences in words; all other values are plain already."""
    if event.edition_number is None:
        return event.summary
    texts = difference_texts(map(Difference.from_json, event.summary["changes"]))
    changes = [
        {"element": text.path, "label": text.label, "before": text.before, "after": text.after}
        for text in texts
    ]
    return {**event.summary, "changes": changes}


def _question(question: AskedQuestion) -> dict[str, Any]:
    """A question of the guide, with the item that asks it within a bundle."""
    document: dict[str, Any] = stored_terms(question)
    return {name: value for name, value in document.items() if name != "item" or value is not None}


def _document(edition: GuideEdition) -> dict[str, Any]:
    return {
        "code": edition.terms.code,
        "name": edition.terms.name,
        "item_type": edition.terms.item_type,
        "edition": edition.number,
        "sha256": edition.sha256,
        "status": str(edition.status),
        "approved_at": edition.approved_at,
        "published_at": edition.published_at,
        "content": edition.public_content,
    }
