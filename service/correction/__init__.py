"""What happens to a draft whose sentences do not all pass: look up, revise, trim, abstain."""
