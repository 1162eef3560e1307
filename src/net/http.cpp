#include "net/http.hpp"

#include "base/check.hpp"

#include <fmt/format.h>
#include <charconv>

namespace sojourn::net {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::string_view status_line(int status) {
  switch (status) {
    case 200: return "HTTP/1.1 200 OK\r\n";
    case 201: return "HTTP/1.1 201 Created\r\n";
    case 202: return "HTTP/1.1 202 Accepted\r\n";
    case 204: return "HTTP/1.1 204 No Content\r\n";
    case 207: return "HTTP/1.1 207 Multi-Status\r\n";
    case 301: return "HTTP/1.1 301 Moved Permanently\r\n";
    case 302: return "HTTP/1.1 302 Found\r\n";
    case 303: return "HTTP/1.1 303 See Other\r\n";
    case 304: return "HTTP/1.1 304 Not Modified\r\n";
    case 307: return "HTTP/1.1 307 Temporary Redirect\r\n";
    case 308: return "HTTP/1.1 308 Permanent Redirect\r\n";
    case 400: return "HTTP/1.1 400 Bad Request\r\n";
    case 401: return "HTTP/1.1 401 Unauthorized\r\n";
    case 403: return "HTTP/1.1 403 Forbidden\r\n";
    case 404: return "HTTP/1.1 404 Not Found\r\n";
    case 405: return "HTTP/1.1 405 Method Not Allowed\r\n";
    case 406: return "HTTP/1.1 406 Not Acceptable\r\n";
    case 408: return "HTTP/1.1 408 Request Timeout\r\n";
    case 409: return "HTTP/1.1 409 Conflict\r\n";
    case 410: return "HTTP/1.1 410 Gone\r\n";
    case 411: return "HTTP/1.1 411 Length Required\r\n";
    case 412: return "HTTP/1.1 412 Precondition Failed\r\n";
    case 413: return "HTTP/1.1 413 Content Too Large\r\n";
    case 414: return "HTTP/1.1 414 URI Too Long\r\n";
    case 415: return "HTTP/1.1 415 Unsupported Media Type\r\n";
    case 417: return "HTTP/1.1 417 Expectation Failed\r\n";
    case 422: return "HTTP/1.1 422 Unprocessable Content\r\n";
    case 426: return "HTTP/1.1 426 Upgrade Required\r\n";
    case 428: return "HTTP/1.1 428 Precondition Required\r\n";
    case 429: return "HTTP/1.1 429 Too Many Requests\r\n";
    case 431: return "HTTP/1.1 431 Request Header Fields Too Large\r\n";
    case 500: return "HTTP/1.1 500 Internal Server Error\r\n";
    case 501: return "HTTP/1.1 501 Not Implemented\r\n";
    case 503: return "HTTP/1.1 503 Service Unavailable\r\n";
    case 505: return "HTTP/1.1 505 HTTP Version Not Supported\r\n";
    default: return {};
  }
}

void append_status_line(std::string& out, int status) {
  SOJOURN_CHECK(status >= 200 && status <= 599);
  if (const std::string_view line = status_line(status); !line.empty()) {
    out += line;
    return;
  }
  char digits[4];
  std::to_chars(digits, digits + sizeof digits, status);
  out.append("HTTP/1.1 ").append(digits, 3).append(" \r\n");
}

void append_head(std::string& out, const Response& response, After after) {
  const bool has_length = response.status() != 204 && response.status() != 304;
  append_status_line(out, response.status());
  if (has_length) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, response.body().size()).ptr;
    out.append("Content-Length: ").append(digits, end).append("\r\n");
  }
  out += "X-Content-Type-Options: nosniff\r\n";
  out += response.header_lines();
  out += after == After::close ? "Connection: close\r\n\r\n" : "\r\n";
}

}  // namespace

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::delete_: return "DELETE";
    case Method::options: return "OPTIONS";
    case Method::other: return "other";
  }
  return "other";
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

std::string_view Request::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (equals_ignoring_case(header.name, name)) return header.value;
  }
  return {};
}

Response::Response(int status, std::string_view content_type, std::string body) : status_(status), owned_body_(std::move(body)) {
  header("Content-Type", content_type);
}

Response Response::with_static_body(int status, std::string_view content_type, std::string_view body) {
  Response response(status);
  response.header("Content-Type", content_type);
  response.static_body_ = body;
  return response;
}

Response& Response::header(std::string_view name, std::string_view value) {
  SOJOURN_CHECK(fixed_ == nullptr);
  header_lines_.append(name).append(": ");
  for (const char c : value) header_lines_ += is_control(c) ? ' ' : c;
  header_lines_ += "\r\n";
  return *this;
}

int Response::status() const {
  return fixed_ ? fixed_->status() : status_;
}

std::string_view Response::body() const {
  if (fixed_) return fixed_->body();
  return static_body_.empty() ? std::string_view(owned_body_) : static_body_;
}

Response problem(int status, std::string_view detail) {
  std::string_view title = status_line(status);
  SOJOURN_CHECK(!title.empty());
  title.remove_prefix(std::string_view("HTTP/1.1 400 ").size());
  title.remove_suffix(2);
  return Response(status, "application/problem+json",
                  fmt::format(R"({{"type":"about:blank","title":"{}","status":{},"detail":"{}"}})", title, status, detail));
}

void append_response(std::string& out, const Response& response, After after, BodyPart part) {
  if (const FixedResponse* fixed = response.fixed()) {
    out += fixed->head(after);
  } else {
    append_head(out, response, after);
  }
  const bool has_body = part == BodyPart::full && response.status() != 204 && response.status() != 304;
  if (has_body) out += response.body();
}

FixedResponse::FixedResponse(const Response& response) : status_(response.status()), body_(response.body()) {
  append_head(keep_alive_head_, response, After::keep_alive);
  append_head(closing_head_, response, After::close);
}

}  // namespace sojourn::net
