"""The analyst's view: an adversary's path against the response, task by task."""
