#pragma once

// Counts open connections, in all and by address, over all loops.

#include "net/peer_address.hpp"

#include <cstddef>
#include <cstring>
#include <expected>
#include <mutex>
#include <unordered_map>

namespace sojourn::net {

/// Any thread. Outlives its passes.
class Gate {
 public:
  /// Why a connection may not come in.
  enum class Refusal { full, address_full };
  /// The unix socket is always let in: the operator's tools must work when the house is full.
  enum class Counted { in_all, in_all_and_by_address };

  /// One place; given back when it goes.
  class Pass {
   public:
    Pass() = default;
    Pass(Gate& gate, const AddressKey* key) : gate_(&gate), by_address_(key != nullptr), key_(key ? *key : AddressKey{}) {}
    Pass(Pass&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)), by_address_(other.by_address_), key_(other.key_) {}
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (gate_) gate_->leave(*this);
    }

   private:
    friend class Gate;
    Gate* gate_ = nullptr;
    bool by_address_ = false;
    AddressKey key_{};
  };

  Gate(std::size_t connections_max, std::size_t per_address_max)
      : connections_max_(connections_max), per_address_max_(per_address_max) {}

  std::expected<Pass, Refusal> enter(const PeerAddress& peer, Counted counted);

 private:
  void leave(const Pass& pass);

  struct KeyHash {
    std::size_t operator()(const AddressKey& key) const noexcept;
  };

  const std::size_t connections_max_;
  const std::size_t per_address_max_;
  std::mutex mutex_;
  // Guarded by mutex_. The map holds an entry for each address that has a connection, so at most connections_max_.
  std::size_t connections_ = 0;
  std::unordered_map<AddressKey, std::size_t, KeyHash> by_address_;
};

}  // namespace sojourn::net
