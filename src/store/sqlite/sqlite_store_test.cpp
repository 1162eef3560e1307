#include "store/sqlite/sqlite_store.hpp"
#include "store/conformance.hpp"
#include "store/sqlite/schema.hpp"

#include <sys/stat.h>
#include <filesystem>

namespace sojourn::store {
namespace {

/// A folder of its own that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "sojourn-test-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class SqliteMaker final : public StoreMaker {
 public:
  explicit SqliteMaker(SqliteSettings settings) : settings_(std::move(settings)), data_(DataFolder::open(folder_.path()).value()) {}

  std::unique_ptr<Store> open(Instant now) override {
    auto opened = SqliteStore::open(data_, settings_, random_, now);
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? std::move(*opened) : nullptr;
  }

 private:
  TemporaryFolder folder_;
  SqliteSettings settings_;
  SeededRandom random_{42};
  DataFolder data_;
};

StoreUnderTest sqlite_with(std::string name, SqliteSettings settings) {
  return {std::move(name), [settings] { return std::make_unique<SqliteMaker>(settings); }};
}

/// Nothing fits into memory: every visit is loaded anew for every group.
SqliteSettings forgetful() {
  SqliteSettings settings;
  settings.book.visits_max = 0;
  return settings;
}

SqliteSettings eager() {
  SqliteSettings settings;
  settings.book.write_back_after = Milliseconds(0);
  settings.checkpoint_pages = 1;
  return settings;
}

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreConformance,
                         testing::Values(sqlite_with("AsShipped", {}), sqlite_with("Forgetful", forgetful()),
                                         sqlite_with("Eager", eager())),
                         [](const auto& info) { return info.param.name; });

TEST(DataFolder, TakesOneProcessAtATime) {
  const TemporaryFolder folder;
  const auto first = DataFolder::open(folder.path());
  ASSERT_TRUE(first);
  EXPECT_TRUE(is_in_use(folder.path()));
  EXPECT_EQ(DataFolder::open(folder.path()).error().kind, ErrorKind::conflict);
}

TEST(DataFolder, RefusesWhatOthersMayRead) {
  const TemporaryFolder folder;
  ::chmod(folder.path().c_str(), 0755);
  EXPECT_EQ(DataFolder::open(folder.path()).error().kind, ErrorKind::not_allowed);
}

TEST(Schema, AMigrationKilledAtAnyStatementGoesOnWhereItWas) {
  // The killed process is a connection that goes away before it commits, after n of the migration's statements.
  std::vector<std::string> statements;
  for (const std::string_view migration : migrations()) {
    std::string statement;
    for (const char c : migration) {
      statement += c;
      if (c != ';') continue;
      statements.push_back(statement);
      statement.clear();
    }
  }
  ASSERT_GT(statements.size(), 20U);
  for (std::size_t killed_after = 0; killed_after <= statements.size(); ++killed_after) {
    const TemporaryFolder folder;
    const std::string path = folder.path() + "/sojourn.db";
    {
      Database database(path, Database::Mode::write);
      database.execute("PRAGMA journal_mode=WAL");
      database.execute("BEGIN IMMEDIATE");
      for (std::size_t i = 0; i < killed_after; ++i) database.execute(statements[i]);
    }
    Database database(path, Database::Mode::write);
    migrate(database);
    auto count = database.prepare("SELECT count(*) FROM event_types");
    auto rows = count.query();
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.integer(0), 19);
  }
}

TEST(Schema, AFileOfANewerProgramIsRefused) {
  const TemporaryFolder folder;
  Database database(folder.path() + "/sojourn.db", Database::Mode::write);
  database.execute("PRAGMA user_version=9999");
  EXPECT_THROW(migrate(database), SqliteError);
}

}  // namespace
}  // namespace sojourn::store
