"""Common code for the pages of all channels: access, headers, errors, protection of forms, limits."""
