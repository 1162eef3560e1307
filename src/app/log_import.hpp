#pragma once

// Access logs become visits: files are read whole, their lines parsed on several threads, cut into visits, and handed to the
// journal many at a time. Repeating an import changes nothing, since a line's event id is made of its bytes.

#include "api/service.hpp"

#include <atomic>
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
  api::ImportProgress progress() const override;

 private:
  struct Report;
  Result<Report> run(const store::Site& site, const std::vector<std::string>& files);

  journal::Journal& journal_;
  accounts::Accounts& accounts_;

  std::mutex mutex_;  ///< Guards thread_.
  std::thread thread_;
  std::atomic<bool> is_running_{false};
  std::atomic<bool> is_stopping_{false};
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<std::uint64_t> lines_{0};
  std::atomic<std::uint64_t> lines_done_{0};
};

}  // namespace sojourn::app
