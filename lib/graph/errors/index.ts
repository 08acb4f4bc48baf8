/**
 * What can go wrong with a call to Meta: `metaCodes` (Meta's codes) and `transportFaults` (no answer, or
 * none of Graph's) lead to a template of the `catalog`, which `render` puts into the account's words.
 */
export {
	META_ERROR,
	RECIPIENT_UNKNOWN,
	TRANSPORT_ERRORS,
	type ErrorTemplate,
	type RenderedError,
} from './catalog';
export { cancelled, GraphError, type GraphErrorCode, type MetaAnswer } from './graphError';
export { KNOWN_META_CODES, metaErrorFor } from './metaCodes';
export { isRefused } from './metaRefusals';
export { render } from './render';
export { notSentBecause } from './transportFaults';
