#include "app/commands.hpp"

#include "app/demo.hpp"

#include <csignal>
#include <cstdio>
#include <spdlog/spdlog.h>

namespace sojourn::app {
namespace {

/// Signals come to the main thread alone, by waiting for them: no handler runs anywhere.
sigset_t awaited_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGUSR1);  // Our own: the storage has failed.
  return signals;
}

bool is_loopback(const std::string& listen) { return listen.starts_with("127.") || listen.starts_with("[::1]") || listen.starts_with("localhost"); }

std::string url_of(const std::string& listen, std::uint16_t port) {
  const std::string host = listen.substr(0, listen.rfind(':'));
  return fmt::format("http://{}:{}", host, port);
}

void print_line(const std::string& line) {
  std::fputs((line + "\n").c_str(), stdout);
  std::fflush(stdout);
}

/// Serves until a signal; `after_start` may say more than the ready line.
int serve(ServeOptions options, const std::function<Result<std::unique_ptr<Demo>>(Instance&, const std::string& url)>& after_start) {
  if (options.instance.listen.empty()) options.instance.listen.push_back("127.0.0.1:8080");
  if (!options.store.empty() || !options.feed.empty()) {
    std::fputs("sojourn: --store and --feed name other nodes' storage, which this build does not speak; leave them out for the data folder\n", stderr);
    return exit_failed;
  }
  if (options.instance.has_test_clock) {
    for (const std::string& listen : options.instance.listen) {
      if (is_loopback(listen)) continue;
      std::fprintf(stderr, "sojourn: --test-clock lets anybody move the time, so it is refused on %s: listen on 127.0.0.1\n", listen.c_str());
      return exit_failed;
    }
    spdlog::warn("THE CLOCK IS A TEST CLOCK: anybody on this machine may move it. Never use this in production.");
  }
  const sigset_t signals = awaited_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  const std::string first_listen = options.instance.listen.front();
  auto instance = Instance::start(std::move(options.instance), [] { ::kill(::getpid(), SIGUSR1); });
  if (!instance) {
    std::fprintf(stderr, "sojourn: %s\n", instance.error().message.c_str());
    return exit_failed;
  }
  const std::string url = url_of(first_listen, (*instance)->port());
  print_line(fmt::format(R"({{"event":"ready","url":"{}"}})", url));
  auto demo = after_start(**instance, url);
  if (!demo) {
    std::fprintf(stderr, "sojourn: %s\n", demo.error().message.c_str());
    return exit_failed;
  }

  int signal = 0;
  sigwait(&signals, &signal);
  const bool has_storage_failed = signal == SIGUSR1;
  spdlog::info("stopping");
  if (*demo) (*demo)->stop();
  (*instance)->stop();
  return has_storage_failed ? exit_storage_failed : exit_done;
}

}  // namespace

int run_serve(ServeOptions options) {
  return serve(std::move(options), [](Instance&, const std::string&) -> Result<std::unique_ptr<Demo>> { return nullptr; });
}

int run_demo(ServeOptions options) {
  const bool has_visitors = options.has_visitors;
  return serve(std::move(options), [&](Instance& instance, const std::string& url) -> Result<std::unique_ptr<Demo>> {
    auto demo = Demo::start(instance, url, has_visitors);
    if (!demo) return demo;
    print_line(fmt::format("\n  The sample site       {}/demo/\n  The live panel        {}/#token={}&site={}\n\n  Open both side by side; stop with Ctrl+C.\n", url, url,
                           (*demo)->token(), (*demo)->site_id()));
    return demo;
  });
}

}  // namespace sojourn::app
