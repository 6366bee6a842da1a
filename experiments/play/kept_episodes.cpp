#ifdef SACCADE_WITH_RENDER
#include "experiments/play/kept_episodes.h"

#include <fmt/format.h>

#include <cstdio>

#include "envs/core/error.h"
#include "experiments/terminal/terminal_text.h"
#include "render/panes/free_name.h"

namespace saccade {

void KeptEpisodes::keep(const std::function<void(const std::string& file)>& save) {
  if (file_.empty() || is_kept_) return;
  is_kept_ = true;
  try {
    save(has_kept_ ? render::free_name(file_.parent_path().string(), file_.stem().string(),
                                       file_.extension().string())
                         .string()
                   : file_.string());
    has_kept_ = true;
  } catch (const Error& error) {
    fmt::print(stderr, "warning: {}\n", printable(error.what()));
  }
}

}  // namespace saccade
#endif
