import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { selfSigned } from '../support/certificates.ts'
import { startRedis, type RedisServer } from '../support/redis-server.ts'
import { codeBlocks } from '../unit/docs/markdown.ts'

const root = resolve(import.meta.dirname, '../..')
const page = readFileSync(resolve(root, 'docs/clients.md'), 'utf8')
const password = 'p@ss/word:%41'

interface Client {
  readonly library: string
  /** The sample is the only code block of this language that contains this text. */
  readonly block: readonly [language: string, text: string]
  readonly program: string
  /** Without the code, which is the last argument. */
  readonly args: readonly string[]
  /** Fails if the library is missing; empty for the locked dependencies. */
  readonly probe: string
  /** The package of Debian and Ubuntu. */
  readonly package: string
  /** The start of an app: loads the library. */
  readonly before?: string
  /** Writes, waits for the replica, reads, and tries to write on the reader. */
  readonly after: string
}

const js = (waitForReplica: string, close: string) => `
  await writer.set('page', 'works')
  await ${waitForReplica}
  console.log(await reader.get('page'), await reader.set('page', 'x').catch((error) => error.message.split(' ')[0]))
  for (const client of [writer, reader]) client.${close}()
`
const node = { program: process.execPath, args: ['--input-type=module', '--eval'], probe: '', package: '' }

const clients: readonly Client[] = [
  { library: 'ioredis', block: ['js', "from 'ioredis'"], ...node, after: js('writer.wait(1, 30_000)', 'disconnect') },
  {
    library: 'node-redis',
    block: ['js', "from 'redis'"],
    ...node,
    // Within the time-outs of the sample.
    after: js("writer.sendCommand(['WAIT', '1', '4000'])", 'destroy'),
  },
  {
    library: 'redis-py',
    block: ['python', 'import redis'],
    program: '/usr/bin/python3',
    args: ['-c'],
    probe: 'import redis',
    package: 'python3-redis',
    after: `
writer.set("page", "works")
writer.wait(1, 4000)
try:
    refused = reader.set("page", "x")
except redis.ReadOnlyError:
    refused = "READONLY"
print(reader.get("page"), refused)
`,
  },
  {
    library: 'redis-rb',
    block: ['ruby', 'require "redis"'],
    program: 'ruby',
    args: ['-e'],
    probe: 'require "redis"',
    package: 'ruby-redis',
    after: `
WRITER.set("page", "works")
WRITER.wait(1, 2000)
refused = begin
  READER.set("page", "x")
rescue Redis::CommandError => error
  error.message.split.first
end
puts "#{READER.get("page")} #{refused}"
`,
  },
  {
    library: 'phpredis',
    block: ['php', 'new Redis()'],
    program: 'php',
    args: ['-r'],
    probe: 'exit(class_exists("Redis") ? 0 : 1);',
    package: 'php-cli php-redis',
    after: `
$writer->set('page', 'works');
$writer->wait(1, 4000);
try {
    $refused = (string) $reader->set('page', 'x');
} catch (RedisException $error) {
    $refused = explode(' ', $error->getMessage())[0];
}
echo $reader->get('page'), " {$refused}\\n";
`,
  },
  {
    library: 'Predis',
    block: ['php', 'new Predis\\Client('],
    program: 'php',
    args: ['-r'],
    probe: "@include 'Predis/autoload.php'; exit(class_exists('Predis\\Client') ? 0 : 1);",
    package: 'php-cli php-nrk-predis',
    before: "require 'Predis/autoload.php';",
    after: `
$writer->set('page', 'works');
$writer->executeRaw(['WAIT', 1, 4000]);
try {
    $refused = (string) $reader->set('page', 'x');
} catch (Predis\\Response\\ServerException $error) {
    $refused = explode(' ', $error->getMessage())[0];
}
echo $reader->get('page'), " {$refused}\\n";
`,
  },
]

function sampleOf({ block: [language, text] }: Client): string {
  const found = codeBlocks(page).filter((block) => block.language === language && block.text.includes(text))
  expect(found).toHaveLength(1)
  return found[0]?.text ?? ''
}

const isMissing = ({ program, args, probe }: Client): boolean =>
  probe !== '' && spawnSync(program, [...args, probe], { stdio: 'ignore' }).status !== 0

/** A reader on another server than the writer shows that the sample reads both prefixes. */
async function startPair(tls: boolean): Promise<readonly [writer: RedisServer, reader: RedisServer]> {
  const material = tls && selfSigned()
  const writer = await startRedis({ tls: material, password })
  return [writer, await startRedis({ tls: material, password, replicaOf: writer })]
}

const variables = (prefix: string, server: RedisServer) => ({
  [`${prefix}_HOST`]: '127.0.0.1',
  [`${prefix}_PORT`]: String(server.port),
  [`${prefix}_USERNAME`]: 'default',
  [`${prefix}_PASSWORD`]: password,
  [`${prefix}_TLS`]: String(server.tls !== false),
})

const missing = clients.filter(isMissing)
for (const { library, package: name } of missing) {
  console.warn(`The ${library} sample of docs/clients.md is not tested: to test it, run apt-get install ${name}`)
}

describe.each([
  { connection: 'TLS', tls: true },
  { connection: 'plain TCP', tls: false },
])('over $connection', ({ tls }) => {
  let servers: readonly [RedisServer, RedisServer]

  beforeAll(async () => {
    servers = await startPair(tls)
  })

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
  })

  test.for(clients)(
    'the $library sample writes on the writer and reads on the reader',
    // The samples have time-outs of a few seconds, which a very busy machine can exceed.
    { retry: 4 },
    async (client, { skip }) => {
      skip(missing.includes(client), `missing: apt-get install ${client.package}`)
      const [writer, reader] = servers
      const code = [client.before, sampleOf(client), client.after].join('\n')
      const { stdout, stderr } = await promisify(execFile)(client.program, [...client.args, code], {
        cwd: root,
        env: { ...process.env, ...variables('REDIS_WRITER', writer), ...variables('REDIS_READER', reader) },
      })
      expect({ stdout, stderr }).toEqual({ stdout: 'works READONLY\n', stderr: '' })
    },
  )

  test('the redis-cli command answers PONG', async () => {
    const [command] = codeBlocks(page).filter(({ text }) => text.startsWith('REDISCLI_AUTH='))
    const text = command?.text ?? 'exit 1'
    const { stdout, stderr } = await promisify(execFile)(
      'sh',
      ['-c', tls ? text : text.replace('--tls --insecure', '')],
      {
        env: { ...process.env, ...variables('REDIS_WRITER', servers[0]) },
      },
    )
    expect({ stdout, stderr }).toEqual({ stdout: 'PONG\n', stderr: '' })
  })
})
