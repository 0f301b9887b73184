"""What the result-day report holds: each chapter from the saved version's document or from a board's method."""
