#include "render/picture/svg_picture.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "envs/core/error.h"
#include "envs/process/child_process.h"

namespace saccade::render {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
/// A file without a name: what goes into a child or comes from it, without a pipe that can block.
using NamelessFile = std::unique_ptr<std::FILE, CloseFile>;

[[noreturn]] void fail(const std::string& reason) {
  throw Error("drawing a PNG failed: " + reason, Error::Kind::kFailure);
}

NamelessFile nameless_file(std::string_view contents) {
  NamelessFile file(std::tmpfile());
  if (!file || std::fwrite(contents.data(), 1, contents.size(), file.get()) != contents.size() ||
      std::fflush(file.get()) != 0) {
    fail(std::strerror(errno));
  }
  std::rewind(file.get());
  return file;
}

std::string contents_of(std::FILE* file) {
  std::string contents;
  std::array<char, 1 << 14> piece{};
  std::rewind(file);
  for (std::size_t got = 1; got > 0; contents.append(piece.data(), got)) {
    got = std::fread(piece.data(), 1, piece.size(), file);
  }
  if (std::ferror(file) != 0) fail(std::strerror(errno));
  return contents;
}

int convert(const std::vector<std::string>& arguments, const ChildOptions& files) {
  std::optional<ChildProcess> program;
  try {
    program.emplace(arguments, files);
  } catch (const Error& error) {
    throw Error(std::string(error.what()) +
                    "; it draws PNG files: install it (Debian: librsvg2-bin), or name a file .svg",
                error.kind());
  }
  return program->wait();
}

}  // namespace

std::string png_of_svg(std::string_view svg, double zoom) {
  const NamelessFile in = nameless_file(svg);
  const NamelessFile out = nameless_file("");
  const NamelessFile messages = nameless_file("");
  const int status = convert({"rsvg-convert", "--format=png", fmt::format("--zoom={:.6g}", zoom)},
                             {::fileno(in.get()), ::fileno(out.get()), ::fileno(messages.get())});
  std::string png = contents_of(out.get());
  if (status == 0 && png.starts_with("\x89PNG")) return png;
  const std::string said = contents_of(messages.get());
  fail("rsvg-convert: " + (said.empty() ? fmt::format("ended with status {}", status)
                                        : said.substr(0, said.find('\n'))));
}

}  // namespace saccade::render
