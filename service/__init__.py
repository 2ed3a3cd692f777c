"""What answers: ingestion, the pipeline of a question, checks, refusals and the doors."""
