"""Constraint components, one module for each section of the specification.

https://www.w3.org/TR/shacl/#core-components
"""
