# veriload_add_plugin(NAME SOURCES ... LINKS ...): a plugin library that exports exactly one symbol.
# veriload_add_scenario(NAME SOURCES ...): the same for a scenario.
#
# The version script is what keeps symbols in; visibility flags alone leave those that Boost and
# libstdc++ mark visible. The host never unmaps a plugin, so nothing here is about unloading.
set(VERILOAD_VERSION_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/plugin.map CACHE INTERNAL "")

function(veriload_add_plugin name)
  cmake_parse_arguments(P "" "OUTPUT_FOLDER" "SOURCES;LINKS" ${ARGN})
  add_library(${name} MODULE ${P_SOURCES})
  set_target_properties(${name} PROPERTIES
    PREFIX "" C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS ${VERILOAD_VERSION_SCRIPT}
    LIBRARY_OUTPUT_DIRECTORY "$<IF:$<BOOL:${P_OUTPUT_FOLDER}>,${P_OUTPUT_FOLDER},${CMAKE_BINARY_DIR}/plugins>")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-gnu-unique>)
  endif()
  target_link_options(${name} PRIVATE
    -Wl,--version-script=${VERILOAD_VERSION_SCRIPT} -Wl,--exclude-libs,ALL -Wl,-z,now)
  if(NOT VERILOAD_SANITIZE)  # the sanitizer runtime comes with the host
    target_link_options(${name} PRIVATE -Wl,-z,defs)
  endif()
  target_link_libraries(${name} PRIVATE veriload_sdk ${P_LINKS})
  install(TARGETS ${name} LIBRARY DESTINATION lib/veriload/plugins)
endfunction()

function(veriload_add_scenario name)
  veriload_add_plugin(${name} ${ARGN})
endfunction()
