"""Things that a file holds under names, read one at a time."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import TypeVar

from .errors import TenogenError

Item = TypeVar("Item")


class ByName(Mapping[str, Item]):
    """A mapping from names to items. A name that is not there is a TenogenError that lists those that are."""

    @property
    @abstractmethod
    def names(self) -> list[str]:
        """All names, in the order of the file."""

    @abstractmethod
    def _refuse(self, name: object) -> TenogenError:
        """The error for a name that is not there."""

    @abstractmethod
    def _read(self, name: str) -> Item:
        """The item of a name that is there."""

    def __getitem__(self, name: str) -> Item:
        if name not in self:
            raise self._refuse(name)
        return self._read(name)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    __eq__ = object.__eq__  # comparing all items would read them, and arrays do not compare to one truth value
    __hash__ = object.__hash__

    def get(self, name: str, default: Item | None = None) -> Item | None:
        """The item of a name, `default` where it is not there."""
        return self[name] if name in self else default
