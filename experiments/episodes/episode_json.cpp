#include "experiments/episodes/episode_json.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace saccade {
namespace {

using Json = EpisodeJson;
using Kind = StateEdit::Kind;

constexpr int kDeepest = 3;
constexpr std::size_t kLongestQuote = 80;
constexpr const char* kEditNames[] = {"move", "remove", "add"};

/// A value for a message, cut where it is long.
std::string quoted(const Json& json) {
  if (json.is_structured()) return json.type_name();
  std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > kLongestQuote) text = text.substr(0, kLongestQuote) + "...";
  return text;
}

void want_object(const std::string& place, const Json& json) {
  if (json.is_object()) return;
  throw Error(place + ": found " + quoted(json) + ", wanted an object");
}

OptionValue option_value(const std::string& label, const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return whole_number<int>(label, json);
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) return texts_of(label, json);
  throw Error(label + ": found " + quoted(json) + ", wanted a single value or a list");
}

Kind edit_kind(const std::string& place, const Json& json) {
  for (const Kind kind : {Kind::kMove, Kind::kRemove, Kind::kAdd}) {
    if (json == kEditNames[static_cast<int>(kind)]) return kind;
  }
  throw Error(place + ": found " + quoted(json) + ", wanted \"move\", \"remove\" or \"add\"");
}

TimedEdit edit_of(const std::string& place, const Json& json) {
  want_object(place, json);
  TimedEdit timed;
  timed.step = whole_number<int>(place + ", step", entry_of(json, "step"));
  StateEdit& edit = timed.edit;
  edit.kind = edit_kind(place + ", edit", entry_of(json, "edit"));
  if (edit.kind == Kind::kAdd) {
    edit.type = text_of(place + ", type", entry_of(json, "type"));
  } else {
    edit.id = whole_number<EntityId>(place + ", id", entry_of(json, "id"));
  }
  if (edit.kind == Kind::kRemove) return timed;
  edit.place = {number_of(place + ", x", entry_of(json, "x")),
                number_of(place + ", y", entry_of(json, "y"))};
  return timed;
}

}  // namespace

Json parse_episode_json(const std::string& text) {
  try {
    return Json::parse(text, [](int depth, Json::parse_event_t, Json&) {
      if (depth > kDeepest) {
        throw Error("found lists that are nested too deeply, wanted an episode");
      }
      return true;
    });
  } catch (const Json::exception& error) {
    throw Error(error.what());
  }
}

const Json& entry_of(const Json& object, std::string_view name) {
  if (!object.is_object()) throw Error("found " + quoted(object) + ", wanted an object");
  const auto found = object.find(name);
  if (found == object.end()) throw Error("found no entry '" + std::string(name) + "', wanted one");
  return *found;
}

float number_of(const std::string& place, const Json& json) {
  constexpr double kTooLarge = 0x1.ffffffp127;  // From here on a float would be infinite.
  if (json.is_number()) {
    const double number = json.get<double>();
    if (std::abs(number) < kTooLarge) return static_cast<float>(number);
  }
  throw Error(place + ": found " + quoted(json) + ", wanted a finite number");
}

std::string text_of(const std::string& place, const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  throw Error(place + ": found " + quoted(json) + ", wanted a text");
}

std::vector<std::string> texts_of(const std::string& place, const Json& json) {
  const auto is_text = [](const Json& element) { return element.is_string(); };
  if (json.is_array() && std::all_of(json.begin(), json.end(), is_text)) {
    return json.get<std::vector<std::string>>();
  }
  const std::string found = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  throw Error(place + ": found " + found.substr(0, kLongestQuote) + ", wanted a list of texts");
}

double progress_of(const Json& json) {
  const double done = json.is_number() ? json.get<double>() : -1;
  if (done >= 0 && done <= 1) return done;
  throw Error("progress: found " + quoted(json) + ", wanted a number in [0, 1]");
}

Json options_json(const Options& options) {
  Json json = Json::object();
  for (std::size_t i = 0; i < options.specs().size(); ++i) {
    json[options.specs()[i].name] =
        std::visit([](const auto& value) { return Json(value); }, options.values()[i]);
  }
  return json;
}

void set_options(Options& options, const Json& json) {
  want_object("options", json);
  for (const auto& [name, value] : json.items()) {
    options.set(name, option_value("option " + name, value));
  }
}

void set_wrappers(Options& wrap, const Json& json) {
  want_object("wrap", json);
  for (const auto& [name, value] : json.items()) {
    const std::string label = "wrap." + name;
    const auto is_named = [&name = name](const OptionSpec& spec) { return spec.name == name; };
    if (std::none_of(wrap.specs().begin(), wrap.specs().end(), is_named)) {
      throw Error("unknown wrapper " + label);
    }
    wrap.set(name, option_value(label, value), label);
  }
}

Json edits_json(std::span<const TimedEdit> edits) {
  Json json = Json::array();
  for (const auto& [step, edit] : edits) {
    Json one = {{"step", step}, {"edit", kEditNames[static_cast<int>(edit.kind)]}};
    if (edit.kind == Kind::kAdd) {
      one["type"] = edit.type;
    } else {
      one["id"] = edit.id;
    }
    if (edit.kind != Kind::kRemove) {
      one["x"] = edit.place.x;
      one["y"] = edit.place.y;
    }
    json.push_back(std::move(one));
  }
  return json;
}

std::vector<TimedEdit> edits_of(const Json& json) {
  if (!json.is_array()) throw Error("edits: found " + quoted(json) + ", wanted a list");
  std::vector<TimedEdit> edits;
  for (const Json& one : json) {
    const std::string place = "edits, number " + std::to_string(edits.size() + 1);
    try {
      edits.push_back(edit_of(place, one));
    } catch (const Error& error) {
      const std::string what = error.what();
      throw Error(what.starts_with(place) ? what : fmt::format("{}: {}", place, what));
    }
  }
  return edits;
}

EnvironmentEntry entry_of_episode(const Registry& registry, const std::string& id,
                                  const std::vector<std::string>& plugins) {
  try {
    return registry.find(id);
  } catch (const Error& error) {
    if (plugins.empty()) throw;
    throw Error(
        fmt::format("{}; it came from {}, which is loaded only when you name it with --plugin",
                    error.what(), fmt::join(plugins, ", ")));
  }
}

}  // namespace saccade
