#include "notify/message.hpp"

#include <fmt/chrono.h>

namespace sojourn::notify {
namespace {

constexpr std::size_t line_chars_max = 72;

/// `=?utf-8?Q?…?=` (RFC 2047) where the text is not plain; line ends and other controls become blanks either way.
std::string header_text(std::string_view text) {
  const bool is_plain = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f && c != '=' && c != '?'; });
  if (is_plain) return std::string(text);
  std::string encoded;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) encoded += fmt::format("{}=?utf-8?Q?{}?=", encoded.empty() ? "" : "\r\n ", word);
    word.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    // A character of several bytes may not be cut in two.
    std::size_t next = at + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U) ++next;
    std::string piece;
    for (const char c : text.substr(at, next - at)) {
      const auto byte = static_cast<unsigned char>(c);
      const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
      piece += byte <= 0x20 || byte == 0x7f ? "_" : is_letter ? std::string(1, c) : fmt::format("={:02X}", byte);
    }
    if (word.size() + piece.size() > 50) flush();
    word += piece;
    at = next;
  }
  flush();
  return encoded;
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  const auto put = [&](std::string_view piece) {
    if (column + piece.size() > line_chars_max) {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
    if (byte == '\n') {
      out += "\r\n";
      column = 0;
    } else if (byte == '\r') {
      continue;
    } else if ((byte >= 0x21 && byte <= 0x7e && byte != '=' && !(byte == '.' && column == 0)) || (byte == ' ' && !ends_line)) {
      put(std::string_view(&text[i], 1));
    } else {
      put(fmt::format("={:02X}", byte));
    }
  }
  return out;
}

std::string date_text(Instant now) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} +0000", fmt::gmtime(static_cast<std::time_t>(now.seconds())));
}

}  // namespace

std::string format(const Message& message, Instant now) {
  std::string out = fmt::format("Date: {}\r\n", date_text(now));
  out += message.from_name.empty() ? fmt::format("From: <{}>\r\n", message.from)
                                   : fmt::format("From: {} <{}>\r\n", header_text(message.from_name), message.from);
  out += fmt::format("To: <{}>\r\nSubject: {}\r\n", message.to, header_text(message.subject));
  out += fmt::format("Message-ID: <{}@sojourn>\r\nMIME-Version: 1.0\r\n", message.id);
  out += "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
  return out + quoted_printable(message.text) + "\r\n";
}

}  // namespace sojourn::notify
