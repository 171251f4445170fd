"""Tests that take minutes: contention and crashes, on both databases (`make soak`)."""
