# An environment that throws in the middle of training ends the program with status 1 and one clear
# line, and what was learned before is saved: cmake -DPROGRAM=<saccade> -DPLUGIN=<library>
# -DFOLDER=<to be made afresh> -P failure.cmake
file(REMOVE_RECURSE ${FOLDER})
# Updates of 4 x 20 steps; the third one meets the failure at step 50 of an episode.
execute_process(COMMAND ${PROGRAM} train fails-later --plugin ${PLUGIN} --steps 20000 --threads 2
                        --set ppo.envs=4 --set ppo.horizon=20 --set eval.episodes=0 --quiet
                        --out ${FOLDER}
                RESULT_VARIABLE status ERROR_VARIABLE message)
if(NOT status EQUAL 1)
  message(FATAL_ERROR "exit status ${status}, wanted 1: ${message}")
endif()
foreach(part "error: " "fails-later" "the simulator lost its licence" "saved up to step 160")
  if(NOT message MATCHES "${part}")
    message(FATAL_ERROR "'${part}' is missing in: ${message}")
  endif()
endforeach()
if(NOT EXISTS ${FOLDER}/checkpoints/step-160.safetensors)
  message(FATAL_ERROR "the checkpoint of step 160 is missing")
endif()
