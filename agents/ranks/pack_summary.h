// How an episode went, for other ranks.
#pragma once

#include "agents/state/bytes.h"
#include "envs/episode/episode_runner.h"

namespace saccade {

inline void pack_summary(const EpisodeSummary& episode, Packer& out) {
  out.add(episode.seed);
  out.add(episode.length);
  out.add_all(episode.returns);
  out.add(episode.outcome);
  out.add_all(episode.counts);
  out.add_all(episode.acted);
}

inline EpisodeSummary unpack_summary(Unpacker& in) {
  EpisodeSummary episode;
  in.take(episode.seed);
  in.take(episode.length);
  in.take_all(episode.returns);
  in.take(episode.outcome);
  in.take_all(episode.counts);
  in.take_all(episode.acted);
  return episode;
}

}  // namespace saccade
