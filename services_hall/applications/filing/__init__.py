"""Filing of an application: one transaction writes its rows and opens its cases."""
