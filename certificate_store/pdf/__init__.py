"""Certificates as signed PDF files; modules are imported by name, as rendering and signing are heavy."""
