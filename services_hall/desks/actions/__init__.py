"""Routes for the actions of an officer on a case, one module a theme."""

from services_hall.desks.actions import (
    clock,
    commitment,
    decision,
    door,
    inside,
    site_checks,
    supplement,
)

THEMES = (
    door,
    supplement,
    inside,
    site_checks,
    decision,
    commitment,
    clock,
)
