"""What a site publishes of itself: its settings, with what an administrator wrote in their place."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Final

from sqlalchemy import String, literal, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from guides.enumerations import DivisionLevel
from guides.models import Division
from services_hall.database import Base, db
from services_hall.settings import LONGEST_PUBLISHED, Publisher, Settings

CHECK_SECONDS: Final = 1.0
SITE_NAME: Final = "site_name"
PLACE: Final = "place"
PUBLISHED_NAMES: Final = (SITE_NAME, *(one.name for one in fields(Publisher)))
"""The settings that can be written on a page."""
_CITY: Final = "city"


class SiteSetting(Base):
    """A published setting that an administrator wrote; it goes before that of the environment."""

    __tablename__ = "site_setting"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(LONGEST_PUBLISHED))


_ROWS: Final = select(SiteSetting.name, SiteSetting.value).union_all(
    select(
        literal(_CITY),
        select(Division.name)
        .where(Division.level == DivisionLevel.CITY)
        .order_by(Division.code)
        .limit(1)
        .scalar_subquery(),
    )
)


class PublishedSettings:
    """The published settings as one process knows them: at most a second old."""

    def __init__(self, settings: Settings, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._current = settings
        self._monotonic = monotonic
        self._looked_at = float("-inf")
        self._looking = threading.Lock()

    def current(self) -> Settings:
        """The settings; looked up when the last look is a second old. Does not wait for another thread."""
        if self._monotonic() - self._looked_at >= CHECK_SECONDS and self._looking.acquire(blocking=False):
            try:
                self.look_up()
            finally:
                self._looking.release()
        return self._current

    def look_up(self) -> Settings:
        """The settings as the database has them now, or as last known while it cannot be read. One query.

        It has a connection of its own: the page's transaction may be open, or have failed.
        """
        self._looked_at = self._monotonic()
        try:
            with db.engine.connect() as connection:
                written = {name: value for name, value in connection.execute(_ROWS) if value}
        except SQLAlchemyError:
            return self._current
        self._current = with_written(self._settings, written)
        return self._current


def with_written(settings: Settings, written: Mapping[str, str]) -> Settings:
    """The settings with the written ones in their place; the place is the city's name when nobody set it."""
    own = {one.name: written[one.name] for one in fields(Publisher) if one.name in written}
    publisher = replace(settings.publisher, **own)
    if not publisher.place:
        publisher = replace(publisher, place=written.get(_CITY, ""))
    return replace(settings, site_name=written.get(SITE_NAME, settings.site_name), publisher=publisher)
