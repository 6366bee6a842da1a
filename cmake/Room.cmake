# One library per room.  A room sees the headers of the rooms it links to and of no other: each room
# publishes an include folder that holds nothing but a link to itself, so that a header of a room
# that stands higher in the house is not found.
#
#   saccade_room(<target> <folder> [WITHOUT <folders...> | ONLY <folders...>] [ALONE <folders...>]
#                DEPENDS <rooms and libraries...> [PRIVATE_DEPENDS <libraries...>] [PRECOMPILE <headers...>])
#
# PRECOMPILE names headers from outside the tree that most files of the room need and that take long to
# read: it halves the time of a build.
#
# Sources are the .cpp files of the folder and of all folders in it but those WITHOUT, or of those ONLY.
# ALONE: see saccade_unite.
function(saccade_room target folder)
  cmake_parse_arguments(ROOM "" "" "WITHOUT;ONLY;ALONE;DEPENDS;PRIVATE_DEPENDS;PRECOMPILE" ${ARGN})
  set(wanted ${folder})
  if(ROOM_ONLY)
    set(wanted ${ROOM_ONLY})
  endif()
  list(TRANSFORM wanted REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/\\1/*.cpp")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${wanted})
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  foreach(room IN LISTS ROOM_WITHOUT)
    list(FILTER sources EXCLUDE REGEX "^${PROJECT_SOURCE_DIR}/${room}/")
  endforeach()
  set(window ${PROJECT_BINARY_DIR}/rooms/${target})
  get_filename_component(parent ${window}/${folder} DIRECTORY)
  file(MAKE_DIRECTORY ${parent})
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${folder} ${window}/${folder} SYMBOLIC)
  if(sources)
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${window}>
                                                $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/saccade>)
    target_link_libraries(${target} PUBLIC ${ROOM_DEPENDS} PRIVATE ${ROOM_PRIVATE_DEPENDS}
                                    $<BUILD_INTERFACE:saccade_build_flags>)
    target_precompile_headers(${target} PRIVATE ${ROOM_PRECOMPILE})
    saccade_unite(${target} ALONE ${ROOM_ALONE})
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE $<BUILD_INTERFACE:${window}>
                                                   $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/saccade>)
    target_link_libraries(${target} INTERFACE ${ROOM_DEPENDS})
  endif()
  add_library(saccade::${target} ALIAS ${target})
endfunction()

# saccade_unite(<target> [ALONE <folders...>]): the files of a folder are compiled as one source, which takes half
# the time: a header is read, and a template compiled, once for all of them.
#
# Two files of a folder may then not use one name for different things, not even in unnamed namespaces.  The
# files of the folders ALONE may: each is compiled by itself, as all are with -DSACCADE_UNITY=OFF.
function(saccade_unite target)
  cmake_parse_arguments(UNITE "" "" "ALONE" ${ARGN})
  list(TRANSFORM UNITE_ALONE PREPEND ${PROJECT_SOURCE_DIR}/)
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "^${PROJECT_SOURCE_DIR}/.*\\.cpp$")
  foreach(source IN LISTS sources)
    get_filename_component(folder ${source} DIRECTORY)
    set(neighbours ${sources})
    list(FILTER neighbours INCLUDE REGEX "^${folder}/[^/]*$")
    list(LENGTH neighbours count)
    if(count GREATER 1 AND NOT folder IN_LIST UNITE_ALONE)
      file(RELATIVE_PATH group ${PROJECT_SOURCE_DIR} ${folder})
      string(MAKE_C_IDENTIFIER ${group} group)
      set_property(SOURCE ${source} PROPERTY UNITY_GROUP ${group})
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${SACCADE_UNITY} UNITY_BUILD_MODE GROUP)
endfunction()
