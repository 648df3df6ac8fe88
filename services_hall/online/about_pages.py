"""Pages about the site and the ways to help: help, halls, contact, privacy, accessibility, site map."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from guides import catalog
from guides.divisions import districts
from guides.enumerations import FacetKind
from services_hall.database import reading
from services_hall.online.page_cache import cache_page
from services_hall.web.access import PUBLIC, access

blueprint = Blueprint("about", __name__)


@blueprint.get("/help")
@access(PUBLIC)
def advice() -> ResponseReturnValue:
    """What to do when something does not go on."""
    cache_page(())
    return render_template("online/about/help.html")


@blueprint.get("/halls")
@access(PUBLIC)
def halls() -> ResponseReturnValue:
    """The places that take applications: of the city, or of the district in the address."""
    session = reading()
    known = districts(session)
    district = next((one for one in known if one.code == request.args.get("district")), None)
    return render_template(
        "online/about/halls.html",
        districts=known,
        district=district,
        points=catalog.halls(session, district.code if district else None),
    )


@blueprint.get("/about/contact")
@access(PUBLIC)
def contact() -> ResponseReturnValue:
    """Who runs the site, and how to reach them."""
    cache_page(())
    return render_template("online/about/contact.html")


@blueprint.get("/about/privacy")
@access(PUBLIC)
def privacy() -> ResponseReturnValue:
    """What the hall knows of a person, what for, and what the person may ask for."""
    cache_page(())
    return render_template("online/about/privacy.html")


@blueprint.get("/about/accessibility")
@access(PUBLIC)
def accessibility() -> ResponseReturnValue:
    """How far the pages can be used by everybody, and whom to tell where they cannot."""
    cache_page(())
    return render_template("online/about/accessibility.html")


@blueprint.get("/about/site-map")
@access(PUBLIC)
def site_map() -> ResponseReturnValue:
    """Every part of the site on one page."""
    return render_template(
        "online/about/site_map.html",
        topics=list(catalog.guide_topics(reading())),
        life_events=list(catalog.guide_topics(reading(), FacetKind.LIFE_EVENT)),
    )
