# One library per room.  A room sees the headers of the rooms it links to and of no other: each room
# publishes an include folder that holds nothing but a link to itself, so that a header of a room
# that stands higher in the house is not found.
#
#   saccade_room(<target> <folder> [WITHOUT <folders...>] DEPENDS <rooms and libraries...>
#                [PRIVATE_DEPENDS <libraries...>] [PRECOMPILE <headers...>])
#
# PRECOMPILE names headers from outside the tree that most files of the room need and that take long to
# read: it halves the time of a build.
#
# Sources are the .cpp files of the folder and of all folders in it but those WITHOUT, rooms themselves.
function(saccade_room target folder)
  cmake_parse_arguments(ROOM "" "" "WITHOUT;DEPENDS;PRIVATE_DEPENDS;PRECOMPILE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
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
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE $<BUILD_INTERFACE:${window}>
                                                   $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/saccade>)
    target_link_libraries(${target} INTERFACE ${ROOM_DEPENDS})
  endif()
  add_library(saccade::${target} ALIAS ${target})
endfunction()
