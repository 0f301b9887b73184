"""The sections of the report's chapter: each gives blocks, or nothing where the board holds nothing of it."""
