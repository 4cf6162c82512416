"""The desk: coordinators' editors in Wagtail's admin, every one scoped and saving through use cases."""
