"""Places as gazetteers take them."""
