"""iCalendar: frozen dataclass in, bytes out. Pure Python, no Django."""
