# How the project's targets are made: one library a module, one test program a module,
# the same warnings and hardening for all.

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(simdjson REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(date REQUIRED)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)

add_library(sojourn_flags INTERFACE)
target_compile_options(sojourn_flags INTERFACE
  -Wall -Wextra -Werror -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor
  -Wextra-semi -Wformat=2 -Wimplicit-fallthrough -Wunreachable-code -Wno-missing-designated-field-initializers
  -fPIE -fstack-protector-strong -ftrivial-auto-var-init=zero -fno-omit-frame-pointer)
# ccache keeps precompiled headers by content; with times inside, an upgraded package of equal content would break the build.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(sojourn_flags INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
endif()
target_include_directories(sojourn_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_link_libraries(sojourn_flags INTERFACE Threads::Threads fmt::fmt)
target_link_options(sojourn_flags INTERFACE -pie -fuse-ld=lld -Wl,-z,relro,-z,now)
if(SOJOURN_SANITIZE)
  target_compile_options(sojourn_flags INTERFACE -fsanitize=${SOJOURN_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(sojourn_flags INTERFACE -fsanitize=${SOJOURN_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(sojourn_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS)
endif()
if(SOJOURN_FUZZ)
  target_compile_options(sojourn_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# The standard headers that nearly every unit includes, compiled once for all modules.
file(WRITE ${CMAKE_BINARY_DIR}/standard.cpp "")
add_library(sojourn_standard OBJECT ${CMAKE_BINARY_DIR}/standard.cpp)
target_link_libraries(sojourn_standard PRIVATE sojourn_flags simdjson::simdjson)
target_precompile_headers(sojourn_standard PRIVATE
  <algorithm> <array> <atomic> <chrono> <condition_variable> <coroutine> <cstdint> <cstring> <deque> <expected>
  <functional> <map> <memory> <mutex> <optional> <span> <string> <string_view> <thread> <unordered_map>
  <utility> <variant> <vector> <fmt/format.h> <simdjson.h>)

# sojourn_module(NAME SOURCES a.cpp ... LINKS other modules and libraries ... TEST_LINKS ...)
#
# Every *_test.cpp beside the sources goes into the module's test program, every *_fuzz.cpp becomes a fuzzer:
# a test that is not built cannot exist. Outside the preset `fuzz` a fuzzer is a test that replays the inputs kept in
# testdata/<its name>/.
function(sojourn_module name)
  cmake_parse_arguments(module "" "" "SOURCES;LINKS;TEST_LINKS" ${ARGN})
  string(REPLACE "/" "_" target "sojourn_${name}")
  add_library(${target} STATIC ${module_SOURCES})
  target_link_libraries(${target} PUBLIC sojourn_flags ${module_LINKS})
  target_precompile_headers(${target} REUSE_FROM sojourn_standard)

  file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp)
  if(tests AND NOT SOJOURN_FUZZ)
    add_executable(${target}_test ${tests})
    target_link_libraries(${target}_test PRIVATE ${target} ${module_TEST_LINKS} GTest::gtest_main rapidcheck rapidcheck_gtest)
    target_precompile_headers(${target}_test REUSE_FROM sojourn_standard)
    target_compile_options(${target}_test PRIVATE -Wno-unused-member-function)
    add_test(NAME ${name} COMMAND ${target}_test WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    # Laws are tried on so many random cases; under the sanitizers, which are slow, on fewer.
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "RC_PARAMS=max_success=$<IF:$<CONFIG:Release>,10000,500>")
  endif()

  file(GLOB fuzzers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_fuzz.cpp)
  foreach(fuzzer ${fuzzers})
    get_filename_component(stem ${fuzzer} NAME_WE)
    if(SOJOURN_FUZZ)
      add_executable(${stem} ${fuzzer})
      target_link_options(${stem} PRIVATE -fsanitize=fuzzer)
    else()
      add_executable(${stem} ${fuzzer} ${CMAKE_SOURCE_DIR}/cmake/replay.cpp)
      add_test(NAME ${stem} COMMAND ${stem} ${CMAKE_CURRENT_SOURCE_DIR}/testdata/${stem})
    endif()
    target_link_libraries(${stem} PRIVATE ${target} ${module_TEST_LINKS})
  endforeach()
endfunction()
