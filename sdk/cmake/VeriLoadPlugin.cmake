# veriload_add_plugin(NAME SOURCES FILE... [LINKS TARGET...] [OUTPUT_FOLDER DIR])
#
#   A plugin library NAME.so that exports exactly one symbol. It is put into DIR, or into plugins/ of the build
#   folder, and installed beside the plugins that come with VeriLoad.
#
# veriload_add_scenario(NAME SOURCES FILE... [LINKS TARGET...] [OUTPUT_FOLDER DIR])
#
#   The same for a scenario, in scenarios/. It gets the id "scenario.NAME", so that several fit into one process.
#
# Without a CMAKE_BUILD_TYPE both are compiled with -O2: a slow plugin is measured as a slow server.
#
# The version script is what keeps symbols in; visibility flags alone leave those that Boost and libstdc++ mark
# visible. -z defs and -z now find what is missing when the plugin is linked and loaded, not in the middle of a run.

# This file lies in sdk/cmake of the sources and in lib/cmake/VeriLoad of an installation, the script beside it or in the SDK.
if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/plugin.map)
  set(VERILOAD_VERSION_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/plugin.map CACHE INTERNAL "")
else()
  get_filename_component(veriload_script ${CMAKE_CURRENT_LIST_DIR}/../../veriload/sdk/plugin.map ABSOLUTE)
  set(VERILOAD_VERSION_SCRIPT ${veriload_script} CACHE INTERNAL "")
  unset(veriload_script)
endif()

# Sets `out` to true when the sources of this folder are compiled with a sanitizer.
function(veriload_is_sanitized out)
  get_directory_property(options COMPILE_OPTIONS)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  set(${out} FALSE PARENT_SCOPE)
  if(VERILOAD_SANITIZE
      OR "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}} ${CMAKE_C_FLAGS} ${options}" MATCHES "-fsanitize=")
    set(${out} TRUE PARENT_SCOPE)
  endif()
endfunction()

function(veriload_add_plugin name)
  cmake_parse_arguments(P "" "OUTPUT_FOLDER;KIND" "SOURCES;LINKS" ${ARGN})
  if(P_UNPARSED_ARGUMENTS OR NOT P_SOURCES)
    message(FATAL_ERROR "veriload_add_plugin(${name}): expected SOURCES FILE... [LINKS ...] [OUTPUT_FOLDER ...], "
      "found \"${ARGN}\"")
  endif()
  if(NOT P_KIND)
    set(P_KIND plugins)
  endif()
  if(NOT P_OUTPUT_FOLDER)
    set(P_OUTPUT_FOLDER ${CMAKE_BINARY_DIR}/${P_KIND})
  endif()
  add_library(${name} MODULE ${P_SOURCES})
  # In a generator expression, so that a multi-config build adds no folder of its own.
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".so" CXX_EXTENSIONS OFF
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS ${VERILOAD_VERSION_SCRIPT}
    LIBRARY_OUTPUT_DIRECTORY "$<1:${P_OUTPUT_FOLDER}>")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Symmetric transfer needs the tail call in every build, or deep awaits overflow the stack.
    target_compile_options(${name} PRIVATE
      $<$<COMPILE_LANGUAGE:CXX>:-fno-gnu-unique> $<$<COMPILE_LANGUAGE:CXX>:-foptimize-sibling-calls>)
  endif()
  get_property(several_types GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(NOT CMAKE_BUILD_TYPE AND NOT several_types)
    target_compile_options(${name} PRIVATE -O2)
  endif()
  target_link_options(${name} PRIVATE
    -Wl,--version-script=${VERILOAD_VERSION_SCRIPT} -Wl,--exclude-libs,ALL -Wl,-z,now -Wl,--build-id)
  veriload_is_sanitized(sanitized)
  # clang links its sanitizer into programs only, so a plugin's symbols of it come with the host.
  if(NOT (sanitized AND CMAKE_CXX_COMPILER_ID MATCHES "Clang"))
    target_link_options(${name} PRIVATE -Wl,-z,defs)
  endif()
  target_link_libraries(${name} PRIVATE VeriLoad::sdk ${P_LINKS})
  install(TARGETS ${name} LIBRARY DESTINATION lib/veriload/${P_KIND})
endfunction()

function(veriload_add_scenario name)
  veriload_add_plugin(${name} ${ARGN} KIND scenarios)
  string(TOLOWER "scenario.${name}" id)
  string(REGEX REPLACE "[^a-z0-9._-]" "-" id "${id}")
  string(MAKE_C_IDENTIFIER "${name}" identifier)
  target_compile_definitions(${name} PRIVATE
    VERILOAD_SCENARIO_ID="${id}" VERILOAD_SCENARIO_NAME=${identifier})
endfunction()
