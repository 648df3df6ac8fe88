"""Routes for the actions of an officer on a case, one module a theme."""

from services_hall.desks.actions import commitment, decision, door, supplement

THEMES = (door, supplement, commitment, decision)
