"""Labelled cases: what they are, and reading them from files."""
