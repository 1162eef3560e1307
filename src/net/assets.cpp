#include "net/assets.hpp"

#include <algorithm>

namespace sojourn::net {
namespace {

constexpr std::string_view keep_for_a_year = "public, max-age=31536000, immutable";
constexpr std::string_view ask_each_time = "no-cache";

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

template <typename Matches>
bool any_of_list(std::string_view list, Matches matches) {
  for (;;) {
    const auto comma = list.find(',');
    if (matches(trimmed(list.substr(0, comma)))) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
}

// Weak comparison, as RFC 9110 section 13.1.2 asks for.
bool has_already(const Asset& asset, std::string_view if_none_match) {
  return any_of_list(if_none_match, [&](std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    return tag == "*" || tag == asset.etag;
  });
}

bool is_zero(std::string_view weight) {
  return weight.starts_with('0') && weight.find_first_not_of("0.") == std::string_view::npos;
}

bool accepts_gzip(std::string_view accept_encoding) {
  return any_of_list(accept_encoding, [](std::string_view coding) {
    const auto semicolon = coding.find(';');
    if (!equals_ignoring_case(trimmed(coding.substr(0, semicolon)), "gzip")) return false;
    if (semicolon == std::string_view::npos) return true;
    const std::string_view parameter = trimmed(coding.substr(semicolon + 1));
    return !(parameter.starts_with("q=") && is_zero(parameter.substr(2)));
  });
}

}  // namespace

const Asset* find_asset(std::span<const Asset> assets, std::string_view path) {
  const auto found = std::ranges::lower_bound(assets, path, {}, &Asset::path);
  return found != assets.end() && found->path == path ? &*found : nullptr;
}

Response answer_asset(const Asset& asset, const Request& request) {
  const bool is_known = has_already(asset, request.header("if-none-match"));
  const bool is_gzip = !asset.gzip_bytes.empty() && accepts_gzip(request.header("accept-encoding"));
  Response response =
      is_known ? Response(304) : Response::with_static_body(200, asset.content_type, is_gzip ? asset.gzip_bytes : asset.bytes);
  if (is_gzip && !is_known) response.header("Content-Encoding", "gzip");
  if (!asset.gzip_bytes.empty()) response.header("Vary", "Accept-Encoding");
  response.header("ETag", std::string("W/").append(asset.etag));  // Weak: both codings share it.
  response.header("Cache-Control", asset.is_immutable ? keep_for_a_year : ask_each_time);
  return response;
}

}  // namespace sojourn::net
