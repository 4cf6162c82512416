"""Import and export of tables: rows go through the use cases. See docs/development/exchange.md."""
