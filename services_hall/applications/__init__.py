"""Applications and their cases, from draft to delivery."""
