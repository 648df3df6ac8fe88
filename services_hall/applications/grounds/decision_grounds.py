"""Grounds of a decision: conditions of the guide, the officer's words, and the article (pure)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from guides.errors import FieldProblem
from guides.terms import GuideTerms, LegalBasis
from services_hall.applications.action_faults import ActionFault, listed_article, readable_text
from services_hall.applications.errors import ActionInvalid, ReasonMissing
from services_hall.applications.grounds.result_entries import NO_ENTRY, ResultEntry


@dataclass(frozen=True)
class DecisionGrounds:
    """What the officer chose from the guide besides the words of the reason.

    `unmet_conditions` and `basis_key` are keys of the edition. `order_reason` says why the case is granted
    before cases accepted earlier. `late_reason` is the public reason of a missed promise, required where it
    is due. `is_false_papers`: the applicant concealed something or submitted false papers
    (行政许可法 art. 78). `assigned_code` is the credit code that a registration assigns.
    `is_licence_checked`: the officer has read the licence, which is not from the store, and it names the
    applicant as its operator. `is_review_confirmed`: the officer has carried out the review, which nobody
    recorded; `site_check_reason` says why a site check of the guide is not needed. `result` is what the body
    writes into the certificate.
    """

    unmet_conditions: tuple[str, ...] = ()
    basis_key: str | None = None
    order_reason: str = ""
    late_reason: str = ""
    is_false_papers: bool = False
    assigned_code: str = ""
    is_licence_checked: bool = False
    is_review_confirmed: bool = False
    site_check_reason: str = ""
    result: ResultEntry = NO_ENTRY


NO_GROUNDS: Final = DecisionGrounds()
LICENSING_LAW: Final = "中华人民共和国行政许可法"
AFTER_FALSE_PAPERS: Final = LegalBasis(
    key="licensing-78",
    law=LICENSING_LAW,
    article="第七十八条",
    text="行政许可申请人隐瞒有关情况或者提供虚假材料申请行政许可的，行政机关不予受理或者不予行政许可，并给予警告；"
    "行政许可申请属于直接关系公共安全、人身健康、生命财产安全事项的，申请人在一年内不得再次申请该行政许可。",
)
AFTER_FRAUD: Final = LegalBasis(
    key="licensing-79",
    law=LICENSING_LAW,
    article="第七十九条",
    text="……取得的行政许可属于直接关系公共安全、人身健康、生命财产安全事项的，申请人在三年内不得再次申请该行政许可；……",
)
"""The articles of the law itself on which a decision may rest while its applicant is barred."""


def denial_reason(terms: GuideTerms, unmet_conditions: Collection[str], words: str) -> str:
    """The reason as it stands in the decision: the conditions that are not met, then the officer's words.

    行政许可法 art. 38. Raises ActionInvalid for a condition that the guide does not have, ReasonMissing
    without condition and words.
    """
    by_key = {condition.key: condition.text.rstrip("。；") for condition in terms.conditions}
    if not by_key.keys() >= set(unmet_conditions):
        raise ActionInvalid({"conditions": FieldProblem(ActionFault.CONDITION_NOT_IN_GUIDE)})
    words = readable_text("reason", words)
    unmet = [text for key, text in by_key.items() if key in unmet_conditions]
    if unmet:
        return f"不符合以下条件：{'；'.join(unmet)}。{words}"
    if not words:
        raise ReasonMissing
    return words


def possible_bases(terms: GuideTerms) -> tuple[LegalBasis, ...]:
    """The articles of the guide on which a decision may rest: all but those of the laws on remedies."""
    remedies = {way.basis for way in (terms.remedies.reconsideration, terms.remedies.lawsuit) if way}
    laws = {basis.law for basis in terms.legal_bases if basis.key in remedies}
    return tuple(basis for basis in terms.legal_bases if basis.law not in laws)


def grant_basis(terms: GuideTerms, key: str | None) -> str | None:
    """The key of the article that a grant rests on; None for the main basis of the item.

    Raises ActionInvalid for an article that the guide does not have, or that is about remedies.
    """
    return listed_article("basis_key", key, _keys(possible_bases(terms))) if key else None


def chosen_basis(terms: GuideTerms, key: str | None, bars: Collection[LegalBasis] = ()) -> str | None:
    """The key of the article that a denial rests on; None only for a guide that has no article at all.

    行政许可法 art. 38. `bars` are the articles that bar the applicant. Raises ActionInvalid without an
    article of the guide or of a bar.
    """
    if not (possible := (*possible_bases(terms), *bars)):
        return None
    return listed_article("basis_key", key or "", _keys(possible))


def named_basis(terms: GuideTerms, key: str | None) -> LegalBasis | None:
    """The article with this key, of the guide or of a bar."""
    articles = (*terms.legal_bases, AFTER_FALSE_PAPERS, AFTER_FRAUD)
    return next((basis for basis in articles if basis.key == key), None)


def _keys(bases: Collection[LegalBasis]) -> list[str]:
    return [basis.key for basis in bases]
