#pragma once

// Sockets that listen, made and bound before any thread runs.

#include "base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace sojourn::net {

/// Closes its descriptor when it goes.
class ListeningSocket {
 public:
  explicit ListeningSocket(int descriptor) : descriptor_(descriptor) {}
  ListeningSocket(ListeningSocket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  ListeningSocket& operator=(ListeningSocket&&) = delete;
  ~ListeningSocket();

  int descriptor() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }
  /// The bound port; 0 for a unix socket.
  std::uint16_t port() const;

 private:
  int descriptor_;
};

enum class SharePort { no, yes };

/// `127.0.0.1:8080` or `[::1]:8080`. invalid_input where that is no numeric address with a port; unavailable, with the kernel's
/// reason, where it cannot be bound.
Result<ListeningSocket> listen_on(std::string_view address, SharePort share);

/// A unix socket with mode 0600. A socket that a crashed process left behind is replaced; one that answers is not.
Result<ListeningSocket> listen_on_unix(const std::string& path);

}  // namespace sojourn::net
