"""What new facts and corrections change, told shortly."""
