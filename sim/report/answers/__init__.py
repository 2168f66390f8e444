"""What each analysis found, in words: one module a kind of finding."""
