"""What drafts answers: extractive now, language models behind the same interface."""
