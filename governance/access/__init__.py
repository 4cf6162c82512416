"""Who may see and do what: the one place that decides (access.md).

Each area has a module with its predicates and, directly below each, the queryset filter that agrees with it.
"""
