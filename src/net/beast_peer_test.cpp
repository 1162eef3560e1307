#include "net/beast_peer.hpp"

#include "net/websocket_testing.hpp"

namespace sojourn::net {
namespace {

using namespace testing;

TEST(BeastPeer, TalksWithOurWebSocket) {
  EchoServer at;
  at.start();
  const std::vector<std::string> texts = {"", "hello", std::string(125, 'a'), std::string(126, 'b'), std::string(16 * 1024, 'c')};
  EXPECT_EQ(beast_conversation(at.server->port(), texts), texts);
  EXPECT_EQ(at.diary.next(), "open");
  EXPECT_EQ(at.diary.next(), "closed 1000 ");
}

}  // namespace
}  // namespace sojourn::net
