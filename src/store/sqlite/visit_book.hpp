#pragma once

// The working set of visits over their tables. Events are appended at once; the row of a visit whose figures moved is written
// back a little later, many changes at a time. What makes that safe: a mark in the same file says up to which event all rows are
// up to date, so after a crash the events behind the mark are folded again, each once, by its id.

#include "store/sqlite/daily_book.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/visit_rows.hpp"
#include "store/sqlite/visit_uses.hpp"
#include "visits/event_data.hpp"
#include "visits/rulebook.hpp"
#include "visits/seen_ids.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <list>

namespace sojourn::store {

struct BookLimits {
  std::size_t visits_max = 32'768;            ///< Held in memory; the least recently used go first.
  Milliseconds write_back_after{2'000};       ///< How long a visit's row may lag behind its events.
  std::size_t write_backs_per_group = 1'000;  ///< So that no group waits long for rows of others.
};

/// A visit with its working state. Lives until it is the least recently used one; no pointer outlasts the group.
struct BookEntry {
  std::int64_t key = 0;
  std::int64_t site_key = 0;
  std::int64_t visitor_key = 0;
  std::int64_t lead_key = 0;
  std::int64_t person_key = 0;  ///< The lead that this one was merged into, or this one.
  std::int64_t successor_key = 0;
  std::int64_t newest_event = 0;
  std::vector<SecretHash> keys;
  visits::Visit visit;
  visits::SeenIds seen;

  std::shared_ptr<const people::Marks> marks;  ///< Of the person; null while there are none, or they were not asked for yet.
  bool has_asked_for_marks = false;

  bool has_row = false;
  std::optional<visits::DailyShare> counted;  ///< What the row adds to its day.
  std::int64_t first_unwritten = 0;           ///< The first event that the row lacks; 0 while it lacks none.
  Instant unwritten_since;
  std::uint64_t used_in_group = 0;
  std::list<std::int64_t>::iterator in_use_order;
  std::list<std::int64_t>::iterator in_write_order;

  bool opens_with(const SecretHash& hash) const;
};

class VisitBook {
 public:
  /// All outlive the book; `daily` follows the rows.
  VisitBook(Database& database, const visits::Rulebook& rules, DailyBook& daily, BookLimits limits);

  /// Folds what a crash left behind the mark; the rows still lack it until they are written back. Also what follows a rolled-back
  /// group: the memory is dropped and made anew from the tables.
  void recover();

  /// Starts a group: pointers from before are no longer good, and room is made for those to come.
  void begin_group();

  /// Null where there is none.
  BookEntry* find(const VisitId& id);
  BookEntry* find(std::int64_t key);
  /// Only where it is in memory already.
  BookEntry* held(std::int64_t key);

  /// Takes in a new visit, with a key of its own. The caller sets keys and visit, and calls write() within the same group.
  BookEntry& add(BookEntry entry);
  /// A further key that opens the visit.
  void add_key(BookEntry& entry, const SecretHash& hash, Instant now);

  /// Appends an event that the visit has not seen, and folds it. False where it has seen it.
  bool append(BookEntry& entry, const visits::Event& event, Instant now);
  /// Writes the visit's row now: for what events do not carry.
  void write(BookEntry& entry, Instant now);
  /// Whether this group has to do with the visit, or it is alive by events that its row lacks.
  bool is_in_use(std::int64_t key, Instant now) const;
  /// Forgets a visit whose row is being removed; no key is given twice.
  void forget(std::int64_t key);
  /// Folds the visit anew from its stored events after its start was moved.
  void refold(BookEntry& entry);

  /// Writes back rows that have waited long enough, and moves the mark. Inside the group's transaction.
  void write_back_due(Instant now);
  void write_back_all(Instant now);

  std::size_t size() const { return entries_.size(); }

 private:
  BookEntry& take_in(VisitRow row);
  void load_events(BookEntry& entry);
  void fold_into(BookEntry& entry, visits::Event event);
  void mark_unwritten(BookEntry& entry, std::int64_t event_key, Instant now);
  BookEntry& hold(std::unique_ptr<BookEntry> entry);
  void write_row(BookEntry& entry, Instant now);
  void write_mark();
  void make_room(Instant now);

  const visits::Rulebook& rules_;
  const BookLimits limits_;
  DailyBook& daily_;
  VisitUses uses_;
  visits::EventDataReader data_reader_;

  Statement select_by_id_;
  Statement select_by_key_;
  Statement select_keys_;
  Statement select_chain_;
  Statement select_tail_;
  Statement insert_visit_;
  Statement update_visit_;
  Statement insert_key_;
  Statement insert_event_;
  Statement select_last_visit_;
  Statement keep_last_visit_;
  Statement select_mark_;
  Statement update_mark_;

  boost::unordered_flat_map<VisitId, std::int64_t, std::hash<VisitId>> keys_by_id_;
  boost::unordered_flat_map<std::int64_t, std::unique_ptr<BookEntry>> entries_;
  std::list<std::int64_t> use_order_;    ///< Most recently used first.
  std::list<std::int64_t> write_order_;  ///< By their first unwritten event.
  std::uint64_t group_ = 0;
  std::int64_t last_visit_ = 0;
  std::int64_t last_event_ = 0;
  std::int64_t mark_ = -1;
};

}  // namespace sojourn::store
