# What `cmake --install` puts where, and the package that other projects find:
#
#   find_package(saccade REQUIRED)                  # headers of envs/core alone, needs a compiler only
#   target_link_libraries(my_env PRIVATE saccade::env_core)
#   find_package(saccade REQUIRED COMPONENTS rooms) # saccade::experiments and all below, with their libraries
include(CMakePackageConfigHelpers)

set(rooms process nn episode envs agents frame mpi runs)
if(NOT SACCADE_PYTHON)
  list(APPEND rooms experiments)
endif()
if(SACCADE_RENDER)
  list(APPEND rooms render)
endif()
if(SACCADE_ONNX)
  list(APPEND rooms onnx)
endif()
foreach(room env_core ${rooms})
  set_target_properties(saccade_${room} PROPERTIES EXPORT_NAME ${room})
endforeach()
list(TRANSFORM rooms PREPEND saccade_ OUTPUT_VARIABLE room_targets)

if(TARGET saccade)
  install(TARGETS saccade)
endif()
install(TARGETS saccade_env_core EXPORT saccadeCore)
install(TARGETS ${room_targets} EXPORT saccadeRooms)

# What others may include, and whatever those headers include in turn.  All else is internal and is
# not installed.  Plug-ins see envs/core alone.
file(GLOB_RECURSE public_headers RELATIVE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/envs/core/*.h)
list(APPEND public_headers agents/evaluate.h agents/learner.h agents/policy/actor.h envs/builtin.h
     envs/wrappers/separate_agents.h experiments/embed/own_training.h experiments/embed/trained_policy.h
     envs/check/check_environment.h envs/check/check_scales.h)
if(SACCADE_RENDER)
  list(APPEND public_headers render/record/recorder.h render/window/viewer.h)
endif()
set(installed_headers "")
while(public_headers)
  list(POP_FRONT public_headers header)
  if(NOT header IN_LIST installed_headers)
    list(APPEND installed_headers ${header})
    file(STRINGS ${PROJECT_SOURCE_DIR}/${header} includes REGEX "^#include \"")
    list(TRANSFORM includes REPLACE "^#include \"(.*)\".*$" "\\1")
    list(APPEND public_headers ${includes})
  endif()
endwhile()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${installed_headers})
foreach(header ${installed_headers})
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES ${PROJECT_SOURCE_DIR}/${header}
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/saccade/${folder})
endforeach()
install(DIRECTORY experiments/presets DESTINATION ${CMAKE_INSTALL_DATADIR}/saccade)
install(DIRECTORY envs/gym/saccade_gym DESTINATION ${CMAKE_INSTALL_DATADIR}/saccade
        PATTERN __pycache__ EXCLUDE)

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
