#pragma once

// One running Sojourn: everything is built here, in the order in which it depends on each other, and taken down in the opposite
// one.

#include "api/page_sockets.hpp"
#include "api/server_application.hpp"
#include "app/visit_watcher.hpp"
#include "feed/local/local_feed.hpp"
#include "journal/journal.hpp"
#include "live/board.hpp"
#include "live/presence.hpp"
#include "net/server.hpp"
#include "notify/mailer.hpp"
#include "places/place_database.hpp"
#include "store/reader_pool.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sojourn::app {

struct Options {
  std::string data = "data";
  std::vector<std::string> listen;  ///< Empty: reachable through the control socket alone.
  unsigned threads = 1;
  bool has_test_clock = false;
  api::RateLimits rate_limits;
  std::vector<std::string> trusted_proxies;
  notify::MailSettings mail;
  std::vector<std::string> place_databases;  ///< .mmdb files; empty: those of the data folder, where they are there.
  std::string fault_vfs;                     ///< Of fault tests; "" otherwise.
};

class Instance {
 public:
  /// Opens the data, recovers, fills the views and begins to serve. Errors say what to do. `on_storage_failure` is called once,
  /// from another thread.
  static Result<std::unique_ptr<Instance>> start(Options options, std::function<void()> on_storage_failure);
  ~Instance();

  /// Serves no more, finishes what was begun, writes everything back. Idempotent.
  void stop();

  std::uint16_t port() const { return server_->port(); }
  journal::Journal& journal() { return *journal_; }
  accounts::Accounts& accounts() { return accounts_; }
  catalogue::Catalogue& catalogue() { return catalogue_; }
  Random& random() { return random_; }
  Clock& clock() { return *clock_; }
  /// Before start() has returned nobody asks it; after that it answers paths of its own. Outlives the instance.
  void set_extension(api::Extension* extension) { application_->set_extension(extension); }
  /// Reads sites and tokens anew after they were changed from inside.
  Result<void> reload_accounts();

 private:
  explicit Instance(Options options);
  Result<void> open(std::function<void()> on_storage_failure);
  Result<void> open_places();
  void tell_of(const store::Alert& alert);
  void tell_pages_of_ends(std::span<const store::VisitChange> changes);

  const Options options_;
  SystemRandom random_;
  std::unique_ptr<Clock> clock_;
  MovableClock* test_clock_ = nullptr;
  std::optional<store::DataFolder> folder_;
  std::unique_ptr<store::SqliteStore> store_;
  std::unique_ptr<places::PlaceDatabase> places_;  ///< Null where there is none.
  std::unique_ptr<live::Board> board_;
  std::unique_ptr<live::PresenceKeeper> presence_;
  api::PageSockets pages_;
  feed::LocalFeed feed_;
  catalogue::Catalogue catalogue_;
  accounts::Accounts accounts_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<store::ReaderPool> readers_;
  std::unique_ptr<VisitWatcher> watcher_;
  std::unique_ptr<notify::Mailer> mailer_;
  std::unique_ptr<class LogImporter> importer_;
  std::unique_ptr<api::Service> service_;
  std::unique_ptr<api::LiveHubs> hubs_;
  std::unique_ptr<api::ServerApplication> application_;
  std::unique_ptr<net::Server> server_;
};

/// Where commands find a running server.
std::string control_socket_of(const std::string& data);

}  // namespace sojourn::app
