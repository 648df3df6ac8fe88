"""Officers' actions on their cases, and the resulting pages for everybody."""

from typing import Final

from comparison.reading_walk import within_reach
from comparison.visitors import Answer, Visitor
from comparison.world import OFFICERS, STEPS_DONE, SYSTEMS, World, look_around, look_at

CASES: Final = "/desk/cases/"
CASE: Final = r"[0-9]{16,20}[0-9A-Z]-[0-9]{2}"
SHELVES: Final = ("open", "received", "accepted", "check", "waiting", "done", "nonsense")
BY_A_PROGRAM: Final = "接口提交"
REASON: Final = "依据和事实不符合规定（比较用）\n第二行 <b>不是标记</b>"
DEEDS: Final = {
    "shichang": ("grant", "grant", "grant"),
    "xiaofang": ("grant",),
    "chengguan": ("refuse", "grant", "deny"),
    "yancao": ("deny", "grant"),
    "gongan": ("grant", "deny", "refuse", "wait"),
    "shenpi": (),
}
"""What each officer does with one case after the other, the first one again after the last."""
RESULTS: Final = ("kept", "annulled")


def lists(world: World) -> None:
    """Every list of every officer."""
    for username in OFFICERS:
        officer = world.visitor(username)
        look_at(officer, ["/desk/", "/desk/?after=1", *(f"/desk/?show={shelf}" for shelf in SHELVES)])
        officer.get(f"{CASES}2020010100000001X-01")


def first_round(world: World) -> None:
    """Each officer acts on each case of the list, after every possible error."""
    for username, deeds in DEEDS.items():
        officer = world.visitor(username)
        for place, number in enumerate(officer.get("/desk/?show=received").find(CASE)):
            page = officer.get(f"{CASES}{number}?show=received")
            look_around(officer, page, "/desk/files/", "/desk/papers/")
            if BY_A_PROGRAM not in page.text and deeds:
                _handled(officer, page, number, deeds[place % len(deeds)])
    world.visitor("gongan").post(f"{CASES}{_any_number(world)}/acceptance")


def second_round(world: World) -> None:
    """Cases that waited for another case are decided."""
    for username in ("shichang", "xiaofang", "chengguan", "yancao"):
        officer = world.visitor(username)
        for number in officer.get("/desk/").find(CASE):
            page = officer.get(f"{CASES}{number}")
            if BY_A_PROGRAM not in page.text:
                _handled(officer, page, number, DEEDS[username][-1])


def checks(world: World) -> None:
    """Checks of commitments: one true, one false."""
    officer = world.visitor("xiaofang")
    for place, number in enumerate(officer.get("/desk/?show=check").find(CASE)):
        page = officer.get(f"{CASES}{number}?show=check")
        officer.send(page, "/check", {"result": "maybe"})
        officer.send(page, "/check", {"result": "annulled", "finding": ""})
        given = {"result": RESULTS[place % len(RESULTS)], "finding": REASON}
        officer.follow(officer.send(page, "/check", given))
        officer.post(f"{CASES}{number}/check", given)


def results(world: World) -> None:
    """Everybody's pages with the created papers and certificates."""
    lists(world)
    for username in OFFICERS:
        within_reach(world.visitor(username), "/desk/?show=done", ("/desk/", "/verify/"), 150)
    for username in ("li", "zhang", "wang", "chen"):
        within_reach(world.visitor(username), "/my/", ("/my/", "/verify/", "/progress"), 150)
    within_reach(world.visitor("chuangkou"), "/window/filings/", ("/window/filings/", "/window/papers/"), 80)
    look_at(world.visitor("jiancha"), ["/oversight/", "/oversight/overdue", "/oversight/guides"])
    look_at(
        world.visitor("jiancha"), ["/oversight/overdue?after=2026-01-01.3", "/oversight/guides?after=1.1"]
    )
    for paper in world.visitor("li").get("/my/").find(r"\d{16,20}[0-9A-Z]"):
        page = world.visitor("li").get(f"/my/applications/{paper}")
        for number in page.find(r"演政服[^<\s]+号"):
            look_at(world.stranger, [f"/verify/{number}", f"/verify?code={number}"])
            world.stranger.get(f"/api/v1/verifications/{number}")


