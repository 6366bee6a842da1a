#include "render/record/recording.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "envs/core/error.h"
#include "render/arena_source.h"
#include "render/display/display.h"
#include "render/draw/font.h"
#include "render/picture/picture_file.h"
#include "render/record/recorder.h"
#include "render/record/video_file.h"
#include "render/scratch_folder.h"
#include "render/window/viewer.h"

namespace saccade::render {
namespace {

using Catch::Matchers::Contains;

bool holds(const std::vector<std::string>& list, const std::string& part) {
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& s) { return s.find(part) != std::string::npos; });
}

// An encoder that does as the shell script says.
void pretend_ffmpeg(const ScratchFolder& programs, const std::string& script) {
  std::ofstream(programs / "ffmpeg") << "#!/bin/sh\n" << script << "\n";
  std::filesystem::permissions(programs / "ffmpeg", std::filesystem::perms::owner_all);
}

TEST_CASE("the ending of the path chooses video, animation or pictures") {
  CHECK(plan_recording("a/b.mp4", 640, 360, 10, 10).kind == RecordingKind::kMp4);
  CHECK(plan_recording("b.gif", 640, 360, 10, 10).kind == RecordingKind::kGif);
  CHECK(plan_recording("film", 640, 360, 10, 10).kind == RecordingKind::kPictures);
  CHECK(plan_recording("film.of.today/", 640, 360, 10, 10).kind == RecordingKind::kPictures);
  const ScratchFolder scratch;
  std::filesystem::create_directory(scratch / "run.v2");
  CHECK(plan_recording(scratch / "run.v2", 640, 360, 10, 10).kind == RecordingKind::kPictures);
}

TEST_CASE("videos have even sides, and sizes and paces of their own unless others are asked for") {
  const auto video = plan_recording("a.mp4", 641, 363, 10, 10);
  CHECK(video.width == 640);
  CHECK(video.height == 362);
  CHECK(plan_recording("a.mp4", 0, 0, 0, 10).width == 1280);
  CHECK(plan_recording("a.mp4", 0, 0, 0, 10).fps == 30);
  CHECK(plan_recording("film", 0, 0, 0, 15).fps == 15);
  const auto animation = plan_recording("a.gif", 0, 0, 0, 50);
  CHECK(animation.width == 800);
  CHECK(animation.height == 450);
  CHECK(animation.fps == 20);
  CHECK(plan_recording("a.gif", 0, 0, 0, 10).fps == 10);
  CHECK(plan_recording("a.gif", 1280, 720, 30, 10).width == 1280);
  CHECK(plan_recording("a.gif", 1280, 720, 30, 10).fps == Approx(100.0 / 3));
  CHECK(plan_recording("a.gif", 1280, 720, 60, 10).fps == 50);
  CHECK(plan_recording("film", 641, 363, 10, 10).width == 641);
}

TEST_CASE("a recording that cannot be is refused with what was found and wanted") {
  CHECK_THROWS_WITH(plan_recording("a.avi", 640, 360, 10, 10),
                    Contains(".avi") && Contains("FILE.mp4, FILE.gif or a folder"));
  CHECK_THROWS_WITH(plan_recording("", 640, 360, 10, 10), Contains("empty"));
  CHECK_THROWS_WITH(plan_recording("a.mp4", 8, 360, 10, 10), Contains("8x360"));
  CHECK_THROWS_WITH(plan_recording("a.mp4", 640, 360, 0.5, 10), Contains("pictures a second"));
  ArenaSource arena;
  CHECK_THROWS_WITH(record(arena, {.episodes = 0, .path = "a.mp4"}), Contains("found 0 episodes"));
}

TEST_CASE("ffmpeg is told the pictures' size and pace, and formats that play everywhere") {
  const auto mp4 = ffmpeg_arguments(plan_recording("a.mp4", 640, 360, 12.5, 10), "a.tmp");
  for (const char* part : {"640x360", "12.5", "libx264", "yuv420p", "faststart", "a.tmp"}) {
    INFO(part);
    CHECK(holds(mp4, part));
  }
  CHECK(holds(ffmpeg_arguments(plan_recording("a.gif", 640, 360, 10, 10), "a.tmp"), "palettegen"));
}

