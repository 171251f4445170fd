"""`python -m app`: the command line in `app.cli.commands`."""

import gc


def main() -> int:
    """Run the command. What is imported for it is not looked through for garbage."""
    gc.disable()
    from app.cli import commands

    gc.enable()
    return commands.main()


raise SystemExit(main())
