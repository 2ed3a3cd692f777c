"""Proposes test cases from a collection, by rule, for a person to edit.

Path: `sampling` (which passages) -> `sentences` -> rules (`english_*`, `chinese_*`, `rows`,
`triples`) -> `accepting` -> `selecting`, and `near_misses` and `left_out` for what the collection
cannot answer -> `case_file`. `proposing.propose` is the whole of it. No model is asked.
"""
