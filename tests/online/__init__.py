"""Tests of the online hall."""
