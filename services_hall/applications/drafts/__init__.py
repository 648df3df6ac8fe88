"""Drafts of applications until they are filed, with the confirmations of joint applicants."""
