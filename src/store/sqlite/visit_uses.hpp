#pragma once

// Which workflows and features each visit used, and when it had its last error, in tables of their own: written as the events come,
// each of which is new to its visit. The outcome does not depend on the order of the events.

#include "store/sqlite/database.hpp"
#include "visits/figures.hpp"

#include <simdjson.h>

namespace sojourn::store {

/// So many features of one visit are kept by name, cut to so many bytes; later ones are only events.
inline constexpr std::size_t features_per_visit_max = 64;
inline constexpr std::size_t feature_chars_max = 100;

class VisitUses {
 public:
  explicit VisitUses(Database& database);

  /// `before` are the visit's figures without the event.
  void note(std::int64_t visit, const visits::Figures& before, const visits::Event& event);

 private:
  void note_workflow(std::int64_t visit, const visits::Event& event, std::string_view status);
  void note_feature(std::int64_t visit, std::string_view name);

  simdjson::dom::parser parser_;
  Statement upsert_workflow_;
  Statement insert_feature_;
  Statement upsert_error_;
};

}  // namespace sojourn::store
