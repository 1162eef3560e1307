#pragma once

// The tables, as a list of migrations: each runs in one transaction together with its number, so a process killed at any statement
// goes on where it was. Migrations are only ever added.

#include "store/sqlite/database.hpp"

#include <span>
#include <string_view>

namespace sojourn::store {

std::span<const std::string_view> migrations();

/// Brings the schema up to date. Throws SqliteError; a file from a newer program is refused.
void migrate(Database& database);

}  // namespace sojourn::store
