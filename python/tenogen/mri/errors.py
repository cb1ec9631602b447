"""What a person must mend."""

from tenogen.errors import TenogenError


class MriError(TenogenError):
    """Input that cannot be used; the message names the file, what is wrong and what to do."""
