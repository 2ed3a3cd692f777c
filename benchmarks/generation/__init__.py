"""How much of what a generator makes up is released: `python -m benchmarks.generation`."""
