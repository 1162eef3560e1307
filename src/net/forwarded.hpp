#pragma once

// Who sent a request that came through proxies.

#include "net/http.hpp"
#include "net/peer_address.hpp"

#include <span>

namespace sojourn::net {

/// The client behind `peer`: read from the right, each X-Forwarded-For entry is believed only as long as the one who reported it is
/// in `trusted`. Entries that are no addresses end the search: the last address believed stays. So nobody outside can choose its
/// result.
PeerAddress client_behind(const PeerAddress& peer, std::span<const Header> headers, std::span<const AddressRange> trusted);

}  // namespace sojourn::net
