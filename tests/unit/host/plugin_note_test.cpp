#include "core/host/plugin_note.hpp"

#include "tests/unit/host/loaded_plugins.hpp"
#include "tests/unit/host/temporary_folder.hpp"

#include <elf.h>
#include <sys/stat.h>

#include <cstring>
#include <random>

using namespace veriload;
using namespace veriload::host;
using namespace veriload::test;

namespace {

refusal refused(const std::filesystem::path& file) {
  const auto inspected = inspect_plugin(file);
  BOOST_REQUIRE(std::holds_alternative<refusal>(inspected));
  return std::get<refusal>(inspected);
}

template <class Change>
std::string changed_header(Change change) {
  std::string bytes = content_of(bad_plugin("good"));
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof header);
  change(header);
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

template <class Change>
std::string changed_segments(Change change) {
  std::string bytes = content_of(bad_plugin("good"));
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof header);
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    char* const at = bytes.data() + header.e_phoff + std::size_t{i} * sizeof segment;
    std::memcpy(&segment, at, sizeof segment);
    change(segment);
    std::memcpy(at, &segment, sizeof segment);
  }
  return bytes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plugin_note_suite)

BOOST_AUTO_TEST_CASE(reads_the_versions_of_a_good_plugin) {
  const auto inspected = inspect_plugin(bad_plugin("good"));
  BOOST_REQUIRE(std::holds_alternative<plugin_note>(inspected));
  const auto& note = std::get<plugin_note>(inspected);
  BOOST_TEST(note.abi_major == VL_ABI_MAJOR);
  BOOST_TEST(note.abi_minor_min == 0);
  BOOST_TEST(note.abi_minor_built == VL_ABI_MINOR);
}

BOOST_AUTO_TEST_CASE(a_missing_file_and_a_folder_are_refused) {
  const temporary_folder folder;
  BOOST_TEST(refused(folder / "none.so").field == "file");
  BOOST_TEST(refused(folder.path()).found == "not a regular file");
  BOOST_TEST(::mkfifo((folder / "pipe.so").c_str(), 0600) == 0);
  BOOST_TEST(refused(folder / "pipe.so").found == "not a regular file");
}

BOOST_AUTO_TEST_CASE(text_an_empty_file_and_a_cut_header_are_not_elf) {
  const temporary_folder folder;
  BOOST_TEST(refused(folder.file("text.so", std::string(500, 'x'))).found == "not ELF");
  BOOST_TEST(refused(folder.file("empty.so", "")).found == "not ELF");
  BOOST_TEST(refused(folder.file("cut.so", content_of(bad_plugin("good")).substr(0, 63))).found ==
             "not ELF");
}

