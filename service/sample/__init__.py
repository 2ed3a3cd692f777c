"""The sample knowledge base: a handbook on training and running language models."""
