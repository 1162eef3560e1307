#pragma once

// Leads and links in the record: who a visitor was identified as, what may be taken back, which leads are one person, and what
// colleagues have said about them. Links are never overwritten: they follow anew from all that was said (people/links.hpp).

#include "people/links.hpp"
#include "store/sqlite/visit_book.hpp"
#include "store/work.hpp"

#include "base/random.hpp"

namespace sojourn::store {

class PersonWork {
 public:
  /// All outlive it. `on_change` hears of each open visit that shows its person otherwise than before.
  PersonWork(Database& database, VisitBook& book, Random& random, std::function<void(BookEntry&)> on_change);

  /// Makes a visit that is just being made one of the lead's; 0 for nobody's.
  void link(BookEntry& fresh, std::int64_t lead_key);

  void identify(BookEntry& entry, const Identify& command, Instant now);
  Result<void> unidentify(BookEntry& entry, std::string_view by, Instant now);
  Result<void> unmerge(const UnmergeLead& command, Instant now);
  Result<people::Marks> act(BookEntry& entry, const people::Act& act, Instant now);

  /// Null where there are none.
  std::shared_ptr<const people::Marks> marks_of(BookEntry& entry);
  std::shared_ptr<const people::Marks> marks_of(std::int64_t person_key, std::int64_t visitor_key);

 private:
  struct Identifier {
    std::string_view kind;
    std::string value;
  };

  std::int64_t root_of(std::int64_t lead_key);
  std::int64_t find_or_add_lead(std::int64_t site, const Identify& command, Instant now);
  void merge(std::int64_t kept, std::int64_t merged, std::string_view by, Instant now);
  void relink(std::int64_t visitor_key, Instant now);
  void show(BookEntry& entry, std::int64_t lead_key, Instant now);
  void show_lead(std::int64_t root, Instant now);
  void move_marks(const std::string& from, const std::string& to);
  std::vector<people::Identification> identifications(std::int64_t visitor_key);
  std::vector<std::int64_t> open_visits_of(std::int64_t person_key, std::int64_t visitor_key);

  Database& database_;
  VisitBook& book_;
  Random& random_;
  std::function<void(BookEntry&)> on_change_;

  Statement select_lead_;
  Statement select_root_;
  Statement select_lead_by_id_;
  Statement select_identifier_;
  Statement insert_identifier_;
  Statement insert_lead_;
  Statement update_lead_;
  Statement set_merged_;
  Statement clear_merged_;
  Statement insert_merge_;
  Statement undo_merge_;
  Statement select_merges_;
  Statement insert_identification_;
  Statement undo_identification_;
  Statement select_identifications_;
  Statement select_visits_of_visitor_;
  Statement update_visitor_lead_;
  Statement select_open_of_lead_;
  Statement select_open_of_visitor_;
  Statement select_marks_;
  Statement insert_marks_;
  Statement move_marks_;
  Statement move_acts_;
  Statement insert_act_;
  Statement count_marks_;

  std::optional<bool> has_marks_;  ///< Whether there are any at all: most sites never use them, and new visits need not ask then.
};

}  // namespace sojourn::store
