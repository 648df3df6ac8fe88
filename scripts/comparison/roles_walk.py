"""One address of every rule, requested by every role, to compare the permissions."""

from typing import Final

from comparison.report import Rules, matching
from comparison.visitors import Visitor
from comparison.world import STRANGER, World

LEFT_OUT: Final = ("/metrics", "/assets/", "/static/", "/identity/")
EVERYBODY: Final = (
    "li",
    "wang",
    "chen",
    "chuangkou",
    "shichang",
    "gongan",
    "zhengzhao",
    "bianji",
    "shenhe",
    "jiancha",
    "guanli",
)
WITH_LARGE_LETTERS: Final = (
    "li",
    "chen",
    "chuangkou",
    "shichang",
    "xiaofang",
    "bianji",
    "shenhe",
    "jiancha",
    "guanli",
)


def everybody_everywhere(world: World, rules: Rules) -> None:
    """Each role requests the addresses of all others, and its own in the elder mode."""
    addresses = _addresses(world, rules)
    everybody = {STRANGER: world.stranger, **{name: world.visitor(name) for name in EVERYBODY}}
    for name, visitor in everybody.items():
        for address in addresses:
            is_page = _is_page(visitor, address)
            if is_page and name in WITH_LARGE_LETTERS:
                visitor.http.cookies.set("hall_elder", "1")
                visitor.get(address)
                visitor.http.cookies.delete("hall_elder")
    for role in ("market_supervision", "public_security"):
        program = world.program(role)
        for address in addresses:
            if address.startswith("/api/"):
                program.get(address)


def _is_page(visitor: Visitor, address: str) -> bool:
    answer = visitor.get(address)
    is_html = answer.response.headers.get("content-type", "").startswith("text/html")
    return is_html and answer.status == 200


def _addresses(world: World, rules: Rules) -> list[str]:
    """For every GET rule the first address with a successful response, otherwise the first requested one."""
    good: dict[str, str] = {}
    any_: dict[str, str] = {}
    for visit in world.log.visits:
        rule = matching(rules, visit) if visit.method == "GET" else None
        if rule is None or rule.startswith(LEFT_OUT):
            continue
        path = visit.path.partition("?")[0]
        any_.setdefault(rule, path)
        if visit.status == 200:
            good.setdefault(rule, path)
    return [good.get(rule, path) for rule, path in any_.items()]
