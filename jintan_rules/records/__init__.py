"""What is known of one organisation."""
