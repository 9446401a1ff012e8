"""samverkan: a partnership network in a graph, and who ought to know whom in it."""

from typing import Any

__all__ = ["__version__"]


def __getattr__(name: str) -> Any:
    """Look the version up when it is asked for: reading the installed metadata takes longer than most commands."""
    if name == "__version__":
        from importlib.metadata import version

        return version("samverkan")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
