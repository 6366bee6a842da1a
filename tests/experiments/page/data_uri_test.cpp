#include "experiments/page/data_uri.h"

#include <catch2/catch.hpp>

using namespace saccade;

TEST_CASE("Base 64 as in RFC 4648, section 10") {
  CHECK(base64("").empty());
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foob") == "Zm9vYg==");
  CHECK(base64("fooba") == "Zm9vYmE=");
  CHECK(base64("foobar") == "Zm9vYmFy");
  CHECK(base64("\xFF\xFE\xFD") == "//79");
}

TEST_CASE("Films are known by their first bytes") {
  CHECK(media_type("GIF89a...") == "image/gif");
  CHECK(media_type("\x89PNG\r\n\x1A\n....") == "image/png");
  CHECK(media_type(std::string("\0\0\0 ftypisom", 12)) == "video/mp4");
  CHECK(media_type("").empty());
  CHECK(media_type("ftyp").empty());
  CHECK(media_type("<html>").empty());
  CHECK(data_uri("image/gif", "f") == "data:image/gif;base64,Zg==");
}
