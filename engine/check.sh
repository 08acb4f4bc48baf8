#!/usr/bin/env bash
# Builds the engine twice, in two folders, and compares both with what is in the repository.
# By hand or at night: `engine/check.sh [TARBALL]`. Two to four minutes on two cores.
set -euo pipefail
engine=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for folder in "$work/one" "$work/another"; do
	mkdir "$folder"
	TMPDIR=$folder "$engine/build.sh" "$folder" "$@"
	for file in ffmpeg.wasm LICENSE.LGPL-2.1; do
		cmp "$folder/$file" "$engine/$file"
	done
done
echo 'The same bytes, twice.'
