#include "api/device.hpp"

#include <gtest/gtest.h>

namespace sojourn::api {
namespace {

visits::Device filled(visits::Device device, std::string_view user_agent) {
  fill_device(device, {.user_agent = user_agent});
  return device;
}

constexpr std::string_view chrome_on_linux =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
constexpr std::string_view googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

visits::Device hinted(std::string_view brands, std::string_view mobile, std::string_view platform,
                      std::string_view user_agent = chrome_on_linux) {
  visits::Device device;
  fill_device(device, {.user_agent = user_agent, .brands = brands, .mobile = mobile, .platform = platform});
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

TEST(Brands, NameTheBrowserAndNotItsEngine) {
  EXPECT_EQ(browser_of_brands(R"("Google Chrome";v="140", "Chromium";v="140", "Not=A?Brand";v="24")"), "Chrome");
  EXPECT_EQ(browser_of_brands(R"("Not;A=Brand";v="99", "Chromium";v="140", "Microsoft Edge";v="140")"), "Edge");
  EXPECT_EQ(browser_of_brands(R"("Chromium";v="140", "Brave";v="140", "Not A(Brand";v="8")"), "Brave");
  EXPECT_EQ(browser_of_brands(R"("Not/A)Brand";v="8", "Chromium";v="140")"), "Chromium");
  EXPECT_EQ(browser_of_brands(R"("HeadlessChrome";v="140", "Not \"A Brand";v="99")"), "Chrome");
  for (const char* none : {"", "Chrome", R"("Chrome)", R"("")", R"("Not A;Brand";v="99")", R"(v="140")", "\"\x01\""})
    EXPECT_EQ(browser_of_brands(none), "") << none;
}

TEST(Hints, WinOverTheUserAgent) {
  const auto edge = hinted(R"("Microsoft Edge";v="140", "Chromium";v="140")", "?0", R"("Windows")");
  EXPECT_EQ(edge, (visits::Device{.type = "desktop", .browser = "Edge", .os = "Windows", .screen_size = ""}));
  const auto phone = hinted(R"("Google Chrome";v="140")", "?1", R"("Android")");
  EXPECT_EQ(phone, (visits::Device{.type = "mobile", .browser = "Chrome", .os = "Android", .screen_size = ""}));
  EXPECT_EQ(hinted(R"("Google Chrome";v="140")", "?0", R"("Android")").type, "tablet");
  EXPECT_EQ(hinted("", "", R"("Chrome OS")").os, "ChromeOS");
}

TEST(Hints, LeaveTheRestToTheUserAgent) {
  const auto device = hinted("", "", R"("Unknown")");
  EXPECT_EQ(device, (visits::Device{.type = "desktop", .browser = "Chrome", .os = "Linux", .screen_size = ""}));
  const auto vivaldi = hinted(R"("Chromium";v="140")", "?0", R"("Linux")", std::string(chrome_on_linux) + " Vivaldi/7.0");
  EXPECT_EQ(vivaldi.browser, "Vivaldi");
}

TEST(Hints, GiveWayToWhatTheClientSays) {
  visits::Device device{.type = "tablet", .browser = "Own", .os = "OwnOS", .screen_size = ""};
  const auto said = device;
  fill_device(device,
              {.user_agent = chrome_on_linux, .brands = R"("Google Chrome";v="1")", .mobile = "?1", .platform = R"("macOS")"});
  EXPECT_EQ(device, said);
}

TEST(Hints, MakeNoPersonOfARobot) {
  const auto device = hinted(R"("Google Chrome";v="140")", "?0", R"("Linux")", googlebot);
  EXPECT_EQ(device.type, "bot");
  EXPECT_EQ(device.browser, "Googlebot");
}

TEST(Hints, AreAskedForWhereABrowserKnowsThem) {
  const auto asked = [](std::vector<net::Header> headers) {
    net::Request request;
    request.headers = headers;
    return should_ask_for_hints(request);
  };
  EXPECT_TRUE(asked({{"User-Agent", chrome_on_linux}}));
  EXPECT_FALSE(asked({{"User-Agent", chrome_on_linux}, {"Sec-CH-UA", R"("Chromium";v="140")"}}));
  EXPECT_FALSE(asked({{"User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"}}));
  EXPECT_FALSE(asked({{"User-Agent", googlebot}}));
  EXPECT_FALSE(asked({}));
}

TEST(Automation, IsWhatTheUserAgentOrThePageSays) {
  const auto reason = [](visits::Device device, std::string_view user_agent, bool is_driven) {
    fill_device(device, {.user_agent = user_agent});
    return automation_of(device, {.user_agent = user_agent}, is_driven);
  };
  EXPECT_EQ(reason({}, googlebot, false), "Googlebot, a crawler");
  EXPECT_EQ(reason({}, googlebot, true), "Googlebot, a crawler");
  EXPECT_EQ(reason({.type = "tablet"}, googlebot, false), "") << "a back end speaks for a person";
  EXPECT_EQ(reason({}, chrome_on_linux, false), "");
  EXPECT_EQ(reason({}, chrome_on_linux, true), "a browser that a program drives");
  EXPECT_EQ(reason({}, "python-requests/2.31.0", false), "");
}

}  // namespace
}  // namespace sojourn::api
