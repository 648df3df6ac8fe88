"""Remedies against a decision: this body's reconsideration bodies and court, by name where they are known."""

from guides.terms import Lawsuit, Reconsideration
from services_hall.applications.models import Case


def remedies(case: Case) -> list[str]:
    """What can be done against the decision, as paragraphs.

    行政许可法 art. 38; 行政复议法 arts. 20, 22, 23, 24; 行政诉讼法 art. 46. Names are those of the case's
    implementation; where one is not known, the guide's rule of jurisdiction stands in its place.
    """
    terms = case.application_item.edition.terms.remedies
    review, lawsuit = terms.reconsideration, terms.lawsuit
    if review is None:
        return [f"如不服本决定，可以{_lawsuit(case, lawsuit)}。"] if lawsuit else []
    if lawsuit is None:
        text = f"如不服本决定，可以{_reconsideration(case, review)}。"
    elif review.first:
        text = (
            f"如不服本决定，应当先{_reconsideration(case, review)}；"
            f"对行政复议决定不服的，可以再依法向{_court(case, lawsuit)}提起行政诉讼。"
        )
    else:
        text = f"如不服本决定，可以{_reconsideration(case, review)}；也可以{_lawsuit(case, lawsuit)}。"
    return [text]


def inaction_remedy(case: Case) -> str | None:
    """What can be done when no decision comes in time: reconsideration first (行政复议法 art. 23).

    Only against agencies; None where the guide names nobody who hears reconsideration.
    """
    terms = case.application_item.edition.terms.remedies
    if terms.reconsideration is None:
        return None
    bodies = reconsideration_bodies(case, terms.reconsideration)
    return (
        f"本机关在法定期限内没有作出决定的，你（单位）可以向{'或者'.join(bodies)}申请行政复议；"
        "对行政复议决定不服的，可以再依法向人民法院提起行政诉讼（《中华人民共和国行政复议法》第二十三条）。"
    )


def reconsideration_bodies(case: Case, review: Reconsideration) -> list[str]:
    """Who hears reconsideration against this agency, by name, or the guide's rule of jurisdiction."""
    place = case.implementation
    return [name for name in (place.appeal_body, place.second_appeal_body) if name] or [review.to]


def _reconsideration(case: Case, review: Reconsideration) -> str:
    place = case.implementation
    bodies = reconsideration_bodies(case, review)
    channel = f"（网上申请：{place.appeal_channel}）" if place.appeal_channel else ""
    return f"自收到本文书之日起{review.days}日内向{'或者'.join(bodies)}申请行政复议{channel}"


def _lawsuit(case: Case, lawsuit: Lawsuit) -> str:
    return f"自收到本文书之日起{lawsuit.months}个月内向{_court(case, lawsuit)}提起行政诉讼"


def _court(case: Case, lawsuit: Lawsuit) -> str:
    return case.implementation.court or lawsuit.to
