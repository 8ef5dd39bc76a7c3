/* This library as the loader and the engine know it. */
#define _GNU_SOURCE
#include <elf.h>
#include <link.h>
#include "php.h"
#include "zend_extensions.h"
#include "weft.h"

typedef struct {
	const unsigned char *bytes;
	size_t length;
} build_id;

static size_t aligned(size_t size) { return (size + 3) & ~(size_t) 3; }

static void find_note(const char *at, const char *end, build_id *found)
{
	while (at + sizeof(ElfW(Nhdr)) <= end) {
		const ElfW(Nhdr) *note = (const ElfW(Nhdr) *) at;
		const char *name = at + sizeof(*note), *content = name + aligned(note->n_namesz);
		if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && memcmp(name, "GNU", 4) == 0 && content + note->n_descsz <= end) {
			found->bytes = (const unsigned char *) content;
			found->length = note->n_descsz;
			return;
		}
		at = content + aligned(note->n_descsz);
	}
}

static int each_library(struct dl_phdr_info *info, size_t size, void *found)
{
	uintptr_t own = (uintptr_t) each_library;
	bool is_own = false;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		is_own |= part->p_type == PT_LOAD && own - (info->dlpi_addr + part->p_vaddr) < part->p_memsz;
	}
	for (int i = 0; is_own && i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		/* Notes aligned to eight bytes are of other kinds. */
		if (part->p_type == PT_NOTE && part->p_align <= 4) {
			const char *begin = (const char *) (info->dlpi_addr + part->p_vaddr);
			find_note(begin, begin + part->p_memsz, found);
		}
	}
	return is_own;
}

/* The name that the linker made from the whole of this library. */
const unsigned char *weft_build_id(size_t *length)
{
	build_id found = {NULL, 0};
	dl_iterate_phdr(each_library, &found);
	*length = found.length;
	return found.bytes;
}

static int is_weft(void *extension, void *name)
{
	return strcmp(((zend_extension *) extension)->name, name) == 0;
}

void weft_withdraw_extension(void)
{
	zend_llist_del_element(&zend_extensions, "weft", is_weft);
}
