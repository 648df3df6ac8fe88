"""Consistency of terms: keys, references, questions, commitments; all findings are blocking."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from guides.enumerations import FieldType, HandlingKind, Necessity
from guides.scenario import option_values
from guides.terms import Applicability, GuideTerms, stored_terms
from guides.validation.codes import FindingCode
from guides.validation.findings import (
    Finding,
    blocking_finding,
    numbered_entries,
)
from guides.validation.form_rules import form_rule_findings

RULE: Final = "structure"
KEYED: Final = (
    "legal_bases",
    "conditions",
    "situations",
    "materials",
    "steps",
    "fees",
    "questions",
    "form_fields",
)
CONDITIONAL: Final = ("conditions", "situations", "materials", "steps", "fees", "form_fields")


def structure_findings(terms: GuideTerms) -> Iterator[Finding]:
    """Every contradiction and every invalid reference in `terms`."""
    yield from repeated_keys(terms)
    yield from unknown_bases(terms)
    yield from unknown_answers(terms)
    yield from question_order(terms)
    yield from wrong_necessities(terms)
    yield from fields_without_choice(terms)
    yield from commitment_without_question(terms)
    yield from wrong_results(terms)
    yield from form_rule_findings(terms)


def wrong_results(terms: GuideTerms) -> Iterator[Finding]:
    """What starts from a certificate issues one of the same type, or none where it cancels it."""
    starts_from, issued = terms.starts_from, terms.result.certificate_type
    if starts_from is None:
        return
    if starts_from.action is HandlingKind.CANCELLATION:
        if issued is not None:
            yield blocking_finding(RULE, "result.certificate_type", FindingCode.CANCELLATION_WITH_CERTIFICATE)
    elif issued != starts_from.certificate_type:
        yield blocking_finding(RULE, "result.certificate_type", FindingCode.STARTED_TYPE_DIFFERS)


def repeated_keys(terms: GuideTerms) -> Iterator[Finding]:
    for element in KEYED:
        seen: set[str] = set()
        for path, entry in numbered_entries(element, getattr(terms, element)):
            if entry.key in seen:
                yield blocking_finding(RULE, f"{path}.key", FindingCode.KEY_REPEATED, key=entry.key)
            seen.add(entry.key)
    for path, question in numbered_entries("questions", terms.questions):
        values = [option.value for option in question.options]
        if len(values) != len(set(values)):
            yield blocking_finding(
                RULE,
                f"{path}.options",
                FindingCode.OPTION_REPEATED,
                text=question.text,
            )


def basis_pointers(terms: GuideTerms) -> Iterator[tuple[str, str]]:
    """Every place that refers to a legal basis, with the key."""
    yield from pointers_below(stored_terms(terms), "")


def pointers_below(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for position, entry in enumerate(value):
            yield from pointers_below(entry, f"{path}.{position}")
        return
    if not isinstance(value, Mapping):
        return
    for name, inner in value.items():
        here = f"{path}.{name}".removeprefix(".")
        if name == "bases":
            yield from ((here, key) for key in inner)
        elif name == "basis" and inner is not None:
            yield here, inner
        else:
            yield from pointers_below(inner, here)


def unknown_bases(terms: GuideTerms) -> Iterator[Finding]:
    known = {basis.key for basis in terms.legal_bases}
    for path, key in basis_pointers(terms):
        if key not in known:
            yield blocking_finding(RULE, path, FindingCode.BASIS_UNKNOWN, key=key)


def answers_by_question(terms: GuideTerms) -> dict[str, set[str]]:
    """Question key → the values of its answers."""
    return {question.key: set(option_values(question)) for question in terms.questions}


def unknown_answers(terms: GuideTerms) -> Iterator[Finding]:
    answers = answers_by_question(terms)
    for element in CONDITIONAL:
        for path, entry in numbered_entries(element, getattr(terms, element)):
            yield from wrong_when(f"{path}.when", entry.when, answers)
    for path, field in numbered_entries("form_fields", terms.form_fields):
        if field.day_rule is not None:
            yield from wrong_when(f"{path}.day_rule.when", field.day_rule.when, answers)


def wrong_when(path: str, when: Applicability, answers: Mapping[str, set[str]]) -> Iterator[Finding]:
    for question, values in when.items():
        if question not in answers:
            yield blocking_finding(RULE, path, FindingCode.QUESTION_UNKNOWN, question=question)
            continue
        for value in values:
            if value not in answers[question]:
                yield blocking_finding(
                    RULE,
                    path,
                    FindingCode.ANSWER_UNKNOWN,
                    question=question,
                    value=value,
                )


def question_order(terms: GuideTerms) -> Iterator[Finding]:
    """A question can depend only on earlier questions."""
    all_answers = answers_by_question(terms)
    earlier: dict[str, set[str]] = {}
    for path, question in numbered_entries("questions", terms.questions):
        for key in question.when:
            if key in all_answers and key not in earlier:
                yield blocking_finding(RULE, f"{path}.when", FindingCode.QUESTION_TOO_LATE, key=key)
        known = {key: question.when[key] for key in question.when if key in earlier or key not in all_answers}
        yield from wrong_when(f"{path}.when", known, earlier)
        earlier[question.key] = all_answers[question.key]


def wrong_necessities(terms: GuideTerms) -> Iterator[Finding]:
    for path, material in numbered_entries("materials", terms.materials):
        if material.necessity is Necessity.CONDITIONAL and not material.when:
            yield blocking_finding(
                RULE,
                f"{path}.when",
                FindingCode.CONDITIONAL_WITHOUT_SITUATION,
                name=material.name,
            )
        if material.necessity is Necessity.REQUIRED and material.when:
            yield blocking_finding(
                RULE,
                f"{path}.necessity",
                FindingCode.REQUIRED_WITH_SITUATION,
                name=material.name,
            )


def fields_without_choice(terms: GuideTerms) -> Iterator[Finding]:
    for path, field in numbered_entries("form_fields", terms.form_fields):
        if field.type is FieldType.CHOICE and not field.options:
            yield blocking_finding(
                RULE,
                f"{path}.options",
                FindingCode.CHOICE_WITHOUT_OPTIONS,
                label=field.label,
            )
        named = {kind for option in field.options for kind in option.audience}
        if named and all(option.audience for option in field.options) and set(terms.audience) - named:
            yield blocking_finding(
                RULE,
                f"{path}.options",
                FindingCode.NO_OPTION_FOR_APPLICANT,
                label=field.label,
            )


def commitment_without_question(terms: GuideTerms) -> Iterator[Finding]:
    commitment = terms.commitment
    if commitment is not None:
        when = {commitment.question: [commitment.value]}
        yield from wrong_when("commitment.question", when, answers_by_question(terms))
        return
    for path, material in numbered_entries("materials", terms.materials):
        if material.by_commitment:
            yield blocking_finding(
                RULE,
                f"{path}.by_commitment",
                FindingCode.COMMITMENT_MISSING,
                name=material.name,
            )
