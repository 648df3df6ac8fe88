"""Public pages: home, guides, bundles, changes, search."""

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certificate_store.text_input.numbers import scanned_code
from guides import catalog
from guides.bundles import bundle_saving, resolve_bundle, resolve_single, without_items
from guides.bundles.catalog import current_bundle, current_bundles, current_terms
from guides.divisions import districts
from guides.editions import edition_differences
from guides.enumerations import Audience, EditionStatus, FacetKind
from guides.models import BundleEdition, GuideEdition
from guides.search import GUIDE_HIT
from guides.terms import GuideTerms
from services_hall.applications.filing.offers import bundle_sizes
from services_hall.clock import local_day, utc_now
from services_hall.core import site_settings
from services_hall.database import reading
from services_hall.online import bundle_summary, guide_news
from services_hall.online.page_cache import cache_page
from services_hall.online.question_help import whom_to_ask
from services_hall.presentation import guide_summary
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.differences import difference_texts
from services_hall.presentation.key_facts import selected_facts
from services_hall.presentation.page_calendar import calendar_since
from services_hall.presentation.size_words import size_notes
from services_hall.presentation.window_places import left_out_items
from services_hall.web import guide_search
from services_hall.web.access import PUBLIC, access
from services_hall.web.pagination import ListPage, cursor_text, list_page
from services_hall.web.scenario_form import scenario_values

HOME_NEWS: Final = 3
NEWS_PAGE: Final = 30
GUIDES_PAGE: Final = 30
OFTEN: Final = 4

blueprint = Blueprint("public_pages", __name__)


@blueprint.get("/")
@access(PUBLIC)
def home() -> ResponseReturnValue:
    """Search, ways in, events of life, topics, bundles, halls, help, and recent changes."""
    session = reading()
    cache_page(None)
    return render_template(
        "online/home.html",
        often=_often(),
        bundles=_bundle_cards(),
        changes=guide_news.latest_news(session, limit=HOME_NEWS),
        topics=catalog.guide_topics(session),
        life_events=list(catalog.guide_topics(session, FacetKind.LIFE_EVENT)),
        districts=districts(session),
    )


@blueprint.get("/guides/")
@access(PUBLIC)
def guides() -> ResponseReturnValue:
    """The guides in force, filtered by audience, topic or words; one keyset page."""
    session = reading()
    audience = _known(request.args.get("audience"), tuple(Audience))
    topic = request.args.get("topic") or ""
    query = guide_search.query_words()
    after = cursor_text() or None
    if query:
        page: ListPage[GuideEdition, str] = ListPage(_found(query, audience, topic), after, None)
    else:
        page = list_page(
            lambda after, limit: catalog.current_guides(
                session, topic=topic or None, audience=audience or None, after=after, limit=limit
            ),
            after,
            size=GUIDES_PAGE,
            cursor=lambda edition: edition.item.code,
        )
    return render_template(
        "online/guides.html",
        page=page,
        topics=list(catalog.guide_topics(session)),
        audience=audience,
        topic=topic,
        query=query,
    )


@blueprint.get("/guides/<code>")
@access(PUBLIC)
def guide(code: str) -> ResponseReturnValue:
    """A guide in force; raises GuideNotFound."""
    session = reading()
    edition = catalog.current_edition(session, code)
    cache_page([code])
    district = request.args.get("district") or None
    return render_template(
        "online/guide.html", **guide_summary.guide_values(session, edition, district=district)
    )


@blueprint.get("/guides/<code>/editions/<int:number>")
@access(PUBLIC)
def edition(code: str, number: int) -> ResponseReturnValue:
    """The terms of a public edition of a guide; raises EditionNotFound."""
    session = reading()
    past = catalog.published_edition(session, code, number)
    values = guide_summary.guide_values(session, past)
    return render_template("online/guide.html", **values, is_past=past.status is not EditionStatus.CURRENT)


@blueprint.get("/guides/<code>/changes")
@access(PUBLIC)
def guide_changes(code: str) -> ResponseReturnValue:
    """The editions of a guide, each with its differences from the previous one."""
    session = reading()
    current = catalog.current_edition(session, code)
    editions = catalog.published_editions(session, code)
    earlier = [*editions[1:], None]
    steps = [
        (
            one,
            difference_texts(edition_differences(before.public_content, one.public_content))
            if before
            else [],
        )
        for one, before in zip(editions, earlier, strict=True)
    ]
    return render_template("online/guide_changes.html", edition=current, steps=steps)


@blueprint.get("/guides/<code>/scenario")
@access(PUBLIC)
def scenario(code: str) -> ResponseReturnValue:
    """The requirements of a guide for a reader who answers its questions."""
    session = reading()
    edition = catalog.current_edition(session, code)
    terms = edition.terms
    questioned = scenario_values(lambda answers: resolve_single(terms, answers), f"/apply/{code}")
    selection = questioned["selection"]
    own = selection.items[0].content_selection
    return render_template(
        "online/scenario.html",
        edition=edition,
        own=own,
        facts=selected_facts(
            terms, own, today=local_day(utc_now()), calendar=calendar_since(local_day(utc_now()))
        ),
        whom=whom_to_ask(selection, questioned["step"], lambda _key: code),
        steps=guide_summary.timeline_of(own.steps),
        bases=guide_summary.bases_by_key(terms),
        online=terms.access.online,
        left_out=left_out_items(session, selection, {code: terms}),
        short_names={code: terms.short_name},
        certificate_names=certificate_names(),
        **questioned,
    )


