"""What keeps a hall in order without anybody asking: files that no row names, values under older keys."""
