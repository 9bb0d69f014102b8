export const id = 631;
export const ids = [631];
export const modules = {

/***/ 1631:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  probe: () => (/* binding */ probe)
});

// EXTERNAL MODULE: ./redis/errors.js + 1 modules
var errors = __webpack_require__(1953);
// EXTERNAL MODULE: ./utils/time.js + 1 modules
var time = __webpack_require__(5917);
// EXTERNAL MODULE: ./redis/info.js
var info = __webpack_require__(4385);
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
    return (0,info/* parseInfo */.YL)(value);
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
        .then(({ value }) => (0,info/* parseClusterInfo */.u9)(String(value))));
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
// EXTERNAL MODULE: ./redis/connection.js + 3 modules
var redis_connection = __webpack_require__(2632);
// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
// EXTERNAL MODULE: ./failure/failure.js
var failure = __webpack_require__(7918);
// EXTERNAL MODULE: ./redis/dial.js + 1 modules
var dial = __webpack_require__(15);
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
        const [words] = (await (0,external_node_events_.once)(socket, 'data'));
        const reply = /^-([^\r\n]{1,2000})\r\n/.exec(words.toString('latin1'))?.[1];
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
        socket = await (0,dial/* dial */.z)(source, target, { kind: 'none' }, limit, { timings: {} });
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
        const connection = await redis_connection/* Connection */.N.open(this.settings.source, this.settings, limit, trace, this.#method);
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
                tries: mostTries,
                budgetMs,
                signal,
                // 0.3 s, then 0.9 s, in a small budget less.
                delayMs: (failures) => (0,retry/* backOffMs */.V)(failures, { firstMs: Math.min(300, budgetMs / 16), factor: 3 }),
                shouldRetry: (error, nextTry) => {
                    const isPassing = error instanceof errors/* RedisError */.eR && error.failure.transient;
                    if (!isPassing || this.#unresponsive !== undefined)
                        return false;
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

// EXTERNAL MODULE: ./redis/socket-source.js
var socket_source = __webpack_require__(6944);
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
    const { openSource = () => Promise.resolve(socket_source/* directSource */.n), signal } = request;
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
    const { host, port, username, tls } = settings.endpoint;
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
