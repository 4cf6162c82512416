"""Reading: every function takes the viewer and returns scoped querysets or frozen dataclasses."""
