"""A dataset to files that other tools open, and back."""
