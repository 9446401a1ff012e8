"""From a dataset to a graph, and from the graph to records: one contract, two engines."""
