"""The enumerations of applications: channels, and ways in which a material is met."""

from enum import StrEnum


class Channel(StrEnum):
    """Through which channel an application came in."""

    ONLINE = "online"
    WINDOW = "window"
    API = "api"


class MetBy(StrEnum):
    """What meets a material: a file, a certificate, a result of this application, or what a clerk saw."""

    FILE = "file"
    CERTIFICATE = "certificate"
    THIS_APPLICATION = "this_application"
    SEEN = "seen"
