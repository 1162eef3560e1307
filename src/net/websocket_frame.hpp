#pragma once

// The one place where the borders between WebSocket frames are decided (RFC 6455 section 5), from the server's side. Pure: bytes
// in, whole messages and control frames out. Extensions are never agreed on, so any reserved bit is an error. What a message costs
// in memory grows with the bytes that came, never with the length that was announced.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace sojourn::net {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

inline constexpr std::size_t control_payload_bytes_max = 125;
inline constexpr std::size_t message_fragments_max = 8;

/// The header of an unmasked frame, as a server sends it.
struct FrameHead {
  FrameHead(Opcode opcode, std::size_t payload_bytes);
  std::string_view view() const { return {bytes.data(), size}; }

  std::array<char, 10> bytes;
  std::uint8_t size;
};

/// The payload of a close frame: code, then as much of `reason` as fits, cut between characters.
std::string close_payload(std::uint16_t code, std::string_view reason);

/// A whole text message, or a ping, pong or close frame. Its view ends with the next call of FrameReader::next.
struct Incoming {
  Opcode kind = Opcode::text;
  std::string_view payload;  ///< Valid UTF-8 for text; for close the reason.
  std::uint16_t code = 0;    ///< For close: the peer's code, or 1005 where it gave none.
};

/// Why the conversation must end: the code and reason to close with. Nothing more can be read after it.
struct Violation {
  std::uint16_t code = 0;
  std::string_view reason;  ///< With the lifetime of the program.
};

struct FrameIncomplete {};

using FrameResult = std::variant<FrameIncomplete, Incoming, Violation>;

class FrameReader {
 public:
  explicit FrameReader(std::size_t message_bytes_max) : message_bytes_max_(message_bytes_max) {}

  /// Takes what it needs from the front of `bytes`. Says the same however the bytes were cut. FrameIncomplete leaves `bytes` empty.
  FrameResult next(std::string_view& bytes);

 private:
  using Fault = const Violation*;

  Fault take_head(std::string_view& bytes);
  Fault judge_start() const;
  Fault judge_length();
  std::size_t head_bytes() const;
  void take_payload(std::string_view& bytes);
  FrameResult finish_frame();
  FrameResult finish_close() const;

  bool is_final() const { return (head_[0] & 0x80) != 0; }
  Opcode opcode() const { return static_cast<Opcode>(head_[0] & 0x0f); }
  bool is_control() const { return (head_[0] & 0x08) != 0; }

  const std::size_t message_bytes_max_;
  std::string message_;  // The fragments so far.
  std::array<char, control_payload_bytes_max> control_;
  std::array<std::uint8_t, 14> head_;  // Up to 2 + 8 + 4 bytes.
  std::uint8_t head_size_ = 0;
  bool has_head_ = false;
  bool is_in_message_ = false;
  bool is_delivered_ = false;  // message_ has been given out.
  std::size_t fragments_ = 0;
  std::size_t payload_size_ = 0;
  std::size_t payload_taken_ = 0;
};

}  // namespace sojourn::net
