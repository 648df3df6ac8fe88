"""What a person or a program does in one step: each module opens the transactions and calls the rules."""
