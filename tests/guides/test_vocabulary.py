"""Labels of the terms' codes: every code has one, in one place."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from guides import element_labels, enumerations, vocabulary
from guides.bundles import load_bundle_terms
from guides.bundles.schema import BUNDLE_SCHEMA
from guides.element_labels import CODES, ELEMENTS, PARTS, code_labels, element_label, part_label
from guides.enumerations import Unit
from guides.samples import bundle_sample_codes, load_bundle_sample, load_sample, sample_codes
from guides.terms.schema.guide import GUIDE_SCHEMA
from guides.vocabulary import period_text

TABLES = {
    enumerations.ItemType: vocabulary.ITEM_TYPES,
    enumerations.Audience: vocabulary.AUDIENCES,
    enumerations.AgentRule: vocabulary.AGENT_RULES,
    enumerations.CertificateSubject: vocabulary.CERTIFICATE_SUBJECTS,
    enumerations.DivisionLevel: vocabulary.LEVELS,
    enumerations.Rank: vocabulary.RANKS,
    enumerations.MaterialKind: vocabulary.MATERIAL_KINDS,
    enumerations.IssuerType: vocabulary.ISSUER_TYPES,
    enumerations.Necessity: vocabulary.NECESSITIES,
    enumerations.StepKind: vocabulary.STEP_KINDS,
    enumerations.Unit: vocabulary.UNITS,
    enumerations.LimitStart: vocabulary.LIMIT_STARTS,
    enumerations.LimitEnd: vocabulary.LIMIT_ENDS,
    enumerations.DecisionKind: vocabulary.DECISION_KINDS,
    enumerations.ServiceDepth: vocabulary.SERVICE_DEPTHS,
    enumerations.Silence: vocabulary.SILENCES,
    enumerations.ResultForm: vocabulary.RESULT_FORMS,
    enumerations.HandlingKind: vocabulary.CERTIFICATE_ACTIONS,
    enumerations.QuestionKind: vocabulary.QUESTION_KINDS,
    enumerations.YesNo: vocabulary.YES_NO,
    enumerations.FieldType: vocabulary.FIELD_TYPES,
}
ROOT = Path(__file__).parents[2]
CODE_LABELS: dict[str, set[str]] = {}
for _table in (*TABLES.values(), vocabulary.DATA_CHECKS, vocabulary.AGENCY_ROLES):
    for _code, _label in _table.items():
        CODE_LABELS.setdefault(str(_code), set()).add(_label)


@pytest.mark.parametrize("codes", TABLES, ids=lambda codes: codes.__name__)
def test_every_code_has_a_label(codes: type[StrEnum]) -> None:
    table = TABLES[codes]
    assert list(table) == list(codes)
    assert len(set(table.values())) == len(table)


def test_every_coded_field_of_the_terms_has_its_labels() -> None:
    tables = {id(table) for table in CODES.values()}
    asked = {id(table) for codes, table in TABLES.items() if codes is not enumerations.YesNo}
    assert asked <= tables


def used_paths(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Path and value of every part; entries of a list have the list's path."""
    if isinstance(value, list):
        for entry in value:
            yield from used_paths(entry, path)
    elif isinstance(value, dict):
        for name, inner in value.items():
            here = f"{path}.{name}" if path else name
            yield here, inner
            if name != "when":
                yield from used_paths(inner, here)


SAMPLES = [
    *map(load_sample, sample_codes()),
    *(load_bundle_terms(load_bundle_sample(code)) for code in bundle_sample_codes()),
]


def test_every_element_and_part_of_the_samples_has_a_label() -> None:
    paths = {path for sample in SAMPLES for path, _value in used_paths(sample)}
    groups = {"limits", "remedies", "access"}
    unlabelled = {
        path
        for path in paths - groups
        if element_label(path) == path and part_label(path) == path.split(".")[-1]
    }
    assert len(paths) > 100
    assert unlabelled == set()


