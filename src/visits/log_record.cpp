#include "visits/log_record.hpp"

#include "base/json_writer.hpp"
#include "base/limits.hpp"

#include <simdjson.h>
#include <charconv>

namespace sojourn::visits {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

EventType event_type_of(LogKind kind) {
  switch (kind) {
    case LogKind::page_view: return EventType::page_view;
    case LogKind::error: return EventType::error;
    case LogKind::request: return EventType::custom;
  }
  return EventType::custom;
}

std::string_view text_of(const object& members, std::string_view key) {
  std::string_view text;
  return members[key].get(text) == simdjson::SUCCESS ? text : std::string_view();
}

std::optional<Instant> time_of(const object& members, std::string_view key) {
  element value;
  if (members[key].get(value) != simdjson::SUCCESS) return std::nullopt;
  std::string_view text;
  std::int64_t seconds = 0;
  std::optional<Instant> at;
  if (value.get(text) == simdjson::SUCCESS) {
    if (const auto parsed = parse_rfc3339(text)) at = *parsed;
  } else if (value.get(seconds) == simdjson::SUCCESS && seconds >= 0 && seconds < 4'102'444'800) {
    at = Instant::from_seconds(seconds);
  }
  // As with access logs, times lie between 1970 and 2099.
  if (at && (*at < Instant() || *at >= Instant::from_seconds(4'102'444'800))) return std::nullopt;
  return at;
}

}  // namespace

struct LogRecordReader::Memory {
  AccessLogReader access_log;
  simdjson::dom::parser parser;
  EventDataReader data_reader;
  std::string page, referrer, data, request;

  std::expected<LogRecord, LogFault> of_access_line(const LogLine& line) {
    LogRecord record{.address = line.address, .user_agent = line.user_agent, .at = line.at};
    const LogKind kind = kind_of(line);
    record.type = event_type_of(kind);
    record.type_name = name_of(kind);
    page = unescaped(line.target).substr(0, limits::page_chars_max);
    record.facts.page = page;
    if (line.referrer != "-") referrer = unescaped(line.referrer).substr(0, limits::page_chars_max);
    if (line.referrer == "-") referrer.clear();
    record.referrer = referrer;
    data.clear();
    JsonWriter(data).begin_object().member("page", page).member("method", line.method).member("status", line.status).end_object();
    record.data = data;
    return record;
  }

  std::expected<LogRecord, LogFault> of_nginx(const object& members) {
    LogLine line;
    const auto at = time_of(members, "time_iso8601");
    if (!at) return std::unexpected(LogFault::no_time);
    line.at = *at;
    line.address = text_of(members, "remote_addr");
    if (line.address.empty()) return std::unexpected(LogFault::no_address);
    request = text_of(members, "request");
    if (request.empty()) return std::unexpected(LogFault::no_request);
    read_request(request, line);
    std::int64_t status = 0;
    if (members["status"].get(status) != simdjson::SUCCESS) {
      const std::string_view text = text_of(members, "status");
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
      if (error != std::errc() || end != text.data() + text.size()) return std::unexpected(LogFault::no_status);
    }
    if (status < 0 || status > 999) return std::unexpected(LogFault::no_status);
    line.status = static_cast<int>(status);
    line.user_agent = text_of(members, "http_user_agent");
    line.referrer = text_of(members, "http_referer");
    return of_access_line(line);
  }

  std::expected<LogRecord, LogFault> of_event(const object& members) {
    LogRecord record;
    const auto at = time_of(members, "timestamp");
    if (!at) return std::unexpected(LogFault::no_time);
    record.at = *at;
    record.visitor_id = text_of(members, "visitor_id");
    record.address = text_of(members, "address");
    record.user_agent = text_of(members, "user_agent");
    record.referrer = text_of(members, "referrer").substr(0, limits::page_chars_max);
    const bool is_known = !record.visitor_id.empty() || !record.address.empty();
    if (!is_known || record.visitor_id.size() > limits::visitor_id_chars_max) return std::unexpected(LogFault::no_visitor);
    record.type_name = text_of(members, "type");
    const bool is_named = !record.type_name.empty() && record.type_name.size() <= limits::event_type_chars_max;
    if (!is_named || record.type_name == name_of(EventType::visit_end)) return std::unexpected(LogFault::no_type);
    record.type = visits::event_type_of(record.type_name);
    record.id = text_of(members, "id");
    if (record.id.size() > limits::event_id_chars_max) return std::unexpected(LogFault::bad_data);
    element value;
    if (members["data"].get(value) != simdjson::SUCCESS || value.is_null()) return record;
    if (!value.is_object()) return std::unexpected(LogFault::bad_data);
    data = simdjson::minify(value);
    const auto facts = data_reader.read(data);
    if (!facts) return std::unexpected(LogFault::bad_data);
    record.facts = *facts;
    if (data.size() > 2) record.data = data;
    return record;
  }
};

LogRecordReader::LogRecordReader() : memory_(std::make_unique<Memory>()) {}
LogRecordReader::~LogRecordReader() = default;
LogRecordReader::LogRecordReader(LogRecordReader&&) noexcept = default;

std::expected<LogRecord, LogFault> LogRecordReader::read(std::string_view line) {
  if (!is_json_line(line)) {
    const auto read = memory_->access_log.read(line);
    if (!read) return std::unexpected(read.error());
    return memory_->of_access_line(*read);
  }
  if (line.size() > log_line_bytes_max) return std::unexpected(LogFault::too_long);
  object members;
  if (memory_->parser.parse(line.data(), line.size(), true).get(members) != simdjson::SUCCESS) {
    return std::unexpected(LogFault::no_json);
  }
  element nginx_time;
  const bool is_nginx = members["time_iso8601"].get(nginx_time) == simdjson::SUCCESS;
  return is_nginx ? memory_->of_nginx(members) : memory_->of_event(members);
}

}  // namespace sojourn::visits
