"""Parts of compare_versions.py: two halls, visitors who use them, records, a report."""
