"""Summary of a bundle for editors and approvers: dependencies between items, merged materials and answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from guides.bundles import BundleTerms, Merge, is_spared_by, order_in_stages, possible_waits
from guides.errors import CircularOrder
from guides.terms import Applicability, GuideTerms, Material, Question, stored_terms


@dataclass(frozen=True)
class AnswerCondition:
    """A question with those of its answers that fulfil a condition, in the words of the question."""

    question: str
    answers: Sequence[str]


@dataclass(frozen=True)
class ItemWait:
    """An item to wait for, and the materials that its certificate will replace."""

    name: str
    materials: Sequence[str]


@dataclass(frozen=True)
class ItemLine:
    """An item of the bundle; without an agency when none of its guides is in force."""

    anchor: str
    code: str
    name: str
    agency_role: str | None
    when: Sequence[AnswerCondition]
    waits: Sequence[ItemWait]
    note: str


@dataclass(frozen=True)
class QuestionLine:
    """A question with its options, and the earlier answers for which it is shown."""

    anchor: str
    question: Question
    when: Sequence[AnswerCondition]


@dataclass(frozen=True)
class MergeLine:
    """A merged material with its name in each item; None if the guide of the item does not contain it."""

    anchor: str
    name: str
    members: Sequence[tuple[str, str | None]]


@dataclass(frozen=True)
class PassedAnswerGroup:
    """A question of the bundle with the questions of items that take its answer."""

    anchor: str
    question: str
    items: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class BundleView:
    """The whole bundle; `stages` is None when no order is valid for all answers."""

    items: Sequence[ItemLine]
    questions: Sequence[QuestionLine]
    merges: Sequence[MergeLine]
    passed: Sequence[PassedAnswerGroup]
    stages: Sequence[Sequence[str]] | None


def bundle_view(
    bundle: BundleTerms, guides: Mapping[str, GuideTerms], *, has_valid_pointers: bool
) -> BundleView:
    """The summary of `bundle` over the guides in force.

    `has_valid_pointers` is True when all its references are valid.
    """
    waits = _waits(bundle, guides, has_valid_pointers=has_valid_pointers)
    return BundleView(
        items=[_item(number, bundle, guides, waits) for number in range(len(bundle.items))],
        questions=[
            QuestionLine(f"questions-{number}", question, answer_conditions(question.when, bundle.questions))
            for number, question in enumerate(bundle.questions)
        ],
        merges=[_merge(number, merge, guides) for number, merge in enumerate(bundle.merges)],
        passed=_passed_answers(bundle, guides),
        stages=_stages(waits, guides) if has_valid_pointers else None,
    )


def answer_conditions(when: Applicability, questions: Sequence[Question]) -> Sequence[AnswerCondition]:
    """Answers by key and value, in the words of the questions; unknown keys are shown unchanged."""
    by_key = {question.key: question for question in questions}
    conditions = []
    for key, values in when.items():
        labels = {option.value: option.label for option in (by_key[key].options if key in by_key else ())}
        conditions.append(AnswerCondition(_text(by_key, key), [labels.get(value, value) for value in values]))
    return conditions


def _text(questions: Mapping[str, Question], key: str) -> str:
    return questions[key].text if key in questions else key


def item_name(code: str, guides: Mapping[str, GuideTerms]) -> str:
    """The name of the item in the guide in force; its code when there is none."""
    return guides[code].short_name if code in guides else code


def with_item_names(bundle: BundleTerms, guides: Mapping[str, GuideTerms]) -> dict[str, Any]:
    """The stored form of `bundle` with name and code of every item, for readable differences."""

    def named(code: str) -> str:
        return f"{item_name(code, guides)} {code}" if code in guides else code

    renamed = replace(
        bundle,
        items=tuple(
            replace(entry, item=named(entry.item), after=tuple(named(other) for other in entry.after))
            for entry in bundle.items
        ),
        merges=tuple(
            replace(
                merge, members=tuple(replace(member, item=named(member.item)) for member in merge.members)
            )
            for merge in bundle.merges
        ),
        answers=tuple(replace(answer, item=named(answer.item)) for answer in bundle.answers),
    )
    stored: dict[str, Any] = stored_terms(renamed)
    return stored


def _waits(
    bundle: BundleTerms, guides: Mapping[str, GuideTerms], *, has_valid_pointers: bool
) -> dict[str, list[str]]:
    """Item → the items it can wait for, in the order of the bundle."""
    codes = [entry.item for entry in bundle.items]
    if has_valid_pointers:
        pairs = {(wait.item, wait.on) for wait in possible_waits(bundle, guides)}
    else:
        pairs = {(entry.item, other) for entry in bundle.items for other in entry.after}
    others = [*codes, *sorted({on for _, on in pairs} - set(codes))]
    return {code: [other for other in others if (code, other) in pairs] for code in codes}


def _item(
    number: int, bundle: BundleTerms, guides: Mapping[str, GuideTerms], waits: Mapping[str, Sequence[str]]
) -> ItemLine:
    entry = bundle.items[number]
    code = entry.item
    return ItemLine(
        anchor=f"items-{number}",
        code=code,
        name=item_name(code, guides),
        agency_role=guides[code].agency_role if code in guides else None,
        when=answer_conditions(entry.when, bundle.questions),
        waits=[ItemWait(item_name(on, guides), _spared_materials(code, on, guides)) for on in waits[code]],
        note=entry.note,
    )


def _spared_materials(item: str, on: str, guides: Mapping[str, GuideTerms]) -> Sequence[str]:
    """The materials of `item` that the certificate issued by `on` replaces."""
    if item not in guides or on not in guides:
        return ()
    issued = guides[on].result.certificate_type
    return [material.name for material in guides[item].materials if is_spared_by(material, issued)]


def _merge(number: int, merge: Merge, guides: Mapping[str, GuideTerms]) -> MergeLine:
    members = [
        (
            item_name(member.item, guides),
            next(
                (
                    material.name
                    for material in _materials_of(guides, member.item)
                    if material.key == member.material
                ),
                None,
            ),
        )
        for member in merge.members
    ]
    return MergeLine(f"merges-{number}", merge.name, members)


def _materials_of(guides: Mapping[str, GuideTerms], code: str) -> Sequence[Material]:
    return guides[code].materials if code in guides else ()


def _questions_of(guides: Mapping[str, GuideTerms], code: str) -> Sequence[Question]:
    return guides[code].questions if code in guides else ()


def _passed_answers(bundle: BundleTerms, guides: Mapping[str, GuideTerms]) -> Sequence[PassedAnswerGroup]:
    """The passed-on answers, grouped by question."""
    own = {question.key: question for question in bundle.questions}
    grouped: dict[str, list[tuple[str, str]]] = {}
    for answer in bundle.answers:
        by_key = {question.key: question for question in _questions_of(guides, answer.item)}
        grouped.setdefault(answer.from_question, []).append(
            (item_name(answer.item, guides), _text(by_key, answer.question))
        )
    return [
        PassedAnswerGroup(f"answers-{number}", _text(own, key), items)
        for number, (key, items) in enumerate(grouped.items())
    ]


def _stages(waits: Mapping[str, Sequence[str]], guides: Mapping[str, GuideTerms]) -> list[list[str]] | None:
    """The names of the items in processing order; the items of one stage can run in parallel."""
    try:
        return [[item_name(code, guides) for code in stage] for stage in order_in_stages(waits)]
    except CircularOrder:
        return None
