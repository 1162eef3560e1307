#pragma once

// The rows of a site as CSV or as JSON lines, page by page: the pages of one export, put one behind the other, are one file.

#include "base/time_zone.hpp"
#include "store/store.hpp"

namespace sojourn::api {

/// A page ends after so many rows, or bytes.
inline constexpr std::size_t export_rows_max = 10'000;
inline constexpr std::size_t export_bytes_max = 8 * 1024 * 1024;

enum class ExportKind : std::uint8_t { visits, events, leads, daily };
std::optional<ExportKind> export_kind_of(std::string_view name);
enum class ExportFormat : std::uint8_t { csv, ndjson };

struct ExportRequest {
  ExportKind kind = ExportKind::visits;
  ExportFormat format = ExportFormat::csv;
  store::VisitFilter filter;  ///< Of visits and events.
  Day first, last;            ///< Of the days.
  std::string cursor;         ///< "" for the first page.
};

struct ExportPage {
  std::string text;  ///< The first page of a CSV begins with the names of its columns.
  std::size_t rows = 0;
  std::string next_cursor;  ///< "" at the end.
};

Result<ExportPage> export_page(store::Reader& reader, const ExportRequest& request, Instant now);

}  // namespace sojourn::api
