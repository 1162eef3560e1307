#include "store/sqlite/database.hpp"

#include <sqlite3.h>

namespace sojourn::store {
namespace {

[[noreturn]] void throw_error(sqlite3* database, std::string_view doing) {
  const int code = sqlite3_extended_errcode(database);
  throw SqliteError(code, fmt::format("{}: {} ({})", doing, sqlite3_errmsg(database), code));
}

/// A bound empty view must not be a null pointer, which SQLite reads as NULL.
const char* not_null(const void* data) {
  return data != nullptr ? static_cast<const char*>(data) : "";
}

}  // namespace

bool SqliteError::is_passing() const {
  const int primary = code_ & 0xff;
  return primary == SQLITE_FULL || primary == SQLITE_NOMEM || primary == SQLITE_BUSY;
}

bool SqliteError::is_fatal() const {
  const int primary = code_ & 0xff;
  return primary == SQLITE_IOERR || primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || primary == SQLITE_CANTOPEN ||
         primary == SQLITE_READONLY || primary == SQLITE_PROTOCOL;
}

Statement::~Statement() {
  sqlite3_finalize(handle_);
}

void Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(handle_, index, value);
}
void Statement::bind(int index, double value) {
  sqlite3_bind_double(handle_, index, value);
}
void Statement::bind(int index, std::nullptr_t) {
  sqlite3_bind_null(handle_, index);
}
void Statement::bind(int index, std::string_view value) {
  sqlite3_bind_text64(handle_, index, not_null(value.data()), value.size(), SQLITE_STATIC, SQLITE_UTF8);
}
void Statement::bind(int index, Blob value) {
  sqlite3_bind_blob64(handle_, index, not_null(value.data()), value.size(), SQLITE_STATIC);
}

bool Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw_error(sqlite3_db_handle(handle_), sqlite3_sql(handle_));
}

void Statement::reset() {
  sqlite3_reset(handle_);
}

Statement::Rows::~Rows() {
  if (statement_ != nullptr) statement_->reset();
}
bool Statement::Rows::is_null(int column) const {
  return sqlite3_column_type(statement_->handle_, column) == SQLITE_NULL;
}
bool Statement::Rows::is_integer(int column) const {
  return sqlite3_column_type(statement_->handle_, column) == SQLITE_INTEGER;
}
bool Statement::Rows::is_blob(int column) const {
  return sqlite3_column_type(statement_->handle_, column) == SQLITE_BLOB;
}
std::int64_t Statement::Rows::integer(int column) const {
  return sqlite3_column_int64(statement_->handle_, column);
}
double Statement::Rows::real(int column) const {
  return sqlite3_column_double(statement_->handle_, column);
}

std::string_view Statement::Rows::text(int column) const {
  const unsigned char* data = sqlite3_column_text(statement_->handle_, column);
  const int size = sqlite3_column_bytes(statement_->handle_, column);
  return data == nullptr ? std::string_view()
                         : std::string_view(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
}

Blob Statement::Rows::blob(int column) const {
  const void* data = sqlite3_column_blob(statement_->handle_, column);
  const int size = sqlite3_column_bytes(statement_->handle_, column);
  return {static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size)};
}

Uuid Statement::Rows::uuid(int column) const {
  Uuid uuid;
  const Blob bytes = blob(column);
  if (bytes.size() == uuid.bytes.size()) std::ranges::copy(bytes, uuid.bytes.begin());
  return uuid;
}

SecretHash Statement::Rows::hash(int column) const {
  SecretHash hash;
  const Blob bytes = blob(column);
  if (bytes.size() == hash.bytes.size()) std::ranges::copy(bytes, hash.bytes.begin());
  return hash;
}

void Database::Close::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

Database::Database(const std::string& path, Mode mode, const std::string& vfs) : log_pages_(std::make_unique<int>(0)) {
  const int access = mode == Mode::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, access | SQLITE_OPEN_NOMUTEX, vfs.empty() ? nullptr : vfs.c_str());
  handle_.reset(handle);
  if (code != SQLITE_OK) throw_error(handle, fmt::format("opening {}", path));
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_busy_timeout(handle, 5000);
  if (mode == Mode::read) execute("PRAGMA query_only=ON");
}

Statement Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) throw_error(handle_.get(), sql);
  return Statement(statement);
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw_error(handle_.get(), sql);
}

std::int64_t Database::last_insert_row() const {
  return sqlite3_last_insert_rowid(handle_.get());
}

std::int64_t Database::changed_rows() const {
  return sqlite3_changes64(handle_.get());
}

bool Database::is_autocommit() const {
  return sqlite3_get_autocommit(handle_.get()) != 0;
}

void Database::watch_log() {
  sqlite3_wal_hook(
      handle_.get(),
      [](void* pages, sqlite3*, const char*, int count) {
        *static_cast<int*>(pages) = count;
        return SQLITE_OK;
      },
      log_pages_.get());
}

void Database::keep_log_file() {
  int keep = 1;
  sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
}

void Database::checkpoint() {
  int log = 0;
  int copied = 0;
  const int code = sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &log, &copied);
  if (code == SQLITE_BUSY) return;
  if (code != SQLITE_OK) throw_error(handle_.get(), "checkpoint");
  if (log == copied) *log_pages_ = 0;
}

}  // namespace sojourn::store
