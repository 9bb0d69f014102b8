export const id = 189;
export const ids = [189];
export const modules = {

/***/ 2189:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  probe: () => (/* binding */ probe)
});

// EXTERNAL MODULE: ./redis/endpoint.js
var endpoint = __webpack_require__(1624);
// EXTERNAL MODULE: ./text.js
var text_0 = __webpack_require__(4686);
;// CONCATENATED MODULE: ./redis/errors.js

/** Thrown inside src/redis only; `probe` turns it into a fact. */
class RedisError extends Error {
    name = 'RedisError';
    failure;
    constructor(failure) {
        super(failure.message);
        this.failure = failure;
    }
}
/** Failure → fact. @throws whatever is not about Redis: a cancelled run */
async function settle(work) {
    try {
        return { ok: true, value: await work };
    }
    catch (error) {
        if (error instanceof RedisError)
            return { ok: false, failure: error.failure };
        throw error;
    }
}
/** An answer that Redis, asked this, would not give. */
function unexpected(command, message) {
    return new RedisError({ reason: 'redis-wrong-data', stage: 'command', command, message, transient: false });
}
/** ioredis's own words for a connection that ended without a reason of its own. */
const errors_closed = /^(?:Connection is closed|Command aborted due to connection close|Stream isn't writeable)/;
/** The only way out for an error of ioredis, a socket or the resolver: a copy of what is safe and useful. */
function rawError(error) {
    const inner = error instanceof AggregateError && error.message === '' ? error.errors[0] : error;
    if (!(inner instanceof Error))
        return { kind: 'system', message: 'unknown error' };
    if (inner.name === 'ReplyError')
        return { kind: 'reply', message: inner.message };
    if (errors_closed.test(inner.message))
        return { kind: 'system', message: 'the server closed the connection' };
    const { code, reason } = inner;
    // What ioredis says without a code is that it could not read the answer.
    if (typeof code !== 'string')
        return { kind: 'protocol', message: `no answer of Redis: ${inner.message.replace(/\. Please report this\./, '')}` };
    // OpenSSL's full message holds addresses in memory and paths of its own build.
    return { kind: 'system', message: typeof reason === 'string' ? reason : inner.message, code };
}
const passing = true;
const errors_final = false;
/** By the first word of an error reply; Redis and Valkey word the rest differently. */
const replies = {
    NOAUTH: ['redis-auth-required', errors_final],
    WRONGPASS: ['redis-wrong-password', errors_final],
    NOPERM: ['redis-no-permission', errors_final],
    DENIED: ['redis-no-permission', errors_final],
    LOADING: ['redis-loading', passing],
    BUSY: ['redis-busy', passing],
    MASTERDOWN: ['redis-master-down', passing],
    READONLY: ['redis-read-only', passing],
    OOM: ['redis-out-of-memory', errors_final],
    MISCONF: ['redis-persistence-failing', errors_final],
    NOREPLICAS: ['redis-no-replicas', passing],
    MOVED: ['redis-cluster', errors_final],
    ASK: ['redis-cluster', errors_final],
    CLUSTERDOWN: ['redis-cluster', errors_final],
    CROSSSLOT: ['redis-cluster', errors_final],
    TRYAGAIN: ['redis-cluster', errors_final],
};
/** Errors without a prefix of their own, by how they begin. */
const plainReplies = [
    [/^ERR max number of clients/i, 'redis-too-many-clients', passing],
    // Before Redis 6.
    [/^ERR invalid password/i, 'redis-wrong-password', errors_final],
    [/^ERR (?:operation not permitted|unknown command|unknown subcommand)/i, 'redis-no-permission', errors_final],
];
/** By the code of a failed look-up, connection or handshake. */
const codes = {
    ENOTFOUND: ['redis-dns', errors_final],
    EAI_AGAIN: ['redis-dns', passing],
    ECONNREFUSED: ['redis-refused', passing],
    ETIMEDOUT: ['redis-timeout', passing],
    EHOSTUNREACH: ['redis-timeout', passing],
    ENETUNREACH: ['redis-timeout', passing],
    ECONNRESET: ['redis-connection-lost', passing],
    EPIPE: ['redis-connection-lost', passing],
    // What OpenSSL makes of a first byte that is not TLS: text of a plain server.
    ERR_SSL_WRONG_VERSION_NUMBER: ['redis-tls-not-offered', errors_final],
    ERR_SSL_PACKET_LENGTH_TOO_LONG: ['redis-tls-not-offered', errors_final],
    // A server that wants a certificate of the client says so after the handshake.
    ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: ['redis-certificate', errors_final],
};
/** What an error counts as when the tables know neither its prefix nor its code. */
const otherwise = {
    dns: ['redis-dns', errors_final],
    tcp: ['redis-refused', passing],
    tls: ['redis-certificate', errors_final],
    login: ['redis-connection-lost', passing],
    command: ['redis-connection-lost', passing],
};
/** The error dictionary: a raw error and where it happened → what it means. */
function explainError(raw, place) {
    const code = raw.kind === 'reply' ? /^[A-Z]+(?= |$)/.exec(raw.message)?.[0] : raw.code;
    const [reason, transient] = meaning(raw, place.stage, code);
    return {
        reason,
        stage: place.stage,
        message: (0,text_0/* plain */.p)(raw.message, 200),
        transient,
        ...(code === undefined ? {} : { code: (0,text_0/* plain */.p)(code, 60) }),
        ...(place.command === undefined ? {} : { command: place.command }),
    };
}
function meaning(raw, stage, code = '') {
    if (raw.kind === 'timeout')
        return ['redis-timeout', passing];
    if (raw.kind === 'protocol')
        return ['redis-wrong-data', errors_final];
    if (raw.kind === 'reply') {
        const begun = plainReplies.find(([start]) => start.test(raw.message));
        return lookUp(replies, code) ?? (begun && [begun[1], begun[2]]) ?? ['redis-wrong-data', errors_final];
    }
    // Behind TLS a full server cannot say so: it drops the connection before the handshake.
    if (stage === 'tls' && code === 'ECONNRESET')
        return ['redis-too-many-clients', passing];
    return lookUp(codes, code) ?? (isTlsRefusal(stage, code) ? ['redis-tls-not-offered', errors_final] : otherwise[stage]);
}
/** No version or cipher in common: there is a TLS, but none that can be had. */
function isTlsRefusal(stage, code) {
    return stage === 'tls' && /^(?:ERR_SSL_|EPROTO$)/.test(code) && !code.includes('CERT');
}
function lookUp(table, key) {
    return Object.hasOwn(table, key) ? table[key] : undefined;
}
/** Takes everything out of a text that could be a part of the password, in any of the forms that a server may echo. */
function scrub(message, password) {
    // Redis before 7 repeats the arguments of a command that it does not know, cut in the middle of the password perhaps.
    const text = message.slice(0, 2_000).replace(/,? ?with args beginning with:[^]*$/i, '');
    if (password === undefined || password === '')
        return text;
    const forms = [password, encodeURIComponent(password.toWellFormed()), Buffer.from(password).toString('base64')];
    return forms.reduce(withoutPiecesOf, text);
}
const pieceLength = 8;
function withoutPiecesOf(text, secret) {
    const size = Math.min(pieceLength, secret.length);
    let result = '';
    for (let at = 0; at < text.length;) {
        let end = at;
        while (end < text.length && secret.includes(text.slice(at, end + 1)))
            end++;
        const isPiece = end - at >= size;
        result += isPiece ? '***' : text.charAt(at);
        at = isPiece ? end : at + 1;
    }
    return result;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./time.js + 1 modules
var time = __webpack_require__(7393);
;// CONCATENATED MODULE: ./redis/markers.js



const namespace = 'heroku-redis-action:probe:';
/** Whatever becomes of us, the key is gone after this. */
const lifetimeSeconds = 60;
/** The only keys that are ever written: random, expiring, and remembered until they are deleted. */
class Markers {
    #writer;
    #left = new Set();
    constructor(writer) {
        this.#writer = writer;
    }
    create() {
        return { key: randomKey(), value: (0,external_node_crypto_.randomUUID)() };
    }
    /** @throws RedisError · Failure `cancelled` */
    async set(connection, { key, value }) {
        // Remembered before it is sent: the answer may get lost, the key is there all the same.
        this.#left.add(key);
        const answer = await connection.send(['SET', key, value, 'EX', String(lifetimeSeconds)]);
        if (answer !== 'OK')
            throw unexpected('SET', 'SET was not answered with OK');
    }
    /** Deletes all of them. Why one could not be deleted, if so: it expires by itself. @throws Failure `cancelled` */
    async delete() {
        const keys = [...this.#left];
        // One by one: keys of one DEL would have to share a slot.
        const deletions = keys.map((key) => settle(this.#writer.run((connection) => connection.send(['DEL', key]))));
        const outcomes = await Promise.all(deletions);
        this.#left.clear();
        return outcomes.find((outcome) => !outcome.ok)?.failure;
    }
    /** After a failure or a cancel: deletes what is left if that can be done at once. Never fails. */
    async abandon(patience) {
        const { connection } = this.#writer;
        if (connection === undefined)
            return;
        await Promise.allSettled([...this.#left].map((key) => connection.send(['DEL', key], patience)));
    }
}
/** A key that nobody has: to read it is a read all the same. */
function randomKey() {
    return namespace + (0,external_node_crypto_.randomUUID)();
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
        const { value: answer, attempts } = await session.run((connection) => connection.send(['GET', key]));
        const received = (0,time/* now */.tB)();
        roundTrips.push(received - sent);
        if (answer === value)
            return { seenAt: (sent + received) / 2, roundTrips, attempts };
        if (answer !== null)
            throw unexpected('GET', 'what was read back is not what was written');
        if (received - start >= ms)
            return undefined;
        // Short beside what is measured, and no hammering on what takes long.
        await (0,time/* sleep */.yy)(Math.min(50, Math.max(1, (received - start) / 50)), signal);
    }
    return undefined;
}

// EXTERNAL MODULE: external "node:dns"
var external_node_dns_ = __webpack_require__(610);
// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./failure.js
var failure = __webpack_require__(7579);
;// CONCATENATED MODULE: ./redis/certificate.js

/** `untrusted`: Node's code for why no certificate authority vouches for it. */
function describeCertificate(certificate, untrusted) {
    return {
        sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
        subject: (0,text_0/* plain */.p)(certificate.subject, 200),
        issuer: (0,text_0/* plain */.p)(certificate.issuer, 200),
        selfSigned: certificate.checkIssued(certificate),
        validFrom: isoDate(certificate.validFromDate),
        validTo: isoDate(certificate.validToDate),
        ...(untrusted === undefined ? {} : { untrusted: (0,text_0/* plain */.p)(untrusted, 60) }),
    };
}
/** Why this certificate must not be trusted with the password; undefined when it may. */
function distrust(certificate, verify) {
    if (verify.kind === 'none')
        return undefined;
    if (verify.kind === 'full') {
        const code = certificate === undefined ? 'NO_CERTIFICATE' : certificate.untrusted;
        return code === undefined ? undefined : certificateFailure(code, complaints[code] ?? `verification failed: ${code}`);
    }
    if (certificate === undefined)
        return certificateFailure('NO_CERTIFICATE', 'the server presented no certificate');
    return certificate.sha256 === verify.sha256
        ? undefined
        : certificateFailure('PIN_MISMATCH', `the certificate presented has the fingerprint sha256:${certificate.sha256}, not the pinned one`);
}
const complaints = {
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
    return { reason: 'redis-certificate', stage: 'tls', code: (0,text_0/* plain */.p)(code, 60), message, transient: false };
}
function isoDate(date) {
    // A hostile certificate may hold a date that is none.
    return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}

// EXTERNAL MODULE: ./deadline.js
var deadline_0 = __webpack_require__(2625);
;// CONCATENATED MODULE: ./redis/dial.js










/**
 * DNS → TCP → TLS, one stage after the other. Nothing has been sent to the server but the handshake when it resolves,
 * and by then the certificate has been judged.
 * @throws RedisError · Failure `cancelled`
 */
async function dial(address, verify, deadline, trace) {
    const addresses = await timed('dns', deadline, trace, (0,external_node_util_.promisify)(external_node_dns_.lookup)(address.host, { all: true }));
    const socket = dial_open(address, verify, addresses);
    // Between two stages, too, an error must not end the process.
    socket.on('error', () => undefined);
    try {
        await timed('tcp', deadline, trace, (0,external_node_events_.once)(socket, 'connect'));
        if (isTls(socket)) {
            await timed('tls', deadline, trace, (0,external_node_events_.once)(socket, 'secureConnect'));
            judge(socket, verify, trace);
        }
        return socket;
    }
    catch (error) {
        socket.destroy();
        throw error;
    }
}
/** Measures a stage, also a failing one, and says where it failed. */
async function timed(stage, deadline, trace, work) {
    const start = (0,time/* now */.tB)();
    try {
        return await (0,deadline_0/* within */.ux)(work, deadline.patience);
    }
    catch (error) {
        throw asRedisError(error, stage);
    }
    finally {
        trace.timings = { ...trace.timings, [`${stage}Ms`]: since(start) };
    }
}
/** Milliseconds, to the microsecond. */
function since(start) {
    return Math.round(((0,time/* now */.tB)() - start) * 1_000) / 1_000;
}
const stageNames = { dns: 'DNS', tcp: 'TCP', tls: 'TLS handshake', login: 'login' };
function asRedisError(error, stage) {
    if (error instanceof deadline_0/* TimedOut */.GA) {
        const message = `${stageNames[stage]}: no answer within the connect time-out`;
        return new RedisError(explainError({ kind: 'timeout', message }, { stage }));
    }
    const isOurs = error instanceof RedisError || error instanceof failure/* Failure */.H;
    return isOurs ? error : new RedisError(explainError(rawError(error), { stage }));
}
function dial_open({ host, port, tls }, verify, addresses) {
    const found = (_, options, callback) => {
        const [first] = addresses;
        if (options.all === true)
            callback(null, [...addresses]);
        else
            callback(null, first?.address ?? '', first?.family);
    };
    // Node gives each of several addresses 250 ms, less than a slow link needs.
    const options = { host, port, lookup: found, noDelay: true, autoSelectFamilyAttemptTimeout: 1_000 };
    if (!tls)
        return (0,external_node_net_.connect)(options);
    return (0,external_node_tls_.connect)({
        ...options,
        // A host name only: an address has no place in SNI.
        servername: (0,external_node_net_.isIP)(host) === 0 ? host : '',
        // Verified below, after the certificate has been noted for the report.
        rejectUnauthorized: false,
        ...(verify.kind === 'full' ? { ca: [...(0,external_node_tls_.getCACertificates)('default'), ...(0,external_node_tls_.getCACertificates)('system')] } : {}),
    });
}
function isTls(socket) {
    return 'authorized' in socket;
}
function judge(socket, verify, trace) {
    const presented = socket.getPeerX509Certificate();
    // Typed as an Error, but Node sets the code alone.
    const untrusted = socket.authorized ? undefined : String(socket.authorizationError);
    const certificate = presented && describeCertificate(presented, untrusted);
    trace.tls = { protocol: socket.getProtocol() ?? 'unknown', ...(certificate && { certificate }) };
    const failure = distrust(certificate, verify);
    if (failure !== undefined)
        throw new RedisError(failure);
}

;// CONCATENATED MODULE: ./redis/info.js
/** The answer of INFO → what we use of it. Total: a line that is missing or not what it should be leaves its field out. */
function parseInfo(text) {
    const lines = new Map();
    for (const line of text.split(/\r?\n/)) {
        const colon = line.indexOf(':');
        const name = line.slice(0, colon);
        // The first one counts: nothing further down can overrule what the server said of itself.
        if (colon > 0 && !lines.has(name))
            lines.set(name, line.slice(colon + 1));
    }
    const read = (name, parse) => {
        const value = lines.get(name);
        return value === undefined ? undefined : parse(value);
    };
    return withoutUndefined({
        server: lines.get('server_name') === 'valkey' || lines.has('valkey_version') ? 'valkey' : 'redis',
        // Valkey keeps telling the Redis version that it is compatible with as `redis_version`.
        version: read('valkey_version', version) ?? read('redis_version', version),
        runId: read('run_id', id),
        uptimeSeconds: read('uptime_in_seconds', count),
        role: read('role', role),
        masterReplid: read('master_replid', id),
        masterReplid2: read('master_replid2', id),
        masterLinkStatus: read('master_link_status', word),
        masterSyncInProgress: read('master_sync_in_progress', flag),
        connectedReplicas: read('connected_slaves', count),
        connectedClients: read('connected_clients', count),
        maxClients: read('maxclients', count),
        rejectedConnections: read('rejected_connections', count),
        usedMemory: read('used_memory', count),
        maxMemory: read('maxmemory', count),
        maxMemoryPolicy: read('maxmemory_policy', word),
        evictedKeys: read('evicted_keys', count),
        loading: read('loading', flag),
        loadingEtaSeconds: read('loading_eta_seconds', count),
    });
}
/** An absent field and a field that is `undefined` are two things under exactOptionalPropertyTypes. */
function withoutUndefined(fields) {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
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
    return value === 'master' || value === 'slave' ? value : undefined;
}
/** 40 hex digits; Redis writes zeros where there is none, and no two servers are the same for having none. */
function id(value) {
    return /^[0-9a-f]{40}$/.test(value) && !/^0+$/.test(value) ? value : undefined;
}

;// CONCATENATED MODULE: ./redis/statistics.js
/** Nearest rank: the smallest value that at least `percent` of the values do not exceed. Not for an empty list. */
function percentile(values, percent) {
    const sorted = values.toSorted((a, b) => a - b);
    const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
    return sorted[rank - 1] ?? Number.NaN;
}
function summariseLatency(values) {
    return {
        p50: percentile(values, 50),
        p95: percentile(values, 95),
        p99: percentile(values, 99),
        max: percentile(values, 100),
        samples: values.length,
        values,
    };
}
function summariseLag(values, roundTrips) {
    return {
        min: percentile(values, 0),
        p50: percentile(values, 50),
        max: percentile(values, 100),
        samples: values.length,
        resolutionMs: percentile(roundTrips, 50),
    };
}

;// CONCATENATED MODULE: ./redis/measurements.js






// Each of these throws RedisError, and Failure `cancelled`.
const lagSamples = 5;
async function readInfo(session) {
    const { value } = await session.run(async (connection) => {
        const text = await connection.send(['INFO']);
        if (typeof text !== 'string' || !text.includes('redis_version:')) {
            throw unexpected('INFO', 'the answer to INFO does not tell of a Redis server');
        }
        return text;
    });
    return parseInfo(value);
}
/** What ROLE calls the server; undefined where that, too, is denied. */
async function readRole(session) {
    try {
        const { value } = await session.run((connection) => connection.send(['ROLE']));
        const role = Array.isArray(value) ? value[0] : undefined;
        return role === 'master' || role === 'slave' ? role : undefined;
    }
    catch (error) {
        if (error instanceof RedisError)
            return undefined;
        throw error;
    }
}
/** The marker is left for the reader to read. */
async function write(session, markers) {
    const { value, attempts } = await session.run(async (connection) => {
        const marker = markers.create();
        const start = (0,time/* now */.tB)();
        const [, answer] = await Promise.all([markers.set(connection, marker), connection.send(['GET', marker.key])]);
        if (answer !== marker.value)
            throw unexpected('GET', 'what was read back is not what was written');
        return { marker, ms: since(start) };
    });
    return { facts: { ms: value.ms, attempts }, marker: value.marker };
}
/** `waitMs` 0: it must be there at once, as on the writer itself. */
async function readMarker(session, marker, waitMs) {
    const start = (0,time/* now */.tB)();
    const sight = await watch(session, marker, waitMs);
    if (sight !== undefined)
        return { ms: since(start), attempts: sight.attempts, source: 'marker' };
    throw waitMs === 0 ? unexpected('GET', 'what was written is not there') : unseen(waitMs);
}
async function readPlain(session) {
    const { value, attempts } = await session.run(async (connection) => {
        const start = (0,time/* now */.tB)();
        const answer = await connection.send(['GET', randomKey()]);
        if (answer !== null)
            throw unexpected('GET', 'there is a value under a key that nobody wrote');
        return since(start);
    });
    return { ms: value, attempts, source: 'plain' };
}
/** Sequential PINGs: round trips, not throughput. */
async function measureLatency(session, samples) {
    const { value } = await session.run(async (connection) => {
        const values = [];
        while (values.length < Math.max(1, samples)) {
            const start = (0,time/* now */.tB)();
            const answer = await connection.send(['PING']);
            if (answer !== 'PONG')
                throw unexpected('PING', 'PING was not answered with PONG');
            values.push(since(start));
        }
        return values;
    });
    return summariseLatency(value);
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
    return summariseLag(lags, roundTrips);
}
function unseen(waitMs) {
    const message = `what the writer wrote was not to be seen on the reader within ${Math.round(waitMs)} ms`;
    return new RedisError(explainError({ kind: 'timeout', message }, { stage: 'command', command: 'GET' }));
}
function thousandths(ms) {
    return Math.round(ms * 1_000) / 1_000;
}

;// CONCATENATED MODULE: ./redis/roles.js
/** Who the reader is. `run_id` and `master_replid` prove it; host names, which may be aliases, do not. */
function judgePair(writer, reader) {
    const gap = silence('writer', writer) ?? silence('reader', reader);
    if (gap !== undefined)
        return unknown(gap + hearsay(writer, reader));
    return compare(told(writer), told(reader));
}
function compare(writer, reader) {
    if (writer.runId === undefined || reader.runId === undefined)
        return unknown('INFO tells no run_id');
    if (writer.runId === reader.runId)
        return proven('same-server', `both answer with the run_id ${roles_short(writer.runId)}`);
    if (writer.role !== 'master') {
        return reader.role === 'master'
            ? proven('primary', 'the reader is a primary while the writer is a replica', isSplit(writer, reader))
            : unknown('the writer is a replica itself, so it has none');
    }
    if (reader.role === 'master') {
        const split = isSplit(writer, reader);
        const history = split ? ', one promoted from the other' : '';
        return proven('primary', `two primaries, run_ids ${roles_short(writer.runId)} and ${roles_short(reader.runId)}${history}`, split);
    }
    if (reader.role !== 'slave' || writer.masterReplid === undefined || reader.masterReplid === undefined) {
        return unknown('INFO tells no role or no master_replid');
    }
    if (writer.masterReplid === reader.masterReplid) {
        return proven('replica', `both tell the master_replid ${roles_short(writer.masterReplid)}, under two run_ids`);
    }
    // Until its first copy is complete, a replica tells a master_replid of its own making; so does one that lost its link.
    if (reader.masterLinkStatus !== 'up' || reader.masterSyncInProgress === true) {
        return unknown('the reader is a replica, but has no working link that would tell whose');
    }
    const ids = `${roles_short(reader.masterReplid)}, not the writer’s ${roles_short(writer.masterReplid)}`;
    return proven('stranger', `the reader’s master_replid is ${ids}`, isSplit(writer, reader));
}
/** One side was promoted: it keeps the id of the history that it left. */
function isSplit(writer, reader) {
    const continues = (a, b) => a.masterReplid2 !== undefined && a.masterReplid2 === b.masterReplid;
    return continues(writer, reader) || continues(reader, writer);
}
function silence(side, { info, reached }) {
    if (!reached)
        return `the ${side} was not reached`;
    if (info === undefined)
        return `the ${side} was not asked`;
    if (info.ok)
        return undefined;
    const { reason, code } = info.failure;
    return reason === 'redis-no-permission'
        ? `INFO is denied on the ${side}`
        : `the ${side} did not answer INFO (${code ?? reason})`;
}
function hearsay(writer, reader) {
    const roles = [writer.role && `the writer a ${writer.role}`, reader.role && `the reader a ${reader.role}`];
    const said = roles.filter((role) => role !== undefined).join(' and ');
    return said === '' ? '' : `; ROLE calls ${said}, which does not tell whose replica`;
}
function told({ info }) {
    return info?.ok === true ? info.value : { server: 'redis' };
}
function unknown(proof) {
    return { role: 'unknown', proof, split: false };
}
function proven(role, proof, split = false) {
    return { role, proof, split };
}
function roles_short(id) {
    return `${id.slice(0, 8)}…`;
}

;// CONCATENATED MODULE: ./redis/connection.js





/** More than the answers to everything that is asked here; a server that sends more is not one to listen to. */
const mostBytes = 8 * 1024 * 1024;
/**
 * One logged-in connection, on a socket that `dial` made. It is never made again by itself, and errors leave it as
 * `RedisError`: ioredis's own carry the password.
 */
class Connection {
    #settings;
    #socket;
    #redis;
    /** Why the connection broke; what ioredis rejects commands with says less. */
    #broken;
    /** @throws RedisError with the stage that failed · Failure `cancelled` */
    static async open(settings, deadline, trace) {
        const socket = await dial(settings.endpoint, settings.tlsVerify, deadline, trace);
        const connection = new Connection(settings, socket, await library);
        try {
            await timed('login', deadline, trace, connection.#logIn(deadline));
            return connection;
        }
        catch (error) {
            connection.close();
            throw error;
        }
    }
    constructor(settings, socket, library) {
        this.#settings = settings;
        this.#socket = socket;
        this.#redis = new library.Redis({
            Connector: connectorFor(socket, library),
            lazyConnect: true,
            // ioredis's own login warns and goes on as if nothing had happened where an old server wants no user name.
            protocol: 2,
            disableClientInfo: true,
            enableReadyCheck: false,
            enableOfflineQueue: false,
            autoResendUnfulfilledCommands: false,
            retryStrategy: null,
            maxRetriesPerRequest: null,
        });
        this.#redis.on('error', (error) => (this.#broken ??= rawError(error)));
    }
    get alive() {
        return this.#broken === undefined && this.#redis.status === 'ready';
    }
    /** @throws RedisError · Failure `cancelled` */
    async send(command, patience = this.#settings.patience) {
        const { label, log } = this.#settings;
        if (patience.signal.aborted)
            throw (0,time/* cancelled */.KW)();
        const start = (0,time/* now */.tB)();
        try {
            const answer = await (0,deadline_0/* within */.ux)(this.#call(command, 'command'), patience);
            log.debug(`${label}: ${command[0]} ${since(start)} ms`);
            return answer;
        }
        catch (error) {
            log.debug(`${label}: ${command[0]} failed after ${since(start)} ms`);
            if (!(error instanceof deadline_0/* TimedOut */.GA))
                throw error;
            const message = `no answer to ${command[0]} within ${Math.round(patience.ms)} ms`;
            throw new RedisError(explainError({ kind: 'timeout', message }, { stage: 'command', command: command[0] }));
        }
    }
    /** At once, without waiting for the server. */
    close() {
        this.#redis.disconnect();
    }
    async #logIn(deadline) {
        const { username, password } = this.#settings.endpoint;
        const login = password === undefined ? [] : ['AUTH', username, password.reveal()];
        const greeted = new Promise((resolve, reject) => {
            // In this very turn: a server that refuses at once ("max number of clients") answers before anything was asked,
            // and ioredis drops an answer that has no command waiting for it.
            this.#redis.once('connect', () => {
                this.#socket.on('data', () => this.#limit());
                this.#call(['HELLO', '3', ...login], 'login').then(resolve, reject);
            });
        });
        try {
            await Promise.all([greeted, this.#redis.connect().catch((error) => this.#rethrow(error, { stage: 'login' }))]);
        }
        catch (error) {
            if (!(error instanceof RedisError) || !refusesHello(error))
                throw error;
            await (0,deadline_0/* within */.ux)(this.#logInWithoutHello(), deadline.patience);
        }
    }
    /** Redis before 6, and proxies. */
    async #logInWithoutHello() {
        const { username, password } = this.#settings.endpoint;
        if (password === undefined)
            return;
        try {
            await this.#call(['AUTH', username, password.reveal()], 'login');
        }
        catch (error) {
            if (!(error instanceof RedisError) || !/wrong number of arguments/i.test(error.failure.message))
                throw error;
            await this.#call(['AUTH', password.reveal()], 'login').catch((old) => {
                const asksForNone = old instanceof RedisError && /no password is set/i.test(old.failure.message);
                if (!asksForNone)
                    throw old;
            });
        }
    }
    #call([name, ...args], stage) {
        return this.#redis.call(name, ...args).catch((error) => this.#rethrow(error, { stage, command: name }));
    }
    #rethrow(error, place) {
        if (error instanceof failure/* Failure */.H)
            throw error;
        const own = rawError(error);
        const raw = own.kind === 'reply' ? own : (this.#broken ?? own);
        const message = scrub(raw.message, this.#settings.endpoint.password?.reveal());
        throw new RedisError(explainError({ ...raw, message }, place));
    }
    #limit() {
        if (this.#socket.bytesRead > mostBytes)
            this.#socket.destroy(new Error('it never ends'));
    }
}
function refusesHello({ failure }) {
    return /^NOPROTO|unknown command .?HELLO/i.test(failure.message);
}
/** Begun with this module, which is itself loaded late: it costs more than all else at the start of the action. */
const library = importQuietly();
async function importQuietly() {
    // With DEBUG=ioredis:* it would print every command with its arguments, the password among them.
    const { DEBUG } = process.env;
    delete process.env['DEBUG'];
    try {
        // The default is what the module exports as a whole; of the names a bundler does not find all.
        const { default: whole } = await __webpack_require__.e(/* import() */ 498).then(__webpack_require__.t.bind(__webpack_require__, 2498, 19));
        return whole;
    }
    finally {
        if (DEBUG !== undefined)
            process.env['DEBUG'] = DEBUG;
    }
}
function connectorFor(socket, library) {
    return class extends library.AbstractConnector {
        constructor() {
            super(0);
        }
        connect() {
            return Promise.resolve(socket);
        }
        disconnect() {
            socket.destroySoon();
        }
    };
}

;// CONCATENATED MODULE: ./redis/diagnose.js





/** Long enough for a healthy server to say a word, short enough to be added to a time-out. */
const mostMs = 1_000;
/**
 * A failed connection, looked at once more: TLS spoken to a plain port and plain text spoken to a TLS port both end in
 * silence or a reset, as many other troubles do. One short connection of the other kind tells; no password is sent on it.
 */
async function diagnose(failure, address, budgetMs, signal) {
    const deadline = new deadline_0/* Deadline */.B2(Math.min(mostMs, budgetMs), signal);
    const place = { stage: failure.stage, ...(failure.command && { command: failure.command }) };
    if (address.tls && failure.stage === 'tls' && failure.reason === 'redis-timeout') {
        const message = 'the server speaks plain text and does not answer a TLS handshake';
        return (await speaksPlain(address, deadline)) ? verdict('redis-tls-not-offered', message, place) : failure;
    }
    const unanswered = ['redis-timeout', 'redis-connection-lost', 'redis-wrong-data'];
    if (!address.tls && failure.stage === 'login' && unanswered.includes(failure.reason)) {
        const message = 'the server speaks TLS and does not answer plain text';
        return (await speaksTls(address, deadline)) ? verdict('redis-tls-required', message, place) : failure;
    }
    return failure;
}
function verdict(reason, message, place) {
    return { ...explainError({ kind: 'protocol', message }, place), reason };
}
function speaksTls(address, deadline) {
    return look({ ...address, tls: true }, deadline, () => Promise.resolve(true));
}
function speaksPlain(address, deadline) {
    return look({ ...address, tls: false }, deadline, async (socket) => {
        socket.write('PING\r\n');
        const [answer] = (await (0,deadline_0/* within */.ux)((0,external_node_events_.once)(socket, 'data'), deadline.patience));
        // +PONG, -NOAUTH, -LOADING, …
        return /^[+-][A-Z]/.test(answer.toString('latin1'));
    });
}
async function look(address, deadline, judge) {
    let socket;
    try {
        socket = await dial(address, { kind: 'none' }, deadline, { timings: {} });
        return await judge(socket);
    }
    catch (error) {
        // Cancelled; anything else, whatever it is, means no.
        if (error instanceof failure/* Failure */.H)
            throw error;
        return false;
    }
    finally {
        socket?.destroy();
    }
}

;// CONCATENATED MODULE: ./redis/retry.js


const mostTries = 3;
/**
 * Tries up to three times what fails in passing.
 * @throws RedisError with the number of tries · whatever else `work` throws, at once
 */
async function retry(work, { budgetMs, signal, again }) {
    const start = (0,time/* now */.tB)();
    for (let attempts = 1;; attempts++) {
        try {
            return { value: await work(), attempts };
        }
        catch (error) {
            if (!(error instanceof RedisError))
                throw error;
            const { failure } = error;
            const pause = backOff(attempts, budgetMs);
            const over = attempts === mostTries || (0,time/* now */.tB)() - start + pause >= budgetMs;
            if (!failure.transient || over || !again(failure, attempts + 1))
                throw new RedisError(counted(failure, attempts));
            await (0,time/* sleep */.yy)(pause, signal);
        }
    }
}
function counted(failure, attempts) {
    // A failover makes a primary of it within seconds, or it is meant to be a replica.
    return { ...failure, attempts, transient: failure.transient && failure.reason !== 'redis-read-only' };
}
/** 0.3 s, then 0.9 s, each give or take a quarter, so that many jobs do not come back at the same moment. */
function backOff(failures, budgetMs) {
    const step = Math.min(300, budgetMs / 16);
    return step * 3 ** (failures - 1) * (0.75 + Math.random() / 2);
}

;// CONCATENATED MODULE: ./redis/session.js





/** One endpoint while it is probed: at most one connection at any moment, made again when it is lost in mid-test. */
class Session {
    settings;
    trace = { timings: {} };
    attempts = 0;
    #connection;
    #reconnecting;
    /** Set when nothing more is to be expected of this server. */
    #hopeless;
    constructor(settings) {
        this.settings = settings;
    }
    /** @throws RedisError · Failure `cancelled` */
    async open() {
        const { connectTimeoutMs, endpoint, signal } = this.settings;
        const deadline = new deadline_0/* Deadline */.B2(connectTimeoutMs, signal);
        await this.#retry(connectTimeoutMs, async () => {
            try {
                this.trace.timings = {};
                this.#connection = await this.#connect(deadline, this.trace);
            }
            catch (error) {
                if (!(error instanceof RedisError))
                    throw error;
                throw new RedisError(await diagnose(error.failure, endpoint, connectTimeoutMs, signal));
            }
        });
    }
    /**
     * Runs one test, again when it fails in passing, on a new connection when the old one was lost.
     * @throws RedisError · Failure `cancelled`
     */
    async run(test) {
        if (this.#hopeless !== undefined)
            throw new RedisError(this.#hopeless);
        let lost;
        return this.#retry(this.settings.commandTimeoutMs, async () => {
            const connection = await this.#current(lost);
            try {
                return await test(connection);
            }
            catch (error) {
                if (error instanceof RedisError) {
                    if (error.failure.reason === 'redis-connection-lost')
                        lost = error.failure;
                    // The next command would wait just as long.
                    if (error.failure.reason === 'redis-timeout' && connection.alive)
                        this.#hopeless = error.failure;
                }
                throw error;
            }
        });
    }
    /** The connection as it is, for the last words; undefined when there is none. */
    get connection() {
        return this.#connection?.alive === true ? this.#connection : undefined;
    }
    close() {
        this.#connection?.close();
    }
    async #current(lost) {
        if (this.#connection?.alive === true)
            return this.#connection;
        this.#reconnecting ??= this.#reconnect();
        try {
            return await this.#reconnecting;
        }
        catch (error) {
            if (lost === undefined || !(error instanceof RedisError) || !error.failure.transient)
                throw error;
            throw new RedisError({ ...lost, message: `${lost.message}; then: ${error.failure.message}` });
        }
        finally {
            this.#reconnecting = undefined;
        }
    }
    async #reconnect() {
        this.#connection?.close();
        const deadline = new deadline_0/* Deadline */.B2(this.settings.connectTimeoutMs, this.settings.signal);
        // The timings and the certificate of the first connection stay in the report.
        this.#connection = await this.#connect(deadline, { timings: {} });
        return this.#connection;
    }
    #connect(deadline, trace) {
        const { label, endpoint, tlsVerify, commandTimeoutMs, signal, log } = this.settings;
        this.attempts++;
        return Connection.open({ label, endpoint, tlsVerify, patience: { ms: commandTimeoutMs, signal }, log }, deadline, trace);
    }
    #retry(budgetMs, work) {
        const { label, log, signal } = this.settings;
        return retry(work, {
            budgetMs,
            signal,
            again: (failure, nextTry) => {
                if (this.#hopeless !== undefined)
                    return false;
                log.info(`${label}: ${failure.message}; try ${nextTry} of ${mostTries}`);
                return true;
            },
        });
    }
}

