#pragma once

// Accepts connections for one lane. When the process has no descriptors left it pauses until the next sweep; it never spins.
// Private to this module; on its lane's thread, but for construction and destruction.

#include "net/connection.hpp"
#include "net/listening_socket.hpp"

namespace sojourn::net {

class Listener {
 public:
  Listener(Lane& lane, ListeningSocket socket);

  void start();
  void close();

 private:
  void wait();
  void accept_some();
  bool accept_one();
  void welcome(int descriptor, int family, const PeerAddress& peer);

  Lane& lane_;
  Descriptor descriptor_;
  bool is_paused_ = false;
};

}  // namespace sojourn::net
