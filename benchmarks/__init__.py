"""What is measured, each number beside the limit of this machine that was measured in the same run."""
