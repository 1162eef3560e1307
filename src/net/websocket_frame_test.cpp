#include "net/websocket_frame.hpp"

#include "net/websocket_testing.hpp"

// Each row is what a client sends after the handshake and what is understood of it, in words. Every row is also given in pieces of
// 1, 2 and 7 bytes, which must change nothing.

namespace sojourn::net {
namespace {

using namespace testing;

struct Vector {
  std::string name;
  std::string bytes;
  std::string expected;
};
void PrintTo(const Vector& vector, std::ostream* out) {
  *out << vector.name;
}

constexpr std::size_t message_max = 1024;

std::string words_for(const Incoming& incoming) {
  const std::string payload(incoming.payload);
  switch (incoming.kind) {
    case Opcode::ping: return "ping:" + payload + ";";
    case Opcode::pong: return "pong:" + payload + ";";
    case Opcode::close: return "close:" + std::to_string(incoming.code) + payload + ";";
    default: return "text:" + payload + ";";
  }
}

std::string understood(std::string_view bytes, std::size_t piece) {
  FrameReader reader(message_max);
  std::string words;
  while (!bytes.empty()) {
    const std::string own(bytes.substr(0, piece));
    bytes.remove_prefix(own.size());
    std::string_view rest = own;
    for (;;) {
      const FrameResult result = reader.next(rest);
      if (std::holds_alternative<FrameIncomplete>(result)) break;
      if (const auto* violation = std::get_if<Violation>(&result)) return words + "!" + std::to_string(violation->code);
      words += words_for(std::get<Incoming>(result));
    }
    EXPECT_TRUE(rest.empty());
  }
  return words;
}

std::string frame_with_head(std::string_view head, std::string_view payload) {
  std::string frame(head);
  frame += std::string(4, '\0');
  return frame.append(payload);
}

std::vector<Vector> vectors() {
  using namespace std::string_literals;
  std::vector<Vector> result = {
      {"Text", text_frame("hello"), "text:hello;"},
      {"TextEmpty", text_frame(""), "text:;"},
      {"TwoTexts", text_frame("a") + text_frame("b"), "text:a;text:b;"},
      {"TextOfManyBytesPerCharacter", text_frame("Gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80"),
       "text:Gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80;"},
      {"TextBelowLimit", text_frame(std::string(message_max - 1, 'x')), "text:" + std::string(message_max - 1, 'x') + ";"},
      {"TextAtLimit", text_frame(std::string(message_max, 'x')), "text:" + std::string(message_max, 'x') + ";"},
      {"TextAboveLimit", text_frame(std::string(message_max + 1, 'x')), "!1009"},
      {"FragmentsAtLimit", client_frame(1, std::string(1000, 'x')) + client_frame(final_bit, std::string(24, 'x')),
       "text:" + std::string(message_max, 'x') + ";"},
      {"FragmentsAboveLimit", client_frame(1, std::string(1000, 'x')) + client_frame(final_bit, std::string(25, 'x')), "!1009"},
      {"Fragments", client_frame(1, "a") + client_frame(0, "b") + client_frame(final_bit, "c"), "text:abc;"},
      {"FragmentsEmpty", client_frame(1, "") + client_frame(0, "") + client_frame(final_bit, ""), "text:;"},
      {"PingBetweenFragments", client_frame(1, "a") + ping_frame("p") + client_frame(final_bit, "b"), "ping:p;text:ab;"},
      {"CharacterAcrossFragments", client_frame(1, "\xc3") + client_frame(final_bit, "\xbc"), "text:\xc3\xbc;"},
      {"BadTextInFragments", client_frame(1, "\xc3") + client_frame(final_bit, "x"), "!1007"},
      {"ContinuationWithoutBeginning", client_frame(final_bit, "a"), "!1002"},
      {"ContinuationAfterEnd", text_frame("a") + client_frame(final_bit, "b"), "text:a;!1002"},
      {"TextInsideText", client_frame(1, "a") + text_frame("b"), "!1002"},
      {"BinaryInsideText", client_frame(1, "a") + client_frame(final_bit | 2, "b"), "!1002"},
      {"Binary", client_frame(final_bit | 2, "a"), "!1003"},
      {"Unmasked", client_frame(final_bit | 1, "a", Mask::no), "!1002"},
      {"UnmaskedPing", client_frame(final_bit | 9, "a", Mask::no), "!1002"},
      {"Ping", ping_frame("p"), "ping:p;"},
      {"PingAtLimit", ping_frame(std::string(125, 'p')), "ping:" + std::string(125, 'p') + ";"},
      {"PingAboveLimit", ping_frame(std::string(126, 'p')), "!1002"},
      {"PingInFragments", client_frame(9, "p"), "!1002"},
      {"CloseInFragments", client_frame(8, ""), "!1002"},
      {"Pong", client_frame(final_bit | 10, "p"), "pong:p;"},
      {"CloseWithoutCode", client_frame(final_bit | 8, ""), "close:1005;"},
      {"CloseWithHalfACode", client_frame(final_bit | 8, "\x03"), "!1002"},
      {"CloseWithReason", close_frame(1000, "bye"), "close:1000bye;"},
      {"CloseWithBadReason", client_frame(final_bit | 8, "\x03\xe8\xff"), "!1007"},
      {"TextNotUtf8", text_frame("\xff"), "!1007"},
      {"TextOverlong", text_frame("\xc0\xaf"), "!1007"},
      {"TextSurrogate", text_frame("\xed\xa0\x80"), "!1007"},
      {"TextAboveUnicode", text_frame("\xf4\x90\x80\x80"), "!1007"},
      {"TextCutInsideCharacter", text_frame("\xf0\x9f\x98"), "!1007"},
      {"LengthPaddedTo16Bits", frame_with_head("\x81\xfe\x00\x7d"s, std::string(125, 'x')), "!1002"},
      {"LengthPaddedTo64Bits", frame_with_head("\x81\xff\x00\x00\x00\x00\x00\x00\xff\xff"s, ""), "!1002"},
      {"LengthHuge", long_head((1ULL << 63) - 1), "!1009"},
      {"LengthWithHighestBit", long_head(1ULL << 63), "!1002"},
      {"LengthAllOnes", long_head(~0ULL), "!1002"},
      {"LengthHugeForPing", "\x89\xff"s, "!1002"},
      {"HeadOnly", "\x81"s, ""},
      {"HeadWithoutMaskYet", "\x81\x85"s, ""},
  };
  for (const unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U}) {
    result.push_back({"OpcodeReserved" + std::to_string(opcode), client_frame(final_bit | opcode, "x"), "!1002"});
  }
  for (const unsigned bit : {0x10U, 0x20U, 0x40U}) {
    result.push_back({"ReservedBitInText" + std::to_string(bit), client_frame(final_bit | bit | 1U, "x"), "!1002"});
    result.push_back({"ReservedBitInPing" + std::to_string(bit), client_frame(final_bit | bit | 9U, "x"), "!1002"});
  }
  for (const unsigned code :
       {1000U, 1001U, 1002U, 1003U, 1007U, 1008U, 1009U, 1010U, 1011U, 1012U, 1013U, 1014U, 3000U, 3999U, 4000U, 4999U}) {
    const std::string number = std::to_string(code);
    result.push_back({"CloseCode" + number, close_frame(static_cast<std::uint16_t>(code)), "close:" + number + ";"});
  }
  for (const unsigned code : {0U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 1100U, 2000U, 2999U, 5000U, 65535U}) {
    result.push_back({"CloseCodeRefused" + std::to_string(code), close_frame(static_cast<std::uint16_t>(code)), "!1002"});
  }
  for (const std::size_t count : {message_fragments_max - 1, message_fragments_max, message_fragments_max + 1}) {
    std::string bytes = client_frame(1, "x");
    for (std::size_t i = 2; i < count; ++i) bytes += client_frame(0, "x");
    bytes += client_frame(final_bit, "x");
    result.push_back({"FragmentCount" + std::to_string(count), bytes,
                      count > message_fragments_max ? "!1008" : "text:" + std::string(count, 'x') + ";"});
  }
  return result;
}

class FrameReaderVectors : public ::testing::TestWithParam<Vector> {};

TEST_P(FrameReaderVectors, AreUnderstoodHoweverTheyAreCut) {
  const Vector& vector = GetParam();
  for (const std::size_t piece : {std::size_t{1'000'000}, std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
    EXPECT_EQ(understood(vector.bytes, piece), vector.expected) << "in pieces of " << piece;
  }
}

INSTANTIATE_TEST_SUITE_P(FrameReader, FrameReaderVectors, ::testing::ValuesIn(vectors()),
                         [](const auto& tested) { return tested.param.name; });

TEST(FrameHead, UsesTheShortestForm) {
  using namespace std::string_literals;
  EXPECT_EQ(FrameHead(Opcode::text, 125).view(), "\x81\x7d"s);
  EXPECT_EQ(FrameHead(Opcode::text, 126).view(), "\x81\x7e\x00\x7e"s);
  EXPECT_EQ(FrameHead(Opcode::text, 65'535).view(), "\x81\x7e\xff\xff"s);
  EXPECT_EQ(FrameHead(Opcode::text, 65'536).view(), "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"s);
}

TEST(ClosePayload, CutsLongReasonsBetweenCharacters) {
  std::string reason(122, 'x');
  reason += "\xc3\xbc";
  EXPECT_EQ(close_payload(1000, reason).size(), 2U + 122U);
  EXPECT_EQ(close_payload(1000, std::string(200, 'x')).size(), control_payload_bytes_max);
}

}  // namespace
}  // namespace sojourn::net
