"""Legal bases for the end of a grant: those of the guide, and for licences the general law (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from guides.terms import GuideTerms
from services_hall.applications.action_faults import listed_article
from services_hall.applications.grounds.decision_grounds import LICENSING_LAW, possible_bases
from services_hall.applications.item_handling import HANDLING


class GrantEnd(StrEnum):
    """How the agency ends a grant."""

    ANNUL = "annul"
    """撤销: the grant was unlawful, obtained by fraud, or its commitment was broken."""
    WITHDRAW = "withdraw"
    """撤回: the law or the facts on which a lawful grant rests have changed."""
    CANCEL = "cancel"
    """注销: the grant has ended by itself, or its holder gives it up."""


class CancelGround(StrEnum):
    """Why a grant is cancelled (注销) without anybody being burdened by it."""

    HOLDER_REQUEST = "holder_request"
    EXPIRED = "expired"
    DEATH_OR_DISSOLUTION = "death_or_dissolution"


@dataclass(frozen=True)
class CitedArticle:
    """An article as a decision cites it."""

    key: str
    law: str
    article: str

    @property
    def citation(self) -> str:
        """《law》article."""
        return f"《{self.law}》{self.article}"


FRAUD: Final = CitedArticle("licensing-69-2", LICENSING_LAW, "第六十九条第二款")
"""A licence obtained by deceit, bribery or other improper means."""
GENERAL_ARTICLES: Final[Mapping[GrantEnd, tuple[CitedArticle, ...]]] = {
    GrantEnd.ANNUL: (CitedArticle("licensing-69-1", LICENSING_LAW, "第六十九条第一款"), FRAUD),
    GrantEnd.WITHDRAW: (CitedArticle("licensing-8", LICENSING_LAW, "第八条第二款"),),
    GrantEnd.CANCEL: (CitedArticle("licensing-70", LICENSING_LAW, "第七十条"),),
}
"""The articles of 行政许可法 on the end of licences."""


def possible_articles(terms: GuideTerms, end: GrantEnd) -> tuple[CitedArticle, ...]:
    """The articles on which this end of a grant may rest: those of the general law, then the guide's."""
    general = GENERAL_ARTICLES[end] if HANDLING[terms.item_type].is_licensing else ()
    return (*general, *own_articles(terms))


def own_articles(terms: GuideTerms) -> tuple[CitedArticle, ...]:
    """The articles of the guide itself on which a decision may rest."""
    return tuple(CitedArticle(basis.key, basis.law, basis.article or "") for basis in possible_bases(terms))


def cited_article(terms: GuideTerms, end: GrantEnd, key: str, *, field: str) -> CitedArticle:
    """The article with this key; raises ActionInvalid at `field` for any other key."""
    articles = {article.key: article for article in possible_articles(terms, end)}
    return articles[listed_article(field, key, articles.keys())]
