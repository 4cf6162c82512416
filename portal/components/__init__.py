"""Presentational components: frozen dataclasses that templates print. They know no models."""
