"""What TensorBoard shows of a folder of event files: a reader of TFRecord frames and of the few
protobuf fields in them, written from their published descriptions alone."""

import struct

_CRC = []
for _byte in range(256):
    for _ in range(8):
        _byte = (_byte >> 1) ^ (0x82F63B78 if _byte & 1 else 0)
    _CRC.append(_byte)


def _masked_crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _CRC[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def _records(data):
    """The payloads up to the first damaged or cut frame, where TensorBoard stops reading a file."""
    at = 0
    while at + 12 <= len(data):
        size, size_crc = struct.unpack_from("<QI", data, at)
        payload = data[at + 12 : at + 12 + size]
        if size_crc != _masked_crc32c(data[at : at + 8]) or at + 16 + size > len(data):
            return
        if struct.unpack_from("<I", data, at + 12 + size) != (_masked_crc32c(payload),):
            return
        yield payload
        at += 16 + size


def _varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _fields(data):
    """(number, value) of each field of a protobuf message."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(data, at)
        else:
            size = {1: 8, 5: 4}.get(kind)
            if size is None:
                size, at = _varint(data, at)
            value, at = data[at : at + size], at + size
        yield key >> 3, value


def _scalar(value):
    fields = dict(_fields(value))
    return fields[1].decode(), struct.unpack("<f", fields[2])[0]


def points(folder):
    """{(step, tag): value} of all event files in the order of their names.  A session's START makes
    TensorBoard forget what it read before at its step and later ones."""
    shown = {}
    for file in sorted(folder.glob("events.out.tfevents.*")):
        for payload in _records(file.read_bytes()):
            event = dict(_fields(payload))
            step = event.get(2, 0)
            if 7 in event and dict(_fields(event[7])).get(1) == 1:
                shown = {key: value for key, value in shown.items() if key[0] < step}
            scalars = [_scalar(value) for _, value in _fields(event.get(5, b""))]
            shown.update({(step, tag): number for tag, number in scalars})
    return shown
