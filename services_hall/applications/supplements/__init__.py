"""Supplements (补正) and other demands: what the agency asks for, and what the applicant gives for it."""
