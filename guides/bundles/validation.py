"""Rules for the terms of a bundle, by themselves and against the guides in force for its items."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from guides.bundles.model import BundleTerms, SizeRule
from guides.enumerations import QuestionKind
from guides.scenario import option_values
from guides.terms import Applicability, FormField, GuideTerms, Material, Question
from guides.validation import Finding, FindingCode, blocking_finding, warning_finding


def bundle_findings(bundle: BundleTerms, guides: Mapping[str, GuideTerms]) -> list[Finding]:
    """Findings about `bundle` over the guides in force (by item code).

    Circular dependencies are not included: `find_circle` searches for them when no finding here is blocking,
    and `circle_finding` describes them.
    """
    return [
        *question_findings(bundle.questions),
        *item_findings(bundle, guides),
        *merge_findings(bundle, guides),
        *answer_findings(bundle, guides),
        *field_findings(bundle, guides),
    ]


def repeated_positions(values: Iterable[object]) -> Iterator[int]:
    """The positions of values that occur earlier in the list."""
    seen = set()
    for number, value in enumerate(values):
        if value in seen:
            yield number
        seen.add(value)


def question_findings(questions: Sequence[Question]) -> Iterator[Finding]:
    """Keys and values are unique, and a question depends only on earlier questions."""
    for number in repeated_positions(question.key for question in questions):
        yield blocking_finding(
            "unique",
            f"questions.{number}.key",
            FindingCode.BUNDLE_QUESTION_REPEATED,
            key=questions[number].key,
        )
    for number, question in enumerate(questions):
        place = f"questions.{number}"
        for option in repeated_positions(option_values(question)):
            yield blocking_finding(
                "unique", f"{place}.options.{option}.value", FindingCode.BUNDLE_OPTION_REPEATED
            )
        yield from when_findings(question.when, questions[:number], f"{place}.when")


def when_findings(when: Applicability, questions: Sequence[Question], place: str) -> Iterator[Finding]:
    """A condition refers only to earlier questions and to values that they offer."""
    offered = {question.key: option_values(question) for question in questions}
    for key, values in when.items():
        if key not in offered:
            yield blocking_finding(
                "pointers", f"{place}.{key}", FindingCode.EARLIER_QUESTION_UNKNOWN, key=key
            )
            continue
        for value in values:
            if value not in offered[key]:
                yield blocking_finding(
                    "pointers",
                    f"{place}.{key}",
                    FindingCode.OPTION_UNKNOWN,
                    key=key,
                    value=value,
                )


def item_findings(bundle: BundleTerms, guides: Mapping[str, GuideTerms]) -> Iterator[Finding]:
    """Every item occurs once, has a guide in force, and waits only for other items of the bundle."""
    codes = [entry.item for entry in bundle.items]
    for number in repeated_positions(codes):
        yield blocking_finding(
            "unique", f"items.{number}.item", FindingCode.ITEM_REPEATED, item=codes[number]
        )
    for number, entry in enumerate(bundle.items):
        place = f"items.{number}"
        if entry.item not in guides:
            yield blocking_finding(
                "in_force", f"{place}.item", FindingCode.ITEM_NOT_IN_FORCE, item=entry.item
            )
        elif guides[entry.item].starts_from is not None:
            yield blocking_finding(
                "starts_from", f"{place}.item", FindingCode.STARTS_IN_BUNDLE, item=entry.item
            )
        yield from when_findings(entry.when, bundle.questions, f"{place}.when")
        if entry.size is not None:
            yield from size_findings(entry.size, bundle.questions, f"{place}.size")
        for other in entry.after:
            if other not in codes or other == entry.item:
                yield blocking_finding(
                    "pointers", f"{place}.after", FindingCode.AFTER_NOT_IN_BUNDLE, other=other
                )


def size_findings(rule: SizeRule, questions: Sequence[Question], place: str) -> Iterator[Finding]:
    """Area and seats are asked as numbers, the place as a choice, all by the bundle itself."""
    kinds = {question.key: question.kind for question in questions}
    asked = {
        "area": (rule.area, QuestionKind.NUMBER),
        "seats": (rule.seats, QuestionKind.NUMBER),
        "place": (rule.place, QuestionKind.CHOICE),
    }
    for part, (key, kind) in asked.items():
        if key is not None and kinds.get(key) is not kind:
            yield blocking_finding("pointers", f"{place}.{part}", FindingCode.SIZE_QUESTION_UNKNOWN, key=key)


def merge_findings(bundle: BundleTerms, guides: Mapping[str, GuideTerms]) -> Iterator[Finding]:
    """Merged materials exist, and each is merged only once."""
    merges = bundle.merges
    for number in repeated_positions(merge.key for merge in merges):
        yield blocking_finding(
            "unique", f"merges.{number}.key", FindingCode.MERGE_REPEATED, key=merges[number].key
        )
    placed = [
        (f"merges.{number}.members.{position}", member)
        for number, merge in enumerate(merges)
        for position, member in enumerate(merge.members)
    ]
    for number in repeated_positions((member.item, member.material) for _, member in placed):
        place, member = placed[number]
        yield blocking_finding(
            "unique",
            place,
            FindingCode.MEMBER_REPEATED,
            item=member.item,
            material=member.material,
        )
    for place, member in placed:
        materials = {material.key for material in materials_of(guides.get(member.item))}
        if member.material not in materials or not has_item(bundle, member.item):
            yield blocking_finding(
                "pointers",
                place,
                FindingCode.MEMBER_UNKNOWN,
                item=member.item,
                material=member.material,
            )


def materials_of(guide: GuideTerms | None) -> tuple[Material, ...]:
    return guide.materials if guide is not None else ()


def questions_of(guide: GuideTerms | None) -> tuple[Question, ...]:
    return guide.questions if guide is not None else ()


def fields_of(guide: GuideTerms | None) -> tuple[FormField, ...]:
    return guide.form_fields if guide is not None else ()


def has_item(bundle: BundleTerms, code: str) -> bool:
    return any(entry.item == code for entry in bundle.items)


def answer_findings(bundle: BundleTerms, guides: Mapping[str, GuideTerms]) -> Iterator[Finding]:
    """A passed-on answer comes from a question of the bundle and fits the question of the item."""
    own = {question.key: question for question in bundle.questions}
    for number in repeated_positions((answer.item, answer.question) for answer in bundle.answers):
        yield blocking_finding("unique", f"answers.{number}", FindingCode.PASSED_ANSWER_REPEATED)
    for number, answer in enumerate(bundle.answers):
        place = f"answers.{number}"
        by_key = {question.key: question for question in questions_of(guides.get(answer.item))}
        if answer.from_question not in own:
            yield blocking_finding(
                "pointers", f"{place}.from", FindingCode.SOURCE_QUESTION_UNKNOWN, source=answer.from_question
            )
        if answer.question not in by_key or not has_item(bundle, answer.item):
            yield blocking_finding(
                "pointers",
                place,
                FindingCode.ITEM_QUESTION_UNKNOWN,
                item=answer.item,
                question=answer.question,
            )
        elif answer.from_question in own:
            offered = option_values(by_key[answer.question])
            for value in option_values(own[answer.from_question]):
                if value not in offered:
                    yield blocking_finding(
                        "answers",
                        place,
                        FindingCode.PASSED_ANSWER_NOT_OFFERED,
                        item=answer.item,
                        value=value,
                    )


def field_findings(bundle: BundleTerms, guides: Mapping[str, GuideTerms]) -> Iterator[Finding]:
    """Form fields that are merged have the same kind of answer; otherwise they are shown twice."""
    kinds: dict[str, tuple[str, str]] = {}
    for entry in bundle.items:
        for form_field in fields_of(guides.get(entry.item)):
            key = form_field.merge_key or form_field.key
            first, kind = kinds.setdefault(key, (entry.item, form_field.type))
            if kind != form_field.type:
                yield warning_finding(
                    "merged_fields",
                    f"form_fields.{key}",
                    FindingCode.MERGED_FIELDS_DIFFER,
                    first=first,
                    item=entry.item,
                    key=key,
                )


def circle_finding(bundle: BundleTerms, circle: Sequence[str], guides: Mapping[str, GuideTerms]) -> Finding:
    """The finding for items that wait for each other, with their names, at the first of them."""
    place = next(number for number, entry in enumerate(bundle.items) if entry.item == circle[0])
    names = [guides[code].short_name for code in circle]
    return blocking_finding("circle", f"items.{place}", FindingCode.CIRCLE, circle=" → ".join(names))
