"""Metrics as named values: what they are called, what they mean, and who defined them."""
