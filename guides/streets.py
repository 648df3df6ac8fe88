"""Streets and townships of the city as applicants choose them."""

from typing import NamedTuple


class Street(NamedTuple):
    """A street or township, with the name of its district."""

    district: str
    name: str

    @property
    def full_name(self) -> str:
        """The name after that of the district: 江岸区大智街道."""
        return self.district + self.name
