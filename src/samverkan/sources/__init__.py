"""From files to a dataset: reading and checking what people really have."""
