"""joint applicants, and what an application shows afterwards

Revision: 0010
Follows: 0009
"""

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade(engine_name: str) -> None:
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_certificates() -> None:
    """Nothing changes."""


def downgrade_certificates() -> None:
    """Nothing changes."""


def upgrade_hall() -> None:
    """Nothing changes."""


def downgrade_hall() -> None:
    """Nothing changes."""
