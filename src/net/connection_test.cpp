#include "net/testing.hpp"

#include <thread>

namespace sojourn::net {
namespace {

using namespace testing;
using std::chrono::milliseconds;

Task<Response> answer_after(Latch& latch, std::string text) {
  co_await latch;
  co_return Response(200, "text/plain", std::move(text));
}

TEST(Connection, AnswersSeveralRequestsOneAfterTheOther) {
  TestServer at;
  at.start();
  Client client = at.client();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(body_of(client.send(post("/a?b=c", "hello")).answer()), "POST /a?b=c hello");
  }
}

TEST(Connection, GivesLengthTypeAndNosniff) {
  TestServer at;
  at.start();
  EXPECT_EQ(at.client().send(get("/")).answer(),
            "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nX-Content-Type-Options: nosniff\r\nContent-Type: text/plain\r\n\r\nGET / ");
}

TEST(Connection, AnswersHeadWithoutBody) {
  TestServer at;
  at.start();
  Client client = at.client();
  const std::string answer = client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n").answer(BodyPart::head_only);
  EXPECT_NE(answer.find("Content-Length: 8\r\n"), std::string::npos);
  EXPECT_EQ(body_of(client.send(get("/b")).answer()), "GET /b ");
}

TEST(Connection, AnswersSixteenPipelinedRequestsInOrderAndAtOnce) {
  TestServer at;
  std::deque<Latch> latches(16);
  std::size_t started = 0;
  at.application.handles = [&](Request request) { return answer_after(latches[started++], std::string(request.path) + " done."); };
  at.start();
  Client client = at.client();
  std::string requests, expected;
  for (int i = 0; i < 16; ++i) requests += get("/" + std::to_string(i));

  client.send(requests);
  for (auto latch = latches.rbegin(); latch != latches.rend(); ++latch) latch->open();

  const std::string answers = client.one_read();
  std::size_t position = 0;
  for (int i = 0; i < 16; ++i) {
    position = answers.find("/" + std::to_string(i) + " done.", position);
    ASSERT_NE(position, std::string::npos) << i;
  }
}

TEST(Connection, AnswersMoreRequestsThanAreHandledAtOnce) {
  TestServer at;
  at.settings.limits.pipelined_requests_max = 3;
  at.start();
  Client client = at.client();
  std::string requests;
  for (int i = 0; i < 20; ++i) requests += post("/" + std::to_string(i), "body");
  client.send(requests);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(body_of(client.answer()), "POST /" + std::to_string(i) + " body");
}

TEST(Connection, ReadsRequestsThatAreCutAtAnyByte) {
  TestServer at;
  at.start();
  Client client = at.client();
  const std::string request = post("/cut", "the body");
  for (std::size_t size = 1; size < request.size(); ++size) {
    client.send(request.substr(0, size)).send(request.substr(size));
    ASSERT_EQ(body_of(client.answer()), "POST /cut the body") << size;
  }
  EXPECT_EQ(body_of(client.send_chopped(request, 1).answer()), "POST /cut the body");
}

TEST(Connection, LetsTheBodyBeReadBeyondItsEnd) {
  TestServer at;
  at.application.handles = [](Request request) -> Task<Response> {
    volatile char sum = 0;
    for (std::size_t i = 0; i < body_padding_bytes; ++i)
      sum = static_cast<char>(sum + request.body.data()[request.body.size() + i]);
    co_return Response(204);
  };
  at.start();
  for (const std::size_t size : {0U, 1U, 4000U, 4096U, 8192U, 64U * 1024U}) {
    EXPECT_TRUE(has_status(at.client().send(post("/", std::string(size, 'x'))).answer(), 204)) << size;
  }
}

TEST(Connection, TakesBodiesUpToWhatWasAdmitted) {
  TestServer at;
  at.application.admits = [](const Request&) { return Admission::body_up_to(10'000); };
  at.start();
  EXPECT_TRUE(has_status(at.client().send(post("/", std::string(9'999, 'x'))).answer(), 200));
  EXPECT_TRUE(has_status(at.client().send(post("/", std::string(10'000, 'x'))).answer(), 200));
  EXPECT_TRUE(has_status(at.client().send(post("/", std::string(10'001, 'x'))).answer(), 413));
}

TEST(Connection, RefusesALengthBeyondAllMemoryWithoutTakingAny) {
  TestServer at;
  at.start();
  Client client = at.client();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551615\r\n\r\n");
  EXPECT_TRUE(has_status(client.rest(), 413));
}

TEST(Connection, RefusesBeforeTheBodyHasCome) {
  TestServer at;
  at.application.admits = [](const Request& head) {
    EXPECT_TRUE(head.body.empty());
    return Admission::refuse(problem(503, "full").header("Retry-After", "1"));
  };
  at.start();
  Client client = at.client();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
  const std::string answer = client.rest();
  EXPECT_TRUE(has_status(answer, 503));
  EXPECT_NE(answer.find("Retry-After: 1\r\n"), std::string::npos);
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
}

TEST(Connection, StaysOpenWhereTheRefusedBodyHasCome) {
  TestServer at;
  at.application.admits = [](const Request& head) {
    return head.path == "/no" ? Admission::refuse(problem(429, "too often")) : Admission::body_up_to(10);
  };
  at.start();
  Client client = at.client();
  client.send(post("/no", "body") + post("/yes", "body"));
  EXPECT_TRUE(has_status(client.answer(), 429));
  EXPECT_EQ(body_of(client.answer()), "POST /yes body");
}

TEST(Connection, AsksOnceForARequestThatComesInPieces) {
  TestServer at;
  int asked = 0;
  at.application.admits = [&](const Request&) {
    ++asked;
    return Admission::body_up_to(10'000);
  };
  at.start();
  EXPECT_TRUE(has_status(at.client().send_chopped(post("/", std::string(5'000, 'x')), 100).answer(), 200));
  EXPECT_EQ(asked, 1);
}

TEST(Connection, SendsContinueToWhoWaitsForIt) {
  TestServer at;
  at.start();
  Client client = at.client();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(body_of(client.send("body").answer()), "POST / body");
}

TEST(Connection, SendsNoContinueWhereItRefusesOrTheBodyIsThere) {
  TestServer at;
  at.application.admits = [](const Request&) { return Admission::body_up_to(4); };
  at.start();
  Client refused = at.client();
  refused.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(has_status(refused.answer(), 413));
  EXPECT_TRUE(has_status(at.client().send(post("/", "body", "Expect: 100-continue\r\n")).answer(), 200));
}

TEST(Connection, AnswersBadFramingOnceAndCloses) {
  TestServer at;
  int handled = 0;
  at.application.handles = [&](Request request) {
    ++handled;
    return FakeApplication::echo(request);
  };
  at.start();
  Client client = at.client();
  client.send(get("/first") + "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" +
              get("/hidden"));
  EXPECT_EQ(body_of(client.answer()), "GET /first ");
  const std::string refusal = client.rest();
  EXPECT_TRUE(has_status(refusal, 400));
  EXPECT_EQ(refusal.find("HTTP/1.1", 1), std::string::npos);
  EXPECT_EQ(handled, 1);
}

TEST(Connection, ClosesWhereTheClientAsksOrSpeaks10) {
  TestServer at;
  at.start();
  for (const std::string& request : {get("/", "Connection: close\r\n"), std::string("GET / HTTP/1.0\r\n\r\n")}) {
    const std::string answer = at.client().send(request + get("/ignored")).rest();
    EXPECT_TRUE(has_status(answer, 200));
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_EQ(answer.find("ignored"), std::string::npos);
  }
}

TEST(Connection, SendsAnswersLargerThanTheKernelTakesAtOnce) {
  TestServer at;
  const std::string large(20'000'000, 'x');
  at.application.handles = [&](Request) -> Task<Response> { co_return Response(200, "text/plain", large); };
  at.start();
  Client client = at.client();
  EXPECT_EQ(body_of(client.send(get("/") + get("/")).answer()).size(), large.size());
  EXPECT_EQ(body_of(client.answer()).size(), large.size());
}

TEST(Connection, AnswersAFailingHandlerWith500AndGoesOn) {
  TestServer at;
  at.application.handles = [](Request request) -> Task<Response> {
    if (request.path == "/fails") throw std::runtime_error("on purpose");
    co_return Response(204);
  };
  at.start();
  Client client = at.client();
  EXPECT_TRUE(has_status(client.send(get("/fails")).answer(), 500));
  EXPECT_TRUE(has_status(client.send(get("/works")).answer(), 204));
}

TEST(Connection, ClosesOnlyItselfWhereAdmittingFails) {
  TestServer at;
  at.application.admits = [](const Request& head) {
    if (head.path == "/fails") throw std::runtime_error("on purpose");
    return Admission::without_body();
  };
  at.start();
  EXPECT_EQ(at.client().send(get("/fails")).rest(), "");
  EXPECT_TRUE(has_status(at.client().send(get("/works")).answer(), 200));
}

TEST(Connection, GoesOnWhereAnotherThreadCompletesTheHandler) {
  TestServer at;
  std::vector<std::jthread> threads;
  struct OnOtherThread {
    std::vector<std::jthread>& threads;
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> handle) {
      threads.emplace_back([loop = Loop::current(), handle] { loop->post([handle] { handle.resume(); }); });
    }
    void await_resume() const {}
  };
  at.application.handles = [&](Request request) -> Task<Response> {
    Loop* const before = Loop::current();
    co_await OnOtherThread{threads};
    EXPECT_EQ(Loop::current(), before);
    co_return Response(200, "text/plain", std::string(request.body));
  };
  at.start();
  Client client = at.client();
  for (int i = 0; i < 50; ++i) EXPECT_EQ(body_of(client.send(post("/", "body")).answer()), "body");
}

TEST(Connection, SurvivesClientsThatLeaveWhileTheyAreHandled) {
  TestServer at;
  Latch latch;
  at.application.handles = [&](Request) { return answer_after(latch, std::string(1'000'000, 'x')); };
  at.start();
  {
    at.client().send(get("/")).shutdown_send();
  }
  latch.open();
  at.server->stop();
}

// Times.

TEST(Connection, ClosesWhoSendsNothing) {
  TestServer at;
  at.settings.limits.header_time_max = milliseconds(20);
  at.start();
  EXPECT_EQ(at.client().rest(), "");
}

TEST(Connection, ClosesWhoSendsAHeadTooSlowly) {
  TestServer at;
  at.settings.limits.header_time_max = milliseconds(300);  // Long enough for the first bytes on a busy machine.
  at.start();
  EXPECT_TRUE(has_status(at.client().send("GET / HTTP/1.1\r\nHo").rest(), 408));
}

TEST(Connection, ClosesWhoSendsABodyTooSlowly) {
  TestServer at;
  at.settings.limits.body_grace = milliseconds(20);
  at.settings.limits.body_bytes_per_second_min = 1'000'000;
  at.start();
  EXPECT_TRUE(has_status(at.client().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\nbody").rest(), 408));
}

TEST(Connection, ClosesQuietlyAfterAnIdleTime) {
  TestServer at;
  at.settings.limits.idle_time_max = milliseconds(20);
  at.start();
  Client client = at.client();
  EXPECT_TRUE(has_status(client.send(get("/")).answer(), 200));
  EXPECT_TRUE(client.is_closed());
}

TEST(Connection, CutsWhoTakesNoAnswer) {
  TestServer at;
  at.settings.limits.write_stall_max = milliseconds(20);
  at.application.handles = [](Request) -> Task<Response> { co_return Response(200, "text/plain", std::string(20'000'000, 'x')); };
  at.start();
  Client client = at.client();
  client.send(get("/"));
  pollfd hangup{.fd = client.descriptor(), .events = POLLRDHUP, .revents = 0};
  EXPECT_EQ(::poll(&hangup, 1, static_cast<int>(patience.count())), 1);
  EXPECT_LT(client.rest().size(), 20'000'000U);
}

// How many.

TEST(Connection, TurnsAwayWhoeverIsTooMany) {
  TestServer at;
  at.settings.limits.connections_max = 2;
  at.start();
  Client first = at.client(), second = at.client();
  EXPECT_TRUE(has_status(first.send(get("/")).answer(), 200));
  EXPECT_TRUE(has_status(second.send(get("/")).answer(), 200));
  const std::string answer = at.client().send(get("/")).rest();
  EXPECT_TRUE(has_status(answer, 503));
  EXPECT_NE(answer.find("Retry-After: "), std::string::npos);
}

TEST(Connection, TurnsAwayWhoHasTooManyFromOneAddressUnlessAProxy) {
  TestServer at;
  at.settings.limits.connections_per_address_max = 1;
  at.start();
  Client first = at.client();
  EXPECT_TRUE(has_status(first.send(get("/")).answer(), 200));
  EXPECT_TRUE(has_status(at.client().rest(), 429));

  TestServer behind;
  behind.settings.limits.connections_per_address_max = 1;
  behind.settings.trusted_proxies = {*AddressRange::parse("127.0.0.1")};
  behind.start();
  Client one = behind.client(), two = behind.client();
  EXPECT_TRUE(has_status(one.send(get("/")).answer(), 200));
  EXPECT_TRUE(has_status(two.send(get("/")).answer(), 200));
}

// Whose.

Task<Response> say_peer(Request request) {
  co_return Response(200, "text/plain", request.peer.text());
}

TEST(Connection, KnowsItsPeerAndBelievesOnlyTrustedProxies) {
  TestServer at;
  at.application.handles = say_peer;
  at.start();
  EXPECT_EQ(body_of(at.client().send(get("/", "X-Forwarded-For: 192.0.2.1\r\n")).answer()), "127.0.0.1");

  TestServer behind;
  behind.application.handles = say_peer;
  behind.settings.trusted_proxies = {*AddressRange::parse("127.0.0.0/8")};
  behind.start();
  EXPECT_EQ(body_of(behind.client().send(get("/", "X-Forwarded-For: 192.0.2.1\r\n")).answer()), "192.0.2.1");
}

}  // namespace
}  // namespace sojourn::net
