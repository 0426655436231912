"""Packed bytes that are the same whenever they are made, as the names of tests made from them must be."""

import gzip


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
