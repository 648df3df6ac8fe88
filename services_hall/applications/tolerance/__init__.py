"""Tolerant acceptance (容缺受理): what is promised, and how it is supplied."""
