#pragma once

// The filters of questions over history: read from a query, and written into the links that lead from a figure to its visits.

#include "api/service.hpp"
#include "store/history.hpp"

#include <initializer_list>

namespace sojourn::api {

/// The parameters that a filter understands, with `site`, `from`, `to` and `lane`, for the route table.
std::vector<Parameter> visit_filter_parameters();

/// Names what is wrong by its parameter. Without `from` and `to` it is the last 30 days.
Result<store::VisitFilter> visit_filter(const net::QueryParameters& query, const SiteId& site, const TimeZone& zone, Instant now);

/// Links to `GET /api/v1/sessions` that mean what a question's own filter means, narrowed further.
class VisitLinks {
 public:
  VisitLinks(const net::QueryParameters& query, const store::VisitFilter& filter, const DayRange& days);

  using Narrowing = std::pair<std::string_view, std::string>;
  /// The path and query; a narrowing replaces what the question said under that name, but features add up.
  std::string to(std::initializer_list<Narrowing> narrowings) const;

 private:
  std::vector<std::pair<std::string, std::string>> base_;
};

}  // namespace sojourn::api
