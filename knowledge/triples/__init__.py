"""Triples: import from files, export, and the seam for reading them out of text."""
