"""Everything that shows the house stands: stories, rules and the house's own architecture."""
