"""What can be deleted and rebuilt from the store: vectors, keywords, graph walk, fusion."""
