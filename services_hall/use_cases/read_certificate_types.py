"""The names of the certificate types in the store."""

from sqlalchemy import select

from certificate_store.models import CertificateType
from services_hall.database import certificate_transaction


def read_certificate_types() -> dict[str, str]:
    """Type code → name; raises an SQLAlchemy error or StoreUnreachable when the store is unavailable."""
    with certificate_transaction() as store:
        rows = store.execute(select(CertificateType.code, CertificateType.name)).all()
    return {code: name for code, name in rows}
