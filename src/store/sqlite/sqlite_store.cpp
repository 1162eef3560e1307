#include "store/sqlite/sqlite_store.hpp"

#include "store/sqlite/alert_work.hpp"
#include "store/sqlite/delivery_work.hpp"
#include "store/sqlite/retention.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/score_work.hpp"
#include "store/sqlite/site_rows.hpp"
#include "store/sqlite/upkeep.hpp"
#include "store/sqlite/visit_work.hpp"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

namespace sojourn::store {
namespace {

constexpr std::string_view database_name = "sojourn.db";
constexpr int page_bytes = 8192;

std::string pragma_value(Database& database, std::string_view name) {
  auto statement = database.prepare(fmt::format("PRAGMA {}", name));
  auto rows = statement.query();
  return rows.next() ? std::string(rows.text(0)) : "";
}

struct SafetySetting {
  std::string_view name;
  std::string set;
  std::string read_back;
};

/// Switching to the log can fail unseen, and asking at once can be told what was wished for rather than what is: so every pragma is
/// stepped to its end, a commit is made, and only then are they read back.
void make_safe(Database& database, const SqliteSettings& settings, Instant now) {
  const std::string level = settings.synchronous == "OFF" ? "0" : settings.synchronous == "NORMAL" ? "1" : "2";
  const SafetySetting wanted[] = {
      {"page_size", fmt::format("{}", page_bytes), fmt::format("{}", page_bytes)},
      {"journal_mode", "WAL", "wal"},
      {"synchronous", settings.synchronous, level},
      {"wal_autocheckpoint", "0", "0"},
      {"secure_delete", "ON", "1"},
      {"cell_size_check", "ON", "1"},
      {"foreign_keys", "ON", "1"},
      {"trusted_schema", "OFF", "0"},
      {"mmap_size", "0", ""},
      {"cache_size", "-32000", "-32000"},
      {"temp_store", "MEMORY", "2"},
  };
  for (const SafetySetting& setting : wanted) database.execute(fmt::format("PRAGMA {}={}", setting.name, setting.set));
  database.watch_log();
  database.keep_log_file();
  migrate(database);
  database.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES ('opened_at', ?1)").execute(now);
  for (const SafetySetting& setting : wanted) {
    const std::string found = pragma_value(database, setting.name);
    if (!setting.read_back.empty() && found != setting.read_back) {
      throw SqliteError(SQLITE_IOERR,
                        fmt::format("the setting {} is {} after a commit, {} was wanted", setting.name, found, setting.read_back));
    }
  }
}

Error unavailable(std::string message) {
  return Error{.kind = ErrorKind::unavailable, .message = std::move(message), .fields = {}, .retry_after = Seconds(5)};
}

}  // namespace

struct SqliteStore::Parts {
  Parts(const std::string& path, const SqliteSettings& settings, Random& random)
      : database(path, Database::Mode::write, settings.vfs), random(random) {}

  void prepare(const SqliteSettings& settings, Instant now) {
    make_safe(database, settings, now);
    daily.emplace(database);
    book.emplace(database, rules, *daily, settings.book);
    work.emplace(database, *book, random);
    scores.emplace(database, *book, rules);
    deliveries.emplace(database, *book, random);
    alerts.emplace(database, *book, random);
    retention.emplace(database, *book, *daily);
    upkeep.emplace(database, *daily, *retention);
    sites.emplace(database, *daily);
    begin = database.prepare("BEGIN IMMEDIATE");
    commit = database.prepare("COMMIT");
    put_property = database.prepare(
        "INSERT OR REPLACE INTO properties (site, property_id, address, city, state, type, project, price, bedrooms, details)"
        " SELECT key, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM sites WHERE id = ?1");
    add_token =
        database.prepare("INSERT INTO api_tokens (hash, role, site, created_at, expires_at, name) VALUES (?1,?2,?3,?4,?5,?6)");
    select_salt = database.prepare("SELECT salt FROM visitor_salts WHERE day = ?1");
    insert_salt = database.prepare("INSERT INTO visitor_salts (day, salt) VALUES (?1, ?2)");
    forget_salts = database.prepare("DELETE FROM visitor_salts WHERE day < ?1");
    find_user = database.prepare("SELECT 1 FROM users WHERE email = ?1");
    add_user = database.prepare("INSERT INTO users (id, email, role, password_hash, created_at) VALUES (?1,?2,?3,?4,?5)");
    open_visits = database.prepare(fmt::format("{} WHERE v.end_time IS NULL ORDER BY v.key", select_visit));
    recover();
    write_back_all(now);  // The open visits are read from their rows next, which must not lack what the crash left behind.
  }

  void recover() {
    begin.execute();
    scores->load_rules();
    daily->forget();
    book->recover();
    daily->flush();
    commit.execute();
  }

  void write_back_all(Instant now) {
    begin.execute();
    book->write_back_all(now);
    daily->flush();
    commit.execute();
  }

