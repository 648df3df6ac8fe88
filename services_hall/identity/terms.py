"""Version of the terms of personal-data use to which people agree (个人信息保护法 arts. 13, 14, 17)."""

from typing import Final

CURRENT: Final = "2026-11"
"""Another version asks everybody again: a change of purposes needs a new consent (art. 14)."""
