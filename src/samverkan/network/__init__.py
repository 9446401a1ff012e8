"""From the graph to a network: actors, activities and their ties as arrays."""
