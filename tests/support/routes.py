"""All routes of an application, each with a valid path."""

from typing import Final

from flask import Flask
from werkzeug.routing import Rule

METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


def routes(app: Flask) -> list[tuple[Rule, str]]:
    """Each rule with each of its own methods."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & METHODS)
    ]


def path_of(rule: Rule) -> str:
    """A path of the rule with ids that do not exist."""
    values = {
        name: 1 if "Integer" in type(rule._converters[name]).__name__ else "1" for name in rule.arguments
    }
    built = rule.build(values, append_unknown=False)
    assert built is not None, rule.rule
    return built[1]
