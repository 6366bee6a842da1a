// The peer of rl_tools.py: trains pendulum with PPO by rl_tools
// (https://github.com/rl-tools/rl-tools, commit 9acdf5c8) and prints the time of the whole training
// and the final return, of 100 episodes.  rl_tools.py compiles it: it is no part of the build,
// which takes every .cpp.
//
//   rl_tools_pendulum SEED      ->   {"seconds": 1.23, "steps": 307200, "return_mean": -150.0}
//
// The settings are those of rl_tools' own benchmark of pendulum: its config.h is included as it is.
// nn/operations_cpu_mux.h makes the layers use BLAS; rl_tools' own training.cpp leaves it out and
// is slower.
//
// The order is rl_tools' own: each header wants those of the names that it uses before it.
// clang-format off
#include <rl_tools/operations/cpu_mux.h>
#include <rl_tools/rl/environments/pendulum/operations_generic.h>
#include <rl_tools/rl/environment_wrappers/scale_observations/operations_generic.h>
#include <rl_tools/nn/optimizers/adam/instance/operations_generic.h>
#include <rl_tools/nn/layers/standardize/operations_generic.h>
#include <rl_tools/nn/operations_cpu_mux.h>
#include <rl_tools/nn_models/mlp_unconditional_stddev/operations_generic.h>
#include <rl_tools/nn_models/sequential/operations_generic.h>
#include <rl_tools/nn/optimizers/adam/operations_generic.h>
#include <rl_tools/rl/algorithms/ppo/loop/core/config.h>
#include <rl_tools/rl/loop/steps/evaluation/config.h>
#include <rl_tools/rl/loop/steps/timing/config.h>
#include <rl_tools/rl/algorithms/ppo/loop/core/operations_generic.h>
#include <rl_tools/rl/loop/steps/evaluation/operations_generic.h>
#include <rl_tools/rl/loop/steps/timing/operations_cpu.h>
// clang-format on

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace rlt = rl_tools;

#include "config.h"  // of rl_tools' src/rl/environments/pendulum/ppo/cpu

namespace {

using Device = rlt::devices::DEVICE_FACTORY<>;
using Types = rlt::numeric_types::Policy<float>;
using Index = Device::index_t;
using Factory = CONFIG_FACTORY<Device, Types, true>;
using Loop = Factory::LOOP_CORE_CONFIG;  // without its evaluations and without its log of times
using Core = Loop::CORE_PARAMETERS;
using State = Loop::State<Loop>;

constexpr Index kEpisodes = 100;
using Evaluation =
    rlt::rl::utils::evaluation::Specification<Types, Index, Factory::ENVIRONMENT, kEpisodes,
                                              Factory::ENVIRONMENT::EPISODE_STEP_LIMIT>;
using Actor =
    rlt::utils::typing::remove_reference_t<decltype(rlt::get_actor(std::declval<State>()))>;
using Buffer = rlt::rl::utils::evaluation::PolicyBuffer<
    rlt::rl::utils::evaluation::PolicyBufferSpecification<Evaluation, Actor, true>>;

double evaluate_mean(Device& device, State& state) {
  Buffer buffer;
  rlt::malloc(device, buffer);
  rlt::rl::utils::evaluation::Result<Evaluation> result;
  auto actor = rlt::get_actor(state);
  auto& env = rlt::get_ref(device, state.envs, 0);
  rlt::rl::environments::DummyUI ui;
  evaluate(device, env, ui, actor, buffer, result, state.rng, rlt::Mode<rlt::mode::Evaluation<>>{});
  rlt::free(device, buffer);
  return result.returns_mean;
}

}  // namespace

int main(int argc, char** argv) {
  const Index seed = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 0;
  Device device;
  State state;
  const auto start = std::chrono::steady_clock::now();
  rlt::malloc(device, state);
  rlt::init(device, state, seed);
  while (!rlt::step(device, state)) {
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  const Index steps = state.step * Core::N_ENVIRONMENTS * Core::ON_POLICY_RUNNER_STEPS_PER_ENV;
  std::printf("{\"seconds\": %.6f, \"steps\": %lu, \"return_mean\": %.3f}\n", seconds.count(),
              static_cast<unsigned long>(steps), evaluate_mean(device, state));
  rlt::free(device, state);
  return 0;
}
