#include "net/gate.hpp"

#include <functional>
#include <string_view>

namespace sojourn::net {

std::size_t Gate::KeyHash::operator()(const AddressKey& key) const noexcept {
  char chars[sizeof(AddressKey)];
  std::memcpy(chars, key.data(), sizeof chars);
  return std::hash<std::string_view>()(std::string_view(chars, sizeof chars));
}

std::expected<Gate::Pass, Gate::Refusal> Gate::enter(const PeerAddress& peer, Counted counted) {
  if (peer.is_unix()) return Pass();
  const AddressKey key = peer.key();
  const std::scoped_lock lock(mutex_);
  if (connections_ >= connections_max_) return std::unexpected(Refusal::full);
  if (counted == Counted::in_all_and_by_address) {
    auto& count = by_address_[key];
    if (count >= per_address_max_) return std::unexpected(Refusal::address_full);
    ++count;
  }
  ++connections_;
  return std::expected<Pass, Refusal>(std::in_place, *this, counted == Counted::in_all_and_by_address ? &key : nullptr);
}

void Gate::leave(const Pass& pass) {
  const std::scoped_lock lock(mutex_);
  --connections_;
  if (!pass.by_address_) return;
  const auto entry = by_address_.find(pass.key_);
  if (--entry->second == 0) by_address_.erase(entry);
}

}  // namespace sojourn::net
