"""YAML as a tree of texts with their places; nothing is guessed, nothing is constructed.

PyYAML's loaders make `605` of `10:05`, `False` of `NO` and `1.1` of `1.10`, forget the places, and in C
overrun the stack on deep nesting. This module walks the parser's events instead, without recursion.
"""

from deploylog.yamltree.composing import MAX_DEPTH, MAX_NODES, read_tree
from deploylog.yamltree.nodes import Mapping, Node, Refused, Scalar, Sequence, Tree
from deploylog.yamltree.texts import MAX_BYTES, decode, quote, unreadable

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "Mapping",
    "Node",
    "Refused",
    "Scalar",
    "Sequence",
    "Tree",
    "decode",
    "quote",
    "read_tree",
    "unreadable",
]
