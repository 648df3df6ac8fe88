"""The services hall: people, applications, cases, jobs, pages and the API."""
