"""Embedders: texts to unit vectors, and how much of a text they can read."""
