#include "net/testing.hpp"

#include <sys/resource.h>
#include <filesystem>
#include <thread>

namespace sojourn::net {
namespace {

using namespace testing;
using std::chrono::milliseconds;

std::string socket_path() {
  return ::testing::TempDir() + "sojourn-net-" + std::to_string(::getpid()) + ".sock";
}

TEST(Server, NamesTheAddressThatItCannotBind) {
  TestServer first;
  first.start();
  const std::string taken = "127.0.0.1:" + std::to_string(first.server->port());

  FakeApplication application;
  Server second({.listen = {"127.0.0.1:0", taken}, .unix_socket = {}, .threads = 1, .trusted_proxies = {}, .limits = {}},
                application);
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::unavailable);
  EXPECT_NE(started.error().message.find(taken), std::string::npos);
}

TEST(Server, RefusesListenAddressesThatAreNone) {
  for (const std::string address :
       {"", "8080", "localhost:80", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536", "::1:80", "[127.0.0.1]:80"}) {
    FakeApplication application;
    Server server({.listen = {address}, .unix_socket = {}, .threads = 1, .trusted_proxies = {}, .limits = {}}, application);
    const auto started = server.start();
    ASSERT_FALSE(started) << address;
    EXPECT_EQ(started.error().kind, ErrorKind::invalid_input);
  }
}

TEST(Server, ListensOnBothFamiliesThroughOneAddress) {
  TestServer at;
  at.settings.listen = {"[::]:0"};
  at.application.handles = [](Request request) -> Task<Response> { co_return Response(200, "text/plain", request.peer.text()); };
  at.start();
  EXPECT_EQ(body_of(at.client().send(get("/")).answer()), "127.0.0.1");
}

TEST(Server, SharesItsPortAmongThreads) {
  TestServer at;
  at.settings.threads = 3;
  at.start();
  EXPECT_EQ(at.server->loops().size(), 3U);
  for (int i = 0; i < 30; ++i) EXPECT_TRUE(has_status(at.client().send(get("/")).answer(), 200));
}

TEST(Server, SpeaksHttpThroughAUnixSocketOfItsOwner) {
  TestServer at;
  at.settings.unix_socket = socket_path();
  at.application.handles = [](Request request) -> Task<Response> {
    co_return Response(200, "text/plain", request.peer.is_unix() ? "unix" : "other");
  };
  at.start();
  EXPECT_EQ(std::filesystem::status(at.settings.unix_socket).permissions(), std::filesystem::perms(0600));
  EXPECT_EQ(body_of(Client::unix_socket(at.settings.unix_socket).send(get("/")).answer()), "unix");
  at.server->stop();
  EXPECT_FALSE(std::filesystem::exists(at.settings.unix_socket));
}

TEST(Server, ReplacesADeadUnixSocketButNotALivingOne) {
  TestServer first;
  first.settings.unix_socket = socket_path();
  first.start();
  FakeApplication application;
  Server second(first.settings, application);
  EXPECT_FALSE(second.start());
  EXPECT_EQ(body_of(Client::unix_socket(first.settings.unix_socket).send(get("/")).answer()), "GET / ");

  first.server->stop();
  const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::copy(first.settings.unix_socket.begin(), first.settings.unix_socket.end(), address.sun_path);
  const void* generic = &address;
  ASSERT_EQ(::bind(dead, static_cast<const sockaddr*>(generic), sizeof address), 0);
  ::close(dead);
  Server third(first.settings, application);
  EXPECT_TRUE(third.start());
}

TEST(Server, AnswersWhatIsBeingHandledBeforeItStops) {
  TestServer at;
  Latch latch;
  at.application.handles = [&](Request) -> Task<Response> {
    co_await latch;
    co_return Response(200, "text/plain", "still answered");
  };
  at.start();
  Client busy = at.client(), idle = at.client();
  busy.send(get("/"));
  latch.wait_until_reached();

  std::jthread stopping([&] { at.server->stop(); });
  EXPECT_TRUE(idle.is_closed());
  latch.open();

  const std::string answer = busy.rest();
  EXPECT_EQ(body_of(answer), "still answered");
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
}

TEST(Server, CutsWhatDoesNotEndInTimeWhenItStops) {
  TestServer at;
  at.settings.limits.drain_time_max = milliseconds(20);
  at.start();
  Client unfinished = at.client();
  unfinished.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  unfinished.answer();
  at.server->stop();
  EXPECT_TRUE(unfinished.is_closed());
}

// The client's socket exists before the limit is lowered to just above it, so the one descriptor that cannot be had is the
// server's.
TEST(Server, WaitsForDescriptorsWhereTheProcessHasNone) {
  TestServer at;
  at.start();
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const int probe = ::dup(0);
  rlimit lowered = before;
  lowered.rlim_cur = static_cast<rlim_t>(probe) + 1;
  ::close(probe);

  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &lowered), 0);
  Client waiting = at.client();
  std::binary_semaphore has_turned{0};
  at.server->loops().front()->post([&] { has_turned.release(); });
  EXPECT_TRUE(has_turned.try_acquire_for(patience));
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);

  EXPECT_TRUE(has_status(waiting.send(get("/")).answer(), 200));
}

TEST(Server, StopsTwiceAndWithoutAStart) {
  FakeApplication application;
  Server never({.listen = {"127.0.0.1:0"}, .unix_socket = {}, .threads = 1, .trusted_proxies = {}, .limits = {}}, application);
  never.stop();
  TestServer at;
  at.start();
  at.server->stop();
  at.server->stop();
}

}  // namespace
}  // namespace sojourn::net
