#!/usr/bin/env bash
# Builds ffmpeg.wasm, the embedded audio engine, from FFmpeg's source. About a minute on two cores.
#
#   engine/build.sh [FOLDER [TARBALL]]
#
# FOLDER is where the result goes; this one by default.
# TARBALL is the source; by default Debian's `apt-get source` gets it, which has upstream's own file.
# The same source and tools give the same bytes, in whatever folder and on whatever day.
set -euo pipefail

readonly SOURCE=ffmpeg-5.1.9
readonly SOURCE_SHA256=d9b593bb2ba93d4b50f74177e0cdcd41747e708596367deed0c30348a71dd176

# Debian 12's packages. Another version of these works too, and gives other bytes.
readonly TOOLS='
binaryen 108-1
clang-19 1:19.1.7-3~deb12u1
libclang-rt-19-dev-wasm32 1:19.1.7-3~deb12u1
lld-19 1:19.1.7-3~deb12u1
llvm-19 1:19.1.7-3~deb12u1
wasi-libc 0.0~git20220510.9886d3d-2'

# FFmpeg needs 32 to 50 MB for any sound it can decode; a file that makes it ask for more is hostile.
readonly MAX_MEMORY_BYTES=$((256 * 1024 * 1024))
# What a note takes. The host brings the memory along, with these two bounds: lib/audio/engines/wasiMemory.ts.
readonly MIN_MEMORY_BYTES=$((8 * 1024 * 1024))
readonly STACK_BYTES=$((2 * 1024 * 1024))

# What every version of Node.js from 20 on has. Named one by one: the compiler's own choice changes.
readonly WEBASSEMBLY='-mcpu=mvp -msimd128 -mbulk-memory -mmutable-globals -mnontrapping-fptoint -msign-ext'

engine=$(cd "$(dirname "$0")" && pwd)
out=$(mkdir -p "${1:-$engine}" && cd "${1:-$engine}" && pwd)
tarball=${2:+$(realpath "$2")}
work=$(mktemp -d)
log=$work/log
: >"$log"
exec 3>&2
trap 'status=$?; [ $status -eq 0 ] || tail -n 30 "$log" >&3; rm -rf "$work"' EXIT

check_tools() {
	local name version
	while read -r name version; do
		[ "$(dpkg-query -Wf '${Version}' "$name" 2>/dev/null)" = "$version" ] ||
			echo "not the pinned $name $version: the bytes will differ" >&2
	done <<<"${TOOLS:1}"
}

unpack_source() {
	if [ -z "$tarball" ]; then
		apt-get source -qq --download-only ffmpeg
		tarball=$(echo "$work"/ffmpeg_*.orig.tar.xz)
	fi
	echo "$SOURCE_SHA256  $tarball" | sha256sum --check --quiet
	tar xf "$tarball"
	cd "$SOURCE"
	local patch
	for patch in "$engine"/patches/*.patch; do
		patch --quiet -p1 <"$patch"
	done
	cp "$engine/heap.c" .
}

# Every path is relative, so that none gets into the result.
configure_ffmpeg() {
	local target="--target=wasm32-wasi $WEBASSEMBLY -flto"
	local emulated='-D_WASI_EMULATED_SIGNAL -D_WASI_EMULATED_PROCESS_CLOCKS'
	clang-19 $target -O3 -c heap.c -o heap.o
	./configure \
		--enable-cross-compile --target-os=none --arch=wasm32 \
		--cc=clang-19 --ar=llvm-ar-19 --ranlib=llvm-ranlib-19 --nm=llvm-nm-19 --host-cc=clang-19 \
		--extra-cflags="$target $emulated" \
		--extra-ldflags="$target -lwasi-emulated-signal -lwasi-emulated-process-clocks" \
		--extra-ldexeflags="heap.o -Wl,--import-memory,--initial-memory=$MIN_MEMORY_BYTES,--max-memory=$MAX_MEMORY_BYTES,--stack-first,-z,stack-size=$STACK_BYTES,--strip-all" \
		--disable-all --disable-autodetect --disable-network --disable-pthreads --disable-asm \
		--disable-runtime-cpudetect --disable-stripping --disable-debug --disable-doc \
		--enable-ffmpeg --enable-avcodec --enable-avfilter --enable-avformat --enable-swresample \
		$(awk '/^[a-z]/ { print "--enable-" $1 "=" $2 }' "$engine/components.txt")
	grep -q '^#define FFMPEG_LICENSE "LGPL version 2.1' config.h
}

# What handles packets and options, not samples, is built for size.
compile() {
	make -j"$(nproc)" ECFLAGS=-Oz libavformat/libavformat.a \
		fftools/{cmdutils,ffmpeg,ffmpeg_filter,ffmpeg_hw,ffmpeg_mux,ffmpeg_opt,opt_common}.o
	make -j"$(nproc)" ffmpeg_g
}

check_tools
cd "$work"
unpack_source
configure_ffmpeg >"$log" 2>&1
compile >"$log" 2>&1
wasm-opt --enable-simd --enable-bulk-memory --enable-mutable-globals --enable-nontrapping-float-to-int --enable-sign-ext \
	--strip-debug --strip-producers --strip-target-features ffmpeg_g -o "$out/ffmpeg.wasm"
cp COPYING.LGPLv2.1 "$out/LICENSE.LGPL-2.1"
(cd "$out" && sha256sum ffmpeg.wasm)
