# Several kinds of agents through the whole program: described, checked, trained, evaluated, explained.
# cmake -DPROGRAM=... -DPLUGIN=... -DFOLDER=... -P kinds.cmake
file(REMOVE_RECURSE ${FOLDER})

function(expect wanted_status wanted)
  execute_process(COMMAND ${PROGRAM} ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output
                  ERROR_VARIABLE output)
  string(FIND "${output}" "${wanted}" found)
  if(NOT status EQUAL wanted_status OR found EQUAL -1)
    message(FATAL_ERROR "saccade ${ARGN}: exit code ${status}, wanted ${wanted_status} and '${wanted}'\n${output}")
  endif()
endfunction()

function(run_saccade wanted)
  expect(0 "${wanted}" ${ARGN})
endfunction()

run_saccade("3 agents of 2 kinds" envs workshop --plugin ${PLUGIN})
run_saccade("Agent kind picker: 1 agent" envs workshop --plugin ${PLUGIN})
run_saccade("\"kinds\":" envs workshop --json --plugin ${PLUGIN})
run_saccade("workshop" check-env workshop --plugin ${PLUGIN})
run_saccade("porter: return" train workshop --plugin ${PLUGIN} --out ${FOLDER} --steps 512
            --set rollout.envs=8 --set rollout.horizon=16 --set eval.episodes=2
            --set policy.memory=attention --set policy.memory_length=4)
run_saccade("picker: " eval ${FOLDER} --episodes 4 --plugin ${PLUGIN})
run_saccade("\"kinds\":" eval ${FOLDER} --episodes 4 --json --plugin ${PLUGIN})
run_saccade("agent kind picker" explain ${FOLDER} --episodes 2 --plugin ${PLUGIN})
file(STRINGS ${FOLDER}/metrics.csv header LIMIT_COUNT 1)
foreach(column ",porter.return_mean,picker.return_mean,porter.policy_loss," ",picker.grad_norm,")
  if(NOT header MATCHES "${column}")
    message(FATAL_ERROR "metrics.csv: wanted '${column}' in '${header}'")
  endif()
endforeach()
foreach(type "picker[.]card" "^memory,1,porter[.]now," "^memory,1,picker[.]4 steps ago,")
  file(STRINGS ${FOLDER}/explain.csv rows REGEX "${type}")
  if(NOT rows)
    message(FATAL_ERROR "explain.csv: wanted rows of ${type}")
  endif()
endforeach()
if(RENDER)
  expect(2 "option '--kind': found 'cook', wanted one of porter, picker"
         play workshop --kind cook --plugin ${PLUGIN})
  expect(2 "option '--with': run '${FOLDER}': environment cartpole does not fit" play cartpole --with ${FOLDER})
endif()
