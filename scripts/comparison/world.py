"""Participants of the walks, and known demonstration data of a hall."""

import re
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from comparison.halls import Hall
from comparison.records import Log
from comparison.visitors import Answer, File, Program, Visitor, WalkStopped

DISTRICT: Final = "420102000000"
BUNDLE: Final = "open-restaurant"
STRANGER: Final = "anonymous"
OFFICERS: Final = ("shichang", "xiaofang", "chengguan", "yancao", "gongan", "shenpi")
PEOPLE: Final = {
    "zhang": "resident zhang",
    "li": "resident li",
    "wang": "resident wang",
    "chen": "legal person chen",
    "chuangkou": "window clerk",
    "shichang": "officer of market supervision",
    "xiaofang": "officer of fire rescue",
    "chengguan": "officer of urban management",
    "yancao": "officer of tobacco monopoly",
    "gongan": "officer of public security",
    "shenpi": "officer of the approval bureau",
    "zhengzhao": "certificate officer",
    "bianji": "guide editor",
    "shenhe": "guide approver",
    "jiancha": "supervisor",
    "guanli": "administrator",
}
SYSTEMS: Final = (
    "market_supervision",
    "fire_rescue",
    "urban_management",
    "tobacco_monopoly",
    "public_security",
)
LICENSED: Final = {
    "operator": "individual",
    "licence": "yes",
    "place": "420102000000",
    "cooking": "fumes",
    "premises": "commercial",
    "drains": "yes",
    "entertainment": "no",
    "delivery": "no",
    "area": "86",
    "seats": "40",
    "handling": "commitment",
    "sign": "yes",
    "lighting": "no",
    "advertisement": "no",
    "tobacco": "yes",
    "near_school": "no",
    "separate": "yes",
    "agent": "no",
}
"""Four cases, the one of fire rescue by commitment."""
UNLICENSED: Final = {**LICENSED, "licence": "no", "form": "personal"}
"""Five cases, four of which wait for the registration."""
INSPECTED: Final = {**LICENSED, "handling": "inspection"}
IDENTITY_CARD: Final = "111"
STEPS_DONE: Final = {"is_review_confirmed": True, "site_check_reason": "材料已经说明现场情况"}
LINK: Final = re.compile(r'href="(/[^"#]*)')
SAMPLES: Final = {
    "integer": "2",
    "account": "4201000012345",
    "place": "420102002000",
    "date": "2026-12-01",
    "phone": "10000000009",
    "identity_number": "420102188506070019",
    "credit_code": "91420100MADEM00019",
    "person_name": "李样例",
}
MOST_ROUNDS: Final = 12


@dataclass(frozen=True)
class Person:
    """A demonstration person with the data for forms and programs."""

    username: str
    name: str
    number: str
    phone: str
    number_type: str = IDENTITY_CARD

    @property
    def holder(self) -> dict[str, str]:
        """The person as a certificate holder in the API."""
        return {"name": self.name, "identifier_type": self.number_type, "identifier": self.number}


ZHANG: Final = Person("zhang", "张示范", "420102188506070019", "10000000001")
LI: Final = Person("li", "李样例", "420102188701120026", "10000000002")
WANG: Final = Person("wang", "王演示", "42010218890920013X", "10000000003")
COMPANY: Final = Person("chen", "武汉示例餐饮有限公司", "91420100MADEM00019", "10000000004", "001")


@dataclass(frozen=True)
class Guided:
    """Complete answers for a guide or bundle, and the resulting requirements."""

    code: str
    answers: Mapping[str, str]
    told: Mapping[str, Any]

    @property
    def typed_keys(self) -> Sequence[str]:
        """The keys of the form's fields."""
        return [field["key"] for field in self.told["form_fields"]]

    def typed(self, person: Person) -> dict[str, str]:
        """A valid value for every field of the form, by its key."""
        return {field["key"]: _typed(field, person) for field in self.told["form_fields"]}


class World:
    """One hall with all participants; `numbers` stores values for later chapters."""

    def __init__(self, hall: Hall, log: Log) -> None:
        self.hall: Final = hall
        self.log: Final = log
        self.stranger: Final = self.newcomer(STRANGER)
        self.numbers: Final[dict[str, str]] = {}
        self._visitors: Final[dict[str, Visitor]] = {}
        self._programs: Final[dict[str, Program]] = {}

    def newcomer(self, name: str) -> Visitor:
        """A client that is not signed in."""
        return Visitor(name, self.hall.base_url, self.log)

    def visitor(self, username: str) -> Visitor:
        """The client of a demonstration account, signed in once."""
        if username not in self._visitors:
            visitor = self.newcomer(PEOPLE[username])
            visitor.sign_in(username)
            self._visitors[username] = visitor
        return self._visitors[username]

    def program(self, role: str) -> Program:
        """The system of an agency, with its token."""
        if role not in self._programs:
            program = Program(f"system of {role}", self.hall.base_url, self.log)
            program.sign_in(role)
            self._programs[role] = program
        return self._programs[role]

    def guided(self, code: str, wanted: Mapping[str, str] | None = None) -> Guided:
        """Complete answers for `code`, the `wanted` ones where they are asked; raises WalkStopped."""
        answers: dict[str, str] = {}
        for _round in range(MOST_ROUNDS):
            told = self.stranger.get(f"/api/v1/scenarios/{code}", **answers).response.json()
            if not told["unanswered"]:
                return Guided(code, answers, told)
            asked = {question["key"]: question for question in told["questions"]}
            for key in told["unanswered"]:
                answers[key] = (wanted or {}).get(key) or _harmless(asked[key])
        raise WalkStopped(f"the questions of {code} have no end")


def look_at(visitor: Visitor, addresses: Iterable[str]) -> None:
    """Requests each of these addresses."""
    for address in addresses:
        visitor.get(address)


def look_around(visitor: Visitor, page: Answer, *prefixes: str) -> None:
    """Requests every address with these prefixes that the page links to."""
    look_at(visitor, [one for one in links_on(page) if one.startswith(prefixes)])


def links_on(page: Answer) -> Sequence[str]:
    """The addresses of this site that a page links to, each once, in order."""
    return list(dict.fromkeys(unescape(found) for found in LINK.findall(page.text)))


def picture(name: str = "材料.png") -> File:
    """A small picture of a written page for uploads."""
    width, height, line = 420, 594, 18
    paper = b"\x00" + b"\xff" * width
    written = b"\x00" + (b"\xff" * 40 + (b"\x20" * 6 + b"\xff" * 4) * 34).ljust(width, b"\xff")
    rows = b"".join(written if 60 < y < height - 60 and y % line < 8 else paper for y in range(height))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows))]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, part) for kind, part in [*parts, (b"IEND", b"")])
    return name, data, "image/png"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _harmless(question: Mapping[str, Any]) -> str:
    """The first option that does not end the application."""
    options = question["options"] or [{"value": "yes"}]
    return str(next((one["value"] for one in options if not one.get("stop")), options[0]["value"]))


def _typed(field: Mapping[str, Any], person: Person) -> str:
    own = {
        "applicant.name": person.name,
        "applicant.identifier": person.number,
        "applicant.phone": person.phone,
    }
    is_own = field["type"] != "identity_number" or person.number_type == IDENTITY_CARD
    if field.get("prefill") in own and is_own:
        return own[field["prefill"]]
    if field["type"] == "choice":
        return str(field["options"][0]["value"])
    return SAMPLES.get(field["type"], "演示内容")
