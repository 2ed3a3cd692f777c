"""Does a claim follow from the evidence? Signals, their combination, and verdicts."""
