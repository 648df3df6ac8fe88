"""Import of exported terms: as a draft, and only when unaltered."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from guides.enumerations import EditionStatus
from guides.errors import DraftInvalid
from guides.exchange import (
    ImportAltered,
    ImportFault,
    ImportUnreadable,
    checked_terms,
    current_editions_of_all,
    edition_as_json,
    edition_as_yaml,
    exporting,
    import_draft,
    read_terms_text,
)
from guides.models import BundleEdition, GuideEdition
from guides.samples import load_bundle_sample
from tests.support import editions
from tests.support.guide_terms import guide_content

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def in_force(session: Session) -> GuideEdition:
    return editions.published_edition(session, GuideEdition, guide_content(), now=NOW)


@pytest.mark.parametrize("write", [edition_as_json, edition_as_yaml])
def test_an_exported_edition_comes_back_with_the_same_hash(session: Session, write: object) -> None:
    edition = in_force(session)
    assert callable(write)
    text = write(edition)
    assert edition.sha256 in text
    raw = read_terms_text(text, read=str)
    assert checked_terms(raw) == edition.content
    assert import_draft(session, raw, author="import", now=NOW) is None


def test_an_export_names_its_edition(session: Session) -> None:
    edition = in_force(session)
    (found,) = current_editions_of_all(session)
    assert found is edition
    out = json.loads(edition_as_json(edition))
    assert (out["kind"], out["code"], out["number"], out["status"]) == ("guide", "TEST-XB", 1, "current")
    assert out["effective_on"] == "2026-03-02"


def test_changed_terms_become_a_draft(session: Session) -> None:
    in_force(session)
    changed = guide_content(name="食品经营许可（变更）")
    draft = import_draft(session, changed, author="import", now=NOW, change_note="批量导入")
    assert isinstance(draft, GuideEdition)
    assert (draft.number, draft.status, draft.drafted_by) == (2, EditionStatus.DRAFT, "import")
    assert import_draft(session, changed, author="import", now=NOW) is None


def test_a_bundle_is_known_by_its_items(session: Session) -> None:
    raw = load_bundle_sample("open-restaurant")
    draft = import_draft(session, raw, author="import", now=NOW)
    assert isinstance(draft, BundleEdition)
    assert exporting.edition_document(draft)["kind"] == "bundle"
    assert import_draft(session, exporting.edition_document(draft), author="import", now=NOW) is None


def test_altered_terms_under_an_old_hash_are_refused(session: Session) -> None:
    raw = exporting.edition_document(in_force(session))
    raw["content"] = raw["content"] | {"name": "改过的名称"}
    with pytest.raises(ImportAltered):
        import_draft(session, raw, author="import", now=NOW)


def test_what_is_no_guide_is_told_by_its_fields() -> None:
    with pytest.raises(DraftInvalid) as refused:
        checked_terms({"code": "X", "nonsense": 1})
    assert "nonsense" in refused.value.errors
    envelope = {"kind": "guide", "code": "X", "number": 1, "sha256": "", "content": []}
    with pytest.raises(DraftInvalid):
        checked_terms(envelope)


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("a: 1\na: 2\n", ImportFault.KEY_UNUSABLE, 2),
        ("a: &x [1]\nb: *x\n", ImportFault.REFERENCE, 2),
        ("a: [1\nb: 2\n", ImportFault.NOT_YAML, 2),
        ("1: a\n", ImportFault.KEY_UNUSABLE, 1),
        ("- a\n", ImportFault.NOT_A_MAPPING, None),
        ("", ImportFault.NOT_A_MAPPING, None),
        ("just words", ImportFault.NOT_A_MAPPING, None),
        ("!!python/object:os.system {}", ImportFault.NOT_YAML, 1),
        ("a: \x07", ImportFault.NOT_YAML, None),
        ("a: 2026-13-45", ImportFault.NOT_YAML, None),
        ("a: " + "[" * 3000, ImportFault.TOO_DEEP, None),
        ("x" * 2_000_001, ImportFault.TOO_LONG, None),
    ],
)
def test_a_text_that_cannot_be_read_says_why_and_where(
    text: str, fault: ImportFault, line: int | None
) -> None:
    with pytest.raises(ImportUnreadable) as refused:
        read_terms_text(text, read=str)
    assert (refused.value.fault, refused.value.line) == (fault, line)


def test_every_text_in_it_is_read_also_one_behind_an_escape() -> None:
    def read(text: str) -> str:
        if "\u202e" in text:
            raise ValueError("direction_control at 2")
        return text.replace("\u200b", "")

    raw = read_terms_text('{"name": "a\\u200b", "rows": [{"b\\u200b": "c\\u200b", "n": 1}]}', read=read)
    assert raw == {"name": "a", "rows": [{"b": "c", "n": 1}]}
    with pytest.raises(ValueError, match="direction_control at 2"):
        read_terms_text('name: "a\\u202e"', read=read)
