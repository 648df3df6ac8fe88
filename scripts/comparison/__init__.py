"""What compare_versions.py is made of: two halls, visitors that walk through them, records, a report."""
