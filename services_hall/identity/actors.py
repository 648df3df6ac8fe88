"""Who acts: a person or a system with its posts, as data that no database session holds."""

from collections.abc import Collection
from dataclasses import dataclass, field

from certificate_store.holders import Holder
from guides.divisions import contains
from services_hall.identity.roles import ROLE_DEFINITIONS, Permission, Reach, Role


@dataclass(frozen=True)
class Post:
    """One role, at one agency and division where the role is bound to them; None means all of them."""

    role: Role
    agency_code: str | None = None
    division_code: str | None = None

    def covers(self, agency_code: str | None, division_code: str | None) -> bool:
        """Whether this post reaches what belongs to that agency and 12-digit division."""
        if ROLE_DEFINITIONS[self.role].reach is Reach.EVERYWHERE:
            return True
        if self.agency_code not in (None, agency_code):
            return False
        place = self.division_code
        return place is None or (division_code is not None and contains(place, division_code))


@dataclass(frozen=True)
class Actor:
    """Somebody who was recognised; names and numbers stay out of `repr` and so out of logs."""

    account_id: int
    public_id: str
    name: str = field(repr=False)
    posts: tuple[Post, ...]
    holder: Holder | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role of the actor."""
        return frozenset(post.role for post in self.posts)

    @property
    def main_role(self) -> Role:
        """The first role of the table that the actor holds; an account without a post is a resident."""
        return next((role for role in ROLE_DEFINITIONS if role in self.roles), Role.RESIDENT)

    @property
    def is_staff(self) -> bool:
        """Whether a post of the actor reaches beyond what is their own."""
        return any(ROLE_DEFINITIONS[role].reach is not Reach.OWN for role in self.roles)

    @property
    def start_page(self) -> str:
        """The path where the actor's work begins."""
        return ROLE_DEFINITIONS[self.main_role].start

    def has_any(self, roles: Collection[Role]) -> bool:
        """Whether the actor holds one of these roles."""
        return not self.roles.isdisjoint(roles)

    def posts_as(self, role: Role) -> tuple[Post, ...]:
        """The actor's posts of one role."""
        return tuple(post for post in self.posts if post.role is role)

    def may(self, permission: Permission) -> bool:
        """Whether any post gives this permission, anywhere."""
        return any(permission in ROLE_DEFINITIONS[post.role].may for post in self.posts)

    def may_at(self, permission: Permission, agency_code: str | None, division_code: str | None) -> bool:
        """Whether a post gives this permission for that agency and 12-digit division."""
        return any(
            permission in ROLE_DEFINITIONS[post.role].may and post.covers(agency_code, division_code)
            for post in self.posts
        )
