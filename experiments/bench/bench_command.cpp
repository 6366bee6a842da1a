// saccade bench: which of the benchmarks?
#include <fmt/format.h>

#include "experiments/bench/bench_commands.h"
#include "experiments/cli/cli.h"

namespace saccade {

int bench_command(const std::vector<std::string>& arguments) {
  const std::vector<Command> benchmarks = {
      {"kernels", "layers and the attention encoder, forward and backward", bench_kernels_command},
      {"attention", "each kind of attention, forward and backward, for growing sets",
       bench_attention_command},
      {"train", "PPO, rollout and update, on random observations", bench_train_command},
      {"envs", "the environments alone, with random actions, on one thread", bench_envs_command},
      {"viewer", "pictures a second that the viewer draws", bench_viewer_command},
      {"intervals", "how often confidence intervals of few runs hold the true value",
       bench_intervals_command},
  };
  if (arguments.empty())
    throw Error("saccade bench: wanted one of: kernels, attention, train, envs, viewer, intervals");
  if (arguments.front() != "--help" && arguments.front() != "-h") {
    return dispatch(benchmarks, "saccade bench", arguments);
  }
  print("Usage: saccade bench kernels|attention|train|envs|viewer|intervals [options]\n\n");
  for (const Command& benchmark : benchmarks) {
    print("  {:<11}{}\n", benchmark.name, benchmark.summary);
  }
  print("\n'saccade bench NAME --help' explains one of them.\n");
  return 0;
}

}  // namespace saccade
