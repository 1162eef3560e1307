#include "notify/message.hpp"
#include "notify/mailer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn::notify {
namespace {

const Instant now = Instant::from_seconds(1'800'000'000);

TEST(Message, IsPlainTextWithTheHeadersThatMailServersWant) {
  const std::string text =
      format({"shop@example.com", "Elm Homes", "ada@example.com", "42 Maple Street", "Has a garden.\nYours", "1"}, now);
  EXPECT_TRUE(
      text.starts_with("Date: Fri, 15 Jan 2027 08:00:00 +0000\r\nFrom: Elm Homes <shop@example.com>\r\nTo: <ada@example.com>\r\n"));
  EXPECT_NE(text.find("Subject: 42 Maple Street\r\n"), std::string::npos);
  EXPECT_TRUE(text.ends_with("\r\n\r\nHas a garden.\r\nYours\r\n"));
}

TEST(Message, WritesOtherLettersAndLineEndsSoThatNothingBreaksOut) {
  const std::string text = format({"a@b.c", "Häuser\r\nBcc: evil@example.com", "a@b.c", "Größe = 3?", "=\u00fc", "1"}, now);
  EXPECT_EQ(text.find("\r\nBcc:"), std::string::npos);
  EXPECT_NE(text.find("=?utf-8?Q?H=C3=A4user__Bcc=3A"), std::string::npos);
  EXPECT_NE(text.find("=3D=C3=BC"), std::string::npos);
}

RC_GTEST_PROP(MessageLaw, NoTextBreaksTheLinesOrTheHeader, (std::string subject, std::string body)) {
  const std::string text = format({"a@b.c", "", "a@b.c", subject, body, "1"}, now);
  const std::string head = text.substr(0, text.find("\r\n\r\n"));
  RC_ASSERT(std::ranges::count(head, ':') >= 7);
  RC_ASSERT(head.find("\r\n\r\n") == std::string::npos);
  std::size_t begin = 0;
  for (std::size_t end = text.find("\r\n"); end != std::string::npos; begin = end + 2, end = text.find("\r\n", begin)) {
    RC_ASSERT(end - begin <= 998U);
    RC_ASSERT(text.substr(begin, end - begin).find_first_of("\r\n") == std::string::npos);
  }
}

TEST(Mailer, TriesAgainWithGrowingPausesForAboutADay) {
  Milliseconds all{0};
  std::uint32_t attempts = 1;
  for (; const auto pause = pause_after(attempts); ++attempts) {
    EXPECT_GT(*pause, *pause_after(attempts - 1));
    all += *pause;
  }
  EXPECT_GE(all, std::chrono::hours(20));
  EXPECT_LE(all, std::chrono::hours(26));
}

}  // namespace
}  // namespace sojourn::notify
