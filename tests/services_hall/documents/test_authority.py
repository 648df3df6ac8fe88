"""The authority of the site: one, under the site's name, whether a seeding or a job needs it first."""

from cryptography import x509
from cryptography.x509.oid import NameOID
from rich.progress import Progress

from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.database import certificate_transaction
from services_hall.documents.authority import site_authority
from services_hall.seeding import seed_site
from tests.support.hall import Hall


def test_a_seeded_site_signs_under_its_own_name(hall: Hall) -> None:
    with hall.app.app_context():
        with Progress(disable=True) as display:
            seed_site(display)
        with certificate_transaction() as store:
            authority = site_authority(store, now=utc_now())
        expected = f"{site_settings().site_name}电子证照库"
    for pem in (authority.root_pem, authority.signer_pem):
        subject = x509.load_pem_x509_certificate(pem.encode()).subject
        assert [one.value for one in subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)] == [expected]
