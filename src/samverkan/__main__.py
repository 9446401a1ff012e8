"""``python -m samverkan``."""

from samverkan.cli import main

main()
