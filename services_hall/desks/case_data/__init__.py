"""What the action templates of single themes show, one module a theme."""
