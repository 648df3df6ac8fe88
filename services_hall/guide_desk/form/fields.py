"""The form for a guide's terms, valid or not: sections, rows and fields for the templates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from flask_babel import gettext as _

from guides.element_labels import code_labels
from guides.enumerations import YesNo
from guides.terms import LegalBasis
from guides.vocabulary import DATA_CHECKS, YES_NO
from services_hall.guide_desk.form.layout import GUIDE_FORM, FieldLayout, FormLayout, SectionLayout
from services_hall.guide_desk.form.schema_fields import FieldKind
from services_hall.guide_desk.form.term_paths import value_at
from services_hall.presentation.formats import cited_as
from services_hall.presentation.forms import field_id
from services_hall.presentation.guide_form_words import add_label, field_hint, field_label, section_title
from services_hall.presentation.labels import code_choices, code_label

RawTerms = Mapping[str, Any]
LEGAL_BASES: Final = "legal_bases"
LONGEST_TITLE: Final = 40


@dataclass(frozen=True)
class TermOption:
    """A value that can be chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class TermField:
    """A field with its value and its errors."""

    name: str
    label: str
    kind: FieldKind
    value: str
    options: Sequence[TermOption]
    hint: str
    error: str

    @property
    def id(self) -> str:
        """The HTML id to which error summaries and findings link."""
        return field_id(self.name)

    @property
    def text_to_read(self) -> str:
        """The value of the field in words for reading; an empty text if there is none."""
        if self.kind is FieldKind.FLAG:
            return code_label(YES_NO, YesNo.YES) if self.value else ""
        if self.options:
            return _("、").join(option.label for option in self.options if option.is_chosen)
        return self.value


FieldGroup = Sequence[TermField]
"""Fields that are shown together, such as the fields of a limit."""


@dataclass(frozen=True)
class TermRow:
    """An entry of a list."""

    path: str
    index: int
    key: str
    title: str
    groups: Sequence[FieldGroup]
    is_new: bool

    @property
    def is_wrong(self) -> bool:
        """True when a field of the row has an error."""
        return any(field.error for group in self.groups for field in group)


@dataclass(frozen=True)
class FormSection:
    """A section: its fields, or the rows of a list."""

    path: str
    title: str
    groups: Sequence[FieldGroup]
    rows: Sequence[TermRow]
    add_label: str

    @property
    def id(self) -> str:
        """The HTML id of the section."""
        return "section-" + self.path.replace(".", "-")


class TermsForm:
    """The form with the values of terms, which may be invalid."""

    def __init__(
        self,
        raw: RawTerms,
        errors: Mapping[str, str],
        *,
        certificate_names: Mapping[str, str],
        new_row: str = "",
        layout: FormLayout = GUIDE_FORM,
    ) -> None:
        self.raw = raw
        self.errors = errors
        self.new_row = new_row
        self.layout = layout
        self.bases = {
            str(basis.get("key")): _basis_name(basis) for basis in raw.get(LEGAL_BASES) or [] if basis
        }
        self.certificates = certificate_names
        self.answers = dict(_answers(raw.get("questions") or []))

    def sections(self) -> list[FormSection]:
        """All sections in the order of the form."""
        return [self._section(section) for section in self.layout]

    def _section(self, section: SectionLayout) -> FormSection:
        title = section_title(section.path)
        if not section.is_list:
            return FormSection(section.path, title, self._groups(section), (), "")
        entries = self.raw.get(section.path) or []
        rows = [self._row(section, index, entry) for index, entry in enumerate(entries)]
        return FormSection(section.path, title, (), rows, add_label(section.path))

    def _groups(self, section: SectionLayout, prefix: str = "") -> Sequence[FieldGroup]:
        """The fields, grouped by optional group."""
        together = groupby(section.fields, lambda field: field.group)
        return [[self._field(field, prefix + field.path) for field in fields] for _group, fields in together]

    def _row(self, section: SectionLayout, index: int, entry: RawTerms) -> TermRow:
        path = f"{section.path}.{index}"
        title = str(entry.get(section.fields[0].path) or "")
        if section.path == LEGAL_BASES and title:
            title = _basis_name(entry)
        return TermRow(
            path=path,
            index=index,
            key=str(entry.get("key") or ""),
            title=title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…",
            groups=self._groups(section, f"{path}."),
            is_new=path == self.new_row,
        )

    def _field(self, field: FieldLayout, name: str) -> TermField:
        stored = value_at(self.raw, name)
        value = field.default if stored is None else stored
        return TermField(
            name=name,
            label=field_label(field.element, group=field.group_element if field.opens_group else ""),
            kind=field.kind,
            value=typed_value(field.kind, value),
            options=self._options(field, value),
            hint=field_hint(field.element, opens_group=field.opens_group),
            error=self.errors.get(name, ""),
        )

    def _options(self, field: FieldLayout, value: Any) -> Sequence[TermOption]:
        match field.kind:
            case FieldKind.CHOICE | FieldKind.SEVERAL:
                offered = code_choices(code_labels(field.element))
            case FieldKind.BASIS | FieldKind.BASES:
                offered = self.bases
            case FieldKind.CERTIFICATE:
                offered = dict(self.certificates)
            case FieldKind.WAYS:
                offered = self._ways()
            case FieldKind.WHEN:
                offered = self.answers
            case _:
                return ()
        chosen = _chosen_values(field.kind, value)
        unknown = {one: one for one in chosen if one not in offered}
        return [TermOption(key, name, key in chosen) for key, name in {**offered, **unknown}.items()]

    def _ways(self) -> dict[str, str]:
        names = {f"certificate_type:{code}": name for code, name in self.certificates.items()}
        checks = code_choices(DATA_CHECKS)
        return names | {f"data_check:{code}": name for code, name in checks.items()}


def typed_value(kind: FieldKind, value: Any) -> str:
    """A value in the format of the input: 1250 fen as 12.50, a flag as "yes" or an empty text."""
    if value is None:
        return ""
    match kind:
        case FieldKind.FLAG:
            return "yes" if value is True else ""
        case FieldKind.WORDS:
            return "、".join(str(word) for word in value)
        case FieldKind.MONEY if isinstance(value, int):
            return f"{value // 100}.{value % 100:02d}" if value % 100 else str(value // 100)
        case _:
            return str(value)


def _basis_name(basis: RawTerms) -> str:
    return cited_as(
        LegalBasis(key="", law=str(basis.get("law") or _("（未命名的依据）")), article=basis.get("article"))
    )


def _answers(questions: Sequence[RawTerms]) -> Iterator[tuple[str, str]]:
    for question in questions:
        for option in question.get("options") or []:
            label = f"{question.get('text')} {option.get('label')}"
            yield f"{question.get('key')}:{option.get('value')}", label


def _chosen_values(kind: FieldKind, value: Any) -> list[str]:
    match kind:
        case FieldKind.WAYS:
            return [f"{name}:{code}" for way in value or [] for name, code in way.items()]
        case FieldKind.WHEN:
            return [
                f"{question}:{answer}" for question, answers in (value or {}).items() for answer in answers
            ]
        case FieldKind.SEVERAL | FieldKind.BASES:
            return [str(one) for one in value or []]
        case _:
            return [] if value in (None, "") else [str(value)]
