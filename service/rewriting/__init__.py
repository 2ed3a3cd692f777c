"""Changes of questions by rule, for training and for proposing test cases."""
