// saccade bench train: the speed of PPO itself, rollout and update, on a stream of random entities.
#include <sys/resource.h>

#include <array>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/follow_leader.h"
#include "experiments/bench/bench_commands.h"
#include "experiments/bench/bench_flops.h"
#include "experiments/bench/bench_peak.h"
#include "experiments/bench/bench_stream.h"
#include "experiments/bench/bench_timing.h"
#include "experiments/cli/cli.h"
#include "experiments/config/experiment_config.h"
#include "experiments/mpi/mpi_ranks.h"
#include "experiments/ranks/exchange_json.h"
#include "experiments/ranks/timed_ranks.h"

namespace saccade {

namespace {

/// What is measured.
struct TrainBenchmark {
  NetworkShape shape;
  LearnerConfig learner;
  bool counts_flops = true;  ///< Whether the policy is the one whose formulas are known.
  int iterations = 6;
  int threads = 1;
};

/// Medians over the iterations.
struct TrainTimes {
  double iteration_seconds = 0;
  double rollout_seconds = 0;
  double update_seconds = 0;
  /// Of ranks: waiting for others and moving bytes, and how many.
  double waiting_seconds = 0, communication_seconds = 0, communicated_bytes = 0;
  /// [iterations][exchanges] of ranks.
  std::vector<std::vector<TimedRanks::Exchange>> exchanges;
};

CommandSyntax bench_train_syntax() {
  CommandSyntax syntax;
  syntax.name = "bench train";
  syntax.summary =
      "Trains with PPO on random observations, which cost almost no time, and reports environment\n"
      "steps per second: rollout and update together, the median over the iterations after one\n"
      "iteration to warm up. experiments/bench/torch_peer.py does the same in PyTorch;\n"
      "experiments/bench/compare.sh runs both and compares them.\n"
      "\n"
      "Under mpirun the ranks train together; it then tells how long rank 0 computes, how long it\n"
      "waits for others, and how long what they tell each other takes.";
  syntax.options = {
      {"entities", "N", "Number of entities in each observation, including the agent.", "16"},
      {"features", "N", "Number of features of each entity.", "8"},
      {"width", "N", "Width of the network.", "64"},
      {"heads", "N", "Number of attention heads.", "4"},
      {"blocks", "N", "Number of attention blocks; in the last one only the agent queries.", "1"},
      {"actions", "N", "Number of actions to choose from.", "5"},
      {"envs", "N", "Number of parallel environments.", "64"},
      {"horizon", "N", "Steps of each environment per rollout.", "128"},
      {"epochs", "N", "Passes over each rollout.", "4"},
      {"minibatches", "N", "Minibatches per pass.", "4"},
      {"iterations", "N",
       "Number of iterations to measure; an iteration is one rollout and one update.", "6"},
      {"threads", "N", "Number of threads; 0: one per processor.", "0"},
      {"set", "KEY=VALUE",
       "Set a key of the policy or the optimiser, such as policy.attention.kind; may be repeated. "
       "FLOP are then not counted.",
       "", true},
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

/// The peer normalises no observations, so neither does this policy.
LearnerConfig read_learner(const NetworkShape& shape, const std::vector<std::string>& sets) {
  for (const std::string& set : sets) {
    if (!set.starts_with("policy.") && !set.starts_with("optimiser.")) {
      throw Error("--set: found " + set + ", wanted a key of the policy or the optimiser");
    }
  }
  ExperimentConfig experiment;
  PolicyConfig& config = experiment.learner.policy;
  config.encoder.width = shape.width;
  config.encoder.heads = shape.heads;
  config.encoder.self_attention_blocks = shape.blocks - 1;
  config.encoder.mlp_ratio = shape.mlp_ratio;
  config.normalise_observations = false;
  apply_sets(experiment, sets, RegisteredEnvironments{});
  return experiment.learner;
}

TrainBenchmark read_benchmark(const CommandLine& line) {
  TrainBenchmark benchmark;
  benchmark.shape = read_shape(line);
  benchmark.counts_flops = line.texts("set").empty();
  LearnerConfig& learner = benchmark.learner;
  learner = read_learner(benchmark.shape, line.texts("set"));
  learner.rollout.envs = line.whole<int>("envs", 1, 65'536);
  learner.rollout.horizon = line.whole<int>("horizon", 1, 100'000);
  learner.algorithm.options.set("epochs", line.whole<int>("epochs", 1, 1'000));
  learner.algorithm.options.set("minibatches", line.whole<int>("minibatches", 1, 10'000));
  learner.optimiser.learning_rate_final = learner.optimiser.learning_rate;
  benchmark.iterations = line.whole<int>("iterations", 1, 1'000'000);
  benchmark.threads = line.whole<int>("threads", 0, 1'024);
  if (benchmark.threads == 0) {
    benchmark.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  }
  return benchmark;
}

FollowedRun run_of(const TrainBenchmark& benchmark) {
  const NetworkShape& shape = benchmark.shape;
  const RolloutConfig& rollout = benchmark.learner.rollout;
  return {.make_environment =
              [&shape] {
                return std::make_unique<EntityStream>(shape.entities, shape.features,
                                                      shape.actions);
              },
          .config = benchmark.learner,
          .total_steps = std::int64_t{rollout.envs} * rollout.horizon * (benchmark.iterations + 1),
          .seed = 1,
          .threads = benchmark.threads};
}

/// `ranks` is null where this process is alone.
TrainTimes measure(const TrainBenchmark& benchmark, TimedRanks* ranks) {
  const FollowedRun run = run_of(benchmark);
  if (ranks) lead(*ranks, {});
  Learner learner(run.make_environment, run.config, run.total_steps, run.seed, run.threads, ranks);
  learner.update();
  std::array<std::vector<double>, 6> found;
  TrainTimes times;
  for (int i = 0; i < benchmark.iterations; ++i) {
    if (ranks) ranks->clear();
    const Stopwatch watch;
    const UpdateMetrics metrics = learner.update();
    found[0].push_back(watch.seconds());
    found[1].push_back(metrics.rollout_seconds);
    found[2].push_back(metrics.update_seconds);
    learner.take_episodes();
    if (!ranks) continue;
    found[3].push_back(ranks->sum_of(&TimedRanks::Exchange::waiting));
    found[4].push_back(ranks->sum_of(&TimedRanks::Exchange::moving));
    found[5].push_back(ranks->sum_of(&TimedRanks::Exchange::bytes));
    times.exchanges.push_back(ranks->exchanges());
  }
  if (ranks) stop_leading(*ranks);
  double* const medians[] = {&times.iteration_seconds,     &times.rollout_seconds,
                             &times.update_seconds,        &times.waiting_seconds,
                             &times.communication_seconds, &times.communicated_bytes};
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i].empty()) *medians[i] = median(found[i]);
  }
  return times;
}

// The most memory that the process has had, in bytes.
double peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024;
}

void add_flops(const TrainBenchmark& benchmark, const TrainTimes& times,
               nlohmann::ordered_json& json) {
  const RolloutConfig& rollout = benchmark.learner.rollout;
  const auto epochs = benchmark.learner.algorithm.options.get<int>("epochs");
  const NetworkShape& shape = benchmark.shape;
  const double steps = rollout.envs * rollout.horizon;
  const double flops = ppo_flops_per_step(shape, rollout.horizon, epochs);
  const double peak = measure_peak_gflops(benchmark.threads);
  const double update = epochs * forward_backward_flops(shape);
  const double elementwise = epochs * elementwise_flops(shape).total();
  const double update_rate = steps / times.update_seconds / 1e9;
  json["flop_per_env_step"] = flops;
  json["plain_flop_per_env_step"] =
      ppo_flops_per_step(shape, rollout.horizon, epochs, Formula::kPlain);
  json["flop_note"] = kFlopsNote;
  json["gflops"] = flops * steps / times.iteration_seconds / 1e9;
  json["peak_gflops"] = peak;
  json["update_flop_per_env_step"] = update;
  json["update_elementwise_flop_per_env_step"] = elementwise;
  json["plain_update_flop_per_env_step"] = epochs * forward_backward_flops(shape, Formula::kPlain);
  json["update_gflops"] = update * update_rate;
  json["update_peak_share"] = update * update_rate / peak;
  json["update_peak_share_with_elementwise"] = (update + elementwise) * update_rate / peak;
}

nlohmann::ordered_json make_json(const TrainBenchmark& benchmark, const TrainTimes& times) {
  const RolloutConfig& rollout = benchmark.learner.rollout;
  const Options& ppo = benchmark.learner.algorithm.options;
  const NetworkShape& shape = benchmark.shape;
  nlohmann::ordered_json json = {
      {"env_steps_per_second", rollout.envs * rollout.horizon / times.iteration_seconds},
      {"rollout_seconds", times.rollout_seconds},
      {"update_seconds", times.update_seconds},
      {"peak_memory_bytes", peak_memory()}};
  if (benchmark.counts_flops) add_flops(benchmark, times, json);
  json.update({{"threads", benchmark.threads},
               {"entities", shape.entities},
               {"features", shape.features},
               {"width", shape.width},
               {"heads", shape.heads},
               {"blocks", shape.blocks},
               {"actions", shape.actions},
               {"envs", rollout.envs},
               {"horizon", rollout.horizon},
               {"epochs", ppo.get<int>("epochs")},
               {"minibatches", ppo.get<int>("minibatches")},
               {"iterations", benchmark.iterations},
               {"ranks", launched_ranks()},
               {"compute_seconds",
                times.iteration_seconds - times.waiting_seconds - times.communication_seconds},
               {"waiting_seconds", times.waiting_seconds},
               {"communication_seconds", times.communication_seconds},
               {"communicated_bytes", times.communicated_bytes}});
  if (!times.exchanges.empty()) json["exchanges"] = exchanges_json(times.exchanges);
  return json;
}

void print_flops(const nlohmann::ordered_json& json) {
  const auto number = [&json](const char* key) { return json[key].get<double>(); };
  print(
      "  {:.2f} MFLOP per step: {:.1f} GFLOP/s of {:.1f} at this machine's peak ({:.0f}%)\n"
      "  update alone: {:.2f} MFLOP of products per step (textbook formula {:.2f}): {:.1f} "
      "GFLOP/s, "
      "{:.0f}% of the peak;\n"
      "    with {:.2f} MFLOP of layer normalisation, softmax and ReLU {:.0f}%\n"
      "  {}\n",
      number("flop_per_env_step") / 1e6, number("gflops"), number("peak_gflops"),
      100 * number("gflops") / number("peak_gflops"), number("update_flop_per_env_step") / 1e6,
      number("plain_update_flop_per_env_step") / 1e6, number("update_gflops"),
      100 * number("update_peak_share"), number("update_elementwise_flop_per_env_step") / 1e6,
      100 * number("update_peak_share_with_elementwise"), json["flop_note"].get<std::string>());
}

void print_text(const nlohmann::ordered_json& json) {
  print(
      "{:.0f} environment steps per second on {} thread{}\n"
      "  rollout {:.1f} ms, update {:.1f} ms per iteration, at most {:.2f} GiB of memory\n",
      json["env_steps_per_second"].get<double>(), json["threads"].get<int>(),
      json["threads"] == 1 ? "" : "s", 1e3 * json["rollout_seconds"].get<double>(),
      1e3 * json["update_seconds"].get<double>(),
      json["peak_memory_bytes"].get<double>() / (1 << 30));
  if (json.contains("flop_note")) print_flops(json);
  if (json["ranks"] == 1) return;
  print(
      "  {} ranks; of an iteration rank 0 computes {:.1f} ms, waits {:.1f} ms and communicates "
      "{:.1f} ms "
      "({:.1f} MB)\n",
      json["ranks"].get<int>(), 1e3 * json["compute_seconds"].get<double>(),
      1e3 * json["waiting_seconds"].get<double>(),
      1e3 * json["communication_seconds"].get<double>(),
      json["communicated_bytes"].get<double>() / 1e6);
}

}  // namespace

int bench_train_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(bench_train_syntax(), arguments);
  if (!line) return 0;
  const TrainBenchmark benchmark = read_benchmark(*line);
  const std::unique_ptr<JoinedRanks> ranks = join_ranks();
  const auto timed = ranks ? std::make_unique<TimedRanks>(*ranks) : nullptr;
  if (timed && !timed->leads()) {
    follow_leader(*timed, [&benchmark](const Bytes&) { return run_of(benchmark); });
    return 0;
  }
  const nlohmann::ordered_json json = make_json(benchmark, measure(benchmark, timed.get()));
  if (line->given("json")) {
    print_json(json);
  } else {
    print_text(json);
  }
  return 0;
}

}  // namespace saccade
