"""Settings of the site written on a page: on every page at once, cached ones too, and in the record."""

from dataclasses import replace

from sqlalchemy import select

from services_hall.app import create_app
from services_hall.audit.models import AuditEntry
from services_hall.core import published_settings
from services_hall.database import reading
from services_hall.published_settings import PublishedSettings, with_written
from services_hall.settings import Publisher
from tests.support.administration_pages import error_at
from tests.support.hall import Hall, settings_in

ADDRESS = "/administration/settings"


def test_a_written_name_is_on_every_page_and_in_the_record(hall: Hall) -> None:
    administrator, visitor = hall.sign_in("guanli"), hall.visitor()
    assert "待公布" in visitor.get("/about/contact").text
    form = {"site_name": "某市政务服务网", "organiser": "某市政务办", "accessibility_contact": "010-1"}
    saved = administrator.post(ADDRESS, form)
    assert "已经保存" in administrator.follow(saved).text
    hall.app.wsgi_app._checked_at = float("-inf")  # type: ignore[attr-defined]  # a second has passed
    page = visitor.get("/about/contact").text
    assert "某市政务服务网" in page
    assert page.count("某市政务办") == 2
    assert "010-1" in visitor.get("/about/accessibility").text
    assert 'value="某市政务办"' in administrator.get(ADDRESS).text
    with hall.app.app_context():
        entry = reading().scalars(select(AuditEntry).where(AuditEntry.action == "site.settings")).one()
        assert entry.details == form


def test_an_empty_text_goes_back_to_the_environment(hall: Hall) -> None:
    administrator = hall.sign_in("guanli")
    administrator.post(ADDRESS, {"site_name": "某市政务服务网"})
    administrator.post(ADDRESS, {"site_name": " "})
    assert "某市政务服务网" not in administrator.get("/").text
    assert "没有改动" in administrator.follow(administrator.post(ADDRESS, {})).text


def test_a_text_that_is_too_long_changes_nothing(hall: Hall) -> None:
    administrator = hall.sign_in("guanli")
    refused = administrator.post(ADDRESS, {"site_name": "某市", "organiser": "长" * 101})
    assert refused.status_code == 422
    assert "最多100个字" in error_at(refused.text, "organiser")
    assert 'value="某市"' in refused.text
    assert 'value="某市"' not in administrator.get(ADDRESS).text


def test_another_process_reads_the_change_after_a_second(hall: Hall) -> None:
    with hall.app.app_context():
        seconds = [0.0]
        other = PublishedSettings(published_settings().current(), monotonic=lambda: seconds[0])
        other.current()
        hall.sign_in("guanli").post(ADDRESS, {"site_name": "某市政务服务网"})
        assert other.current().site_name != "某市政务服务网"
        seconds[0] = 1.0
        assert other.current().site_name == "某市政务服务网"


def test_without_a_database_the_settings_are_the_last_known(hall: Hall) -> None:
    settings = settings_in(hall.folder, "", database_url=f"sqlite:///{hall.folder / 'none' / 'hall.db'}")
    with create_app(replace(settings, keyring=_keyring(hall), site_name="某站")).app_context():
        assert published_settings().current().site_name == "某站"


def test_the_place_of_a_site_is_its_own_city(hall: Hall) -> None:
    with hall.app.app_context():
        assert published_settings().current().publisher.place == "武汉市"
        settings = replace(published_settings().current(), publisher=Publisher(place="云城"))
    assert with_written(settings, {"city": "武汉市"}).publisher.place == "云城"
    assert with_written(settings, {"place": "雾城", "city": "武汉市"}).publisher.place == "雾城"


def _keyring(hall: Hall) -> str:
    settings = hall.app.extensions["hall.settings"]
    return str(settings.keyring)
