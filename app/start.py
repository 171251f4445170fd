"""The application for a server: `app.main.create_app`, with no look for garbage until it runs.

What is imported stays, and a seventh of the time until the first answer went into looking whether
it is garbage. `app.running.garbage` looks again as soon as the service runs.
"""

import gc

from fastapi import FastAPI


def create_app() -> FastAPI:
    """Make the service as the settings say."""
    gc.disable()
    from app.main import create_app as made

    return made()
