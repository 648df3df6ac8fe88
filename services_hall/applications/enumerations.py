"""Enumerations of applications: channels, and ways in which a material is met."""

from enum import StrEnum


class Channel(StrEnum):
    """The channel by which an application was filed."""

    ONLINE = "online"
    WINDOW = "window"
    API = "api"


class MetBy(StrEnum):
    """How a material is met: file, certificate, result of this application, or original seen by a clerk."""

    FILE = "file"
    CERTIFICATE = "certificate"
    THIS_APPLICATION = "this_application"
    SEEN = "seen"
