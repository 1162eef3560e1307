#include "api/openapi.hpp"

#include "base/json_writer.hpp"

namespace sojourn::api {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

void write_parameter(JsonWriter& json, std::string_view name, std::string_view where, std::string_view description, bool is_required) {
  json.begin_object().member("name", name).member("in", where).member("required", is_required);
  if (!description.empty()) json.member("description", description);
  json.key("schema").begin_object().member("type", "string").end_object().end_object();
}

void write_parameters(JsonWriter& json, const Route& route) {
  json.key("parameters").begin_array();
  for (std::size_t at = route.path.find('{'); at != std::string_view::npos; at = route.path.find('{', at + 1)) {
    write_parameter(json, route.path.substr(at + 1, route.path.find('}', at) - at - 1), "path", "", true);
  }
  for (const Parameter& parameter : route.query) write_parameter(json, parameter.name, "query", parameter.description, false);
  if (route.who == Who::session) write_parameter(json, "X-Session-Key", "header", "the session key that the start answered", false);
  json.end_array();
}

void write_answer(JsonWriter& json, std::string_view status, std::string_view description, std::string_view type) {
  json.key(status).begin_object().member("description", description);
  json.key("content").begin_object().key(type).begin_object().key("schema").begin_object().member("type", "object").end_object().end_object().end_object();
  json.end_object();
}

bool is_for_staff(Who who) { return who == Who::staff_read || who == Who::staff_write || who == Who::admin || who == Who::staff_or_user; }

void write_operation(JsonWriter& json, const Route& route) {
  json.key(lower(net::name_of(route.method))).begin_object().member("summary", route.summary).member("x-who", name_of(route.who));
  write_parameters(json, route);
  if (route.body_bytes_max > 0) {
    json.key("requestBody").begin_object().key("content").begin_object().key("application/json").begin_object();
    json.key("schema").begin_object().member("type", "object").end_object();
    if (!route.body_example.empty()) json.key("example").raw(route.body_example);
    json.end_object().end_object().end_object();
  }
  json.key("responses").begin_object();
  write_answer(json, "200", "done", "application/json");
  write_answer(json, "default", "a problem (RFC 9457)", "application/problem+json");
  json.end_object();
  json.key("security").begin_array();
  if (is_for_staff(route.who)) json.begin_object().key("token").begin_array().end_array().end_object();
  json.end_array().end_object();
}

}  // namespace

std::string openapi_document(const std::vector<Route>& routes) {
  std::map<std::string_view, std::vector<const Route*>> by_path;
  for (const Route& route : routes) {
    if (route.who != Who::operator_ && route.who != Who::test_clock) by_path[route.path].push_back(&route);
  }
  std::string document;
  JsonWriter json(document);
  json.begin_object().member("openapi", "3.1.0").key("info").begin_object().member("title", "Sojourn").member("version", "1").end_object();
  json.key("components").begin_object().key("securitySchemes").begin_object().key("token").begin_object();
  json.member("type", "http").member("scheme", "bearer").end_object().end_object().end_object();
  json.key("paths").begin_object();
  for (const auto& [path, of_path] : by_path) {
    json.key(path).begin_object();
    for (const Route* route : of_path) write_operation(json, *route);
    json.end_object();
  }
  json.end_object().end_object();
  return document;
}

}  // namespace sojourn::api
