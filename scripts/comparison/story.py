"""The story that is walked through in each hall, chapter by chapter."""

from collections.abc import Callable
from typing import Final

from comparison import (
    applying_walk,
    desks_walk,
    guide_desk_walk,
    programs_walk,
    reading_walk,
    roles_walk,
)
from comparison.report import Rules
from comparison.world import World

Chapter = Callable[[World], None]


def walk(world: World, rules: Rules) -> None:
    """The whole story; the worker is paused during each chapter and finishes its jobs in between."""
    for place, (name, chapter) in enumerate(CHAPTERS):
        with world.log.chapter(f"{place:02d} {name}"):
            chapter(world)
    with world.log.chapter(f"{len(CHAPTERS):02d} everybody everywhere"):
        roles_walk.everybody_everywhere(world, rules)
    with world.log.chapter(f"{len(CHAPTERS) + 1:02d} at last"):
        _at_last(world)


def _commands(world: World) -> None:
    for command, text in world.hall.helps().items():
        world.log.add(f"{command} --help", text)


def _jobs_done(world: World) -> None:
    world.hall.finish_jobs()


def _at_last(world: World) -> None:
    guide_desk_walk.bundle_ends(world)
    world.stranger.get("/metrics")
    world.stranger.get("/static/build/manifest.json")
    doctor, record = world.hall.run("doctor"), world.hall.run("audit", "verify")
    world.log.add("doctor", f"exit code {doctor.returncode}\n{doctor.stdout}{doctor.stderr}")
    world.log.add("audit verify", f"exit code {record.returncode}\n{record.stdout.partition(':')[0]}")


CHAPTERS: Final[tuple[tuple[str, Chapter], ...]] = (
    ("commands", _commands),
    ("public pages", reading_walk.public_pages),
    ("wrong addresses", reading_walk.wrong_addresses),
    ("large letters", reading_walk.large_letters),
    ("entrance", reading_walk.entrance),
    ("shelves of guides", guide_desk_walk.shelves),
    ("applying online", applying_walk.online),
    ("at a window", applying_walk.at_a_window),
    ("filing by program", programs_walk.filing),
    ("guides made", _jobs_done),
    ("guides as files", reading_walk.made_files),
    ("lists of cases", desks_walk.lists),
    ("first decisions", desks_walk.first_round),
    ("handling by program", programs_walk.handling),
    ("first results", _jobs_done),
    ("second decisions", desks_walk.second_round),
    ("second results", _jobs_done),
    ("checks", desks_walk.checks),
    ("third results", _jobs_done),
    ("results", desks_walk.results),
    ("results by program", programs_walk.results),
    ("a guide in the form", guide_desk_walk.guide_form),
    ("a guide as text", guide_desk_walk.guide_text),
    ("a bundle as text", guide_desk_walk.bundle_text),
    ("approval", guide_desk_walk.approval),
    ("public changes", guide_desk_walk.public_changes),
    ("drafts over changes", applying_walk.guides_have_changed),
    ("all made", _jobs_done),
    ("new guides as files", reading_walk.made_files),
    ("by time alone", desks_walk.by_time_alone),
)
