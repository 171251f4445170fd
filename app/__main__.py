"""`python -m app`: the command line in `app.cli`."""

from app.cli import main

raise SystemExit(main())
