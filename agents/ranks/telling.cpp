#include "agents/ranks/telling.h"

#include <optional>
#include <string>

#include "envs/episode/episode_error.h"

namespace saccade {

namespace {

enum class Told : std::uint8_t { kWork, kError, kEpisodeError };

void add_edit(const TimedEdit& timed, Packer& out) {
  out.add(timed.step);
  out.add(timed.edit.kind);
  out.add(timed.edit.id);
  out.add_text(timed.edit.type);
  out.add(timed.edit.place);
}

TimedEdit take_edit(Unpacker& in) {
  TimedEdit timed;
  in.take(timed.step);
  in.take(timed.edit.kind);
  in.take(timed.edit.id);
  timed.edit.type = in.take_text();
  in.take(timed.edit.place);
  return timed;
}

void add_trace(const EpisodeTrace& trace, Packer& out) {
  out.add_text(trace.environment);
  out.add(trace.seed);
  out.add(trace.step);
  out.add_all(trace.actions);
  out.add(trace.progress);
  out.add(trace.digest.has_value());
  out.add(trace.digest.value_or(0));
  out.add(trace.edits.size());
  for (const TimedEdit& timed : trace.edits) add_edit(timed, out);
}

EpisodeTrace take_trace(Unpacker& in) {
  EpisodeTrace trace;
  trace.environment = in.take_text();
  in.take(trace.seed);
  in.take(trace.step);
  in.take_all(trace.actions);
  in.take(trace.progress);
  const auto has_digest = in.take<bool>();
  const auto digest = in.take<std::uint64_t>();
  if (has_digest) trace.digest = digest;
  const auto edits = in.take<std::size_t>();
  for (std::size_t i = 0; i < edits; ++i) trace.edits.push_back(take_edit(in));
  return trace;
}

/// What a rank tells of its work, or of why there is none.
Bytes told_by(const std::function<void(Packer&)>& work) {
  Bytes bytes;
  Packer out(bytes);
  try {
    out.add(Told::kWork);
    work(out);
  } catch (const EpisodeError& error) {
    bytes.clear();
    out.add(Told::kEpisodeError);
    out.add_text(error.what());
    add_trace(error.trace(), out);
  } catch (const Error& error) {
    bytes.clear();
    out.add(Told::kError);
    out.add_text(error.what());
    out.add(error.kind());
  }
  return bytes;
}

void throw_error_in(const Bytes& told) {
  Unpacker in(told);
  const auto what = in.take<Told>();
  if (what == Told::kWork) return;
  const std::string message = in.take_text();
  if (what == Told::kError) throw Error(message, in.take<Error::Kind>());
  throw EpisodeError(message, take_trace(in));
}

}  // namespace

std::vector<Bytes> tell_all(Ranks& ranks, const std::function<void(Packer&)>& work) {
  std::vector<Bytes> all;
  ranks.all_gather(told_by(work), all);
  for (const Bytes& told : all) throw_error_in(told);
  return all;
}

Unpacker reader_of(const Bytes& told) {
  return Unpacker(std::span(told).subspan(sizeof(Told)));
}

}  // namespace saccade
