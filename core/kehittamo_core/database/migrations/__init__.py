"""The one history of the database's changes, for SQLite and PostgreSQL."""
