# Trains for a few updates in a plug-in's environment, then evaluates the run: cmake -DPROGRAM=<saccade>
# -DPLUGIN=<library> -DFOLDER=<to be made afresh> -P train.cmake
file(REMOVE_RECURSE ${FOLDER})
execute_process(COMMAND ${PROGRAM} train catch --plugin ${PLUGIN} --steps 512 --seed 1 --threads 2
                        --set rollout.envs=4 --set rollout.horizon=32 --quiet --out ${FOLDER}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${PROGRAM} eval ${FOLDER} --episodes 5 --json
                OUTPUT_VARIABLE report COMMAND_ERROR_IS_FATAL ANY)
string(JSON environment GET "${report}" env)
if(NOT environment STREQUAL "catch")
  message(FATAL_ERROR "the run's environment is '${environment}', wanted 'catch'")
endif()