  // What each piece of work does; those about visits are in VisitWork.
  template <typename Command>
  auto carry_out(Command& command, Instant now)
    requires requires(VisitWork& visits) { visits.carry_out(command, now); }
  {
    return work->carry_out(command, now);
  }
  template <typename Command>
  auto carry_out(const Command& command, Instant now)
    requires requires(ScoreWork& scores) { scores.carry_out(command, now); }
  {
    return scores->carry_out(command, now);
  }
  template <typename Command>
  auto carry_out(const Command& command, Instant now)
    requires requires(AlertWork& work) { work.carry_out(command, now); }
  {
    return alerts->carry_out(command, now);
  }
  template <typename Command>
  auto carry_out(const Command& command, Instant now)
    requires requires(DeliveryWork& work) { work.carry_out(command, now); }
  {
    return deliveries->carry_out(command, now);
  }
  Result<PutProperty::Verdict> carry_out(const PutProperty& command, Instant) {
    const catalogue::Property& property = command.property;
    put_property.execute(command.site, property.property_id, null_if_empty(property.address), null_if_empty(property.city),
                         null_if_empty(property.state), null_if_empty(property.type), null_if_empty(property.project),
                         property.price, property.bedrooms, property.details);
    return PutProperty::Verdict{};
  }
  Result<AddSite::Verdict> carry_out(const AddSite& command, Instant now) { return sites->carry_out(command, now); }
  Result<SetSite::Verdict> carry_out(const SetSite& command, Instant) { return sites->carry_out(command); }
  Result<RebuildDays::Verdict> carry_out(const RebuildDays& command, Instant) {
    const auto site = sites->key_of(command.site);
    if (!site) return fail(ErrorKind::not_found, "there is no such site");
    return daily->rebuild(*site, command.from, command.to, command.visits_max);
  }
  Result<RemoveOldVisits::Verdict> carry_out(const RemoveOldVisits& command, Instant now) {
    const auto site = sites->key_of(command.site);
    if (!site) return fail(ErrorKind::not_found, "there is no such site");
    return retention->remove(*site, command.before, command.events_max, now);
  }
  Result<Upkeep::Verdict> carry_out(const Upkeep&, Instant now) { return upkeep->next_step(now); }
  Result<TakeSalts::Verdict> carry_out(const TakeSalts& command, Instant) {
    const auto salt_of = [&](Day day) -> std::string {
      auto rows = select_salt.query(static_cast<std::int64_t>(day.number));
      return rows.next() ? std::string(rows.text(0)) : "";
    };
    TakeSalts::Verdict verdict{salt_of(command.today), salt_of(command.today - 1)};
    if (!verdict.today.empty()) return verdict;
    verdict.today = make_secret("", random).reveal();
    forget_salts.execute(static_cast<std::int64_t>(command.today.number) - 1);
    insert_salt.execute(static_cast<std::int64_t>(command.today.number), verdict.today);
    return verdict;
  }
  Result<AddApiToken::Verdict> carry_out(const AddApiToken& command, Instant now) {
    add_token.execute(command.token.hash, name_of(command.token.role), command.token.site, now, command.token.expires,
                      command.token.name);
    return AddApiToken::Verdict{};
  }
  Result<AddUser::Verdict> carry_out(const AddUser& command, Instant now) {
    {
      auto rows = find_user.query(command.email);
      if (rows.next()) return fail(ErrorKind::conflict, "there is a user with this e-mail already");
    }
    add_user.execute(command.id, command.email, name_of(command.role), command.password_hash, now);
    return AddUser::Verdict{};
  }
  Result<Inspect::Verdict> carry_out(const Inspect&, Instant) { return Inspect::Verdict{}; }

  Database database;
  Random& random;
  visits::Rulebook rules;
  std::optional<DailyBook> daily;
  std::optional<VisitBook> book;
  std::optional<VisitWork> work;
  std::optional<ScoreWork> scores;
  std::optional<DeliveryWork> deliveries;
  std::optional<AlertWork> alerts;
  std::optional<Retention> retention;
  std::optional<UpkeepSteps> upkeep;
  std::optional<SiteRows> sites;
  Statement begin;
  Statement commit;
  Statement put_property;
  Statement add_token;
  Statement select_salt;
  Statement insert_salt;
  Statement forget_salts;
  Statement find_user;
  Statement add_user;
  Statement open_visits;
};

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const DataFolder& folder, SqliteSettings settings, Random& random,
                                                       Instant now) {
  if (sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK)
    sqlite3_initialize();  // Refused, harmlessly, from the second store on.
  const std::string path = folder.file(std::string(database_name));
  try {
    auto parts = std::make_unique<Parts>(path, settings, random);
    parts->prepare(settings, now);
    if (auto synced = folder.sync(); !synced) return std::unexpected(synced.error());
    return std::unique_ptr<SqliteStore>(new SqliteStore(path, std::move(settings), std::move(parts)));
  } catch (const SqliteError& error) {
    return fail(ErrorKind::unavailable, fmt::format("{} cannot be used: {}", path, error.what()));
  }
}

