import { actAs } from './api.js';
import { byId } from './elements.js';

/** The types of attachment that a file's MIME type names; any other is a `file`. */
const MEDIA_TYPES = ['audio', 'image', 'video'];

/** What the apps record, if this browser can; what browsers record otherwise. */
const RECORDING_TYPES = ['audio/mp4', 'audio/webm'];

/**
 * The form in which the viewer is the customer: writes, records, sends files.
 * @param recipientId whose thread is open
 * @param onSent called with what to show as the status, once something was sent or refused
 */
export function startComposer(
	recipientId: () => string,
	onSent: (status: string) => Promise<void>,
): void {
	const send = (act: Readonly<Record<string, string>>): Promise<void> =>
		actAs(recipientId(), act).then(
			() => onSent('Sent.'),
			(cause: unknown) => onSent(cause instanceof Error ? cause.message : String(cause)),
		);
	const sendFile = async (file: Blob): Promise<void> => {
		const contentType = file.type === '' ? 'application/octet-stream' : file.type;
		const type = MEDIA_TYPES.find((each) => contentType.startsWith(`${each}/`)) ?? 'file';
		await send({ act: 'sends', type, contentType, base64: await base64Of(file) });
	};

	const words = byId('words', HTMLInputElement);
	byId('composer', HTMLFormElement).addEventListener('submit', (event) => {
		event.preventDefault();
		const text = words.value.trim();
		words.value = '';
		if (text !== '') void send({ act: 'writes', text });
	});

	const chooser = byId('file', HTMLInputElement);
	byId('attach', HTMLButtonElement).addEventListener('click', () => chooser.click());
	chooser.addEventListener('change', () => {
		const file = chooser.files?.[0];
		if (file !== undefined) void sendFile(file);
		chooser.value = '';
	});

	startRecorder(sendFile, onSent);
}

/** The button that records a voice note; hidden where the browser cannot. */
function startRecorder(
	onRecorded: (note: Blob) => Promise<void>,
	onFailed: (status: string) => Promise<void>,
): void {
	const button = byId('record', HTMLButtonElement);
	const canRecord = 'MediaRecorder' in window && 'mediaDevices' in navigator;
	const mimeType = canRecord
		? RECORDING_TYPES.find((type) => MediaRecorder.isTypeSupported(type))
		: undefined;
	button.hidden = mimeType === undefined;
	if (mimeType === undefined) return;
	let recorder: MediaRecorder | undefined;

	const start = async (): Promise<void> => {
		const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
		const chunks: Blob[] = [];
		recorder = new MediaRecorder(stream, { mimeType });
		recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
		recorder.addEventListener('stop', () => {
			for (const track of stream.getTracks()) track.stop();
			recorder = undefined;
			button.textContent = 'Record';
			void onRecorded(new Blob(chunks, { type: mimeType }));
		});
		recorder.start();
		button.textContent = 'Stop and send';
	};

	button.addEventListener('click', () => {
		if (recorder !== undefined) return recorder.stop();
		start().catch(() => onFailed('No microphone here. Attach a file instead.'));
	});
}

/** The bytes in Base64, which is how the control API takes them. */
function base64Of(file: Blob): Promise<string> {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.addEventListener('load', () => {
			const [, base64 = ''] = (reader.result as string).split(',');
			resolve(base64);
		});
		reader.addEventListener('error', () => reject(reader.error ?? new Error('Unreadable file')));
		reader.readAsDataURL(file);
	});
}
