#include "net/loop.hpp"

#include "base/check.hpp"
#include "net/loop_impl.hpp"

#include <sys/eventfd.h>
#include <unistd.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

namespace sojourn::net {
namespace {

thread_local Loop* current_loop = nullptr;

int make_bell() {
  const int descriptor = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  SOJOURN_CHECK(descriptor >= 0);
  return descriptor;
}

}  // namespace

struct Timer::State {
  explicit State(asio::io_context& context) : timer(context) {}
  SteadyTimer timer;
  std::move_only_function<void()> work;  // Empty once run or cancelled.
};

Timer& Timer::operator=(Timer&& other) noexcept {
  if (this != &other) {
    cancel();
    state_ = std::move(other.state_);
  }
  return *this;
}

void Timer::cancel() {
  if (!state_) return;
  state_->work = nullptr;
  state_->timer.cancel();
  state_.reset();
}

Loop::Impl::Impl(Loop& owner) : loop(owner), context(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE), bell(context, make_bell()) {}

void Loop::Impl::listen_for_rings() {
  bell.async_wait(Descriptor::wait_read, [this](error_code error) {
    if (error) return;
    std::uint64_t rings = 0;
    [[maybe_unused]] const auto size = ::read(bell.native_handle(), &rings, sizeof rings);
    run_inbox();
    listen_for_rings();
  });
}

void Loop::Impl::ring() {
  const std::uint64_t once = 1;
  [[maybe_unused]] const auto size = ::write(bell.native_handle(), &once, sizeof once);
}

void Loop::Impl::run_inbox() {
  {
    const std::scoped_lock lock(mutex);
    at_work.swap(inbox);
  }
  for (auto& work : at_work) work();
  at_work.clear();
}

Loop::Loop() : impl_(std::make_unique<Impl>(*this)) {
  impl_->listen_for_rings();
}

Loop::~Loop() = default;

void Loop::post(std::move_only_function<void()> work) {
  // Rung under the lock: once the work has been taken, its poster touches the loop no more, and the work may end the loop.
  const std::scoped_lock lock(impl_->mutex);
  impl_->inbox.push_back(std::move(work));
  if (impl_->inbox.size() > 1) return;
  if (current() == this) {
    asio::post(impl_->context, [impl = impl_.get()] { impl->run_inbox(); });
  } else {
    impl_->ring();
  }
}

Timer Loop::after(std::chrono::milliseconds delay, std::move_only_function<void()> work) {
  auto state = std::make_shared<Timer::State>(impl_->context);
  state->work = std::move(work);
  state->timer.expires_after(delay);
  state->timer.async_wait([state](error_code) {
    if (auto due = std::exchange(state->work, nullptr)) due();
  });
  return Timer(std::move(state));
}

void Loop::run() {
  SOJOURN_CHECK(current_loop == nullptr);
  current_loop = this;
  const auto guard = asio::make_work_guard(impl_->context);
  impl_->context.run();
  current_loop = nullptr;
}

void Loop::stop() {
  post([this] { impl_->context.stop(); });
}

Loop* Loop::current() {
  return current_loop;
}

}  // namespace sojourn::net
