import { GraphError } from '../../lib/graph';
import { toFailure, type Failure } from './failure';

/** What is said differently where nobody was to send anything, and there is no item to run again. */
const WORDS: Partial<Record<Failure['code'], Pick<Failure, 'message' | 'fix'>>> = {
	temporarily_unavailable: {
		message: "Meta's servers could not be reached, or did not answer properly",
		fix: "Check this machine's internet connection, DNS and proxy (and 'Base URL' in the credential, if set), then try again in a few minutes",
	},
	rate_limited: {
		message: 'Meta is limiting how many calls this account may make',
		fix: 'Try again in a few minutes',
	},
};

/** Why a question to Meta was not answered, for somebody in front of the credential or of a list. */
export function toQuestionFailure(thrown: unknown): Pick<Failure, 'code' | 'message' | 'fix'> {
	const { code, message, fix } = toFailure(thrown);
	return { code, message, fix, ...(thrown instanceof GraphError ? WORDS[code] : {}) };
}
