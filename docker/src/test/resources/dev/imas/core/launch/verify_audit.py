"""Verifies the chain of an audit from its rows, without any code of IMAS.

Reads JSON lines: {"seal": {...}, "entry": {...} or null} in the order of their numbers, then {"note": "..."} for each
checkpoint. Where a person was erased from an entry, its line has "remains", as the entry of that erasure gives it. The only argument is the file with the public key in PEM. Prints a line for each finding, and the last link.
"""

import base64
import hashlib
import json
import struct
import sys
import uuid

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P:
        raise ValueError("not a point")
    return P - x if x & 1 != sign else x


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    return recover_x(y, sign), y


def add(a, b):
    t = D * a[0] * b[0] * a[1] * b[1] % P
    x = (a[0] * b[1] + a[1] * b[0]) * pow(1 + t, P - 2, P)
    y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, P - 2, P)
    return x % P, y % P


def times(n, a):
    r = (0, 1)
    while n:
        if n & 1:
            r = add(r, a)
        a, n = add(a, a), n >> 1
    return r


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = recover_x(BASE_Y, 0), BASE_Y


def ed25519(public, message, signature):
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    return s < Q and times(s, BASE) == add(point(signature[:32]), times(h, point(public)))


def field(value):
    if value is None:
        return b"\0"
    if isinstance(value, int):
        value = struct.pack(">q", value)
    elif isinstance(value, uuid.UUID):
        value = value.bytes
    elif isinstance(value, str):
        value = value.encode()
    return b"\1" + struct.pack(">I", len(value)) + value


def identity(text):
    return None if text is None else uuid.UUID(text)


def head(entry):
    return [identity(entry["tenant_id"])], [identity(entry["id"]), entry["at_micros"], entry["actor_kind"],
                                            identity(entry["actor_id"]), entry["via"]]


def tail(entry):
    return [entry["request_id"], entry["action"], entry["subject_kind"], identity(entry["subject_id"])]


def texts(entry):
    return [entry["before"], entry["after"]]


def hashed(kind, fields):
    return hashlib.sha256(kind + b"".join(map(field, fields))).digest()


def leaf(entry, number):
    tenant, start = head(entry)
    if entry.get("commitment") is None:
        fields = ["imas-audit/1"] + tenant + [number] + start + [entry["address"]] + tail(entry) + texts(entry)
    else:
        committed = bytes.fromhex(entry["commitment"][2:])
        fields = ["imas-audit/2"] + tenant + [number] + start + tail(entry) + [committed]
    return hashed(b"\0", fields)


def is_as_committed(entry):
    if entry.get("commitment") is None:
        return True
    fields = ["imas-audit-content/1", identity(entry["salt"]), entry["address"]] + texts(entry)
    return entry["salt"] is not None and hashed(b"\2", fields).hex() == entry["commitment"][2:]


def remains(entry):
    tenant, start = head(entry)
    return hashed(b"\2", ["imas-audit-remains/1"] + tenant + start + [entry["address"]] + tail(entry) + texts(entry))


def link(previous, seal):
    number, micros = struct.pack(">q", seal["number"]), struct.pack(">q", seal["sealed_micros"])
    late = b"\1" if seal["is_late"] else b"\0"
    return hashlib.sha256(b"\1" + previous + number + bytes.fromhex(seal["leaf"]) + micros + late).digest()


def check_note(note, links, public):
    text, _, signature = note.partition("\n\n")
    origin, number, hashed, _ = (text + "\n").split("\n")[:4]
    name, signed = signature.strip()[2:].split(" ")
    signed = base64.b64decode(signed)
    key_hash = hashlib.sha256(origin.encode() + b"\n\1" + public).digest()[:4]
    if name != origin or signed[:4] != key_hash or not ed25519(public, (text + "\n").encode(), signed[4:]):
        print("SIGNATURE_WRONG", number)
    elif int(number) not in links:
        print("CHAIN_SHORTER", number)
    elif links[int(number)] != base64.b64decode(hashed):
        print("HISTORY_OTHER", number)


def main():
    pem = open(sys.argv[1]).read().split("-----BEGIN PUBLIC KEY-----")[1].split("-----")[0]
    public = base64.b64decode(pem)[-32:]
    last, previous, links = 0, bytes(32), {}
    for line in sys.stdin:
        row = json.loads(line)
        if "note" in row:
            check_note(row["note"], links, public)
            continue
        seal, entry = row["seal"], row["entry"]
        if seal["number"] != last + 1:
            print("NUMBER_MISSING", seal["number"])
        elif link(previous, seal).hex() != seal["link"]:
            print("LINK_BROKEN", seal["number"])
        if entry is None:
            print("ENTRY_MISSING", seal["number"])
        elif row.get("remains"):
            same = entry.get("commitment") is None or leaf(entry, seal["number"]).hex() == seal["leaf"]
            if not same or remains(entry).hex() != row["remains"]:
                print("ENTRY_CHANGED", seal["number"])
        elif leaf(entry, seal["number"]).hex() != seal["leaf"] or not is_as_committed(entry):
            print("ENTRY_CHANGED", seal["number"])
        last, previous = seal["number"], bytes.fromhex(seal["link"])
        links[last] = previous
    print("last", last, previous.hex())


if __name__ == "__main__":
    main()
