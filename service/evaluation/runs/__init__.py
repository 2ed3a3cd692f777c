"""A run: rows written as they come, resumed where they stopped, summed up at the end."""
