#include "visits/automation.hpp"

#include <gtest/gtest.h>

namespace sojourn::visits {
namespace {

TEST(Automation, OfAiAgentsNamesTheirOwner) {
  const std::pair<const char*, const char*> cases[] = {
      {"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
       "GPTBot, an AI agent of OpenAI"},
      {"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; OAI-SearchBot/1.0; +https://openai.com/searchbot",
       "OAI-SearchBot, an AI agent of OpenAI"},
      {"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot",
       "ChatGPT-User, an AI agent of OpenAI"},
      {"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
       "ClaudeBot, an AI agent of Anthropic"},
      {"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Claude-User/1.0; +Claude-User@anthropic.com)",
       "Claude-User, an AI agent of Anthropic"},
      {"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Claude-SearchBot/1.0; +Claude-SearchBot@anthropic.com)",
       "Claude-SearchBot, an AI agent of Anthropic"},
      {"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)",
       "PerplexityBot, an AI agent of Perplexity"},
      {"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Perplexity-User/1.0; "
       "+https://perplexity.ai/perplexity-user)",
       "Perplexity-User, an AI agent of Perplexity"},
      {"Mozilla/5.0 (compatible; Google-Extended)", "Google-Extended, an AI agent of Google"},
      {"Mozilla/5.0 (compatible; GoogleOther)", "GoogleOther, an AI agent of Google"},
      {"CCBot/2.0 (https://commoncrawl.org/faq/)", "CCBot, an AI agent of Common Crawl"},
      {"Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; "
       "spider-feedback@bytedance.com)",
       "Bytespider, an AI agent of ByteDance"},
      {"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Amazonbot/0.1; "
       "+https://developer.amazon.com/support/amazonbot) Chrome/119.0.6045.214 Safari/537.36",
       "Amazonbot, an AI agent of Amazon"},
      {"meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
       "Meta-ExternalAgent, an AI agent of Meta"},
      {"Mozilla/5.0 (compatible; Applebot-Extended/1.0; +http://www.apple.com/go/applebot)",
       "Applebot-Extended, an AI agent of Apple"},
      {"DuckAssistBot/1.2; (+http://duckduckgo.com/duckassistbot.html)", "DuckAssistBot, an AI agent of DuckDuckGo"},
      {"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; MistralAI-User/1.0; +https://docs.mistral.ai/robots)",
       "MistralAI-User, an AI agent of Mistral AI"},
      {"cohere-ai", "cohere-ai, an AI agent of Cohere"},
  };
  for (const auto& [user_agent, reason] : cases) EXPECT_EQ(automation_of(user_agent), reason) << user_agent;
}

TEST(Automation, OfCrawlersNamesThem) {
  EXPECT_EQ(automation_of("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"), "Googlebot, a crawler");
  EXPECT_EQ(automation_of("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"), "Bingbot, a crawler");
  EXPECT_EQ(automation_of("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 "
                          "Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)"),
            "Applebot, a crawler");
  EXPECT_EQ(automation_of("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"),
            "facebookexternalhit, a program");
  EXPECT_EQ(automation_of("LumiBot 2.0"), "a crawler of no known name");
}

TEST(Automation, IsNotSaidOfPeopleLibrariesAndDrivenBrowsers) {
  for (const char* user_agent :
       {"", "-", "python-requests/2.31.0", "curl/8.5.0", "Go-http-client/2.0", "Mozilla/5.0",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/92.0.4515.159 Mobile "
        "Safari/537.36"})
    EXPECT_EQ(automation_of(user_agent), "") << user_agent;
}

}  // namespace
}  // namespace sojourn::visits
