"""Drafts written by a causal language model in this process."""
