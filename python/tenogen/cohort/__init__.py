"""Simulated tendons against what a clinical series reports."""
