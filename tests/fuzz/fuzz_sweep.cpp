// The file of a sweep from anywhere: it is understood or refused, and what was understood can be
// cut into trials that keep to what it says.
#include "envs/core/error.h"
#include "experiments/sweep/sweep_file.h"
#include "experiments/sweep/trials.h"
#include "fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace saccade;
  try {
    const SweepConfig sweep = parse_sweep(testing::text_of(data, size), "x.toml");
    testing::promise(!sweep.configs.empty() && !sweep.seeds.empty(), "there is something to train");
    const int count = sweep.samples > 0 ? sweep.samples : 1;
    for (const Trial& trial : make_trials(sweep, count)) {
      testing::promise(trial.settings.size() == sweep.vary.size(), "every key has a value");
      static_cast<void>(describe_trial(trial));
    }
  } catch (const Error&) {
    return 0;
  }
  return 0;
}
