"""The web page at `/`: hand-written HTML, CSS and JavaScript modules over the REST interface.

It knows nothing of answers: everything that it shows comes from the routes that every program
uses, so it waits in the same queue and keeps the same limits.
"""
