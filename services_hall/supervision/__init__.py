"""Figures for supervisors: deadlines of cases and age of guides, without personal data."""
