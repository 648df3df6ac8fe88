"""Files that people give: checked by their content, encrypted, owned by one subject."""
