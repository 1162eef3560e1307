// The commands that ask something of a data folder: through the control socket of the server that has it, or of one started for the
// purpose inside this process, so that there is one way only.

#include "app/commands.hpp"

#include "app/control_client.hpp"
#include "app/http_client.hpp"
#include "base/json_reader.hpp"
#include "base/json_writer.hpp"

#include <sodium.h>
#include <cstdio>
#include <iostream>

namespace sojourn::app {
namespace {

Result<std::string> ask(const CommandOptions& options, std::string_view method, std::string_view path, const std::string& body) {
  auto client = ControlClient::open(options.data);
  if (!client) return std::unexpected(client.error());
  return client->ask(method, path, body);
}

/// Prints the answer as it is, or its members one a line.
int print(const CommandOptions& options, const Result<std::string>& answer,
          const std::vector<std::pair<std::string_view, std::string_view>>& members) {
  if (!answer) return say(answer.error());
  if (options.as_json) {
    std::printf("%s\n", answer->c_str());
    return exit_done;
  }
  auto document = JsonDocument::parse(*answer);
  if (!document) return say(document.error());
  auto root = document->root();
  for (const auto& [key, label] : members) {
    std::printf("%-20.*s %s\n", static_cast<int>(label.size()), label.data(), root.text_or_empty(key, 4096).c_str());
  }
  return exit_done;
}

Result<std::string> hash_password(std::string password) {
  while (password.ends_with('\n') || password.ends_with('\r')) password.pop_back();
  if (password.size() < 8) return invalid("password", "a password should have at least 8 characters");
  if (sodium_init() < 0) return fail(ErrorKind::internal, "libsodium does not start");
  char hash[crypto_pwhash_STRBYTES];
  constexpr unsigned long long operations = 2;
  constexpr std::size_t memory_bytes = 64 * 1024 * 1024;
  if (crypto_pwhash_str_alg(hash, password.data(), password.size(), operations, memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(ErrorKind::unavailable, "not enough memory to hash the password");
  }
  return std::string(hash);
}

/// Shows how far the import of a data folder's server has come, on a line of its own, while it lives. Only on a terminal.
class ProgressBar {
 public:
  explicit ProgressBar(std::string socket) : socket_(std::move(socket)) {
    if (::isatty(STDERR_FILENO) != 0) thread_ = std::thread([this] { run(); });
  }
  ~ProgressBar() {
    {
      const std::scoped_lock lock(mutex_);
      is_over_ = true;
    }
    over_.notify_all();
    if (!thread_.joinable()) return;
    thread_.join();
    std::fputs("\r\033[K", stderr);
  }

 private:
  void run() {
    const auto began = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    while (!over_.wait_for(lock, std::chrono::milliseconds(200), [&] { return is_over_; })) {
      auto client = HttpClient::to_unix_socket(socket_);
      const auto answer = client.send("GET", "/control/import", "");
      auto document = answer ? JsonDocument::parse(answer->body) : Result<JsonDocument>(std::unexpected(answer.error()));
      if (document) draw(document->root(), std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    }
  }

  static void draw(ObjectReader progress, double seconds) {
    const auto read = [&](std::string_view key) { return static_cast<double>(progress.integer(key, 0, INT64_MAX).value_or(0)); };
    const double lines = read("lines");
    const double done = read("lines_done");
    if (lines == 0) {
      std::fprintf(stderr, "\r\033[Kreading %.0f MB", read("bytes_read") / 1e6);
      return;
    }
    constexpr int width = 30;
    const int filled = static_cast<int>(done / lines * width);
    const double rate = done / std::max(seconds, 0.001);
    std::fprintf(stderr, "\r\033[K[%s%s] %3.0f %%  %.0f lines/s  %.0f s left",
                 std::string(static_cast<std::size_t>(filled), '=').c_str(),
                 std::string(static_cast<std::size_t>(width - filled), ' ').c_str(), done / lines * 100, rate,
                 rate > 0 ? (lines - done) / rate : 0);
  }

  const std::string socket_;
  std::mutex mutex_;
  std::condition_variable over_;
  bool is_over_ = false;
  std::thread thread_;
};

int print_import(const std::string& report) {
  auto document = JsonDocument::parse(report);
  if (!document) return say(document.error());
  auto root = document->root();
  const auto number = [&](std::string_view key) { return root.integer(key, 0, INT64_MAX).value_or(0); };
  std::printf("%lld lines, %lld of them unreadable: %lld new visits, %lld new events, %lld known already, in %.1f s\n",
              static_cast<long long>(number("lines")), static_cast<long long>(number("unreadable")),
              static_cast<long long>(number("sessions")), static_cast<long long>(number("events")),
              static_cast<long long>(number("duplicates")), root.number("seconds").value_or(0));
  simdjson::dom::parser parser;
  simdjson::dom::array unreadable;
  if (parser.parse(report)["unreadable_lines"].get(unreadable) != simdjson::SUCCESS) return exit_done;
  std::vector<FieldError> problems;
  for (simdjson::dom::object line : unreadable) {
    ObjectReader reader(line, "", problems);
    std::printf("  %s:%lld: %s\n", reader.text_or_empty("file", 4096).c_str(),
                static_cast<long long>(reader.integer("line", 0, INT64_MAX).value_or(0)),
                reader.text_or_empty("reason", 100).c_str());
  }
  return exit_done;
}

}  // namespace

int run_site_add(const CommandOptions& options) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("name", options.name).key("origins").begin_array();
  for (const std::string& origin : options.origins) json.value(origin);
  json.end_array().end_object();
  return print(options, ask(options, "POST", "/control/sites", body),
               {{"site_id", "Site id"}, {"public_key", "Public key"}, {"user_token_secret", "User token secret"}});
}

int run_site_list(const CommandOptions& options) {
  const auto answer = ask(options, "GET", "/control/sites", "");
  if (!answer) return say(answer.error());
  std::printf("%s\n", answer->c_str());
  return exit_done;
}

int run_token_create(const CommandOptions& options) {
  std::string body;
  JsonWriter(body)
      .begin_object()
      .member("role", options.role)
      .member("name", options.name)
      .member_or_null("site", options.site)
      .end_object();
  return print(options, ask(options, "POST", "/control/tokens", body), {{"token", "Token"}});
}

int run_user_add(const CommandOptions& options) {
  std::string password;
  std::getline(std::cin, password);
  const auto hash = hash_password(std::move(password));
  if (!hash) return say(hash.error());
  std::string body;
  JsonWriter(body)
      .begin_object()
      .member("email", options.name)
      .member("role", options.role)
      .member("password_hash", *hash)
      .end_object();
  return print(options, ask(options, "POST", "/control/users", body), {{"user_id", "User id"}});
}

int run_import(const CommandOptions& options) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("site", options.site).key("files").begin_array();
  for (const std::string& file : options.files) {
    char* absolute = ::realpath(file.c_str(), nullptr);
    json.value(absolute != nullptr ? absolute : file.c_str());
    std::free(absolute);
  }
  json.end_array().end_object();
  Result<std::string> answer;
  {
    const ProgressBar bar(control_socket_of(options.data));
    answer = ask(options, "POST", "/control/import", body);
  }
  if (!answer) return say(answer.error());
  if (!options.as_json) return print_import(*answer);
  std::printf("%s\n", answer->c_str());
  return exit_done;
}

}  // namespace sojourn::app
