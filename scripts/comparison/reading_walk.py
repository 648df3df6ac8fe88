"""Public pages, and responses to wrong requests."""

from typing import Final

from comparison.visitors import Visitor
from comparison.world import BUNDLE, DISTRICT, LICENSED, PEOPLE, World, links_on, look_around, look_at

WORDS: Final = (
    "餐饮",
    "开饭店",
    "身份证",
    "居住證",
    "cy",
    "sfz",
    "食品经营许可",
    "不存在的事",
    "<b>",
    "",
    "JZZ-SL",
)
CODES: Final = (
    "GJJ-TQ",
    "GTDJ-SL",
    "HWGG-XK",
    "HWZP-SZ",
    "JZZ-SL",
    "SFZ-BL",
    "SPJY-XB",
    "SYDJ",
    "XFJC-YYQ",
    "YCLS-XB",
)
TOO_LARGE: Final = 1100 * 1024
ONE_TIME_TOO_OFTEN: Final = 11
FORBIDDEN: Final = {
    "JZZ-SL": {"half_year": "no"},
    "YCLS-XB": {"near_school": "yes", "separate": "no"},
    BUNDLE: {"cooking": "fumes", "premises": "residential"},
}
LISTS: Final = (
    "/guides/",
    "/guides/?audience=person",
    "/guides/?audience=organisation",
    "/guides/?audience=nobody",
    "/guides/?after=JZZ-SL",
    "/guides/?q=许可",
    "/guides/?q=许可&audience=person",
    "/guides/?q=没有这个",
    "/guides/?topic=none",
    "/bundles/",
    "/changes",
    "/changes?until=3",
    "/changes?until=x",
    "/changes.atom",
    "/verify",
)
NOWHERE: Final = (
    "/nothing",
    "/guides/NOPE",
    "/guides/NOPE.pdf",
    "/guides/NOPE/changes",
    "/guides/NOPE/scenario",
    "/guides/JZZ-SL/editions/9",
    "/guides/JZZ-SL/editions/99999999999999999999",
    "/guides/JZZ-SL/editions/x",
    "/bundles/NOPE",
    "/assets/nothing.css",
    "/api/v1/nothing",
    "/api/v1/guides/NOPE",
    "/api/v1/guides/JZZ-SL/editions/9",
    "/api/v1/scenarios/NOPE",
    "/api/v1/guides?limit=0",
    "/api/v1/guides?limit=x&audience=nobody&more=1",
    "/api/v1/guide-changes?after=-1",
    "/api/v1/search?limit=1000",
    "/search?q=%00",
    "/verify?code=1.2.156.3005.2.90001.11420102WUHAN010AQ.AAAAAAAAAAAA.001.0",
    "/verify/1.2.156.3005.2.90001.11420102WUHAN010AQ.AAAAAAAAAAAA.001.0",
    "/verify/演政服收〔2020〕1号",
    "/verify/something",
    "/api/v1/verifications/something",
    "/api/v1/verifications/1.2.156.3005.2.90001.11420102WUHAN010AQ.AAAAAAAAAAAA.001.0",
)
PROGRAMS: Final = (
    "/healthz",
    "/readyz",
    "/identity/.well-known/openid-configuration",
    "/identity/jwks",
    "/api/v1/docs",
    "/api/v1/openapi.json",
    "/api/v1/guides",
    "/api/v1/guides?limit=3",
    "/api/v1/guides?limit=3&after=HWZP-SZ",
    "/api/v1/guides?audience=organisation",
    "/api/v1/guide-changes",
    "/api/v1/guide-changes?after=4&limit=2",
)


def public_pages(world: World) -> None:
    """Every public page for an anonymous visitor."""
    stranger = world.stranger
    home = stranger.get("/")
    look_at(stranger, LISTS)
    look_around(stranger, stranger.get("/guides/"), "/guides/?topic")
    look_at(stranger, [f"/search?q={words}" for words in WORDS])
    look_at(stranger, PROGRAMS)
    look_at(stranger, [f"/api/v1/search?q={words}" for words in WORDS])
    look_around(stranger, home, "/assets/", "/display")
    look_at(stranger, home.find(r'src="(/assets/[^"]+)'))
    sheet = stranger.get(home.first(r'href="(/assets/hall[^"]+css)'))
    look_at(stranger, sheet.find(r"url\([\"']?(/assets/[^\"')]+)"))
    for code in CODES:
        _guide(world, code)
    _bundle(world)
    stranger.ask("HEAD", "/")
    stranger.ask("OPTIONS", "/guides/")
    page = stranger.get("/bundles/")
    stranger.ask("GET", "/bundles/", headers={"If-None-Match": page.response.headers.get("etag", "")})


