# What `cmake --install` puts where, and the package that other projects find:
#
#   find_package(saccade REQUIRED)                  # headers of envs/core alone, needs a compiler only
#   target_link_libraries(my_env PRIVATE saccade::env_core)
#   find_package(saccade REQUIRED COMPONENTS rooms) # saccade::agents and all below, with their libraries
include(CMakePackageConfigHelpers)

set(rooms nn envs agents)
if(SACCADE_RENDER)
  list(APPEND rooms render)
endif()
foreach(room env_core ${rooms})
  set_target_properties(saccade_${room} PROPERTIES EXPORT_NAME ${room})
endforeach()
list(TRANSFORM rooms PREPEND saccade_ OUTPUT_VARIABLE room_targets)

install(TARGETS saccade)
install(TARGETS saccade_env_core EXPORT saccadeCore)
install(TARGETS ${room_targets} EXPORT saccadeRooms)
foreach(room ${rooms})
  install(DIRECTORY ${room} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/saccade
          FILES_MATCHING PATTERN "*.h")
endforeach()
install(DIRECTORY experiments/presets DESTINATION ${CMAKE_INSTALL_DATADIR}/saccade)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/saccade)
install(EXPORT saccadeCore NAMESPACE saccade:: DESTINATION ${package})
install(EXPORT saccadeRooms NAMESPACE saccade:: DESTINATION ${package})
# In a folder of its own: find_package looks beside the programs on PATH, and the build tree, which may
# stand there, is no installed package.
configure_package_config_file(cmake/saccadeConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/package/saccadeConfig.cmake
                              INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/saccadeConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/package/saccadeConfig.cmake
              ${PROJECT_BINARY_DIR}/package/saccadeConfigVersion.cmake
        DESTINATION ${package})
