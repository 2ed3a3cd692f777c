"""Groundedness checks under the routes and fields of other services, for code written for them.

Each translates to the one check and back; errors have this service's own shape.
"""
