#pragma once

// A plain e-mail as it goes over the wire (RFC 5322, text in UTF-8 as quoted-printable, RFC 2045).

#include "base/instant.hpp"

#include <string>
#include <string_view>

namespace sojourn::notify {

struct Message {
  std::string from;  ///< An address.
  std::string from_name;
  std::string to;
  std::string subject;
  std::string text;
  std::string id;  ///< The same for every try, so that a mail server can tell a repeat.
};

/// With CRLF line ends; nothing of a visitor's can add a header or a recipient.
std::string format(const Message& message, Instant now);

}  // namespace sojourn::notify
