"""Measurements of speed and quality. Not tests: they need data sets and minutes."""
