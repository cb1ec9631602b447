"""The error of input that cannot be used."""

from tenogen.errors import TenogenError


class MriError(TenogenError):
    """Input that cannot be used; the message names the file, what is wrong and what to do."""
