"""Use cases: one step of a person or a program each; they open the transactions and call the rules."""
