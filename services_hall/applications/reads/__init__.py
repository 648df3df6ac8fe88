"""Reads of applications and cases: documents, histories, search, figures of lists."""
