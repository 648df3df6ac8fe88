"""Commands for guides: export and import, errors by file and line, publication of due editions."""

from pathlib import Path

import pytest
import yaml

from guides import catalog
from guides.models import GuideEdition
from services_hall.cli import guides as commands
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from tests.support import editions
from tests.support.commands import Run, over_hall
from tests.support.hall import Hall


@pytest.fixture
def run(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command over the databases of this test's hall."""
    return over_hall(hall, monkeypatch, commands, commands.guides)


def test_what_is_given_out_is_nothing_new_when_it_comes_back(run: Run, tmp_path: Path) -> None:
    assert run("export", "--to", tmp_path / "out").exit_code == 0
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert {"JZZ-SL.yaml", "open-restaurant.yaml"} <= set(files)
    answer = run("import", tmp_path / "out")
    assert answer.exit_code == 0
    assert answer.output.count("nothing new") == len(files)
    assert run("check", tmp_path / "out").exit_code == 0


def test_changed_terms_become_a_draft(hall: Hall, run: Run, tmp_path: Path) -> None:
    run("export", "JZZ-SL", "--terms", "--to", tmp_path)
    file = tmp_path / "JZZ-SL.yaml"
    raw = yaml.safe_load(file.read_text())
    file.write_text(yaml.safe_dump({**raw, "short_name": "新简称"}, allow_unicode=True))
    assert "draft of edition 2" in run("import", file).output
    with hall.app.app_context():
        assert catalog.guide_edition_of_any_status(reading(), "JZZ-SL", 2).content["short_name"] == "新简称"


def test_faults_are_told_by_file_and_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("code: A\nname: [a\n")
    answer = run("check", file)
    assert answer.exit_code == 1
    assert "broken.yaml cannot be read at line" in answer.output
    assert run("export", "NOPE").exit_code == 1


def test_a_bundle_is_checked_against_the_guides_in_force(run: Run, tmp_path: Path) -> None:
    run("export", "open-restaurant", "--terms", "--to", tmp_path)
    file = tmp_path / "open-restaurant.yaml"
    raw = yaml.safe_load(file.read_text())
    first, second = raw["items"][:2]
    circle = [{**first, "after": [second["item"]]}, {**second, "after": [first["item"]]}, *raw["items"][2:]]
    for items, words in (
        ([{**first, "item": "NOPE"}, *raw["items"][1:]], "NOPE 没有生效的办事指南"),
        (circle, "这些事项互相等待"),
    ):
        file.write_text(yaml.safe_dump({**raw, "items": items}, allow_unicode=True))
        answer = run("check", file)
        assert answer.exit_code == 1
        assert words in answer.output


def test_what_is_due_goes_public_guides_and_bundles(hall: Hall, run: Run) -> None:
    with hall.app.app_context(), transaction() as session:
        content = catalog.current_edition(session, "JZZ-SL").content
        editions.approved_edition(session, GuideEdition, content, now=utc_now())
    assert "1 editions published" in run("publish-due").output
    assert "0 editions published" in run("publish-due").output
    with hall.app.app_context():
        assert catalog.current_edition(reading(), "JZZ-SL").number == 2
