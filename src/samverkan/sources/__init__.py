"""From files to a dataset: reading and checking what people really have."""

DATA_FOLDER = "graph_data"
"""The folder of tables that every command takes if none is named."""
