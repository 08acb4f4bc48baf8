/**
 * The part of the page's script in which the viewer is the customer: writes, records, sends files.
 * It shares the names of the script before it.
 */
export const composer = String.raw`
async function act(body) {
	const [, recipientId] = chosen.split('/');
	const response = await fetch('/_sandbox/recipients/' + recipientId + '/acts', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const answer = await response.json();
	byId('status').textContent = response.ok ? 'Sent.' : answer.mistake;
	await refresh();
}

function base64Of(blob) {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
		reader.onerror = () => reject(reader.error);
		reader.readAsDataURL(blob);
	});
}

const FAMILIES = ['audio', 'image', 'video'];
async function sendFile(blob) {
	const contentType = blob.type || 'application/octet-stream';
	const type = FAMILIES.find((each) => contentType.startsWith(each + '/')) ?? 'file';
	await act({ act: 'sends', type, contentType, base64: await base64Of(blob) });
}

byId('composer').onsubmit = (event) => {
	event.preventDefault();
	const text = byId('words').value.trim();
	if (!text) return;
	byId('words').value = '';
	act({ act: 'writes', text });
};

byId('attach').onclick = () => byId('file').click();
byId('file').onchange = async (event) => {
	const [file] = event.target.files;
	if (file) await sendFile(file);
	event.target.value = '';
};

/** What the apps record, if this browser can; whatever it can otherwise. */
const RECORDING = ['audio/mp4', 'audio/webm'].find((type) => window.MediaRecorder?.isTypeSupported(type));
let recorder;
async function startRecording() {
	const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
	const chunks = [];
	recorder = new MediaRecorder(stream, { mimeType: RECORDING });
	recorder.ondataavailable = ({ data }) => chunks.push(data);
	recorder.onstop = () => {
		for (const track of stream.getTracks()) track.stop();
		recorder = undefined;
		byId('record').textContent = 'Record';
		sendFile(new Blob(chunks, { type: RECORDING }));
	};
	recorder.start();
	byId('record').textContent = 'Stop and send';
}
byId('record').onclick = () => {
	if (recorder) return recorder.stop();
	startRecording().catch(() => { byId('status').textContent = 'No microphone here. Attach a file instead.'; });
};
byId('record').hidden = !RECORDING || !navigator.mediaDevices;
`;
