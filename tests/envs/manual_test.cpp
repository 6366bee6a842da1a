#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "envs/builtin.h"
#include "envs/episode/spec_check.h"

using namespace saccade;

namespace {

bool is_sentence(const std::string& text) {
  return text.size() > 5 && (text.back() == '.' || text.back() == ')');
}

std::vector<EnvironmentEntry> builtin_entries() {
  Registry registry;
  add_builtin_environments(registry);
  return registry.entries();
}

/// With its defaults, and with each option that has choices, is true or false, or is 0 (none), set
/// otherwise where the others allow it.
std::vector<EnvironmentSpec> specs_of(const EnvironmentEntry& entry) {
  std::vector<Options> all = {Options(entry.options)};
  const auto add = [&](const OptionSpec& option, const OptionValue& value) {
    all.emplace_back(entry.options);
    all.back().set(option.name, value);
  };
  for (const OptionSpec& option : entry.options) {
    for (const std::string& choice : option.choices) add(option, choice);
    if (const bool* value = std::get_if<bool>(&option.default_value)) add(option, !*value);
    if (option.default_value == OptionValue(0))
      add(option, std::min(8, static_cast<int>(option.max)));
  }
  std::vector<EnvironmentSpec> specs;
  for (const Options& options : all) {
    try {
      specs.push_back(spec_of([&] { return make_environment(entry, options); }));
    } catch (const Error&) {
      CHECK_FALSE(specs.empty());  // The defaults make one.
    }
  }
  return specs;
}

void check_lines(const std::vector<ManualLine>& lines, const std::set<std::string>& used) {
  for (const ManualLine& line : lines) {
    INFO(line.name);
    CHECK(is_sentence(line.meaning));
    CHECK(used.count(line.name) == 1);
  }
}

/// Wants a meaning of every feature, sensor and action, and adds the names that lines may have.
void check_kind(const AgentKind& kind, const EnvironmentManual& manual,
                std::set<std::string>& features, std::set<std::string>& actions) {
  const auto want = [&](const std::string& type, const std::string& name) {
    INFO("no meaning of " << (type.empty() ? name : type + '.' + name));
    CHECK(meaning_of(manual.features, type, name));
    features.insert(name);
    features.insert(type + '.' + name);
  };
  for (const EntityType& type : kind.observation.types) {
    for (const std::string& feature : type.features) want(type.name, feature);
  }
  for (const RayModality& rays : kind.observation.rays) want("", rays.name);
  for (const ImageModality& image : kind.observation.images) want("", image.name);
  for (const ActionHead& head : kind.action.heads) {
    INFO("no meaning of action " << head_name(head));
    CHECK(meaning_of(manual.actions, "", head_name(head)));
    actions.insert(head_name(head));
  }
}

}  // namespace

TEST_CASE("Every environment that ships has a manual of all its features and actions") {
  for (const EnvironmentEntry& entry : builtin_entries()) {
    INFO(entry.id);
    const EnvironmentManual& manual = entry.manual;
    CHECK(is_sentence(manual.task));
    CHECK(is_sentence(manual.reward));
    CHECK(is_sentence(manual.ends));
    CHECK(is_sentence(manual.source));
    std::set<std::string> features, actions;
    for (const EnvironmentSpec& spec : specs_of(entry)) {
      for (const AgentKind& kind : spec.kinds) check_kind(kind, manual, features, actions);
    }
    check_lines(manual.features, features);
    check_lines(manual.actions, actions);
  }
}

TEST_CASE("A line of one type comes before one of all types") {
  const std::vector<ManualLine> lines = {{"x", "Of all."}, {"mine.x", "Of a mine."}};
  CHECK(*meaning_of(lines, "mine", "x") == "Of a mine.");
  CHECK(*meaning_of(lines, "self", "x") == "Of all.");
  CHECK(meaning_of(lines, "self", "y") == nullptr);
}
