"""The store of record: what was acknowledged is here, everything else is derived from it."""
