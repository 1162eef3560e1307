#pragma once

// Rules of scoring in the record: drafts, publishing, scoring anew what is there, and what staff said of leads.

#include "store/sqlite/visit_book.hpp"
#include "store/work.hpp"

namespace sojourn::store {

class ScoreWork {
 public:
  /// All outlive it; the rules in force are kept in `rules`.
  ScoreWork(Database& database, VisitBook& book, visits::Rulebook& rules);

  /// Makes `rules` what the tables say: at the start, and after a group was rolled back.
  void load_rules();

  Result<PutScoreDraft::Verdict> carry_out(const PutScoreDraft& command, Instant now);
  Result<PublishScoreRules::Verdict> carry_out(const PublishScoreRules& command, Instant now);
  Result<Rescore::Verdict> carry_out(const Rescore& command, Instant now);
  Result<PutFeedback::Verdict> carry_out(const PutFeedback& command, Instant now);

  /// The open visits whose score was made anew since the last call.
  void take_changes(std::vector<VisitChange>& changes);
  void forget_changes() { changes_.clear(); }

 private:
  VisitBook& book_;
  visits::Rulebook& rules_;

  Statement select_newest_rules_;
  Statement select_draft_;
  Statement insert_draft_;
  Statement delete_draft_;
  Statement insert_rules_;
  Statement select_visits_;
  Statement update_score_;
  Statement insert_feedback_;

  std::vector<VisitChange> changes_;
};

}  // namespace sojourn::store
