"""Words on the command line: parsing and printing only."""