SqliteStore::SqliteStore(std::string path, SqliteSettings settings, std::unique_ptr<Parts> parts)
    : path_(std::move(path)), settings_(std::move(settings)), parts_(std::move(parts)) {}

SqliteStore::~SqliteStore() = default;

GroupOutcome SqliteStore::try_commit(std::span<const Work> group, Instant now, std::vector<VisitChange>& changes) {
  parts_->begin.execute();
  parts_->book->begin_group();
  for (const Work& work : group) {
    std::visit([&](auto* piece) { piece->verdict = parts_->carry_out(piece->command, now); }, work);
  }
  parts_->work->take_changes(now, changes);
  parts_->scores->take_changes(changes);
  parts_->book->write_back_due(now);
  parts_->daily->flush();
  parts_->commit.execute();
  return GroupOutcome::committed;
}

/// False where even that failed.
bool SqliteStore::roll_back() {
  try {
    parts_->work->forget_changes();
    parts_->scores->forget_changes();
    if (!parts_->database.is_autocommit()) parts_->database.execute("ROLLBACK");
    parts_->recover();
    return true;
  } catch (const SqliteError& error) {
    spdlog::critical("store: rolling back failed: {}", error.what());
    return false;
  }
}

GroupOutcome SqliteStore::commit(std::span<const Work> group, Instant now, std::vector<VisitChange>& changes) {
  const std::size_t changes_before = changes.size();
  const auto refuse = [&](const Error& error) {
    changes.resize(changes_before);
    for (const Work& work : group) std::visit([&](auto* piece) { piece->verdict = std::unexpected(error); }, work);
  };
  try {
    try_commit(group, now, changes);
  } catch (const SqliteError& error) {
    spdlog::error("store: a group of {} was not stored: {}", group.size(), error.what());
    if (error.is_fatal()) {
      refuse(unavailable("the storage failed"));
      return GroupOutcome::failed;
    }
    if (!roll_back()) {
      refuse(unavailable("the storage failed"));
      return GroupOutcome::failed;
    }
    if (error.is_passing()) {
      refuse(unavailable("the storage has no room at the moment"));
      return GroupOutcome::refused;
    }
    if (group.size() == 1) {
      refuse(Error{.kind = ErrorKind::internal, .message = "this could not be stored", .fields = {}});
      return GroupOutcome::refused;
    }
    // One piece of work is at fault, and it is ours: the others must not suffer for it.
    changes.resize(changes_before);
    for (const Work& work : group) {
      if (commit(std::span(&work, 1), now, changes) == GroupOutcome::failed) {
        refuse(unavailable("the storage failed"));
        return GroupOutcome::failed;
      }
    }
    return GroupOutcome::committed;
  }
  try {
    if (parts_->database.log_pages() > settings_.checkpoint_pages) parts_->database.checkpoint();
  } catch (const SqliteError& error) {
    // The group is durable in the log, and says so. Without room the log stays as it is until there is some; after any other
    // failure the next group will not be taken.
    spdlog::error("store: copying the log back failed: {}", error.what());
    if (!error.is_passing()) return GroupOutcome::failed;
  }
  for (const Work& work : group) {
    if (const auto* inspect = std::get_if<Piece<Inspect>*>(&work)) (*inspect)->command.ask(*this);
  }
  return GroupOutcome::committed;
}

Result<std::vector<StoredVisit>> SqliteStore::visits(std::span<const VisitId> ids, const Scope& scope) {
  std::vector<StoredVisit> found;
  try {
    for (const VisitId& id : ids) {
      const BookEntry* entry = parts_->book->find(id);
      if (entry != nullptr && scope.allows(entry->visit.site)) found.push_back({entry->visit, entry->newest_event});
    }
    return found;
  } catch (const SqliteError& error) {
    return fail(ErrorKind::unavailable, error.what());
  }
}

Result<void> SqliteStore::for_each_open_visit(const std::function<void(VisitChange)>& see) {
  try {
    auto rows = parts_->open_visits.query();
    while (rows.next()) {
      VisitRow row = read_visit_row(rows);
      auto marks = parts_->work->marks_of(row);
      see({VisitChange::Kind::started, std::move(row.visit), std::move(marks)});
    }
    return {};
  } catch (const SqliteError& error) {
    return fail(ErrorKind::unavailable, error.what());
  }
}

Result<void> SqliteStore::flush(Instant now) {
  try {
    parts_->write_back_all(now);
    parts_->database.checkpoint();
    return {};
  } catch (const SqliteError& error) {
    return fail(ErrorKind::unavailable, error.what());
  }
}

const visits::Rulebook& SqliteStore::rules() const {
  return parts_->rules;
}

Result<std::unique_ptr<Reader>> SqliteStore::reader() {
  try {
    return make_sqlite_reader(path_, settings_.vfs);
  } catch (const SqliteError& error) {
    return fail(ErrorKind::unavailable, error.what());
  }
}

}  // namespace sojourn::store
