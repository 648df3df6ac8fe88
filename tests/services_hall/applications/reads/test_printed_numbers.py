"""A printed number is found however it is typed, pasted or scanned from the QR code."""

from sqlalchemy import select

from services_hall import database
from services_hall.applications.models import ApplicationPaper, CasePaper
from services_hall.clock import utc_now
from services_hall.documents.models import Paper
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row
from tests.support.hall import Hall
from tests.support.restaurant import case_of, file_restaurant

PAPER = "岸市监受〔2026〕3号"
RECEIPT = "政务收〔2026〕7号"


def print_papers(hall: Hall, number: str) -> None:
    """Gives a paper of the case and one of its application their numbers, as their jobs would."""
    with hall.app.app_context(), database.transaction() as session:
        case = case_row(number)
        for kind, subject_id, printed in (
            (CasePaper, case.id, PAPER),
            (ApplicationPaper, case.application_id, RECEIPT),
        ):
            paper: Paper = session.scalars(select(kind).where(kind.subject_id == subject_id).limit(1)).one()
            paper.number, paper.made_at, paper.sha256 = printed, utc_now(), printed[-3:] * 16


def test_a_number_is_found_at_the_desk_online_and_at_the_window_however_written(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market), "SPJY-XB")["number"]
    accept(market, {"number": case})
    print_papers(hall, case)
    application, position = case.split("-")
    writings = [
        case,
        f"{application} – {position}",
        f" {application[:8]} {application[8:]}－０{position[1]}\u200e",
        "岸市监受[2026]3号",
        "岸市监受（2026） 3 号",
        f"http://127.0.0.1:8000/verify/{PAPER}",
        f"HTTPS：／／hall／verify／{RECEIPT}",
    ]
    officer, resident, clerk = hall.sign_in("shichang"), hall.sign_in("li"), hall.sign_in("chuangkou")
    identity = "420102-18870112 0026"
    for written in writings:
        assert f"/desk/cases/{case}" in officer.get("/desk/", q=written).text, written
        found = resident.get("/progress", number=written)
        assert found.headers["Location"].endswith(application), written
        handed = clerk.post("/window/collections", {"number": written, "identifier": identity})
        assert handed.status_code == 200, written
    for written in writings[3:]:
        assert PAPER in hall.visitor().follow(hall.visitor().get("/verify", code=written)).text or (
            RECEIPT in written
        )
    scanned = hall.visitor().get("/search", q=writings[-2])
    assert (scanned.status_code, "/verify/" in scanned.headers["Location"]) == (303, True)
    for unknown in (f"{application[:-1]}*-01", "http://127.0.0.1:8000/verify/岸市监受〔2026〕4号"):
        assert f"/desk/cases/{case}" not in officer.get("/desk/", q=unknown).text
        assert resident.get("/progress", number=unknown).status_code == 404
