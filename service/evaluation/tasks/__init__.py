"""What happens to one case of each task: a row of JSON with what came out and how good it was."""
