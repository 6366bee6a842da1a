// The file of an episode from anywhere: it is understood or refused, what was understood is written
// and read back as the same, and it is played or refused.
#include "envs/builtin.h"
#include "envs/core/error.h"
#include "experiments/episodes/episode_file.h"
#include "experiments/episodes/episode_playback.h"
#include "fuzz_input.h"

namespace saccade {
namespace {

constexpr std::size_t kMostSteps = 50;

const Registry& registry() {
  static const Registry kRegistry = [] {
    Registry all;
    add_builtin_environments(all);
    return all;
  }();
  return kRegistry;
}

/// Plays what takes little time.
void play(const EpisodeFile& episode) {
  if (episode.environment != "minefield" || episode.actions.size() > kMostSteps) return;
  if (episode.options.get<int>("mines") > 20) return;
  EpisodeRunner runner(make_environment_of(episode, registry()));
  EpisodePlayback playback(episode, runner);
  playback.play_to(playback.steps());
  playback.check();
}

}  // namespace
}  // namespace saccade

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace saccade;
  try {
    const EpisodeFile episode = parse_episode_file(testing::text_of(data, size), registry());
    const EpisodeFile again = parse_episode_file(episode_file_text(episode), registry());
    testing::promise(again == episode, "an episode is read back");
    play(episode);
  } catch (const Error&) {
    return 0;
  }
  return 0;
}
