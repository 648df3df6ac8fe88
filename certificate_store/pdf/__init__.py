"""Signed PDF files of certificates; modules are imported by name because rendering and signing are heavy."""
