"""From labelled cases to probabilities, and to a threshold with a promise."""
