#include "net/receive_buffer.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <cstring>

namespace sojourn::net {

std::span<char> ReceiveBuffer::room_for(std::size_t whole) {
  const std::size_t size = end_ - begin_;
  if (size == capacity_) {
    move_to(std::max(initial_bytes, std::min(capacity_ * 2, whole)));
  } else if (begin_ > 0) {
    std::memmove(bytes_.get(), bytes_.get() + begin_, size);
    begin_ = 0;
    end_ = size;
  }
  SOJOURN_CHECK(end_ < capacity_);
  return {bytes_.get() + end_, capacity_ - end_};
}

void ReceiveBuffer::shrink() {
  SOJOURN_CHECK(begin_ == end_);
  begin_ = end_ = 0;
  if (capacity_ > initial_bytes) {
    bytes_.reset();
    capacity_ = 0;
  }
}

void ReceiveBuffer::move_to(std::size_t capacity) {
  const std::string_view kept = unread();
  auto larger = std::make_unique<char[]>(capacity + body_padding_bytes);
  std::copy(kept.begin(), kept.end(), larger.get());
  end_ = kept.size();
  begin_ = 0;
  capacity_ = capacity;
  bytes_ = std::move(larger);
}

}  // namespace sojourn::net
