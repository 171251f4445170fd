"""What is asked of a record.

A registration, the agreement, the docket, may a Holder sell, why, and what else it could be.
"""
