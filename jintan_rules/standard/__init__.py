"""What a standard is made of: words, instruments, vocabulary, rules, profiles."""
