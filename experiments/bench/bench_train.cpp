// saccade bench train: the speed of PPO itself, rollout and update, on a stream of random entities.
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/learner.h"
#include "experiments/bench/bench_flops.h"
#include "experiments/bench/bench_peak.h"
#include "experiments/bench/bench_stream.h"
#include "experiments/bench/bench_timing.h"
#include "experiments/commands/cli.h"

namespace saccade {

namespace {

/// What is measured.
struct TrainBenchmark {
  NetworkShape shape;
  PpoConfig ppo;
  int iterations = 6;
  int threads = 1;
};

/// Medians over the iterations.
struct TrainTimes {
  double iteration_seconds = 0;
  double rollout_seconds = 0;
  double update_seconds = 0;
};

CommandSyntax bench_train_syntax() {
  CommandSyntax syntax;
  syntax.name = "bench train";
  syntax.summary =
      "Trains with PPO on a stream of random entities that costs next to nothing, and reports\n"
      "environment steps per second (rollout and update together), the median over the iterations\n"
      "after one to warm up. experiments/bench/torch_peer.py does the same in PyTorch, and\n"
      "experiments/bench/compare.sh runs the two side by side.";
  syntax.options = {
      {"entities", "N", "Entities in each observation, the agent included.", "16"},
      {"features", "N", "Features of each entity.", "8"},
      {"width", "N", "Width of the network.", "64"},
      {"heads", "N", "Attention heads.", "4"},
      {"blocks", "N", "Attention blocks; in the last one the agent alone queries.", "1"},
      {"actions", "N", "Actions to choose from.", "5"},
      {"envs", "N", "Environments side by side.", "64"},
      {"horizon", "N", "Steps of each environment per iteration.", "128"},
      {"epochs", "N", "Passes over the steps per iteration.", "4"},
      {"minibatches", "N", "Minibatches per epoch.", "4"},
      {"iterations", "N", "Iterations to measure.", "6"},
      {"threads", "N", "Threads; 0: one per processor.", "0"},
      {"json", "", "Print one JSON object."},
  };
  return syntax;
}

NetworkShape read_shape(const CommandLine& line) {
  NetworkShape shape;
  shape.entities = line.whole<int>("entities", 2, 100'000);
  shape.features = line.whole<int>("features", 1, 10'000);
  shape.width = line.whole<int>("width", 1, 10'000);
  shape.heads = line.whole<int>("heads", 1, 1'000);
  shape.blocks = line.whole<int>("blocks", 1, 100);
  shape.actions = line.whole<int>("actions", 1, 10'000);
  return shape;
}

TrainBenchmark read_benchmark(const CommandLine& line) {
  TrainBenchmark benchmark;
  benchmark.shape = read_shape(line);
  benchmark.ppo.envs = line.whole<int>("envs", 1, 100'000);
  benchmark.ppo.horizon = line.whole<int>("horizon", 1, 100'000);
  benchmark.ppo.epochs = line.whole<int>("epochs", 1, 1'000);
  benchmark.ppo.minibatches = line.whole<int>("minibatches", 1, 10'000);
  benchmark.ppo.learning_rate_final = benchmark.ppo.learning_rate;
  benchmark.iterations = line.whole<int>("iterations", 1, 1'000'000);
  benchmark.threads = line.whole<int>("threads", 0, 1'024);
  if (benchmark.threads == 0) {
    benchmark.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  }
  return benchmark;
}

/// The peer normalises no observations, so neither does this policy.
PolicyConfig policy_config(const NetworkShape& shape) {
  PolicyConfig config;
  config.encoder.width = shape.width;
  config.encoder.heads = shape.heads;
  config.encoder.self_attention_blocks = shape.blocks - 1;
  config.encoder.mlp_ratio = shape.mlp_ratio;
  config.normalise_observations = false;
  return config;
}

TrainTimes measure(const TrainBenchmark& benchmark) {
  const NetworkShape& shape = benchmark.shape;
  const auto make_environment = [&shape] {
    return std::make_unique<EntityStream>(shape.entities, shape.features, shape.actions);
  };
  const std::int64_t steps = std::int64_t{benchmark.ppo.envs} * benchmark.ppo.horizon;
  Learner learner(make_environment, policy_config(shape), benchmark.ppo,
                  steps * (benchmark.iterations + 1), 1, benchmark.threads);
  learner.update();
  std::vector<double> totals;
  std::vector<double> rollouts;
  std::vector<double> updates;
  for (int i = 0; i < benchmark.iterations; ++i) {
    const Stopwatch watch;
    const UpdateMetrics metrics = learner.update();
    totals.push_back(watch.seconds());
    rollouts.push_back(metrics.rollout_seconds);
    updates.push_back(metrics.update_seconds);
    learner.take_episodes();
  }
  return {median(totals), median(rollouts), median(updates)};
}

nlohmann::ordered_json make_json(const TrainBenchmark& benchmark, const TrainTimes& times) {
  const PpoConfig& ppo = benchmark.ppo;
  const NetworkShape& shape = benchmark.shape;
  const double rate = ppo.envs * ppo.horizon / times.iteration_seconds;
  const double flops = ppo_flops_per_step(shape, ppo.horizon, ppo.epochs);
  const double peak = measure_peak_gflops(benchmark.threads);
  const double update = ppo.epochs * forward_backward_flops(shape);
  const double elementwise = ppo.epochs * elementwise_flops(shape).total();
  const double update_rate = ppo.envs * ppo.horizon / times.update_seconds / 1e9;
  return {{"env_steps_per_second", rate},
          {"rollout_seconds", times.rollout_seconds},
          {"update_seconds", times.update_seconds},
          {"flop_per_env_step", flops},
          {"plain_flop_per_env_step",
           ppo_flops_per_step(shape, ppo.horizon, ppo.epochs, Formula::kPlain)},
          {"flop_note", kFlopsNote},
          {"gflops", flops * rate / 1e9},
          {"peak_gflops", peak},
          {"update_flop_per_env_step", update},
          {"update_elementwise_flop_per_env_step", elementwise},
          {"plain_update_flop_per_env_step",
           ppo.epochs * forward_backward_flops(shape, Formula::kPlain)},
          {"update_gflops", update * update_rate},
          {"update_peak_share", update * update_rate / peak},
          {"update_peak_share_with_elementwise", (update + elementwise) * update_rate / peak},
          {"threads", benchmark.threads},
          {"entities", shape.entities},
          {"features", shape.features},
          {"width", shape.width},
          {"heads", shape.heads},
          {"blocks", shape.blocks},
          {"actions", shape.actions},
          {"envs", ppo.envs},
          {"horizon", ppo.horizon},
          {"epochs", ppo.epochs},
          {"minibatches", ppo.minibatches},
          {"iterations", benchmark.iterations}};
}

void print_text(const nlohmann::ordered_json& json) {
  fmt::print(
      "{:.0f} environment steps per second on {} thread{}\n"
      "  rollout {:.1f} ms, update {:.1f} ms per iteration\n"
      "  {:.2f} MFLOP per step: {:.1f} GFLOP/s of {:.1f} at this machine's peak ({:.0f}%)\n"
      "  update alone: {:.2f} MFLOP of products per step (textbook formula {:.2f}): {:.1f} "
      "GFLOP/s, "
      "{:.0f}% of the peak;\n"
      "    with {:.2f} MFLOP of layer normalisation, softmax and ReLU {:.0f}%\n"
      "  {}\n",
      json["env_steps_per_second"].get<double>(), json["threads"].get<int>(),
      json["threads"] == 1 ? "" : "s", 1e3 * json["rollout_seconds"].get<double>(),
      1e3 * json["update_seconds"].get<double>(), json["flop_per_env_step"].get<double>() / 1e6,
      json["gflops"].get<double>(), json["peak_gflops"].get<double>(),
      100 * json["gflops"].get<double>() / json["peak_gflops"].get<double>(),
      json["update_flop_per_env_step"].get<double>() / 1e6,
      json["plain_update_flop_per_env_step"].get<double>() / 1e6,
      json["update_gflops"].get<double>(), 100 * json["update_peak_share"].get<double>(),
      json["update_elementwise_flop_per_env_step"].get<double>() / 1e6,
      100 * json["update_peak_share_with_elementwise"].get<double>(),
      json["flop_note"].get<std::string>());
}

}  // namespace

int bench_train_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(bench_train_syntax(), arguments);
  if (!line) return 0;
  const TrainBenchmark benchmark = read_benchmark(*line);
  const nlohmann::ordered_json json = make_json(benchmark, measure(benchmark));
  if (line->given("json")) {
    fmt::print("{}\n", json.dump());
  } else {
    print_text(json);
  }
  return 0;
}

}  // namespace saccade
