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


def _reconsideration(case: Case, review: Reconsideration) -> str:
    place = case.implementation
    bodies = [name for name in (place.appeal_body, place.second_appeal_body) if name] or [review.to]
    channel = f"（网上申请：{place.appeal_channel}）" if place.appeal_channel else ""
    return f"自收到本文书之日起{review.days}日内向{'或者'.join(bodies)}申请行政复议{channel}"


def _lawsuit(case: Case, lawsuit: Lawsuit) -> str:
    return f"自收到本文书之日起{lawsuit.months}个月内向{_court(case, lawsuit)}提起行政诉讼"


def _court(case: Case, lawsuit: Lawsuit) -> str:
    return case.implementation.court or lawsuit.to
