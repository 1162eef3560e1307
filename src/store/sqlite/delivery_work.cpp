#include "store/sqlite/delivery_work.hpp"

namespace sojourn::store {
namespace {

constexpr std::string_view select_delivery =
    "SELECT id, site, visit, kind, channel, property_id, recipient, note, by_name, state, detail, attempts, due, created_at, "
    "updated_at"
    " FROM deliveries";

Delivery read_delivery(const Statement::Rows& row) {
  Delivery found;
  found.id = row.uuid(0);
  found.site = SiteId{row.uuid(1)};
  found.visit = VisitId{row.uuid(2)};
  found.kind = static_cast<DeliveryKind>(row.integer(3));
  found.channel = static_cast<DeliveryChannel>(row.integer(4));
  found.property_id = row.text(5);
  found.to = row.text(6);
  found.note = row.text(7);
  found.by = row.text(8);
  found.state = static_cast<DeliveryState>(row.integer(9));
  found.detail = row.text(10);
  found.attempts = static_cast<std::uint32_t>(row.integer(11));
  found.due = Instant::from_ms(row.integer(12));
  found.created_at = Instant::from_ms(row.integer(13));
  found.updated_at = Instant::from_ms(row.integer(14));
  return found;
}

}  // namespace

DeliveryWork::DeliveryWork(Database& database, VisitBook& book, Random& random)
    : book_(book),
      random_(random),
      select_repeat_(database.prepare(fmt::format("{} WHERE repeat_key = ?1", select_delivery))),
      select_by_id_(database.prepare(fmt::format("{} WHERE id = ?1", select_delivery))),
      insert_(
          database.prepare("INSERT INTO deliveries (id, site, visit, kind, channel, property_id, recipient, note, by_name, state,"
                           " due, created_at, updated_at, repeat_key) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?11,?11,?12)")),
      update_(database.prepare(
          "UPDATE deliveries SET state = ?2, detail = ?3, attempts = ?4, due = ?5, updated_at = ?6 WHERE id = ?1")) {}

Result<AddDelivery::Verdict> DeliveryWork::carry_out(const AddDelivery& command, Instant now) {
  BookEntry* entry = book_.find(command.visit);
  if (entry == nullptr || (command.scope != nullptr && !command.scope->allows(entry->visit.site)))
    return fail(ErrorKind::not_found, "there is no such session");
  if (!command.repeat_key.empty()) {
    auto rows = select_repeat_.query(command.repeat_key);
    if (rows.next()) return AddDelivery::Verdict{read_delivery(rows), true};
  }
  Delivery made = command.delivery;
  made.id = make_uuid7(now, random_);
  made.site = entry->visit.site;
  made.visit = command.visit;
  made.due = made.created_at = made.updated_at = now;
  if (made.channel == DeliveryChannel::email) {
    if (entry->visit.known_as) made.to = entry->visit.known_as->email;
    if (made.to.empty()) return fail(ErrorKind::conflict, "this visitor has no e-mail address yet: identify them first");
  }
  insert_.execute(made.id, made.site, made.visit, static_cast<int>(made.kind), static_cast<int>(made.channel),
                  null_if_empty(made.property_id), null_if_empty(made.to), null_if_empty(made.note), made.by,
                  static_cast<int>(made.state), now, null_if_empty(command.repeat_key));
  return AddDelivery::Verdict{std::move(made), false};
}

Result<UpdateDelivery::Verdict> DeliveryWork::carry_out(const UpdateDelivery& command, Instant now) {
  Delivery found;
  {
    auto rows = select_by_id_.query(command.id);
    if (!rows.next()) return fail(ErrorKind::not_found, "there is no such delivery");
    found = read_delivery(rows);
  }
  if (command.visit && *command.visit != found.visit) return fail(ErrorKind::not_found, "there is no such delivery");
  const bool is_try = found.channel == DeliveryChannel::email;
  if (command.state < found.state) return UpdateDelivery::Verdict{std::move(found)};
  found.state = command.state;
  found.detail = command.detail;
  if (is_try) ++found.attempts;
  if (command.retry_at) found.due = *command.retry_at;
  found.updated_at = now;
  update_.execute(found.id, static_cast<int>(found.state), null_if_empty(found.detail), found.attempts, found.due, now);
  return UpdateDelivery::Verdict{std::move(found)};
}

std::vector<Delivery> find_deliveries(Database& database, const VisitId& visit) {
  std::vector<Delivery> found;
  auto statement = database.prepare(fmt::format("{} WHERE visit = ?1 ORDER BY key DESC LIMIT ?2", select_delivery));
  auto rows = statement.query(visit, static_cast<std::int64_t>(deliveries_max));
  while (rows.next()) found.push_back(read_delivery(rows));
  return found;
}

std::vector<Delivery> find_waiting_emails(Database& database, std::size_t limit) {
  std::vector<Delivery> found;
  auto statement = database.prepare(fmt::format("{} WHERE state = 0 AND channel = 0 ORDER BY due LIMIT ?1", select_delivery));
  auto rows = statement.query(static_cast<std::int64_t>(limit));
  while (rows.next()) found.push_back(read_delivery(rows));
  return found;
}

}  // namespace sojourn::store
