# What a stranger does on a machine where Saccade is installed: cmake -DBUILD=<build tree>
# -DSOURCE=<source tree> -DFOLDER=<to be made afresh> -DCOMPILER=<c++> -DCATCH=<catch.cpp> -P outside.cmake
#
# For another processor also: -DTOOLCHAIN=<toolchain file> -DEMULATOR=<command that starts its programs>
file(REMOVE_RECURSE ${FOLDER})
set(ENV{CMAKE_GENERATOR} Ninja)  # Make may not be there.
function(run)
  execute_process(COMMAND ${ARGN} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(compiler -DCMAKE_CXX_COMPILER=${COMPILER})
if(TOOLCHAIN)
  list(APPEND compiler -DCMAKE_TOOLCHAIN_FILE=${TOOLCHAIN})
endif()

# Builds an environment's project and checks the environment with the installed program.
function(build_and_check project id)
  run(${CMAKE_COMMAND} -S ${project} -B ${project}/build ${compiler}
      --no-warn-unused-cli -DCMAKE_DISABLE_FIND_PACKAGE_Eigen3=ON -DCMAKE_DISABLE_FIND_PACKAGE_box2d=ON ${ARGN})
  run(${CMAKE_COMMAND} --build ${project}/build)
  run(${EMULATOR} ${prefix}/bin/saccade check-env ${id} --plugin ${project}/build/lib${id}.so --episodes 2)
endfunction()

set(prefix ${FOLDER}/prefix)
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})
file(GLOB_RECURSE config ${prefix}/saccadeConfig.cmake)
get_filename_component(package ${config} DIRECTORY)
if(NOT EXISTS ${prefix}/share/saccade/presets/forage.toml)
  message(FATAL_ERROR "the presets were not installed")
endif()

if(EXISTS ${prefix}/include/saccade/agents/learner_impl.h)
  message(FATAL_ERROR "an internal header was installed")
endif()

run(${EMULATOR} ${prefix}/bin/saccade new-env berry-picker ${FOLDER}/with-package)
build_and_check(${FOLDER}/with-package berry-picker -Dsaccade_DIR=${package} -DSACCADE_SOURCE_DIR=)
run(${EMULATOR} ${prefix}/bin/saccade new-env berry-picker ${FOLDER}/with-source)
build_and_check(${FOLDER}/with-source berry-picker -DCMAKE_DISABLE_FIND_PACKAGE_saccade=ON
                -DSACCADE_SOURCE_DIR=${SOURCE})

# Nothing installed, the program called from its build folder, which stands on PATH.
set(path "$ENV{PATH}")
set(ENV{PATH} "${BUILD}:${path}")
run(${EMULATOR} ${BUILD}/saccade new-env berry-picker ${FOLDER}/from-build)
build_and_check(${FOLDER}/from-build berry-picker)
set(ENV{PATH} "${path}")

# Every kind of template.
foreach(choice "" --continuous --select)
  foreach(agents 1 3)
    set(project ${FOLDER}/template${choice}-${agents})
    run(${EMULATOR} ${BUILD}/saccade new-env berry-picker ${project} --agents ${agents} ${choice})
    build_and_check(${project} berry-picker -Dsaccade_DIR=${package} -DCMAKE_CXX_FLAGS=-O0)
  endforeach()
endforeach()

# The change that docs/first-environment.md makes to the template.
file(READ ${SOURCE}/docs/first-environment.md page)
string(REGEX MATCH "```diff\n([^`]*)```" found "${page}")
file(WRITE ${FOLDER}/thorns.diff "${CMAKE_MATCH_1}")
set(project ${FOLDER}/template-1)
run(${CMAKE_COMMAND} -E chdir ${project} git apply ${FOLDER}/thorns.diff)
file(READ ${project}/berry-picker.cpp code)
if(NOT code MATCHES "thorns_.clear")
  message(FATAL_ERROR "docs/first-environment.md: its change was not applied")
endif()
build_and_check(${project} berry-picker -Dsaccade_DIR=${package})

# A project in its plainest form.
file(WRITE ${FOLDER}/plain/CMakeLists.txt "cmake_minimum_required(VERSION 3.21)
project(catch LANGUAGES CXX)
find_package(saccade REQUIRED)
add_library(catch MODULE ${CATCH})
target_link_libraries(catch PRIVATE saccade::env_core)
")
build_and_check(${FOLDER}/plain catch -Dsaccade_DIR=${package})

# The example of a program that trains an environment of its own, and acts by what was learned.
set(own ${FOLDER}/own_program)
file(COPY ${SOURCE}/examples/own_program DESTINATION ${FOLDER})
run(${CMAKE_COMMAND} -S ${own} -B ${own}/build ${compiler} -Dsaccade_DIR=${package})
run(${CMAKE_COMMAND} --build ${own}/build)
run(${CMAKE_COMMAND} -E chdir ${own} ${EMULATOR} build/own_program train 8000)
run(${CMAKE_COMMAND} -E chdir ${own} ${EMULATOR} build/own_program play runs/juggler-1)

# A program of somebody's own on top of the libraries.
file(WRITE ${FOLDER}/rooms/main.cpp "#include \"agents/learner.h\"
#include \"envs/builtin.h\"
int main() {
  saccade::Registry registry;
  saccade::add_builtin_environments(registry);
  const saccade::EnvironmentEntry& entry = registry.find(\"cartpole\");
  saccade::LearnerConfig config;
  config.rollout = {.envs = 2, .horizon = 8};
  saccade::Learner learner([&] { return make_environment(entry, saccade::Options(entry.options)); },
                           config, 16, 1, 1);
  learner.update();
  return learner.steps() == 16 ? 0 : 1;
}
")
file(WRITE ${FOLDER}/rooms/CMakeLists.txt "cmake_minimum_required(VERSION 3.21)
project(own LANGUAGES CXX)
find_package(saccade REQUIRED COMPONENTS rooms)
add_executable(own main.cpp)
target_link_libraries(own PRIVATE saccade::agents saccade::envs)
")
run(${CMAKE_COMMAND} -S ${FOLDER}/rooms -B ${FOLDER}/rooms/build ${compiler}
    -Dsaccade_DIR=${package})
run(${CMAKE_COMMAND} --build ${FOLDER}/rooms/build)
run(${EMULATOR} ${FOLDER}/rooms/build/own)
