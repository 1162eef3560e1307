#pragma once

// For tests: tiny place databases. Values are written in the encoding of the MaxMind DB format 2.0, the tree with 32-bit records:
//
//   MmdbFile file;
//   file.add("81.2.69.0/24", mmdb::map({{"city", mmdb::text("London")}}));
//   file.write(path);

#include <arpa/inet.h>
#include <bit>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sojourn::places::mmdb {

inline std::string big_endian(std::uint64_t value, unsigned bytes) {
  std::string text;
  for (unsigned i = bytes; i-- > 0;) text += static_cast<char>(value >> (8 * i) & 0xffU);
  return text;
}

/// The control byte: three bits of type, five of size. Types above 7 stand in a second byte; sizes above 28 in a byte more.
inline std::string control(unsigned type, std::size_t size) {
  const unsigned size_bits = size < 29 ? static_cast<unsigned>(size) : 29U;
  std::string text(1, static_cast<char>((type < 8 ? type << 5U : 0U) | size_bits));
  if (type >= 8) text += static_cast<char>(type - 7);
  if (size >= 29) text += static_cast<char>(size - 29);
  return text;
}

inline std::string text(std::string_view value) {
  return control(2, value.size()) + std::string(value);
}
inline std::string real(double value) {
  return control(3, 8) + big_endian(std::bit_cast<std::uint64_t>(value), 8);
}
inline std::string single(float value) {
  return control(15, 4) + big_endian(std::bit_cast<std::uint32_t>(value), 4);
}
inline std::string uint16(std::uint16_t value) {
  return control(5, 2) + big_endian(value, 2);
}
inline std::string uint32(std::uint32_t value) {
  return control(6, 4) + big_endian(value, 4);
}
inline std::string uint64(std::uint64_t value) {
  return control(9, 8) + big_endian(value, 8);
}
inline std::string map(const std::vector<std::pair<std::string_view, std::string>>& members) {
  std::string bytes = control(7, members.size());
  for (const auto& [key, value] : members) bytes += text(key) + value;
  return bytes;
}
inline std::string list(const std::vector<std::string>& items) {
  std::string bytes = control(11, items.size());
  for (const std::string& item : items) bytes += item;
  return bytes;
}

/// Names as the databases give them, in English alone.
inline std::string names(std::string_view english) {
  return map({{"names", map({{"en", text(english)}})}});
}

}  // namespace sojourn::places::mmdb

namespace sojourn::places {

class MmdbFile {
 public:
  /// `81.2.69.0/24` or `2001:4860::/32`, and a value made by the functions above. Networks may not contain each other.
  void add(const std::string& network, std::string_view value) {
    const auto slash = network.find('/');
    const std::string address = network.substr(0, slash);
    int bits = std::atoi(network.c_str() + slash + 1);
    std::array<unsigned char, 16> bytes{};
    // IPv4 lies in the lowest /96 of the tree.
    if (inet_pton(AF_INET, address.c_str(), bytes.data() + 12) == 1) {
      bits += 96;
    } else {
      inet_pton(AF_INET6, address.c_str(), bytes.data());
    }
    std::size_t node = 0;
    for (int i = 0; i < bits; ++i) {
      const auto index = static_cast<std::size_t>(i);
      const std::size_t side = bytes[index / 8] >> (7 - index % 8) & 1U;
      if (i == bits - 1) {
        nodes_[node][side] = Record{Record::Kind::data, data_.size()};
        break;
      }
      if (nodes_[node][side].kind != Record::Kind::node) {
        nodes_[node][side] = Record{Record::Kind::node, nodes_.size()};
        nodes_.emplace_back();
      }
      node = nodes_[node][side].value;
    }
    data_ += value;
  }

  std::string bytes() const {
    std::string file;
    for (const Node& node : nodes_) {
      for (const Record& record : node) file += mmdb::big_endian(number_of(record), 4);
    }
    file += std::string(16, '\0') + data_ + "\xab\xcd\xefMaxMind.com";
    return file + mmdb::map({{"binary_format_major_version", mmdb::uint16(2)},
                             {"binary_format_minor_version", mmdb::uint16(0)},
                             {"build_epoch", mmdb::uint64(1'793'491'200)},
                             {"database_type", mmdb::text("Test-City")},
                             {"description", mmdb::map({{"en", mmdb::text("a test")}})},
                             {"ip_version", mmdb::uint16(6)},
                             {"languages", mmdb::list({mmdb::text("en")})},
                             {"node_count", mmdb::uint32(static_cast<std::uint32_t>(nodes_.size()))},
                             {"record_size", mmdb::uint16(32)}});
  }

  void write(const std::string& path) const { std::ofstream(path, std::ios::binary) << bytes(); }

 private:
  struct Record {
    enum class Kind { nothing, node, data } kind = Kind::nothing;
    std::size_t value = 0;
  };
  using Node = std::array<Record, 2>;

  std::uint64_t number_of(const Record& record) const {
    switch (record.kind) {
      case Record::Kind::nothing: return nodes_.size();
      case Record::Kind::node: return record.value;
      case Record::Kind::data: return nodes_.size() + 16 + record.value;
    }
    return 0;
  }

  std::vector<Node> nodes_ = std::vector<Node>(1);
  std::string data_;
};

}  // namespace sojourn::places
