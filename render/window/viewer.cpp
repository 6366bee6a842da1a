#include "render/window/viewer.h"

#include <fmt/format.h>

#include <SFML/Graphics/RenderWindow.hpp>
#include <SFML/Graphics/Sprite.hpp>
#include <SFML/System/Clock.hpp>
#include <SFML/Window/Event.hpp>
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "envs/core/error.h"
#include "render/display/display.h"
#include "render/display/held_signals.h"
#include "render/display/quiet_sfml.h"
#include "render/panes/free_name.h"
#include "render/picture/offscreen_renderer.h"
#include "render/picture/picture_file.h"
#include "render/window/gamepad.h"
#include "render/window/session.h"

namespace saccade::render {
namespace {

using Key = sf::Keyboard::Key;

constexpr double kLookAheadSeconds = 0.006;  // Between two pictures.

// Two thirds of the desktop's height, so that a fine display gets as many pixels as it has.
sf::VideoMode window_size() {
  const sf::VideoMode desktop = sf::VideoMode::getDesktopMode();
  const unsigned height = std::max(desktop.height * 2 / 3, 480U);
  return {std::min(height * 16 / 9, std::max(desktop.width * 9 / 10, 640U)), height};
}

sf::Uint32 lower(sf::Uint32 character) {
  return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
}

template <class From, class To, std::size_t kSize>
std::optional<To> look_up(const std::array<std::pair<From, To>, kSize>& table, From from) {
  for (const auto& [key, value] : table) {
    if (key == from) return value;
  }
  return std::nullopt;
}

std::optional<PlayKey> play_key(Key key) {
  static constexpr std::array<std::pair<Key, PlayKey>, 4> kKeys{{{Key::Left, PlayKey::kLeft},
                                                                 {Key::Right, PlayKey::kRight},
                                                                 {Key::Up, PlayKey::kUp},
                                                                 {Key::Down, PlayKey::kDown}}};
  const int zero = static_cast<int>(PlayKey::kDigit0);
  if (key >= Key::Num0 && key <= Key::Num9) return static_cast<PlayKey>(zero + key - Key::Num0);
  if (key >= Key::Numpad0 && key <= Key::Numpad9) {
    return static_cast<PlayKey>(zero + key - Key::Numpad0);
  }
  return look_up(kKeys, key);
}

// Keys that steer the viewer, unless a person plays with them.
std::optional<Command> steering_command(Key key) {
  static constexpr std::array<std::pair<Key, Command>, 8> kKeys{{{Key::Space, Command::kPause},
                                                                 {Key::Right, Command::kStep},
                                                                 {Key::Left, Command::kStepBack},
                                                                 {Key::Home, Command::kStart},
                                                                 {Key::End, Command::kEnd},
                                                                 {Key::Delete, Command::kRemove},
                                                                 {Key::Up, Command::kFaster},
                                                                 {Key::Down, Command::kSlower}}};
  return look_up(kKeys, key);
}

// Letters and signs, wherever the keyboard has them.
std::optional<Command> typed_command(sf::Uint32 character) {
  static constexpr std::array<std::pair<sf::Uint32, Command>, 19> kCharacters{
      {{'p', Command::kPause},
       {'l', Command::kLoop},
       {'e', Command::kEveryone},
       {'u', Command::kUnpin},
       {'x', Command::kRemove},
       {'i', Command::kAdd},
       {'z', Command::kPutBack},
       {'f', Command::kFollow},
       {'w', Command::kWholeWorld},
       {'+', Command::kFaster},
       {'=', Command::kFaster},
       {'-', Command::kSlower},
       {'h', Command::kHeads},
       {'b', Command::kBlock},
       {'a', Command::kOverlay},
       {'n', Command::kNextSeed},
       {'r', Command::kRestart},
       {'t', Command::kTheme},
       {'?', Command::kHelp}}};
  return look_up(kCharacters, lower(character));
}

class Window {
 public:
  Window(std::span<FrameSource* const> sources, const ViewerOptions& options)
      : options_(options),
        session_(sources, options),
        window_(window_size(), "saccade", sf::Style::Default) {
    if (!window_.isOpen()) throw Error("cannot open a window", Error::Kind::kFailure);
    window_.setFramerateLimit(60);
  }

  void run() {
    sf::Clock clock;
    while (window_.isOpen() && !session_.finished() && !HeldSignals::waiting()) {
      for (sf::Event event{}; window_.pollEvent(event);) handle(event);
      session_.pass(static_cast<double>(clock.restart().asSeconds()));
      show();
    }
  }

