"""`services-hall seed --from FOLDER`: another city from tables, loaded only without a fault."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import func, select

from guides.models import Agency, CalendarDay, Division, Implementation, ServicePoint
from services_hall.app import create_app
from services_hall.cli.language import VARIABLES
from services_hall.database import certificate_engine, db, reading
from services_hall.settings import Settings
from tests.support.commands import Run, over_folder

EXAMPLE: Final = Path(__file__).parents[3] / "docs/examples/city"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    for name in VARIABLES:
        monkeypatch.setenv(name, "C.UTF-8")
    for run in over_folder(tmp_path / "data", monkeypatch):
        assert run("init").exit_code == 0
        yield run


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the example, to be changed."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "city"))


def counts() -> dict[str, int]:
    """The number of rows of each table of places, and the pages of the city that visitors see."""
    app = create_app(Settings.read())
    with app.app_context():
        kinds = (Division, Agency, Implementation, ServicePoint)
        rows = {
            kind.__tablename__: reading().scalar(select(func.count()).select_from(kind)) or 0
            for kind in kinds
        }
        db.session.remove()
        db.engine.dispose()
        certificate_engine(app).dispose()
    return rows


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_an_invented_city_is_loaded_and_served(run: Run, tables: Path) -> None:
    seeded = run("seed", "--from", str(tables))
    assert seeded.exit_code == 0, seeded.output
    first = counts()
    assert first == {"division": 6, "agency": 4, "implementation": 6, "service_point": 2}
    assert run("seed", "--from", str(tables)).exit_code == 0
    assert counts() == first
    app = create_app(Settings.read())
    visitor = app.test_client()
    halls = visitor.get("/halls").text
    assert "样例市东区政务服务大厅" in halls
    assert "武汉" not in halls.partition("<main")[2].partition("</main>")[0]
    assert "样例市东区" in visitor.get("/guides/SPJY-XB").text
    with app.app_context():
        day = reading().scalars(select(CalendarDay).where(CalendarDay.source == "city")).first()
        assert day is not None
        db.session.remove()
        db.engine.dispose()
        certificate_engine(app).dispose()


def test_every_fault_is_told_with_its_file_and_line_and_nothing_is_loaded(run: Run, tables: Path) -> None:
    change(tables / "divisions.csv", "999902001000,山前镇,street,999902000000", "99,山前镇,village,123")
    change(tables / "agencies.csv", "11999901MB99000112,", "11999901MB99000113,")
    change(tables / "service_points.csv", "GTDJ-SL SPJY-XB XFJC-YYQ", "NOPE SPJY-XB XFJC-YYQ")
    change(tables / "calendar.csv", "2027-01-01,no", "2027-02-30,maybe")
    refused = run("seed", "--from", str(tables))
    assert refused.exit_code == 1
    for line in (
        "nothing was loaded",
        "divisions.csv, line 6, code: 99 is no 12-digit code",
        "divisions.csv, line 6, level: village is no level",
        "divisions.csv, line 6, parent_code: the parent 123 is not in the file",
        "agencies.csv, line 2, code: 11999901MB99000113 is no valid 18-character credit code",
        "implementations.csv, line 2, agency_code: there is no agency 11999901MB99000112",
        "service_points.csv, line 2, items: there is no item NOPE",
        "calendar.csv, line 2, day: 2027-02-30 is no day",
        "calendar.csv, line 2, is_working: maybe is neither yes nor no",
    ):
        assert line in refused.output
    assert set(counts().values()) == {0}


def test_a_missing_file_or_column_is_told_in_the_operators_language(
    run: Run, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    (tables / "divisions.csv").unlink()
    change(tables / "agencies.csv", "code,name,kind", "code,name,sort")
    refused = run("seed", "--from", str(tables))
    assert refused.exit_code == 1
    for line in (
        "什么都没有装入",
        "divisions.csv：没有这个文件",
        "agencies.csv 第 1 行 kind：缺这一列",
        "agencies.csv 第 1 行 sort：没有这样的列",
    ):
        assert line in refused.output
    assert set(counts().values()) == {0}


def test_two_cities_do_not_share_a_site(run: Run, tables: Path) -> None:
    assert run("seed", "--from", str(tables)).exit_code == 0
    before = counts()
    for path in tables.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("999900000000", "998800000000"), encoding="utf-8")
    refused = run("seed", "--from", str(tables))
    assert "the site has the division 999900000000 of another city" in refused.output
    assert counts() == before
