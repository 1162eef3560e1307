#include "net/outbox.hpp"

#include "base/check.hpp"

namespace sojourn::net {
namespace {

constexpr std::size_t frames_kept = 4;

}  // namespace

Result<void> Outbox::push(Opcode opcode, std::shared_ptr<const std::string> payload) {
  Frame frame{FrameHead(opcode, payload->size()), true, std::move(payload)};
  if (frames_.size() >= frames_max_ || bytes_ + frame.size() > bytes_max_) {
    return fail(ErrorKind::limit_reached, "the client does not keep up");
  }
  add(std::move(frame));
  return {};
}

Result<void> Outbox::push_unframed(std::shared_ptr<const std::string> bytes) {
  Frame frame{FrameHead(Opcode::text, 0), false, std::move(bytes)};
  if (frames_.size() >= frames_max_ || bytes_ + frame.size() > bytes_max_) {
    return fail(ErrorKind::limit_reached, "the client does not keep up");
  }
  add(std::move(frame));
  return {};
}

void Outbox::push_anyway(Opcode opcode, std::string payload) {
  const FrameHead head(opcode, payload.size());
  add({head, true, std::make_shared<const std::string>(std::move(payload))});
}

void Outbox::push_unframed(std::string bytes) {
  add({FrameHead(Opcode::text, 0), false, std::make_shared<const std::string>(std::move(bytes))});
}

void Outbox::add(Frame frame) {
  bytes_ += frame.size();
  frames_.push_back(std::move(frame));
}

void Outbox::drop_unsent() {
  const std::size_t kept = front_sent_ > 0 ? 1 : 0;
  frames_.erase(frames_.begin() + static_cast<std::ptrdiff_t>(kept), frames_.end());
  bytes_ = kept ? frames_.front().size() - front_sent_ : 0;
}

void Outbox::append_to(std::string& out, std::size_t bytes_max) const {
  std::size_t skip = front_sent_;
  for (const Frame& frame : frames_) {
    if (out.size() >= bytes_max) return;
    const std::string_view head = frame.has_head ? frame.head.view() : std::string_view();
    if (skip < head.size()) out += head.substr(skip);
    out.append(*frame.payload, skip > head.size() ? skip - head.size() : 0);
    skip = 0;
  }
}

void Outbox::sent(std::size_t bytes) {
  SOJOURN_CHECK(bytes <= bytes_);
  bytes_ -= bytes;
  front_sent_ += bytes;
  std::size_t gone = 0;
  while (gone < frames_.size() && front_sent_ >= frames_[gone].size()) front_sent_ -= frames_[gone++].size();
  frames_.erase(frames_.begin(), frames_.begin() + static_cast<std::ptrdiff_t>(gone));
  if (frames_.empty() && frames_.capacity() > frames_kept) frames_.shrink_to_fit();
}

}  // namespace sojourn::net
