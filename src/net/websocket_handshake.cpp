#include "net/websocket_handshake.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <array>

namespace sojourn::net {
namespace {

constexpr std::string_view key_suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

// Sixteen bytes in base64: 22 characters and two signs of padding.
bool is_key(std::string_view key) {
  constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return key.size() == 24 && key.ends_with("==") && key.substr(0, 22).find_first_not_of(base64) == std::string_view::npos;
}

std::string digest_of(std::string text) {
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha1(), nullptr);
  std::array<unsigned char, 29> encoded;  // 28 and a terminating zero.
  EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest.size()));
  return std::string(encoded.begin(), encoded.end() - 1);
}

}  // namespace

std::expected<std::string, Response> websocket_accept_key(const Request& request, const Head& head) {
  if (head.content_length.value_or(0) > 0) return std::unexpected(problem(400, "a WebSocket handshake has no body"));
  if (request.header("sec-websocket-version") != "13") {
    Response refusal = problem(426, "only version 13 of WebSocket is spoken here");
    refusal.header("Sec-WebSocket-Version", "13");
    return std::unexpected(std::move(refusal));
  }
  const std::string_view key = request.header("sec-websocket-key");
  if (!is_key(key)) return std::unexpected(problem(400, "Sec-WebSocket-Key is not 16 bytes in base64"));
  return digest_of(std::string(key).append(key_suffix));
}

std::string websocket_handshake(std::string_view accept_key, std::string_view subprotocol) {
  std::string protocol_line;
  if (!subprotocol.empty()) protocol_line = fmt::format("Sec-WebSocket-Protocol: {}\r\n", subprotocol);
  return fmt::format(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {}\r\n{}\r\n",
      accept_key, protocol_line);
}

}  // namespace sojourn::net
