"""The services hall: identity, applications, cases, jobs, web pages and the API."""
