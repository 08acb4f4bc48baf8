import { useEffect, useRef, useState } from 'preact/hooks';

/** What the apps record, if this browser can; what browsers record otherwise. */
const RECORDING_TYPES = ['audio/mp4;codecs=mp4a.40.2', 'audio/webm', 'audio/mp4'];

const mimeType =
	'MediaRecorder' in window
		? RECORDING_TYPES.find((type) => MediaRecorder.isTypeSupported(type))
		: undefined;

export interface Recorder {
	/** Whether this browser can record at all. */
	isAvailable: boolean;
	isRecording: boolean;
	/** How long it has been recording. */
	seconds: number;
	start: () => void;
	/** Ends the recording and hands it over. */
	finish: () => void;
	/** Ends the recording and forgets it. */
	cancel: () => void;
}

/**
 * The customer's microphone.
 * @param onRecorded gets the voice note
 * @param onProblem gets a sentence if there is no microphone
 */
export function useRecorder(
	onRecorded: (note: Blob) => void,
	onProblem: (problem: string) => void,
): Recorder {
	const [seconds, setSeconds] = useState<number>();
	const recorder = useRef<MediaRecorder>(undefined);
	const isWanted = useRef(false);

	useEffect(() => () => stop(recorder.current), []);
	useEffect(() => {
		if (seconds === undefined) return undefined;
		const timer = setTimeout(() => setSeconds(seconds + 1), 1000);
		return () => clearTimeout(timer);
	}, [seconds]);

	const start = async (): Promise<void> => {
		const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
		const chunks: Blob[] = [];
		const current = new MediaRecorder(stream, { mimeType: mimeType ?? '' });
		current.addEventListener('dataavailable', ({ data }) => chunks.push(data));
		current.addEventListener('stop', () => {
			for (const track of stream.getTracks()) track.stop();
			setSeconds(undefined);
			if (isWanted.current) onRecorded(new Blob(chunks, { type: current.mimeType }));
		});
		isWanted.current = false;
		recorder.current = current;
		current.start();
		setSeconds(0);
	};
	const end = (isKept: boolean) => (): void => {
		isWanted.current = isKept;
		stop(recorder.current);
	};
	return {
		isAvailable: mimeType !== undefined,
		isRecording: seconds !== undefined,
		seconds: seconds ?? 0,
		start: () => {
			start().catch(() => onProblem('There is no microphone here. Send a sound file instead.'));
		},
		finish: end(true),
		cancel: end(false),
	};
}

function stop(recorder: MediaRecorder | undefined): void {
	if (recorder?.state === 'recording') recorder.stop();
}
