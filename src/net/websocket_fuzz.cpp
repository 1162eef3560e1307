// Any bytes after the handshake: what is understood does not depend on where they are cut, and costs no more memory than came.

#include "base/check.hpp"
#include "net/websocket_frame.hpp"

#include <simdjson.h>
#include <string>

namespace sojourn::net {
namespace {

constexpr std::size_t message_bytes_max = 4096;

std::string understood(std::string_view bytes, std::size_t piece) {
  FrameReader reader(message_bytes_max);
  std::string words;
  while (!bytes.empty()) {
    const std::string own(bytes.substr(0, piece));
    bytes.remove_prefix(own.size());
    std::string_view rest = own;
    for (;;) {
      const FrameResult result = reader.next(rest);
      if (std::holds_alternative<FrameIncomplete>(result)) break;
      if (const auto* violation = std::get_if<Violation>(&result)) return words + "!" + std::to_string(violation->code);
      const Incoming& incoming = std::get<Incoming>(result);
      SOJOURN_CHECK(incoming.payload.size() <= (incoming.kind == Opcode::text ? message_bytes_max : control_payload_bytes_max));
      SOJOURN_CHECK(incoming.kind != Opcode::text || simdjson::validate_utf8(incoming.payload));
      words += std::to_string(static_cast<int>(incoming.kind)) + ":" + std::to_string(incoming.code) + ":";
      words += incoming.payload;
      words += ';';
    }
    SOJOURN_CHECK(rest.empty());
  }
  return words;
}

}  // namespace
}  // namespace sojourn::net

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using sojourn::net::understood;
  if (size == 0) return 0;
  const void* generic = data;
  const std::string_view bytes(static_cast<const char*>(generic), size);
  const std::string whole = understood(bytes.substr(1), size);
  SOJOURN_CHECK(understood(bytes.substr(1), 1) == whole);
  SOJOURN_CHECK(understood(bytes.substr(1), 1U + data[0] % 32U) == whole);
  return 0;
}
