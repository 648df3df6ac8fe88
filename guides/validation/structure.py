"""Whether the parts of a content fit together: keys, pointers, questions, commitments (all blocking)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from guides.told import told
from guides.validation.findings import (
    Content,
    Finding,
    blocking_finding,
    numbered_entries,
)

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


def structure_findings(content: Content) -> Iterator[Finding]:
    """Everything that makes parts of `content` contradict each other or point at nothing."""
    yield from repeated_keys(content)
    yield from unknown_bases(content)
    yield from unknown_answers(content)
    yield from question_order(content)
    yield from wrong_necessities(content)
    yield from fields_without_choice(content)
    yield from commitment_without_question(content)


def repeated_keys(content: Content) -> Iterator[Finding]:
    for element in KEYED:
        seen: set[str] = set()
        for path, entry in numbered_entries(content, element):
            if entry["key"] in seen:
                yield blocking_finding(
                    RULE, f"{path}.key", told("键“%(key)s”用了两次，请改成不同的键。", key=entry["key"])
                )
            seen.add(entry["key"])
    for path, question in numbered_entries(content, "questions"):
        values = [option["value"] for option in question["options"]]
        if len(values) != len(set(values)):
            yield blocking_finding(
                RULE,
                f"{path}.options",
                told("“%(text)s”有两个选项的值相同，请改成不同的值。", text=question["text"]),
            )


def basis_pointers(content: Content) -> Iterator[tuple[str, str]]:
    """Every place that names a legal basis, with the key it names."""
    yield from pointers_below(dict(content), "")


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


def unknown_bases(content: Content) -> Iterator[Finding]:
    known = {basis["key"] for basis in content["legal_bases"]}
    for path, key in basis_pointers(content):
        if key not in known:
            yield blocking_finding(
                RULE, path, told("设定依据中没有“%(key)s”，请补上这条依据或者改正引用。", key=key)
            )


def option_values(content: Content) -> dict[str, set[str]]:
    """Question key → the values that answer it."""
    return {
        question["key"]: {option["value"] for option in question["options"]}
        for question in content["questions"]
    }


def unknown_answers(content: Content) -> Iterator[Finding]:
    answers = option_values(content)
    for element in CONDITIONAL:
        for path, entry in numbered_entries(content, element):
            yield from wrong_when(f"{path}.when", entry["when"], answers)


def wrong_when(
    path: str, when: Mapping[str, list[str]], answers: Mapping[str, set[str]]
) -> Iterator[Finding]:
    for question, values in when.items():
        if question not in answers:
            yield blocking_finding(
                RULE, path, told("没有问题“%(question)s”，请改成情景引导中已有的问题。", question=question)
            )
            continue
        for value in values:
            if value not in answers[question]:
                yield blocking_finding(
                    RULE,
                    path,
                    told(
                        "问题“%(question)s”没有答案“%(value)s”，请改成已有的选项。",
                        question=question,
                        value=value,
                    ),
                )


def question_order(content: Content) -> Iterator[Finding]:
    """A question may only depend on those asked before it."""
    all_answers = option_values(content)
    asked: dict[str, set[str]] = {}
    for path, question in numbered_entries(content, "questions"):
        for key in question["when"]:
            if key in all_answers and key not in asked:
                yield blocking_finding(
                    RULE, f"{path}.when", told("问题“%(key)s”在这一题之后才提出，请调整先后顺序。", key=key)
                )
        known = {
            key: question["when"][key] for key in question["when"] if key in asked or key not in all_answers
        }
        yield from wrong_when(f"{path}.when", known, asked)
        asked[question["key"]] = all_answers[question["key"]]


def wrong_necessities(content: Content) -> Iterator[Finding]:
    for path, material in numbered_entries(content, "materials"):
        if material["necessity"] == "conditional" and not material["when"]:
            yield blocking_finding(
                RULE,
                f"{path}.when",
                told("“%(name)s”视情形提交，请写明在什么情形下提交。", name=material["name"]),
            )
        if material["necessity"] == "required" and material["when"]:
            yield blocking_finding(
                RULE,
                f"{path}.necessity",
                told(
                    "“%(name)s”只在部分情形下提交，请改为视情形提交（conditional）。", name=material["name"]
                ),
            )


def fields_without_choice(content: Content) -> Iterator[Finding]:
    for path, field in numbered_entries(content, "form_fields"):
        if field["type"] == "choice" and not field["options"]:
            yield blocking_finding(
                RULE,
                f"{path}.options",
                told("“%(label)s”是选择项，请至少给出一个选项。", label=field["label"]),
            )


def commitment_without_question(content: Content) -> Iterator[Finding]:
    commitment = content["commitment"]
    if commitment is not None:
        when = {commitment["question"]: [commitment["value"]]}
        yield from wrong_when("commitment.question", when, option_values(content))
        return
    for path, material in numbered_entries(content, "materials"):
        if material["by_commitment"]:
            yield blocking_finding(
                RULE,
                f"{path}.by_commitment",
                told("“%(name)s”可以承诺代替，请写明告知承诺的内容。", name=material["name"]),
            )