 private:
  void show() {
    const sf::Vector2u size = window_.getSize();
    canvas(size).paint(session_.draw(size.x, size.y));
    window_.draw(sf::Sprite(canvas_->texture()), sf::RenderStates(sf::BlendNone));
    window_.display();
    if (const std::string title = session_.title(); title != title_) {
      title_ = title;
      window_.setTitle(sf::String::fromUtf8(title.begin(), title.end()));
    }
    session_.look_ahead(kLookAheadSeconds);
  }

  void handle(const sf::Event& event) {
    switch (event.type) {
      case sf::Event::Closed:
        window_.close();
        break;
      case sf::Event::Resized:
        fit(event.size.width, event.size.height);
        break;
      case sf::Event::LostFocus:
      case sf::Event::JoystickDisconnected:
        session_.play_keys().release_all();
        break;
      case sf::Event::MouseMoved:
        session_.point(place(event.mouseMove.x, event.mouseMove.y));
        break;
      case sf::Event::MouseLeft:
        session_.point(std::nullopt);
        break;
      case sf::Event::KeyPressed:
        press(event.key);
        break;
      case sf::Event::MouseButtonPressed:
        if (event.mouseButton.button == sf::Mouse::Left) {
          session_.press(place(event.mouseButton.x, event.mouseButton.y));
        }
        break;
      case sf::Event::MouseButtonReleased:
        if (event.mouseButton.button == sf::Mouse::Left) session_.release();
        break;
      case sf::Event::MouseWheelScrolled:
        session_.zoom(place(event.mouseWheelScroll.x, event.mouseWheelScroll.y),
                      event.mouseWheelScroll.delta);
        break;
      case sf::Event::KeyReleased:
        release(event.key.code);
        break;
      case sf::Event::JoystickMoved:
        move_stick(session_.play_keys(), event.joystickMove.axis,
                   event.joystickMove.position / 100);
        break;
      case sf::Event::JoystickButtonPressed:
        hold_button(session_.play_keys(), event.joystickButton.button, true);
        break;
      case sf::Event::JoystickButtonReleased:
        hold_button(session_.play_keys(), event.joystickButton.button, false);
        break;
      case sf::Event::TextEntered:
        type(event.text.unicode);
        break;
      default:
        break;
    }
  }

  static Vec2 place(int x, int y) {
    return {static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F};
  }

  // One unit a pixel again: the picture is drawn anew at its true size instead of stretched.
  void fit(unsigned width, unsigned height) {
    const sf::FloatRect pixels(0, 0, static_cast<float>(width), static_cast<float>(height));
    window_.setView(sf::View(pixels));
  }

  void press(const sf::Event::KeyEvent& event) {
    const Key key = event.code;
    if (key == Key::Escape) return window_.close();
    if (key == Key::Tab) {
      return session_.perform(event.shift ? Command::kPreviousAgent : Command::kNextAgent);
    }
    if (session_.state().by_hand) {
      if (key == Key::Space) session_.perform(Command::kPause);
      if (const auto held = play_key(key)) session_.play_keys().press(*held);
    } else if (const auto command = steering_command(key)) {
      session_.perform(*command);
    }
  }

  void release(Key key) {
    if (const auto held = play_key(key)) session_.play_keys().release(*held);
  }

  void type(sf::Uint32 character) {
    if (lower(character) == 's') return screenshot();
    if (lower(character) == 'k') return session_.save_episodes(options_.episode_folder);
    if (const auto command = typed_command(character)) session_.perform(*command);
  }

  // Off screen, as recordings are drawn, so that a picture is the same whoever draws it.
  OffscreenRenderer& canvas(sf::Vector2u size) {
    if (!canvas_ || canvas_->width() != size.x || canvas_->height() != size.y) {
      canvas_.emplace(size.x, size.y);
    }
    return *canvas_;
  }

  // Drawn anew, so that no message stands in the picture.
  void screenshot() {
    const sf::Vector2u size = window_.getSize();
    const Frame& frame = session_.frame();
    const std::string name = fmt::format("{}-{}-{}", frame.environment, frame.seed, frame.step);
    const auto path = free_name(options_.picture_folder, name, ".png");
    try {
      write_picture(canvas(size).draw(session_.draw(size.x, size.y, false)), size.x, size.y,
                    path.string());
      session_.notify("saved " + path.string());
    } catch (const Error& error) {
      session_.notify(error.what());
    }
  }

  const ViewerOptions& options_;
  Session session_;
  sf::RenderWindow window_;
  std::string title_;
  std::optional<OffscreenRenderer> canvas_;
};

}  // namespace

void watch(std::span<FrameSource* const> sources, const ViewerOptions& options) {
  const DisplayConnection connection = require_display();
  const QuietSfml quiet;
  Window(sources, options).run();
}

void watch(FrameSource& source, const ViewerOptions& options) {
  FrameSource* const sources[] = {&source};
  watch(sources, options);
}

}  // namespace saccade::render
