"""From scores to probabilities, and the promise that a user's own cases certify."""
