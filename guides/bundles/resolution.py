"""Resolution of a bundle and answers into the items to file, their merged requests and their dependencies."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from guides.bundles.merging import (
    AskedField,
    AskedMaterial,
    asked_fields,
    asked_materials,
    issuer,
)
from guides.bundles.model import BundleTerms
from guides.bundles.ordering import order_in_stages
from guides.bundles.sizes import (
    NO_LIMITS,
    SizedItem,
    SizeLimits,
    SizeVerdict,
    questions_without_use,
    sized_items,
)
from guides.errors import FieldProblem, GuideNotFound
from guides.scenario import (
    Answers,
    Key,
    Questioning,
    ScenarioAnswersInvalid,
    Selection,
    ask,
    matches,
    resolve,
)
from guides.terms import GuideTerms


@dataclass(frozen=True)
class SelectedItem:
    """An item to file, the terms that apply to this applicant, and the selected items it waits for."""

    code: str
    name: str
    by_commitment: bool
    waits_for: tuple[str, ...]
    content_selection: Selection


@dataclass(frozen=True)
class BundleSelection(Questioning):
    """The content of an application for one applicant; a single guide has the same shape with one item."""

    items: tuple[SelectedItem, ...]
    materials: tuple[AskedMaterial, ...]
    form_fields: tuple[AskedField, ...]
    sized: tuple[SizedItem, ...] = ()
    """The items that depend on a size, also those that the place is too small for."""

    @property
    def may_apply(self) -> bool:
        """True when everything is answered, nothing forbids the application and there is an item to file."""
        return not self.unanswered and not self.stops and bool(self.items)

    @property
    def waits_for(self) -> dict[str, tuple[str, ...]]:
        """Each selected item → the selected items it waits for."""
        return {item.code: item.waits_for for item in self.items}


@dataclass(frozen=True)
class Saving:
    """The saving of one application compared with a separate application for each item."""

    applications_separately: int
    applications_together: int
    materials_separately: int
    materials_together: int
    fields_separately: int
    fields_together: int


def resolve_single(terms: GuideTerms, answers: Answers) -> BundleSelection:
    """The selection of a single guide; question keys are the guide's own.

    Raises ScenarioAnswersInvalid.
    """
    selection = resolve(terms, answers)
    return combine_selections(
        Questioning(
            selection.questions, selection.answers, selection.unanswered, selection.stops, selection.tells
        ),
        {terms.code: selection},
        {terms.code: terms},
        bundle=None,
    )


def resolve_bundle(
    bundle: BundleTerms, guides: Mapping[str, GuideTerms], answers: Answers, limits: SizeLimits = NO_LIMITS
) -> BundleSelection:
    """The selection of `bundle` over the `guides` in force (by item code).

    `limits` are the sizes from which items apply. What is only asked for an item that a place is too small
    for is not asked.

    The questions of the bundle come first; the remaining questions of each item follow under `<item
    code>:<question>`. Raises ScenarioAnswersInvalid, GuideNotFound for a selected item without a guide, and
    CircularOrder when a changed guide makes items wait for each other.
    """
    questioning = ask(bundle.questions, answers)
    codes = [entry.item for entry in bundle.items if matches(entry.when, questioning.answers)]
    sized = sized_items(bundle, codes, questioning.answers, limits)
    if dropped := [one.item for one in sized if one.verdict is SizeVerdict.TOO_SMALL]:
        codes = [code for code in codes if code not in dropped]
        useless = questions_without_use(bundle, dropped)
        questioning = ask([one for one in bundle.questions if one.key not in useless], answers)
    missing = next((code for code in codes if code not in guides), None)
    if missing is not None:
        raise GuideNotFound(missing)
    selections: dict[str, Selection] = {}
    errors: dict[str, FieldProblem] = {}
    for code in codes:
        passed = passed_on(bundle, code, {question.key for question in questioning.questions})
        try:
            selections[code] = resolve_item(guides[code], answers, passed)
        except ScenarioAnswersInvalid as invalid:
            errors |= invalid.errors
    if errors:
        raise ScenarioAnswersInvalid(errors)
    return replace(combine_selections(questioning, selections, guides, bundle), sized=sized)


def passed_on(bundle: BundleTerms, item: str, visible: Iterable[str]) -> dict[str, str]:
    """The item's questions, each with the question of the bundle, among those `visible`, that answers it."""
    return {
        answer.question: answer.from_question
        for answer in bundle.answers
        if answer.item == item and answer.from_question in visible
    }


