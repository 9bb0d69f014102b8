import { describe, expect, onTestFinished, test } from 'vitest'
import type { Finding } from '../../../src/checks/check.ts'
import { judge } from '../../../src/checks/judge.ts'
import type { ManagedVar, Subject } from '../../../src/checks/subject.ts'
import { readInputs } from '../../../src/inputs/inputs.ts'
import type { ProbeRequest } from '../../../src/redis/probe.ts'
import { selfSigned } from '../../support/certificates.ts'
import { startCluster, startSentinel } from '../../support/programs.ts'
import { at, hold, observe, password, proxy, redis } from './harness.ts'

type Servers = Partial<ProbeRequest> & Pick<ProbeRequest, 'writer'>

/** The results on real servers, in check mode with matching config vars, unless `more` overrides that. */
async function found(servers: Servers, more: Partial<Subject> = {}): Promise<readonly Finding[]> {
  const inputs = readInputs((name) => ({ app: 'my-app' })[name as 'app'] ?? '', {}, '/workspace')
  const { facts } = await observe({ samples: 5, ...servers })
  const subject: Subject = {
    app: 'my-app',
    mode: 'check',
    dryRun: false,
    now: Date.now(),
    doneActions: new Set(),
    addon: { name: 'stackhero-1', service: 'ah-redis-stackhero', plan: 'ah-redis-stackhero:x', shared: false },
    config: { url: { state: 'ok', configVar: 'STACKHERO_REDIS_URL' }, variables: [] },
    probe: facts,
    ...more,
  }
  return judge(subject, inputs, (reason) => `#${reason}`)
}

/** `role writer: redis-cluster` for every failure. */
function failures(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ status }) => status === 'fail')
    .map(({ id, target, reason }) => `${id} ${target}: ${reason}`)
}

function finding(findings: readonly Finding[], id: Finding['id'], target: Finding['target']): Finding {
  const found = findings.find((each) => each.id === id && each.target === target)
  if (!found) throw new Error(`no finding ${id} ${target}`)
  return found
}

async function running<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const program = await starting
  onTestFinished(() => program.stop())
  return program
}

