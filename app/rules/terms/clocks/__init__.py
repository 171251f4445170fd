"""Days that an agreement defines by what happens: Moments, Clocks, Spans and Conditions.

A Moment is something that has or will have a day; a Clock says a day by Moments; a Span runs from
one Clock until another; a Condition is passed, failed or not known. `reasoning/days/clock.py` works
them out. Nothing here knows a particular agreement.
"""
