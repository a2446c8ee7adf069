// The parts of a run file, as bytes. Flow: run file writer -> [sections] -> run file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace veriload::report {

/// A run file begins with these eight bytes, which survive no transfer as text, then 16 bits of
/// major and 16 of minor version and 32 zero bits. See run_file.md.
inline constexpr std::string_view run_file_magic{"VLRUN\r\n\x1a", 8};
inline constexpr std::uint32_t run_file_major = 1;
inline constexpr std::uint32_t run_file_minor = 0;
inline constexpr std::size_t run_file_head_size = 16;

/// Tags of the sections that are known here; others are skipped.
namespace section_tag {
inline constexpr std::string_view run = "RUN ";     ///< what is known before the run, a tree
inline constexpr std::string_view plan = "PLAN";    ///< the configuration, a tree, secrets masked
inline constexpr std::string_view names = "NAME";   ///< names of endpoints that are new
inline constexpr std::string_view second = "SECD";  ///< what was measured in one second
inline constexpr std::string_view result = "RSLT";  ///< the result tree
inline constexpr std::string_view totals = "TOTL";  ///< histograms of the whole run
inline constexpr std::string_view end = "DONE";     ///< the run ended and wrote all of it
}  // namespace section_tag

/// Bytes before the content of a section: tag, flags, stored and plain length, checksum.
inline constexpr std::size_t section_head_size = 4 + 4 + 8 + 8 + 4;

/// A section with its head; the content is compressed when that makes it shorter. Thread: any.
std::string section_bytes(std::string_view tag, std::string_view content);

/// Where one section of a file lies.
struct section_place {
  std::string tag;
  std::uint32_t flags = 0;
  std::string_view stored;  ///< within the file
  std::uint64_t plain_size = 0;
  std::uint32_t checksum = 0;
  std::size_t offset = 0;  ///< of its head in the file
};

/// Reads the head at `offset` of `file`; false when the section is not there as a whole. Thread:
/// any.
bool find_section(std::string_view file, std::size_t offset, section_place& found);

/// The content of a section; throws setup_error, which names `file_name`, when the checksum, the
/// compression or the length is wrong. Thread: any.
std::string section_content(const section_place& section, const std::string& file_name);

}  // namespace veriload::report
