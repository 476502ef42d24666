import { createHash } from 'node:crypto';

/**
 * `MemoryCounters.take` within Redis, all of it or nothing, on one hash for each caller: exact however many
 * processes ask. The time is Redis’ own, so that clocks of processes need not agree; where it was set back
 * the bucket that has begun goes on.
 *
 * KEYS[1] the caller; ARGV: milliseconds or -1 for Redis’ own clock, the window’s name, limit and
 * milliseconds, points, capacity (0 for no bucket), points a second, places taken. Answers: 0 admitted, 1 the window
 * refuses, 2 the bucket does; remaining, milliseconds to reset, milliseconds to retry, points used.
 */
export const takeScript = `
local now = tonumber(ARGV[1])
if now < 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local name, limit, width = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local points, capacity, rate = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local places = tonumber(ARGV[8])
local known = redis.call('HMGET', KEYS[1], name .. ':index', name .. ':current', name .. ':previous', 'used', 'at')

local present = math.floor(now / width)
local index = tonumber(known[1]) or present
local current, previous = tonumber(known[2]) or 0, tonumber(known[3]) or 0
if present > index then
  if present == index + 1 then previous = current else previous = 0 end
  current = 0
  index = present
end
local elapsed = math.max(0, now - index * width)

local used, at = tonumber(known[4]) or 0, tonumber(known[5]) or now
if capacity > 0 then
  used = math.max(0, used - math.max(0, now - at) / 1000 * rate)
  at = math.max(at, now)
end

local function untilThereAre(n)
  if limit < n then return width end
  if current + previous * (1 - elapsed / width) + n <= limit then return 0 end
  if current + n <= limit then return width * (1 - (limit - n - current) / previous) - elapsed end
  return width - elapsed + width * (1 - (limit - n) / current)
end

local retry = untilThereAre(places)
local refused = 0
if retry > 0 then
  refused = 1
elseif capacity > 0 and used + points > capacity then
  refused = 2
  retry = (used + points - capacity) / rate * 1000
else
  current = current + places
  used = used + points
  redis.call('HSET', KEYS[1], name .. ':index', index, name .. ':current', current, name .. ':previous', previous, 'used', used, 'at', at)
  local kept = 2 * width
  if capacity > 0 then kept = math.max(kept, math.ceil(capacity / rate * 1000)) end
  redis.call('PEXPIRE', KEYS[1], kept)
end
local remaining = math.max(0, math.floor(limit - current - previous * (1 - elapsed / width)))
local reset = width - elapsed
if remaining == 0 then reset = untilThereAre(1) end
return {refused, remaining, math.ceil(reset), math.ceil(retry), math.ceil(used)}
`;

/** Puts ARGV[1] points back into the bucket of KEYS[1], if there still is one. */
export const giveBackScript = `
local used = tonumber(redis.call('HGET', KEYS[1], 'used'))
if used then redis.call('HSET', KEYS[1], 'used', math.max(0, used - tonumber(ARGV[1]))) end
return 0
`;

/** By which Redis knows a script that it has seen. */
export function shaOf(script: string): string {
  return createHash('sha1').update(script).digest('hex');
}
