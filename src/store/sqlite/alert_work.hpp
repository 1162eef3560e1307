#pragma once

// Alerts in the record. An alert and the e-mails that carry it are one transaction.

#include "store/sqlite/database.hpp"
#include "store/sqlite/visit_book.hpp"
#include "store/store.hpp"

#include "base/random.hpp"

namespace sojourn::store {

class AlertWork {
 public:
  /// All outlive it.
  AlertWork(Database& database, VisitBook& book, Random& random);

  Result<RaiseAlert::Verdict> carry_out(const RaiseAlert& command, Instant now);
  Result<ReadAlerts::Verdict> carry_out(const ReadAlerts& command, Instant now);

 private:
  VisitBook& book_;
  Random& random_;
  Statement select_latest_;
  Statement insert_;
  Statement insert_email_;
  Statement mark_read_;
};

Result<AlertPage> find_alerts(Database& database, const SiteId& site, std::size_t limit, std::string_view cursor);

}  // namespace sojourn::store
