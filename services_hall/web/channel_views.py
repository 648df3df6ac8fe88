"""Views that several channels share: each channel binds its own description and admits its own roles."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask.typing import ResponseReturnValue

from services_hall.identity import Role
from services_hall.web.access import access

ChannelT = TypeVar("ChannelT")
View = Callable[..., ResponseReturnValue]


def channel_view(view: View, channel: ChannelT, roles: tuple[Role, ...]) -> View:
    """`view` with the channel as its first argument, accessible to the roles of the channel."""

    @access(*roles)
    @wraps(view)
    def bound_view(**arguments: Any) -> ResponseReturnValue:
        return view(channel, **arguments)

    return bound_view
