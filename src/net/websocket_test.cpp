#include "net/websocket_testing.hpp"

#include <thread>

namespace sojourn::net {
namespace {

using namespace testing;
using std::chrono::milliseconds;

// The example of RFC 6455 section 1.3.
TEST(WebSocket, AnswersTheHandshake) {
  EchoServer at;
  at.start();
  EXPECT_EQ(at.client().send(handshake()).answer(),
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: sojourn.1\r\n\r\n");
}

TEST(WebSocket, RefusesHandshakesThatAreNotRight) {
  EchoServer at;
  at.start();
  const std::string asks = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
  const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  EXPECT_TRUE(has_status(at.client().send(get("/", asks + key + "Sec-WebSocket-Version: 8\r\n")).rest(), 426));
  EXPECT_TRUE(has_status(at.client().send(get("/", asks + "Sec-WebSocket-Version: 13\r\n")).rest(), 400));
  EXPECT_TRUE(
      has_status(at.client().send(get("/", asks + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n")).rest(), 400));
  EXPECT_TRUE(has_status(at.client().send(handshake("Content-Length: 4\r\n") + "body").rest(), 400));
}

TEST(WebSocket, LetsTheProgramRefuse) {
  EchoServer at;
  at.application.upgrades = [](const Request& request) {
    return problem(request.header("origin") == "https://evil.example" ? 403 : 404, "not from there");
  };
  at.start();
  Client client = at.client();
  EXPECT_TRUE(has_status(client.send(handshake("Origin: https://evil.example\r\n")).answer(), 403));
  EXPECT_TRUE(has_status(client.send(get("/")).answer(), 200));
}

TEST(WebSocket, IsOpenedAfterThePipelinedRequestsBeforeIt) {
  EchoServer at;
  at.start();
  Client client = at.client();
  client.send(get("/before") + handshake() + text_frame("early"));
  EXPECT_EQ(body_of(client.answer()), "GET /before ");
  EXPECT_TRUE(has_status(client.answer(), 101));
  EXPECT_EQ(server_frame(client), "text:early");
}

TEST(WebSocket, EchoesMessagesOfEveryLengthForm) {
  EchoServer at;
  at.start();
  Client client = at.talker();
  for (const std::size_t size : {0U, 1U, 125U, 126U, 16U * 1024U}) {
    const std::string text(size, 'x');
    EXPECT_EQ(server_frame(client.send(text_frame(text))), "text:" + text);
  }
}

class WebSocketChopped : public ::testing::TestWithParam<std::size_t> {};

TEST_P(WebSocketChopped, UnderstandsFramesCutAnywhere) {
  EchoServer at;
  at.start();
  Client client = at.talker();
  const std::string long_text(5'000, 'y');
  client.send_chopped(text_frame("hello") + client_frame(1, "in ") + ping_frame("?") + client_frame(final_bit, "parts") +
                          text_frame(long_text) + close_frame(1000, "bye"),
                      GetParam());
  EXPECT_EQ(server_frame(client), "text:hello");
  EXPECT_EQ(server_frame(client), "pong:?");
  EXPECT_EQ(server_frame(client), "text:in parts");
  EXPECT_EQ(server_frame(client), "text:" + long_text);
  EXPECT_EQ(server_frame(client), "close:1000 ");
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(at.diary.next(), "closed 1000 bye");
}

INSTANTIATE_TEST_SUITE_P(WebSocket, WebSocketChopped, ::testing::Values(1, 2, 7, 1460));

TEST(WebSocket, ClosesWithTheCodeThatFitsTheViolation) {
  EchoServer at;
  at.start();
  const std::vector<std::pair<std::string, int>> violations = {{client_frame(final_bit | 1, "x", Mask::no), 1002},
                                                               {client_frame(final_bit | 2, "x"), 1003},
                                                               {text_frame("\xff"), 1007},
                                                               {text_frame(std::string(16 * 1024 + 1, 'x')), 1009},
                                                               {long_head((1ULL << 63) - 1), 1009}};
  for (const auto& [bytes, code] : violations) {
    Client client = at.talker();
    EXPECT_TRUE(server_frame(client.send(bytes)).starts_with("close:" + std::to_string(code) + " "));
    EXPECT_TRUE(client.is_closed());
    EXPECT_TRUE(at.diary.next().starts_with("closed " + std::to_string(code)));
  }
}

TEST(WebSocket, TellsTheHandlerWhenTheConnectionIsLost) {
  EchoServer at;
  at.start();
  {
    at.talker();
  }
  EXPECT_EQ(at.diary.next(), "closed 1006 the connection was lost");
}

TEST(WebSocket, ClosesWhenTheHandlerAsksAndSaysItsReason) {
  EchoServer at;
  at.start();
  Client client = at.talker();
  EXPECT_EQ(server_frame(client.send(text_frame("close") + text_frame("unheard"))), "close:4000 as you wish");
  EXPECT_EQ(at.diary.next(), "closed 4000 as you wish");
  client.send(close_frame(4000));
  EXPECT_TRUE(client.is_closed());
}

TEST(WebSocket, ClosesWhenTheHandlerFails) {
  EchoServer at;
  at.start();
  Client client = at.talker();
  EXPECT_TRUE(server_frame(client.send(text_frame("fail"))).starts_with("close:1011 "));
}

TEST(WebSocket, ClosesWhoFloodsWithPings) {
  EchoServer at;
  at.settings.limits.sweep_interval = patience;
  at.start();
  Client client = at.talker();
  for (int i = 0; i < 100; ++i) client.send(ping_frame("x"));
  std::string last;
  for (std::string frame = server_frame(client); !frame.empty(); frame = server_frame(client)) last = frame;
  EXPECT_EQ(last, "close:1008 too many pings");
}

TEST(WebSocket, ClosesWhoseOutboxIsFull) {
  EchoServer at;
  at.socket_limits = {.message_bytes_max = 16 * 1024, .outbox_bytes_max = 64 * 1024, .outbox_messages_max = 1'000};
  at.start();
  Client client = at.talker();
  const std::string frame = text_frame(std::string(16 * 1024, 'x'));
  std::jthread sending([&] {
    for (int i = 0; i < 2'000; ++i) client.send(frame);
  });
  EXPECT_EQ(at.diary.next(), "refused: limit_reached");
  EXPECT_EQ(at.diary.next(), "closed 1013 the client does not keep up");
  sending.join();
}

TEST(WebSocket, PingsWhoIsSilent) {
  EchoServer at;
  at.settings.limits.websocket_ping_after = milliseconds(10);
  at.start();
  Client client = at.talker();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(server_frame(client), "ping:");
    client.send(client_frame(final_bit | 10, ""));
  }
}

TEST(WebSocket, CutsWhoStaysSilent) {
  EchoServer at;
  at.settings.limits.websocket_dead_after = milliseconds(20);
  at.start();
  Client client = at.talker();
  EXPECT_EQ(at.diary.next(), "closed 1006 the connection was lost");
  EXPECT_TRUE(client.is_closed());
}

TEST(WebSocket, IsClosedWith1012WhenTheServerStops) {
  EchoServer at;
  at.start();
  Client client = at.talker();
  std::jthread stopping([&] { at.server->stop(); });
  EXPECT_TRUE(server_frame(client).starts_with("close:1012 "));
  client.send(close_frame(1012));
  EXPECT_TRUE(client.is_closed());
  EXPECT_TRUE(at.diary.next().starts_with("closed 1012"));
}

TEST(WebSocket, TakesMessagesFromOtherThreadsThroughItsLoop) {
  EchoServer at;
  WebSocket* socket = nullptr;
  struct Keeper final : SocketHandler {
    explicit Keeper(WebSocket*& kept) : kept_(kept) {}
    void on_open(WebSocket& opened) override { kept_ = &opened; }
    void on_text(std::string_view) override {}
    void on_closed(std::uint16_t, std::string_view) override {}
    WebSocket*& kept_;
  };
  at.application.upgrades = [&](const Request&) { return std::make_unique<Keeper>(socket); };
  at.start();
  Client client = at.client();
  client.send(handshake()).answer();
  Loop& loop = *at.server->loops().front();
  for (int i = 0; i < 100; ++i) {
    loop.post([&socket, i] { ASSERT_TRUE(socket->send(std::make_shared<const std::string>(std::to_string(i)))); });
  }
  for (int i = 0; i < 100; ++i) EXPECT_EQ(server_frame(client), "text:" + std::to_string(i));
}

}  // namespace
}  // namespace sojourn::net
