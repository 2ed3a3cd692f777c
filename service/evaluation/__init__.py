"""How good it is: measures over answered cases. The rest of evaluation builds on these."""
