"""The members' site."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal's few models are Wagtail pages."""

    name = "portal"
    verbose_name = "Portal"
