"""Conversations: what a follow-up question asks, and the chores that chat clients hand out.

Pure functions over what was said; nothing here searches or reads a document.
"""
