"""The example Kreise of `make demo`: invented people, generated relative to today, played through the use cases."""
