"""Applications and their cases: the life of what people file, from draft to delivery."""
