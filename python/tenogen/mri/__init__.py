"""Conversion and measures of MRI volumes, by the same code for simulated and for real ones (docs/mri.md)."""
