"""The terms of a guide as frozen values."""
