// The commands that ask something of a data folder: through the control socket of the server that has it, or of one started for the
// purpose inside this process, so that there is one way only.

#include "app/commands.hpp"

#include "app/http_client.hpp"
#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "base/limits.hpp"
#include "store/sqlite/data_folder.hpp"

#include <cstdio>
#include <iostream>
#include <sodium.h>

namespace sojourn::app {
namespace {

int say(const Error& error) {
  std::fprintf(stderr, "sojourn: %s\n", error.message.c_str());
  return exit_failed;
}

/// The problem's own sentence, with the fields it names.
Error error_of(const HttpAnswer& answer) {
  auto document = JsonDocument::parse(answer.body);
  if (!document) return Error{.kind = ErrorKind::internal, .message = fmt::format("the server answered {}", answer.status), .fields = {}};
  return Error{.kind = ErrorKind::internal, .message = document->root().text_or_empty("detail", 4096), .fields = {}};
}

Result<std::string> ask(const CommandOptions& options, std::string_view method, std::string_view path, const std::string& body) {
  std::unique_ptr<Instance> own;
  if (!store::is_in_use(options.data)) {
    Options for_the_purpose;
    for_the_purpose.data = options.data;
    auto started = Instance::start(std::move(for_the_purpose), [] {});
    if (!started) return std::unexpected(started.error());
    own = std::move(*started);
  }
  auto client = HttpClient::to_unix_socket(control_socket_of(options.data));
  auto answer = client.send(method, path, body);
  if (own) own->stop();
  if (!answer) return std::unexpected(answer.error());
  if (answer->status >= 300) return std::unexpected(error_of(*answer));
  return std::move(answer->body);
}

/// Prints the answer as it is, or its members one a line.
int print(const CommandOptions& options, const Result<std::string>& answer, const std::vector<std::pair<std::string_view, std::string_view>>& members) {
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
  JsonWriter(body).begin_object().member("role", options.role).member_or_null("site", options.site).end_object();
  return print(options, ask(options, "POST", "/control/tokens", body), {{"token", "Token"}});
}

int run_user_add(const CommandOptions& options) {
  std::string password;
  std::getline(std::cin, password);
  const auto hash = hash_password(std::move(password));
  if (!hash) return say(hash.error());
  std::string body;
  JsonWriter(body).begin_object().member("email", options.name).member("role", options.role).member("password_hash", *hash).end_object();
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
  const auto answer = ask(options, "POST", "/control/import", body);
  if (!answer) return say(answer.error());
  std::printf("%s\n", answer->c_str());
  return exit_done;
}

}  // namespace sojourn::app
