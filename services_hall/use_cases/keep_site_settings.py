"""Published settings of the site, written by an administrator; each change is in the audit record."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from services_hall.audit.record import record_action
from services_hall.core import published_settings
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.published_settings import PUBLISHED_NAMES, SiteSetting
from services_hall.settings import LONGEST_PUBLISHED

SUBJECT = "site"


class SettingsTooLong(Exception):
    """Texts of published settings are too long; nothing was changed. `names` are the settings."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def keep_site_settings(actor: Actor, texts: Mapping[str, str]) -> bool:
    """Writes the settings, and says whether one changed; an empty text goes back to the environment's.

    Raises SettingsTooLong. This process shows them at once, every other one within a second.
    """
    if long := [name for name in PUBLISHED_NAMES if len(texts.get(name, "")) > LONGEST_PUBLISHED]:
        raise SettingsTooLong(long)
    with transaction() as session:
        rows = {row.name: row for row in session.scalars(select(SiteSetting))}
        stored = {name: row.value for name, row in rows.items()}
        changed = {
            name: texts[name]
            for name in PUBLISHED_NAMES
            if name in texts and texts[name] != stored.get(name, "")
        }
        for name, value in changed.items():
            if not value:
                session.delete(rows[name])
            elif name in rows:
                rows[name].value = value
            else:
                session.add(SiteSetting(name=name, value=value))
        if changed:
            record_action(
                session, actor=actor.public_id, action="site.settings", subject=SUBJECT, details=changed
            )
    published_settings().look_up()
    return bool(changed)
