"""Settings: base, test, demo, production."""
