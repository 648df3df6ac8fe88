"""Cache of werkzeug's compiled rules for all applications of a process.

Compiling them is most of the time of `create_app`, and every application of the tests has the same routes.
"""

from collections.abc import Hashable
from typing import Final

from werkzeug.routing.rules import Rule

COMPILE: Final = Rule.compile
COMPILED: Final[dict[Hashable, Rule]] = {}


def compile_once(rule: Rule) -> None:
    """Takes what an equal rule of another application was compiled to, or compiles this one."""
    assert rule.map is not None, "rule not bound"
    defaults = tuple(sorted((rule.defaults or {}).items()))
    place = rule.host if rule.map.host_matching else rule.subdomain
    key = (rule.rule, place, defaults, rule.merge_slashes, tuple(rule.map.converters.items()))
    first = COMPILED.get(key)
    if first is None:
        COMPILE(rule)
        COMPILED[key] = rule
        return
    rule._parts, rule._trace, rule._converters = first._parts, first._trace, first._converters
    rule.arguments = set(first.arguments)
    rule._build = first._build.__func__.__get__(rule)  # type: ignore[attr-defined]
    rule._build_unknown = first._build_unknown.__func__.__get__(rule)  # type: ignore[attr-defined]


def share_routes() -> None:
    """Lets all applications that this process creates from now on share their compiled rules."""
    Rule.compile = compile_once  # type: ignore[assignment, method-assign]
