"""Reading: querysets and frozen dataclasses.

What finds records takes the viewer; what reads on from a record takes the record, found for a viewer before.
"""