TEST_CASE("a video in a folder that does not exist is refused before anything starts") {
  const ScratchFolder scratch;
  CHECK_THROWS_WITH(start_recording(plan_recording(scratch / "none/a.mp4", 64, 64, 10, 10)),
                    Contains("cannot write") && Contains("No such file"));
  CHECK(scratch.count() == 0);
}

TEST_CASE("pictures where a file stands in the way are refused") {
  const ScratchFolder scratch;
  std::ofstream(scratch / "file") << "text";
  CHECK_THROWS_WITH(start_recording(plan_recording(scratch / "file/film", 64, 64, 10, 10)),
                    Contains("cannot write pictures"));
}

TEST_CASE("without ffmpeg a video is one error that says what to do, and leaves nothing") {
  const ScratchFolder scratch;
  const Variable path("PATH", scratch.path().c_str());
  CHECK_THROWS_WITH(start_recording(plan_recording(scratch / "a.mp4", 64, 64, 10, 10)),
                    Contains("ffmpeg") && Contains("install ffmpeg"));
  CHECK(scratch.count() == 0);
}

TEST_CASE("an encoder that gives up is one error with its first words, and leaves nothing") {
  const ScratchFolder scratch;
  const ScratchFolder programs;
  pretend_ffmpeg(programs, "echo disk full >&2; echo then this >&2; exit 3");
  const Variable path("PATH", (programs.path().string() + ":/usr/bin:/bin").c_str());
  const auto recording = start_recording(plan_recording(scratch / "a.mp4", 64, 64, 10, 10));
  const std::vector<std::uint8_t> pixels(64 * 64 * 4);
  const auto add_many = [&] {
    for (int i = 0; i < 500; ++i) recording->add(pixels);
  };
  CHECK_THROWS_WITH(add_many(), Contains("a.mp4") && Contains("disk full"));
  CHECK_FALSE(std::filesystem::exists(scratch / "a.mp4"));
}

TEST_CASE("what an encoder leaves without complaint is still looked at before it replaces a file") {
  const ScratchFolder scratch;
  const ScratchFolder programs;
  std::ofstream(scratch / "a.gif") << "earlier";
  const auto [script, reason] = GENERATE(table<const char*, const char*>({
      {"printf 'GIF;' > \"$out\"; echo no space >&2", "no space"},
      {"printf 'GIF' > \"$out\"", "end is missing"},
      {"true", "wrote nothing"},
  }));
  pretend_ffmpeg(programs,
                 "cat > /dev/null; for out; do :; done; out=${out#file:}; " + std::string(script));
  const Variable path("PATH", (programs.path().string() + ":/usr/bin:/bin").c_str());
  {
    const auto recording = start_recording(plan_recording(scratch / "a.gif", 64, 64, 10, 10));
    recording->add(std::vector<std::uint8_t>(64 * 64 * 4));
    CHECK_THROWS_WITH(recording->finish(), Contains("a.gif") && Contains(reason));
  }
  CHECK(scratch.count() == 1);
  CHECK(std::filesystem::file_size(scratch / "a.gif") == 7);
}

TEST_CASE("every kind of recording is complete when it is finished") {
  const ScratchFolder scratch;
  for (const char* name : {"a.mp4", "a.gif", "film"}) {
    const auto recording = start_recording(plan_recording(scratch / name, 64, 64, 10, 10));
    for (int i = 0; i < 3; ++i) recording->add(std::vector<std::uint8_t>(64 * 64 * 4));
    CHECK_NOTHROW(recording->finish());
  }
  CHECK(scratch.count() == 3);
}

