#include "envs/remote/remote_spec.h"

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>

#include "envs/core/options.h"
#include "envs/episode/spec_check.h"
#include "envs/episode/spec_difference.h"
#include "envs/remote/frame.h"
#include "envs/spaces/space_reading.h"

namespace saccade {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse_value(const std::string& key, const Json& found, const char* wanted) {
  constexpr std::size_t kMostShown = 40;
  const std::string text = found.dump(-1, ' ', true, Json::error_handler_t::replace);
  throw Error(key + ": found " + (text.size() > kMostShown ? found.type_name() : text) +
              ", wanted " + wanted);
}

void want_object(const std::string& thing, const Json& json,
                 const std::vector<std::string>& known) {
  if (!json.is_object()) refuse_value(thing, json, "an object");
  for (const auto& [key, value] : json.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    std::string message = thing + ": unknown key ";
    message += key;
    message += detail::suggestion(key, known);
    throw Error(message);
  }
}

std::string take_text(const Json& json, const char* key, const char* otherwise = nullptr) {
  if (!json.contains(key) && otherwise) return otherwise;
  if (!json.contains(key)) throw Error(std::string(key) + ": is missing, wanted a text");
  if (!json.at(key).is_string()) refuse_value(key, json.at(key), "a text");
  return json.at(key);
}

int take_whole(const Json& json, const char* key, int otherwise) {
  if (!json.contains(key)) return otherwise;
  const Json& value = json.at(key);
  constexpr const char* kWanted = "a whole number in [1, 2147483647]";
  if (!value.is_number_integer() || value < 1 || value > std::numeric_limits<int>::max()) {
    refuse_value(key, value, kWanted);
  }
  return value;
}

bool take_truth(const Json& json, const char* key) {
  if (!json.contains(key)) return false;
  if (!json.at(key).is_boolean()) refuse_value(key, json.at(key), "true or false");
  return json.at(key);
}

std::vector<std::string> take_names(const Json& json, const char* key) {
  if (!json.contains(key)) return {};
  const Json& value = json.at(key);
  const auto is_text = [](const Json& element) { return element.is_string(); };
  if (!value.is_array() || !std::all_of(value.begin(), value.end(), is_text)) {
    refuse_value(key, value, "a list of texts");
  }
  return value;
}

/// Null: no bound.
float take_bound(const Json& bound, float otherwise) {
  if (bound.is_null()) return otherwise;
  if (!bound.is_number()) refuse_value("reward", bound, "numbers, or null for no bound");
  return bound;
}

void take_reward(const Json& json, EnvironmentSpec& spec) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const Json range = json.value("reward", Json::array({nullptr, nullptr}));
  if (!range.is_array() || range.size() != 2) {
    refuse_value("reward", range, "[lowest, highest], null for no bound");
  }
  spec.reward_low = take_bound(range[0], -kInfinity);
  spec.reward_high = take_bound(range[1], kInfinity);
}

AgentKind take_kind(const Json& json) {
  want_object("a kind of agents", json, {"name", "agents", "observation", "action"});
  AgentKind kind;
  kind.name = take_text(json, "name", "");
  about_kind(kind, [&] {
    for (const char* key : {"observation", "action"}) {
      if (!json.contains(key)) throw Error(std::string(key) + ": is missing, wanted a list");
    }
    kind.agents = take_whole(json, "agents", 1);
    kind.observation = read_observation_space(json.at("observation").dump(), SpaceText::kByHand);
    kind.action = read_action_space(json.at("action").dump(), SpaceText::kByHand);
  });
  return kind;
}

EnvironmentSpec take_spec(const Json& json) {
  want_object("description", json,
              {"id", "kinds", "max_steps", "steps_per_second", "reward", "outcomes", "counts",
               "has_curriculum", "draws"});
  EnvironmentSpec spec{.id = take_text(json, "id"), .kinds = {}};
  if (!json.contains("kinds") || !json.at("kinds").is_array()) {
    refuse_value("kinds", json.value("kinds", Json()), "a list of kinds of agents");
  }
  for (const Json& kind : json.at("kinds")) spec.kinds.push_back(take_kind(kind));
  const bool unlimited = !json.contains("max_steps") || json.at("max_steps").is_null();
  spec.max_steps = unlimited ? kNoLimit : take_whole(json, "max_steps", kNoLimit);
  if (json.contains("steps_per_second")) {
    const Json& rate = json.at("steps_per_second");
    if (!rate.is_number()) refuse_value("steps_per_second", rate, "a number");
    spec.steps_per_second = rate;
  }
  take_reward(json, spec);
  spec.outcomes = take_names(json, "outcomes");
  spec.counts = take_names(json, "counts");
  spec.has_curriculum = take_truth(json, "has_curriculum");
  return spec;
}

/// Bytes that what one agent sees and does takes, if there are no more entities than are always
/// there; as a double, which does not overflow.
double least_bytes(const AgentKind& kind) {
  constexpr double kPart = 128;  // What is kept for each part of an observation, even if empty.
  const ObservationSpace& space = kind.observation;
  double bytes = kPart * static_cast<double>(1 + space.types.size() + space.rays.size() +
                                             space.images.size() + kind.action.heads.size());
  for (const EntityType& type : space.types) {
    const double row = 4.0 * (1.0 + static_cast<double>(type.features.size()));
    bytes += row * std::max(type.fixed_count, 0);
  }
  for (const RayModality& rays : space.rays) bytes += 8.0 * rays.count;
  for (const ImageModality& image : space.images) {
    bytes += 4.0 * image.height * image.width * static_cast<double>(image.channels.size());
  }
  return bytes + 4.0 * action_width(kind.action);
}

/// What is declared takes memory before the first frame arrives.
void check_size(const EnvironmentSpec& spec) {
  double bytes = 0;
  for (const AgentKind& kind : spec.kinds) bytes += kind.agents * least_bytes(kind);
  if (bytes <= static_cast<double>(kMostAnswerBytes)) return;
  throw Error("what all agents see and do: found " + detail::number_text(bytes) +
              " bytes or more, wanted at most " + std::to_string(kMostAnswerBytes));
}

/// What walks nested values calls itself for each level: the depth is limited.
Json parse_flat(const std::string& text) {
  constexpr int kMostDepth = 16;
  return Json::parse(text, [](int depth, Json::parse_event_t /*event*/, Json& /*parsed*/) {
    if (depth > kMostDepth) throw Error("description: found lists and objects too deeply nested");
    return true;
  });
}

}  // namespace

RemoteSpec read_remote_spec(const std::string& json) {
  try {
    const Json parsed = parse_flat(json);
    RemoteSpec remote{take_spec(parsed), take_truth(parsed, "draws")};
    check_spec(remote.spec);
    check_size(remote.spec);
    return remote;
  } catch (const Json::exception& error) {
    throw Error(std::string("description: is no JSON: ") + error.what());
  }
}

std::string remote_difference(const RemoteSpec& found, const RemoteSpec& was) {
  std::string difference = spec_difference(found.spec, was.spec);
  if (!difference.empty() || found.draws == was.draws) return difference;
  return std::string("draws: found ") + (found.draws ? "true, was false" : "false, was true");
}

}  // namespace saccade
