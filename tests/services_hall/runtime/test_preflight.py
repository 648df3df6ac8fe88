"""Preflight checks: one sentence with the remedy, and an exit code."""

import socket
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from services_hall.cli import COMMANDS
from services_hall.runtime import preflight
from services_hall.runtime.schema_version import version_table
from services_hall.settings import Settings
from tests.support.commands import Run, over_folder
from tests.support.processes import free_port
from tests.support.small_hall import environment


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    yield from over_folder(tmp_path / "data", monkeypatch)


def test_a_new_site_gets_keys_that_only_its_owner_reads_and_two_databases(run: Run, tmp_path: Path) -> None:
    assert run("init").exit_code == 0
    for name in ("secret_key", "keyring"):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600
    keys = (tmp_path / "data/keyring").read_bytes()
    again = run("init")
    assert (again.exit_code, (tmp_path / "data/keyring").read_bytes()) == (0, keys)
    assert "newest schema" in again.output


@pytest.mark.parametrize("command", ["serve", "worker", "seed", "jobs list"])
def test_without_init_every_command_says_so(run: Run, command: str) -> None:
    result = run(*command.split())
    assert result.exit_code == 1
    assert "services-hall init" in result.output


def test_a_wrong_setting_is_named(run: Run, site: Settings) -> None:
    for name, value in {"HALL_LOG_FORMAT": "xml", "HALL_TRUSTED_PROXIES": "some"}.items():
        result = run("serve", **(environment(site) | {name: value}))
        assert result.exit_code == 1
        assert name in result.output
        assert len(result.output.splitlines()) == 1


def test_pending_migrations_keep_the_hall_from_starting(run: Run, site: Settings) -> None:
    for url in (site.database_url, site.certificates_database_url):
        engine = create_engine(url)
        with engine.begin() as connection:
            name = "hall" if url == site.database_url else "certificates"
            connection.execute(text(f"DELETE FROM {version_table(name)}"))
        engine.dispose()
    result = run("serve", **environment(site))
    assert result.exit_code == 1
    assert "Migrations are pending (hall and certificates)" in result.output


def test_a_database_that_does_not_answer_is_named_without_its_password(run: Run, site: Settings) -> None:
    url = f"postgresql+psycopg://hall:topsecret@127.0.0.1:{free_port()}/hall"
    result = run("serve", **(environment(site) | {"HALL_DATABASE_URL": url}))
    assert result.exit_code == 1
    assert "127.0.0.1/hall is silent" in result.output
    assert "topsecret" not in result.output


@pytest.mark.parametrize("command", ["serve", "worker", "doctor"])
def test_a_silent_database_that_both_share_is_told_once(run: Run, site: Settings, command: str) -> None:
    url = f"postgresql+psycopg://hall@127.0.0.1:{free_port()}/hall"
    env = environment(site) | {"HALL_DATABASE_URL": url}
    del env["HALL_CERTIFICATES_DATABASE_URL"]
    result = run(command, **env)
    assert result.exit_code == 1
    assert result.output.count("is silent") == 1
    assert "HALL_DATABASE_URL" in result.output


def test_two_silent_databases_are_both_named(site: Settings) -> None:
    urls = [f"postgresql+psycopg://hall@127.0.0.1:{free_port()}/{name}" for name in ("one", "two")]
    both = replace(site, database_url=urls[0], certificates_database_url=urls[1])
    assert [
        "/one is silent" in found or "/two is silent" in found for found in preflight.databases(both)
    ] == [
        True,
        True,
    ]


def test_a_port_in_use_is_named(run: Run, site: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run("serve", "--port", port, **environment(site))
    assert result.exit_code == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in result.output


def test_a_missing_system_library_is_named_with_its_package() -> None:
    found = list(preflight.missing_libraries({"libnowhere.so.9": "libnowhere9"}))
    assert len(found) == 1
    assert "apt-get install libnowhere9" in found[0]


def test_keys_that_others_can_read_are_named(site: Settings) -> None:
    key = site.data_dir / "keyring"
    key.touch(mode=0o644)
    key.chmod(0o644)
    assert [str(key) in problem and "chmod 600" in problem for problem in preflight.data_folder(site)] == [
        True
    ]


def test_demo_data_is_refused_where_strangers_can_come(run: Run, site: Settings) -> None:
    result = run("seed", "--demo", **(environment(site) | {"HALL_BASE_URL": "https://hall.example"}))
    assert result.exit_code == 1
    assert "loopback" in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0, result.output
    assert "Usage:" in result.output


def test_parked_jobs_and_the_record_can_be_looked_at(run: Run, site: Settings) -> None:
    env = environment(site)
    assert "0 parked" in run("jobs", "list", **env).output
    assert run("jobs", "retry", "7", **env).exit_code == 1
    assert "the record is intact" in run("audit", "verify", **env).output


def test_an_agency_with_the_prefix_of_the_site_keeps_the_hall_from_starting(run: Run, site: Settings) -> None:
    insert_agency(site, name="演示市某局", prefix=site.document_prefix)
    for command in ("serve", "seed", "doctor"):
        result = run(command, **environment(site))
        assert result.exit_code == 1
        assert f"Papers of the site and of 演示市某局 would be numbered alike ({site.document_prefix})" in (
            result.output
        )
    other = replace(site, document_prefix="演政")
    assert list(preflight.document_prefix(other)) == []


def test_a_site_with_the_prefix_of_a_seeded_agency_is_not_seeded(run: Run, site: Settings) -> None:
    result = run("seed", **(environment(site) | {"HALL_DOCUMENT_PREFIX": "岸市监"}))
    assert result.exit_code == 1
    assert "another body numbers its papers under the prefix 岸市监" in result.output
    assert "choose another HALL_DOCUMENT_PREFIX" in result.output


def insert_agency(site: Settings, *, name: str, prefix: str) -> None:
    engine = create_engine(site.database_url)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO division (code, name, level) VALUES ('420100000000', '演示市', 'city')")
        )
        connection.execute(
            text(
                "INSERT INTO agency (code, name, role, division_code, document_prefix)"
                " VALUES ('11420100000000001X', :name, 'market_supervision', '420100000000', :prefix)"
            ),
            {"name": name, "prefix": prefix},
        )
    engine.dispose()
