"""What people write: one pydantic model per mapping of the scenario language."""
