"""The error of a run directory."""

from tenogen.errors import TenogenError


class RunError(TenogenError):
    """A run directory that cannot be used; the message says what to do."""
