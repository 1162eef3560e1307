#include "store/sqlite/score_work.hpp"

#include "visits/score.hpp"

namespace sojourn::store {
namespace {

/// Rules that we have checked before they were stored.
visits::ScoreRules parse_rules(std::string_view json) {
  auto document = JsonDocument::parse(json);
  if (!document) throw SqliteError(11 /* SQLITE_CORRUPT */, "stored rules of scoring are damaged");
  return visits::read_score_rules(document->root());
}

}  // namespace

ScoreWork::ScoreWork(Database& database, VisitBook& book, visits::Rulebook& rules)
    : book_(book),
      rules_(rules),
      select_newest_rules_(database.prepare("SELECT s.id, r.version, r.rules FROM score_rules r JOIN sites s ON s.key = r.site"
                                            " WHERE r.version = (SELECT max(version) FROM score_rules WHERE site = r.site)")),
      select_draft_(
          database.prepare("SELECT d.rules, d.site, coalesce((SELECT max(version) FROM score_rules WHERE site = d.site), 0)"
                           " FROM score_drafts d JOIN sites s ON s.key = d.site WHERE s.id = ?1")),
      insert_draft_(database.prepare("INSERT OR REPLACE INTO score_drafts (site, rules, changed_at, changed_by)"
                                     " SELECT key, ?2, ?3, ?4 FROM sites WHERE id = ?1")),
      delete_draft_(database.prepare("DELETE FROM score_drafts WHERE site = (SELECT key FROM sites WHERE id = ?1)")),
      insert_rules_(
          database.prepare("INSERT INTO score_rules (site, version, rules, published_at, published_by) VALUES (?1,?2,?3,?4,?5)")),
      select_visits_(database.prepare(fmt::format(
          "{} WHERE v.key > ?2 AND +v.site = (SELECT key FROM sites WHERE id = ?1) ORDER BY v.key LIMIT ?3", select_visit))),
      update_score_(database.prepare("UPDATE visits SET score = ?2 WHERE key = ?1 AND score <> ?2 RETURNING 1")),
      insert_feedback_(database.prepare("INSERT INTO lead_feedback (site, lead, is_real, note, score, at, by_name)"
                                        " SELECT l.site, l.key, ?3, ?4, ?5, ?6, ?7 FROM leads l JOIN sites s ON s.key = l.site"
                                        " WHERE l.id = ?2 AND s.id = ?1 RETURNING 1")) {}

void ScoreWork::load_rules() {
  auto rows = select_newest_rules_.query();
  while (rows.next()) rules_.put(SiteId{rows.uuid(0)}, {rows.integer(1), parse_rules(rows.text(2))});
}

Result<PutScoreDraft::Verdict> ScoreWork::carry_out(const PutScoreDraft& command, Instant now) {
  if (command.rules.empty()) {
    delete_draft_.execute(command.site);
  } else {
    insert_draft_.execute(command.site, command.rules, now, command.by);
  }
  return PutScoreDraft::Verdict{};
}

Result<PublishScoreRules::Verdict> ScoreWork::carry_out(const PublishScoreRules& command, Instant now) {
  std::string rules;
  std::int64_t site = 0;
  std::int64_t version = 0;
  {
    auto rows = select_draft_.query(command.site);
    if (!rows.next()) return fail(ErrorKind::conflict, "there is no draft to publish");
    rules = rows.text(0);
    site = rows.integer(1);
    version = rows.integer(2) + 1;
  }
  insert_rules_.execute(site, version, rules, now, command.by);
  delete_draft_.execute(command.site);
  rules_.put(command.site, {version, parse_rules(rules)});
  return PublishScoreRules::Verdict{version};
}

Result<Rescore::Verdict> ScoreWork::carry_out(const Rescore& command, Instant now) {
  const auto rules = rules_.of(command.site);
  Rescore::Verdict verdict{.last_key = command.after_key, .changed = 0, .is_done = true};
  std::size_t seen = 0;
  auto rows = select_visits_.query(command.site, command.after_key, static_cast<std::int64_t>(command.visits_max));
  while (rows.next()) {
    VisitRow row = read_visit_row(rows);
    verdict.last_key = row.key;
    verdict.is_done = ++seen < command.visits_max;
    if (BookEntry* held = book_.held(row.key)) row.visit = held->visit;
    auto updated = update_score_.query(row.key, score_of(row.visit, rules->rules));
    if (!updated.next()) continue;
    ++verdict.changed;
    if (standing_of(row.visit, now).is_active) changes_.push_back({VisitChange::Kind::changed, std::move(row.visit)});
  }
  return verdict;
}

Result<PutFeedback::Verdict> ScoreWork::carry_out(const PutFeedback& command, Instant now) {
  auto rows = insert_feedback_.query(command.site, command.lead, command.is_real, null_if_empty(command.note), command.score, now,
                                     command.by);
  if (!rows.next()) return fail(ErrorKind::not_found, "there is no such lead");
  return PutFeedback::Verdict{};
}

void ScoreWork::take_changes(std::vector<VisitChange>& changes) {
  for (VisitChange& change : changes_) {
    const bool is_told = std::ranges::any_of(changes, [&](const VisitChange& told) { return told.visit.id == change.visit.id; });
    if (!is_told) changes.push_back(std::move(change));
  }
  changes_.clear();
}

}  // namespace sojourn::store
