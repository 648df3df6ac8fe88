"""Routes for the actions of an officer on a case, one module a theme."""

from services_hall.desks.actions import (
    acceptance,
    clock,
    commitment,
    decision,
    delivery,
    grant_end,
    hearing,
    inside,
    law,
    site_checks,
    supplement,
    termination,
    tolerance,
)

THEMES = (
    acceptance,
    tolerance,
    supplement,
    inside,
    site_checks,
    hearing,
    decision,
    delivery,
    commitment,
    clock,
    grant_end,
    law,
    termination,
)
