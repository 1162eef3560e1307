#pragma once

// Asio's side of a Loop, for the private half of this module only: including Asio costs seconds, so public headers do not.

#include "net/loop.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <mutex>
#include <vector>

namespace sojourn::net {

namespace asio = boost::asio;
using boost::system::error_code;

/// A concrete executor type in place of any_io_executor, which costs a virtual call and a copy at each operation.
using LoopExecutor = asio::io_context::executor_type;
using StreamSocket = asio::basic_stream_socket<asio::generic::stream_protocol, LoopExecutor>;
using Descriptor = asio::posix::basic_stream_descriptor<LoopExecutor>;
using SteadyTimer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, LoopExecutor>;

/// The context runs without locks, so only its own thread may touch it; other threads leave work in the inbox and ring.
struct Loop::Impl {
  explicit Impl(Loop& loop);

  void listen_for_rings();
  void run_inbox();
  void ring();

  Loop& loop;
  asio::io_context context;
  Descriptor bell;  // An eventfd.

  std::mutex mutex;
  std::vector<std::move_only_function<void()>> inbox;  // Guarded by mutex. Bounded by what can be in flight on connections.
  std::vector<std::move_only_function<void()>> at_work;
};

}  // namespace sojourn::net
