// What each rank has computed of a table, for all.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "agents/ranks/ranks.h"

namespace saccade {

/// Completes `items` [rows x any], of which every rank has its share of the rows (own_share).  To
/// be called by all ranks; without ranks (null) there is nothing to do.
template <class Item>
void share_rows(Ranks* ranks, std::size_t rows, std::vector<Item>& items) {
  if (!ranks) return;
  const std::size_t width = items.size() / rows;
  const auto [first, end] = own_share(ranks, rows);
  Bytes own;
  Packer(own).add_all(std::span<const Item>(items).subspan(first * width, (end - first) * width));
  std::vector<Bytes> told;
  ranks->all_gather(own, told);
  std::vector<Item> of_rank;
  for (int rank = 0; rank < ranks->size(); ++rank) {
    Unpacker(told[static_cast<std::size_t>(rank)]).take_all(of_rank);
    const std::size_t begin = share_of(ranks, rows, rank).first * width;
    std::copy(of_rank.begin(), of_rank.end(), items.begin() + static_cast<std::ptrdiff_t>(begin));
  }
}

}  // namespace saccade
