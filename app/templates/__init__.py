"""Bundled terms documents."""
