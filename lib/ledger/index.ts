/**
 * What all processes of an n8n must agree on: which messages went out (`sends`), which webhook events
 * have started a run (`events`), when something was done last (`marks`), when an account may send
 * next (`slots`), who writes to a customer (`locks`), which message to one nobody knows the outcome of
 * (`doubts`), and what is being done at the moment (`underWay`). Each rests on the atomic steps of a store (`stores/`): a SQLite file for the processes of one
 * machine, Redis for several machines, or this process's memory.
 */
export { hashedKey } from './keys';
export { Ledger, type LedgerSettings } from './ledger';
export type { EventClaim, Events } from './events';
export type { Unlock } from './locks';
export type { Mark } from './marks';
export type { ClaimOptions, ClaimResult, Receipt, SendClaim } from './sends';
export { nodeSqlite } from './stores/nodeSqlite';
export { LedgerError } from './stores/store';
export type { RedisSettings } from './stores/redisStore';
