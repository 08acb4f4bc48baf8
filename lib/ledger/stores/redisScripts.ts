/**
 * The atomic steps, as scripts that Redis runs whole. An empty text stands for "nothing": no entry has an
 * empty value. Redis' own clock counts, since those of several machines differ.
 * https://redis.io/docs/latest/develop/programmability/eval-intro/
 */

/** KEYS: entry. ARGV: expected, next, life in ms. Returns what stood there. */
export const CHANGE = `
local found = redis.call('GET', KEYS[1]) or ''
if found == ARGV[1] then
  if ARGV[2] == '' then redis.call('DEL', KEYS[1])
  else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
end
return found
`;

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
`;

/** KEYS: queue, pause. ARGV: interval in ms, farthest slot in ms. Returns milliseconds, as text. */
export const TAKE_SLOT = `${NOW}
local slot = tonumber(redis.call('GET', KEYS[1]) or '0')
if slot < now or slot > now + ARGV[2] then slot = now end
local paused = tonumber(redis.call('GET', KEYS[2]) or '0')
if paused > slot then slot = paused end
local after = slot + ARGV[1]
redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil(after - now))
return string.format('%.3f', slot - now)
`;

/** KEYS: pause. ARGV: for how many ms. */
export const PAUSE = `${NOW}
local till = now + ARGV[1]
if till > tonumber(redis.call('GET', KEYS[1]) or '0') then
  redis.call('SET', KEYS[1], string.format('%.3f', till), 'PX', math.ceil(tonumber(ARGV[1])))
end
return 1
`;

/** KEYS: pause. Returns milliseconds, as text. */
export const PAUSED_FOR = `${NOW}
local left = tonumber(redis.call('GET', KEYS[1]) or '0') - now
if left < 0 then left = 0 end
return string.format('%.3f', left)
`;
