#pragma once

// The bytes of one connection that have come and are not yet dealt with. They stay where they are until consume() or room_for(), so
// requests can be views into them.

#include "net/http.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace sojourn::net {

class ReceiveBuffer {
 public:
  static constexpr std::size_t initial_bytes = 4 * 1024;

  std::string_view unread() const { return {bytes_.get() + begin_, end_ - begin_}; }

  /// Space to receive into, at least one byte. Grows by doubling as bytes really come, never beyond what `whole` bytes from the
  /// front of unread() need. Ends all views.
  std::span<char> room_for(std::size_t whole);
  void received(std::size_t bytes) { end_ += bytes; }
  void consume(std::size_t bytes) { begin_ += bytes; }

  /// Gives back what a large request needed. Only while unread() is empty; ends all views.
  void shrink();

 private:
  void move_to(std::size_t capacity);

  std::unique_ptr<char[]> bytes_;  // `capacity_` and body_padding_bytes more, so that a body never ends where the memory does.
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace sojourn::net
