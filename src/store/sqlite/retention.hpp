#pragma once

// Removes old visits in small steps: ended ones, oldest start first, with everything that belongs to them alone. An open visit
// stays however old it is. The figures of a visit's day become final before its row goes, so that no count is lost.

#include "store/sqlite/visit_book.hpp"
#include "store/work.hpp"

namespace sojourn::store {

class Retention {
 public:
  /// All outlive it.
  Retention(Database& database, VisitBook& book, DailyBook& daily);

  RemoveOldVisits::Verdict remove(std::int64_t site, Instant before, std::size_t events_max, Instant now);

 private:
  struct OldVisit {
    std::int64_t key = 0;
    std::int64_t visitor = 0;
    Instant start;
    std::int64_t newest_event = 0;
  };
  std::size_t remove_events(OldVisit& visit, std::size_t most);
  void remove_visit(const OldVisit& visit);

  VisitBook& book_;
  DailyBook& daily_;

  Statement select_old_;
  Statement select_chain_;
  Statement delete_event_;
  Statement shorten_chain_;
  Statement delete_visit_;
  Statement delete_keys_;
  Statement delete_workflows_;
  Statement delete_features_;
  Statement delete_errors_;
  Statement delete_deliveries_;
  Statement delete_alerts_;
  Statement delete_marks_;
  Statement delete_acts_;
  Statement note_visitor_;
  Statement delete_identifications_;
  Statement delete_visitor_;
};

}  // namespace sojourn::store
