# An environment that throws in the middle of training ends the program with status 1 and one clear
# line, and what was learned before is saved: cmake -DPROGRAM=<saccade> -DPLUGIN=<library>
# -DFOLDER=<to be made afresh> -P failure.cmake
#
# Updates are of 4 x 20 steps; an episode fails at its step 50, in training during the third update.
function(check_saved step)
  file(REMOVE_RECURSE ${FOLDER})
  execute_process(COMMAND ${PROGRAM} train fails-later --plugin ${PLUGIN} --steps 20000 --threads 2
                          --set rollout.envs=4 --set rollout.horizon=20 --set checkpoint.every=0
                          --quiet --out ${FOLDER} ${ARGN}
                  RESULT_VARIABLE status ERROR_VARIABLE message)
  if(NOT status EQUAL 1)
    message(FATAL_ERROR "exit status ${status}, wanted 1: ${message}")
  endif()
  foreach(part "error: " "fails-later" "the simulator lost its licence" "saved up to step ${step}")
    if(NOT message MATCHES "${part}")
      message(FATAL_ERROR "'${part}' is missing in: ${message}")
    endif()
  endforeach()
  if(NOT EXISTS ${FOLDER}/checkpoints/step-${step}.safetensors)
    message(FATAL_ERROR "the checkpoint of step ${step} is missing")
  endif()
  file(READ ${FOLDER}/summary.json summary)
  if(NOT summary MATCHES "\"ended\": \"failed\"" OR NOT summary MATCHES "\"steps\": ${step},")
    message(FATAL_ERROR "wanted the end of step ${step} by a failure, found: ${summary}")
  endif()
endfunction()

check_saved(160 --set eval.episodes=0)
# The evaluation after the second update fails first: a resume repeats both.
check_saved(80 --set eval.every=160)
