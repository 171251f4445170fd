"""Webhooks: what happens is told to addresses that asked for it, signed, at least once, in order.

`subscriptions` makes and ends them; `sending` tells them what is in the outbox, through `courier`,
the one place that opens connections to addresses somebody else chose.
"""
