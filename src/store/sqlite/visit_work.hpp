#pragma once

// What each piece of work does to visits and their persons: the decisions of SqliteStore, over the working set.

#include "store/sqlite/person_work.hpp"
#include "store/sqlite/visit_book.hpp"
#include "store/work.hpp"

#include "base/random.hpp"

#include <unordered_map>

namespace sojourn::store {

class VisitWork {
 public:
  VisitWork(Database& database, VisitBook& book, Random& random);

  Result<StartVisit::Verdict> carry_out(const StartVisit& command, Instant now);
  Result<RecordEvents::Verdict> carry_out(RecordEvents& command, Instant now);
  Result<Heartbeat::Verdict> carry_out(const Heartbeat& command, Instant now);
  Result<EndVisit::Verdict> carry_out(const EndVisit& command, Instant now);
  Result<Identify::Verdict> carry_out(const Identify& command, Instant now);
  Result<Unidentify::Verdict> carry_out(const Unidentify& command, Instant now);
  Result<UnmergeLead::Verdict> carry_out(const UnmergeLead& command, Instant now);
  Result<ActOnPerson::Verdict> carry_out(const ActOnPerson& command, Instant now);
  Result<PutInLane::Verdict> carry_out(const PutInLane& command, Instant now);
  Result<CloseIdleVisits::Verdict> carry_out(const CloseIdleVisits& command, Instant now);
  Result<ImportVisit::Verdict> carry_out(ImportVisit& command, Instant now);

  /// What became of the visits that were touched since the last call.
  void take_changes(Instant now, std::vector<VisitChange>& changes);
  void forget_changes() { touched_.clear(); }
  /// The marks of the person behind a visit that was just read from its row.
  std::shared_ptr<const people::Marks> marks_of(const VisitRow& row) { return persons_.marks_of(row.person_key, row.visitor_key); }

 private:
  struct Visitor {
    std::int64_t key = 0;
    std::int64_t lead_key = 0;
    std::int64_t latest_visit = 0;
    std::string user_id;
  };
  /// Who may write, as every writing command says it.
  struct Access {
    VisitId visit;
    const Scope* scope;
    const Scope* origins;
    const std::optional<SecretHash>& key;
  };
  enum class KeyNeed { required, optional };

  Result<BookEntry*> open(const Access& access, KeyNeed need);
  std::int64_t site_key(SiteId site);
  Visitor visitor(std::int64_t site, std::string_view visitor_id);
  Visitor named_visitor(std::int64_t site, const StartVisit& command, Instant now);
  void set_latest_visit(std::int64_t visitor, std::int64_t visit);
  BookEntry& add_visit(BookEntry fresh, Instant now);
  BookEntry& successor_of(BookEntry& entry, const visits::Event& event, Instant now);
  BookEntry& holder_of(BookEntry& first, visits::Event& event, Instant now);
  bool is_seen_by_any(BookEntry& first, std::uint64_t id_hash);
  void beat(BookEntry& entry, Instant now);
  void touch(BookEntry& entry, VisitChange::Kind kind);

  Database& database_;
  VisitBook& book_;
  Random& random_;
  PersonWork persons_;

  Statement select_site_;
  Statement select_visitor_;
  Statement insert_visitor_;
  Statement update_latest_visit_;
  Statement update_visitor_user_;
  Statement update_lane_;
  Statement select_overlapping_;

  std::unordered_map<SiteId, std::int64_t> site_keys_;
  std::vector<std::pair<std::int64_t, VisitChange::Kind>> touched_;
};

}  // namespace sojourn::store
