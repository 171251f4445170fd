"""How a rule works and shows its work.

The trace of steps, counted periods, verdicts, obligations, answers.
"""
