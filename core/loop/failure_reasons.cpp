#include "core/loop/failure_reasons.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace veriload::loop {

void failure_reasons::attach(const vl_op& op, std::string text) noexcept {
  if (text.empty()) return;
  try {
    waiting_.push_back({&op, std::move(text)});
  } catch (const std::bad_alloc&) {
    return;
  }
}

std::string failure_reasons::take(const vl_op& op) noexcept {
  const auto found = std::ranges::find(waiting_, &op, &waiting::op);
  if (found == waiting_.end()) return {};
  std::string text = std::move(found->text);
  waiting_.erase(found);
  return text;
}

failure_reasons::telling::telling(failure_reasons& reasons, vl_result result,
                                  std::string text) noexcept
    : reasons_(reasons) {
  reasons.status_ = result.status;
  reasons.native_ = result.native;
  reasons.text_ = std::move(text);
}

failure_reasons::telling::~telling() {
  reasons_.status_ = VL_OK;
  reasons_.native_ = 0;
  reasons_.text_.clear();
}

}  // namespace veriload::loop
