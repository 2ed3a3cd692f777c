"""Recipes that measure the service on public sets, beside what was published on them."""
