"""The texts of the papers of applications and cases, one module a theme."""
