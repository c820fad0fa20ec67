"""Which decision or accident mattered: each of them made to go the other way in the same worlds."""
