#pragma once

// Frames waiting for one WebSocket client, oldest first. Bounded: a client that far behind is closed, not served. Pure.

#include "base/error.hpp"
#include "net/websocket_frame.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sojourn::net {

class Outbox {
 public:
  Outbox(std::size_t bytes_max, std::size_t frames_max) : bytes_max_(bytes_max), frames_max_(frames_max) {}

  /// limit_reached where it does not fit; the frame is not queued then.
  Result<void> push(Opcode opcode, std::shared_ptr<const std::string> payload);
  /// The same for bytes that go as they are.
  Result<void> push_unframed(std::shared_ptr<const std::string> bytes);
  /// For the answer to the handshake, and for the close frame, which must fit.
  void push_anyway(Opcode opcode, std::string payload);
  void push_unframed(std::string bytes);
  /// Forgets all frames of which nothing has been sent.
  void drop_unsent();

  bool empty() const { return bytes_ == 0; }
  std::size_t bytes() const { return bytes_; }

  /// Appends frames from the front until `out` holds `bytes_max` or all.
  void append_to(std::string& out, std::size_t bytes_max) const;
  /// So many of the front's bytes are on their way.
  void sent(std::size_t bytes);

 private:
  struct Frame {
    FrameHead head;
    bool has_head;
    std::shared_ptr<const std::string> payload;
    std::size_t size() const { return (has_head ? head.size : 0U) + payload->size(); }
  };
  void add(Frame frame);

  const std::size_t bytes_max_;
  const std::size_t frames_max_;
  std::vector<Frame> frames_;
  std::size_t front_sent_ = 0;  // Of the first frame's bytes.
  std::size_t bytes_ = 0;       // Not yet sent, in all.
};

}  // namespace sojourn::net
