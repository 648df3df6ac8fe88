"""Supervision: deadlines of cases and age of guides as figures without personal data; orders to bodies."""
