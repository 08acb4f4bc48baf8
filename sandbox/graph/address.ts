import { CURRENT_VERSION, type GraphHost } from '../model/flavours';
import { GraphError } from '../model/graphError';

/** Where a Graph call goes. */
export interface GraphAddress {
	host: GraphHost;
	/** The version that answers. */
	version: string;
	segments: string[];
}

/** Usable versions, oldest first. Source: Meta, "Graph API changelog". */
const VERSIONS = ['v21.0', 'v22.0', 'v23.0', 'v24.0', 'v25.0', CURRENT_VERSION];

const HOSTS: readonly GraphHost[] = ['graph.instagram.com', 'graph.facebook.com'];

/** The Graph host whose name is the first part of the path; `undefined` for anything else. */
export function hostOf(pathname: string): GraphHost | undefined {
	const first = pathname.split('/')[1];
	return HOSTS.find((host) => host === first);
}

/**
 * Reads `/{host}/{version?}/{segments}`. An expired version is served by the oldest usable one, as
 * are calls without a version. Source: Meta, "Platform versioning".
 * @throws GraphError 2500 for a version that does not exist yet, or a path that is none
 */
export function readAddress(pathname: string, host: GraphHost): GraphAddress {
	const segments = pathname.split('/').filter(Boolean).slice(1).map(decode);
	const asked = /^v(\d+)\.\d+$/.exec(segments[0] ?? '');
	const oldest = VERSIONS[0] ?? CURRENT_VERSION;
	if (asked === null) return { host, version: oldest, segments };
	const [named] = asked;
	const isFuture = Number(asked[1]) > Number(CURRENT_VERSION.slice(1));
	if (isFuture) throw new GraphError('unknownPath', { path: `/${segments.join('/')}` });
	const version = VERSIONS.includes(named) ? named : oldest;
	return { host, version, segments: segments.slice(1) };
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		throw new GraphError('unknownPath', { path: `/${segment}` });
	}
}
