"""First sign-ins of one person at the same moment."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import select

from certificate_store.holders import Holder, IdentifierType
from services_hall.database import reading
from services_hall.identity import provider_accounts
from services_hall.identity.errors import IdentityNumberTaken
from services_hall.identity.models import Account
from services_hall.identity.oidc_client import Identity
from services_hall.identity.real_names import RealName
from services_hall.use_cases.sign_in import start_session
from tests.support.concurrent_requests import call_together
from tests.support.hall import Hall


@pytest.mark.parametrize("is_same_user", [True, False])
def test_two_first_sign_ins_at_once_make_one_account_of_a_person(
    either_hall: Hall, monkeypatch: pytest.MonkeyPatch, is_same_user: bool
) -> None:
    card = Holder("赵外来", IdentifierType.IDENTITY_CARD, "420102199001010049")
    real_name = RealName(card)
    first, second = (
        Identity("https://elsewhere.example", subject, "赵外来", real_name=real_name)
        for subject in ("1", "1" if is_same_user else "2")
    )
    meeting, set_person = Barrier(2), provider_accounts.set_person

    def meet(account: Account, holder: Holder) -> None:
        with suppress(BrokenBarrierError):
            meeting.wait(1)
        set_person(account, holder)

    def sign_in(identity: Identity) -> str:
        with either_hall.app.app_context():
            try:
                return start_session(identity, is_own_provider=False, replacing=None).actor.public_id
            except IdentityNumberTaken:
                return ""

    monkeypatch.setattr(provider_accounts, "set_person", meet)
    answers = call_together([lambda: sign_in(first), lambda: sign_in(second)])
    with either_hall.app.app_context():
        found = reading().scalars(select(Account).where(Account.identifier_index == card.index)).all()
        assert len(found) == 1
        assert set(answers) - {""} == {found[0].public_id}
        assert ("" in answers) is not is_same_user
