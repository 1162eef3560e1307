#pragma once

// Visits and events between their C++ values and their rows. Used by the working set and by readers alike.

#include "store/sqlite/database.hpp"
#include "store/store.hpp"

#include <string>
#include <string_view>

namespace sojourn::store {

/// A row of `visits`, joined with its site, visitor and lead.
struct VisitRow {
  std::int64_t key = 0;
  std::int64_t site_key = 0;
  std::int64_t visitor_key = 0;
  std::int64_t lead_key = 0;    ///< 0 where none, as with the successor.
  std::int64_t person_key = 0;  ///< The lead that the visit's lead was merged into, or that lead.
  std::int64_t successor_key = 0;
  std::int64_t newest_event = 0;
  std::optional<SecretHash> key_hash;
  bool has_more_keys = false;
  bool has_ended = false;  ///< As the row was written.
  visits::Visit visit;
};

/// `SELECT … FROM visits v …` in the order that read_visit_row expects; a WHERE clause follows.
extern const std::string_view select_visit;
VisitRow read_visit_row(const Statement::Rows& row);

/// Follows a visit's chain of events backwards from `newest_event`: columns as read_event_row expects, newest row first.
extern const std::string_view select_event_chain;

/// An event of a row; views point into the row.
struct EventRow {
  std::int64_t key = 0;
  std::int64_t visit_key = 0;
  std::string id;       ///< In the client's form.
  visits::Event event;  ///< Without the facts of its data.
};
EventRow read_event_row(const Statement::Rows& row);

/// The declared end in its stored form.
std::string encode_end(const visits::DeclaredEnd& end);

}  // namespace sojourn::store
