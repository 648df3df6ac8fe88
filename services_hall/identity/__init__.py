"""Accounts, roles, sign-in, and the hall's own identity provider."""

from services_hall.identity.actors import Actor, Post
from services_hall.identity.roles import Permission, Role

__all__ = ["Actor", "Permission", "Post", "Role"]