describe('one cause is one failure', () => {
  test('a node of a cluster', async () => {
    const { nodes } = await running(startCluster(3))
    for (const node of nodes) {
      const findings = await found({ writer: at(node) })
      expect(failures(findings)).toEqual(['role writer: redis-cluster'])
      expect(finding(findings, 'role', 'writer').message).toBe(
        `The writer at 127.0.0.1:${node.port} is a node of a Redis Cluster with 3 primaries (CLUSTER).`,
      )
    }
  })

  test('a Sentinel', async () => {
    const sentinel = await running(startSentinel((await redis()).port))
    expect(failures(await found({ writer: at(sentinel) }))).toEqual(['role writer: redis-sentinel'])
  })

  test('a read-only replica as the writer', async () => {
    const replica = await redis({ replicaOf: await redis() })
    const findings = await found({ writer: at(replica) })
    expect(failures(findings)).toEqual(['role writer: redis-read-only'])
    expect(finding(findings, 'write', 'writer').message).toMatch(/\(SET, READONLY, 3 tries\); see `role`\.$/)
  })

  test('a writable replica as the writer', async () => {
    const replica = await redis({ replicaOf: await redis(), extra: ['replica-read-only no'] })
    const findings = await found({ writer: at(replica) })
    expect(failures(findings)).toEqual(['role writer: redis-read-only'])
    expect(finding(findings, 'role', 'writer').message).toMatch(/accepts writes, but its primary never receives them/)
    expect(finding(findings, 'write', 'writer')).toMatchObject({ status: 'skip' })
  })

  test('a stale password on one server', async () => {
    const server = await redis({ password })
    const stale = (side: 'writer' | 'reader'): ManagedVar => ({
      name: `REDIS_${side.toUpperCase()}_PASSWORD`,
      state: 'differs',
      side,
      field: 'password',
      source: 'REDIS_URL',
    })
    const findings = await found(
      { writer: at({ ...server, password: 'the one before the rotation' }) },
      { config: { url: { state: 'ok', configVar: 'REDIS_URL' }, variables: [stale('writer'), stale('reader')] } },
    )
    expect(failures(findings)).toEqual(['config app: config-drift'])
    expect(finding(findings, 'config', 'app').message).toBe(
      `REDIS_WRITER_PASSWORD and REDIS_READER_PASSWORD differ from REDIS_URL. The writer at 127.0.0.1:${server.port} rejected the password (login, WRONGPASS).`,
    )
  })

  test('a server that is down', async () => {
    const server = await redis()
    await server.stop()
    expect(failures(await found({ writer: at(server) }))).toEqual(['connect writer: redis-refused'])
  })

  test('a plain client on a TLS port', async () => {
    const server = await redis({ password, tls: selfSigned() })
    expect(failures(await found({ writer: at(server, { tls: false }) }))).toEqual([
      'connect writer: redis-tls-required',
    ])
  })

  test('a server out of connections behind TLS, as probable', async () => {
    const server = await redis({ password, tls: selfSigned(), maxclients: 1 })
    await hold(server.port)
    const findings = await found({ writer: at(server) }, { history: [{ time: 1, maxConnections: 20 }] })
    expect(failures(findings)).toEqual(['connect writer: redis-too-many-clients'])
    expect(finding(findings, 'connect', 'writer')).toMatchObject({
      message: expect.stringMatching(/is probably out of connections \(plan limit: 20, /) as string,
      cause: expect.stringMatching(/firewall.*allow list.*proxy/) as string,
    })
  })

  test('a full server under noeviction', async () => {
    const server = await redis({ maxmemory: '3mb' })
    for (const size of [100_000, 10_000, 1_000, 100, 10]) {
      for (let key = 0; ; key += 1) {
        const answer = server.command('SET', `${size}-${key}`, 'x'.repeat(size))
        if (!(await answer.then(() => true).catch(() => false))) break
      }
    }
    const findings = await found({ writer: at(server) })
    expect(failures(findings)).toEqual(['write writer: redis-out-of-memory'])
    expect(finding(findings, 'memory', 'writer').message).toMatch(/see `write`\.$/)
  })
})

describe('no failure', () => {
  test('a full cache that evicts keys', async () => {
    const server = await redis({ maxmemory: '3mb', policy: 'allkeys-lru' })
    for (let key = 0; key < 60; key += 1) await server.command('SET', `key-${key}`, 'x'.repeat(60_000))
    const findings = await found({ writer: at(server) })
    expect(failures(findings)).toEqual([])
    expect(finding(findings, 'memory', 'writer')).toMatchObject({ status: 'pass' })
    expect(finding(findings, 'eviction', 'writer')).toMatchObject({ status: 'warn', reason: 'eviction' })
  })

  test('a user with only the permissions that an app needs: SET, GET, DEL', async () => {
    const server = await redis({ acl: ['app on >secret-of-app ~* resetchannels +set +get +del'] })
    const findings = await found({ writer: at({ ...server, password: 'secret-of-app' }, { username: 'app' }) })
    expect(failures(findings)).toEqual([])
    expect(finding(findings, 'role', 'reader')).toMatchObject({ status: 'pass', value: 'same-server' })
    expect(finding(findings, 'latency', 'writer').message).toMatch(/answers GET within/)
    expect(finding(findings, 'memory', 'writer').message).toMatch(/access rules \(ACL\)/)
  })

  test('a renamed INFO, which is not denied', async () => {
    // As a server does with `rename-command INFO …`.
    const renamed = await proxy(await redis(), {
      rewriteUp: (chunk) => Buffer.from(chunk.toString('latin1').replace('$4\r\nINFO', '$4\r\nFNIO'), 'latin1'),
    })
    const findings = await found({ writer: at(renamed) })
    expect(failures(findings)).toEqual([])
    expect(finding(findings, 'memory', 'writer').message).toBe('Not known: INFO is renamed or disabled on this server.')
  })
})

test('suggests the ACL rules for a user limited to a key prefix', async () => {
  const server = await redis({ acl: ['app on >secret-of-app ~app:* &* +@all'] })
  const app = { writer: at({ ...server, password: 'secret-of-app' }, { username: 'app' }) }
  const findings = await found(app)
  expect(failures(findings)).toEqual(['write writer: redis-no-permission'])
  const rules = /Add `([^`]+)`/.exec(finding(findings, 'write', 'writer').hint ?? '')?.[1]
  expect(rules).toBe('~heroku-redis-action:probe:* +set')
  await server.command('ACL', 'SETUSER', 'app', ...(rules ?? '').split(' '))
  expect(failures(await found(app))).toEqual([])
})
