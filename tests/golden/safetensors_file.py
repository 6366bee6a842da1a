"""Writes safetensors files with a checksum, as docs/checkpoints.md has them ("The file")."""

import json
import struct

import torch

DTYPES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.int64: "I64",
    torch.uint8: "U8",
}


def write(path, metadata, tensors):
    header, data = {"__metadata__": metadata | {"crc32c": "00000000"}}, bytearray()
    # Wide numbers first: each lies at a multiple of its size.
    for name in sorted(tensors, key=lambda name: (-tensors[name].element_size(), name)):
        tensor = tensors[name].detach().contiguous()
        begin = len(data)
        data += bytes(tensor.reshape(-1).view(torch.uint8).tolist())
        header[name] = {
            "dtype": DTYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [begin, len(data)],
        }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    contents = struct.pack("<Q", len(text)) + text + data
    field = contents.index(b'"crc32c":"') + len(b'"crc32c":"')
    checksum = f"{crc32c(contents):08x}".encode()
    path.write_bytes(contents[:field] + checksum + contents[field + 8 :])


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def table_entry(value):
    for _ in range(8):
        value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
    return value


TABLE = [table_entry(byte) for byte in range(256)]
