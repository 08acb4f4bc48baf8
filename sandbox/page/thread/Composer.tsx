import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { Icon } from '../icons.js';
import type { MetaObject } from '../metaWords.js';
import { preview, type ThreadMessage } from '../threads.js';
import { minutesAndSeconds } from '../times.js';
import { AccountMenu } from './AccountMenu.js';
import { useActing } from './acting.js';
import { sendingOf } from './files.js';
import { menuOf } from './profile.js';
import { useRecorder, type Recorder } from './recorder.js';

interface Props {
	/** Which the next message quotes, or replaces. */
	quoted?: ThreadMessage;
	edited?: ThreadMessage;
	onProblem: (problem: string) => void;
	/** The quote or the edit is over. */
	onDone: () => void;
}

/** The customer's side: write, record, send a file. */
export function Composer({ quoted, edited, onProblem, onDone }: Props): JSX.Element {
	const { thread, act } = useActing();
	const [text, setText] = useState('');
	const field = useRef<HTMLInputElement>(null);
	const recorder = useRecorder((note) => sendFile(note), onProblem);
	const target = edited ?? quoted;
	useEffect(() => {
		if (target === undefined) return;
		setText(edited?.text ?? '');
		field.current?.focus();
	}, [target]);

	const sendFile = (file: Blob): void => {
		sendingOf(file).then(act, (cause: unknown) => onProblem((cause as Error).message));
	};
	const write = (): void => {
		const words = text.trim();
		if (words === '') return;
		setText('');
		onDone();
		if (edited !== undefined) {
			void act({ act: 'edits', messageId: edited.messageId, text: words });
			return;
		}
		const replyTo = quoted?.messageId;
		void act({ act: 'writes', text: words, ...(replyTo === undefined ? {} : { replyTo }) });
	};
	const drop = (): void => {
		if (edited !== undefined) setText('');
		onDone();
		field.current?.focus();
	};
	const menu = menuOf(thread.account);
	if (menu.isOnly) return <MenuOnly items={menu.items} />;
	if (recorder.isRecording) return <Recording recorder={recorder} />;
	return (
		<form
			class="composer"
			aria-label={`Write as ${thread.recipient.name}`}
			onSubmit={(event) => {
				event.preventDefault();
				write();
			}}
			onKeyDown={(event) => {
				if (event.key === 'Escape' && target !== undefined) drop();
			}}
		>
			{target && (
				<p class="target">
					<span>
						{edited ? 'Editing: ' : 'Reply to: '}
						{preview(target)}
					</span>
					<button
						type="button"
						aria-label={edited ? 'Stop editing' : 'Do not quote'}
						onClick={drop}
					>
						<Icon name="close" />
					</button>
				</p>
			)}
			<AccountMenu items={menu.items} />
			<FileButton onChosen={sendFile} />
			<input
				ref={field}
				class="words"
				autocomplete="off"
				aria-label={`Message from ${thread.recipient.name}`}
				placeholder={`Write as ${thread.recipient.name} …`}
				value={text}
				onInput={({ currentTarget }) => setText(currentTarget.value)}
			/>
			{recorder.isAvailable && (
				<button type="button" aria-label="Record a voice note" onClick={recorder.start}>
					<Icon name="microphone" />
				</button>
			)}
			<button class="send" aria-label={edited ? 'Save' : 'Send'} disabled={text.trim() === ''}>
				<Icon name="send" />
			</button>
		</form>
	);
}

/** What is left to customers where the account has switched writing off. */
const MenuOnly = ({ items }: { items: readonly MetaObject[] }): JSX.Element => (
	<div class="composer" role="group" aria-label="Menu instead of messages">
		<AccountMenu items={items} />
		<p class="quiet">The account lets customers tap its menu, and not write.</p>
	</div>
);

function FileButton({ onChosen }: { onChosen: (file: Blob) => void }): JSX.Element {
	const chooser = useRef<HTMLInputElement>(null);
	return (
		<>
			<button type="button" aria-label="Send a file" onClick={() => chooser.current?.click()}>
				<Icon name="attach" />
			</button>
			<input
				ref={chooser}
				type="file"
				hidden
				multiple
				onChange={({ currentTarget }) => {
					for (const file of currentTarget.files ?? []) onChosen(file);
					currentTarget.value = '';
				}}
			/>
		</>
	);
}

function Recording({ recorder }: { recorder: Recorder }): JSX.Element {
	const finish = useRef<HTMLButtonElement>(null);
	useEffect(() => finish.current?.focus(), []);
	return (
		<div class="composer recording" role="group" aria-label="Recording">
			<button type="button" aria-label="Discard the recording" onClick={recorder.cancel}>
				<Icon name="close" />
			</button>
			<p class="words" role="timer">
				<span class="dot" />
				Recording {minutesAndSeconds(recorder.seconds)}
			</p>
			<button
				ref={finish}
				type="button"
				class="send"
				aria-label="Send the recording"
				onClick={recorder.finish}
			>
				<Icon name="send" />
			</button>
		</div>
	);
}
