"""Bad input in every channel: words at the field, what was typed stays, nothing changes in the database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any, Final

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from services_hall import database
from services_hall.database import Base
from tests.support.agency_systems import System
from tests.support.case_decisions import STEPS_DONE
from tests.support.endings import FOOD, Site
from tests.support.hall import Hall, Visitor, open_hall
from tests.support.supplements import AREA, AREA_DEMAND, PLAN, PLAN_DEMAND, in_days
from tests.support.tolerant_cases import DEFERRABLE
from tests.support.uploaded_files import pdf

UNSAVED: Final = frozenset({"browser_session", "access_token", "jobs"})
"""Tables in which a request that changes nothing may write."""
TYPED: Final = "我写了很久的话"
LOCKED: Final = pdf(open_password="secret")
BROKEN: Final = pdf()[:200]
LATE: Final = in_days(900).isoformat()
IN_TIME: Final = in_days(20).isoformat()
DENIAL: Final = {"outcome": "deny", "reason": TYPED, **STEPS_DONE}


@dataclass(frozen=True)
class Scene:
    """A hall with cases in the states that matter, and everybody who acts on them."""

    site: Site
    withdrawn: str
    asked: str
    incomplete: str
    accepted: str
    noticed: str
    spare: str
    decided: str
    officer: Visitor
    resident: Visitor
    clerk: Visitor

    @property
    def desk(self) -> System:
        return self.site.desk(FOOD)

    @property
    def filer(self) -> System:
        return self.site.clerk


@pytest.fixture(scope="module")
def scene(seeded_hall: Path, hall_keyring: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("bad-input") / "hall"
    copytree(seeded_hall, folder)
    with open_hall(folder, hall_keyring) as hall:
        site = Site(hall)
        withdrawn, asked = site.file(), site.file()
        gone = site.clerk.post(f"/applications/{application_of(withdrawn)}/withdrawal", {})
        assert gone.status_code == 200
        notice = {"demands": [PLAN_DEMAND, AREA_DEMAND], "due_on": IN_TIME}
        site.act(FOOD, asked, "supplement-notice", notice)
        incomplete, accepted = site.file(without=(DEFERRABLE,)), site.file()
        assert site.clerk.post(f"/cases/{incomplete}/tolerance").status_code == 200
        site.act(FOOD, accepted, "acceptance")
        noticed = site.file()
        site.act(FOOD, noticed, "acceptance")
        told = {"kind": "third_party", "addressee": "邻居", "facts": "油烟", "answer_until": IN_TIME}
        site.act(FOOD, noticed, "hearing-notice", told)
        decided = site.decide(site.file(), "deny")
        spare = str(site.clerk.upload("图.pdf", pdf()).get_json()["id"])
        visitors = [hall.sign_in(name) for name in ("shichang", "li", "chuangkou")]
        yield Scene(site, withdrawn, asked, incomplete, accepted, noticed, spare, decided, *visitors)


def application_of(case: str) -> str:
    return case.rsplit("-", 1)[0]


def rows(hall: Hall) -> Mapping[str, Any]:
    """Every row of every table that a refused request must leave alone."""
    with hall.app.app_context():
        connection = database.reading().connection()
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if table.name not in UNSAVED
        }


Act = Callable[[Scene], TestResponse]


@dataclass(frozen=True)
class Bad:
    """Something that cannot be: what is wrong, in which channel, and what the answer says.

    `field` is where the message stands; `words` are said in the page or the document.
    """

    line: str
    channel: str
    act: Act
    status: int
    field: str = ""
    words: str = ""
    keeps: str = TYPED

    def __str__(self) -> str:
        return f"{self.line}-{self.channel}".replace(" ", "_")


def file_of(data: bytes, name: str = "图.pdf") -> tuple[BytesIO, str]:
    return BytesIO(data), name


def demand(target: str) -> dict[str, Any]:
    return {"ask": [target], f"problem.{target}": TYPED, f"way_out.{target}": "重新拍", "due_on": IN_TIME}


def api_demand(target: str) -> dict[str, Any]:
    return {"demands": [{"target": target, "problem": TYPED, "way_out": "重新拍"}], "due_on": IN_TIME}


def by_page(scene: Scene, channel: str) -> tuple[Visitor, str, str]:
    """The visitor of an applicant's channel, the path of cases and that of applications in it."""
    if channel == "online":
        return scene.resident, "/my/cases", "/my/applications"
    return scene.clerk, "/window/cases", "/window/filings"


