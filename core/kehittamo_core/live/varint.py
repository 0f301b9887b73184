"""Numbers, strings and byte strings as lib0 writes them: the alphabet of Yjs updates and of our binary frames."""


class Truncated(ValueError):
    """The bytes end too early, or a number is larger than the format allows."""


MAX_NUMBER = (1 << 53) - 1
"""The largest whole number that a JavaScript client can hold."""


def varuint(number: int) -> bytes:
    """A whole number, seven bits a byte, the lowest first."""
    out = bytearray()
    while number > 127:
        out.append(128 | (number & 127))
        number >>= 7
    out.append(number)
    return bytes(out)


def read_varuint(data: bytes, at: int) -> tuple[int, int]:
    """The number that starts at `at`, and where the next thing starts. Raises Truncated."""
    number = shift = 0
    try:
        while True:
            byte = data[at]
            at += 1
            number |= (byte & 127) << shift
            if byte < 128:
                break
            shift += 7
            if shift > 49:
                raise Truncated("a number has too many bytes")
    except IndexError:
        raise Truncated("the bytes end inside a number") from None
    if number > MAX_NUMBER:
        raise Truncated("a number is too large")
    return number, at


def with_length(data: bytes) -> bytes:
    """Bytes with their length in front."""
    return varuint(len(data)) + data


def read_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    """The bytes that stand behind their length at `at`, and where the next thing starts. Raises Truncated."""
    length, at = read_varuint(data, at)
    end = at + length
    if end > len(data):
        raise Truncated("the bytes end inside a byte string")
    return data[at:end], end


def read_text(data: bytes, at: int) -> tuple[str, int]:
    """The UTF-8 text that stands behind its length at `at`, and where the next thing starts. Raises Truncated."""
    raw, at = read_bytes(data, at)
    try:
        return raw.decode(), at
    except UnicodeDecodeError:
        raise Truncated("a text is not UTF-8") from None
