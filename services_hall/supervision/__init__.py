"""What supervisors watch: clocks of cases, freshness of guides; figures and numbers, never a person."""