def test_every_code_of_the_samples_has_a_label() -> None:
    coded = [
        (path, code)
        for sample in SAMPLES
        for path, value in used_paths(sample)
        for code in (value if isinstance(value, list) else [value])
        if code_labels(path) and isinstance(code, str)
    ]
    assert len(coded) > 200
    assert {(path, code) for path, code in coded if code not in code_labels(path)} == set()


def test_every_element_belongs_to_a_guide_or_a_bundle() -> None:
    known = {*GUIDE_SCHEMA.fields, *BUNDLE_SCHEMA.fields}
    assert {path.split(".")[0] for path in ELEMENTS} <= known


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("materials.kind", "形式"),
        ("steps.kind", "类型"),
        ("remedies.lawsuit.to", "受理法院"),
        ("remedies.reconsideration.to", "受理机关"),
        ("materials.deferrable.note", "说明"),
        ("materials.shoe", "shoe"),
    ],
)
def test_the_longest_end_of_a_path_that_is_listed_names_a_part(path: str, label: str) -> None:
    assert part_label(path) == label


def test_codes_that_two_elements_share_have_the_labels_of_their_element() -> None:
    assert code_labels("steps.kind")["acceptance"] == "受理"
    assert code_labels("materials.kind")["electronic"] == "电子件"
    assert code_labels("questions.options.value") == {}


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (5, Unit.WORKING_DAY, "5个工作日"),
        (60, "calendar_day", "60日"),
        (6, Unit.MONTH, "6个月"),
        (0, "hour", "当场"),
    ],
)
def test_papers_print_a_limit_in_its_unit(amount: int, unit: str, text: str) -> None:
    assert period_text(amount, unit) == text


def labels_again(path: Path) -> Iterator[int]:
    """The lines of dictionaries that map a code to its own label."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            pairs = [(key, value) for key, value in zip(node.keys, node.values, strict=True) if key]
            named = {str(text) for key, value in pairs for text in texts_in(value)}
            codes = {code for key, _value in pairs for code in codes_in(key)} | named
            labels = {label for code in codes & CODE_LABELS.keys() for label in CODE_LABELS[code]}
            if labels & named:
                yield node.lineno


def texts_in(node: ast.AST) -> list[str]:
    found = (inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant))
    return [text for text in found if isinstance(text, str)]


def codes_in(key: ast.expr) -> list[str]:
    """The codes in a dictionary key: a literal, or a member of an enumeration of the guides."""
    if isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name):
        codes = {table.__name__: table for table in TABLES}.get(key.value.id)
        return [str(codes[key.attr])] if codes and key.attr in codes.__members__ else []
    return texts_in(key) if isinstance(key, ast.Constant) else []


def test_no_other_module_has_a_table_of_these_labels() -> None:
    """A dictionary that maps a code to its label again would be a second vocabulary."""
    modules = [path for package in ("guides", "services_hall") for path in (ROOT / package).rglob("*.py")]
    again = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules
        if path not in {Path(vocabulary.__file__), Path(element_labels.__file__)}
        for line in labels_again(path)
    ]
    assert len(modules) > 150
    assert again == []


@pytest.mark.parametrize(
    "source",
    [
        'TABLE = {"electronic": _l("电子件")}',
        'TABLE = {StepKind.REVIEW: "审查"}',
        'OPTIONS = [{"value": "yes", "label": _("是")}]',
    ],
)
def test_a_second_table_is_noticed(source: str, tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(source, encoding="utf-8")
    assert list(labels_again(module)) == [1]


def test_parts_are_named_by_the_end_of_a_path() -> None:
    names = {path.rpartition(".")[2] for sample in SAMPLES for path, _value in used_paths(sample)}
    assert {path.rpartition(".")[2] for path in PARTS} <= names | {"stop", "intermediary"} | MORE_PARTS


MORE_PARTS = {
    *("unit", "reason", "action", "not_past", "earliest", "latest", "not_before"),
    *("pay_ways", "pay_place", "pay_days"),
}
"""Parts that no sample has."""