TEST_CASE("a name that looks like an option or a protocol of ffmpeg is a name") {
  const ScratchFolder scratch;
  const std::filesystem::path former = std::filesystem::current_path();
  std::filesystem::current_path(scratch.path());
  const std::string name = GENERATE("-y.mp4", "-f.gif", "tee:b.mp4", "pipe:1.mp4");
  {
    const auto recording = start_recording(plan_recording(name, 64, 64, 10, 10));
    recording->add(std::vector<std::uint8_t>(64 * 64 * 4));
    CHECK_NOTHROW(recording->finish());
  }
  std::filesystem::current_path(former);
  CHECK(scratch.count() == 1);
  CHECK(std::filesystem::exists(scratch / name));
}

TEST_CASE("a picture on a full disk is one error") {
  const ScratchFolder scratch;
  std::filesystem::create_symlink("/dev/full", scratch / "a.png");
  const std::vector<std::uint8_t> pixels(4 * 4 * 4);
  CHECK_THROWS_WITH(write_picture(pixels, 4, 4, scratch / "a.png"),
                    Contains("a.png") && Contains("No space left"));
  CHECK_THROWS_WITH(write_picture(pixels, 4, 4, scratch / "none/a.png"), Contains("No such file"));
  CHECK_THROWS_WITH(write_picture(pixels, 4, 4, scratch / "a.txt"), Contains(".png"));
}

TEST_CASE("a recording that is given up leaves nothing") {
  const ScratchFolder scratch;
  const std::vector<std::uint8_t> pixels(64 * 64 * 4);
  for (const char* name : {"a.mp4", "a.gif", "film"}) {
    const auto recording = start_recording(plan_recording(scratch / name, 64, 64, 10, 10));
    recording->add(pixels);
    CHECK(scratch.count() == 1);
  }
  CHECK(scratch.count() == 0);
}

TEST_CASE("a later recording takes the place of an earlier one in the same folder") {
  const ScratchFolder scratch;
  std::ofstream(scratch / "notes.txt") << "mine";
  const std::vector<std::uint8_t> pixels(64 * 64 * 4);
  for (const int length : {5, 2}) {
    const auto recording = start_recording(plan_recording(scratch.path().string(), 64, 64, 10, 10));
    for (int i = 0; i < length; ++i) recording->add(pixels);
    recording->finish();
  }
  CHECK(scratch.count() == 3);
  CHECK(std::filesystem::exists(scratch / "notes.txt"));
  CHECK(std::filesystem::exists(scratch / picture_name(2)));
}

TEST_CASE("without a display, watching is one error that suggests recording") {
  ArenaSource arena;
  {
    const Variable display("DISPLAY", nullptr);
    CHECK_THROWS_WITH(watch(arena, {}), Contains("no display") && Contains("--record"));
  }
  const Variable display("DISPLAY", ":9876");
  CHECK_THROWS_WITH(watch(arena, {}), Contains(":9876 does not answer") && Contains("--record"));
}

TEST_CASE("without Xvfb, recording is one error that says what to install") {
  const ScratchFolder scratch;
  const Variable path("PATH", scratch.path().c_str());
  const Variable display("DISPLAY", nullptr);
  ArenaSource arena;
  CHECK_THROWS_WITH(record(arena, {.path = scratch / "film"}), Contains("xvfb"));
  CHECK(scratch.count() == 0);
}

TEST_CASE("a font is found below its folders, and named when it is missing") {
  const ScratchFolder scratch;
  std::filesystem::create_directories(scratch / "truetype/dejavu");
  std::ofstream(scratch / "truetype/dejavu/Some.ttf") << "font";
  CHECK(find_font("Some.ttf", {scratch / "none", scratch.path()}) ==
        scratch.path() / "truetype/dejavu/Some.ttf");
  CHECK_THROWS_WITH(find_font("Other.ttf", {scratch.path()}),
                    Contains("Other.ttf") && Contains("fonts-dejavu-core"));
}

}  // namespace
}  // namespace saccade::render