BOOST_AUTO_TEST_CASE(a_library_for_another_machine_is_named_as_such) {
  const temporary_folder folder;
  const auto of_32_bits = changed_header([](Elf64_Ehdr& h) { h.e_ident[EI_CLASS] = ELFCLASS32; });
  BOOST_TEST(refused(folder.file("a.so", of_32_bits)).field == "machine");
  const auto foreign = changed_header([](Elf64_Ehdr& h) { h.e_machine = EM_S390; });
  const auto why = refused(folder.file("b.so", foreign));
  BOOST_TEST(why.found == "ELF machine 22");
  BOOST_TEST(why.expected.find("64 bit") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_executable_is_not_a_shared_object) {
  const temporary_folder folder;
  const auto program = changed_header([](Elf64_Ehdr& h) { h.e_type = ET_EXEC; });
  const auto why = refused(folder.file("program.so", program));
  BOOST_TEST(why.field == "ELF type");
  BOOST_TEST(why.found == "2");
}

BOOST_AUTO_TEST_CASE(a_library_without_the_note_is_no_plugin) {
  const auto why = refused(bad_plugin("no_note"));
  BOOST_TEST(why.field == "note .note.veriload");
  BOOST_TEST(why.found == "missing");
}

BOOST_AUTO_TEST_CASE(versions_that_do_not_fit_say_what_is_there_and_what_would_fit) {
  const auto major = refused(bad_plugin("wrong_major"));
  BOOST_TEST(major.field == "abi_major");
  BOOST_TEST(major.found == "9");
  BOOST_TEST(major.expected == "1, the ABI of this host");
  const auto minor = refused(bad_plugin("new_minor"));
  BOOST_TEST(minor.field == "needed host ABI");
  BOOST_TEST(minor.found == "1.900");
  BOOST_TEST(minor.expected.starts_with("at most 1.0"));
}

BOOST_AUTO_TEST_CASE(what_others_may_change_is_refused_before_it_is_looked_into) {
  const temporary_folder folder;
  const auto file = folder.file("good.so", content_of(bad_plugin("good")));
  BOOST_TEST(std::holds_alternative<plugin_note>(inspect_plugin(file)));
  ::chmod(file.c_str(), 0646);
  BOOST_TEST(refused(file).field == "permissions");
  BOOST_TEST(refused(file).found == "0646 (writable by others)");
  ::chmod(file.c_str(), 0664);
  BOOST_TEST(std::holds_alternative<plugin_note>(inspect_plugin(file)));
  ::chmod(folder.path().c_str(), 01777);
  BOOST_TEST(refused(file).field == "folder permissions");
  BOOST_TEST(refused(file).found == "1777 (writable by others)");
  ::chmod(folder.path().c_str(), 0700);
}

BOOST_AUTO_TEST_CASE(absurd_program_headers_end_in_a_refusal) {
  const temporary_folder folder;
  const auto field_of = [&](const std::string& bytes) {
    return refused(folder.file("a.so", bytes)).field;
  };
  BOOST_TEST(field_of(changed_header([](Elf64_Ehdr& h) { h.e_phoff = UINT64_MAX - 8; })) ==
             "file size");
  BOOST_TEST(field_of(changed_header([](Elf64_Ehdr& h) { h.e_phoff = INT64_MAX; })) == "file size");
  BOOST_TEST(field_of(changed_header([](Elf64_Ehdr& h) {
               h.e_phentsize = 0;
               h.e_phnum = 0xffff;
             })) == "program header size");
  BOOST_TEST(field_of(changed_header([](Elf64_Ehdr& h) {
               h.e_phentsize = 0xffff;
               h.e_phnum = 0xffff;
             })) == "program header size");
  BOOST_TEST(field_of(changed_header([](Elf64_Ehdr& h) { h.e_phnum = 0; })) ==
             "note .note.veriload");
  BOOST_TEST(field_of(changed_segments([](Elf64_Phdr& s) { s.p_offset = UINT64_MAX; })) ==
             "file size");
  BOOST_TEST(field_of(changed_segments([](Elf64_Phdr& s) { s.p_filesz = UINT64_MAX; })) ==
             "file size");
  BOOST_TEST(field_of(changed_segments([](Elf64_Phdr& s) { s.p_filesz = 0; })) ==
             "note .note.veriload");
  BOOST_TEST(field_of(changed_segments([](Elf64_Phdr& s) { s.p_filesz = 13; })) ==
             "note .note.veriload");
}

BOOST_AUTO_TEST_CASE(sizes_inside_a_note_are_not_believed) {
  const temporary_folder folder;
  const std::string good = content_of(bad_plugin("good"));
  const auto at = good.find(std::string("VeriLoad\0", 9)) - 12;
  for (const std::uint32_t size : {0U, 5U, 0x7fffffffU, 0xfffffff4U, 0xffffffffU}) {
    for (const std::size_t field : {0U, 4U}) {
      std::string bytes = good;
      std::memcpy(bytes.data() + at + field, &size, sizeof size);
      BOOST_TEST(refused(folder.file("a.so", bytes)).field == "note .note.veriload");
    }
  }
}

BOOST_AUTO_TEST_CASE(many_large_note_segments_are_not_all_read) {
  const temporary_folder folder;
  std::string bytes = content_of(bad_plugin("good"));
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof header);
  header.e_phoff = bytes.size();
  header.e_phnum = 0xffff;
  std::memcpy(bytes.data(), &header, sizeof header);
  Elf64_Phdr segment{};
  segment.p_type = PT_NOTE;
  segment.p_filesz = 60 * 1024;
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    bytes.append(reinterpret_cast<const char*>(&segment), sizeof segment);
  }
  BOOST_TEST(refused(folder.file("a.so", bytes)).field == "note .note.veriload");
}

BOOST_AUTO_TEST_CASE(every_cut_and_random_damage_end_in_a_note_or_a_refusal) {
  const temporary_folder folder;
  const std::string good = content_of(bad_plugin("good"));
  for (std::size_t size = 0; size < std::min<std::size_t>(good.size(), 4'096); size += 61) {
    inspect_plugin(folder.file("a.so", good.substr(0, size)));
  }
  std::mt19937 random(7);
  std::size_t notes = 0;
  for (int round = 0; round < 400; ++round) {
    std::string bytes = good;
    for (int i = 0; i < 6; ++i)
      bytes[16 + random() % 1'000] = static_cast<char>(random());
    notes += std::holds_alternative<plugin_note>(inspect_plugin(folder.file("a.so", bytes)));
  }
  BOOST_TEST(notes > 0U);
  BOOST_TEST(notes < 400U);
}

BOOST_AUTO_TEST_SUITE_END()
