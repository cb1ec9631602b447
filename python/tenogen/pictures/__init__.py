"""Pictures and tables of tenogen runs, read from their run directories alone."""
