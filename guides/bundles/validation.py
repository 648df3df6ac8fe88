"""The rules a bundle must keep, by itself and towards the guides that are in force for its items."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from guides.scenario import Content, option_values
from guides.told import joined, told
from guides.validation import Finding, blocking_finding, warning_finding


def bundle_findings(bundle: Content, contents: Mapping[str, Content]) -> list[Finding]:
    """What is wrong with `bundle` over the guide contents in force (item code → content).

    A circle among its items is not among them: `bundle_order.find_circle` looks for it where nothing here
    blocks, and `circle_finding` says it.
    """
    return [
        *question_findings(bundle["questions"]),
        *item_findings(bundle, contents),
        *merge_findings(bundle, contents),
        *answer_findings(bundle, contents),
        *field_findings(bundle, contents),
    ]


def repeated(values: Iterable[object]) -> Iterator[int]:
    """The positions of values that were there before."""
    seen = set()
    for number, value in enumerate(values):
        if value in seen:
            yield number
        seen.add(value)


def question_findings(questions: Sequence[Content]) -> Iterator[Finding]:
    """Keys and values appear once, and a question depends only on those before it."""
    for number in repeated(question["key"] for question in questions):
        yield blocking_finding(
            "unique", f"questions.{number}.key", told("问题 %(key)s 重复。", key=questions[number]["key"])
        )
    for number, question in enumerate(questions):
        place = f"questions.{number}"
        for option in repeated(option_values(question)):
            yield blocking_finding("unique", f"{place}.options.{option}.value", told("选项的值重复。"))
        yield from when_findings(question.get("when"), questions[:number], f"{place}.when")


def when_findings(
    when: Mapping[str, Collection[str]] | None, questions: Sequence[Content], place: str
) -> Iterator[Finding]:
    """A condition names questions that come before it, and values that they offer."""
    offered = {question["key"]: option_values(question) for question in questions}
    for key, values in (when or {}).items():
        if key not in offered:
            yield blocking_finding("pointers", f"{place}.{key}", told("前面没有问题 %(key)s。", key=key))
            continue
        for value in values:
            if value not in offered[key]:
                yield blocking_finding(
                    "pointers",
                    f"{place}.{key}",
                    told("问题 %(key)s 没有选项 %(value)s。", key=key, value=value),
                )


def item_findings(bundle: Content, contents: Mapping[str, Content]) -> Iterator[Finding]:
    """Every item is there once, has a guide in force, and waits only for other items of the bundle."""
    codes = [entry["item"] for entry in bundle["items"]]
    for number in repeated(codes):
        yield blocking_finding(
            "unique", f"items.{number}.item", told("事项 %(item)s 重复。", item=codes[number])
        )
    for number, entry in enumerate(bundle["items"]):
        place = f"items.{number}"
        if entry["item"] not in contents:
            yield blocking_finding(
                "in_force", f"{place}.item", told("事项 %(item)s 没有生效的办事指南。", item=entry["item"])
            )
        yield from when_findings(entry.get("when"), bundle["questions"], f"{place}.when")
        for other in entry["after"]:
            if other not in codes or other == entry["item"]:
                yield blocking_finding(
                    "pointers", f"{place}.after", told("%(other)s 不是本“一件事”的其他事项。", other=other)
                )


def merge_findings(bundle: Content, contents: Mapping[str, Content]) -> Iterator[Finding]:
    """Merged materials exist, and none is merged twice."""
    merges = bundle["merges"]
    for number in repeated(merge["key"] for merge in merges):
        yield blocking_finding(
            "unique", f"merges.{number}.key", told("合并项 %(key)s 重复。", key=merges[number]["key"])
        )
    placed = [
        (f"merges.{number}.members.{position}", member)
        for number, merge in enumerate(merges)
        for position, member in enumerate(merge["members"])
    ]
    for number in repeated((member["item"], member["material"]) for _, member in placed):
        place, member = placed[number]
        yield blocking_finding(
            "unique",
            place,
            told(
                "%(item)s 的材料 %(material)s 已经合并过。", item=member["item"], material=member["material"]
            ),
        )
    for place, member in placed:
        materials = {material["key"] for material in contents.get(member["item"], {}).get("materials", ())}
        if member["material"] not in materials or not has_item(bundle, member["item"]):
            yield blocking_finding(
                "pointers",
                place,
                told("%(item)s 没有材料 %(material)s。", item=member["item"], material=member["material"]),
            )


def has_item(bundle: Content, code: str) -> bool:
    return any(entry["item"] == code for entry in bundle["items"])


def answer_findings(bundle: Content, contents: Mapping[str, Content]) -> Iterator[Finding]:
    """An answer that is passed on comes from a question of the bundle and fits the item's question."""
    own = {question["key"]: question for question in bundle["questions"]}
    for number in repeated((answer["item"], answer["question"]) for answer in bundle["answers"]):
        yield blocking_finding("unique", f"answers.{number}", told("同一事项的同一问题只能由一个问题回答。"))
    for number, answer in enumerate(bundle["answers"]):
        place = f"answers.{number}"
        asked = {
            question["key"]: question for question in contents.get(answer["item"], {}).get("questions", ())
        }
        if answer["from"] not in own:
            yield blocking_finding(
                "pointers", f"{place}.from", told("本“一件事”没有问题 %(source)s。", source=answer["from"])
            )
        if answer["question"] not in asked or not has_item(bundle, answer["item"]):
            yield blocking_finding(
                "pointers",
                place,
                told("%(item)s 没有问题 %(question)s。", item=answer["item"], question=answer["question"]),
            )
        elif answer["from"] in own:
            offered = option_values(asked[answer["question"]])
            for value in option_values(own[answer["from"]]):
                if value not in offered:
                    yield blocking_finding(
                        "answers",
                        place,
                        told("%(item)s 的问题不接受答案 %(value)s。", item=answer["item"], value=value),
                    )


def field_findings(bundle: Content, contents: Mapping[str, Content]) -> Iterator[Finding]:
    """Form fields that are to be filled in once ask for the same kind of answer; else they show twice."""
    kinds: dict[str, tuple[str, str]] = {}
    for entry in bundle["items"]:
        for form_field in contents.get(entry["item"], {}).get("form_fields", ()):
            key = form_field.get("merge_key") or form_field["key"]
            first, kind = kinds.setdefault(key, (entry["item"], form_field["type"]))
            if kind != form_field["type"]:
                message = told(
                    "%(first)s 与 %(item)s 对 %(key)s 的填写要求不同，申请人要填两次。",
                    first=first,
                    item=entry["item"],
                    key=key,
                )
                yield warning_finding("merged_fields", f"form_fields.{key}", message)


def circle_finding(bundle: Content, circle: Sequence[str], contents: Mapping[str, Content]) -> Finding:
    """A circle of items that wait for each other, by the names that their guides give them.

    It stands at the first of them.
    """
    place = next(number for number, entry in enumerate(bundle["items"]) if entry["item"] == circle[0])
    names = [contents[code]["short_name"] for code in circle]
    message = told(
        "这些事项互相等待，谁也不能先办：%(circle)s。请去掉其中一处先后顺序，或者不让其中的证照免提交。",
        circle=joined(" → ", names),
    )
    return blocking_finding("circle", f"items.{place}", message)
