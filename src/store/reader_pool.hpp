#pragma once

// Threads that answer questions over the record, so that no network loop waits for a disk. The queue is bounded.

#include "base/executor.hpp"
#include "store/store.hpp"

#include <condition_variable>
#include <coroutine>
#include <deque>
#include <mutex>
#include <thread>

namespace sojourn::store {

class ReaderPool {
 public:
  static constexpr std::size_t questions_waiting_max = 1'000;

  /// `store` outlives the pool.
  explicit ReaderPool(Store& store) : store_(store) {}
  ~ReaderPool() { stop(); }

  Result<void> start(std::size_t threads);
  /// Answers what is waiting, then ends. Idempotent.
  void stop();

  /// `auto answer = co_await pool.ask(home, [&](Reader& reader) { return reader.events(visit); });` The question returns a Result and
  /// runs on a reader's thread; the coroutine goes on at `home`. unavailable where too many are waiting.
  template <typename Question>
  auto ask(Executor& home, Question question) {
    return Awaiter<Question>{*this, home, std::move(question), std::nullopt};
  }

 private:
  using Job = std::move_only_function<void(Reader&)>;

  template <typename Question>
  struct Awaiter {
    using Answer = std::invoke_result_t<Question&, Reader&>;
    ReaderPool& pool;
    Executor& home;
    Question question;
    std::optional<Answer> answer;

    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> waiter) {
      const bool is_taken = pool.push([this, waiter](Reader& reader) {
        answer.emplace(question(reader));
        home.post([waiter] { waiter.resume(); });
      });
      if (!is_taken) {
        answer.emplace(std::unexpected(Error{.kind = ErrorKind::unavailable, .message = "too many questions are waiting", .fields = {}, .retry_after = Seconds(1)}));
      }
      return is_taken;
    }
    Answer await_resume() { return std::move(*answer); }
  };

  bool push(Job job);
  void run(Reader& reader);

  Store& store_;
  std::vector<std::unique_ptr<Reader>> readers_;
  std::vector<std::thread> threads_;

  std::mutex mutex_;
  std::condition_variable job_came_;
  std::deque<Job> jobs_;
  bool is_open_ = false;
};

}  // namespace sojourn::store
