"""The certificate store: issue, prove, waive."""
