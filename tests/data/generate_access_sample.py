#!/usr/bin/env python3
"""Writes access_sample.log: an invented access log, the same at every run.

Fifty visitors with gaps around the idle timeout, robots, escapes, IPv6, zones, carriage returns, identical lines, lines out of
order and lines that nobody can read. Run it from anywhere; the file goes beside this script.
"""

import datetime
import pathlib
import random

AGENTS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    r"An \"odd\" agent\x21",
    "curl/8.5.0",
    "-",
]
PAGES = ["/", "/listings", "/listings/42", "/listings/43?sort=price", "/contact", "/robots.txt", "/a page with spaces"]
FILES = ["/style.css", "/app.js?v=3", "/logo.PNG", "/photos/42.webp", "/fonts/sans.woff2", "/plan.pdf"]
UNREADABLE = [
    "",
    "not a log line",
    '203.0.113.9 - - [32/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"',
    '203.0.113.9 - - [10/Foo/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"',
    '203.0.113.9 - - [10/Jan/2026:25:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"',
    '203.0.113.9 - - [29/Feb/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"',
    '203.0.113.9 - - [10/Jan/2026:10:00:00] "GET / HTTP/1.1" 200 5 "-" "-"',
    '203.0.113.9 - - [10/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1',
    '203.0.113.9 - - [10/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1" - 5 "-" "-"',
    '203.0.113.9 - - [10/Jan/2026:10:00:00 +0000] GET / HTTP/1.1 200 5',
]
GAPS = [0, 0, 1, 2, 5, 17, 60, 300, 1799, 1800, 1801, 4000]


def time_text(seconds, zone_minutes):
    zone = datetime.timezone(datetime.timedelta(minutes=zone_minutes))
    at = datetime.datetime.fromtimestamp(seconds, zone)
    return at.strftime("%d/%b/%Y:%H:%M:%S ") + at.strftime("%z")


def visitor_lines(chance, number):
    address = chance.choice([f"203.0.113.{number}", f"2001:db8::{number:x}", f"host{number}.example"])
    agent = chance.choice(AGENTS)
    zone = chance.choice([0, 0, 0, 330, -420])
    is_common = number % 9 == 0
    at = 1_767_225_600 + chance.randrange(86_400)
    for _ in range(chance.randrange(10, 70)):
        at += chance.choice(GAPS)
        method = chance.choice(["GET"] * 9 + ["POST", "HEAD"])
        target = chance.choice(PAGES + FILES)
        request = chance.choice([f"{method} {target} HTTP/1.1"] * 30 + ["-", r"\x16\x03\x01", f"{method} {target}"])
        status = chance.choice([200] * 8 + [304, 301, 404, 500])
        size = chance.choice(["-", "0", str(chance.randrange(100_000))])
        line = f'{address} - {chance.choice(["-", "ada", "ada lovelace"])} [{time_text(at, zone)}] "{request}" {status} {size}'
        if not is_common:
            referrer = chance.choice(["-", "https://example.com/", r"https://example.com/?q=\"x\""])
            line += f' "{referrer}" "{agent}"' + chance.choice([""] * 9 + [' "0.004"'])
        yield line + chance.choice([""] * 30 + ["\r"])


def main():
    chance = random.Random(20260101)
    lines = [line for number in range(1, 51) for line in visitor_lines(chance, number)]
    lines += chance.sample(lines, 40)  # The same request twice in a second.
    lines += UNREADABLE * 3
    lines.sort(key=lambda line: line.partition("[")[2][:20])
    for _ in range(400):
        i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[i], lines[j] = lines[j], lines[i]
    file = pathlib.Path(__file__).with_name("access_sample.log")
    file.write_bytes("".join(line + "\n" for line in lines).encode())
    print(f"{len(lines)} lines")


if __name__ == "__main__":
    main()
