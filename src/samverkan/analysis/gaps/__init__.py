"""What is missing in a network, by name: rules in Cypher and statistics, put in one order."""
