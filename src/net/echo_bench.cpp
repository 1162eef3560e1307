// Answers 204 to every request, for measuring what the network itself costs:
//   echo_bench [port] [threads], then wrk -t1 -c64 against it. Ends with SIGINT or SIGTERM.

#include "net/server.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace sojourn;
using namespace sojourn::net;

class NoContent final : public Application {
 public:
  Admission admit(const Request&) override { return Admission::body_up_to(64 * 1024); }

  Task<Response> handle(Request) override { co_return no_content_; }

  std::variant<std::unique_ptr<SocketHandler>, Response> upgrade(const Request&) override { return Response(404); }

 private:
  const FixedResponse no_content_{Response(204)};
};

}  // namespace

int main(int count, char** arguments) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  NoContent application;
  Settings settings;
  settings.listen = {std::string("127.0.0.1:") + (count > 1 ? arguments[1] : "18080")};
  settings.threads = count > 2 ? static_cast<unsigned>(std::atoi(arguments[2])) : 1;
  settings.limits.connections_per_address_max = settings.limits.connections_max;
  Server server(std::move(settings), application);
  if (const auto started = server.start(); !started) {
    std::fprintf(stderr, "%s\n", started.error().message.c_str());
    return 1;
  }
  int signal = 0;
  sigwait(&signals, &signal);
  server.stop();
  return 0;
}