def supplement(channel: str, case: str, **fields: Any) -> Act:
    def act(scene: Scene) -> TestResponse:
        visitor, cases, _applications = by_page(scene, channel)
        number = getattr(scene, case)
        return visitor.post(f"{cases}/{number}/supplement", {f"field.{AREA}": TYPED, **fields})

    return act


def withdrawal(channel: str) -> Act:
    def act(scene: Scene) -> TestResponse:
        visitor, _cases, applications = by_page(scene, channel)
        path = f"{applications}/{application_of(scene.decided)}/withdrawal"
        return visitor.post(path, {"cases": scene.decided, "reason": TYPED})

    return act


def statement(channel: str) -> Act:
    def act(scene: Scene) -> TestResponse:
        visitor, _cases, applications = by_page(scene, channel)
        path = f"{applications}/{application_of(scene.withdrawn)}/statement"
        return visitor.post(path, {"case": scene.withdrawn, "statement": TYPED})

    return act


STATE, MATERIAL, DAY, ARTICLE = "wrong state", "material nobody asked", "day after the limit", "article"
TAB, LOCK, BREAK = "withdrawn in another tab", "locked file", "broken file"
BY_APPLICANT: Final = "申请人撤回"
PAGES: Final = ("online", "window")
LINES: Final = (
    Bad(
        STATE,
        "desk",
        lambda on: on.officer.post(
            f"/desk/cases/{on.withdrawn}/supplement-notice", demand(f"material.{PLAN}")
        ),
        409,
        words=BY_APPLICANT,
    ),
    *(Bad(STATE, page, supplement(page, "withdrawn"), 409, words=BY_APPLICANT) for page in PAGES),
    *(Bad(f"{STATE} of a notice", page, statement(page), 409, words=BY_APPLICANT) for page in PAGES),
    Bad(
        STATE,
        "API",
        lambda on: on.filer.post(f"/cases/{on.withdrawn}/supplement", {"answers": {AREA: "61"}}),
        409,
        words="withdrawn",
    ),
    Bad(
        MATERIAL,
        "desk",
        lambda on: on.officer.post(
            f"/desk/cases/{on.incomplete}/supplement-notice", demand("material.nothing")
        ),
        422,
        words="办事指南没有要求这一项",
        keeps=IN_TIME,
    ),
    Bad(
        MATERIAL,
        "agency's API",
        lambda on: on.desk.post(f"/cases/{on.incomplete}/supplement-notice", api_demand("material.nothing")),
        422,
        "ask.material.nothing",
    ),
    *(
        Bad(
            MATERIAL,
            page,
            supplement(page, "asked", **{f"material.{DEFERRABLE}": file_of(pdf())}),
            422,
            words="没有要求补正这一项",
        )
        for page in PAGES
    ),
    Bad(
        MATERIAL,
        "API",
        lambda on: on.filer.post(
            f"/cases/{on.asked}/supplement", {"attachments": {"premises-proof": [on.spare]}}
        ),
        422,
        "material.premises-proof",
    ),
    Bad(
        DAY,
        "desk",
        lambda on: on.officer.post(
            f"/desk/cases/{on.incomplete}/tolerant-acceptance", {"supply_until": LATE}
        ),
        422,
        "supply_until",
        keeps=LATE,
    ),
    Bad(
        DAY,
        "API",
        lambda on: on.desk.post(f"/cases/{on.incomplete}/tolerant-acceptance", {"supply_until": LATE}),
        422,
        "supply_until",
    ),
    Bad(
        ARTICLE,
        "desk",
        lambda on: on.officer.post(f"/desk/cases/{on.accepted}/decision", {**DENIAL, "basis_key": "none"}),
        422,
        "basis_key",
    ),
    Bad(
        ARTICLE,
        "API",
        lambda on: on.desk.post(f"/cases/{on.accepted}/decision", {**DENIAL, "basis_key": "none"}),
        422,
        "basis_key",
    ),
    Bad(
        TAB,
        "desk",
        lambda on: on.officer.post(f"/desk/cases/{on.withdrawn}/decision", DENIAL),
        409,
        words=BY_APPLICANT,
    ),
    Bad(
        TAB,
        "API",
        lambda on: on.desk.post(f"/cases/{on.withdrawn}/decision", DENIAL),
        409,
        words="withdrawn",
    ),
    *(Bad("decided in another tab", page, withdrawal(page), 409) for page in PAGES),
    Bad(
        "decided in another tab",
        "API",
        lambda on: on.filer.post(
            f"/applications/{application_of(on.decided)}/withdrawal", {"cases": [on.decided]}
        ),
        409,
    ),
    *(
        Bad(
            line,
            page,
            supplement(page, "asked", **{f"material.{PLAN}": file_of(data)}),
            422,
            f"material-{PLAN}",
        )
        for line, data in ((LOCK, LOCKED), (BREAK, BROKEN))
        for page in PAGES
    ),
    *(
        Bad(line, "API", lambda on, data=data: on.filer.upload("图.pdf", data), 422, "file")
        for line, data in ((LOCK, LOCKED), (BREAK, BROKEN))
    ),
    *(
        Bad(
            line,
            "desk",
            lambda on, data=data: on.officer.post(
                f"/desk/cases/{on.noticed}/statement", {"statement": TYPED, "hearing_record": file_of(data)}
            ),
            422,
            "hearing_record",
        )
        for line, data in ((LOCK, LOCKED), (BREAK, BROKEN))
    ),
)
WITHOUT_WAY: Final = {
    (DAY, "online"): "the agency sets the day",
    (DAY, "window"): "the agency sets the day",
    (ARTICLE, "online"): "the agency decides",
    (ARTICLE, "window"): "the agency decides",
    (TAB, "online"): "the agency decides; the applicant's own page is `decided in another tab`",
    (TAB, "window"): "the same",
}
"""Lines that a channel cannot show, with the reason."""


