#pragma once

// The way from the command line to a data folder: the control socket of the server that has it, or of one started for the purpose
// inside this process, so that there is one way only.

#include "app/http_client.hpp"
#include "app/instance.hpp"

namespace sojourn::app {

class ControlClient {
 public:
  static Result<ControlClient> open(const std::string& data);
  ControlClient(ControlClient&&) = default;
  ControlClient& operator=(ControlClient&&) = delete;
  ~ControlClient();

  /// The answer's body; a problem's own sentence as an error.
  Result<std::string> ask(std::string_view method, std::string_view path, std::string_view body);
  /// The whole answer, where it is no problem.
  Result<HttpAnswer> send(std::string_view method, std::string_view path, std::string_view body);

 private:
  ControlClient(std::unique_ptr<Instance> own, HttpClient client) : own_(std::move(own)), client_(std::move(client)) {}

  std::unique_ptr<Instance> own_;  ///< Null beside a running server.
  HttpClient client_;
};

/// Says what went wrong on standard error; answers the process's exit code.
int say(const Error& error);

}  // namespace sojourn::app
