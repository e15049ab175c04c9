"""A synthetic country: invented organisations in realistic numbers, with seeded flaws."""
