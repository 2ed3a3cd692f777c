"""Drafts written by a model server that speaks OpenAI's protocol."""
