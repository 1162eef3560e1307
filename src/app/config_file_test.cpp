#include "app/config_file.hpp"

#include <gtest/gtest.h>
#include <filesystem>
#include <fstream>

namespace sojourn::app {
namespace {

Result<ConfigFile> read(const std::string& text) {
  const std::string path = std::filesystem::temp_directory_path() / fmt::format("sojourn-config-{}.toml", ::getpid());
  std::ofstream(path) << text;
  auto config = read_config_file(path);
  std::filesystem::remove(path);
  return config;
}

TEST(ConfigFile, TakesOneAddressOrSeveral) {
  EXPECT_EQ(read("listen = '127.0.0.1:1'")->listen, std::vector<std::string>{"127.0.0.1:1"});
  EXPECT_EQ(read("listen = ['127.0.0.1:1', '[::1]:1']\nthreads = 2\ndata = 'd'")->listen.size(), 2U);
}

TEST(ConfigFile, NamesThePlaceDatabase) {
  EXPECT_EQ(read("place_database = '/var/lib/places.mmdb'")->place_databases, std::vector<std::string>{"/var/lib/places.mmdb"});
  EXPECT_EQ(read("place_database = ['a', 'b']")->place_databases.size(), 2U);
  EXPECT_FALSE(read("place_database = 3"));
}

TEST(ConfigFile, NamesTheLineThatIsWrong) {
  for (const char* text : {"data = 'd'\nlisten = 7", "data = 'd'\nthreads = 0", "data = 'd'\nlisen = 'x'", "data = 'd'\n= 3"}) {
    const auto config = read(text);
    ASSERT_FALSE(config) << text;
    EXPECT_NE(config.error().message.find(":2:"), std::string::npos) << config.error().message;
  }
}

TEST(ConfigFile, ThatIsNotThereIsAnError) {
  EXPECT_FALSE(read_config_file("/nowhere/sojourn.toml"));
}

}  // namespace
}  // namespace sojourn::app
