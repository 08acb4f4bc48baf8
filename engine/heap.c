/*
 * The heap of the module, in place of wasi-libc's own sbrk
 * (https://github.com/WebAssembly/wasi-libc, libc-bottom-half/sources/sbrk.c).
 *
 * malloc returns NULL where sbrk fails, and FFmpeg may then drop what did not fit, go on, and exit
 * with 0. So a refusal goes to the host, which ends the run and never returns.
 */
#include <stdint.h>
#include <unistd.h>

#define PAGE_BYTES 65536

__attribute__((import_module("heap"), import_name("refused"))) _Noreturn void heap_refused(void);

/* dlmalloc asks for whole pages, and gives none back. */
void *sbrk(intptr_t increment)
{
    size_t pages = __builtin_wasm_memory_size(0);

    if (increment != 0) {
        pages = __builtin_wasm_memory_grow(0, (uintptr_t)increment / PAGE_BYTES);
        if (pages == SIZE_MAX)
            heap_refused();
    }
    return (void *)(pages * PAGE_BYTES);
}
