"""Recommendations for the terms of a guide: findings that warn and do not prevent its approval."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from guides.calendar import is_limit_above
from guides.enumerations import (
    Audience,
    DecisionKind,
    HandlingKind,
    IssuerType,
    ItemType,
    ServiceDepth,
    StepKind,
)
from guides.terms import GuideTerms
from guides.validation.codes import FindingCode, OptionalTerm
from guides.validation.findings import (
    Finding,
    numbered_entries,
    warning_finding,
)

LICENCE_STEPS: Final = (StepKind.ACCEPTANCE, StepKind.REVIEW, StepKind.DECISION, StepKind.DELIVERY)
WHOLLY_ONLINE: Final = frozenset({ServiceDepth.ONLINE, ServiceDepth.NOTHING})
AFTER_DECISION: Final = frozenset({StepKind.DELIVERY, StepKind.AFTER_CHECK})
NUMBER: Final = re.compile(
    r"[0-9一二三四五六七八九十百千万]+\s*(个|户|张|件|家|名|处|辆|份|项|吨)|公布|公告|公示"
)
PERSON_TOPICS: Final = frozenset(
    {
        "生育收养",
        "户籍办理",
        "入伍服役",
        "婚姻登记",
        "优待抚恤",
        "离职退休",
        "死亡殡葬",
        "证件办理",
        "出境入境",
        "旅游观光",
    }
)
ORGANISATION_TOPICS: Final = frozenset(
    {
        "资质认证",
        "年检年审",
        "税收财务",
        "投资审批",
        "融资信贷",
        "商务贸易",
        "招标拍卖",
        "海关口岸",
        "法人注销",
    }
)


def advice_findings(terms: GuideTerms, *, certificate_types: Collection[str] | None) -> Iterator[Finding]:
    """Warnings from the checks of real catalogues; types are not checked if `certificate_types` is None."""
    yield from visit_findings(terms)
    yield from time_findings(terms)
    yield from licence_findings(terms)
    yield from material_findings(terms)
    yield from topic_findings(terms)
    yield from quantity_findings(terms)
    yield from unsupported_terms(terms)
    if certificate_types is not None:
        yield from certificate_findings(terms, certificate_types)


def visit_findings(terms: GuideTerms) -> Iterator[Finding]:
    access = terms.access
    if access.visits > 0 and not access.visits_reason:
        yield warning_finding("visits_reason", "access.visits_reason", FindingCode.VISIT_REASON_MISSING)
    if access.service_depth in WHOLLY_ONLINE and access.visits > 0:
        yield warning_finding(
            "online_visits",
            "access.visits",
            FindingCode.ONLINE_WITH_VISITS,
        )
    if access.service_depth is ServiceDepth.ONLINE and not access.online:
        yield warning_finding("online_visits", "access.online", FindingCode.ONLINE_DEPTH_NOT_ONLINE)
    if access.service_depth is ServiceDepth.ONE_VISIT and access.visits > 1:
        yield warning_finding("online_visits", "access.visits", FindingCode.ONE_VISIT_WITH_MORE_VISITS)


def time_findings(terms: GuideTerms) -> Iterator[Finding]:
    limits = terms.limits
    promised = limits.promised
    if terms.decision_kind is DecisionKind.ON_THE_SPOT and promised.days != 0:
        yield warning_finding("on_the_spot", "limits.promised.days", FindingCode.ON_THE_SPOT_WITH_LIMIT)
    if limits.legal.days is not None and limits.legal.basis is None:
        yield warning_finding("limit_basis", "limits.legal.basis", FindingCode.LEGAL_LIMIT_WITHOUT_BASIS)
    same_unit = [
        step.days for step in terms.steps if step.unit == promised.unit and step.kind not in AFTER_DECISION
    ]
    if sum(same_unit) > promised.days:
        yield warning_finding("step_days", "steps", FindingCode.STEPS_ABOVE_PROMISED)
    for path, material in numbered_entries("materials", terms.materials):
        if material.deferrable is not None and is_limit_above(material.deferrable, promised):
            yield warning_finding(
                "deferrable",
                f"{path}.deferrable",
                FindingCode.DEFERRAL_ABOVE_PROMISED,
                name=material.name,
            )


def licence_findings(terms: GuideTerms) -> Iterator[Finding]:
    if terms.item_type is not ItemType.LICENCE:
        return
    result = terms.result
    starts_from = terms.starts_from
    is_cancellation = starts_from is not None and starts_from.action is HandlingKind.CANCELLATION
    if result.certificate_type is None and not is_cancellation:
        yield warning_finding(
            "licence_result", "result.certificate_type", FindingCode.LICENCE_WITHOUT_CERTIFICATE
        )
    if result.sample is None and not is_cancellation:
        yield warning_finding("licence_result", "result.sample", FindingCode.LICENCE_WITHOUT_SAMPLE)
    kinds = {step.kind for step in terms.steps}
    missing = tuple(kind for kind in LICENCE_STEPS if kind not in kinds)
    if missing:
        yield warning_finding(
            "licence_steps",
            "steps",
            FindingCode.LICENCE_STEPS_MISSING,
            missing=missing,
        )
    if not terms.faqs:
        yield warning_finding("licence_faq", "faqs", FindingCode.LICENCE_WITHOUT_FAQ)


def material_findings(terms: GuideTerms) -> Iterator[Finding]:
    names = Counter(material.name for material in terms.materials)
    for path, material in numbered_entries("materials", terms.materials):
        if material.issuer_type is IssuerType.GOVERNMENT and not material.issued_by:
            yield warning_finding(
                "issuer",
                f"{path}.issued_by",
                FindingCode.ISSUER_MISSING,
                name=material.name,
            )
        if names[material.name] > 1:
            yield warning_finding(
                "repeated_material",
                f"{path}.name",
                FindingCode.MATERIAL_REPEATED,
                name=material.name,
            )


BUSINESSES: Final = frozenset({Audience.ORGANISATION, Audience.SOLE_TRADER})


def topic_findings(terms: GuideTerms) -> Iterator[Finding]:
    audience = set(terms.audience)
    for position, topic in enumerate(terms.topics):
        if topic in PERSON_TOPICS and Audience.PERSON not in audience:
            yield warning_finding(
                "topic",
                f"topics.{position}",
                FindingCode.TOPIC_FOR_PERSONS,
                topic=topic,
            )
        if topic in ORGANISATION_TOPICS and not audience & BUSINESSES:
            yield warning_finding(
                "topic",
                f"topics.{position}",
                FindingCode.TOPIC_FOR_ORGANISATIONS,
                topic=topic,
            )


def quantity_findings(terms: GuideTerms) -> Iterator[Finding]:
    limit = terms.quantity_limit
    if limit is not None and NUMBER.search(limit.text) is None:
        yield warning_finding("quantity", "quantity_limit.text", FindingCode.QUANTITY_MISSING)


def unsupported_terms(terms: GuideTerms) -> Iterator[Finding]:
    """Terms, besides those of rule 1, that should name a legal basis too."""
    parts = {
        OptionalTerm.COMMITMENT: terms.commitment,
        OptionalTerm.QUANTITY_LIMIT: terms.quantity_limit,
        OptionalTerm.INTERMEDIARY: terms.intermediary,
    }
    for name, part in parts.items():
        if part is not None and not part.bases:
            yield warning_finding("term_basis", f"{name}.bases", FindingCode.TERM_WITHOUT_BASIS, name=name)
    commitment = terms.commitment
    kinds = {step.kind for step in terms.steps}
    if commitment is not None and commitment.after_check is not None and StepKind.AFTER_CHECK not in kinds:
        yield warning_finding("after_check", "steps", FindingCode.AFTER_CHECK_STEP_MISSING)


def certificate_findings(terms: GuideTerms, certificate_types: Collection[str]) -> Iterator[Finding]:
    starts_from = terms.starts_from
    named = {
        "result.certificate_type": terms.result.certificate_type,
        "starts_from.certificate_type": starts_from.certificate_type if starts_from is not None else None,
    }
    for place, type_code in named.items():
        if type_code is not None and type_code not in certificate_types:
            yield warning_finding(
                "certificate_type", place, FindingCode.CERTIFICATE_TYPE_UNKNOWN, code=type_code
            )
    for path, material in numbered_entries("materials", terms.materials):
        for position, way in enumerate(material.spared_by):
            code = way.certificate_type
            if code is not None and code not in certificate_types:
                yield warning_finding(
                    "certificate_type",
                    f"{path}.spared_by.{position}",
                    FindingCode.CERTIFICATE_TYPE_UNKNOWN,
                    code=code,
                )
