#include "app/control_client.hpp"

#include "app/commands.hpp"
#include "base/json_reader.hpp"
#include "store/sqlite/data_folder.hpp"

#include <cstdio>

namespace sojourn::app {
namespace {

/// The problem's own sentence, with the fields it names.
Error error_of(const HttpAnswer& answer) {
  auto document = JsonDocument::parse(answer.body);
  if (!document)
    return Error{.kind = ErrorKind::internal, .message = fmt::format("the server answered {}", answer.status), .fields = {}};
  return Error{.kind = ErrorKind::internal, .message = document->root().text_or_empty("detail", 4096), .fields = {}};
}

}  // namespace

Result<ControlClient> ControlClient::open(const std::string& data) {
  std::unique_ptr<Instance> own;
  if (!store::is_in_use(data)) {
    Options for_the_purpose;
    for_the_purpose.data = data;
    auto started = Instance::start(std::move(for_the_purpose), [] {});
    if (!started) return std::unexpected(started.error());
    own = std::move(*started);
  }
  return ControlClient(std::move(own), HttpClient::to_unix_socket(control_socket_of(data)));
}

ControlClient::~ControlClient() {
  if (own_) own_->stop();
}

Result<HttpAnswer> ControlClient::send(std::string_view method, std::string_view path, std::string_view body) {
  auto answer = client_.send(method, path, body);
  if (answer && answer->status >= 300) return std::unexpected(error_of(*answer));
  return answer;
}

Result<std::string> ControlClient::ask(std::string_view method, std::string_view path, std::string_view body) {
  auto answer = send(method, path, body);
  if (!answer) return std::unexpected(answer.error());
  return std::move(answer->body);
}

int say(const Error& error) {
  std::fprintf(stderr, "sojourn: %s\n", error.message.c_str());
  return exit_failed;
}

}  // namespace sojourn::app
