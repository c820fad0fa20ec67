"""Scenario to Program: everything that can happen, as flat tables that any engine can run."""
