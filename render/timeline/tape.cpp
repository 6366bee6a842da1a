#include "render/timeline/tape.h"

namespace saccade::render {
namespace {

constexpr std::size_t kShapeBytes = sizeof(SceneShape) + 64;  // Points of polygons included.

// About: what is large in it.
std::size_t bytes_of(const Frame& frame) {
  std::size_t bytes = sizeof(Frame) + kShapeBytes * frame.scene.shapes.size();
  for (const AgentView& agent : frame.agents) {
    const AttentionWeights& attention = agent.attention;
    bytes += sizeof(AgentView);
    for (const TokenKind& type : agent.token_types) {
      bytes += sizeof(TokenKind) + sizeof(std::string) * type.features.size();
    }
    bytes += 8 * agent.seen.ids.size();
    bytes += sizeof(float) * (agent.seen.features.size() + agent.seen.inputs.size());
    bytes += sizeof(float) * (attention.weights.size() + attention.memory.weights.size());
    for (const QueryWeights& rows : attention.rows) {
      bytes += sizeof(QueryWeights) + sizeof(float) * rows.weights.size();
      bytes += sizeof(std::int32_t) * (rows.queries.size() + rows.keys.size());
    }
    for (const SeenImage& image : agent.images) {
      bytes += sizeof(SeenImage) + sizeof(float) * image.pixels.size();
    }
    bytes += 24 * attention.ids.size() + sizeof(Vec2) * agent.trail.size();
    for (const HeadDecision& head : agent.actions) {
      bytes += sizeof(HeadDecision) + 48 * head.labels.size();
    }
  }
  return bytes;
}

}  // namespace

Tape::Tape(const Tape& original, int step, const Frame& changed, FrameSource& source)
    : source_(&source), most_bytes_(original.most_bytes_), first_(original.first_) {
  for (int i = first_; i < step; ++i) frames_.push_back(original.at(i));
  frames_.push_back(changed);
  for (const Frame& frame : frames_) bytes_ += bytes_of(frame);
}

void Tape::begin(std::uint64_t seed) {
  frames_.clear();
  frames_.push_back(source_->reset(seed));
  first_ = frames_.back().step;
  bytes_ = bytes_of(frames_.back());
}

bool Tape::extend() {
  if (complete()) return false;
  frames_.push_back(source_->advance());
  bytes_ += bytes_of(frames_.back());
  while (bytes_ > most_bytes_ && frames_.size() > 2) {
    bytes_ -= bytes_of(frames_.front());
    frames_.pop_front();
    ++first_;
  }
  return true;
}

bool Tape::full() const {
  return bytes_ > most_bytes_ / 2;
}

}  // namespace saccade::render
