"""Fitting and training of what ships under `service/models`, on permitted data."""
