"""Read what tenogen writes: runs, studies, fields and virtual MRI."""