def by_time_alone(world: World) -> None:
    """Effects of time, by changing the times of single rows: overdue cases, idle sessions."""
    supervisor, officer = world.visitor("jiancha"), world.visitor("gongan")
    number = officer.get("/desk/?show=received").first(CASE)
    officer.follow(officer.send(officer.get(f"{CASES}{number}"), "/acceptance"))
    changed = world.hall.change_rows(
        "UPDATE agency_case SET decision_due_on = ? WHERE state = 'accepted'", "2026-01-05"
    )
    world.log.add("accepted cases that are overdue now", str(changed))
    look_at(supervisor, ["/oversight/", "/oversight/overdue", "/oversight/overdue?after=2026-01-05.1"])
    look_around(officer, officer.get("/desk/"), CASES)
    look_at(officer, ["/desk/?show=accepted"])
    for role in SYSTEMS:
        world.program(role).api("/cases?state=accepted")
    _idle(world)


def _idle(world: World) -> None:
    """Submits a form after the session has expired."""
    guided = world.guided("JZZ-SL")
    visitor = world.newcomer("resident wang, idle")
    visitor.sign_in("wang")
    start = visitor.get("/apply/JZZ-SL", **guided.answers)
    form = visitor.follow(visitor.send(start, "/apply/JZZ-SL", {"district": "420102000000"}))
    world.hall.change_rows("UPDATE browser_session SET seen_at = datetime(seen_at, ?)", "-2 hours")
    visitor.send(form, "/form", dict.fromkeys((f"field.{key}" for key in guided.typed_keys), "写了很久"))
    world.hall.change_rows("UPDATE browser_session SET seen_at = datetime(seen_at, ?)", "+2 hours")
    visitor.sign_in("wang")
    visitor.get(form.response.url.raw_path.decode())
    visitor.follow(visitor.send(visitor.get("/my/"), "/delete"))


def _handled(officer: Visitor, page: Answer, number: str, deed: str) -> None:
    """Accepts and decides a case, or refuses it; each step with its errors, and once too often."""
    address = f"{CASES}{number}"
    if any(form.action.partition("?")[0].endswith("/commitment") for form in page.forms):
        officer.send(page, "/refusal", {"refusal": ""})
        _done(officer, officer.send(page, "/commitment"))
        officer.post(f"{address}/commitment")
        return
    if deed == "refuse":
        officer.send(page, "/refusal", {"refusal": " "})
        _done(officer, officer.send(page, "/refusal", {"refusal": REASON}))
        officer.post(f"{address}/refusal", {"refusal": REASON})
        return
    officer.post(f"{address}/decision", {"outcome": "grant"})
    page = _done(officer, officer.send(page, "/acceptance"))
    officer.post(f"{address}/acceptance")
    if deed == "wait":
        return
    officer.send(page, "/decision", {"outcome": "deny", "reason": ""})
    officer.send(page, "/decision", {"outcome": "maybe"})
    reason = REASON if deed == "deny" else ""
    _done(
        officer,
        officer.send(page, "/decision", {"outcome": deed, "reason": reason, **STEPS_DONE}),
    )
    officer.post(f"{address}/decision", {"outcome": "deny", "reason": REASON})


def _done(officer: Visitor, answer: Answer) -> Answer:
    """The page after a step, with the papers that it wrote."""
    page = officer.follow(answer)
    look_around(officer, page, "/desk/papers/")
    return page


def _any_number(world: World) -> str:
    """A case of market supervision, which no other officer may open."""
    return world.visitor("shichang").get("/desk/?show=done").first(CASE)
