"""Views of the portal; each makes one use-case call."""
