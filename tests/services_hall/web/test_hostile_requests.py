"""Hostile requests: huge numbers, null characters, huge bodies, invalid JSON, invalid addresses."""

import pytest

from tests.support import agency_systems
from tests.support.hall import Hall, Visitor

HUGE = "9" * 30
FILING = {"Content-Type": "application/json", "Idempotency-Key": "hostile-1"}
SURROGATE = (
    b'{"code":"open-restaurant","division_code":"420102000000","phone":"10000000002","scenario":{},'
    b'"holder":{"name":"\\ud800","identifier_type":"111","identifier":"420102188701120026"}}'
)


def test_a_page_after_a_number_that_is_no_id_is_the_first_page(either_hall: Hall) -> None:
    for username, path in (("li", "/my/"), ("shichang", "/desk/"), ("chuangkou", "/window/filings/")):
        visitor = either_hall.sign_in(username)
        for after in (HUGE, "-1", str(2**62), "x"):
            assert visitor.get(path, after=after).status_code == 200, f"{path}?after={after}"


def test_an_edition_with_a_number_that_no_column_holds_is_not_there(either_hall: Hall) -> None:
    visitor = either_hall.visitor()
    for path in ("/guides/SPJY-XB/editions/", "/api/v1/guides/SPJY-XB/editions/"):
        assert visitor.get(path + HUGE).status_code == 404
        assert visitor.get(path + str(2**31)).status_code == 404
        assert visitor.get(path + "1").status_code == 200


def test_null_characters_are_refused(either_hall: Hall) -> None:
    visitor = either_hall.visitor()
    for path in (
        "/guides/%00",
        "/verify/%00",
        "/search?q=%00",
        "/guides/?topic=%00",
        "/api/v1/scenarios/%00",
    ):
        assert visitor.get(path).status_code == 400, path
    officer = either_hall.sign_in("shichang")
    assert officer.post("/desk/cases/1/refusal", {"refusal": "a\x00b"}).status_code == 400


def test_a_form_of_more_than_a_mebibyte_is_refused_with_a_way_back(hall: Hall) -> None:
    resident = hall.sign_in("li")
    answer = resident.post("/apply/open-restaurant", {"district": "x" * (1024 * 1024)})
    assert answer.status_code == 413
    assert "其他内容都还在" in answer.text


def test_files_of_more_than_64_mebibytes_are_refused_before_they_are_read(hall: Hall) -> None:
    client = hall.sign_in("li").client
    answer = client.post(
        "/apply/open-restaurant/x/materials",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(64 * 1024 * 1024 + 1)},
        headers={"Referer": "http://localhost/apply/open-restaurant/x/materials"},
    )
    assert answer.status_code == 413
    assert 'href="/apply/open-restaurant/x/materials"' in answer.text


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"a":' * 5_000, b'{"editions":{"a":' + b"9" * 5_000 + b"}}", b"\xff\xfe{", SURROGATE],
    ids=["nested lists", "nested objects", "long number", "no UTF-8", "half a character"],
)
def test_json_that_nobody_could_write_down_is_refused(hall: Hall, body: bytes) -> None:
    program = agency_systems.system(hall, "market_supervision")
    answer = program.client.post("/api/v1/applications", data=body, headers=program.headers(FILING))
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["errors"] == {"json": ["不是有效的 JSON。"]}


def test_whole_characters_outside_the_basic_plane_are_read(hall: Hall) -> None:
    program = agency_systems.system(hall, "market_supervision")
    body = SURROGATE.replace(b"\\ud800", b"\\ud842\\udfb7")
    answer = program.client.post("/api/v1/applications", data=body, headers=program.headers(FILING))
    assert answer.get_json()["code"] == "AnswersInvalid"


def sign_in_page(visitor: Visitor) -> str:
    return str(visitor.get("/identity/sign-in").headers["Location"]).removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize(
    "added", ["&endpoint=home", "&_method=POST", "&_external=1&_scheme=javascript", "&_anchor=x", "&values=1"]
)
def test_nothing_in_the_address_steers_how_the_sign_in_page_makes_links(hall: Hall, added: str) -> None:
    visitor = hall.visitor()
    answer = visitor.get(sign_in_page(visitor) + added)
    assert answer.status_code == 200
    assert 'href="/identity/authorize?fill=zhang' in answer.text
    assert 'href="http' not in answer.text
    assert 'href="javascript' not in answer.text
