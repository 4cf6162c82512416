"""Import and export; rows go through the use cases."""
