"""What falls due: the slots still open, by the last day in time, and a calendar of them."""
