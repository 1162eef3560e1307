#include "api/handlers.hpp"

#include <gtest/gtest.h>

namespace sojourn::api {
namespace {

visits::Device filled(visits::Device device, std::string_view user_agent) {
  fill_device(device, user_agent);
  return device;
}

TEST(Device, IsReadFromTheUserAgentWhereTheClientSaysNothing) {
  const auto device =
      filled({}, "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36");
  EXPECT_EQ(device.type, "desktop");
  EXPECT_EQ(device.browser, "Chrome");
  EXPECT_EQ(device.os, "Linux");
}

TEST(Device, KeepsWhatTheClientSays) {
  const auto device = filled({.type = "tablet", .browser = "Own", .os = "", .screen_size = ""},
                             "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
  EXPECT_EQ(device.type, "tablet");
  EXPECT_EQ(device.browser, "Own");
}

TEST(Device, OfARobotIsABot) {
  EXPECT_EQ(filled({}, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)").type, "bot");
}

TEST(Device, OfALibraryIsSomebodysBackEnd) {
  EXPECT_EQ(filled({}, "python-requests/2.31.0").type, "desktop");
}

TEST(Device, OfAHeadlessBrowserThatThePageLetInIsABrowsers) {
  const auto device =
      filled({}, "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36");
  EXPECT_EQ(device.type, "desktop");
  EXPECT_EQ(device.browser, "Chrome");
}

}  // namespace
}  // namespace sojourn::api
