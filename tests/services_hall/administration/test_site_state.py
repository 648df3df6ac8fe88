"""The state of the site: gateways, keys by their id alone, years of the calendar, types of certificates."""

from certificate_store.encryption import current_keyring
from tests.support.hall import Hall


def test_the_state_names_keys_but_shows_none(reading_hall: Hall) -> None:
    page = reading_hall.sign_in("guanli").get("/administration/site").text
    ring = current_keyring()
    assert ring.primary in page
    for entry in ring.dump().split(","):
        assert entry.rpartition(":")[2] not in page
    assert "没有接" in page
    assert "食品经营许可证" in page
    assert "市场监督管理部门" in page
    assert "2026" in page
