#include "net/outbox.hpp"

#include <gtest/gtest.h>

namespace sojourn::net {
namespace {

std::shared_ptr<const std::string> text(std::string value) {
  return std::make_shared<const std::string>(std::move(value));
}

std::string all_of(const Outbox& outbox) {
  std::string out;
  outbox.append_to(out, 1'000'000);
  return out;
}

TEST(Outbox, GivesFramesInOrder) {
  Outbox outbox(1000, 10);
  ASSERT_TRUE(outbox.push(Opcode::text, text("a")));
  ASSERT_TRUE(outbox.push(Opcode::ping, text("")));
  EXPECT_EQ(all_of(outbox), std::string("\x81\x01"
                                        "a\x89\x00",
                                        5));
  EXPECT_EQ(outbox.bytes(), 5U);
}

TEST(Outbox, RefusesWhatDoesNotFit) {
  Outbox by_bytes(6, 10);
  EXPECT_TRUE(by_bytes.push(Opcode::text, text("abcd")));
  EXPECT_EQ(by_bytes.push(Opcode::text, text("")).error().kind, ErrorKind::limit_reached);
  Outbox by_count(1000, 2);
  EXPECT_TRUE(by_count.push(Opcode::text, text("")));
  EXPECT_TRUE(by_count.push(Opcode::text, text("")));
  EXPECT_EQ(by_count.push(Opcode::text, text("")).error().kind, ErrorKind::limit_reached);
}

TEST(Outbox, GoesOnWhereverTheKernelStopped) {
  for (std::size_t step = 1; step < 12; ++step) {
    Outbox outbox(1000, 10);
    outbox.push_unframed("HTTP");
    ASSERT_TRUE(outbox.push(Opcode::text, text("abc")));
    ASSERT_TRUE(outbox.push(Opcode::text, text("")));
    const std::string whole = all_of(outbox);
    std::string sent;
    while (!outbox.empty()) {
      const std::string piece = all_of(outbox).substr(0, step);
      sent += piece;
      outbox.sent(piece.size());
    }
    EXPECT_EQ(sent, whole);
  }
}

TEST(Outbox, DropsOnlyFramesThatHaveNotBegun) {
  Outbox outbox(1000, 10);
  ASSERT_TRUE(outbox.push(Opcode::text, text("abc")));
  ASSERT_TRUE(outbox.push(Opcode::text, text("def")));
  outbox.sent(1);
  outbox.drop_unsent();
  EXPECT_EQ(all_of(outbox),
            "\x03"
            "abc");
  outbox.sent(4);
  outbox.drop_unsent();
  EXPECT_TRUE(outbox.empty());
}

}  // namespace
}  // namespace sojourn::net
