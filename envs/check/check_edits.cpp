#include "envs/check/check_edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "envs/check/difference.h"
#include "envs/check/random_play.h"

namespace saccade {
namespace {

using Kind = StateEdit::Kind;

constexpr int kStepsBetween = 3;
constexpr int kEditsAtOnce = 4;

/// Ids of all that some agent sees, itself included.
std::set<EntityId> ids_in_view(const RandomPlay& play) {
  std::set<EntityId> ids;
  for (int agent = 0; agent < play.spec().agent_count(); ++agent) {
    for (const Observation::Rows& rows : play.seen(agent).rows()) {
      ids.insert(rows.ids.begin(), rows.ids.end());
    }
  }
  return ids;
}

std::vector<std::string> type_names(const EnvironmentSpec& spec) {
  std::set<std::string> names;
  for (const AgentKind& kind : spec.kinds) {
    for (const EntityType& type : kind.observation.types) names.insert(type.name);
  }
  return {names.begin(), names.end()};
}

/// Two plays of the same episode, and what was found.
class EditedPlay {
 public:
  EditedPlay(const EnvironmentFactory& factory, std::uint64_t episode, std::uint64_t seed)
      : first_(factory, seed), again_(factory, seed), rng_(derive_seed({seed, 2, episode})) {
    const std::uint64_t actions = derive_seed({seed, 3, episode});
    first_.begin(episode, actions);
    again_.begin(episode, actions);
    met_ = ids_in_view(first_);
  }

  std::vector<std::string> check() {
    for (int step = 0; found_.empty() && !first_.over(); ++step) {
      for (int i = 0; i < kEditsAtOnce && found_.empty() && step % kStepsBetween == 0; ++i) {
        try_edit(some_edit());
      }
      first_.step();
      again_.step();
      note(difference(first_, again_), "a step after edits");
      met_.merge(ids_in_view(first_));
    }
    return found_;
  }

 private:
  template <class Value>
  const Value& some(const std::vector<Value>& values) {
    return values[static_cast<std::size_t>(
        rng_.integers(0, static_cast<std::int64_t>(values.size())))];
  }

  StateEdit some_edit() {
    const auto kind = static_cast<Kind>(rng_.integers(0, 3));
    const Scene scene = first_.draw();
    StateEdit edit{.kind = kind};
    edit.place = {static_cast<float>(rng_.uniform(static_cast<double>(scene.min.x),
                                                  static_cast<double>(scene.max.x))),
                  static_cast<float>(rng_.uniform(static_cast<double>(scene.min.y),
                                                  static_cast<double>(scene.max.y)))};
    if (kind == Kind::kAdd) {
      edit.type = some(type_names(first_.spec()));
    } else {
      const std::set<EntityId> ids = ids_in_view(first_);
      edit.id = some(std::vector<EntityId>(ids.begin(), ids.end()));
    }
    return edit;
  }

  /// Returns nothing if it is refused.
  static std::optional<EntityId> edit_in(RandomPlay& play, const StateEdit& edit) {
    try {
      return play.edit(edit);
    } catch (const EpisodeError&) {
      throw;
    } catch (const Error&) {
      return std::nullopt;
    }
  }

  void try_edit(const StateEdit& edit) {
    const std::optional<EntityId> id = edit_in(first_, edit);
    const std::string what = edit_label(edit) + (id ? "" : ", which was refused");
    if (id) {
      const std::optional<EntityId> other = edit_in(again_, edit);
      if (other != id) return note("it was not done alike", what);
    }
    note(difference(first_, again_), what);
    const auto name_of = [this](EntityId of) { return first_.name_of(of); };
    note(difference(first_.draw(), again_.draw(), name_of), what + ", the picture");
    if (id) check_id(edit, *id);
  }

  void check_id(const StateEdit& edit, EntityId id) {
    const std::set<EntityId> seen = ids_in_view(first_);
    if (edit.kind == Kind::kRemove && seen.contains(id)) {
      note("it is still seen", edit_label(edit));
    }
    if (edit.kind == Kind::kAdd && !met_.insert(id).second) {
      note(fmt::format("found id {}, which another one had before", id), edit_label(edit));
    }
  }

  void note(const std::string& fault, const std::string& what) {
    if (fault.empty()) return;
    found_.push_back(
        fmt::format("edits of the state, step {}, {}: {}", first_.runner().length(), what, fault));
  }

  RandomPlay first_, again_;
  Rng rng_;
  std::set<EntityId> met_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> check_edits(const EnvironmentFactory& factory, std::uint64_t episode,
                                     std::uint64_t seed) {
  return EditedPlay(factory, episode, seed).check();
}

}  // namespace saccade
