"""What if? The same replications with something changed, pair by pair under the same luck."""