def _guide(world: World, code: str) -> None:
    stranger = world.stranger
    look_at(
        stranger, [f"/guides/{code}{end}" for end in ("", "/changes", "/editions/1", "/scenario", ".pdf")]
    )
    look_at(stranger, [f"/guides/{code}?district={place}" for place in (DISTRICT, "420103000000", "1")])
    look_at(stranger, [f"/api/v1/guides/{code}", f"/api/v1/guides/{code}/editions/1"])
    guided = world.guided(code)
    stranger.get(f"/guides/{code}/scenario", **guided.answers)
    stranger.get(f"/guides/{code}/scenario", **{key: "nonsense" for key in guided.answers})
    if code in FORBIDDEN:
        stranger.get(f"/guides/{code}/scenario", **{**guided.answers, **FORBIDDEN[code]})


def _bundle(world: World) -> None:
    stranger = world.stranger
    address = f"/bundles/{BUNDLE}"
    given: dict[str, str] = {}
    stranger.get(address)
    for key, value in world.guided(BUNDLE, LICENSED).answers.items():
        given[key] = value
        stranger.get(address, **given)
    stranger.get(address, **{**LICENSED, "operator": "nonsense"})
    stranger.get(address, **{**LICENSED, **FORBIDDEN[BUNDLE]})
    stranger.get(f"/api/v1/scenarios/{BUNDLE}", **{**LICENSED, **FORBIDDEN[BUNDLE]})


def wrong_addresses(world: World) -> None:
    """Unknown addresses, wrong methods, and forms without their token."""
    stranger = world.stranger
    look_at(stranger, NOWHERE)
    stranger.ask("POST", "/guides/")
    stranger.ask("DELETE", "/api/v1/guides")
    stranger.ask("POST", "/apply/JZZ-SL", data={"district": DISTRICT})
    stranger.ask("POST", "/identity/sign-out")
    stranger.ask("POST", "/apply/JZZ-SL", data={"text": "x" * TOO_LARGE})
    stranger.ask("POST", "/api/v1/applications", json={})
    stranger.ask("GET", "/api/v1/cases", headers={"Authorization": "Bearer nonsense"})
    stranger.ask("GET", "/api/v1/cases", headers={"Authorization": "Basic bm9uc2Vuc2U="})


def large_letters(world: World) -> None:
    """The public pages in the elder mode, and back."""
    reader = world.newcomer("anonymous with large letters")
    reader.follow(reader.get("/display", elder="1", next="/guides/"))
    look_at(
        reader, ["/", "/guides/JZZ-SL", "/guides/JZZ-SL/scenario", f"/bundles/{BUNDLE}", "/search?q=餐饮"]
    )
    reader.follow(reader.get("/display", elder="0", next="https://elsewhere.example/"))
    reader.get("/display", language="en", next="/")
    reader.get("/display", language="zh_Hans", next="//elsewhere.example")


def entrance(world: World) -> None:
    """Signing in and out, with and without errors; afterwards everybody is signed in."""
    visitor = world.newcomer("somebody at the entrance")
    look_at(
        visitor,
        ["/my/", "/window/", "/identity/callback", "/identity/callback?state=x", "/identity/authorize"],
    )
    look_at(visitor, ["/identity/userinfo", "/identity/end-session", "/identity/authorize?client_id=nobody"])
    page = visitor.follow(visitor.get("/identity/sign-in", next="/my/certificates/"))
    look_around(visitor, page, "/identity/authorize")
    wrong = visitor.send(page, "", {"username": "li", "password": "wrong"})
    visitor.send(wrong, "", {"username": "nobody", "password": ""})
    for _time in range(ONE_TIME_TOO_OFTEN):
        visitor.send(page, "", {"username": "somebody else", "password": "wrong"})
    visitor.follow(visitor.send(page, "", {"username": "li", "password": "yanshi-2018"}))
    visitor.follow(visitor.send(visitor.get("/my/"), "/identity/sign-out"))
    visitor.get("/my/")
    _tokens(world.newcomer("a program at the entrance"))
    for username in PEOPLE:
        world.visitor(username)


def _tokens(program: Visitor) -> None:
    address, grant = "/identity/token", {"grant_type": "client_credentials", "scope": "hall"}
    program.ask("POST", address, data=grant)
    program.ask("POST", address, data=grant, auth=("demo-fire-rescue", "wrong"))
    program.ask("POST", address, data=grant, auth=("nobody", "wrong"))
    right = ("demo-fire-rescue", "demo-secret-fire-rescue")
    program.ask("POST", address, data={"grant_type": "password"}, auth=right)
    token = program.ask("POST", address, data=grant, auth=right).response.json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    program.ask("GET", "/identity/userinfo", headers=headers)
    program.ask("POST", "/identity/userinfo", headers=headers)
    program.ask("GET", "/api/v1/cases", headers=headers)


def made_files(world: World) -> None:
    """The PDF of each guide, once the worker has rendered it."""
    look_at(world.stranger, [f"/guides/{code}.pdf" for code in CODES])


def within_reach(visitor: Visitor, start: str, prefixes: tuple[str, ...], most: int) -> None:
    """Follows every link with these prefixes from the pages, each once."""
    waiting, seen = [start], {start}
    while waiting and len(seen) <= most:
        page = visitor.get(waiting.pop(0))
        if not page.response.headers.get("content-type", "").startswith("text/html"):
            continue
        fresh = [one for one in links_on(page) if one.startswith(prefixes) and one not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
