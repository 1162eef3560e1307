#pragma once

// Questions about leads and what colleagues did about them, for SqliteReader.

#include "store/sqlite/database.hpp"
#include "store/store.hpp"

namespace sojourn::store {

/// The lead, or the one that it was merged into.
std::optional<Lead> find_lead(Database& database, const Scope& scope, const LeadId& id);
Result<LeadPage> list_leads(Database& database, const SiteId& site, std::string_view text, LeadSort sort, Instant now,
                            std::size_t limit, std::string_view cursor);
PersonLog find_person_log(Database& database, const VisitId& visit);

}  // namespace sojourn::store
