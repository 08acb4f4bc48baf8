import { sourceFields, type SourceNames } from './fileSource';

export const AUDIO: SourceNames = {
	source: 'audioSource',
	url: 'audioUrl',
	sourceField: 'Audio Source',
	urlField: 'Audio URL',
};

const FIELDS = sourceFields(AUDIO, {
	binary: 'A file from an earlier node, such as a text-to-speech or download node',
	binaryHint: 'The name of the input field that holds the audio file',
	binaryDescription:
		'Any common audio format is taken: MP3, Ogg, Opus, WAV, WebM, M4A, AAC, AMR and more',
	urlPlaceholder: 'e.g. https://example.com/note.mp3',
	urlDescription:
		'Direct https link to the audio file (MP3, Ogg, WAV, M4A and others). It must open without a login; a web page with a player does not work.',
});

/** Audio that is read here. */
export const READABLE_AUDIO_FIELDS = FIELDS.readable;

/** Audio that is read here, or that Meta has already. */
export const AUDIO_FIELDS = FIELDS.any;
