#pragma once

// Access logs become visits: files are read whole, their lines parsed on several threads, cut into visits, and handed to the
// journal many at a time. Repeating an import changes nothing, since a line's event id is made of its bytes.

#include "api/service.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace sojourn::app {

class LogImporter final : public api::Importer {
 public:
  /// All outlive it.
  LogImporter(journal::Journal& journal, accounts::Accounts& accounts) : journal_(journal), accounts_(accounts) {}
  ~LogImporter() override { stop(); }

  /// Tells the import that runs to stop, and waits for it. No other begins afterwards. Idempotent.
  void stop();

  /// One at a time: conflict while another runs.
  void import(const SiteId& site, std::vector<std::string> files, std::function<void(Result<std::string>)> done) override;
  /// Lines of a growing log; one call after the other is carried out, others wait.
  void import_lines(const SiteId& site, std::string lines, std::function<void(Result<std::string>)> done) override;
  api::ImportProgress progress() const override;

 private:
  struct Report;
  Result<Report> run(const store::Site& site, const std::vector<std::string>& files);
  void run_lines();
  Result<std::string> take_lines(const SiteId& site, std::string_view text);

  /// Calls of import_lines that may wait; further ones are refused.
  static constexpr std::size_t waiting_lines_max = 16;
  struct Lines {
    SiteId site;
    std::string text;
    std::function<void(Result<std::string>)> done;
  };

  journal::Journal& journal_;
  accounts::Accounts& accounts_;

  std::mutex lines_mutex_;  ///< Guards the next three.
  std::condition_variable lines_came_;
  std::deque<Lines> waiting_lines_;
  std::thread lines_thread_;

  std::mutex mutex_;  ///< Guards thread_.
  std::thread thread_;
  std::atomic<bool> is_running_{false};
  std::atomic<bool> is_stopping_{false};
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<std::uint64_t> lines_{0};
  std::atomic<std::uint64_t> lines_done_{0};
};

}  // namespace sojourn::app
