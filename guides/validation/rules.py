"""The rules that a guide's content must keep before anyone may approve it, and those it should keep."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Final

from guides.calendar import is_limit_above
from guides.enumerations import Rank
from guides.enumerations import Severity as Severity
from guides.told import told
from guides.validation.advice import advice_findings
from guides.validation.findings import Content, blocking_finding, numbered_entries
from guides.validation.findings import Finding as Finding
from guides.validation.structure import structure_findings

PROOF_RANKS: Final = frozenset({Rank.LAW, Rank.REGULATION, Rank.LOCAL_REGULATION, Rank.STATE_COUNCIL})
"""法规 are those of the State Council and local ones."""
CONDITION_RANKS: Final = frozenset({Rank.LAW, Rank.REGULATION, Rank.LOCAL_REGULATION, Rank.RULE})
FEE_RANKS: Final = frozenset({Rank.LAW, Rank.REGULATION})
"""行政许可法 art. 58: only a law or an administrative regulation may let a licence cost something."""

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
    )
)


def guide_findings(content: Content, *, certificate_types: Collection[str] | None = None) -> list[Finding]:
    """All that is wrong with `content` (of content.load's shape), blocking findings first.

    `certificate_types` are the codes that the certificate store knows; None leaves them unchecked.
    """
    found = [
        *structure_findings(content),
        *basis_findings(content),
        *catch_all_findings(content),
        *limit_findings(content),
        *advice_findings(content, certificate_types=certificate_types),
    ]
    return sorted(found, key=lambda finding: not finding.is_blocking)


def basis_findings(content: Content) -> Iterator[Finding]:
    """Rule 1: no item, condition, material or fee without a basis of the rank it needs."""
    yield from item_basis_findings(content)
    ranks = {basis["key"]: Rank(basis["rank"]) for basis in content["legal_bases"]}
    is_licence = content["item_type"] == "licence"
    for path, condition in numbered_entries(content, "conditions"):
        needed, who = (
            (CONDITION_RANKS, told("许可的条件")) if is_licence else (frozenset(Rank), told("受理条件"))
        )
        yield from rank_findings(path, condition["text"], condition["bases"], ranks, needed, who)
    for path, material in numbered_entries(content, "materials"):
        needed, who = (
            (PROOF_RANKS, told("证明")) if material["is_proof"] else (frozenset(Rank), told("申请材料"))
        )
        yield from rank_findings(path, material["name"], material["bases"], ranks, needed, who)
    for path, fee in numbered_entries(content, "fees"):
        needed, who = (FEE_RANKS, told("许可的收费")) if is_licence else (frozenset(Rank), told("收费"))
        yield from rank_findings(path, fee["name"], fee["bases"], ranks, needed, who)


RANK_NAMES: Final = {
    PROOF_RANKS: told("法律、法规或者国务院决定"),
    CONDITION_RANKS: told("法律、法规或者规章"),
    FEE_RANKS: told("法律或者行政法规"),
}


def rank_findings(
    path: str,
    name: str,
    bases: Collection[str],
    ranks: dict[str, Rank],
    needed: frozenset[Rank],
    who: str,
) -> Iterator[Finding]:
    known = [ranks[key] for key in bases if key in ranks]
    if not bases:
        yield blocking_finding(
            "basis",
            f"{path}.bases",
            told("“%(name)s”没有设定依据。请写明依据；没有依据的，请删除。", name=name),
        )
    elif known and needed.isdisjoint(known):
        yield blocking_finding(
            "basis",
            f"{path}.bases",
            told(
                "“%(name)s”的依据层级不够：%(who)s要有%(rank_names)s的依据。请补充依据；没有的，请删除。",
                name=name,
                who=who,
                rank_names=RANK_NAMES[needed],
            ),
        )


def item_basis_findings(content: Content) -> Iterator[Finding]:
    bases = item_bases(content)
    if not bases:
        yield blocking_finding(
            "basis", "legal_bases", told("事项没有设定依据。请写明依据；没有依据的，取消事项。")
        )
    elif content["item_type"] != "public_service" and rests_on_normative(content):
        yield blocking_finding(
            "basis",
            "legal_bases",
            told("只有公共服务可以只依据规范性文件。请补充法律、法规、规章或者国务院决定。"),
        )


def item_bases(content: Content) -> list[Content]:
    """The bases on which the item itself rests: those of its procedure alone are no reason for it."""
    procedure = {part["basis"] for part in (*content["remedies"].values(), content["supplement"]) if part}
    demands = [
        entry["bases"] for element in ("conditions", "materials", "fees") for entry in content[element]
    ]
    demanded = {key for bases in demands for key in bases}
    return [
        basis for basis in content["legal_bases"] if basis["key"] in demanded or basis["key"] not in procedure
    ]


def rests_on_normative(content: Content) -> bool:
    """True when nothing above a normative document stands behind the item; pages label such an item."""
    return all(basis["rank"] == Rank.NORMATIVE for basis in item_bases(content))


def catch_all_findings(content: Content) -> Iterator[Finding]:
    """Rule 2: nothing that lets anyone ask for whatever they like."""
    for element, field in (
        ("conditions", "text"),
        ("materials", "name"),
        ("materials", "notes"),
        ("fees", "name"),
    ):
        for path, entry in numbered_entries(content, element):
            if is_catch_all(entry[field]):
                yield blocking_finding(
                    "catch_all",
                    f"{path}.{field}",
                    told("“%(entry)s”是兜底条款。请逐项写明具体名称；写不出的，请删除。", entry=entry[field]),
                )


def is_catch_all(name: str) -> bool:
    """True for 其他材料, 法律法规规定的其他条件 and the like, however spaced or punctuated."""
    plain = re.sub(r"[\s、（）()“”\"·]", "", unicodedata.normalize("NFKC", name))
    return any(pattern.search(plain) for pattern in CATCH_ALL)


def limit_findings(content: Content) -> Iterator[Finding]:
    """Rule 3: the promised limit is not above the legal one; an open legal limit sets no bound."""
    legal, promised = content["limits"]["legal"], content["limits"]["promised"]
    if legal["days"] is not None and is_limit_above(promised, legal):
        yield blocking_finding(
            "promised_limit",
            "limits.promised.days",
            told("承诺办结时限可能长于法定办结时限。请缩短；两者单位不同的，请改用同一单位。"),
        )
