#pragma once

// The opening handshake of RFC 6455 section 4, the server's half. Pure.

#include "net/http_head.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace sojourn::net {

/// The value of Sec-WebSocket-Accept, or the answer that says what is wrong with the handshake.
std::expected<std::string, Response> websocket_accept_key(const Request& request, const Head& head);

/// The 101 answer. `subprotocol` is left out where empty.
std::string websocket_handshake(std::string_view accept_key, std::string_view subprotocol);

}  // namespace sojourn::net
