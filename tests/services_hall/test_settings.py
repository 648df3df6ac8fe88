"""Settings: read once; an invalid one is named with the remedy, never with its value."""

import stat
from pathlib import Path

import pytest

from services_hall.settings import Publisher, Settings, SettingsInvalid, write_keys


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    write_keys(tmp_path)
    return {"HALL_DATA_DIR": str(tmp_path)}


def test_a_fresh_data_folder_needs_no_other_setting(environ: dict[str, str], tmp_path: Path) -> None:
    settings = Settings.read(environ)
    assert settings.database_url == f"sqlite:///{tmp_path}/hall.db"
    assert settings.certificates_database_url == f"sqlite:///{tmp_path}/certificates.db"
    assert settings.is_loopback
    assert not settings.is_https


def test_the_store_shares_a_postgresql_server_but_never_an_sqlite_file(environ: dict[str, str]) -> None:
    url = "postgresql://hall@localhost/hall"
    settings = Settings.read({**environ, "HALL_DATABASE_URL": url})
    assert settings.database_url == "postgresql+psycopg://hall@localhost/hall"
    assert settings.certificates_database_url == settings.database_url
    same = {
        **environ,
        "HALL_DATABASE_URL": "sqlite:////a.db",
        "HALL_CERTIFICATES_DATABASE_URL": "sqlite:////a.db",
    }
    with pytest.raises(SettingsInvalid, match="HALL_CERTIFICATES_DATABASE_URL"):
        Settings.read(same)


def test_what_is_published_about_the_site_is_open_until_it_is_set(environ: dict[str, str]) -> None:
    assert Settings.read(environ).publisher == Publisher()
    named = Settings.read({**environ, "HALL_ORGANISER": "演示单位", "HALL_SITE_CODE": "0000000000"}).publisher
    assert (named.organiser, named.site_code, named.icp_record) == ("演示单位", "0000000000", "")
    with pytest.raises(SettingsInvalid, match="HALL_ORGANISER"):
        Settings.read({**environ, "HALL_ORGANISER": "长" * 101})


def test_keys_are_made_once_and_read_by_their_owner_only(tmp_path: Path) -> None:
    written = write_keys(tmp_path)
    assert {path.name for path in written} == {"secret_key", "keyring"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    before = [path.read_text() for path in written]
    assert write_keys(tmp_path) == []
    assert [path.read_text() for path in written] == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HALL_DATABASE_URL", "mysql://somewhere/secret"),
        ("HALL_DATABASE_URL", "no url, but secret"),
        ("HALL_DATABASE_URL", "sqlite://"),
        ("HALL_BROKER_URL", "http://secret"),
        ("HALL_LIMITS_URL", "ftp://secret"),
        ("HALL_BASE_URL", "hall.example/secret"),
        ("HALL_BASE_URL", "http://secret.example"),
        ("HALL_BASE_URL", "https://hall.example/?secret=1"),
        ("HALL_OIDC_ISSUER", "secret"),
        ("HALL_OIDC_SCOPE", "secret"),
        ("HALL_DOCUMENT_PREFIX", "secret" * 4),
        ("HALL_SECRET_KEY", "secret"),
        ("HALL_KEYRING", "secret"),
        ("HALL_LOG_FORMAT", "secret"),
        ("HALL_TRUSTED_PROXIES", "secret"),
        ("HALL_TRUSTED_PROXIES", "-1"),
        ("HALL_TRUSTED_PROXIES", "1.0"),
        ("HALL_TRUSTED_PROXIES", "10"),
        ("HALL_TRUSTED_PROXIES", "²"),
        ("HALL_SMTP_URL", "http://secret"),
        ("HALL_SMS_URL", "http://secret.example"),
        ("HALL_SMS_URL", "ftp://secret"),
        ("HALL_NO_SUCH_THING", "secret"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not(
    environ: dict[str, str], name: str, value: str
) -> None:
    with pytest.raises(SettingsInvalid, match=name) as told:
        Settings.read({**environ, name: value})
    assert "secret" not in str(told.value).removeprefix(name)
    assert told.value.variable == name


@pytest.mark.parametrize(("given", "trusted"), [({}, 0), ({"HALL_TRUSTED_PROXIES": " 2 "}, 2)])
def test_no_proxy_is_trusted_unless_the_site_says_so(
    environ: dict[str, str], given: dict[str, str], trusted: int
) -> None:
    assert Settings.read({**environ, **given}).trusted_proxies == trusted


def test_an_external_provider_needs_its_secret(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsInvalid, match="HALL_OIDC_CLIENT_SECRET"):
        Settings.read({**environ, "HALL_OIDC_ISSUER": "https://id.example"})


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"HALL_SMTP_URL": "smtps://user:secret@mail.example"}, "HALL_MAIL_FROM"),
        ({"HALL_SMS_URL": "https://texts.example/messages"}, "HALL_SMS_TOKEN"),
    ],
)
def test_a_channel_of_notices_needs_both_of_its_settings(
    environ: dict[str, str], given: dict[str, str], missing: str
) -> None:
    with pytest.raises(SettingsInvalid, match=missing):
        Settings.read({**environ, **given})
    completed = {**environ, **given, missing: "hall@mail.example"}
    assert "secret" not in repr(Settings.read(completed))


def test_an_uninitialised_folder_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="services-hall init"):
        Settings.read({"HALL_DATA_DIR": str(tmp_path)})


def test_secrets_stay_out_of_repr(environ: dict[str, str]) -> None:
    settings = Settings.read({**environ, "HALL_DATABASE_URL": "postgresql://hall:hunter2@localhost/hall"})
    assert "hunter2" not in repr(settings)
    assert settings.secret_key not in repr(settings)
    assert settings.keyring not in repr(settings)
