"""The archive as pure data: its form, its checks, its canonical bytes and its schema. Knows no database."""
