"""Values inside a guide's terms by their path: "materials.0.name"."""

from collections.abc import Mapping, Sequence
from typing import Any


def value_at(content: Any, path: str) -> Any:
    """The value at `path`, or None where the path leads nowhere."""
    for part in path.split("."):
        if isinstance(content, Mapping):
            content = content.get(part)
        elif isinstance(content, Sequence) and not isinstance(content, str) and part.isdigit():
            content = content[int(part)] if int(part) < len(content) else None
        else:
            return None
    return content


def put(content: dict[str, Any], path: str, value: Any) -> None:
    """Writes `value` at `path`, making the groups on the way that are none."""
    *groups, last = path.split(".")
    for part in groups:
        inner = content.get(part)
        if not isinstance(inner, dict):
            inner = content[part] = {}
        content = inner
    content[last] = value
