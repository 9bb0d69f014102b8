import type { Secret } from '../utils/secret.ts'
import { RedisError } from './errors.ts'
import type { Endpoint, Hello } from './facts.ts'
import { parseHello } from './info.ts'

/** Sends one command of the login. @throws RedisError at stage `login` */
export type Call = (name: string, ...args: string[]) => Promise<unknown>

/**
 * `hello`: HELLO, which also says what answers. `auth`: AUTH alone, for servers and proxies that hang up on HELLO
 * (twemproxy). `auth-password`: AUTH as Redis 5 knows it, for proxies that hang up on a user name.
 */
export type LoginMethod = 'hello' | 'auth' | 'auth-password'

/** The methods to try, each on a new connection when the server hangs up on the one before. */
export function loginMethods({ username, password }: Endpoint): readonly LoginMethod[] {
  return username !== 'default' && password !== undefined ? ['hello', 'auth', 'auth-password'] : ['hello', 'auth']
}

/** @returns what HELLO says, where the server knows it @throws RedisError */
export async function logIn(endpoint: Endpoint, method: LoginMethod, call: Call): Promise<Hello | undefined> {
  try {
    return await tryToLogIn(endpoint, method, call)
  } catch (error) {
    throw error instanceof RedisError ? await withCause(error, endpoint, call) : error
  }
}

async function tryToLogIn(endpoint: Endpoint, method: LoginMethod, call: Call): Promise<Hello | undefined> {
  const { username, password } = endpoint
  if (method === 'hello') {
    const login = password === undefined ? [] : ['AUTH', username, password.reveal()]
    try {
      // Version 2: nothing here needs RESP3, and servers that lack it refuse.
      return parseHello(await call('HELLO', '2', ...login))
    } catch (error) {
      if (!(error instanceof RedisError) || !refusesHello(error, endpoint)) throw error
    }
  }
  if (password !== undefined) await authenticate(username, password, method, call)
  else if (method === 'auth') await expectAnyReply(call)
  return undefined
}

/** HELLO is refused in many words. Whatever is not about credentials, limits or the server's state means AUTH. */
function refusesHello({ failure: { reason } }: RedisError, { password }: Endpoint): boolean {
  return (
    reason === 'redis-error' ||
    reason === 'redis-no-permission' ||
    // A proxy that does not know HELLO may ask for AUTH first.
    (reason === 'redis-auth-required' && password !== undefined)
  )
}

async function authenticate(username: string, password: Secret, method: LoginMethod, call: Call): Promise<void> {
  const namesUser = username !== 'default' && method !== 'auth-password'
  try {
    await call('AUTH', ...(namesUser ? [username] : []), password.reveal())
  } catch (error) {
    if (!(error instanceof RedisError)) throw error
    if (namesUser && error.replied(/wrong number of arguments/i)) {
      return authenticate(username, password, 'auth-password', call)
    }
    // Before Redis 6: "Client sent AUTH, but no password is set"; later: "AUTH <password> called without any password
    // configured for the default user".
    if (!error.replied(/no password is set|without any password configured/i)) throw error
  }
}

/** On a new connection that needs no login, to see that a server is there. Not every proxy lets PING pass. */
async function expectAnyReply(call: Call): Promise<void> {
  try {
    await call('PING')
  } catch (error) {
    const isAnswer =
      error instanceof RedisError && ['redis-error', 'redis-no-permission'].includes(error.failure.reason)
    if (!isAnswer) throw error
  }
}

/**
 * Why a login was refused, as far as one more try tells. The password of a user that does not exist is tried once for
 * `default`: URLs from before Redis 6 carry made-up user names (`rediscloud`, `redistogo`), and only the server knows.
 * It has just been sent the same password on the same connection, so this discloses nothing.
 */
async function withCause(error: RedisError, { username, password }: Endpoint, call: Call): Promise<RedisError> {
  const { failure } = error
  if (username === 'default') return error
  if (failure.reason === 'redis-auth-required' && password === undefined) {
    return new RedisError({ ...failure, passwordAsUser: true })
  }
  if (failure.reason !== 'redis-wrong-password' || failure.code !== 'WRONGPASS' || password === undefined) return error
  try {
    // Without a user name: where `default` has no password, this fails, while `AUTH default <anything>` succeeds.
    await call('AUTH', password.reveal())
    return new RedisError({ ...failure, acceptedAs: 'default' })
  } catch (second) {
    if (second instanceof RedisError) return error
    throw second
  }
}
