"""Days of a form, as a browser sends them or a person types them."""

from datetime import date


def day_in(text: str) -> date | None:
    """The day written as 2026-11-23, or None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
