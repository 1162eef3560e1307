// The compiled half of Boost.Asio, once for the program.

#include <boost/asio/impl/src.hpp>
