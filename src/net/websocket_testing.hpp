#pragma once

// The client's half of WebSocket, for tests: frames by hand, right ones and wrong ones, and a handler that writes down what happens
// to it.

#include "net/testing.hpp"
#include "net/websocket_frame.hpp"

#include <mutex>

namespace sojourn::net::testing {

enum class Mask { yes, no };
inline constexpr unsigned final_bit = 0x80;

/// A frame with any first byte, masked as a client must, in the shortest form.
inline std::string client_frame(unsigned first_byte, std::string_view payload, Mask mask = Mask::yes) {
  const FrameHead head(Opcode::text, payload.size());
  std::string frame(head.view());
  frame[0] = static_cast<char>(first_byte);
  if (mask == Mask::no) return frame.append(payload);
  constexpr std::string_view key = "\x11\x22\x33\x44";
  frame[1] = static_cast<char>(frame[1] | '\x80');
  frame += key;
  for (std::size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ key[i % 4]);
  return frame;
}
inline std::string text_frame(std::string_view text) {
  return client_frame(final_bit | 1, text);
}
inline std::string ping_frame(std::string_view payload) {
  return client_frame(final_bit | 9, payload);
}
inline std::string close_frame(std::uint16_t code, std::string_view reason = {}) {
  return client_frame(final_bit | 8, close_payload(code, reason));
}
/// A head alone that announces a length in eight bytes.
inline std::string long_head(std::uint64_t length) {
  std::string head = "\x81\xff";
  for (int shift = 56; shift >= 0; shift -= 8) head += static_cast<char>(length >> shift & 0xff);
  return head + "\x11\x22\x33\x44";
}

inline std::string handshake(std::string_view headers = {}) {
  return get("/live", std::string("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                          .append(headers));
}

/// One frame from the server: `text:hello`, `close:1000 reason`, `ping:`; empty where the connection ended.
inline std::string server_frame(Client& client) {
  const std::string start = client.take(2);
  if (start.size() < 2) return {};
  const auto byte = [](char c) { return static_cast<unsigned>(static_cast<unsigned char>(c)); };
  EXPECT_EQ(byte(start[0]) & 0xf0U, final_bit);
  EXPECT_EQ(byte(start[1]) & 0x80U, 0U) << "masked by the server";
  std::uint64_t size = byte(start[1]);
  if (size >= 126) {
    const std::string length = client.take(size == 126 ? 2 : 8);
    size = 0;
    for (const char c : length) size = size << 8 | byte(c);
  }
  const std::string payload = client.take(size);
  switch (static_cast<Opcode>(byte(start[0]) & 0x0fU)) {
    case Opcode::text: return "text:" + payload;
    case Opcode::ping: return "ping:" + payload;
    case Opcode::pong: return "pong:" + payload;
    case Opcode::close: return "close:" + std::to_string(byte(payload[0]) << 8 | byte(payload[1])) + " " + payload.substr(2);
    default: return "other";
  }
}

/// What happened to handlers, in words, for the test's thread to wait for.
class Diary {
 public:
  void write(std::string entry) {
    const std::scoped_lock lock(mutex_);
    entries_.push_back(std::move(entry));
    written_.notify_all();
  }
  /// The oldest entry not yet read.
  std::string next() {
    std::unique_lock lock(mutex_);
    if (!written_.wait_for(lock, patience, [this] { return !entries_.empty(); })) return "nothing";
    std::string entry = std::move(entries_.front());
    entries_.pop_front();
    return entry;
  }

 private:
  std::mutex mutex_;
  std::condition_variable written_;
  std::deque<std::string> entries_;
};

/// Echoes text; `close` closes with 4000, `fail` throws.
class EchoHandler final : public SocketHandler {
 public:
  explicit EchoHandler(Diary& diary, SocketLimits limits = {}) : diary_(diary), limits_(limits) {}

  SocketLimits limits() const override { return limits_; }
  std::string subprotocol() const override { return "sojourn.1"; }
  void on_open(WebSocket& socket) override {
    socket_ = &socket;
    diary_.write("open");
  }
  void on_text(std::string_view text) override {
    if (text == "close") return socket_->close(4000, "as you wish");
    if (text == "fail") throw std::runtime_error("on purpose");
    const auto sent = socket_->send(std::make_shared<const std::string>(text));
    if (!sent) diary_.write("refused: " + std::string(sojourn::name_of(sent.error().kind)));
  }
  void on_closed(std::uint16_t code, std::string_view reason) override {
    diary_.write("closed " + std::to_string(code) + " " + std::string(reason));
  }

 private:
  Diary& diary_;
  const SocketLimits limits_;
  WebSocket* socket_ = nullptr;
};

/// A server whose /live echoes.
struct EchoServer : TestServer {
  Diary diary;
  SocketLimits socket_limits;

  EchoServer() {
    application.upgrades = [this](const Request&) { return std::make_unique<EchoHandler>(diary, socket_limits); };
  }
  ~EchoServer() { server->stop(); }  // Handlers write into the diary until then.
  /// A client whose handshake is done.
  Client talker() {
    Client talker = client();
    EXPECT_TRUE(has_status(talker.send(handshake()).answer(), 101));
    EXPECT_EQ(diary.next(), "open");
    return talker;
  }
};

}  // namespace sojourn::net::testing
