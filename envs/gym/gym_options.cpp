#include "envs/gym/gym_options.h"

#include <algorithm>
#include <string>

namespace saccade {
namespace {

constexpr const char* kWorkers = "workers";

bool has_arguments(const Options& options) {
  const auto& specs = options.specs();
  return std::any_of(specs.begin(), specs.end(),
                     [](const OptionSpec& spec) { return spec.name == kGymArguments; });
}

std::string key_of(const std::string& argument) {
  return argument.substr(0, argument.find('='));
}

}  // namespace

std::vector<OptionSpec> gym_options() {
  constexpr double kShortest = 0.01, kLongest = 1e6;
  constexpr double kMostWorkers = 1024;
  return {
      {.name = kGymArguments,
       .default_value = std::vector<std::string>{},
       .help = "Arguments of gymnasium.make or the constructor, as KEY=VALUE; env.KEY=VALUE adds "
               "one."},
      {.name = "rows",
       .default_value = std::vector<std::string>{},
       .help = "Names of Boxes of two dimensions in the observation whose rows are entities; an "
               "only Box is called observation."},
      {.name = kWorkers,
       .default_value = 0,
       .help = "Python processes at most, which share the environments; 0: as many as threads.",
       .min = 0,
       .max = kMostWorkers},
      {.name = "timeout",
       .default_value = 60.0,
       .help = "Longest time that a reset or step may take, s.",
       .min = kShortest,
       .max = kLongest},
      {.name = "wait",
       .default_value = 120.0,
       .help = "Longest time that Python may take to make an environment, s.",
       .min = kShortest,
       .max = kLongest},
  };
}

bool add_gym_arguments(Options& options, const std::vector<std::string>& arguments) {
  if (!has_arguments(options)) return false;
  auto all = options.get<std::vector<std::string>>(kGymArguments);
  for (const std::string& argument : arguments) {
    const auto same = std::find_if(all.begin(), all.end(), [&argument](const std::string& other) {
      return key_of(other) == key_of(argument);
    });
    if (same == all.end()) {
      all.push_back(argument);
    } else {
      *same = argument;
    }
  }
  options.set(kGymArguments, all);
  return true;
}

void limit_gym_workers(Options& options, int threads) {
  if (has_arguments(options) && options.get<int>(kWorkers) == 0) options.set(kWorkers, threads);
}

}  // namespace saccade
