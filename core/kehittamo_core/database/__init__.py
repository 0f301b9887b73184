"""The database: tables, sessions and the one history of their changes, for SQLite and for PostgreSQL."""
