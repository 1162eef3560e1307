#include "store/reader_pool.hpp"

namespace sojourn::store {

Result<void> ReaderPool::start(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) {
    auto reader = store_.reader();
    if (!reader) return std::unexpected(reader.error());
    readers_.push_back(std::move(*reader));
  }
  is_open_ = true;
  for (const auto& reader : readers_) {
    threads_.emplace_back([this, &reader = *reader] { run(reader); });
  }
  return {};
}

void ReaderPool::stop() {
  {
    const std::scoped_lock lock(mutex_);
    is_open_ = false;
  }
  job_came_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  readers_.clear();
}

bool ReaderPool::push(Job job) {
  {
    const std::scoped_lock lock(mutex_);
    if (!is_open_ || jobs_.size() >= questions_waiting_max) return false;
    jobs_.push_back(std::move(job));
  }
  job_came_.notify_one();
  return true;
}

void ReaderPool::run(Reader& reader) {
  std::unique_lock lock(mutex_);
  while (true) {
    job_came_.wait(lock, [&] { return !jobs_.empty() || !is_open_; });
    if (jobs_.empty()) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job(reader);
    lock.lock();
  }
}

}  // namespace sojourn::store
