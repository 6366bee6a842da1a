#include "envs/episode/edit_check.h"

#include <cmath>
#include <string>

#include "envs/core/options.h"

namespace saccade {

void check_edit(const EnvironmentSpec& spec, const StateEdit& edit) {
  if (!spec.has_edits) {
    refuse_edit(edit, "environment " + spec.id + ", which offers no edits", "one that offers them");
  }
  if (edit.kind == StateEdit::Kind::kRemove) return;
  if (std::isfinite(edit.place.x) && std::isfinite(edit.place.y)) return;
  refuse_edit(edit,
              "the place (" + detail::number_text(edit.place.x) + ", " +
                  detail::number_text(edit.place.y) + ")",
              "finite numbers");
}

void check_edits(const EnvironmentSpec& spec, std::span<const TimedEdit> edits, int steps) {
  int last = 0;
  for (const TimedEdit& timed : edits) {
    check_edit(spec, timed.edit);
    if (timed.step < last || timed.step > steps) {
      refuse_edit(timed.edit, "step " + std::to_string(timed.step),
                  "one from " + std::to_string(last) + " to " + std::to_string(steps));
    }
    last = timed.step;
  }
}

void check_edited_id(const StateEdit& edit, EntityId id) {
  const bool is_new = edit.kind == StateEdit::Kind::kAdd;
  if (is_new ? id >= 0 : id == edit.id) return;
  detail::refuse(edit_label(edit) + ": found id " + std::to_string(id) + ", wanted " +
                 (is_new ? "0 or more" : std::to_string(edit.id)));
}

}  // namespace saccade
