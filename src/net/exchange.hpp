#pragma once

// One request and its answer, while they are on their way through a connection. Kept in a pool, since 64 headers take 2 KiB.

#include "net/http_head.hpp"

namespace sojourn::net {

struct Exchange {
  HeaderSpace header_space;
  Request request;
  Response response;
  BodyPart part = BodyPart::full;
};

}  // namespace sojourn::net
