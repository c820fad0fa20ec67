"""What only shows when the whole file is known: each module finds one kind of trouble in a resolved scenario."""
