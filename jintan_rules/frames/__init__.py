"""Many organisations at once: frames in, frames out."""
