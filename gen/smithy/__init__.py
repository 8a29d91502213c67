"""The contract generator: the Smithy 2.0 IDL in model/ -> C tables. One pass a module; gen/gen.py runs them."""
