#pragma once

// SQLite's C API as two small types. Failures are thrown as SqliteError and stop at the store's border: nothing above
// store/sqlite sees one.

#include "base/secret.hpp"
#include "base/uuid.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sojourn::store {

class SqliteError : public std::runtime_error {
 public:
  SqliteError(int extended_code, const std::string& message) : std::runtime_error(message), code_(extended_code) {}
  /// The extended result code, SQLITE_IOERR_FSYNC for one.
  int code() const { return code_; }
  /// Full disk or out of memory: the transaction is off, the next one may go through.
  bool is_passing() const;
  /// The file or the disk under it can no longer be trusted.
  bool is_fatal() const;

 private:
  int code_;
};

/// A blob to bind, or one that a row holds.
using Blob = std::span<const std::uint8_t>;

/// A prepared statement. Bound views must live until the statement was run.
class Statement {
 public:
  Statement() = default;
  Statement(Statement&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Statement& operator=(Statement&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Statement();

  /// Runs it with these values for ?1, ?2, … to its end; rows are dropped.
  template <typename... Values>
  void execute(const Values&... values) {
    bind_all(values...);
    const Reset reset{*this};
    while (step()) {
    }
  }

  /// The rows of one run. Resets the statement when it goes.
  class Rows {
   public:
    explicit Rows(Statement& statement) : statement_(&statement) {}
    Rows(Rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
    Rows& operator=(Rows&&) = delete;
    ~Rows();
    /// Goes to the next row; false after the last.
    bool next() { return statement_->step(); }
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    /// Views are valid until next().
    std::string_view text(int column) const;
    Blob blob(int column) const;
    bool is_integer(int column) const;
    bool is_blob(int column) const;
    Uuid uuid(int column) const;
    SecretHash hash(int column) const;

   private:
    Statement* statement_;
  };

  template <typename... Values>
  Rows query(const Values&... values) {
    bind_all(values...);
    return Rows(*this);
  }

  /// The same where the number of values is not known before: all are texts, for ?1, ?2, …
  Rows query_texts(std::span<const std::string> texts) {
    int index = 0;
    for (const std::string& text : texts) bind(++index, text);
    return Rows(*this);
  }

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}

  struct Reset {
    Statement& statement;
    ~Reset() { statement.reset(); }
  };

  template <typename... Values>
  void bind_all(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
  }
  void bind(int index, std::int64_t value);
  void bind(int index, int value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, std::uint32_t value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, bool value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, double value);
  void bind(int index, std::nullptr_t);
  void bind(int index, std::string_view value);
  void bind(int index, const std::string& value) { bind(index, std::string_view(value)); }
  void bind(int index, Blob value);
  void bind(int index, const Uuid& value) { bind(index, Blob(value.bytes)); }
  void bind(int index, const SecretHash& value) { bind(index, Blob(value.bytes)); }
  void bind(int index, Instant value) { bind(index, value.ms()); }
  template <typename Tag>
  void bind(int index, const Id<Tag>& value) {
    bind(index, value.uuid);
  }
  template <typename T>
  void bind(int index, const std::optional<T>& value) {
    value ? bind(index, *value) : bind(index, nullptr);
  }

  bool step();
  void reset();

  sqlite3_stmt* handle_ = nullptr;
};

/// "" is stored as NULL, so that analysts can ask IS NULL.
inline std::optional<std::string_view> null_if_empty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// One connection. One thread at a time.
class Database {
 public:
  enum class Mode {
    write,  ///< The only one that writes and checkpoints.
    read,   ///< query_only; never checkpoints.
  };

  /// `vfs` names a virtual file system for fault tests; "" is the default one.
  Database(const std::string& path, Mode mode, const std::string& vfs = "");

  Statement prepare(std::string_view sql);
  /// Any number of statements, each stepped to its end.
  void execute(const std::string& sql);
  std::int64_t last_insert_row() const;
  /// How many rows the last statement changed.
  std::int64_t changed_rows() const;
  /// False inside a transaction.
  bool is_autocommit() const;
  /// Keeps the log file between runs, so that its directory entry is synced once and for all.
  void keep_log_file();
  /// Copies the log into the database file as far as readers allow.
  void checkpoint();
  /// Begins to note the log's size at each commit. After the last pragma about checkpoints, since those take the same hook away.
  void watch_log();
  /// The log's size in pages after the last commit.
  int log_pages() const { return *log_pages_; }

  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::unique_ptr<int> log_pages_;
};

}  // namespace sojourn::store
