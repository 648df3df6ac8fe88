"""Actors: persons or systems with their posts, as data independent of a database session."""

from collections.abc import Collection
from dataclasses import dataclass, field

from certificate_store.holders import Holder
from services_hall.identity import terms
from services_hall.identity.roles import ROLE_DEFINITIONS, Permission, Reach, Role


@dataclass(frozen=True)
class Post:
    """One role, limited to an agency and a division where the role requires them; None means all."""

    role: Role
    agency_code: str | None = None
    division_code: str | None = None


@dataclass(frozen=True)
class Actor:
    """An identified user; `repr` omits names and numbers so that they do not reach the logs.

    `holder` is whom the account stands for: its organisation, or else the person; `person` is the person.
    """

    account_id: int
    public_id: str
    name: str = field(repr=False)
    posts: tuple[Post, ...]
    holder: Holder | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    person: Holder | None = field(default=None, repr=False)
    terms_version: str | None = None
    must_change_password: bool = False
    """Whether the password was given by an administrator and has not been changed yet."""

    @property
    def holders(self) -> tuple[Holder, ...]:
        """Whom the account stands for: its organisation, and the person."""
        return tuple(dict.fromkeys(one for one in (self.holder, self.person) if one is not None))

    @property
    def roles(self) -> frozenset[Role]:
        """All roles of the actor."""
        return frozenset(post.role for post in self.posts)

    @property
    def main_role(self) -> Role:
        """The actor's first role in the order of the role table; RESIDENT for an account without posts."""
        return next((role for role in ROLE_DEFINITIONS if role in self.roles), Role.RESIDENT)

    @property
    def is_staff(self) -> bool:
        """Whether a post of the actor gives access to more than the actor's own data."""
        return any(ROLE_DEFINITIONS[role].reach is not Reach.OWN for role in self.roles)

    @property
    def must_agree(self) -> bool:
        """Whether a person has not agreed to the terms of personal-data use in force; staff need not."""
        return not self.is_staff and self.terms_version != terms.CURRENT

    @property
    def start_page(self) -> str:
        """The path of the actor's start page."""
        return ROLE_DEFINITIONS[self.main_role].start

    def has_any(self, roles: Collection[Role]) -> bool:
        """Whether the actor has one of these roles."""
        return not self.roles.isdisjoint(roles)

    def posts_as(self, role: Role) -> tuple[Post, ...]:
        """The actor's posts with this role."""
        return tuple(post for post in self.posts if post.role is role)

    def may(self, permission: Permission) -> bool:
        """Whether any of the actor's posts includes this permission, for whatever agency and division."""
        return any(permission in ROLE_DEFINITIONS[post.role].may for post in self.posts)

    def agencies_where(self, permission: Permission) -> tuple[str, ...]:
        """The codes of the agencies at which a post of the actor includes this permission, in order."""
        posts = [post for post in self.posts if permission in ROLE_DEFINITIONS[post.role].may]
        return tuple(sorted({post.agency_code for post in posts if post.agency_code is not None}))
