"""The authority of the site, which signs its papers and certificates."""

from datetime import datetime

from certificate_store.pdf.authority import Authority, ensure_authority
from services_hall.core import site_settings
from services_hall.database import certificate_transaction


def site_authority(now: datetime) -> Authority:
    """The authority that signs the site's papers and certificates, created at its first use."""
    with certificate_transaction() as store:
        return ensure_authority(store, now=now, organisation=f"{site_settings().site_name}电子证照库")
