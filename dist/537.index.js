export const id = 537;
export const ids = [537];
export const modules = {

/***/ 2632:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ Connection)
});

// EXTERNAL MODULE: ./failure/failure.js
var failure = __webpack_require__(7918);
// EXTERNAL MODULE: ./utils/abort.js
var abort = __webpack_require__(529);
// EXTERNAL MODULE: ./utils/time.js + 1 modules
var time = __webpack_require__(5917);
// EXTERNAL MODULE: ./redis/dial.js + 1 modules
var dial = __webpack_require__(15);
// EXTERNAL MODULE: ./redis/errors.js + 1 modules
var errors = __webpack_require__(1953);
// EXTERNAL MODULE: ./redis/info.js
var info = __webpack_require__(4385);
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
            return (0,info/* parseHello */.KO)(await call('HELLO', '2', ...login));
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

// EXTERNAL MODULE: ./redis/stages.js
var stages = __webpack_require__(8866);
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
            const client = new Client(await (0,dial/* dial */.z)(source, endpoint, tlsVerify, limit, trace), endpoint, library);
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


/***/ }),

/***/ 15:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  z: () => (/* binding */ dial)
});

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

// EXTERNAL MODULE: ./redis/errors.js + 1 modules
var errors = __webpack_require__(1953);
// EXTERNAL MODULE: ./redis/stages.js
var stages = __webpack_require__(8866);
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


/***/ }),

/***/ 4385:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KO: () => (/* binding */ parseHello),
/* harmony export */   YL: () => (/* binding */ parseInfo),
/* harmony export */   u9: () => (/* binding */ parseClusterInfo)
/* harmony export */ });
/* harmony import */ var _utils_optional_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6543);

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
    return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutUndefined */ .r)({
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
    return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutUndefined */ .r)({
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
    return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutUndefined */ .r)({ size: read('cluster_size'), slots: read('cluster_slots_ok') });
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


/***/ }),

/***/ 6944:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ directSource)
/* harmony export */ });
/* harmony import */ var node_dns__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(610);
/* harmony import */ var node_events__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8474);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1455);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7030);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7975);
/* harmony import */ var _stages_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8866);






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
    const socket = (0,node_net__WEBPACK_IMPORTED_MODULE_3__.connect)({ host, port, lookup: found, noDelay: true, autoSelectFamilyAttemptTimeout: 1_000 });
    // Without a listener an error ends the process; between two stages nobody else listens.
    socket.on('error', () => undefined);
    try {
        await (0,_stages_js__WEBPACK_IMPORTED_MODULE_5__/* .timed */ .a)('tcp', limit, trace, () => (0,node_events__WEBPACK_IMPORTED_MODULE_1__.once)(socket, 'connect'));
        return socket;
    }
    catch (error) {
        socket.destroy();
        throw error;
    }
}
async function resolve(host, limit, trace) {
    const family = (0,node_net__WEBPACK_IMPORTED_MODULE_3__.isIP)(host);
    if (family === 0)
        return (0,_stages_js__WEBPACK_IMPORTED_MODULE_5__/* .timed */ .a)('dns', limit, trace, () => lookUp(host));
    // There is nothing to look up; a measured time would be whatever else this process does meanwhile.
    trace.timings = { ...trace.timings, dnsMs: 0 };
    return [{ address: host, family }];
}
async function lookUp(host) {
    try {
        return await (0,node_util__WEBPACK_IMPORTED_MODULE_4__.promisify)(node_dns__WEBPACK_IMPORTED_MODULE_0__.lookup)(host, { all: true });
    }
    catch (error) {
        // Without a file descriptor to ask with, getaddrinfo calls every name unknown.
        throw (await isOutOfDescriptors()) ? Object.assign(new Error('too many open files'), { code: 'EMFILE' }) : error;
    }
}
async function isOutOfDescriptors() {
    try {
        await (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.open)(process.execPath)).close();
        return false;
    }
    catch (error) {
        return ['EMFILE', 'ENFILE'].includes(String(error.code));
    }
}


/***/ })

};
