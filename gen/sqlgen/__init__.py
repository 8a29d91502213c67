"""The parts of gen/sql.py: lex (tokens), parse (files), schema (checks on SQLite), emit (C), plans (scan test)."""
