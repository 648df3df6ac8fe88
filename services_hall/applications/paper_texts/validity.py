"""Words for the validity of what a decision grants."""

from datetime import date

from guides.terms import Result
from services_hall.applications.grounds.result_entries import ResultEntry
from services_hall.applications.paper_texts.parts import chinese_day


def validity_words(entry: ResultEntry, granted_on: date, result: Result) -> str:
    """The validity as the body decided it, else in the words of the guide; empty where neither says it."""
    if entry.valid_from is None and entry.valid_to is None:
        return result.validity
    first, last = entry.validity(granted_on, result.validity_months)
    return f"自{chinese_day(first)}起" + (f"至{chinese_day(last)}止" if last is not None else "")
