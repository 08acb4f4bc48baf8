import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { ShownAttachment } from '../../control/shown.js';
import { Icon } from '../icons.js';
import { soundOf, type Sound } from '../sound/decode.js';
import { usePlayback } from '../sound/player.js';
import { minutesAndSeconds } from '../times.js';

/** The quietest bar is still to be seen, in percent of the loudest. */
const LOWEST_BAR = 8;

type State = 'decoding' | 'undecodable' | Sound;

/** A voice note as the apps show it, with the waveform and the length of the sound itself. */
export function VoiceNote({ attachment }: { attachment: ShownAttachment }): JSX.Element {
	const { mediaUrl, container, codec } = attachment;
	const [sound, setSound] = useState<State>('decoding');
	useEffect(() => {
		let isGone = false;
		soundOf(mediaUrl).then(
			(decoded) => isGone || setSound(decoded),
			() => isGone || setSound('undecodable'),
		);
		return () => void (isGone = true);
	}, [mediaUrl]);
	if (sound === 'undecodable') {
		const format = [container, codec].filter(Boolean).join(' / ');
		return (
			<p class="bubble voice">
				<span>
					Voice note. This browser cannot play {format}. <a href={mediaUrl}>Download it</a>
				</span>
			</p>
		);
	}
	if (sound === 'decoding') return <p class="bubble voice">Voice note …</p>;
	return <Player url={mediaUrl} sound={sound} />;
}

function Player({ url, sound }: { url: string; sound: Sound }): JSX.Element {
	const { isPlaying, seconds, toggle, seek } = usePlayback(url);
	const { durationSeconds, peaks } = sound;
	const share = durationSeconds > 0 ? seconds / durationSeconds : 0;
	return (
		<div class="bubble voice" role="group" aria-label="Voice note">
			<button type="button" class="play" aria-label={isPlaying ? 'Pause' : 'Play'} onClick={toggle}>
				<Icon name={isPlaying ? 'pause' : 'play'} />
			</button>
			<div class="wave">
				{peaks.map((peak, at) => (
					<i
						key={at}
						class={at / peaks.length < share ? 'played' : ''}
						style={{ height: `${LOWEST_BAR + (100 - LOWEST_BAR) * peak}%` }}
					/>
				))}
				<input
					type="range"
					aria-label="Position"
					aria-valuetext={`${minutesAndSeconds(seconds)} of ${minutesAndSeconds(durationSeconds)}`}
					min={0}
					max={durationSeconds}
					step={0.1}
					value={seconds}
					onInput={({ currentTarget }) => seek(Number(currentTarget.value))}
				/>
			</div>
			<span class="length">{minutesAndSeconds(seconds > 0 ? seconds : durationSeconds)}</span>
		</div>
	);
}
