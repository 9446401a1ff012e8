"""What exists: the model, declared once, and values that follow it."""
