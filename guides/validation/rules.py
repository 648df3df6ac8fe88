"""Rules for the terms of a guide: required ones before approval, and recommended ones."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Final

from guides.calendar import is_limit_above
from guides.enumerations import ItemType, Rank, Unit
from guides.terms import GuideTerms, LegalBasis, Period
from guides.validation.advice import advice_findings
from guides.validation.codes import BasisDemand, FindingCode, RankDemand
from guides.validation.findings import Finding, blocking_finding, numbered_entries
from guides.validation.structure import structure_findings

DEMANDED_RANKS: Final = {
    BasisDemand.PROOF: frozenset({Rank.LAW, Rank.REGULATION, Rank.LOCAL_REGULATION, Rank.STATE_COUNCIL}),
    BasisDemand.LICENCE_CONDITION: frozenset(
        {Rank.LAW, Rank.REGULATION, Rank.LOCAL_REGULATION, Rank.STATE_COUNCIL, Rank.RULE}
    ),
    BasisDemand.LICENCE_FEE: frozenset({Rank.LAW, Rank.REGULATION}),
}
"""The ranks of which one is required for each element. 法规 are those of the State Council and local ones.

行政许可法 art. 58: only a law or an administrative regulation may allow a fee for a licence.
"""
RANK_DEMANDS: Final = {
    BasisDemand.PROOF: RankDemand.LAWS_OR_STATE_COUNCIL,
    BasisDemand.LICENCE_CONDITION: RankDemand.LAWS_OR_RULES,
    BasisDemand.LICENCE_FEE: RankDemand.LAW_OR_REGULATION,
}

JOINT_LIMIT: Final = Period(days=45, unit=Unit.WORKING_DAY)
"""行政许可法 art. 42."""

OTHER: Final = "其[他它余]"
THING: Final = "(材料|文件|资料|证明|证件|证照|手续|条件|要求|情形|事项)"
CATCH_ALL: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{OTHER}(有关|相关|必要|必需|必须|所需|需要?|应当?|须|可能|补充|辅助|佐证|合法|申请|提交|提供|出具|具备|的)*{THING}",
        rf"(法律|法规|规章|规定|部门|机关|单位|窗口|人员|政府)[^，。；]{{0,20}}(规定|要求|认为|认定)[^，。；]{{0,12}}{OTHER}",
        r"等(有关|相关|其[他它])(材料|文件|资料|证明|证件|证照|手续)",
        r"等(材料|文件|资料)\W*\Z",
        r"(视情况|视情|视需要|根据需要|根据情况|必要时|按要求|按需)[^，。；]{0,8}(提供|提交|补充|出具)",
        r"(部门|机关|单位|窗口|人员)(认为|要求)[^，。；]{0,8}(需要|必要|应当)?(提供|提交|补充|具备)",
        rf"\A{OTHER}\W*\Z",
        rf"\A(有关|相关|所需|必要|必需)的?{THING}{{1,2}}\W*\Z",
        rf"(部门|机关|单位|窗口|人员)(要求|规定|需要)的?{THING}",
        r"(?<![高中初平优对同均])等\W*\Z",
    )
)


def guide_findings(terms: GuideTerms, *, certificate_types: Collection[str] | None = None) -> list[Finding]:
    """All findings about `terms`, blocking ones first.

    `certificate_types` are the codes that the certificate store knows; with None they are not checked.
    """
    findings = [
        *structure_findings(terms),
        *basis_findings(terms),
        *catch_all_findings(terms),
        *limit_findings(terms),
        *advice_findings(terms, certificate_types=certificate_types),
    ]
    return sorted(findings, key=lambda finding: not finding.is_blocking)


def basis_findings(terms: GuideTerms) -> Iterator[Finding]:
    """Rule 1: each item, condition, material and fee has a legal basis of the required rank."""
    yield from item_basis_findings(terms)
    ranks = {basis.key: basis.rank for basis in terms.legal_bases}
    is_licence = terms.item_type is ItemType.LICENCE
    for path, condition in numbered_entries("conditions", terms.conditions):
        demand = BasisDemand.LICENCE_CONDITION if is_licence else None
        yield from rank_findings(path, condition.text, condition.bases, ranks, demand)
    for path, material in numbered_entries("materials", terms.materials):
        demand = BasisDemand.PROOF if material.is_proof else None
        yield from rank_findings(path, material.name, material.bases, ranks, demand)
    for path, fee in numbered_entries("fees", terms.fees):
        demand = BasisDemand.LICENCE_FEE if is_licence else None
        yield from rank_findings(path, fee.name, fee.bases, ranks, demand)


def rank_findings(
    path: str,
    name: str,
    bases: Collection[str],
    ranks: dict[str, Rank],
    demand: BasisDemand | None,
) -> Iterator[Finding]:
    known = [ranks[key] for key in bases if key in ranks]
    if not bases:
        yield blocking_finding(
            "basis",
            f"{path}.bases",
            FindingCode.BASIS_MISSING,
            name=name,
        )
    elif demand is not None and known and DEMANDED_RANKS[demand].isdisjoint(known):
        yield blocking_finding(
            "basis",
            f"{path}.bases",
            FindingCode.BASIS_RANK_TOO_LOW,
            name=name,
            who=demand,
            rank_names=RANK_DEMANDS[demand],
        )


def item_basis_findings(terms: GuideTerms) -> Iterator[Finding]:
    bases = item_bases(terms)
    if not bases:
        yield blocking_finding("basis", "legal_bases", FindingCode.ITEM_WITHOUT_BASIS)
    elif terms.item_type is not ItemType.PUBLIC_SERVICE and rests_on_normative(terms):
        yield blocking_finding(
            "basis",
            "legal_bases",
            FindingCode.ITEM_ONLY_NORMATIVE,
        )


def item_bases(terms: GuideTerms) -> list[LegalBasis]:
    """The legal bases of the item itself; bases of the procedure alone do not count."""
    remedies = terms.remedies
    parts = (remedies.reconsideration, remedies.lawsuit, terms.supplement)
    procedure = {part.basis for part in parts if part}
    demands = [
        *(condition.bases for condition in terms.conditions),
        *(material.bases for material in terms.materials),
        *(fee.bases for fee in terms.fees),
    ]
    demanded = {key for bases in demands for key in bases}
    return [basis for basis in terms.legal_bases if basis.key in demanded or basis.key not in procedure]


def rests_on_normative(terms: GuideTerms) -> bool:
    """True when the item has no basis above a normative document; pages label such an item."""
    return all(basis.rank is Rank.NORMATIVE for basis in item_bases(terms))


def catch_all_findings(terms: GuideTerms) -> Iterator[Finding]:
    """Rule 2: no catch-all entry that allows arbitrary requests."""
    for element, field in (
        ("conditions", "text"),
        ("materials", "name"),
        ("materials", "notes"),
        ("fees", "name"),
    ):
        for path, entry in numbered_entries(element, getattr(terms, element)):
            text = getattr(entry, field)
            if is_catch_all(text):
                yield blocking_finding(
                    "catch_all",
                    f"{path}.{field}",
                    FindingCode.CATCH_ALL,
                    entry=text,
                )


def is_catch_all(name: str) -> bool:
    """True for 其他材料, 法律法规规定的其他条件 and similar texts, regardless of spaces and punctuation."""
    plain = re.sub(r"[\s、（）()“”\"·]", "", unicodedata.normalize("NFKC", name))
    return any(pattern.search(plain) for pattern in CATCH_ALL)


def limit_findings(terms: GuideTerms) -> Iterator[Finding]:
    """Rule 3: the promised limit is not above the legal one; an open legal limit allows any promise.

    行政许可法 art. 42: handling that the government organised (art. 26) takes at most 45 working days.
    """
    legal, promised = terms.limits.legal, terms.limits.promised
    if terms.limits.joint:
        asked = Period(days=legal.days, unit=legal.unit) if legal.days is not None else promised
        if is_limit_above(asked, JOINT_LIMIT):
            yield blocking_finding("joint_limit", "limits.legal.days", FindingCode.JOINT_LIMIT_TOO_LONG)
    if legal.days is not None and is_limit_above(promised, Period(days=legal.days, unit=legal.unit)):
        yield blocking_finding(
            "promised_limit",
            "limits.promised.days",
            FindingCode.PROMISED_ABOVE_LEGAL,
        )
