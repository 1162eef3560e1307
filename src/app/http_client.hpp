#pragma once

// A small blocking HTTP client: for the command line, which talks to the server through its control socket, and for the demo's
// simulated visitors. One connection, kept alive.

#include "base/error.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sojourn::app {

struct HttpAnswer {
  int status = 0;
  std::string head;  ///< Status and header lines.
  std::string body;

  /// The value of a header of ours, spelled as we write it; "" where there is none.
  std::string header(std::string_view name) const;
};

class HttpClient {
 public:
  static HttpClient to_unix_socket(std::string path) { return HttpClient(std::move(path), 0); }
  static HttpClient to_loopback(std::uint16_t port) { return HttpClient("", port); }
  HttpClient(HttpClient&& other) noexcept;
  HttpClient& operator=(HttpClient&&) = delete;
  ~HttpClient();

  /// Sends one request and waits for its answer, without a time limit. unavailable where nobody answers.
  Result<HttpAnswer> send(std::string_view method, std::string_view path, std::string_view body,
                          const std::vector<std::pair<std::string, std::string>>& headers = {});

 private:
  HttpClient(std::string unix_path, std::uint16_t port) : unix_path_(std::move(unix_path)), port_(port) {}
  Result<void> connect();
  Result<HttpAnswer> exchange(const std::string& request);
  void close();

  std::string unix_path_;
  std::uint16_t port_;
  int socket_ = -1;
};

}  // namespace sojourn::app
