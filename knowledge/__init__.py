"""What Footing holds: documents, chunks, triples, and the store of record."""
