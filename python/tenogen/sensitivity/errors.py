"""What is said to a person when a study cannot be analysed."""

from tenogen.errors import TenogenError


class SensitivityError(TenogenError):
    """Input that cannot be used. The message says what is wrong, where, and what to do."""


class NotAnalysed(Exception):
    """One outcome that tells nothing of sensitivity; the message is the reason. The others go on."""
