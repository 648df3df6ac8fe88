"""Wording of pages and papers: guides, cases, forms, errors, languages and formats."""