@blueprint.get("/bundles/")
@access(PUBLIC)
def bundles() -> ResponseReturnValue:
    """The bundles in force."""
    return render_template("online/bundles.html", bundles=_bundle_cards())


@blueprint.get("/bundles/<code>")
@access(PUBLIC)
def bundle(code: str) -> ResponseReturnValue:
    """A bundle with its questions and the result of the answers; raises BundleNotFound."""
    edition = current_bundle(reading(), code)
    guides = _guides_of(edition)
    sizes = bundle_sizes(reading(), edition.terms)
    questioned = scenario_values(
        lambda answers: resolve_bundle(edition.terms, guides, answers, sizes), f"/apply/{code}"
    )
    selection = questioned["selection"]
    left_out = left_out_items(reading(), selection, guides)
    filed = selection
    if left_out.online:
        filed = without_items(selection, left_out.codes, guides, edition.terms)
    lead = bundle_summary.lead_item(edition.terms, guides)
    bases = {
        key: basis for terms in guides.values() for key, basis in guide_summary.bases_by_key(terms).items()
    }
    cache_page(None)
    return render_template(
        "online/bundle.html",
        edition=edition,
        stages=bundle_summary.stages(
            selection,
            edition.terms,
            guides,
            today=local_day(utc_now()),
            calendar=calendar_since(local_day(utc_now())),
        ),
        warnings=bundle_summary.warnings_by_item(selection, edition.terms).get("", ()),
        whom=whom_to_ask(
            selection,
            questioned["step"],
            lambda key: bundle_summary.item_of_question(selection, edition.terms, key, lead),
        ),
        possible=bundle_summary.possible(selection, edition.terms, guides),
        longest=bundle_summary.longest(selection, guides),
        saved=bundle_saving(filed),
        filed=filed,
        bases=bases,
        online=True,
        left_out=left_out,
        size_notes=size_notes(reading(), questioned["selection"], guides),
        short_names={item: terms.short_name for item, terms in guides.items()},
        certificate_names=certificate_names(),
        **questioned,
    )


@blueprint.get("/changes")
@access(PUBLIC)
def changes() -> ResponseReturnValue:
    """The public changes, newest first; `until` is the number at which the page starts."""
    page = list_page(
        lambda until, limit: guide_news.latest_news(reading(), until=until, limit=limit),
        request.args.get("until", type=int),
        size=NEWS_PAGE,
        cursor=lambda news: news.seq - 1,
    )
    return render_template("online/changes.html", changes=page.rows, page=page)


@blueprint.get("/changes.atom")
@access(PUBLIC)
def changes_feed() -> ResponseReturnValue:
    """The newest changes as an Atom feed."""
    news = guide_news.latest_news(reading(), limit=NEWS_PAGE)
    text = render_template(
        "online/changes.atom",
        changes=news,
        base_url=site_settings().base_url,
        updated=news[0].at if news else datetime.fromtimestamp(0, UTC),
    )
    return Response(text, content_type="application/atom+xml; charset=utf-8")


@blueprint.get("/search")
@access(PUBLIC)
def search() -> ResponseReturnValue:
    """Guides and bundles for words, pinyin initials or traditional characters."""
    query = guide_search.query_words()
    if (code := scanned_code(query)) != query:
        return redirect(url_for("verification.answer", code=code), 303)
    hits = guide_search.search_guides(query)
    topics = [] if hits else list(catalog.guide_topics(reading()))
    return render_template("online/search.html", query=query, hits=hits, topics=topics)


def _known(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""


def _found(query: str, audience: str, topic: str) -> list[GuideEdition]:
    hits = [hit.code for hit in guide_search.search_guides(query) if hit.kind == GUIDE_HIT]
    editions = catalog.current_editions(reading(), hits)
    return [
        editions[code]
        for code in hits
        if code in editions
        and (not audience or audience in editions[code].terms.audience)
        and (not topic or topic in editions[code].terms.topics)
    ]


def _guides_of(bundle: BundleEdition) -> dict[str, GuideTerms]:
    codes = [entry.item for entry in bundle.terms.items]
    return current_terms(reading(), codes)


def _bundle_cards() -> list[bundle_summary.BundleCard]:
    published = current_bundles(reading())
    return [bundle_summary.card(one.terms, _guides_of(one)) for one in published]


def _often() -> list[GuideEdition]:
    """Frequently used guides for the search page; guides for residents alone come first."""
    for_residents = catalog.current_guides(reading(), audience=Audience.PERSON, limit=GUIDES_PAGE)
    return sorted(for_residents, key=lambda edition: len(edition.terms.audience))[:OFTEN]
