#include "net/websocket_frame.hpp"

#include "base/check.hpp"
#include "net/websocket.hpp"

#include <simdjson.h>
#include <algorithm>

namespace sojourn::net {
namespace {

constexpr std::size_t message_bytes_kept = 256;

constexpr Violation reserved_bit{close_code::protocol_error, "a reserved bit is set"};
constexpr Violation unknown_opcode{close_code::protocol_error, "the opcode is unknown"};
constexpr Violation unmasked{close_code::protocol_error, "a client's frame must be masked"};
constexpr Violation bad_control{close_code::protocol_error, "a control frame is too long or in fragments"};
constexpr Violation stray_continuation{close_code::protocol_error, "a continuation without a beginning"};
constexpr Violation stray_beginning{close_code::protocol_error, "a message begins inside another"};
constexpr Violation padded_length{close_code::protocol_error, "the length is not in its shortest form"};
constexpr Violation negative_length{close_code::protocol_error, "the length has its highest bit set"};
constexpr Violation bad_close{close_code::protocol_error, "the close frame has no valid code"};
constexpr Violation binary_message{close_code::unsupported_data, "only text is spoken here"};
constexpr Violation bad_text{close_code::invalid_text, "the text is not UTF-8"};
constexpr Violation too_many_fragments{close_code::policy_violation, "the message has too many fragments"};
constexpr Violation too_big{close_code::message_too_big, "the message is too long"};

// The codes a peer may send (RFC 6455 section 7.4 and the registry's additions up to 1014).
bool may_be_sent(std::uint16_t code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

}  // namespace

FrameHead::FrameHead(Opcode opcode, std::size_t payload_bytes) : bytes{}, size(2) {
  bytes[0] = static_cast<char>(0x80U | static_cast<unsigned>(opcode));
  if (payload_bytes > 125) size = payload_bytes <= 0xffff ? 4 : 10;
  bytes[1] = static_cast<char>(size == 2 ? payload_bytes : size == 4 ? 126 : 127);
  for (std::size_t at = size; at-- > 2; payload_bytes >>= 8) bytes[at] = static_cast<char>(payload_bytes & 0xff);
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  constexpr std::size_t reason_bytes_max = control_payload_bytes_max - 2;
  std::size_t size = std::min(reason.size(), reason_bytes_max);
  const auto is_inside_character = [&](std::size_t at) { return at < reason.size() && (reason[at] & 0xc0) == 0x80; };
  while (size > 0 && is_inside_character(size)) --size;
  std::string payload;
  payload += static_cast<char>(code >> 8);
  payload += static_cast<char>(code & 0xff);
  payload += reason.substr(0, size);
  return payload;
}

FrameResult FrameReader::next(std::string_view& bytes) {
  if (is_delivered_) {
    message_.clear();
    if (message_.capacity() > message_bytes_kept) message_.shrink_to_fit();
    is_delivered_ = false;
  }
  for (;;) {
    if (!has_head_) {
      if (const Fault fault = take_head(bytes)) return *fault;
      if (!has_head_) return FrameIncomplete{};
    }
    take_payload(bytes);
    if (payload_taken_ < payload_size_) return FrameIncomplete{};
    has_head_ = false;
    head_size_ = 0;
    if (is_control() || is_final()) return finish_frame();
  }
}

// Two bytes say how long the rest of the head is; each part is judged as soon as it is there.
FrameReader::Fault FrameReader::take_head(std::string_view& bytes) {
  while (!bytes.empty()) {
    head_[head_size_++] = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    if (head_size_ == 2) {
      if (const Fault fault = judge_start()) return fault;
    }
    if (head_size_ >= 2 && head_size_ == head_bytes()) {
      if (const Fault fault = judge_length()) return fault;
      has_head_ = true;
      payload_taken_ = 0;
      return nullptr;
    }
  }
  return nullptr;
}

std::size_t FrameReader::head_bytes() const {
  const unsigned length = head_[1] & 0x7fU;
  return 2U + (length == 126 ? 2U : length == 127 ? 8U : 0U) + 4U;
}

FrameReader::Fault FrameReader::judge_start() const {
  if ((head_[0] & 0x70) != 0) return &reserved_bit;
  if ((head_[1] & 0x80) == 0) return &unmasked;
  switch (opcode()) {
    case Opcode::continuation: return is_in_message_ ? nullptr : &stray_continuation;
    case Opcode::text: return is_in_message_ ? &stray_beginning : nullptr;
    case Opcode::binary: return is_in_message_ ? &stray_beginning : &binary_message;
    case Opcode::close:
    case Opcode::ping:
    case Opcode::pong: return !is_final() || (head_[1] & 0x7f) > control_payload_bytes_max ? &bad_control : nullptr;
  }
  return &unknown_opcode;
}

FrameReader::Fault FrameReader::judge_length() {
  std::uint64_t length = head_[1] & 0x7fU;
  if (length >= 126) {
    const bool is_long = length == 127;
    length = 0;
    for (std::size_t at = 2; at < (is_long ? 10U : 4U); ++at) length = length << 8 | head_[at];
    if (length <= (is_long ? 0xffffU : 125U)) return &padded_length;
    if (length >> 63 != 0) return &negative_length;
  }
  payload_size_ = length;
  if (is_control()) return nullptr;
  if (opcode() == Opcode::text) fragments_ = 0;
  if (++fragments_ > message_fragments_max) return &too_many_fragments;
  if (length > message_bytes_max_ - message_.size()) return &too_big;
  is_in_message_ = !is_final();
  return nullptr;
}

void FrameReader::take_payload(std::string_view& bytes) {
  const std::size_t size = std::min(payload_size_ - payload_taken_, bytes.size());
  const std::uint8_t* mask = head_.data() + head_bytes() - 4;
  char* target = control_.data() + payload_taken_;
  if (!is_control()) {
    const std::size_t before = message_.size();
    message_.resize(before + size);
    target = message_.data() + before;
  }
  for (std::size_t i = 0; i < size; ++i) target[i] = static_cast<char>(bytes[i] ^ mask[(payload_taken_ + i) & 3]);
  payload_taken_ += size;
  bytes.remove_prefix(size);
}

FrameResult FrameReader::finish_frame() {
  if (opcode() == Opcode::close) return finish_close();
  if (is_control()) return Incoming{.kind = opcode(), .payload = {control_.data(), payload_size_}};
  if (!simdjson::validate_utf8(message_)) return bad_text;
  is_delivered_ = true;
  return Incoming{.kind = Opcode::text, .payload = message_};
}

FrameResult FrameReader::finish_close() const {
  if (payload_size_ == 0) return Incoming{.kind = Opcode::close, .payload = {}, .code = close_code::no_code};
  if (payload_size_ == 1) return bad_close;
  const auto byte = [this](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(control_[at])); };
  const auto code = static_cast<std::uint16_t>(byte(0) << 8 | byte(1));
  const std::string_view reason(control_.data() + 2, payload_size_ - 2);
  if (!may_be_sent(code)) return bad_close;
  if (!simdjson::validate_utf8(reason)) return bad_text;
  return Incoming{.kind = Opcode::close, .payload = reason, .code = code};
}

}  // namespace sojourn::net
