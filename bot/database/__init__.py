"""One database: SQLite for a single machine, PostgreSQL for several."""
