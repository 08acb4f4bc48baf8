import { formatNotRead, type AudioError } from '../errors';

/** Audio that no engine here reads, by its first bytes: its name says more than "unknown". */
const FORMATS: ReadonlyArray<[magic: RegExp, name: string]> = [
	[/^\x02?#!SILK_V3/, 'SILK, as WeChat and QQ record it'],
	[/^MAC /, "Monkey's Audio (APE)"],
	[/^TTA[12]/, 'True Audio (TTA)'],
	[/^(MPCK|MP\+)/, 'Musepack'],
	[/^(DSD |FRM8[^]{8}DSD )/, 'DSD'],
	[/^(\.RMF|\.ra\xfd)/, 'RealAudio'],
	[/^Creative Voice File\x1a/, 'Creative Voice (VOC)'],
	[/^(#!EVRC|#!QCELP|RIFF[^]{4}QLCM)/, 'QCELP or EVRC, as old CDMA phones record it'],
	[/^(ea3\x03|EA3\x01)/, 'ATRAC (OMA)'],
	[/^(\x7f\xfe\x80\x01|\xfe\x7f\x01\x80)/, 'DTS'],
	[/^[^]{4}\x57\x90\x75\x36/, 'Audible (AA)'],
];

/** @returns the sentence for audio of a format that is known, but not read; or undefined */
export function otherAudioReason(head: Buffer): AudioError | undefined {
	const start = head.toString('latin1', 0, 64);
	const [, name] = FORMATS.find(([magic]) => magic.test(start)) ?? [];
	return name === undefined ? undefined : formatNotRead(name);
}
