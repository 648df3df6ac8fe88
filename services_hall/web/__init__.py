"""What every channel's pages share: who may enter, headers, problems, protection of forms, limits."""
