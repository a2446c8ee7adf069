# Compiler settings for everything we build.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)

# Warm builds come from ccache, cold ones are quicker with precompiled.cmake.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(veriload_compiler INTERFACE)
set(cxx_only -Wnon-virtual-dtor -Woverloaded-virtual)
target_compile_options(veriload_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wcast-align -Wdouble-promotion -Wformat=2 -Wimplicit-fallthrough
  "$<$<COMPILE_LANGUAGE:CXX>:${cxx_only}>")
if(VERILOAD_WERROR)
  target_compile_options(veriload_compiler INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False positives inside libstdc++ and Boost at -O2; clang has no such warnings.
  target_compile_options(veriload_compiler INTERFACE
    -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-restrict)
  # Symmetric transfer needs the tail call in every build, or deep awaits overflow the stack.
  target_compile_options(veriload_compiler INTERFACE -foptimize-sibling-calls)
endif()

set(VERILOAD_SANITIZE "" CACHE STRING "Sanitizers, comma separated: address,undefined or thread")
# Plain variables: project() has made empty cache entries for a build type it does not know.
set(CMAKE_CXX_FLAGS_SANITIZE "-O1 -g1 -fno-omit-frame-pointer")
set(CMAKE_C_FLAGS_SANITIZE "-O1 -g1 -fno-omit-frame-pointer")
if(VERILOAD_SANITIZE)
  add_compile_options(-fsanitize=${VERILOAD_SANITIZE} -fno-sanitize-recover=all)
  if(VERILOAD_SANITIZE MATCHES "undefined")
    # A null pointer ends the program either way; looking at each one first is a quarter of the time of a build.
    add_compile_options(-fno-sanitize=null,vptr)
  endif()
  add_link_options(-fsanitize=${VERILOAD_SANITIZE})
  if(VERILOAD_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio has fences, which g++ warns about and the sanitizer does not see; what they guard is behind locks too.
    add_compile_options(-Wno-tsan)
  endif()
endif()
string(APPEND CMAKE_CXX_FLAGS_DEBUG " -D_GLIBCXX_ASSERTIONS")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
