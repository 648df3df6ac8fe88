"""The authority of the site, which signs its papers and certificates."""

from datetime import datetime

from sqlalchemy.orm import Session

from certificate_store.pdf.authority import Authority, ensure_authority
from services_hall.core import published_settings


def site_authority(store: Session, *, now: datetime) -> Authority:
    """The authority that signs the site's papers and certificates, created at its first use."""
    name = published_settings().current().site_name
    return ensure_authority(store, now=now, organisation=f"{name}电子证照库")
