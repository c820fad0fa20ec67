"""From what people write to what it means: all short forms spelled out, every expression bound and typed."""
