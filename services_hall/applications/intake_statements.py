"""Further SQL statements of filing, built once."""

from typing import Any, Final

from sqlalchemy import bindparam, select, update

from services_hall.applications.models import Application
from services_hall.attachments.models import Attachment

_FILES: Final[Any] = Attachment.__table__
TAKE_FILES: Final = (
    update(_FILES)
    .where(_FILES.c.id.in_(bindparam("wanted", expanding=True)), _FILES.c.application_id.is_(None))
    .values(application_id=bindparam("taken_by"))
    .returning(_FILES.c.id)
)
FILED_BEFORE: Final = select(Application.id, Application.filed_on, Application.request_hash).where(
    Application.filed_by_id == bindparam("filed_by"), Application.idempotency_key == bindparam("key")
)
