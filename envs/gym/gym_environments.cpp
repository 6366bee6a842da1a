#include "envs/gym/gym_environments.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "envs/core/names.h"
#include "envs/gym/gym_options.h"
#include "envs/gym/gym_pool.h"

namespace saccade {
namespace {

constexpr const char* kSummary = "An environment of Gymnasium or PettingZoo, in Python processes.";
constexpr std::size_t kLongestPlace = 200;

/// The pools of the scheme: one for each id with its arguments, made when an environment is.
class GymPools {
 public:
  GymPools(ClientWatch watch, std::function<GymProgram()> find_program)
      : watch_(std::move(watch)), find_program_(std::move(find_program)) {}

  std::shared_ptr<GymPool> at(const std::string& id, GymCommand command) {
    const GymProgram program = find_program_();
    command.python = program.python;
    command.program = program.path;
    const std::lock_guard lock(mutex_);
    std::shared_ptr<GymPool>& pool = pools_[command];
    if (!pool) pool = std::make_shared<GymPool>(id, command, watch_);
    return pool;
  }

 private:
  ClientWatch watch_;
  std::function<GymProgram()> find_program_;
  std::mutex mutex_;
  std::map<GymCommand, std::shared_ptr<GymPool>> pools_;
};

/// An id becomes an argument of a command.
void check_place(std::string_view id, std::string_view place) {
  const auto is_fit = [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view("_.:/-").find(c) != std::string_view::npos;
  };
  if (!place.empty() && std::isalpha(static_cast<unsigned char>(place[0])) != 0 &&
      place.size() <= kLongestPlace && std::all_of(place.begin(), place.end(), is_fit)) {
    return;
  }
  throw Error("environment " + detail::escaped(std::string(id)) +
              ": wanted an id of Gymnasium behind the colon, such as gym:CartPole-v1, or a module "
              "and a class, such as gym:my_worlds:Meadow");
}

EnvironmentManual gym_manual() {
  return {.task =
              "An environment of Gymnasium, or one with several agents of PettingZoo, as its "
              "authors describe it. Python steps it, in processes of their own. docs/gym.md "
              "says what becomes of its spaces.",
          .source = "Gymnasium, PettingZoo (Farama Foundation), or whoever wrote the module."};
}

std::unique_ptr<Environment> make(const std::string& id, const std::string& place,
                                  const Options& options, GymPools& pools) {
  const GymCommand command{.place = place,
                           .rows = options.get<std::vector<std::string>>("rows"),
                           .arguments = options.get<std::vector<std::string>>(kGymArguments)};
  const int asked = options.get<int>("workers");
  const int processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return pools.at(id, command)
      ->make_environment({options.get<double>("timeout"), options.get<double>("wait")},
                         asked > 0 ? asked : processors);
}

}  // namespace

void add_gym_environments(Registry& registry, const ClientWatch& watch,
                          const std::function<GymProgram()>& find_program) {
  const auto pools = std::make_shared<GymPools>(watch, find_program);
  registry.add(EnvironmentScheme{
      .name = "gym",
      .form = "gym:ID",
      .summary = kSummary,
      .entry = [pools](std::string_view id, std::string_view place) {
        check_place(id, place);
        return EnvironmentEntry{
            .id = std::string(id),
            .summary = kSummary,
            .options = gym_options(),
            .make = [pools, id = std::string(id), place = std::string(place)](
                        const Options& options) { return make(id, place, options, *pools); },
            .manual = gym_manual()};
      }});
}

}  // namespace saccade
