"""Routes that are found at once, and made when they are first asked.

The models of a route take tens of milliseconds, those of all of them seconds. Who starts the
service waits for none: a route is made for its first request, or by `making` before there is one.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, RLock, Thread
from typing import Any

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, compile_path

PAUSE_SECONDS = 0.01
_making = RLock()
"""One thread makes at a time: models that several routes have in common are made once."""


class LateRoute(APIRoute):
    """A route of which nothing but path and methods is known until anything else is asked."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self.path, self.endpoint = path, endpoint
        self.methods = {method.upper() for method in options["methods"] or ("GET",)}
        self.path_regex, self.path_format, self.param_convertors = compile_path(path)
        self._options: dict[str, Any] | None = {
            **options,
            "generate_unique_id_function": _operation_id,
        }

    def __getattr__(self, name: str) -> Any:
        """What is not there yet; AttributeError if it is not there either once all is made."""
        with _making:
            self.make()
            try:
                return self.__dict__[name]
            except KeyError:
                raise AttributeError(name) from None

    def make(self) -> None:
        """Make all that is late, unless it was made."""
        with _making:
            options, self._options = self._options, None
            if options is not None:
                super().__init__(self.path, self.endpoint, **options)


def _operation_id(route: APIRoute) -> str:
    """The route function's own name: short in generated clients and in links."""
    return route.name


@contextmanager
def making(late: Iterable[Callable[[], object]], idle: Callable[[], bool]) -> Iterator[None]:
    """Make what is late for as long as the context lasts: one after the other, while all is idle.

    What is made lives as long as the process: garbage is not looked for in it.
    """
    ended = Event()

    def make() -> None:
        for made in late:
            while not idle() and not ended.wait(PAUSE_SECONDS):
                pass
            if ended.is_set():
                return
            made()
        gc.freeze()

    thread = Thread(target=make, name="late")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def late_of(routes: Iterable[BaseRoute]) -> Iterator[Callable[[], object]]:
    """What is late of routes."""
    return (route.make for route in routes if isinstance(route, LateRoute))
