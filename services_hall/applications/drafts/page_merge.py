"""Merging of the answers from several open pages of one draft, field by field (pure)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

BASE_DIGITS = 16


@dataclass(frozen=True)
class MergedAnswers:
    """The answers to store, and what another page changed meanwhile.

    `conflicts` are the fields that both changed, each with what this page sent: the stored answer stays until
    somebody chooses. `taken` are the fields that only the other page changed: its answer stays.
    """

    answers: Mapping[str, str]
    conflicts: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


def merge_answers(
    typed: Mapping[str, str], stored: Mapping[str, str], base: Mapping[str, str]
) -> MergedAnswers:
    """What a page sends, joined with the stored answers; `base` are the versions that the page showed.

    A field without a version in `base` is stored as it was sent.
    """
    answers = dict(typed)
    conflicts: dict[str, str] = {}
    taken: set[str] = set()
    for key, version in base.items():
        if key not in typed:
            continue
        before = stored.get(key, "")
        sent, now = field_version(typed[key]), field_version(before)
        if version == now or sent == now:
            continue
        answers[key] = before
        if sent == version:
            taken.add(key)
        else:
            conflicts[key] = typed[key]
    return MergedAnswers(answers, conflicts, frozenset(taken))


def field_version(text: str) -> str:
    """A short digest of one answer; line ends do not count."""
    return hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest()[:BASE_DIGITS]


def versions_text(answers: Mapping[str, str], keys: Iterable[str]) -> str:
    """The versions of these fields, as a page carries them."""
    return json.dumps({key: field_version(answers.get(key, "")) for key in keys}, ensure_ascii=False)


def read_versions(text: str) -> dict[str, str]:
    """The versions that a page carried; none if they cannot be read."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}


def versions_after(merged: MergedAnswers, typed: Mapping[str, str], base: Mapping[str, str]) -> str:
    """The versions for a page that stays open: those of fields that it does not show as stored stay."""
    versions = {
        key: field_version(merged.answers.get(key, "")) if merged.answers.get(key) == typed[key] else version
        for key, version in base.items()
        if key in typed
    }
    return json.dumps(versions, ensure_ascii=False)
