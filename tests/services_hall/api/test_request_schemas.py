"""Errors in the shape of a request: one message per field, in the hall's language."""

from typing import Any

import pytest

from tests.support.agency_systems import system
from tests.support.hall import Hall

HOLDER = {"name": "李样例", "identifier_type": "111", "identifier": "420102188701120026"}
WAIVER = {"code": "GJJ-TQ", "scenario": {}, "holder": HOLDER, "consent": True}


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"code": 7}, {"code": ["应为文字。"]}),
        ({"code": None}, {"code": ["不能为空。"]}),
        ({"code": "a b"}, {"code": ["只能有字母、数字、点、横线和下划线，1 到 64 个。"]}),
        ({"colour": "red"}, {"colour": ["没有这个字段。"]}),
        ({"consent": "perhaps"}, {"consent": ["应为是或否（true、false）。"]}),
        ({"scenario": []}, {"scenario": ["应为一组字段。"]}),
        ({"scenario": {"a": 1}}, {"scenario": {"a": {"value": ["应为文字。"]}}}),
        ({"scenario": {"a": "x" * 65}}, {"scenario": {"a": {"value": ["太长：最多 64。"]}}}),
        ({"holder": 5}, {"holder": {"_schema": ["应为一组字段。"]}}),
        (
            {"scenario": {"a": "a\x00"}},
            {"scenario": {"a": {"value": ["第 2 个字符显示不出来。请删掉，重新输入。"]}}},
        ),
        (
            {"holder": {**HOLDER, "name": "李\x00"}},
            {"holder": {"name": ["第 2 个字符显示不出来。请删掉，重新输入。"]}},
        ),
        (
            {"holder": {**HOLDER, "identifier_type": "112"}},
            {
                "holder": {
                    "identifier_type": ["只能是：001、099、111、411、412、413、414、511、516、999。"],
                }
            },
        ),
    ],
)
def test_a_wrong_field_is_told(hall: Hall, change: dict[str, Any], errors: dict[str, Any]) -> None:
    answer = system(hall, "market_supervision").post("/waiver-checks", {**WAIVER, **change})
    assert (answer.status_code, answer.get_json()["errors"]) == (422, {"json": errors})


def test_every_missing_field_is_told(hall: Hall) -> None:
    answer = system(hall, "market_supervision").post("/waiver-checks", {})
    missing = {key: ["必须填写。"] for key in ("code", "consent", "holder")}
    assert answer.get_json()["errors"] == {"json": missing}


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"limit": "x"}, {"limit": ["应为整数。"]}),
        ({"limit": "0"}, {"limit": ["应在 1 到 200 之间。"]}),
        ({"audience": "cat"}, {"audience": ["只能是：person、organisation、sole_trader。"]}),
    ],
)
def test_a_wrong_query_is_told(hall: Hall, query: dict[str, str], errors: dict[str, Any]) -> None:
    answer = hall.visitor().get("/api/v1/guides", **query)
    assert (answer.status_code, answer.get_json()["errors"]) == (422, {"query": errors})


def test_the_document_still_says_the_bounds(hall: Hall) -> None:
    document = hall.visitor().get("/api/v1/openapi.json").get_json()
    fields = document["components"]["schemas"]["WaiverRequest"]["properties"]
    assert fields["code"]["pattern"] == "^[A-Za-z0-9._-]{1,64}$"
    holder = document["components"]["schemas"]["Holder"]["properties"]
    assert holder["name"]["maxLength"] == 100
