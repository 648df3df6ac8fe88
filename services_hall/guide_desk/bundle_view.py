"""A bundle in words for those who write and approve it: whoever waits for whom, and what is asked once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guides.bundles import is_spared_by, issued_type, order_in_stages, possible_waits
from guides.errors import CircularOrder

Content = Mapping[str, Any]


@dataclass(frozen=True)
class AnswerCondition:
    """One question with those of its answers that matter, in the question's own words."""

    question: str
    answers: Sequence[str]


@dataclass(frozen=True)
class ItemWait:
    """An item to wait for, and the materials that its certificate will spare."""

    name: str
    materials: Sequence[str]


@dataclass(frozen=True)
class ItemLine:
    """An item of the bundle; without an agency when no guide of it is in force."""

    anchor: str
    code: str
    name: str
    agency_role: str | None
    when: Sequence[AnswerCondition]
    waits: Sequence[ItemWait]
    note: str


@dataclass(frozen=True)
class QuestionLine:
    """A question with its options, and the answers before it with which it shows."""

    anchor: str
    content: Content
    when: Sequence[AnswerCondition]


@dataclass(frozen=True)
class MergeLine:
    """A material that is asked for once: what each item calls it, None where its guide has none such."""

    anchor: str
    name: str
    members: Sequence[tuple[str, str | None]]


@dataclass(frozen=True)
class PassedAnswer:
    """A question of the bundle and those questions of items that its answer answers."""

    anchor: str
    question: str
    items: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class BundleView:
    """The whole bundle; `stages` is None while no one order holds for all answers."""

    items: Sequence[ItemLine]
    questions: Sequence[QuestionLine]
    merges: Sequence[MergeLine]
    passed: Sequence[PassedAnswer]
    stages: Sequence[Sequence[str]] | None


def bundle_view(bundle: Content, contents: Mapping[str, Content], *, has_valid_pointers: bool) -> BundleView:
    """`bundle` over the guide contents in force.

    `has_valid_pointers` tells whether all its pointers lead somewhere.
    """
    waits = _waits(bundle, contents, has_valid_pointers=has_valid_pointers)
    return BundleView(
        items=[_item(number, bundle, contents, waits) for number in range(len(bundle["items"]))],
        questions=[
            QuestionLine(
                f"questions-{number}", question, answer_conditions(question.get("when"), bundle["questions"])
            )
            for number, question in enumerate(bundle["questions"])
        ],
        merges=[_merge(number, merge, contents) for number, merge in enumerate(bundle["merges"])],
        passed=_passed(bundle, contents),
        stages=_stages(waits, contents) if has_valid_pointers else None,
    )


def answer_conditions(
    when: Mapping[str, Collection[str]] | None, questions: Sequence[Content]
) -> Sequence[AnswerCondition]:
    """Answers by key and value, in the words of the questions; a key that none has stays as it is."""
    asked = {question["key"]: question for question in questions}
    found = []
    for key, values in (when or {}).items():
        labels = {option["value"]: option["label"] for option in asked.get(key, {}).get("options", ())}
        found.append(AnswerCondition(_text(asked, key), [labels.get(value, value) for value in values]))
    return found


def _text(questions: Mapping[str, Content], key: str) -> str:
    text: str = questions[key]["text"] if key in questions else key
    return text


def item_name(code: str, contents: Mapping[str, Content]) -> str:
    """What the guide in force calls the item; its code when there is none."""
    name: str = contents[code]["short_name"] if code in contents else code
    return name


def with_item_names(bundle: Content, contents: Mapping[str, Content]) -> Content:
    """`bundle` with every item called by its name and code, so that differences can be read."""

    def named(code: str) -> str:
        return f"{item_name(code, contents)} {code}" if code in contents else code

    return {
        **bundle,
        "items": [
            {**entry, "item": named(entry["item"]), "after": [named(other) for other in entry["after"]]}
            for entry in bundle["items"]
        ],
        "merges": [
            {
                **merge,
                "members": [{**member, "item": named(member["item"])} for member in merge["members"]],
            }
            for merge in bundle["merges"]
        ],
        "answers": [{**answer, "item": named(answer["item"])} for answer in bundle["answers"]],
    }


def _waits(
    bundle: Content, contents: Mapping[str, Content], *, has_valid_pointers: bool
) -> dict[str, list[str]]:
    """Item → the items it may wait for, in the bundle's order."""
    codes = [entry["item"] for entry in bundle["items"]]
    if has_valid_pointers:
        pairs = {(wait.item, wait.on) for wait in possible_waits(bundle, contents)}
    else:
        pairs = {(entry["item"], other) for entry in bundle["items"] for other in entry["after"]}
    others = [*codes, *sorted({on for _, on in pairs} - set(codes))]
    return {code: [other for other in others if (code, other) in pairs] for code in codes}


def _item(
    number: int, bundle: Content, contents: Mapping[str, Content], waits: Mapping[str, Sequence[str]]
) -> ItemLine:
    entry = bundle["items"][number]
    code = entry["item"]
    return ItemLine(
        anchor=f"items-{number}",
        code=code,
        name=item_name(code, contents),
        agency_role=contents[code]["agency_role"] if code in contents else None,
        when=answer_conditions(entry.get("when"), bundle["questions"]),
        waits=[ItemWait(item_name(on, contents), _spared(code, on, contents)) for on in waits[code]],
        note=entry["note"],
    )


def _spared(item: str, on: str, contents: Mapping[str, Content]) -> Sequence[str]:
    """The materials of `item` that the certificate issued by `on` spares."""
    if item not in contents or on not in contents:
        return ()
    issued = issued_type(contents[on])
    return [material["name"] for material in contents[item]["materials"] if is_spared_by(material, issued)]


def _merge(number: int, merge: Content, contents: Mapping[str, Content]) -> MergeLine:
    members = [
        (
            item_name(member["item"], contents),
            next(
                (
                    material["name"]
                    for material in contents.get(member["item"], {}).get("materials", ())
                    if material["key"] == member["material"]
                ),
                None,
            ),
        )
        for member in merge["members"]
    ]
    return MergeLine(f"merges-{number}", merge["name"], members)


def _passed(bundle: Content, contents: Mapping[str, Content]) -> Sequence[PassedAnswer]:
    """The answers that are passed on, those of one question together."""
    own = {question["key"]: question for question in bundle["questions"]}
    grouped: dict[str, list[tuple[str, str]]] = {}
    for answer in bundle["answers"]:
        asked = {
            question["key"]: question for question in contents.get(answer["item"], {}).get("questions", ())
        }
        grouped.setdefault(answer["from"], []).append(
            (item_name(answer["item"], contents), _text(asked, answer["question"]))
        )
    return [
        PassedAnswer(f"answers-{number}", _text(own, key), items)
        for number, (key, items) in enumerate(grouped.items())
    ]


def _stages(waits: Mapping[str, Sequence[str]], contents: Mapping[str, Content]) -> list[list[str]] | None:
    """The items by name in the order in which they can start, those of one stage side by side."""
    try:
        return [[item_name(code, contents) for code in stage] for stage in order_in_stages(waits)]
    except CircularOrder:
        return None
