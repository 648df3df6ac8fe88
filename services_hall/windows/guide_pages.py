"""Pages for a clerk to find guides: search, guides and bundles, scenario questions."""

from typing import Final

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from certificate_store.text_input.numbers import scanned_code
from guides import catalog
from guides.bundles import resolve_bundle, resolve_single
from guides.bundles.catalog import current_bundle, current_bundles
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.filing import offers
from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.presentation import guide_summary
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.key_facts import four_facts
from services_hall.presentation.size_words import size_notes
from services_hall.web import guide_search
from services_hall.web.access import access, signed_in_actor
from services_hall.web.pagination import cursor_text, list_page
from services_hall.web.scenario_form import scenario_values
from services_hall.windows.blueprint import blueprint

GUIDES_PAGE: Final = 60
LAST_FILED: Final = 8


@blueprint.get("/")
@access(Role.WINDOW_CLERK)
def start() -> ResponseReturnValue:
    """Search, all guides and bundles, drafts and the latest filings."""
    session, actor = reading(), signed_in_actor()
    query = guide_search.query_words()
    if (code := scanned_code(query)) != query:
        return redirect(url_for("verification.answer", code=code), 303)
    page = list_page(
        lambda after, limit: catalog.current_guides(session, after=after, limit=limit),
        cursor_text() or None,
        size=GUIDES_PAGE,
        cursor=lambda edition: edition.item.code,
    )
    return render_template(
        "windows/start.html",
        query=query,
        hits=guide_search.search_guides(query),
        bundles=current_bundles(session),
        page=page,
        drafts=offers.named_drafts(
            session, pinned_drafts.open_drafts(session, actor.account_id, limit=LAST_FILED)
        ),
        applications=queries.filed_applications(session, actor, limit=LAST_FILED),
    )


@blueprint.get("/guides/<code>")
@access(Role.WINDOW_CLERK)
def guide(code: str) -> ResponseReturnValue:
    """The guide in force, as on the public page, beside its questions; raises GuideNotFound."""
    names = certificate_names()
    edition = catalog.current_edition(reading(), code)
    terms = edition.terms
    questioned = scenario_values(
        lambda answers: resolve_single(terms, answers), url_for(".application_form.start", code=code)
    )
    points = catalog.service_points(reading(), code, None)
    return render_template(
        "windows/guide.html",
        edition=edition,
        terms=terms,
        facts=four_facts(terms, len(points)),
        bases=guide_summary.bases_by_key(terms),
        steps=guide_summary.timeline_of(terms.steps),
        certificate_names=names,
        short_names={code: terms.short_name},
        online=False,
        **questioned,
    )


@blueprint.get("/bundles/<code>")
@access(Role.WINDOW_CLERK)
def bundle(code: str) -> ResponseReturnValue:
    """The bundle in force beside its questions; raises BundleNotFound."""
    names = certificate_names()
    current = current_bundle(reading(), code)
    codes = [entry.item for entry in current.terms.items]
    editions = catalog.current_editions(reading(), codes)
    guides = {item: edition.terms for item, edition in editions.items()}
    sizes = offers.bundle_sizes(reading(), current.terms)
    questioned = scenario_values(
        lambda answers: resolve_bundle(current.terms, guides, answers, sizes),
        url_for(".application_form.start", code=code),
    )
    return render_template(
        "windows/bundle.html",
        edition=current,
        terms=current.terms,
        editions=editions,
        bases={
            key: basis for one in guides.values() for key, basis in guide_summary.bases_by_key(one).items()
        },
        certificate_names=names,
        size_notes=size_notes(reading(), questioned["selection"], guides),
        short_names={item: one.short_name for item, one in guides.items()},
        online=False,
        **questioned,
    )
