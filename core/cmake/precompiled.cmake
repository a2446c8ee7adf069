# veriload_precompiled(TARGET room | test | optimised_test): headers that nearly every source includes, compiled once.
#
# For builds from nothing, such as those of CI, where they save a third of the time. Off otherwise: ccache caches sources
# that use them under looser rules of identity only, and a source that forgets an include would not be noticed.
option(VERILOAD_PRECOMPILE "Compile common headers once: for builds from nothing, without ccache" OFF)

if(VERILOAD_PRECOMPILE)
  set(headers <algorithm> <array> <cstdint> <cstring> <functional> <map> <memory> <optional> <span> <string> <string_view>
    <utility> <vector>)
  file(WRITE ${CMAKE_BINARY_DIR}/precompiled/room.cpp "")
  file(WRITE ${CMAKE_BINARY_DIR}/precompiled/test.cpp "int main() { return 0; }\n")

  add_library(veriload_precompiled_room STATIC ${CMAKE_BINARY_DIR}/precompiled/room.cpp)
  target_link_libraries(veriload_precompiled_room PRIVATE veriload_compiler)
  target_precompile_headers(veriload_precompiled_room PRIVATE ${headers})

  if(VERILOAD_TESTS)
    # Programs have other flags than libraries, and the sanitizers' tests others than the product.
    foreach(kind test optimised_test)
      add_executable(veriload_precompiled_${kind} ${CMAKE_BINARY_DIR}/precompiled/test.cpp)
      target_compile_definitions(veriload_precompiled_${kind} PRIVATE BOOST_TEST_DYN_LINK)
      target_link_libraries(veriload_precompiled_${kind} PRIVATE veriload_compiler Boost::unit_test_framework)
      target_precompile_headers(veriload_precompiled_${kind} PRIVATE ${headers} <boost/test/unit_test.hpp>)
    endforeach()
    if(VERILOAD_SANITIZE)
      target_compile_options(veriload_precompiled_test PRIVATE -O0)
    endif()
  endif()
endif()

function(veriload_precompiled target kind)
  if(VERILOAD_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM veriload_precompiled_${kind})
  endif()
endfunction()
