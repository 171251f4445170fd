"""The demonstration data, as the service's own tests make it."""

from tests.conftest import demonstration_file, migrated_file

__all__ = ["demonstration_file", "migrated_file"]
