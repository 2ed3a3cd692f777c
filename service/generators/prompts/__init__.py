"""What a language model is told, and how what it writes back is read. Knows no model or server."""
