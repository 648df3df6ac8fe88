"""Access to values inside a guide's terms by path: "materials.0.name"."""

from collections.abc import Mapping, Sequence
from typing import Any


def value_at(content: Any, path: str) -> Any:
    """The value at `path`, or None if the path does not exist."""
    for part in path.split("."):
        if isinstance(content, Mapping):
            content = content.get(part)
        elif isinstance(content, Sequence) and not isinstance(content, str) and part.isdigit():
            content = content[int(part)] if int(part) < len(content) else None
        else:
            return None
    return content


def put(content: dict[str, Any], path: str, value: Any) -> None:
    """Writes `value` at `path` and creates missing groups."""
    *groups, last = path.split(".")
    for part in groups:
        inner = content.get(part)
        if not isinstance(inner, dict):
            inner = content[part] = {}
        content = inner
    content[last] = value
