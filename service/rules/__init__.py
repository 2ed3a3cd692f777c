"""What a user demands of answers beyond support: a file of rules, checked without code."""
