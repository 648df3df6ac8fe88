"""Reader of every text that people write: what it removes, refuses and treats as equal (pure).

Nothing here knows a database, a page or a language. Everything that enters passes through it: the forms of
the pages, the strings of the API, the commands, and the domain's own rules behind them.
"""
