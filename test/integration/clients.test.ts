import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { selfSigned } from '../support/certificates.ts'
import { startRedis, type RedisServer } from '../support/redis-server.ts'
import { codeBlocks } from '../unit/docs/markdown.ts'

const root = resolve(import.meta.dirname, '../..')
const page = readFileSync(resolve(root, 'docs/clients.md'), 'utf8')

/** What a stranger copies from the page: the sample that imports this library. */
function sample(library: string): string {
  const found = codeBlocks(page).filter(({ language, text }) => language === 'js' && text.includes(`from '${library}'`))
  expect(found).toHaveLength(1)
  return found[0]?.text ?? ''
}

const password = 'p@ss/word:%41'
let writer: RedisServer
let reader: RedisServer

beforeAll(async () => {
  const tls = selfSigned()
  writer = await startRedis({ tls, password })
  reader = await startRedis({ tls, password, replicaOf: writer })
})

afterAll(async () => {
  await Promise.all([reader.stop(), writer.stop()])
})

const variables = (prefix: string, port: number) => ({
  [`${prefix}_HOST`]: '127.0.0.1',
  [`${prefix}_PORT`]: String(port),
  [`${prefix}_USERNAME`]: 'default',
  [`${prefix}_PASSWORD`]: password,
  [`${prefix}_TLS`]: 'true',
})

/** Runs the sample, and behind it a write, a read on the replica, and a write that a replica must refuse. */
async function used(
  library: string,
  waitForReplica: string,
  close: string,
): Promise<{ stdout: string; stderr: string }> {
  const behind = `
    await writer.set('page', 'works')
    await ${waitForReplica}
    console.log(await reader.get('page'), await reader.set('page', 'x').catch((error) => error.message.split(' ')[0]))
    for (const client of [writer, reader]) client.${close}()
  `
  return promisify(execFile)(process.execPath, ['--input-type=module', '--eval', sample(library) + behind], {
    cwd: root,
    env: { ...variables('REDIS_WRITER', writer.port), ...variables('REDIS_READER', reader.port) },
  })
}

const right = { stdout: 'works READONLY\n', stderr: '' }

test('the ioredis sample writes on the writer and reads on the reader, over TLS', async () => {
  expect(await used('ioredis', 'writer.wait(1, 5_000)', 'disconnect')).toEqual(right)
})

test('the node-redis sample does the same', async () => {
  expect(await used('redis', "writer.sendCommand(['WAIT', '1', '5000'])", 'destroy')).toEqual(right)
})
