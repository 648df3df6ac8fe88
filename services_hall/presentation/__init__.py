"""What pages and papers show, in words: guides, cases, forms, errors; languages and formats."""
