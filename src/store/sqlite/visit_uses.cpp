#include "store/sqlite/visit_uses.hpp"

namespace sojourn::store {
namespace {

/// The name in the data of a feature_use event: `feature`, else `name`.
std::string_view feature_of(simdjson::dom::parser& parser, std::string_view data) {
  simdjson::dom::object object;
  std::string_view name;
  if (parser.parse(data.data(), data.size(), true).get(object) != simdjson::SUCCESS) return {};
  if (object["feature"].get(name) != simdjson::SUCCESS && object["name"].get(name) != simdjson::SUCCESS) return {};
  std::size_t size = std::min(name.size(), feature_chars_max);
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  while (size < name.size() && size > 0 && continues(name[size])) --size;  // No character is cut in two.
  return name.substr(0, size);
}

}  // namespace

VisitUses::VisitUses(Database& database)
    : upsert_workflow_(database.prepare(
          "INSERT INTO visit_workflows (visit, workflow_id, started_at, changed_at, changed_sequence, status)"
          " VALUES (?1,?2,?3,?3,?4,?5) ON CONFLICT DO UPDATE SET started_at = min(started_at, excluded.started_at),"
          " status = CASE WHEN (excluded.changed_at, excluded.changed_sequence) > (changed_at, changed_sequence) OR"
          "   ((excluded.changed_at, excluded.changed_sequence) = (changed_at, changed_sequence) AND excluded.status < status)"
          "   THEN excluded.status ELSE status END,"  // Of the same moment, completed goes before failed and that before started.
          " changed_sequence = CASE WHEN (excluded.changed_at, excluded.changed_sequence) > (changed_at, changed_sequence)"
          "   THEN excluded.changed_sequence ELSE changed_sequence END,"
          " changed_at = max(changed_at, excluded.changed_at)")),
      insert_feature_(database.prepare(fmt::format("INSERT OR IGNORE INTO visit_features (visit, name) SELECT ?1, ?2"
                                                   " WHERE (SELECT count(*) FROM visit_features WHERE visit = ?1) < {}",
                                                   features_per_visit_max))),
      upsert_error_(database.prepare("INSERT INTO visit_errors (visit, last_at) VALUES (?1, ?2)"
                                     " ON CONFLICT DO UPDATE SET last_at = max(last_at, excluded.last_at)")) {}

void VisitUses::note(std::int64_t visit, const visits::Figures& before, const visits::Event& event) {
  using visits::EventType;
  switch (event.type) {
    case EventType::workflow_start: return note_workflow(visit, event, "started");
    case EventType::workflow_complete: return note_workflow(visit, event, "completed");
    case EventType::workflow_fail: return note_workflow(visit, event, "failed");
    case EventType::error: upsert_error_.execute(visit, event.moment.at); return;
    case EventType::feature_use: return note_feature(visit, feature_of(parser_, event.data));
    case EventType::property_save:
    case EventType::property_share:
    case EventType::search:
    case EventType::form_submit:
    case EventType::inquiry:
    case EventType::tour_request:
    case EventType::contact_click:
    case EventType::login:
      if (before.count(event.type) == 0) note_feature(visit, name_of(event.type));
      return;
    default: return;
  }
}

void VisitUses::note_workflow(std::int64_t visit, const visits::Event& event, std::string_view status) {
  if (event.workflow_id.empty()) return;
  upsert_workflow_.execute(visit, event.workflow_id, event.moment.at, event.moment.sequence, status);
}

void VisitUses::note_feature(std::int64_t visit, std::string_view name) {
  if (!name.empty()) insert_feature_.execute(visit, name);
}

}  // namespace sojourn::store
