"""The record as evidence: its events, the answers kept, the anchors."""
