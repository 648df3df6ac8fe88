"""Certificates of granted cases: issue, versions, renewal, end."""