;// CONCATENATED MODULE: ./redis/probe.js






/** For the last words after a failure or a cancel: the runner kills soon. */
const farewellMs = 800;
const checksOnInfo = ['role', 'read', 'replication', 'memory', 'eviction', 'connections', 'version'];
/**
 * Everything that can be seen of the two endpoints: what fails is a fact, not an error. At most one connection per
 * endpoint, one in all when both are the same one; closed, and the markers deleted, whatever happens.
 * @throws Failure `cancelled` within about a second of the signal
 */
async function probe(request) {
    const writer = sessionFor('writer', request);
    const reader = (0,endpoint/* sameEndpoint */._X)(request.writer, request.reader) ? writer : sessionFor('reader', request);
    const markers = new Markers(writer);
    try {
        return await observe(request, writer, reader, markers);
    }
    finally {
        await markers.abandon({ ms: farewellMs, signal: new AbortController().signal });
        writer.close();
        reader.close();
    }
}
async function observe(request, writer, reader, markers) {
    const isOne = reader === writer;
    const writes = request.writes && request.checks.has('write');
    // Both sides at once; INFO and the write travel together.
    const [left, right] = await Promise.all([
        approach(request, writer, writes ? markers : undefined),
        isOne ? undefined : approach(request, reader),
    ]);
    const pair = judgePair(left.testimony, (right ?? left).testimony);
    // What needs both.
    const read = await readOn(right ?? left, reader, left.write?.ok === true ? left.write.value.marker : undefined, pair, request);
    const lag = await lagOf(pair, read, writer, reader, markers, request);
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
async function approach(request, session, markers) {
    const opened = await settle(session.open());
    if (!opened.ok)
        return { connect: opened, testimony: { reached: false } };
    const [testimony, written] = await Promise.all([hear(request, session), markers && settle(write(session, markers))]);
    return { connect: { ok: true, value: null }, testimony, ...(written && { write: written }) };
}
async function hear({ checks }, session) {
    if (!checksOnInfo.some((id) => checks.has(id)))
        return { reached: true };
    const info = await settle(readInfo(session));
    const isDenied = !info.ok && info.failure.reason === 'redis-no-permission';
    const role = isDenied ? await readRole(session) : undefined;
    return { reached: true, info, ...(role && { role }) };
}
async function readOn({ connect, write: own }, reader, marker, pair, { checks, lagTimeoutMs }) {
    if (!connect.ok || !checks.has('read'))
        return undefined;
    // Reader and writer on one connection: what was read back there is this read.
    if (own?.ok === true)
        return { ok: true, value: { ...own.value.facts, source: 'marker' } };
    const shares = pair.role === 'same-server' || pair.role === 'replica';
    if (marker === undefined || !shares)
        return settle(readPlain(reader));
    return settle(readMarker(reader, marker, pair.role === 'replica' ? lagTimeoutMs : 0));
}
async function lagOf(pair, read, writer, reader, markers, { checks, writes, lagTimeoutMs }) {
    if (pair.role !== 'replica' || !writes || !checks.has('replication'))
        return undefined;
    // Who waited in vain for one marker need not wait for five.
    if (read?.ok === false)
        return read;
    return settle(measureLag(writer, reader, markers, lagTimeoutMs));
}
async function latencyOf({ connect }, session, { checks, samples }) {
    return connect.ok && checks.has('latency') ? settle(measureLatency(session, samples)) : undefined;
}
function factsOf({ settings, attempts, trace }, { connect, testimony }) {
    const { host, port, username, tls } = settings.endpoint;
    const { info } = testimony;
    return {
        endpoint: { host, port, username, tls },
        attempts,
        timings: trace.timings,
        ...(trace.tls && { tls: trace.tls }),
        connect,
        ...(info && { info }),
    };
}
function withCleanup(written, cleanup) {
    return written.ok ? { ok: true, value: { ...written.value.facts, ...(cleanup && { cleanup }) } } : written;
}
function sessionFor(label, request) {
    const { tlsVerify, connectTimeoutMs, commandTimeoutMs, signal, log } = request;
    return new Session({ label, endpoint: request[label], tlsVerify, connectTimeoutMs, commandTimeoutMs, signal, log });
}


/***/ })

};
