"""Values with which the fields of a form are filled in, so that nobody types them."""
