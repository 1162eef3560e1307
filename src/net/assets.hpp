#pragma once

// Files that were compiled into the program, and how they are answered. There is no file-system access at all, so there is no
// path to escape from.

#include "net/http.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace sojourn::net {

/// One embedded file. All views have the lifetime of the program.
struct Asset {
  std::string_view path;  ///< Below the root, without a leading slash: `assets/index-3f9c.js`.
  std::string_view content_type;
  std::string_view etag;  ///< Quoted, from the content.
  std::string_view bytes;
  std::string_view gzip_bytes;  ///< Empty where compression gains nothing.
  bool is_immutable = false;    ///< Its name holds a hash of its content.
};

/// What the build embedded from SOJOURN_WEB_DIST, sorted by path; empty where there was nothing.
std::span<const Asset> embedded_assets();

/// The asset of exactly that path, found among `assets` sorted by path; null where there is none.
const Asset* find_asset(std::span<const Asset> assets, std::string_view path);

/// 200 with the form the client accepts, or 304 where it has this content already (If-None-Match). Hashed names may be kept for a
/// year, all others are asked about each time. For GET and HEAD.
Response answer_asset(const Asset& asset, const Request& request);

}  // namespace sojourn::net
