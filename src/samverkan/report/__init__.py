"""Results -> pages that need nothing but a browser."""
