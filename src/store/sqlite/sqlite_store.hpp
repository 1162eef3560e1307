#pragma once

// The record in one SQLite file. Exactly one connection writes and checkpoints (SQLite before 3.51.3 can corrupt its log when two
// do); readers are query-only. Commits are synced (WAL, synchronous=FULL); the first failure of the disk ends all acknowledging.

#include "store/sqlite/data_folder.hpp"
#include "store/sqlite/visit_book.hpp"
#include "store/store.hpp"

#include "base/random.hpp"

namespace sojourn::store {

struct SqliteSettings {
  std::string vfs;                   ///< "" for the real one; fault tests name theirs.
  std::string synchronous = "FULL";  ///< Only tests of the tests set less.
  int checkpoint_pages = 1'000;      ///< The log is copied back when it has grown past this.
  BookLimits book;
};

class SqliteStore final : public Store {
 public:
  /// Opens DIR/sojourn.db: migrates, checks that every safety setting really holds after a probe commit, recovers.
  /// Errors say what to do. `folder` must outlive the store.
  static Result<std::unique_ptr<SqliteStore>> open(const DataFolder& folder, SqliteSettings settings, Random& random, Instant now);
  ~SqliteStore() override;

  GroupOutcome commit(std::span<const Work> group, Instant now, std::vector<VisitChange>& changes) override;
  Result<std::vector<StoredVisit>> visits(std::span<const VisitId> ids, const Scope& scope) override;
  Result<void> for_each_open_visit(const std::function<void(VisitChange)>& see) override;
  Result<void> flush(Instant now) override;
  const visits::Rulebook& rules() const override;
  Result<std::unique_ptr<Reader>> reader() override;

 private:
  struct Parts;
  SqliteStore(std::string path, SqliteSettings settings, std::unique_ptr<Parts> parts);

  GroupOutcome try_commit(std::span<const Work> group, Instant now, std::vector<VisitChange>& changes);
  bool roll_back();

  const std::string path_;
  const SqliteSettings settings_;
  std::unique_ptr<Parts> parts_;
};

/// A reader over a data file; `path` as SqliteStore opened it.
std::unique_ptr<Reader> make_sqlite_reader(const std::string& path, const std::string& vfs);

}  // namespace sojourn::store
