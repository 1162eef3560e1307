#pragma once

// What the handlers work with: the collaborators that app wires up, by reference, and the few helpers every handler needs.

#include "accounts/directory.hpp"
#include "api/error_response.hpp"
#include "api/metrics.hpp"
#include "api/rate_limit.hpp"
#include "api/route.hpp"
#include "base/json_writer.hpp"
#include "catalogue/catalogue.hpp"
#include "journal/journal.hpp"
#include "live/board.hpp"
#include "live/presence.hpp"
#include "net/loop.hpp"
#include "net/query.hpp"
#include "store/reader_pool.hpp"

namespace sojourn::places {
class PlaceDatabase;
}

namespace sojourn::api {

class PageSockets;

/// How far an import has come.
struct ImportProgress {
  bool is_running = false;
  std::uint64_t bytes_read = 0;
  std::uint64_t lines = 0;       ///< Known once all files were read.
  std::uint64_t lines_done = 0;  ///< Stored, or found to be stored.
};

/// Long work that the operator asks of a running server; app provides it.
class Importer {
 public:
  virtual ~Importer() = default;
  /// Imports the files into the site and answers the report as JSON. Runs on a thread of its own; `done` is called from there.
  virtual void import(const SiteId& site, std::vector<std::string> files, std::function<void(Result<std::string>)> done) = 0;
  /// Takes lines of a growing log, each as `ordinal TAB place TAB line`: the ordinal tells identical lines apart, the
  /// place is that of its first byte in the log. Answers the report.
  virtual void import_lines(const SiteId& site, std::string lines, std::function<void(Result<std::string>)> done) = 0;
  /// Any thread.
  virtual ImportProgress progress() const = 0;
};

/// Everything here outlives the service; all of it may be used from any loop.
struct Collaborators {
  journal::Journal& journal;
  store::ReaderPool& readers;
  const visits::Rulebook& rules;
  live::Board& board;
  live::PresenceKeeper& presence;
  PageSockets& pages;
  catalogue::Catalogue& catalogue;
  accounts::Accounts& accounts;
  Clock& clock;
  Random& random;
  MovableClock* test_clock = nullptr;  ///< Only with --test-clock.
  Importer* importer = nullptr;
  const places::PlaceDatabase* places = nullptr;  ///< Null where the operator gave none.
  std::function<void()> nudge_panels = [] {};     ///< Something changed on the board that did not come from the journal.
  std::function<void()> nudge_mailer = [] {};     ///< An e-mail waits.
};

class Service {
 public:
  Service(Collaborators with, RateLimits limits) : with_(std::move(with)), rate_limiter(limits) {}

  journal::Journal& journal() { return with_.journal; }
  store::ReaderPool& readers() { return with_.readers; }
  const visits::Rulebook& rules() const { return with_.rules; }
  live::Board& board() { return with_.board; }
  catalogue::Catalogue& catalogue() { return with_.catalogue; }
  accounts::Accounts& accounts() { return with_.accounts; }
  Clock& clock() { return with_.clock; }
  Random& random() { return with_.random; }
  MovableClock* test_clock() { return with_.test_clock; }
  Importer* importer() { return with_.importer; }
  const places::PlaceDatabase* places() const { return with_.places; }
  live::PresenceKeeper& presence() { return with_.presence; }
  PageSockets& pages() { return with_.pages; }
  void nudge_panels() { with_.nudge_panels(); }
  void nudge_mailer() { with_.nudge_mailer(); }

  /// A tab of the visit says how it is; believed for two heartbeats.
  void say_tab(const SiteId& site, const VisitId& visit, std::string_view tab, live::TabState state);
  Instant now() const { return with_.clock.now(); }

  /// Durable work: `auto verdict = co_await service.commit(std::move(command));` on the calling loop.
  template <typename Command>
  auto commit(Command command) {
    return with_.journal.carry_out(std::move(command), home());
  }
  /// A question on a reader's thread.
  template <typename Question>
  auto ask(Question question) {
    return with_.readers.ask(home(), std::move(question));
  }
  /// The named visits as they stand now, the open ones to the last event.
  Task<Result<std::vector<store::StoredVisit>>> fresh_visits(std::vector<VisitId> ids, const store::Scope& scope);
  /// One visit, or not_found.
  Task<Result<store::StoredVisit>> fresh_visit(std::string_view id_text, const store::Scope& scope);
  /// Replaces the open ones among `found` by how they stand now.
  Task<Result<std::vector<store::StoredVisit>>> refreshed(std::vector<store::StoredVisit> found, const store::Scope& scope);

  /// The site a staff question is about: `?site=`, else the token's, else the only one there is.
  Result<SiteId> site_of(const Call& call, const net::QueryParameters& query) const;

  /// The site that a route names in its first variable; not_found where the caller may not see it.
  Result<SiteId> site_variable(const Call& call) const;
  /// The time zone of the site that a staff question is about; UTC where it is about several.
  TimeZone zone_of(const SiteId& site) const;

  static Executor& home();

 private:
  Collaborators with_;

 public:
  RateLimiter rate_limiter;
  HttpMetrics metrics;
};

/// A JSON answer: `co_return json_response(200, [&](JsonWriter& json) {…});`
template <typename Write>
net::Response json_response(int status, Write write) {
  std::string body;
  body.reserve(512);
  JsonWriter json(body);
  write(json);
  return net::Response(status, "application/json", std::move(body));
}

/// A whole number parameter within its borders, or its default.
Result<std::int64_t> integer_parameter(const net::QueryParameters& query, std::string_view name, std::int64_t fallback,
                                       std::int64_t least, std::int64_t most);
/// `true` or `false`; nothing where absent.
Result<std::optional<bool>> flag_parameter(const net::QueryParameters& query, std::string_view name);
/// A span such as `15m`, `90s`, `2h`, or plain seconds.
Result<Milliseconds> span_parameter(const net::QueryParameters& query, std::string_view name, Milliseconds fallback);
/// `from` and `to` as inclusive days of a time zone; the last 30 days where absent.
struct DayRange {
  Day first, last;
  Instant from, to;  ///< The same as instants; `to` lies behind the last day.
};
Result<DayRange> days_parameter(const net::QueryParameters& query, Instant now, const TimeZone& zone);

}  // namespace sojourn::api
