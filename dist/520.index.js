export const id = 520;
export const ids = [520];
export const modules = {

/***/ 7520:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  probe: () => (/* binding */ probe),
  tryLogin: () => (/* reexport */ tryLogin)
});

// EXTERNAL MODULE: ./redis/errors.js + 1 modules
var errors = __webpack_require__(1953);
// EXTERNAL MODULE: ./utils/time.js + 1 modules
var time = __webpack_require__(5917);
// EXTERNAL MODULE: ./utils/optional.js
var optional = __webpack_require__(6543);
;// CONCATENATED MODULE: ./redis/info.js

/** The reply to INFO → what is used of it. A line that is missing or malformed leaves its field out. */
function parseInfo(text) {
    const lines = new Map();
    for (const line of text.split(/\r?\n/)) {
        const colon = line.indexOf(':');
        const name = line.slice(0, colon);
        // The first one counts: a later line, of a module perhaps, cannot overrule it.
        if (colon > 0 && !lines.has(name))
            lines.set(name, line.slice(colon + 1));
    }
    const read = (name, parse) => {
        const value = lines.get(name);
        return value === undefined ? undefined : parse(value);
    };
    return (0,optional/* withoutUndefined */.r)({
        server: lines.get('server_name') === 'valkey' || lines.has('valkey_version') ? 'valkey' : 'redis',
        // In Valkey, `redis_version` is the Redis version that it is compatible with.
        version: read('valkey_version', version) ?? read('redis_version', version),
        runId: read('run_id', id),
        uptimeSeconds: read('uptime_in_seconds', count),
        mode: read('redis_mode', mode),
        role: read('role', role),
        activeReplica: lines.get('role') === 'active-replica' ? true : undefined,
        masterReplid: read('master_replid', id),
        masterReplid2: read('master_replid2', id),
        masterLinkStatus: read('master_link_status', word),
        masterSyncInProgress: read('master_sync_in_progress', flag),
        replicaReadOnly: read('slave_read_only', flag) ?? read('replica_read_only', flag),
        connectedClients: read('connected_clients', count),
        maxClients: read('maxclients', count),
        rejectedConnections: read('rejected_connections', count),
        usedMemory: read('used_memory', count),
        maxMemory: read('maxmemory', count),
        maxMemoryPolicy: read('maxmemory_policy', word),
        evictedKeys: read('evicted_keys', count),
        loadingEtaSeconds: read('loading_eta_seconds', count),
    });
}
/** The reply to HELLO in RESP2, names and values in turn; undefined: something else. */
function parseHello(reply) {
    if (!Array.isArray(reply))
        return undefined;
    const fields = new Map();
    for (let at = 0; at + 1 < reply.length; at += 2)
        fields.set(reply[at], reply[at + 1]);
    const read = (name, parse) => {
        const value = fields.get(name);
        return typeof value === 'string' ? parse(value) : undefined;
    };
    return (0,optional/* withoutUndefined */.r)({
        server: fields.get('server') === 'valkey' ? 'valkey' : 'redis',
        version: read('version', version),
        mode: read('mode', mode),
        // Unlike INFO, HELLO says `replica` (networking.c, helloCommand).
        role: read('role', (value) => (value === 'replica' ? 'slave' : role(value))),
    });
}
/** The reply to CLUSTER INFO. */
function parseClusterInfo(text) {
    const read = (name) => count(new RegExp(`^${name}:(\\d+)\\r?$`, 'm').exec(text)?.[1] ?? '');
    return (0,optional/* withoutUndefined */.r)({ size: read('cluster_size'), slots: read('cluster_slots_ok') });
}
function count(value) {
    return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
function flag(value) {
    return value === '1' ? true : value === '0' ? false : undefined;
}
function version(value) {
    return /^\d{1,5}(?:\.\d{1,5}){1,3}(?:-[A-Za-z0-9.]{1,16})?$/.test(value) ? value : undefined;
}
function word(value) {
    return /^[a-z][a-z_-]{0,31}$/.test(value) ? value : undefined;
}
function role(value) {
    // KeyDB calls a primary that replicates with another primary an active replica.
    if (value === 'active-replica')
        return 'master';
    return value === 'master' || value === 'slave' ? value : undefined;
}
function mode(value) {
    return value === 'standalone' || value === 'cluster' || value === 'sentinel' ? value : undefined;
}
/** 40 hex digits; Redis writes zeros where there is none, and no two servers are the same for having none. */
function id(value) {
    return /^[0-9a-f]{40}$/.test(value) && !/^0+$/.test(value) ? value : undefined;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./redis/markers.js



/** Whatever happens to this process, the key is gone after this. */
const lifetimeSeconds = 60;
/** To clean up after a failure or a cancel, when the runner kills the process soon. */
const graceMs = 800;
/** The only keys that are ever written: random, expiring, and remembered until they are deleted. */
class Markers {
    #writer;
    #written = new Set();
    constructor(writer) {
        this.#writer = writer;
    }
    create() {
        return { key: randomKey(), value: (0,external_node_crypto_.randomUUID)() };
    }
    /** @throws RedisError · the reason of a cancelled run */
    async set(connection, { key, value }) {
        // Remembered before it is sent: when the reply gets lost, the key may be there all the same.
        this.#written.add(key);
        const reply = await connection.send(['SET', key, value, 'EX', String(lifetimeSeconds)]);
        if (reply !== 'OK')
            throw (0,errors/* unexpectedReply */.Cp)('SET', 'SET was not answered with OK');
    }
    /** Deletes all of them. @returns why one could not be deleted; it expires by itself @throws as `set`, if cancelled */
    async delete() {
        const keys = [...this.#written];
        // One by one: the keys of one DEL would have to share a slot.
        const deletions = keys.map((key) => (0,errors/* settle */.G9)(this.#writer.run((connection) => connection.send(['DEL', key]))));
        const outcomes = await Promise.all(deletions);
        this.#written.clear();
        return outcomes.find((outcome) => !outcome.ok)?.failure;
    }
    /** After a failure or a cancel: deletes what is left if that can be done at once. Never fails. */
    async abandon() {
        const { connection } = this.#writer;
        if (connection === undefined)
            return;
        // The run's own signal has perhaps aborted already.
        const limits = { commandTimeoutMs: graceMs, signal: new AbortController().signal };
        await Promise.allSettled([...this.#written].map((key) => connection.send(['DEL', key], limits)));
    }
}
/** A key that does not exist: reading it is a read all the same. */
function randomKey() {
    return errors/* markerNamespace */.K$ + (0,external_node_crypto_.randomUUID)();
}
/**
 * Reads the marker until it is there, but no longer than `ms`.
 * @returns when it was seen (middle of the round trip that saw it) and the round trips; undefined: not seen
 * @throws RedisError `redis-wrong-data` when something else is there
 */
async function watch(session, { key, value }, ms, stop = () => false) {
    const { signal } = session.settings;
    const start = (0,time/* now */.tB)();
    const roundTrips = [];
    while (!stop()) {
        const sent = (0,time/* now */.tB)();
        const { value: reply, attempts } = await session.run((connection) => connection.send(['GET', key]));
        const received = (0,time/* now */.tB)();
        roundTrips.push(received - sent);
        if (reply === value)
            return { seenAt: (sent + received) / 2, roundTrips, attempts };
        if (reply !== null)
            throw (0,errors/* unexpectedReply */.Cp)('GET', 'what was read back is not what was written');
        if (received - start >= ms)
            return undefined;
        // Short compared with what is measured, and no burden on the server when it takes long.
        await (0,time/* sleep */.yy)(Math.min(50, Math.max(1, (received - start) / 50)), signal);
    }
    return undefined;
}

// EXTERNAL MODULE: ./redis/stages.js
var stages = __webpack_require__(8866);
// EXTERNAL MODULE: ./redis/statistics.js
var statistics = __webpack_require__(9114);
;// CONCATENATED MODULE: ./redis/measurements.js






// Each of these throws RedisError, and the reason of a cancelled run.
const lagSamples = 5;
async function readInfo(session) {
    const { value } = await session.run(async (connection) => {
        const text = await connection.send(['INFO']);
        if (typeof text !== 'string' || !text.includes('redis_version:')) {
            throw (0,errors/* unexpectedReply */.Cp)('INFO', 'the reply to INFO names no Redis version');
        }
        return text;
    });
    return parseInfo(value);
}
/** The role by ROLE; undefined where that, too, is denied. */
async function readRole(session) {
    try {
        const { value } = await session.run((connection) => connection.send(['ROLE']));
        const role = Array.isArray(value) ? value[0] : undefined;
        return role === 'master' || role === 'slave' ? role : undefined;
    }
    catch (error) {
        if (error instanceof errors/* RedisError */.eR)
            return undefined;
        throw error;
    }
}
/** The marker stays for the reader to read. */
async function write(session, markers) {
    const { value, attempts } = await session.run(async (connection) => {
        const marker = markers.create();
        const start = (0,time/* now */.tB)();
        // Both travel together, but a failure is told of the SET first: GET fails then, too.
        const setting = markers.set(connection, marker);
        const reading = connection.send(['GET', marker.key]);
        reading.catch(() => undefined);
        await setting;
        const reply = await reading;
        if (reply !== marker.value)
            throw (0,errors/* unexpectedReply */.Cp)('GET', 'what was read back is not what was written');
        return { marker, ms: (0,stages/* since */.X)(start) };
    });
    return { facts: { ms: value.ms, attempts }, marker: value.marker };
}
/** `waitMs` 0: it must be there at once, as on the writer itself. */
async function readMarker(session, marker, waitMs) {
    const start = (0,time/* now */.tB)();
    const sight = await watch(session, marker, waitMs);
    if (sight !== undefined)
        return { ms: (0,stages/* since */.X)(start), attempts: sight.attempts, source: 'marker' };
    throw waitMs === 0 ? (0,errors/* unexpectedReply */.Cp)('GET', 'what was written is not there') : unseen(waitMs);
}
async function readPlain(session) {
    const { value, attempts } = await session.run(async (connection) => {
        const start = (0,time/* now */.tB)();
        const reply = await connection.send(['GET', randomKey()]);
        if (reply !== null)
            throw (0,errors/* unexpectedReply */.Cp)('GET', 'a key that was never written has a value');
        return (0,stages/* since */.X)(start);
    });
    return { ms: value, attempts, source: 'plain' };
}
/** Sequential round trips: latency, not throughput. Where PING is denied, of GET, which every app needs. */
async function measureLatency(session, limits) {
    try {
        return await measureRoundTrips(session, limits, ['PING']);
    }
    catch (error) {
        const isDenied = error instanceof errors/* RedisError */.eR &&
            (error.failure.unknownCommand === true || error.failure.reason === 'redis-no-permission');
        if (!isDenied)
            throw error;
        return { ...(await measureRoundTrips(session, limits, ['GET', randomKey()])), command: 'GET' };
    }
}
async function measureRoundTrips(session, { samples, failMs = Infinity, budgetMs }, command) {
    const { echoMs } = session.settings.source;
    const wanted = Math.max(1, samples);
    const { value } = await session.run(async (connection) => {
        const begun = (0,time/* now */.tB)();
        const values = [];
        let stopped;
        while (values.length < wanted && stopped === undefined) {
            const start = (0,time/* now */.tB)();
            const reply = await connection.send(command);
            if (reply !== (command[0] === 'PING' ? 'PONG' : null)) {
                throw (0,errors/* unexpectedReply */.Cp)(command[0], `${command[0]} was not answered as Redis does`);
            }
            values.push(thousandths(Math.max(0, (0,stages/* since */.X)(start) - (echoMs ?? 0))));
            if (values.length === wanted)
                break;
            if ((0,statistics/* isOverLimit */.kM)(values, wanted, failMs))
                stopped = 'over-limit';
            else if ((0,time/* now */.tB)() - begun >= budgetMs)
                stopped = 'out-of-time';
        }
        return { values, stopped };
    });
    return {
        ...(0,statistics/* summariseLatency */.pv)(value.values),
        ...(value.stopped !== undefined && { stopped: value.stopped }),
        ...(echoMs !== undefined && { relayMs: echoMs }),
    };
}
/** From a SET on the writer to its sight on the reader, each taken at the middle of its round trip. */
async function measureLag(writer, reader, markers, waitMs) {
    const lags = [];
    const roundTrips = [];
    while (lags.length < lagSamples) {
        const marker = markers.create();
        let refused = false;
        const writing = writer.run(async (connection) => {
            const start = (0,time/* now */.tB)();
            await markers.set(connection, marker);
            return (start + (0,time/* now */.tB)()) / 2;
        });
        const [written, sight] = await Promise.all([
            writing.catch((error) => {
                refused = true;
                throw error;
            }),
            watch(reader, marker, waitMs, () => refused),
        ]);
        if (sight === undefined)
            throw unseen(waitMs);
        lags.push(thousandths(Math.max(0, sight.seenAt - written.value)));
        roundTrips.push(...sight.roundTrips.map(thousandths));
    }
    return (0,statistics/* summariseLag */.NO)(lags, roundTrips);
}
function unseen(waitMs) {
    const message = `a key written on the writer did not appear on the reader within ${Math.round(waitMs)} ms`;
    return (0,errors/* timedOut */.iU)(message, { stage: 'command', command: 'GET' });
}
function thousandths(ms) {
    return Math.round(ms * 1_000) / 1_000;
}

;// CONCATENATED MODULE: ./redis/topology.js



const allSlots = 16_384;
/** Enough keys that a node which holds half of the slots is found out: 2^-16 that all are its own. */
const keysTried = 16;
/**
 * Whether an app can use this as its single server. A node of a cluster takes the keys whose slots it holds and refuses
 * the others, so one key proves nothing.
 * @param mode by HELLO or INFO; undefined where neither says
 * @throws the reason of a cancelled run
 */
async function examineTopology(session, mode) {
    if (mode === 'standalone')
        return {};
    if (mode === 'sentinel') {
        return { unsupported: unsupported('redis-sentinel', 'the server runs in Sentinel mode', 'INFO') };
    }
    if (mode === undefined) {
        const moved = await findMoved(session);
        return moved === undefined ? {} : { cluster: { single: false }, unsupported: moved };
    }
    const info = await readClusterInfo(session);
    if (!info.ok) {
        const moved = await findMoved(session);
        return moved === undefined ? { cluster: { single: true } } : { cluster: { single: false }, unsupported: moved };
    }
    const { size, slots } = info.value;
    const cluster = { single: size === 1 && slots === allSlots, ...(size !== undefined && { size }) };
    if (cluster.single)
        return { cluster };
    const kind = size !== undefined && size > 1 ? `with ${size} primaries` : 'that does not serve all slots';
    return { cluster, unsupported: unsupported('redis-cluster', `a node of a Redis Cluster ${kind}`, 'CLUSTER') };
}
function readClusterInfo(session) {
    return (0,errors/* settle */.G9)(session
        .run((connection) => connection.send(['CLUSTER', 'INFO']))
        .then(({ value }) => parseClusterInfo(String(value))));
}
/** The refusal of the first of several keys that another node holds. */
async function findMoved(session) {
    const reads = Array.from({ length: keysTried }, () => (0,errors/* settle */.G9)(session.run((connection) => connection.send(['GET', randomKey()]))));
    const failures = (await Promise.all(reads)).flatMap((outcome) => (outcome.ok ? [] : [outcome.failure]));
    return failures.find(({ reason }) => reason === 'redis-cluster');
}
function unsupported(reason, message, command) {
    return { reason, stage: 'command', command, message, transient: false };
}

;// CONCATENATED MODULE: ./redis/contact.js



/**
 * Connects, and learns what one endpoint says of itself. With `markers`, a key is written, read back and left there.
 * @throws the reason of a cancelled run · Failure
 */
async function connectAndWrite(session, facts, markers) {
    const opened = await (0,errors/* settle */.G9)(session.open());
    if (!opened.ok)
        return { connect: opened, server: { reached: false } };
    const connect = { ok: true, value: null };
    const tryWrite = () => markers && (0,errors/* settle */.G9)(write(session, markers));
    const { hello } = session;
    if (hello?.mode === 'standalone') {
        // INFO and the write travel together.
        const [server, written] = await Promise.all([readServerInfo(session, facts), tryWrite()]);
        return { connect, server, ...(written && { write: written }) };
    }
    // What answers must be known before anything is written to it.
    const server = await readServerInfo(session, facts);
    const mode = hello?.mode ?? (server.info?.ok === true ? server.info.value.mode : undefined);
    const topology = facts.info || facts.write || facts.read ? await examineTopology(session, mode) : {};
    if (topology.unsupported !== undefined) {
        return { connect, server, ...topology, ...(markers && { write: { ok: false, failure: topology.unsupported } }) };
    }
    const written = await tryWrite();
    return { connect, server, ...topology, ...(written && { write: written }) };
}
async function readServerInfo(session, facts) {
    if (!facts.info)
        return { reached: true };
    const info = await (0,errors/* settle */.G9)(readInfo(session));
    if (info.ok)
        return { reached: true, info };
    const isWithheld = info.failure.reason === 'redis-no-permission' || info.failure.unknownCommand === true;
    const role = session.hello?.role ?? (isWithheld ? await readRole(session) : undefined);
    return { reached: true, info: await asProxy(info, session), ...(role && { role }) };
}
/** Some proxies (twemproxy) hang up on INFO and serve all else: then INFO is unknown to them, and nothing is broken. */
async function asProxy(info, session) {
    if (info.failure.reason !== 'redis-connection-lost' || info.failure.truncated === true)
        return info;
    const ping = await (0,errors/* settle */.G9)(session.run((connection) => connection.send(['PING'])));
    if (!ping.ok)
        return info;
    const message = 'the server closes the connection at INFO, and only then';
    return {
        ok: false,
        failure: { ...info.failure, reason: 'redis-error', message, unknownCommand: true, transient: false },
    };
}

// EXTERNAL MODULE: ./redis/endpoint.js
var endpoint = __webpack_require__(1624);
;// CONCATENATED MODULE: ./redis/reader-role.js
/**
 * Who the reader is. `run_id` and `master_replid` prove it; host names, which may be aliases, do not. Two primaries are
 * `primary` until a marker shows that they replicate each other.
 */
function judgePair(writer, reader, addresses) {
    const known = { writer: infoOf(writer), reader: infoOf(reader) };
    if (writer.reached && reader.reached && (known.writer?.runId === undefined || known.reader?.runId === undefined)) {
        if (addresses === 'one-endpoint')
            return proven('same-server', 'writer and reader are one endpoint');
        if (addresses === 'one-address')
            return proven('same-server', 'writer and reader have one address');
    }
    const gap = whyUnknown('writer', writer) ?? whyUnknown('reader', reader);
    if (gap !== undefined || known.writer === undefined || known.reader === undefined) {
        return unknown((gap ?? 'INFO is not known') + roles(writer, reader));
    }
    return compare(known.writer, known.reader);
}
function compare(writer, reader) {
    if (writer.runId === undefined || reader.runId === undefined)
        return unknown('INFO has no run_id');
    if (writer.runId === reader.runId)
        return proven('same-server', `both have the run_id ${reader_role_short(writer.runId)}`);
    if (writer.role !== 'master') {
        return reader.role === 'master'
            ? proven('primary', 'the reader is a primary while the writer is a replica', isSplit(writer, reader))
            : unknown('the writer is a replica, so it has no replica that can be proven');
    }
    if (reader.role === 'master') {
        const split = isSplit(writer, reader);
        const history = split ? ', one promoted from the other' : '';
        return proven('primary', `two primaries, run_ids ${reader_role_short(writer.runId)} and ${reader_role_short(reader.runId)}${history}`, split);
    }
    if (reader.role !== 'slave' || writer.masterReplid === undefined || reader.masterReplid === undefined) {
        return unknown('INFO has no role or no master_replid');
    }
    if (writer.masterReplid === reader.masterReplid) {
        return proven('replica', `both have the master_replid ${reader_role_short(writer.masterReplid)}, under two run_ids`);
    }
    // Until its first copy is complete, a replica has a made-up master_replid; so does one that lost its link.
    if (hasBrokenLink(reader))
        return unknown('the reader is a replica without a working link, so its primary is not known');
    const ids = `${reader_role_short(reader.masterReplid)}, not the writer’s ${reader_role_short(writer.masterReplid)}`;
    return proven('stranger', `the reader’s master_replid is ${ids}`, isSplit(writer, reader));
}
/** A replica whose link INFO calls down, or that still copies: what is written now does not appear soon. */
function hasBrokenLink({ role, masterLinkStatus, masterSyncInProgress }) {
    return role === 'slave' && (masterLinkStatus !== 'up' || masterSyncInProgress === true);
}
/** One side was promoted: it keeps the id of the history that it left. */
function isSplit(writer, reader) {
    const continues = (a, b) => a.masterReplid2 !== undefined && a.masterReplid2 === b.masterReplid;
    return continues(writer, reader) || continues(reader, writer);
}
function whyUnknown(side, { info, reached }) {
    if (!reached)
        return `the ${side} was not reached`;
    if (info === undefined)
        return `INFO was not read on the ${side}`;
    if (info.ok)
        return undefined;
    const { reason, code, unknownCommand } = info.failure;
    if (unknownCommand === true)
        return `the ${side} does not know INFO`;
    return reason === 'redis-no-permission'
        ? `INFO is denied on the ${side}`
        : `the ${side} did not answer INFO (${code ?? reason})`;
}
function roles(writer, reader) {
    const names = { master: 'primary', slave: 'replica' };
    const known = [
        writer.role && `the writer is a ${names[writer.role]}`,
        reader.role && `the reader is a ${names[reader.role]}`,
    ].filter((role) => role !== undefined);
    return known.length === 0 ? '' : `; ${known.join(' and ')}, but whose is not known`;
}
function infoOf({ info }) {
    return info?.ok === true ? info.value : undefined;
}
function unknown(proof) {
    return { role: 'unknown', proof, split: false };
}
function proven(role, proof, split = false) {
    return { role, proof, split };
}
function reader_role_short(id) {
    return `${id.slice(0, 8)}…`;
}

// EXTERNAL MODULE: ./utils/abort.js
var abort = __webpack_require__(529);
// EXTERNAL MODULE: ./utils/retry.js
var retry = __webpack_require__(2145);
// EXTERNAL MODULE: ./failure/failure.js
var failure = __webpack_require__(7918);
// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
// EXTERNAL MODULE: ./utils/text.js
var utils_text = __webpack_require__(5456);
;// CONCATENATED MODULE: ./redis/certificate.js

/** `untrusted`: Node's code for why no certificate authority that this machine trusts has signed it. */
function describeCertificate(certificate, untrusted) {
    return {
        sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
        selfSigned: certificate.checkIssued(certificate),
        validFrom: isoDate(certificate.validFromDate),
        validTo: isoDate(certificate.validToDate),
        ...(untrusted === undefined ? {} : { untrusted: (0,utils_text/* sanitize */.aj)(untrusted, 60) }),
    };
}
/** Why the password must not be sent to the holder of this certificate; undefined: it may. */
function verifyCertificate(certificate, verify) {
    if (verify.kind === 'none')
        return undefined;
    if (verify.kind === 'full') {
        const code = certificate === undefined ? 'NO_CERTIFICATE' : certificate.untrusted;
        return code === undefined ? undefined : certificateFailure(code, problems[code] ?? `verification failed: ${code}`);
    }
    if (certificate === undefined)
        return certificateFailure('NO_CERTIFICATE', 'the server presented no certificate');
    return certificate.sha256 === verify.sha256
        ? undefined
        : certificateFailure('PIN_MISMATCH', `the certificate presented has the fingerprint sha256:${certificate.sha256}, not the pinned one`);
}
const problems = {
    NO_CERTIFICATE: 'the server presented no certificate',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
    SELF_SIGNED_CERT_IN_CHAIN: 'the certificate comes from a self-signed authority that is not trusted here',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate comes from an authority that is not trusted here',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate comes from an authority that is not trusted here',
    CERT_HAS_EXPIRED: 'the certificate has expired',
    CERT_NOT_YET_VALID: 'the certificate is not valid yet',
    ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate was issued for another host name',
};
function certificateFailure(code, message) {
    return { reason: 'redis-certificate', stage: 'tls', code: (0,utils_text/* sanitize */.aj)(code, 60), message, transient: false };
}
function isoDate(date) {
    // A malformed certificate can hold an invalid date.
    return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}

;// CONCATENATED MODULE: ./redis/dial.js






/**
 * A connection, encrypted if asked for. When it resolves, nothing but the handshake has been sent to the server, and
 * its certificate has been verified.
 * @throws RedisError · the reason of a cancelled run · Failure
 */
async function dial(source, target, verify, limit, trace) {
    const socket = await source.open(target, limit, trace);
    if (!target.tls)
        return socket;
    // On a socket that is gone already, TLS would wait for ever.
    if (socket.destroyed)
        throw new errors/* RedisError */.eR((0,errors/* explainError */.UW)(closedAlready, { stage: 'tls' }));
    const secured = encrypt(socket, target.host, verify);
    try {
        await (0,stages/* timed */.a)('tls', limit, trace, () => handshake(secured));
        inspectCertificate(secured, verify, trace);
        return secured;
    }
    catch (error) {
        secured.destroy();
        socket.destroy();
        throw error;
    }
}
const closedAlready = { kind: 'system', message: 'the server closed the connection', code: 'ECONNRESET' };
function encrypt(socket, host, verify) {
    const secured = (0,external_node_tls_.connect)({
        socket,
        host,
        // A host name only: an IP address has no place in SNI (RFC 6066).
        servername: (0,external_node_net_.isIP)(host) === 0 ? host : '',
        // Verified below, after the certificate has been noted for the report.
        rejectUnauthorized: false,
        ...(verify.kind === 'full' ? { ca: [...(0,external_node_tls_.getCACertificates)('default'), ...(0,external_node_tls_.getCACertificates)('system')] } : {}),
    });
    // Without a listener an error ends the process; between two stages nobody else listens.
    secured.on('error', () => undefined);
    return secured;
}
async function handshake(secured) {
    try {
        await (0,external_node_events_.once)(secured, 'secureConnect');
    }
    catch (error) {
        // TLS 1.2: a server that has no cipher in common also says "handshake failure", but before it has shown its
        // certificate. The middle of the code differs between releases of OpenSSL.
        const { code } = error;
        const isRefused = typeof code === 'string' && code.endsWith('_ALERT_HANDSHAKE_FAILURE');
        if (!isRefused || secured.getPeerX509Certificate() === undefined)
            throw error;
        throw Object.assign(new Error('the server requires a client certificate'), { code: 'CLIENT_CERTIFICATE' });
    }
}
function inspectCertificate(socket, verify, trace) {
    const presented = socket.getPeerX509Certificate();
    // Typed as an Error, but Node sets the code alone.
    const untrusted = socket.authorized ? undefined : String(socket.authorizationError);
    const certificate = presented && describeCertificate(presented, untrusted);
    trace.tls = { protocol: socket.getProtocol() ?? 'unknown', ...(certificate && { certificate }) };
    const failure = verifyCertificate(certificate, verify);
    if (failure !== undefined)
        throw new errors/* RedisError */.eR(failure);
}

;// CONCATENATED MODULE: ./redis/login.js


/** The methods to try, each on a new connection when the server hangs up on the one before. */
function loginMethods({ username, password }) {
    return username !== 'default' && password !== undefined ? ['hello', 'auth', 'auth-password'] : ['hello', 'auth'];
}
/** @returns what HELLO says, where the server knows it @throws RedisError */
async function logIn(endpoint, method, call) {
    try {
        return await tryToLogIn(endpoint, method, call);
    }
    catch (error) {
        throw error instanceof errors/* RedisError */.eR ? await withCause(error, endpoint, call) : error;
    }
}
async function tryToLogIn(endpoint, method, call) {
    const { username, password } = endpoint;
    if (method === 'hello') {
        const login = password === undefined ? [] : ['AUTH', username, password.reveal()];
        try {
            // Version 2: nothing here needs RESP3, and servers that lack it refuse.
            return parseHello(await call('HELLO', '2', ...login));
        }
        catch (error) {
            if (!(error instanceof errors/* RedisError */.eR) || !refusesHello(error, endpoint))
                throw error;
        }
    }
    if (password !== undefined)
        await authenticate(username, password, method, call);
    else if (method === 'auth')
        await expectAnyReply(call);
    return undefined;
}
/** HELLO is refused in many words. Whatever is not about credentials, limits or the server's state means AUTH. */
function refusesHello({ failure: { reason } }, { password }) {
    return (reason === 'redis-error' ||
        reason === 'redis-no-permission' ||
        // A proxy that does not know HELLO may ask for AUTH first.
        (reason === 'redis-auth-required' && password !== undefined));
}
async function authenticate(username, password, method, call) {
    const namesUser = username !== 'default' && method !== 'auth-password';
    try {
        await call('AUTH', ...(namesUser ? [username] : []), password.reveal());
    }
    catch (error) {
        if (!(error instanceof errors/* RedisError */.eR))
            throw error;
        if (namesUser && error.replied(/wrong number of arguments/i)) {
            return authenticate(username, password, 'auth-password', call);
        }
        // Before Redis 6: "Client sent AUTH, but no password is set"; later: "AUTH <password> called without any password
        // configured for the default user".
        if (!error.replied(/no password is set|without any password configured/i))
            throw error;
    }
}
/** On a new connection that needs no login, to see that a server is there. Not every proxy lets PING pass. */
async function expectAnyReply(call) {
    try {
        await call('PING');
    }
    catch (error) {
        const isAnswer = error instanceof errors/* RedisError */.eR && ['redis-error', 'redis-no-permission'].includes(error.failure.reason);
        if (!isAnswer)
            throw error;
    }
}
/**
 * Why a login was refused, as far as one more try tells. The password of a user that does not exist is tried once for
 * `default`: URLs from before Redis 6 carry made-up user names (`rediscloud`, `redistogo`), and only the server knows.
 * It has just been sent the same password on the same connection, so this discloses nothing.
 */
async function withCause(error, { username, password }, call) {
    const { failure } = error;
    if (username === 'default')
        return error;
    if (failure.reason === 'redis-auth-required' && password === undefined) {
        return new errors/* RedisError */.eR({ ...failure, passwordAsUser: true });
    }
    if (failure.reason !== 'redis-wrong-password' || failure.code !== 'WRONGPASS' || password === undefined)
        return error;
    try {
        // Without a user name: where `default` has no password, this fails, while `AUTH default <anything>` succeeds.
        await call('AUTH', password.reveal());
        return new errors/* RedisError */.eR({ ...failure, acceptedAs: 'default' });
    }
    catch (second) {
        if (second instanceof errors/* RedisError */.eR)
            return error;
        throw second;
    }
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
;// CONCATENATED MODULE: ./redis/reply-reader.js
/** A reply larger than this is not an answer to what a probe asks: INFO takes some 10 kB, HELLO about 40 elements. */
const limits = {
    /** Bytes of one reply. */
    bytes: 1024 * 1024,
    /** Bytes of a line: a status, an error, a number, a length. */
    line: 16 * 1024,
    /** Elements of one reply, nested ones included. */
    elements: 1_000,
    depth: 8,
};
const carriageReturn = 0x0d;
const lineFeed = 0x0a;
/**
 * Follows RESP2 replies byte by byte, keeping nothing but a line's digits: whatever a server announces or nests, this
 * takes no memory. Strict: every type that the commands of a probe are not answered with is an error.
 */
class ReplyReader {
    /** Called at the first byte of a reply; throws when none is awaited. */
    #onReply;
    /** Elements still to come, from the outermost array to the innermost. */
    #open = [];
    #state = 'type';
    #type = '';
    #line = '';
    #lineLength = 0;
    /** Bytes of a bulk string still to come, its CRLF included. */
    #bulk = 0;
    #bytes = 0;
    #elements = 0;
    constructor(onReply) {
        this.#onReply = onReply;
    }
    /** A reply has begun and not ended. */
    get isMidReply() {
        return this.#state !== 'type' || this.#open.length > 0;
    }
    /** @throws Error that says what no Redis server would send; the reader is then of no more use */
    read(chunk) {
        for (let at = 0; at < chunk.length;) {
            if (this.#state === 'bulk') {
                const taken = Math.min(this.#bulk, chunk.length - at);
                this.#bulk -= taken;
                at += taken;
                if (this.#bulk === 0)
                    this.#endElement();
                continue;
            }
            this.#take(chunk[at] ?? 0);
            at++;
        }
    }
    #take(byte) {
        if (this.#state === 'type')
            return this.#begin(byte);
        if (this.#state === 'line-end') {
            if (byte !== lineFeed)
                throw new Error('a line does not end with CR LF');
            return this.#endLine();
        }
        if (byte === carriageReturn) {
            this.#state = 'line-end';
            return undefined;
        }
        if (++this.#lineLength > limits.line)
            throw new Error('a line is too long');
        if (this.#type === '$' || this.#type === '*' || this.#type === ':')
            this.#line += String.fromCharCode(byte);
        return undefined;
    }
    #begin(byte) {
        if (this.#open.length === 0) {
            this.#bytes = 0;
            this.#elements = 0;
            this.#onReply();
        }
        this.#type = String.fromCharCode(byte);
        if (!'+-:$*'.includes(this.#type))
            throw new Error(`unexpected type ${JSON.stringify(this.#type)}`);
        if (++this.#elements > limits.elements)
            throw new Error('too many elements');
        this.#line = '';
        this.#lineLength = 0;
        this.#state = 'line';
    }
    #endLine() {
        this.#count(this.#lineLength);
        if (this.#type === '+' || this.#type === '-')
            return this.#endElement();
        if (this.#type === ':') {
            if (!/^[+-]?\d{1,20}$/.test(this.#line))
                throw new Error('a number is malformed');
            return this.#endElement();
        }
        // -1 stands for null.
        if (!/^(?:-1|\d{1,10})$/.test(this.#line))
            throw new Error('a length is malformed');
        const length = Number(this.#line);
        if (length < 0)
            return this.#endElement();
        if (this.#type === '$') {
            this.#count(length);
            this.#bulk = length + 2;
            this.#state = 'bulk';
            return undefined;
        }
        if (this.#elements + length > limits.elements)
            throw new Error('too many elements');
        if (this.#open.length === limits.depth)
            throw new Error('too deeply nested');
        if (length === 0)
            return this.#endElement();
        this.#open.push(length);
        this.#state = 'type';
        return undefined;
    }
    #count(bytes) {
        this.#bytes += bytes;
        if (this.#bytes > limits.bytes)
            throw new Error('a reply is too large');
    }
    #endElement() {
        this.#state = 'type';
        while (this.#open.length > 0) {
            const left = (this.#open.pop() ?? 0) - 1;
            if (left > 0) {
                this.#open.push(left);
                return;
            }
        }
    }
}

;// CONCATENATED MODULE: ./redis/reply-guard.js


/**
 * A stream between the socket and ioredis that passes on nothing but small RESP2 replies, one for each command. ioredis
 * trusts its server: it allocates what an array announces, recurses into nested ones, and throws outside of any promise
 * at a push message that it does not expect. A reply that fails here destroys the connection with an error instead.
 */
class ReplyGuard extends external_node_stream_.Duplex {
    #socket;
    #reader;
    #awaited = 0;
    #started = false;
    constructor(socket) {
        super({ allowHalfOpen: false });
        this.#socket = socket;
        this.#reader = new ReplyReader(() => {
            if (this.#awaited === 0)
                throw new Error('a reply that no command asked for');
            this.#awaited--;
        });
        socket.on('data', (chunk) => {
            try {
                this.#reader.read(chunk);
            }
            catch (error) {
                // Without a code: `rawError` takes it for an answer that is not Redis.
                this.destroy(error instanceof Error ? error : new Error('unreadable'));
                return;
            }
            if (!this.push(chunk))
                socket.pause();
        });
        socket.pause();
        socket.once('end', () => this.push(null));
        socket.once('error', (error) => this.destroy(error));
        socket.once('close', () => this.destroy());
        // Closed between two stages: the event has gone by.
        if (socket.destroyed)
            this.destroy();
    }
    get isMidReply() {
        return this.#reader.isMidReply;
    }
    /**
     * One more command goes out, so one more reply may come. Nothing is read before the first one: a server that refuses
     * at once ("max number of clients") answers before it was asked, and ioredis drops a reply without a command.
     */
    awaitReply() {
        this.#awaited++;
        this.#started = true;
        this.#socket.resume();
    }
    /** Sends what is written, then closes without waiting for the server. */
    destroySoon() {
        this.end(() => this.destroy());
    }
    _read() {
        if (this.#started)
            this.#socket.resume();
    }
    _write(chunk, encoding, done) {
        this.#socket.write(chunk, encoding, done);
    }
    _final(done) {
        this.#socket.end(done);
    }
    _destroy(error, done) {
        this.#socket.destroy();
        done(error);
    }
    /** ioredis asks for it; the sockets do not delay already. */
    setNoDelay() {
        return this;
    }
    /** ioredis asks for it; a probe does not live long enough. */
    setKeepAlive() {
        return this;
    }
}

;// CONCATENATED MODULE: ./redis/connection.js








/**
 * One logged-in connection. It does not reconnect, and errors leave it as `RedisError`: ioredis's own carry the
 * password.
 */
class Connection {
    /** Absent: the server knows no HELLO. */
    hello;
    /** How the server accepts a login, to try first next time. */
    method;
    #client;
    #settings;
    /**
     * Connects and logs in; on a new connection for each way to log in that the server hangs up on.
     * @throws RedisError with the stage that failed · the reason of a cancelled run · Failure
     */
    static async open(source, settings, limit, trace, preferred = 'hello') {
        // Loaded before anything is timed.
        const library = await loadLibrary();
        const { endpoint, tlsVerify } = settings;
        const all = loginMethods(endpoint);
        let first;
        for (const method of all.slice(Math.max(0, all.indexOf(preferred)))) {
            const client = new Client(await dial(source, endpoint, tlsVerify, limit, trace), endpoint, library);
            try {
                const hello = await (0,stages/* timed */.a)('login', limit, trace, () => client.logIn(method));
                return new Connection(client, settings, method, hello);
            }
            catch (error) {
                client.close();
                first ??= error;
                if (!isHangUp(error))
                    throw error;
            }
        }
        throw first;
    }
    constructor(client, settings, method, hello) {
        this.#client = client;
        this.#settings = settings;
        this.method = method;
        this.hello = hello;
    }
    get alive() {
        return this.#client.alive;
    }
    /** @throws RedisError · the reason of a cancelled run */
    async send(command, { commandTimeoutMs: ms, signal } = this.#limits()) {
        const { label, log } = this.#settings;
        const [name, ...args] = command;
        signal.throwIfAborted();
        const limit = (0,abort/* timeLimit */.zc)(ms, signal);
        const start = (0,time/* now */.tB)();
        try {
            const reply = await (0,abort/* abortable */.ZC)(this.#client.call({ stage: 'command', command: name }, name, ...args), limit);
            log.debug(`${label}: ${name} ${(0,stages/* since */.X)(start)} ms`);
            return reply;
        }
        catch (error) {
            log.debug(`${label}: ${name} failed after ${(0,stages/* since */.X)(start)} ms`);
            if (!(0,abort/* isTimeout */.kL)(error))
                throw error;
            throw (0,errors/* timedOut */.iU)(`no reply to ${name} within ${Math.round(ms)} ms`, { stage: 'command', command: name });
        }
    }
    /** At once, without waiting for the server. */
    close() {
        this.#client.close();
    }
    #limits() {
        return this.#settings;
    }
}
/** The server closed the connection without a word while it was asked to log in. */
function isHangUp(error) {
    if (!(error instanceof errors/* RedisError */.eR))
        return false;
    const { reason, stage } = error.failure;
    return stage === 'login' && reason === 'redis-connection-lost';
}
/** ioredis on a guarded socket. */
class Client {
    #endpoint;
    #guard;
    #redis;
    /** Why the connection broke; what ioredis rejects commands with says less. */
    #broken;
    constructor(socket, endpoint, library) {
        this.#endpoint = endpoint;
        this.#guard = new ReplyGuard(socket);
        this.#redis = new library.Redis({
            Connector: connectorFor(this.#guard, library),
            lazyConnect: true,
            // ioredis's own login warns and goes on as if nothing had happened where an old server refuses a user name.
            protocol: 2,
            disableClientInfo: true,
            enableReadyCheck: false,
            enableOfflineQueue: false,
            autoResendUnfulfilledCommands: false,
            retryStrategy: null,
            maxRetriesPerRequest: null,
        });
        this.#redis.on('error', (error) => (this.#broken ??= (0,errors/* rawError */.DZ)(error)));
    }
    get alive() {
        return this.#broken === undefined && this.#redis.status === 'ready';
    }
    async logIn(method) {
        await this.#redis.connect().catch((error) => this.#rethrow(error, { stage: 'login' }));
        return logIn(this.#endpoint, method, (name, ...args) => this.call({ stage: 'login', command: name }, name, ...args));
    }
    call(place, name, ...args) {
        this.#guard.awaitReply();
        return this.#redis.call(name, ...args).catch((error) => this.#rethrow(error, place));
    }
    close() {
        this.#redis.disconnect();
    }
    #rethrow(error, place) {
        if (error instanceof failure/* Failure */.H)
            throw error;
        const own = (0,errors/* rawError */.DZ)(error);
        const raw = own.kind === 'reply' ? own : (this.#broken ?? own);
        if (raw.kind === 'reply')
            throw new errors/* RedisError */.eR(this.#explain(raw, place), raw.message);
        throw new errors/* RedisError */.eR({
            ...this.#explain(raw, place),
            ...(raw.kind === 'system' && this.#guard.isMidReply && { truncated: true }),
        });
    }
    #explain(raw, place) {
        const { username, password } = this.#endpoint;
        // Without a password, the user name of a URL may be one.
        const secrets = password === undefined ? (username === 'default' ? [] : [username]) : [password.reveal()];
        return (0,errors/* explainError */.UW)(raw, place, secrets);
    }
}
/** Begun with this module, which is itself loaded late: it costs more than all else at the start of the action. */
let library = importQuietly();
library.catch(() => undefined);
async function loadLibrary() {
    try {
        library ??= importQuietly();
        return await library;
    }
    catch (error) {
        library = undefined;
        const failure = (0,errors/* explainError */.UW)((0,errors/* rawError */.DZ)(error), { stage: 'tcp' });
        throw failure.local === undefined ? error : new errors/* RedisError */.eR(failure);
    }
}
async function importQuietly() {
    // With DEBUG=ioredis:* it would print every command with its arguments, the password among them.
    const { DEBUG } = process.env;
    delete process.env['DEBUG'];
    try {
        // A bundler finds the default export, which is the module as a whole, but not all of the named ones.
        const { default: whole } = await __webpack_require__.e(/* import() */ 498).then(__webpack_require__.t.bind(__webpack_require__, 2498, 19));
        return whole;
    }
    finally {
        if (DEBUG !== undefined)
            process.env['DEBUG'] = DEBUG;
    }
}
function connectorFor(stream, library) {
    return class extends library.AbstractConnector {
        constructor() {
            super(0);
        }
        connect() {
            return Promise.resolve(stream);
        }
        disconnect() {
            stream.destroySoon();
        }
    };
}

;// CONCATENATED MODULE: ./redis/diagnose.js





/** Long enough for a healthy server to answer, short enough to be added to a time-out. */
const answerMs = 1_000;
/** A refusal comes unasked and at once; a server that has none to say is not waited for longer. */
const refusalMs = 500;
/**
 * Looks once more at a connection that failed without a clear reason: TLS spoken to a plain port, plain text spoken to a
 * TLS port and a refusal that a reset has swallowed all look alike. One short connection tells; no password is sent.
 * @throws the reason of a cancelled run
 */
async function diagnose(failure, suspect) {
    const { reason, stage, command } = failure;
    const place = { stage, ...(command !== undefined && { command }) };
    const { tls } = suspect.target;
    if (tls && stage === 'tls' && reason === 'redis-timeout') {
        const message = 'the server speaks plain text and does not answer a TLS handshake';
        const speaksPlain = await look({ ...suspect, target: { ...suspect.target, tls: false } }, answersPing);
        return speaksPlain ? explained('redis-tls-not-offered', message, place) : failure;
    }
    const isUnclear = ['redis-timeout', 'redis-connection-lost', 'redis-wrong-data'].includes(reason);
    if (stage !== 'login' || !isUnclear)
        return failure;
    if (!tls) {
        const message = 'the server speaks TLS and does not answer plain text';
        const speaksTls = await look({ ...suspect, target: { ...suspect.target, tls: true } }, () => Promise.resolve(true));
        if (speaksTls)
            return explained('redis-tls-required', message, place);
    }
    if (reason !== 'redis-connection-lost')
        return failure;
    const refusal = await look({ ...suspect, connectTimeoutMs: Math.min(refusalMs, suspect.connectTimeoutMs) }, firstWords);
    return refusal === undefined ? failure : (0,errors/* explainError */.UW)(refusal, place);
}
function explained(reason, message, place) {
    return { ...(0,errors/* explainError */.UW)({ kind: 'protocol', message }, place), reason };
}
async function answersPing(socket) {
    socket.write('PING\r\n');
    const [answer] = (await (0,external_node_events_.once)(socket, 'data'));
    // +PONG, -NOAUTH, -LOADING, …
    return /^[+-][A-Z]/.test(answer.toString('latin1'));
}
/**
 * What a server says that closes the connection unasked: an error reply, or the alert that it wants a client certificate
 * (TLS 1.3). Whoever has sent something gets a reset instead, and then the words may be lost.
 */
async function firstWords(socket) {
    try {
        const [words] = (await Promise.race([(0,external_node_events_.once)(socket, 'data'), (0,external_node_events_.once)(socket, 'end')]));
        const reply = /^-([^\r\n]{1,2000})\r\n/.exec(words?.toString('latin1') ?? '')?.[1];
        return reply === undefined ? undefined : { kind: 'reply', message: reply };
    }
    catch (error) {
        const raw = (0,errors/* rawError */.DZ)(error);
        return raw.code?.startsWith('ERR_SSL_') === true ? raw : undefined;
    }
}
/** Undefined: nothing was learnt, whatever the cause. */
async function look({ source, target, connectTimeoutMs, signal }, judge) {
    const limit = (0,abort/* timeLimit */.zc)(Math.min(answerMs, connectTimeoutMs), signal);
    let socket;
    try {
        socket = await dial(source, target, { kind: 'none' }, limit, { timings: {} });
        return await (0,abort/* abortable */.ZC)(judge(socket), limit);
    }
    catch (error) {
        signal.throwIfAborted();
        // The way itself is broken (a dyno that is gone), and says so.
        if (error instanceof failure/* Failure */.H)
            throw error;
        return undefined;
    }
    finally {
        socket?.destroy();
    }
}

;// CONCATENATED MODULE: ./redis/session.js





const mostTries = 3;
/** While this machine has no file descriptor left: the other apps of a fleet will close theirs. The time is limited anyway. */
const mostLocalTries = 30;
const longestPauseMs = 1_000;
/** One endpoint while it is probed: at most one connection at any moment, opened again when it is lost. */
class Session {
    settings;
    trace = { timings: {} };
    attempts = 0;
    hello;
    #diagnosed = false;
    #method;
    #connection;
    #reconnecting;
    /** Set when the server has stopped answering: the next command would wait just as long. */
    #unresponsive;
    constructor(settings) {
        this.settings = settings;
    }
    /** @throws RedisError · the reason of a cancelled run · Failure */
    async open() {
        const { connectTimeoutMs, endpoint, signal, source } = this.settings;
        const limit = (0,abort/* timeLimit */.zc)(connectTimeoutMs, signal);
        await this.#retry(connectTimeoutMs, async () => {
            try {
                this.trace.timings = {};
                this.#connection = await this.#connect(limit, this.trace);
            }
            catch (error) {
                if (!(error instanceof errors/* RedisError */.eR))
                    throw error;
                // Once: what it did not find at the first try, it would not find at the next.
                if (this.#diagnosed)
                    throw error;
                this.#diagnosed = true;
                const failure = await diagnose(error.failure, { source, target: endpoint, connectTimeoutMs, signal });
                throw new errors/* RedisError */.eR(failure);
            }
        });
    }
    /**
     * Runs one test, again when it fails in passing, on a new connection when the old one was lost.
     * @throws RedisError · the reason of a cancelled run · Failure
     */
    async run(test) {
        if (this.#unresponsive !== undefined)
            throw new errors/* RedisError */.eR(this.#unresponsive);
        let lost;
        return this.#retry(this.settings.commandTimeoutMs, async () => {
            const connection = await this.#current(lost);
            try {
                return await test(connection);
            }
            catch (error) {
                if (error instanceof errors/* RedisError */.eR) {
                    if (error.failure.reason === 'redis-connection-lost')
                        lost = error.failure;
                    if (error.failure.reason === 'redis-timeout' && connection.alive)
                        this.#unresponsive = error.failure;
                }
                throw error;
            }
        });
    }
    /** The connection while it is open: to clean up on it. */
    get connection() {
        return this.#connection?.alive === true ? this.#connection : undefined;
    }
    async close() {
        this.#connection?.close();
        await this.settings.source.close();
    }
    async #current(lost) {
        if (this.#connection?.alive === true)
            return this.#connection;
        this.#reconnecting ??= this.#reconnect();
        try {
            return await this.#reconnecting;
        }
        catch (error) {
            if (lost === undefined || !(error instanceof errors/* RedisError */.eR) || !error.failure.transient)
                throw error;
            throw new errors/* RedisError */.eR({ ...lost, message: `${lost.message}; then: ${error.failure.message}` });
        }
        finally {
            this.#reconnecting = undefined;
        }
    }
    async #reconnect() {
        this.#connection?.close();
        const limit = (0,abort/* timeLimit */.zc)(this.settings.connectTimeoutMs, this.settings.signal);
        // The timings and the certificate of the first connection stay in the report.
        this.#connection = await this.#connect(limit, { timings: {} });
        return this.#connection;
    }
    async #connect(limit, trace) {
        this.attempts++;
        const connection = await Connection.open(this.settings.source, this.settings, limit, trace, this.#method);
        this.#method = connection.method;
        this.hello ??= connection.hello;
        return connection;
    }
    /** @throws RedisError with the number of tries */
    async #retry(budgetMs, work) {
        const { label, log, signal } = this.settings;
        let attempts = 0;
        try {
            const value = await (0,retry/* retry */.L)((attempt) => {
                attempts = attempt;
                return work();
            }, {
                tries: mostLocalTries,
                budgetMs,
                signal,
                // 0.3 s, then 0.9 s, in a small budget less.
                delayMs: (failures) => Math.min(longestPauseMs, (0,retry/* backOffMs */.V)(failures, { firstMs: Math.min(300, budgetMs / 16), factor: 3 })),
                shouldRetry: (error, nextTry) => {
                    const isPassing = error instanceof errors/* RedisError */.eR && error.failure.transient;
                    if (!isPassing || this.#unresponsive !== undefined)
                        return false;
                    if (nextTry > mostTries)
                        return error.failure.local === 'file-descriptors';
                    log.info(`${label}: ${error.failure.message}; try ${nextTry} of ${mostTries}`);
                    return true;
                },
            });
            return { value, attempts };
        }
        catch (error) {
            throw error instanceof errors/* RedisError */.eR ? new errors/* RedisError */.eR(counted(error.failure, attempts)) : error;
        }
    }
}
function counted(failure, attempts) {
    // A failover turns a replica into a primary within seconds; one that stays a replica is meant to be one.
    return { ...failure, attempts, transient: failure.transient && failure.reason !== 'redis-read-only' };
}

// EXTERNAL MODULE: external "node:dns"
var external_node_dns_ = __webpack_require__(610);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./redis/socket-source.js






/** DNS, then TCP, from this machine. */
const directSource = {
    open: openTcp,
    close: () => Promise.resolve(),
};
async function openTcp({ host, port }, limit, trace) {
    const addresses = await resolve(host, limit, trace);
    const found = (_, options, callback) => {
        const [first] = addresses;
        if (options.all === true)
            callback(null, [...addresses]);
        else
            callback(null, first?.address ?? '', first?.family);
    };
    // Node gives each of several addresses 250 ms, less than a slow link needs.
    const socket = (0,external_node_net_.connect)({ host, port, lookup: found, noDelay: true, autoSelectFamilyAttemptTimeout: 1_000 });
    // Without a listener an error ends the process; between two stages nobody else listens.
    socket.on('error', () => undefined);
    try {
        await (0,stages/* timed */.a)('tcp', limit, trace, () => (0,external_node_events_.once)(socket, 'connect'));
        return socket;
    }
    catch (error) {
        socket.destroy();
        throw error;
    }
}
async function resolve(host, limit, trace) {
    const family = (0,external_node_net_.isIP)(host);
    if (family === 0)
        return (0,stages/* timed */.a)('dns', limit, trace, () => lookUp(host));
    // There is nothing to look up; a measured time would be whatever else this process does meanwhile.
    trace.timings = { ...trace.timings, dnsMs: 0 };
    return [{ address: host, family }];
}
async function lookUp(host) {
    try {
        return await (0,external_node_util_.promisify)(external_node_dns_.lookup)(host, { all: true });
    }
    catch (error) {
        // Without a file descriptor to ask with, getaddrinfo calls every name unknown.
        throw (await isOutOfDescriptors()) ? Object.assign(new Error('too many open files'), { code: 'EMFILE' }) : error;
    }
}
async function isOutOfDescriptors() {
    try {
        await (await (0,promises_.open)(process.execPath)).close();
        return false;
    }
    catch (error) {
        return ['EMFILE', 'ENFILE'].includes(String(error.code));
    }
}

;// CONCATENATED MODULE: ./redis/try-login.js




/** One connection and one login, without a retry, and no command after it. @throws the reason of a cancelled run */
async function tryLogin(request) {
    const { endpoint, tlsVerify, connectTimeoutMs, signal, log, source = directSource } = request;
    const settings = { label: 'login', endpoint, tlsVerify, commandTimeoutMs: connectTimeoutMs, signal, log };
    const limit = (0,abort/* timeLimit */.zc)(connectTimeoutMs, signal);
    const outcome = await (0,errors/* settle */.G9)(Connection.open(source, settings, limit, { timings: {} }));
    if (outcome.ok) {
        outcome.value.close();
        return { result: 'accepted' };
    }
    const { reason, message } = outcome.failure;
    const isRefused = reason === 'redis-wrong-password' || reason === 'redis-auth-required';
    return isRefused ? { result: 'refused' } : { result: 'unknown', why: message };
}

;// CONCATENATED MODULE: ./redis/probe.js









/** How long all latency samples of one endpoint may take, in times of one command. */
const latencyBudget = 4;
/**
 * Everything that can be seen of the two endpoints: what fails is a fact, not an error. At most one connection per
 * endpoint, one in all when both are the same; closed, and the markers deleted, whatever happens.
 * @throws the reason of a cancelled run, within about a second of the signal · Failure when the way to an endpoint
 *   (a dyno) cannot be had
 */
async function probe(request) {
    const isOne = (0,endpoint/* sameEndpoint */._X)(request.writer, request.reader);
    const sessions = await openSessions(request, isOne);
    const markers = new Markers(sessions.writer);
    try {
        return await observe(request, sessions, markers);
    }
    finally {
        await markers.abandon();
        await Promise.all([sessions.writer.close(), isOne ? undefined : sessions.reader.close()]);
    }
}
async function openSessions(request, isOne) {
    const { openSource = () => Promise.resolve(directSource), signal } = request;
    const opened = await Promise.allSettled([
        openSource('writer', signal),
        isOne ? undefined : openSource('reader', signal),
    ]);
    const failed = opened.find((each) => each.status === 'rejected');
    const [left, right] = opened.map((each) => (each.status === 'fulfilled' ? each.value : undefined));
    if (failed !== undefined || left === undefined) {
        await Promise.all([left?.close(), right?.close()]);
        throw failed?.reason;
    }
    const writer = sessionFor('writer', request, left);
    return { writer, reader: right === undefined ? writer : sessionFor('reader', request, right) };
}
async function observe(request, { writer, reader }, markers) {
    const { facts } = request;
    // Both sides at once.
    const [left, right] = await Promise.all([
        connectAndWrite(writer, facts, facts.write ? markers : undefined),
        reader === writer ? undefined : connectAndWrite(reader, facts),
    ]);
    const other = right ?? left;
    const marker = left.write?.ok === true ? left.write.value.marker : undefined;
    const related = judgePair(left.server, other.server, addressesOf(request, reader === writer));
    const pair = await testPrimaries(related, left, other, reader, marker, request);
    // What needs both.
    const read = await readOn(other, reader, marker, pair, request);
    const lag = await lagOf(pair, other, read, { writer, reader }, markers, request);
    // Alone on their connections, but for DEL, which takes microseconds.
    const [latency, readerLatency, cleanup] = await Promise.all([
        latencyOf(left, writer, request),
        right && latencyOf(right, reader, request),
        markers.delete(),
    ]);
    const writerFacts = { ...factsOf(writer, left), ...(latency && { latency }) };
    const readerFacts = right
        ? { ...factsOf(reader, right), ...(readerLatency && { latency: readerLatency }) }
        : writerFacts;
    return {
        writer: { ...writerFacts, ...(left.write && { write: withCleanup(left.write, cleanup) }) },
        reader: { ...readerFacts, ...(read && { read }) },
        pair: { ...pair, ...(lag && { lag }) },
    };
}
/**
 * Two primaries are two unrelated servers, or they replicate each other (Redis Enterprise Active-Active, KeyDB's active
 * replicas). INFO looks the same: only a marker tells.
 */
async function testPrimaries(pair, writer, reader, session, marker, { commandTimeoutMs, lagTimeoutMs }) {
    const roles = [writer, reader].map(({ server: { info } }) => (info?.ok === true ? info.value : undefined));
    const areActive = roles.some((info) => info?.activeReplica === true);
    if (pair.role !== 'primary' || roles.some((info) => info?.role !== 'master') || (pair.split && !areActive))
        return pair;
    if (marker === undefined) {
        const proof = `${pair.proof}; without a written key it is not known whether they replicate each other`;
        return { role: 'unknown', proof, split: false };
    }
    const waitMs = areActive ? lagTimeoutMs : Math.min(lagTimeoutMs, commandTimeoutMs);
    const seen = await (0,errors/* settle */.G9)(readMarker(session, marker, waitMs));
    if (!seen.ok)
        return pair;
    return { role: 'active-active', proof: `${pair.proof}; the reader shows what is written on the writer`, split: false };
}
async function readOn({ connect, write: own, server: { info }, unsupported }, reader, marker, pair, { facts, lagTimeoutMs }) {
    if (!connect.ok || !facts.read)
        return undefined;
    if (unsupported !== undefined)
        return { ok: false, failure: unsupported };
    // Reader and writer on one connection: what was read back there is this read.
    if (own?.ok === true)
        return { ok: true, value: { ...own.value.facts, source: 'marker' } };
    const replicates = pair.role === 'replica' || pair.role === 'active-active';
    const isBroken = info?.ok === true && hasBrokenLink(info.value);
    if (marker === undefined || isBroken || !(replicates || pair.role === 'same-server'))
        return (0,errors/* settle */.G9)(readPlain(reader));
    return (0,errors/* settle */.G9)(readMarker(reader, marker, replicates ? lagTimeoutMs : 0));
}
async function lagOf(pair, { server: { info } }, read, { writer, reader }, markers, { facts, lagTimeoutMs }) {
    if (!facts.lag || (pair.role !== 'replica' && pair.role !== 'active-active'))
        return undefined;
    // INFO says so at once; a marker would only time out.
    if (info?.ok === true && hasBrokenLink(info.value))
        return undefined;
    // After one marker that did not arrive, five more would not either.
    if (read?.ok === false)
        return read;
    return (0,errors/* settle */.G9)(measureLag(writer, reader, markers, lagTimeoutMs));
}
async function latencyOf({ connect, unsupported }, session, { facts, samples, latencyFailMs, commandTimeoutMs }) {
    if (!connect.ok || !facts.latency || unsupported !== undefined)
        return undefined;
    const limits = { samples, budgetMs: latencyBudget * commandTimeoutMs };
    return (0,errors/* settle */.G9)(measureLatency(session, { ...limits, ...(latencyFailMs !== undefined && { failMs: latencyFailMs }) }));
}
function addressesOf({ writer, reader }, isOne) {
    if (isOne)
        return 'one-endpoint';
    return writer.host === reader.host && writer.port === reader.port ? 'one-address' : 'two-addresses';
}
function factsOf({ settings, attempts, trace, hello }, contact) {
    const { host, port, username: named, password, tls } = settings.endpoint;
    // Without a password no user is named to the server, and `redis://password@host` has the password in its place.
    const username = password === undefined ? 'default' : named;
    const { connect, server, cluster, unsupported } = contact;
    const { echoMs } = settings.source;
    return {
        endpoint: { host, port, username, tls },
        attempts,
        timings: trace.timings,
        ...(trace.tls && { tls: trace.tls }),
        connect,
        ...(hello && { hello }),
        ...(server.info && { info: server.info }),
        ...(cluster && { cluster }),
        ...(unsupported && { unsupported }),
        ...(echoMs !== undefined && { relay: { echoMs } }),
    };
}
function withCleanup(written, cleanup) {
    return written.ok ? { ok: true, value: { ...written.value.facts, ...(cleanup && { cleanup }) } } : written;
}
function sessionFor(label, request, source) {
    const { tlsVerify, connectTimeoutMs, commandTimeoutMs, signal, log } = request;
    return new Session({
        label,
        endpoint: request[label],
        source,
        tlsVerify,
        connectTimeoutMs,
        commandTimeoutMs,
        signal,
        log,
    });
}


/***/ })

};
