"""Workers end with their supervisor: one that is killed has no chance to end them itself.

One who starts the service again would find the address in use by processes that nobody watches.
"""

import multiprocessing
import os
import signal
from threading import Thread


def end_with_supervisor() -> None:
    """Stop this process as soon as the one that started it as a worker is gone, if one did."""
    supervisor = multiprocessing.parent_process()
    if supervisor is None:
        return

    def watch() -> None:
        supervisor.join()
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, name="end-with-supervisor", daemon=True).start()
