"""What cannot be recorded: the checks on a posted fact."""
