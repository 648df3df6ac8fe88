"""`guides`: bring guides in as drafts, give them out, look for what is wrong, publish what is due."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click
import yaml
from rich.progress import track

from certificate_store.certificate_types import certificate_types
from guides import bundles, catalog, content, drafting, publishing, quality
from guides.errors import DraftInvalid, GuidesError
from guides.models import GuideEdition
from services_hall.cli.console import Refused, console, hall
from services_hall.clock import utc_now
from services_hall.database import certificate_transaction, reading, transaction

Raw = Mapping[str, Any]
PAGE: Final = 200
paths = click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))


@click.group()
def guides() -> None:
    """Import, export and check guides; publish what is due."""


@guides.command("import")
@paths
@click.option(
    "--author", default="import", show_default=True, help="Public id of the account that answers for it."
)
def import_guides(paths: tuple[Path, ...], author: str) -> None:
    """Open a draft for each guide in PATHS (YAML or JSON files, or folders); another person approves it."""
    with hall():
        for file, raw in track(list(_contents(paths)), "importing", console=console):
            try:
                with transaction() as session:
                    loaded = content.load(raw)
                    edition = drafting.open_draft(
                        session, item_code=loaded["code"], content=raw, author=author, now=utc_now()
                    )
                    number = edition.number
            except (DraftInvalid, GuidesError) as error:
                raise Refused(
                    f"{file}: {_words(error)}; files before it are in, mend it and run again"
                ) from None
            console.print(f"{loaded['code']}: draft of edition {number}")
    console.print("next: a guide approver approves the drafts at /guide-desk/")


@guides.command("export")
@click.argument("codes", nargs=-1)
@click.option("--format", "kind", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="A folder, one file a guide."
)
def export_guides(codes: tuple[str, ...], kind: str, folder: Path | None) -> None:
    """Give out the edition in force of CODES, or of every guide, as YAML or JSON."""
    with hall():
        editions = catalog.current_editions(reading(), codes) if codes else dict(_all_in_force())
    missing = [code for code in codes if code not in editions]
    if missing:
        raise Refused(f"no guide in force: {', '.join(missing)}; `/guides/` lists what there is")
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    for code, edition in sorted(editions.items()):
        text = _dump(edition.content, kind)
        if folder is None:
            sys.stdout.write(text)
        else:
            (folder / f"{code}.{kind}").write_text(text, encoding="utf-8")
    if folder is not None:
        console.print(f"wrote {len(editions)} guides to {folder}")


@guides.command()
@paths
def check(paths: tuple[Path, ...]) -> None:
    """Say what is wrong with the guides in PATHS; exit code 1 if one could not be approved."""
    with hall(), certificate_transaction() as store:
        known = {kind.code for kind in certificate_types(store)}
    blocking = 0
    for file, raw in _contents(paths):
        try:
            found = quality.findings(content.load(raw), certificate_types=known)
        except DraftInvalid as error:
            console.print(f"[red]{file}[/red]: {_words(error)}", highlight=False)
            blocking += 1
            continue
        for finding in found:
            colour = "red" if finding.is_blocking else "yellow"
            line = (
                f"[{colour}]{finding.severity.value}[/{colour}] {file} {finding.element}: {finding.message}"
            )
            console.print(line, highlight=False)
            blocking += finding.is_blocking
    if blocking:
        raise Refused(f"{blocking} findings keep a guide from being approved; mend the places named above")
    console.print("nothing keeps these guides from being approved")


@guides.command("publish-due")
def publish_due() -> None:
    """Publish every approved edition whose day has come (the worker does the same every minute)."""
    with hall(), transaction() as session:
        published = [
            *publishing.publish_due(session, now=utc_now()),
            *bundles.publish_due(session, now=utc_now()),
        ]
        count = len(published)
    console.print(f"{count} editions published")


def _all_in_force() -> Iterator[tuple[str, GuideEdition]]:
    after: str | None = None
    while page := catalog.published(reading(), after=after, limit=PAGE):
        yield from ((edition.item.code, edition) for edition in page)
        after = page[-1].item.code


def _contents(given: tuple[Path, ...]) -> Iterator[tuple[Path, Raw]]:
    for path in given:
        files = sorted([*path.glob("*.yaml"), *path.glob("*.json")]) if path.is_dir() else [path]
        if not files:
            raise Refused(f"no .yaml or .json file in {path}")
        for file in files:
            yield file, _read(file)


def _read(file: Path) -> Raw:
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        place = getattr(error, "problem_mark", None)
        line = f" at line {place.line + 1}" if place else ""
        raise Refused(f"{file} is neither YAML nor JSON{line}: mend it and run again") from None
    if not isinstance(raw, dict):
        raise Refused(f"{file} holds no guide: it must be one mapping with the keys of a guide")
    return raw


def _dump(raw: Raw, kind: str) -> str:
    if kind == "json":
        return json.dumps(raw, ensure_ascii=False, indent=2) + "\n"
    return yaml.safe_dump(dict(raw), allow_unicode=True, sort_keys=False, explicit_start=True)


def _words(error: GuidesError) -> str:
    if isinstance(error, DraftInvalid):
        return json.dumps(error.errors, ensure_ascii=False)
    return str(error)
