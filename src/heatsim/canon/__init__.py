"""The table against the film: sheets of facts, their probability, and the worlds in which the film happens."""
