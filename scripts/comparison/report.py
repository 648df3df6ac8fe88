"""Report of two walks: equal responses, differences, and what was never requested."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from functools import cache
from pathlib import Path
from shutil import rmtree
from typing import Final

from comparison.naming import file_name
from comparison.records import Log, Record, Visit

Rules = Sequence[tuple[str, list[str]]]
MISSING: Final = "(no such answer)"
CONTEXT_LINES: Final = 2
LABELS_SHOWN: Final = 12


@dataclass(frozen=True)
class Walked:
    """The responses and the URL rules of one hall."""

    log: Log
    rules: Rules


def written(before: Walked, after: Walked, output: Path) -> tuple[str, bool]:
    """The report and whether nothing differs; every response is saved under `output`/a and `output`/b."""
    _save(before.log.records, output / "a")
    _save(after.log.records, output / "b")
    labels = list(dict.fromkeys([*before.log.records, *after.log.records]))
    differing = {
        label: pair
        for label in labels
        if (pair := (_text(before, label), _text(after, label))) and pair[0] != pair[1]
    }
    stopped = [f"{name}: {line}" for name, one in (("a", before), ("b", after)) for line in one.log.stopped]
    rules = [f"{' '.join(methods)} {rule}" for rule, methods in before.rules]
    others = [f"{' '.join(methods)} {rule}" for rule, methods in after.rules]
    is_equal = not differing and not stopped and rules == others
    parts = [
        f"{len(labels)} answers compared, {len(labels) - len(differing)} equal, {len(differing)} different",
        _section("Chapters that stopped", stopped),
        _section("URL rules that differ", list(unified_diff(rules, others, "a", "b", lineterm="", n=0))),
        _section("URL rules that no answer came from", unanswered(after)),
        _section("GET rules that gave nothing but errors", unsuccessful(after)),
        *_differences(differing),
    ]
    return "\n\n".join(part for part in parts if part) + "\n", is_equal


def matching(rules: Rules, visit: Visit) -> str | None:
    """The rule that handled a request: the one with the fewest and shortest variable parts."""
    path = visit.path.partition("?")[0]
    found = [
        rule
        for rule, methods in rules
        if (visit.method in methods or visit.method == "HEAD") and _pattern(rule).fullmatch(path)
    ]
    return min(found, key=lambda rule: (rule.count("<path:"), rule.count("<"), -len(rule)), default=None)


def unanswered(walked: Walked) -> list[str]:
    """The rules and methods that were never requested."""
    asked = {(matching(walked.rules, visit), visit.method) for visit in walked.log.visits}
    return [
        f"{method} {rule}"
        for rule, methods in walked.rules
        for method in methods
        if (rule, method) not in asked
    ]


def unsuccessful(walked: Walked) -> list[str]:
    """The GET rules that were requested but never successfully."""
    asked: dict[str, set[int]] = {}
    for visit in walked.log.visits:
        if visit.method == "GET" and (rule := matching(walked.rules, visit)):
            asked.setdefault(rule, set()).add(visit.status)
    return [
        f"{rule}: {', '.join(map(str, sorted(given)))}"
        for rule, given in asked.items()
        if all(status >= 400 for status in given)
    ]


@cache
def _pattern(rule: str) -> re.Pattern[str]:
    parts = re.split(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", rule)
    kinds = {"path": ".+", "int": r"\d+"}
    return re.compile(
        "".join(
            re.escape(part or "") if place % 2 == 0 else kinds.get(part, "[^/]+")
            for place, part in enumerate(parts)
        )
    )


def _save(records: Mapping[str, Record], folder: Path) -> None:
    rmtree(folder, ignore_errors=True)
    for record in records.values():
        chapter, _slash, rest = record.label.partition("/")
        path = folder / file_name(chapter) / f"{file_name(rest)}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record.text + "\n", encoding="utf-8")


def _text(walked: Walked, label: str) -> str:
    record = walked.log.records.get(label)
    return MISSING if record is None else record.text


def _section(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"{title}:", *(f"  {line}" for line in lines)]) if lines else ""


def _differences(differing: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """Each difference once, with all responses that have it."""
    groups: dict[tuple[str, ...], list[str]] = {}
    diffs: dict[tuple[str, ...], str] = {}
    for label, (one, other) in differing.items():
        lines = list(
            unified_diff(one.splitlines(), other.splitlines(), "a", "b", lineterm="", n=CONTEXT_LINES)
        )
        changed = tuple(line for line in lines[2:] if line[0] in "+-")
        groups.setdefault(changed, []).append(label)
        diffs.setdefault(changed, "\n".join(lines))
    for changed, labels in groups.items():
        shown = [f"=== {label}" for label in labels[:LABELS_SHOWN]]
        if len(labels) > LABELS_SHOWN:
            shown.append(f"=== and {len(labels) - LABELS_SHOWN} more with the same difference")
        if _is_white_space(changed):
            shown.append("=== (white space alone)")
        yield "\n".join([*shown, diffs[changed]])


def _is_white_space(changed: Sequence[str]) -> bool:
    words = [
        " ".join("".join(line[1:] + " " for line in changed if line[0] == sign).split()) for sign in "-+"
    ]
    return words[0] == words[1]
