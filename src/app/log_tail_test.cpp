#include "app/log_tail.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <filesystem>
#include <fstream>

namespace sojourn::app {
namespace {

using Lines = std::vector<std::pair<std::string, std::uint32_t>>;

/// A log in a folder of its own, and its tail.
struct World {
  World() {
    std::string pattern = std::filesystem::temp_directory_path() / "sojourn-test-XXXXXX";
    folder = ::mkdtemp(pattern.data());
    path = folder + "/access.log";
    tail.emplace(path);
  }
  ~World() { std::filesystem::remove_all(folder); }

  void write(const std::string& text) const { std::ofstream(path, std::ios::app) << text; }
  void rotate() const { std::filesystem::rename(path, path + ".1"); }
  void truncate() const { std::filesystem::resize_file(path, 0); }
  /// Another file with the same content under the name.
  void copy_in_place() const {
    std::filesystem::copy_file(path, path + ".copy");
    std::filesystem::rename(path + ".copy", path);
  }
  Lines read(std::size_t bytes_max = 1'000'000) {
    Lines lines;
    for (TailLine& line : tail->read(bytes_max).value()) lines.emplace_back(line.text, line.ordinal);
    return lines;
  }

  std::string folder, path;
  std::optional<LogTail> tail;
};

TEST(LogTail, GivesWholeLinesOnce) {
  World world;
  EXPECT_EQ(world.read(), Lines{});  // There is no file yet.
  world.write("a\nb\nhal");
  EXPECT_EQ(world.read(), (Lines{{"a", 0}, {"b", 0}}));
  EXPECT_EQ(world.read(), Lines{});
  world.write("f\r\nc\n");
  EXPECT_EQ(world.read(), (Lines{{"half", 0}, {"c", 0}}));
}

TEST(LogTail, CountsIdenticalLines) {
  World world;
  world.write("a\na\n");
  EXPECT_EQ(world.read(), (Lines{{"a", 0}, {"a", 1}}));
  world.write("a\n");
  EXPECT_EQ(world.read(), (Lines{{"a", 2}}));
}

TEST(LogTail, ReadsTheOldFileToItsEndAfterARotation) {
  World world;
  world.write("a\nb\n");
  EXPECT_EQ(world.read().size(), 2U);
  world.write("c\nlast");
  world.rotate();
  EXPECT_EQ(world.read(), (Lines{{"c", 0}}));
  world.write("");  // Empty: the server may still write to the old one.
  EXPECT_EQ(world.read(), Lines{});
  world.write("new\nb\n");
  EXPECT_EQ(world.read(), (Lines{{"last", 0}, {"new", 0}, {"b", 1}}));
}

TEST(LogTail, BeginsAnewAfterATruncation) {
  World world;
  world.write("a\nb\npart");
  EXPECT_EQ(world.read().size(), 2U);
  world.truncate();
  EXPECT_EQ(world.read(), Lines{});
  world.write("c\nb\n");
  EXPECT_EQ(world.read(), (Lines{{"c", 0}, {"b", 1}}));
}

TEST(LogTail, NoticesATruncationThatWasWrittenOver) {
  World world;
  world.write("a\nb\n");
  EXPECT_EQ(world.read().size(), 2U);
  world.truncate();
  world.write("x\ny\nz\n");
  EXPECT_EQ(world.read(), (Lines{{"x", 0}, {"y", 0}, {"z", 0}}));
}

TEST(LogTail, ACopyInPlaceGivesTheSameLinesWithTheSameOrdinals) {
  World world;
  world.write("a\na\nb\n");
  const Lines first = world.read();
  world.copy_in_place();
  world.write("c\n");
  Lines expected = first;
  expected.emplace_back("c", 0);
  EXPECT_EQ(world.read(), expected);
}

TEST(LogTail, ALineWithoutEndIsCut) {
  World world;
  world.write(std::string(tail_line_bytes_max + 10, 'x') + "\nb\n");
  const Lines lines = world.read();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].first.size(), tail_line_bytes_max);
  EXPECT_EQ(lines[1].first, "b");
}

RC_GTEST_PROP(LogTail, HoweverItIsWrittenAndReadTheLinesAreTheSame, (std::vector<std::vector<std::uint8_t>> pieces)) {
  World world;
  std::string all;
  Lines found;
  for (const auto& piece : pieces) {
    std::string text;
    for (const std::uint8_t byte : piece) text += byte % 3 == 0 ? '\n' : static_cast<char>('a' + byte % 3);
    all += text;
    world.write(text);
    for (auto& line : world.read(1 + piece.size())) found.push_back(std::move(line));
  }
  for (auto& line : world.read()) found.push_back(std::move(line));
  Lines expected;
  std::map<std::string, std::uint32_t> counts;
  for (std::size_t begin = 0, end = 0; (end = all.find('\n', begin)) != std::string::npos; begin = end + 1) {
    const std::string line = all.substr(begin, end - begin);
    expected.emplace_back(line, counts[line]++);
  }
  RC_ASSERT(found == expected);
}

}  // namespace
}  // namespace sojourn::app
