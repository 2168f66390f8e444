"""The page people keep: one HTML file with figures, tables and every input, and nothing outside."""
