"""The domain, in layers, and the coordinators' desk (docs/development/README.md)."""
