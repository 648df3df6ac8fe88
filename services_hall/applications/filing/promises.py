"""Promises of applicants: what they were told, what they promise, how they were identified (pure)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from guides.bundles import BundleSelection
from guides.scenario import Selection
from guides.terms import GuideTerms, short_hash
from guides.vocabulary import period_text
from services_hall.applications.answers import Offer
from services_hall.applications.enumerations import Channel


class PromiseAuthentication(StrEnum):
    """How the person who signed a promise was identified."""

    SIGNED_IN = "signed_in"
    """Signed in with an account of their own."""
    IN_PRESENCE = "in_presence"
    """Present at the window, identified by the clerk."""
    AGENCY_SYSTEM = "agency_system"
    """Identified by the agency's system that filed for them."""


@dataclass(frozen=True)
class PromiseText:
    """The words of a promise, one paragraph a line; its hash proves what was shown."""

    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """All paragraphs, one a line."""
        return "\n".join(self.paragraphs)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text, 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def authentication(channel: Channel) -> PromiseAuthentication:
    """How people are identified in this channel."""
    match channel:
        case Channel.ONLINE:
            return PromiseAuthentication.SIGNED_IN
        case Channel.WINDOW:
            return PromiseAuthentication.IN_PRESENCE
        case Channel.API:
            return PromiseAuthentication.AGENCY_SYSTEM


def promise_details(promise: PromiseText, proof: PromiseAuthentication) -> dict[str, str]:
    """The data of a promise's paper."""
    return {"text": promise.text, "sha256": promise.sha256, "authentication": proof}


def commitment_promise(
    terms: GuideTerms, selection: Selection, *, edition_number: int, sha256: str
) -> PromiseText:
    """The notice and the commitment (告知承诺) of a guide for one applicant's selection.

    The notice names the legal bases, the conditions, the later check and what follows a broken promise.
    Raises ValueError for a guide without commitment.
    """
    commitment = terms.commitment
    if commitment is None:
        raise ValueError(f"{terms.code} is not handled on commitment")
    bases = {basis.key: f"《{basis.law}》{basis.article}" for basis in terms.legal_bases}
    cited = "、".join(bases[key] for key in commitment.bases if key in bases)
    conditions = [condition.text for condition in selection.conditions]
    check = commitment.after_check
    notice = [
        f"办理依据：{cited}。" if cited else "",
        f"应当具备的条件：{_numbered(conditions)}" if conditions else "",
        f"作出决定后{period_text(check.days, check.unit)}内核查承诺是否属实。" if check else "",
        f"承诺不实的后果：{commitment.consequence}" if commitment.consequence else "",
    ]
    return PromiseText(
        (
            f"行政机关告知的内容（{terms.name}）：",
            *(line for line in notice if line),
            "申请人的承诺：",
            commitment.text,
            f"本承诺依据办事指南第 {edition_number} 版（{short_hash(sha256)}）。",
        )
    )


def tolerance_promise(item_name: str, materials: Sequence[tuple[str, str]]) -> PromiseText:
    """The notice and the promise of a tolerant acceptance; `materials` are names with the longest time."""
    listed = "、".join(f"{name}（自受理之日起{period}内）" for name, period in materials)
    return PromiseText(
        (
            f"行政机关告知的内容（{item_name}）：",
            f"下列材料暂缺或者有瑕疵的，可以容缺受理、先行审查：{listed}。具体的补交日期以容缺受理通知书为准。",
            "补齐以前不作出准予的决定，不发证照。没有按期补齐的，终止办理；在纠正以前，不再适用容缺受理。",
            "因不可抗力不能按期补交的，可以说明情况，由部门另定日期。",
            "申请人的承诺：",
            "本人（本单位）自愿选择容缺受理，承诺已提交的材料真实、合法、有效，按期补交上述材料。",
        )
    )


def promises_of(offer: Offer, selection: BundleSelection) -> dict[str, PromiseText]:
    """The promise for each item that this applicant handles on commitment, by item code."""
    return {
        item.code: commitment_promise(
            offer.items[item.code].terms,
            item.content_selection,
            edition_number=offer.items[item.code].number,
            sha256=offer.items[item.code].sha256,
        )
        for item in selection.items
        if item.by_commitment
    }


def _numbered(texts: Sequence[str]) -> str:
    return "".join(f"（{number}）{text}" for number, text in enumerate(texts, start=1))
