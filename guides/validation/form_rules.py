"""Consistency of the rules of form fields; a date without a rule is only a warning."""

from collections.abc import Iterator, Mapping
from typing import Final

from guides.enumerations import FieldType
from guides.terms import DayRule, FormField, GuideTerms
from guides.validation.codes import FindingCode
from guides.validation.findings import Finding, blocking_finding, numbered_entries, warning_finding

RULE: Final = "form_rules"
NUMBERS: Final = frozenset({FieldType.INTEGER, FieldType.AMOUNT, FieldType.MONEY, FieldType.DIMENSIONS})
MEASURED: Final = frozenset({FieldType.AMOUNT, FieldType.DIMENSIONS})
DATED: Final = frozenset({FieldType.DATE, FieldType.IDENTITY_NUMBER})
"""The types of fields that contain a day: an identity number contains the birth date (GB 11643)."""


def form_rule_findings(terms: GuideTerms) -> Iterator[Finding]:
    """Rules that do not fit the type of their field, contradict each other or name unknown fields."""
    fields = {field.key: field for field in terms.form_fields}
    for path, field in numbered_entries("form_fields", terms.form_fields):
        yield from number_findings(path, field)
        if field.differs_from is not None and not _is_other(fields, field, field.differs_from):
            yield blocking_finding(
                RULE, f"{path}.differs_from", FindingCode.OTHER_FIELD_UNKNOWN, key=field.differs_from
            )
        if field.in_district and field.type is not FieldType.PLACE:
            yield blocking_finding(
                RULE, f"{path}.in_district", FindingCode.RULE_OUT_OF_PLACE, label=field.label
            )
        if field.type is FieldType.DATE and field.day_rule is None:
            yield warning_finding(RULE, f"{path}.day_rule", FindingCode.DATE_WITHOUT_RULE, label=field.label)
        if field.day_rule is not None:
            yield from day_findings(f"{path}.day_rule", field, field.day_rule, fields)


def number_findings(path: str, field: FormField) -> Iterator[Finding]:
    for part in ("unit", "least", "most"):
        if field.type not in NUMBERS and getattr(field, part) not in ("", None):
            yield blocking_finding(RULE, f"{path}.{part}", FindingCode.RULE_OUT_OF_PLACE, label=field.label)
    if (field.type is FieldType.DIMENSIONS) != (field.parts is not None):
        yield blocking_finding(RULE, f"{path}.parts", FindingCode.RULE_OUT_OF_PLACE, label=field.label)
    if field.type in MEASURED and not field.unit:
        yield blocking_finding(RULE, f"{path}.unit", FindingCode.AMOUNT_WITHOUT_UNIT, label=field.label)
    if field.type is FieldType.MONEY and field.unit:
        yield blocking_finding(RULE, f"{path}.unit", FindingCode.RULE_OUT_OF_PLACE, label=field.label)
    if field.least is not None and field.most is not None and field.least > field.most:
        yield blocking_finding(RULE, f"{path}.least", FindingCode.RULE_CONTRADICTS, label=field.label)


def day_findings(
    path: str, field: FormField, rule: DayRule, fields: Mapping[str, FormField]
) -> Iterator[Finding]:
    if field.type not in DATED:
        yield blocking_finding(RULE, path, FindingCode.RULE_OUT_OF_PLACE, label=field.label)
    if _contradicts(rule):
        yield blocking_finding(RULE, path, FindingCode.RULE_CONTRADICTS, label=field.label)
    other = rule.not_before
    if other is None:
        return
    if not _is_other(fields, field, other) or fields[other].type is not FieldType.DATE:
        yield blocking_finding(RULE, f"{path}.not_before", FindingCode.OTHER_FIELD_UNKNOWN, key=other)


def _contradicts(rule: DayRule) -> bool:
    """True when no day can follow the rule, whatever the day of the application; or when it says nothing."""
    limits = (rule.within_last, rule.older_than, rule.within_next)
    if all(limit is None for limit in limits) and not _is_fixed(rule):
        return True
    if rule.older_than is not None and rule.not_past:
        return True
    if rule.earliest and rule.latest and rule.earliest > rule.latest:
        return True
    return rule.older_than is not None and rule.within_last is not None and rule.older_than > rule.within_last


def _is_fixed(rule: DayRule) -> bool:
    return bool(rule.not_future or rule.not_past or rule.earliest or rule.latest or rule.not_before)


def _is_other(fields: Mapping[str, FormField], field: FormField, key: str) -> bool:
    return key in fields and key != field.key
