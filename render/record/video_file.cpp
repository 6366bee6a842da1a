#include "render/record/video_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sstream>

#include "envs/core/error.h"

namespace saccade::render {
namespace {

// The last byte of a GIF: https://www.w3.org/Graphics/GIF/spec-gif89a.txt, section 27.
constexpr char kGifTrailer = 0x3B;

// One palette for the whole film, of the colours of what changes; a second pass over a file is
// saved by a filter graph.  Without dithering flat surfaces stay flat, and the file is half as
// large.
constexpr const char* kGifFilter =
    "split[a][b];[a]palettegen=max_colors=160:stats_mode=diff[p];"
    "[b][p]paletteuse=dither=none:diff_mode=rectangle";

void append_words(const std::string& line, std::vector<std::string>& words) {
  std::istringstream rest(line);
  for (std::string word; rest >> word;) words.push_back(word);
}

}  // namespace

std::vector<std::string> ffmpeg_arguments(const RecordingPlan& plan, const std::string& output) {
  std::vector<std::string> arguments;
  append_words("ffmpeg -hide_banner -loglevel error -y", arguments);
  append_words(fmt::format("-f rawvideo -pixel_format rgba -video_size {}x{} -framerate {:.6g}",
                           plan.width, plan.height, plan.fps),
               arguments);
  append_words("-i pipe:0", arguments);
  if (plan.kind == RecordingKind::kGif) {
    append_words(std::string("-filter_complex ") + kGifFilter + " -f gif", arguments);
  } else {
    append_words("-vf scale=out_color_matrix=bt709:out_range=tv", arguments);
    append_words("-colorspace bt709 -color_primaries bt709 -color_trc bt709", arguments);
    append_words(
        "-c:v libx264 -preset veryfast -crf 18 -pix_fmt yuv420p -movflags +faststart -f mp4",
        arguments);
  }
  arguments.push_back("file:" + output);  // Neither an option nor another protocol of ffmpeg.
  return arguments;
}

VideoFile::VideoFile(const RecordingPlan& plan)
    : path_(plan.path),
      kind_(plan.kind),
      partial_(fmt::format("{}.partial-{}", plan.path, ::getpid())),
      messages_(std::tmpfile()) {
  create_partial();
  try {
    start_ffmpeg(plan);
  } catch (const Error&) {
    ::unlink(partial_.c_str());
    throw;
  }
}

VideoFile::~VideoFile() {
  input_.close();
  if (ffmpeg_) ffmpeg_->stop();
  ::unlink(partial_.c_str());
}

// Tells whether the place can be written before anything else is done.  What a dead process left
// under the name of this one goes, and what stands there nevertheless is not written into.
void VideoFile::create_partial() const {
  ::unlink(partial_.c_str());
  const OwnedDescriptor file(
      ::open(partial_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (file.get() < 0) throw Error("cannot write " + path_ + ": " + std::strerror(errno));
}

// A socket rather than a pipe: writing to one whose reader is gone can be an error, not a signal.
void VideoFile::start_ffmpeg(const RecordingPlan& plan) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    fail(std::strerror(errno));
  }
  input_ = OwnedDescriptor(ends[0]);
  const OwnedDescriptor theirs(ends[1]);
  const int messages = messages_ ? ::fileno(messages_.get()) : -1;
  try {
    ffmpeg_ = std::make_unique<ChildProcess>(ffmpeg_arguments(plan, partial_),
                                             ChildOptions{.in = theirs.get(), .error = messages});
  } catch (const Error& error) {
    throw Error("record " + path_ + ": " + error.what() +
                    "; install ffmpeg, or record pictures into a folder",
                error.kind());
  }
}

void VideoFile::add(std::span<const std::uint8_t> pixels) {
  while (!pixels.empty()) {
    const ssize_t sent = ::send(input_.get(), pixels.data(), pixels.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) {
      ffmpeg_->wait();
      fail(message());
    }
    pixels = pixels.subspan(static_cast<std::size_t>(sent));
  }
}

void VideoFile::finish() {
  input_.close();
  if (ffmpeg_->wait() != 0) fail(message());
  check_complete();
  if (std::rename(partial_.c_str(), path_.c_str()) != 0) fail(std::strerror(errno));
}

void VideoFile::fail(const std::string& reason) const {
  throw Error("recording " + path_ + " failed: " + reason, Error::Kind::kFailure);
}

// ffmpeg ends its GIFs with status 0 even when the disk was full, so what it said and what it left
// are looked at before anything is replaced.
void VideoFile::check_complete() const {
  const std::string complaint = first_line();
  if (!complaint.empty()) fail("ffmpeg: " + complaint);
  const OwnedDescriptor file(::open(partial_.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 || ::fsync(file.get()) != 0) fail(std::strerror(errno));
  const off_t size = ::lseek(file.get(), 0, SEEK_END);
  char last = 0;
  if (size <= 0 || ::pread(file.get(), &last, 1, size - 1) != 1) fail("ffmpeg wrote nothing");
  if (kind_ == RecordingKind::kGif && last != kGifTrailer) fail("its end is missing");
}

std::string VideoFile::message() const {
  const std::string line = first_line();
  return line.empty() ? "ffmpeg gave up without a message" : "ffmpeg: " + line;
}

// The first message tells the cause; later ones tell what followed from it.
std::string VideoFile::first_line() const {
  if (!messages_) return "";
  std::rewind(messages_.get());
  std::array<char, 512> line{};
  while (std::fgets(line.data(), static_cast<int>(line.size()), messages_.get()) != nullptr) {
    std::string text(line.data());
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    if (!text.empty()) return text;
  }
  return "";
}

}  // namespace saccade::render
