"""The command `guides`: import as drafts, export, check, and publication of due editions."""

import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click
from rich.progress import track
from sqlalchemy.orm import Session

from certificate_store.certificate_types import certificate_types
from certificate_store.text_input.reader import TextInvalid, read_lines
from guides.bundles import BundleTerms
from guides.bundles.catalog import current_terms
from guides.editions import bundle_findings_with_circle, item_codes
from guides.errors import DraftInvalid, GuidesError
from guides.exchange import (
    AnyEdition,
    ImportUnreadable,
    checked_terms,
    current_editions_of_all,
    edition_as_json,
    edition_as_yaml,
    import_draft,
    is_bundle,
    read_terms_text,
    terms_as_json,
    terms_as_yaml,
)
from guides.models import BundleEdition, GuideEdition
from guides.terms import GuideTerms, build_terms
from guides.validation import Finding, guide_findings
from services_hall.audit import actions
from services_hall.cli.console import CommandRefused, console, hall
from services_hall.clock import utc_now
from services_hall.database import certificate_transaction, reading, transaction
from services_hall.presentation.messages import message, texts_of
from services_hall.use_cases.publish_edition import publish_due_editions

Raw = Mapping[str, Any]
WRITERS: Final[dict[tuple[str, bool], Callable[[AnyEdition], str]]] = {
    ("yaml", False): edition_as_yaml,
    ("json", False): edition_as_json,
    ("yaml", True): lambda edition: terms_as_yaml(edition.content),
    ("json", True): lambda edition: terms_as_json(edition.content),
}
paths = click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))


@click.group()
def guides() -> None:
    """Import, export and check guides and bundles; publish what is due."""


@guides.command("import")
@paths
@click.option(
    "--author", default="import", show_default=True, help="Public id of the account that answers for it."
)
def import_guides(paths: tuple[Path, ...], author: str) -> None:
    """Create a draft for each new guide or bundle in PATHS (files or folders of YAML or JSON)."""
    with hall():
        for file, raw in track(list(_contents(paths)), "importing", console=console):
            try:
                with transaction() as session:
                    edition = import_draft(session, raw, author=author, now=utc_now())
                    result = "nothing new" if edition is None else f"draft of edition {edition.number}"
            except GuidesError as error:
                raise CommandRefused(
                    f"{file}: {_error_text(error)}; earlier files were imported; correct it and run again"
                ) from None
            console.print(f"{file.name}: {result}")
    console.print("next: another person approves the drafts at /guide-desk/")


@guides.command("export")
@click.argument("codes", nargs=-1)
@click.option("--format", "kind", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@click.option(
    "--terms", "is_terms", is_flag=True, help="The terms alone, to change them and import them again."
)
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="A folder, one file a guide."
)
def export_guides(codes: tuple[str, ...], kind: str, is_terms: bool, folder: Path | None) -> None:
    """Export the edition in force of CODES, or of every guide and bundle, with its number and hash."""
    write = WRITERS[kind, is_terms]
    with hall():
        texts = {
            edition.terms.code: write(edition)
            for edition in current_editions_of_all(reading())
            if not codes or edition.terms.code in codes
        }
    if missing := [code for code in codes if code not in texts]:
        raise CommandRefused(f"no guide in force: {', '.join(missing)}; `/guides/` lists what there is")
    if folder is None:
        sys.stdout.write(("---\n" if kind == "yaml" else "").join(texts.values()))
        return
    folder.mkdir(parents=True, exist_ok=True)
    for code, text in texts.items():
        (folder / f"{code}.{kind}").write_text(text, encoding="utf-8")
    console.print(f"wrote {len(texts)} guides to {folder}")


@guides.command()
@paths
def check(paths: tuple[Path, ...]) -> None:
    """Report the problems of the guides in PATHS; exit code 1 if one could not be approved."""
    blocking = 0
    with hall():
        with certificate_transaction() as store:
            known = {kind.code for kind in certificate_types(store)}
        for file, raw in _contents(paths):
            try:
                findings = _findings(reading(), raw, known)
            except GuidesError as error:
                console.print(f"[red]{file}[/red]: {_error_text(error)}", highlight=False)
                blocking += 1
                continue
            for finding in findings:
                colour = "red" if finding.is_blocking else "yellow"
                severity = f"[{colour}]{finding.severity.value}[/{colour}]"
                console.print(
                    f"{severity} {file} {finding.element}: {message(finding.problem)}", highlight=False
                )
                blocking += finding.is_blocking
    if blocking:
        raise CommandRefused(f"{blocking} findings prevent approval; correct the places listed above")
    console.print("these guides can be approved")


@guides.command("publish-due")
def publish_due() -> None:
    """Publish every approved edition whose day has come (the worker does the same every minute)."""
    with hall():
        count = _published_due(GuideEdition) + _published_due(BundleEdition)
    console.print(f"{count} editions published")


def _published_due(editions: type[GuideEdition] | type[BundleEdition]) -> int:
    with transaction() as session:
        return publish_due_editions(session, editions, by=actions.COMMAND_LINE)


def _findings(session: Session, raw: Raw, known: Collection[str]) -> list[Finding]:
    """The findings for a guide, or for a bundle together with the guides in force."""
    loaded = checked_terms(raw)
    if not is_bundle(loaded):
        return guide_findings(build_terms(GuideTerms, loaded), certificate_types=known)
    bundle = build_terms(BundleTerms, loaded)
    return bundle_findings_with_circle(bundle, current_terms(session, item_codes(bundle)))


def _contents(paths: tuple[Path, ...]) -> Iterator[tuple[Path, Raw]]:
    for path in paths:
        files = sorted([*path.glob("*.yaml"), *path.glob("*.json")]) if path.is_dir() else [path]
        if not files:
            raise CommandRefused(f"no .yaml or .json file in {path}")
        for file in files:
            yield file, _read(file)


def _read(file: Path) -> Raw:
    try:
        return read_terms_text(file.read_text(encoding="utf-8"), read=read_lines)
    except ImportUnreadable as error:
        place = f" at line {error.line}" if error.line else ""
        raise CommandRefused(f"{file} cannot be read{place} ({error}): correct it and run again") from None
    except (UnicodeDecodeError, TextInvalid) as error:
        reason = error if isinstance(error, TextInvalid) else "not UTF-8"
        raise CommandRefused(f"{file} cannot be read ({reason}): correct it and run again") from None


def _error_text(error: GuidesError) -> str:
    if isinstance(error, DraftInvalid):
        return json.dumps(texts_of(error.errors), ensure_ascii=False)
    return str(error)
