// What every rank tells all others, be it that it failed.
#pragma once

#include <functional>
#include <vector>

#include "agents/ranks/ranks.h"

namespace saccade {

/// Every rank does its `work`, which writes what the others are to know of it; returns what all
/// wrote, [ranks], to be read by `reader_of`.  When the work of any rank throws an Error, that of
/// the lowest such rank is thrown on all of them, with an EpisodeError's trace.
std::vector<Bytes> tell_all(Ranks& ranks, const std::function<void(Packer&)>& work);

Unpacker reader_of(const Bytes& told);

}  // namespace saccade
