"""The domain and the coordinators' desk."""

from importlib import import_module

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Effects live in the use cases; here only the checks and the append-only triggers are hooked in."""

    name = "governance"
    verbose_name = "Lenkwerk"

    def ready(self) -> None:
        """Register the system checks and have the append-only triggers installed after every migration."""
        import_module("governance.checks")
        import_module("governance.models.append_only").install_after_migrations(self)