@pytest.mark.parametrize("bad", LINES, ids=str)
def test_what_cannot_be_is_said_at_its_field_and_changes_nothing(scene: Scene, bad: Bad) -> None:
    before = rows(scene.site.hall)
    answer = bad.act(scene)
    assert answer.status_code == bad.status, answer.text
    assert bad.words in answer.text
    if answer.is_json:
        document = answer.get_json()
        assert document["title"]
        assert not bad.field or any(key.startswith(bad.field) for key in fields_of(document)), document
    else:
        assert bad.keeps in answer.text
        assert not bad.field or f"error-{bad.field}" in answer.text or f"{bad.field}-error" in answer.text
    changed = {name for name, found in rows(scene.site.hall).items() if found != before[name]}
    assert changed == set()


def fields_of(document: Mapping[str, Any]) -> list[str]:
    """The paths of the invalid fields of a problem document."""
    found: list[str] = []

    def walk(value: Any, path: str) -> None:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                walk(inner, f"{path}.{key}" if path else str(key))
        else:
            found.append(path)

    walk(document.get("errors", {}), "")
    return [path.removeprefix("json.").removeprefix("files.") for path in found]


def test_every_line_is_tried_in_every_channel_or_has_its_reason() -> None:
    tried = {(bad.line, bad.channel) for bad in LINES}
    for line in (STATE, MATERIAL, DAY, ARTICLE, TAB, LOCK, BREAK):
        for channel in ("desk", "online", "window", "API"):
            assert ((line, channel) in tried) != ((line, channel) in WITHOUT_WAY), (line, channel)
