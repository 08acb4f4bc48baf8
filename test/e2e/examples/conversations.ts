import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import type { Flavour } from '../../../sandbox';
import { RECORDING } from '../loop';
import type { Stage } from '../stage';
import { openExample, type OpenExample } from './openExample';

/** The examples that begin with what a customer does. */
export const CONVERSATIONS = {
	'answer-a-voice-note': answersVoiceNote,
	'voice-agent': talks,
	'a-person-takes-over': fallsSilent,
	'several-messages-one-answer': answersOnce,
	'comment-to-voice-note': followsComment,
};

/** Somebody else who has talked to the account. */
function anotherCustomer({ sandbox }: Stage, flavour: Flavour) {
	const account = sandbox.accounts[flavour];
	const recipient = sandbox.addRecipient(account);
	return {
		customer: sandbox.customer(account, recipient),
		answers: () => sandbox.messages.filter(({ recipientId }) => recipientId === recipient.id),
	};
}

const kinds = (example: OpenExample) => example.answers().map(({ kind }) => kind);

async function answersVoiceNote(stage: Stage): Promise<void> {
	const example = await openExample(stage, 'answer-a-voice-note', 'instagramLogin', [
		'messages',
		'message_echoes',
	]);
	example.customer.sendsVoiceNote(await readFile(RECORDING));
	await example.settled(1);
	assert.deepEqual(kinds(example), ['audio']);
	await example.close();
}

async function talks(stage: Stage): Promise<void> {
	const example = await openExample(stage, 'voice-agent', 'instagramLogin', ['messages']);
	const recording = await readFile(RECORDING);
	example.customer.sendsVoiceNote(recording);
	const [first] = await example.settled(1);
	assert.match(JSON.stringify(first?.data.resultData.runData['To WAV']), /"container":"wav"/);
	assert.deepEqual(kinds(example), ['text', 'audio'], 'the disclosure, then the voice note');

	example.customer.sendsVoiceNote(recording);
	const [, second] = await example.settled(2);
	assert.deepEqual(kinds(example), ['text', 'audio', 'audio']);
	const memory = JSON.stringify(second?.data.resultData.runData['Simple Memory']);
	assert.match(memory, /You said: “This is a recording/, 'the agent remembers its first answer');
	await example.close();
}

async function fallsSilent(stage: Stage): Promise<void> {
	const { sandbox } = stage;
	const example = await openExample(stage, 'a-person-takes-over', 'messenger', [
		'messages',
		'message_echoes',
		'messaging_handovers',
	]);
	const { customer, recipient } = example;
	const person = sandbox.inbox(sandbox.accounts.messenger, recipient);
	const botAnswers = () => kinds(example).filter((kind) => kind === 'audio').length;

	customer.writes('Are you open today?');
	await example.settled(2);
	assert.equal(botAnswers(), 1, 'the bot answers; its echo starts a run that says nothing');

	person.writes('Let me take over.');
	await example.settled(3);
	const other = anotherCustomer(stage, 'messenger');
	example.inOneWebhook(() => {
		customer.writes('Thank you! Until when?');
		other.customer.writes('Do you deliver?');
	});
	await example.settled(5);
	assert.equal(botAnswers(), 1, 'the bot is silent while a person answers');
	assert.equal(other.answers().length, 1, 'others are answered meanwhile');

	person.passesThread();
	await example.settled(6);
	customer.writes('And tomorrow?');
	await example.settled(8);
	assert.equal(botAnswers(), 2, 'the bot is back once the person is done');
	await example.close();
}

async function answersOnce(stage: Stage): Promise<void> {
	const fields = ['messages'];
	const example = await openExample(stage, 'several-messages-one-answer', 'instagramLogin', fields);
	const other = anotherCustomer(stage, 'instagramLogin');
	example.customer.writes('Hi');
	example.customer.writes('one question');
	example.inOneWebhook(() => {
		other.customer.writes('Do you deliver?');
		example.customer.writes('are you open today?');
	});
	await example.settled(3);
	assert.match(other.answers()[0]?.text ?? '', /\nDo you deliver\?\nHere/);
	const [answer, ...more] = example.answers();
	assert.equal(more.length, 0, 'one answer');
	assert.match(answer?.text ?? '', /\nHi\none question\nare you open today\?\n/);

	example.customer.writes('Thanks!');
	await example.settled(4);
	assert.match(
		example.answers()[1]?.text ?? '',
		/^You wrote:\nThanks!\n/,
		'answered ones are over',
	);
	await example.close();
}

async function followsComment(stage: Stage): Promise<void> {
	const fields = ['messages', 'comments'];
	const example = await openExample(stage, 'comment-to-voice-note', 'instagramLogin', fields);
	example.customer.comments('How much is it?');
	await example.settled(1);
	assert.deepEqual(kinds(example), ['text'], 'a comment is answered in private, with text');

	example.customer.writes('Yes, please');
	await example.settled(2);
	assert.deepEqual(kinds(example), ['text', 'audio'], 'the voice note follows the answer');

	example.customer.writes('Lovely');
	await example.settled(3);
	assert.deepEqual(kinds(example), ['text', 'audio'], 'one voice note for each invitation');
	await example.close();
}