def resolve_item(terms: GuideTerms, answers: Answers, passed: Mapping[str, str]) -> Selection:
    """The selection of `terms` within a bundle; questions that the bundle answers are not asked again."""
    code = terms.code
    named: Key = lambda question: passed.get(question, f"{code}:{question}")  # noqa: E731 (a closure of one line)
    selection = resolve(terms, answers, named=named, item=code)
    own = [question for question in selection.questions if question.key not in passed.values()]
    keys = {question.key for question in own}
    return replace(
        selection,
        questions=tuple(own),
        unanswered=tuple(key for key in selection.unanswered if key in keys),
    )


def combine_selections(
    questioning: Questioning,
    selections: Mapping[str, Selection],
    guides: Mapping[str, GuideTerms],
    bundle: BundleTerms | None,
) -> BundleSelection:
    """The selection of the whole application, combined from those of its items. Raises CircularOrder."""
    waits_for = waits_of_items(selections, guides, bundle)
    order_in_stages(waits_for)
    own = list(selections.values()) if bundle is not None else []
    return BundleSelection(
        questions=questioning.questions + tuple(question for each in own for question in each.questions),
        answers={**questioning.answers, **(own_answers(selections) if bundle is not None else {})},
        unanswered=questioning.unanswered + tuple(key for each in own for key in each.unanswered),
        stops=unique(questioning.stops + tuple(stop for each in own for stop in each.stops)),
        tells=unique(questioning.tells + tuple(tell for each in own for tell in each.tells)),
        items=tuple(
            SelectedItem(code, guides[code].name, each.by_commitment, waits_for[code], each)
            for code, each in selections.items()
        ),
        materials=asked_materials(selections, guides, bundle),
        form_fields=asked_fields(selections),
    )


def without_items(
    selection: BundleSelection,
    left_out: Collection[str],
    guides: Mapping[str, GuideTerms],
    bundle: BundleTerms | None,
) -> BundleSelection:
    """The selection without some of its items, and without what only they ask for; its questions stay."""
    rest = {item.code: item.content_selection for item in selection.items if item.code not in left_out}
    waits_for = waits_of_items(rest, guides, bundle)
    return replace(
        selection,
        items=tuple(
            replace(item, waits_for=waits_for[item.code]) for item in selection.items if item.code in rest
        ),
        materials=asked_materials(rest, guides, bundle),
        form_fields=asked_fields(rest),
    )


def own_answers(selections: Mapping[str, Selection]) -> dict[str, str]:
    """The answers to the items' own questions, by the names of their fields."""
    return {
        question.key: selection.answers[key]
        for code, selection in selections.items()
        for question in selection.questions
        if (key := question.key.removeprefix(f"{code}:")) in selection.answers
    }


def unique(entries: Sequence[Any]) -> tuple[Any, ...]:
    """The entries without repetition, in their order."""
    return tuple(dict.fromkeys(entries))


def waits_of_items(
    selections: Mapping[str, Selection], guides: Mapping[str, GuideTerms], bundle: BundleTerms | None
) -> dict[str, tuple[str, ...]]:
    """Each selected item → the items it waits for: issuers of its materials, then the explicit `after`."""
    after = {entry.item: entry.after for entry in (bundle.items if bundle is not None else ())}
    waits = {}
    for code, selection in selections.items():
        issuers = [issuer(code, material, selections, guides) for material in selection.materials]
        explicit = [other for other in after.get(code, ()) if other in selections and other != code]
        waits[code] = tuple(dict.fromkeys(one for one in (*issuers, *explicit) if one is not None))
    return waits


def bundle_saving(selection: BundleSelection) -> Saving:
    """The applications, materials and form fields that filing `selection` as one application saves."""
    return Saving(
        applications_separately=len(selection.items),
        applications_together=min(len(selection.items), 1),
        materials_separately=sum(len(item.content_selection.materials) for item in selection.items),
        materials_together=sum(1 for material in selection.materials if material.from_item is None),
        fields_separately=sum(len(item.content_selection.form_fields) for item in selection.items),
        fields_together=len(selection.form_fields),
    )
