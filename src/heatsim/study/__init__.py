"""Many replications of a scenario, in one table."""
