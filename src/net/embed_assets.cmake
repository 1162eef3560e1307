# Files become part of the program.
#
# embed_assets(DIRECTORY) lists the directory's files and sets SOJOURN_EMBEDDED_SOURCES: an assembler file that includes their bytes,
# plain and by gzip -9, and a C++ table of them (net/assets.hpp). The result depends on names and contents only. An absent or empty
# directory gives an empty table. Run as a script, this file writes the two (SOURCE, TARGET, FILES).

function(embed_assets directory)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${directory} ${directory}/*)
  list(FILTER files EXCLUDE REGEX "\\.map$")
  list(SORT files COMPARE STRING)
  list(TRANSFORM files PREPEND "${directory}/" OUTPUT_VARIABLE inputs)
  set(target ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(sources ${target}/assets.S ${target}/assets.cpp)
  add_custom_command(
    OUTPUT ${sources}
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${directory} -DTARGET=${target} "-DFILES='${files}'" -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    DEPENDS ${inputs} ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    COMMENT "Embedding web files"
    VERBATIM)
  set(SOJOURN_EMBEDDED_SOURCES ${sources} PARENT_SCOPE)
endfunction()

function(content_type_of file result)
  get_filename_component(extension ${file} LAST_EXT)
  set(type_.html "text/html\\; charset=utf-8")
  set(type_.js "text/javascript\\; charset=utf-8")
  set(type_.mjs "text/javascript\\; charset=utf-8")
  set(type_.css "text/css\\; charset=utf-8")
  set(type_.txt "text/plain\\; charset=utf-8")
  set(type_.json "application/json")
  set(type_.webmanifest "application/manifest+json")
  set(type_.svg "image/svg+xml")
  set(type_.png "image/png")
  set(type_.ico "image/x-icon")
  set(type_.woff2 "font/woff2")
  set(type_.wasm "application/wasm")
  if(DEFINED type_${extension})
    set(${result} "${type_${extension}}" PARENT_SCOPE)
  else()
    set(${result} "application/octet-stream" PARENT_SCOPE)
  endif()
endfunction()

# Compresses SOURCE/file to `compressed` unless that saves less than a twentieth.
function(compress file compressed result)
  execute_process(COMMAND gzip -9 -n -c ${file} OUTPUT_FILE ${compressed} COMMAND_ERROR_IS_FATAL ANY)
  file(SIZE ${file} plain_size)
  file(SIZE ${compressed} gzip_size)
  math(EXPR limit "${plain_size} * 95 / 100")
  if(gzip_size LESS limit)
    set(${result} TRUE PARENT_SCOPE)
  else()
    set(${result} FALSE PARENT_SCOPE)
  endif()
endfunction()

function(write_sources)
  set(assembler ".section .rodata\n")
  set(declarations "")
  set(rows "")
  set(number 0)
  foreach(file ${FILES})
    content_type_of(${file} content_type)
    compress(${SOURCE}/${file} ${TARGET}/${number}.gz is_compressed)
    set(parts "plain ${SOURCE}/${file}")
    set(gzip_view "{}")
    if(is_compressed)
      list(APPEND parts "gzip ${TARGET}/${number}.gz")
      set(gzip_view "view(gzip_${number}, gzip_${number}_end)")
    endif()
    foreach(part ${parts})
      string(REGEX MATCH "^([a-z]+) (.*)$" ignored "${part}")
      set(symbol ${CMAKE_MATCH_1}_${number})
      string(APPEND assembler ".global ${symbol}\n${symbol}:\n.incbin \"${CMAKE_MATCH_2}\"\n.global ${symbol}_end\n${symbol}_end:\n")
      string(APPEND declarations "extern const char ${symbol}[], ${symbol}_end[];\n")
    endforeach()
    set(is_immutable false)  # The bundler puts a hash of eight characters into the names below assets/.
    if(file MATCHES "(^|/)assets/.*-[A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-]\\.[a-z0-9]+$")
      set(is_immutable true)
    endif()
    file(SHA256 ${SOURCE}/${file} hash)
    string(SUBSTRING ${hash} 0 32 hash)
    string(APPEND rows "    {\"${file}\", \"${content_type}\", \"\\\"${hash}\\\"\", view(plain_${number}, plain_${number}_end), "
                       "${gzip_view}, ${is_immutable}},\n")
    math(EXPR number "${number} + 1")
  endforeach()

  file(WRITE ${TARGET}/assets.S "${assembler}.section .note.GNU-stack,\"\",@progbits\n")
  if(number EQUAL 0)
    set(body "std::span<const Asset> embedded_assets() { return {}; }\n")
  else()
    string(CONCAT body
      "namespace {\n\nextern \"C\" {\n${declarations}}\n\n"
      "std::string_view view(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }\n\n"
      "const Asset assets[] = {\n${rows}};\n\n}  // namespace\n\n"
      "std::span<const Asset> embedded_assets() { return assets; }\n")
  endif()
  file(WRITE ${TARGET}/assets.cpp "#include \"net/assets.hpp\"\n\nnamespace sojourn::net {\n${body}\n}  // namespace sojourn::net\n")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  file(MAKE_DIRECTORY ${TARGET})
  string(REPLACE "'" "" FILES "${FILES}")
  write_sources()
endif()
