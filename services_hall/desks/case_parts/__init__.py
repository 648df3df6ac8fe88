"""Parts of a case's page by theme: what is shown of each, and the forms that it offers."""
