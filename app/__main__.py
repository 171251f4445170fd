"""`python -m app`: the command line in `app.cli.commands`."""

from app.cli.commands import main

raise SystemExit(main())
