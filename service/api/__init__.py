"""The REST door: routes, their schemas, and the edge where errors become responses."""
