"""Cache of werkzeug's compiled URL builders for all applications of a process.

Compiling them is half the time of `create_app`, and every application of the tests has the same routes.
"""

from collections.abc import Callable, Hashable
from typing import Final

from werkzeug.routing.rules import Rule

Builder = Callable[..., tuple[str, str]]
COMPILE: Final = Rule._compile_builder
BUILDERS: Final[dict[Hashable, Builder]] = {}


def cached_builder(rule: Rule, append_unknown: bool = True) -> Builder:
    """The builder of an equal rule, compiled once; converters are read from the rule itself."""
    defaults = tuple(sorted((rule.defaults or {}).items()))
    converters = tuple(sorted((name, type(one).__qualname__) for name, one in rule._converters.items()))
    key = (tuple(rule._trace), defaults, converters, append_unknown)
    if key not in BUILDERS:
        BUILDERS[key] = COMPILE(rule, append_unknown)
    return BUILDERS[key]


def share_routes() -> None:
    """Lets all applications that this process creates from now on share their URL builders."""
    Rule._compile_builder = cached_builder  # type: ignore[method-assign]
