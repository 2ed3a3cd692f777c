"""How drafts are drawn at random where they are to be compared."""

# Below this a model hardly ever says anything else; above, small ones lose the thread.
SAMPLING_TEMPERATURE = 0.7
