import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 776:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

/* unused reexport */ __nccwpck_require__(4488);


/***/ }),

/***/ 4488:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;


var net = __nccwpck_require__(9278);
var tls = __nccwpck_require__(4756);
var http = __nccwpck_require__(8611);
var https = __nccwpck_require__(5692);
var events = __nccwpck_require__(4434);
var assert = __nccwpck_require__(2613);
var util = __nccwpck_require__(9023);


__webpack_unused_export__ = httpOverHttp;
__webpack_unused_export__ = httpsOverHttp;
__webpack_unused_export__ = httpOverHttps;
__webpack_unused_export__ = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
__webpack_unused_export__ = debug; // for test


/***/ }),

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 2250:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("dns");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 2018:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tty");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 9177:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ currentPoint)
/* harmony export */ });
/* harmony import */ var _utils_optional_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6543);

/** What this run measured of the writer, in the form in which earlier runs are remembered. */
function currentPoint({ now, addon, probe }) {
    const info = probe?.writer.info?.ok === true ? probe.writer.info.value : undefined;
    const latency = probe?.writer.latency?.ok === true ? probe.writer.latency.value : undefined;
    return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutUndefined */ .r)({
        time: now,
        plan: addon?.plan,
        server: info?.runId,
        latencyP95Ms: latency?.p95,
        memoryUsed: info?.usedMemory,
        // INFO reports 0 where there is no limit.
        memoryMax: info?.maxMemory === 0 ? undefined : info?.maxMemory,
        connections: info?.connectedClients,
        maxConnections: info?.maxClients,
        evictedKeys: info?.evictedKeys,
        rejectedConnections: info?.rejectedConnections,
    });
}


/***/ }),

/***/ 2251:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   IX: () => (/* binding */ pass),
/* harmony export */   Ob: () => (/* binding */ isReported),
/* harmony export */   R8: () => (/* binding */ warn),
/* harmony export */   fJ: () => (/* binding */ fail),
/* harmony export */   iv: () => (/* binding */ skip),
/* harmony export */   on: () => (/* binding */ grade),
/* harmony export */   sj: () => (/* binding */ seeCheck)
/* harmony export */ });
function pass(message, details = {}) {
    return { status: 'pass', message, ...details };
}
function skip(message, details = {}) {
    return { status: 'skip', message, ...details };
}
/** What happened is a consequence: `id` reports the cause. */
function seeCheck(id, sentence, details = {}) {
    return skip(`${sentence.replace(/\.$/, '')}; see \`${id}\`.`, details);
}
function warn(reason, message, details = {}) {
    return { status: 'warn', reason, message, ...details };
}
function fail(reason, message, details = {}) {
    return { status: 'fail', reason, message, ...details };
}
/** Compares a value with limits: one that reaches a limit counts as over it. `shown` is the value with its unit. */
function grade(value, limits, reason, message, shown) {
    if (limits === null)
        return pass(message, { value: shown });
    const measured = { value: shown, threshold: limits.text };
    if (value >= limits.fail)
        return fail(reason, message, measured);
    if (limits.warn !== undefined && value >= limits.warn)
        return warn(reason, message, measured);
    return pass(message, measured);
}
/** Whether a check reports a problem, so that its consequences refer to it. */
function isReported(context, id, target) {
    return context.outcomeOf(id, target)?.status === 'fail';
}


/***/ }),

/***/ 9635:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ growthOf),
/* harmony export */   b: () => (/* binding */ isOther)
/* harmony export */ });
/**
 * How much a counter has grown since the last run that read it. A counter that shrank, or a server with another run id,
 * began at zero in between. Undefined: no earlier run read it.
 *
 * @param past oldest first; points at or after `current.time` are ignored
 */
function growthOf(counter, past, current) {
    const value = current[counter];
    const last = past.findLast((point) => point.time < current.time && point[counter] !== undefined);
    const before = last?.[counter];
    if (value === undefined || last === undefined || before === undefined)
        return undefined;
    const restarted = value < before || isOther(last.server, current.server);
    return { count: restarted ? value : value - before, since: last.time };
}
/** Run ids may have been shortened. */
function isOther(one, other) {
    return one !== undefined && other !== undefined && !one.startsWith(other) && !other.startsWith(one);
}


/***/ }),

/***/ 9272:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   EC: () => (/* binding */ ifInformed),
/* harmony export */   Fk: () => (/* binding */ ifOwnServer),
/* harmony export */   Xi: () => (/* binding */ untested),
/* harmony export */   g1: () => (/* binding */ isOnHeroku),
/* harmony export */   gj: () => (/* binding */ isOneServer),
/* harmony export */   t5: () => (/* binding */ ifOwnEndpoint),
/* harmony export */   t6: () => (/* binding */ ifConnected)
/* harmony export */ });
/* unused harmony export isOneEndpoint */
/* harmony import */ var _utils_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5456);
/* harmony import */ var _outcome_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2251);
/* harmony import */ var _stale_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5686);



/** Judges an endpoint that was connected to; otherwise a skip that says why there is nothing to judge. */
function ifConnected(context, judge, side = context.side) {
    const { probe } = context.subject;
    if (probe === undefined)
        return untested(context);
    const facts = probe[side];
    return facts.connect.ok ? judge(facts, probe) : notConnected(context, side, probe);
}
function notConnected(context, side, probe) {
    const sentence = `Not tested: the connection to the ${side} failed.`;
    const reporter = isOneEndpoint(probe) ? 'writer' : side;
    if ((0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .isReported */ .Ob)(context, 'connect', reporter))
        return (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .seeCheck */ .sj)('connect', sentence);
    return (0,_stale_js__WEBPACK_IMPORTED_MODULE_1__/* .staleFailure */ .on)(context, side) === undefined ? (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .skip */ .iv)(sentence) : (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .seeCheck */ .sj)('config', sentence);
}
/** Why there is no endpoint to connect to. */
function untested(context) {
    const why = (0,_utils_text_js__WEBPACK_IMPORTED_MODULE_0__/* .sanitize */ .aj)(context.subject.unprobed ?? 'there is no endpoint to connect to', 160);
    const sentence = `Not tested: ${why}.`;
    const cause = ['addon', 'config'].find((id) => (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .isReported */ .Ob)(context, id, 'app'));
    return cause === undefined ? (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .skip */ .iv)(sentence) : (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .seeCheck */ .sj)(cause, sentence);
}
/** Judges an endpoint once where writer and reader are the same one. */
function ifOwnEndpoint(context, judge) {
    const { subject, side } = context;
    return side === 'reader' && subject.probe !== undefined && isOneEndpoint(subject.probe)
        ? (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .skip */ .iv)('Judged with the writer: both are one endpoint.')
        : judge();
}
/** Judges what INFO says. Denied, renamed or broken, it leaves things unknown, never broken. */
function ifInformed({ info }, judge) {
    if (info === undefined)
        return (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .skip */ .iv)('Not known: INFO was not requested.');
    if (info.ok)
        return judge(info.value);
    const { reason, unknownCommand } = info.failure;
    if (unknownCommand === true)
        return (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .skip */ .iv)('Not known: INFO is renamed or disabled on this server.');
    return reason === 'redis-no-permission'
        ? (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .skip */ .iv)('Not known: the access rules (ACL) do not allow the user to run INFO.')
        : (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .skip */ .iv)(`Not known: INFO failed (${reason}).`);
}
/** Judges what INFO says of a server, once where writer and reader are one server. */
function ifOwnServer(context, judge) {
    return ifOwnEndpoint(context, () => ifConnected(context, (facts, probe) => context.side === 'reader' && isOneServer(probe)
        ? (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .skip */ .iv)('Judged with the writer: both are one server.')
        : ifInformed(facts, (info) => judge(info, facts))));
}
/** Writer and reader are one address with one login, so that there was one connection. */
function isOneEndpoint({ writer, reader }) {
    const [a, b] = [writer.endpoint, reader.endpoint];
    const isOneAddress = a.host === b.host && a.port === b.port && a.tls === b.tls && a.username === b.username;
    // The facts hold no password: two different ones show in what came of them.
    return isOneAddress && resultOf(writer) === resultOf(reader);
}
function resultOf({ connect }) {
    return connect.ok ? 'ok' : connect.failure.reason;
}
function isOneServer(probe) {
    return probe.pair.role === 'same-server' || isOneEndpoint(probe);
}
/** Whether Heroku Key-Value Store runs this endpoint; a reader's own server can be anybody's. */
function isOnHeroku({ addon, probe }, side) {
    if (addon?.service !== 'heroku-redis')
        return false;
    return (side === 'writer' ||
        probe === undefined ||
        isOneServer(probe) ||
        probe.reader.endpoint.host === probe.writer.endpoint.host);
}


/***/ }),

/***/ 5686:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   QO: () => (/* binding */ isStale),
/* harmony export */   h_: () => (/* binding */ explainedFailure),
/* harmony export */   on: () => (/* binding */ staleFailure),
/* harmony export */   zT: () => (/* binding */ isExplained)
/* harmony export */ });
/* harmony import */ var _outcome_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2251);

/** Which stale config vars explain a failure: with a wrong address anything can happen, with a wrong login only refusals. */
const address = ['host', 'port', 'url'];
const login = ['password', 'username'];
const explainedBy = {
    'redis-auth-required': login,
    'redis-wrong-password': login,
    'redis-no-permission': login,
    'redis-tls-required': ['tls'],
    'redis-tls-not-offered': ['tls'],
    // A client in the clear on a TLS port sees a reset, or nothing at all.
    'redis-connection-lost': ['tls'],
    'redis-timeout': ['tls'],
};
/**
 * The failure of an endpoint that its stale config vars explain, and that the `config` check therefore reports with them.
 * Undefined: it works, something else is wrong, or `config` does not report anything.
 */
function staleFailure(context, side) {
    return (0,_outcome_js__WEBPACK_IMPORTED_MODULE_0__/* .isReported */ .Ob)(context, 'config', 'app') ? explainedFailure(context.subject, side) : undefined;
}
/** The same, as far as the facts alone go. */
function explainedFailure(subject, side) {
    // Setup tests what it has just written, whatever the config vars held before.
    const { mode, probe } = subject;
    const failure = mode === 'check' && probe !== undefined ? failureOf(probe[side]) : undefined;
    return failure !== undefined && isExplained(subject, side, failure.reason) ? failure : undefined;
}
/** Whether stale config vars of this endpoint can lead to such a failure. */
function isExplained({ config }, side, reason) {
    const explaining = [...address, ...(explainedBy[reason] ?? [])];
    return (config?.variables ?? []).some((each) => each.side === side && isStale(each) && each.field !== undefined && explaining.includes(each.field));
}
function isStale({ state }) {
    return state === 'differs';
}
/** What an app meets first: no connection, or a server that takes no writes. */
function failureOf({ connect, write }) {
    if (!connect.ok)
        return connect.failure;
    return write?.ok === false && write.failure.reason === 'redis-read-only' ? write.failure : undefined;
}


/***/ }),

/***/ 7114:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  cx: () => (/* binding */ forecastResource),
  GW: () => (/* binding */ trend)
});

// UNUSED EXPORTS: judgeTrend, span

// EXTERNAL MODULE: ./utils/format.js
var format = __nccwpck_require__(7652);
// EXTERNAL MODULE: ./utils/optional.js
var optional = __nccwpck_require__(6543);
// EXTERNAL MODULE: ./utils/statistics.js
var statistics = __nccwpck_require__(5724);
// EXTERNAL MODULE: ./checks/past.js
var checks_past = __nccwpck_require__(9635);
;// CONCATENATED MODULE: ./checks/growth.js


const hour = 3_600_000;
const day = 24 * hour;
/** A slope older than this says little about the next week. */
const windowMs = 14 * day;
/** Fewer windows cannot tell growth from chance: the bounds of the slope need at least this many. */
const fewestWindows = 4;
/** Growth that has lost this much of its pace levels off before it reaches the limit: a cache that fills up. */
const slowest = 0.75;
/** A restart that loses this many percent of the limit has lost data or connections. */
const emptied = 5;
/**
 * When `share` will reach `fail` percent at the present rate.
 *
 * The samples are taken together in windows of 24 hours that end now, each by its median: what repeats every day
 * (traffic, nightly jobs) is the same in each window and cancels out. A Theil–Sen line through the medians gives the
 * rate and its bounds. It counts as growth only when
 * - its lower bound, too, reaches the limit in the foreseeable future,
 * - the present level is higher than any level before: keys that expire together, and a restarted server that fills up
 *   again, come back to where they were before,
 * - it does not slow down: an empty cache fills up fast, and then stops.
 *
 * @param samples of one plan and one limit, in any order; those after `now` are ignored
 */
function forecast(samples, fail, now, horizonMs) {
    const past = samples.filter(({ time }) => time <= now).toSorted((a, b) => a.time - b.time);
    const windows = dailyMedians(past, now);
    const spanMs = Math.min(now - startOfGrowth(past, now), windowMs);
    const recent = windows.filter(({ age }) => age <= spanMs - day / 2);
    if (recent.length < fewestWindows)
        return { kind: 'too-short', spanMs };
    const line = (0,statistics/* theilSen */.fR)(recent.map(({ age, level }) => ({ x: -age, y: level })));
    if (!line || line.low <= 0)
        return { kind: 'steady' };
    const until = (slope) => Math.max(0, (fail - line.intercept) / slope);
    const etaMs = until(line.slope);
    const latestMs = until(line.low);
    if (etaMs > horizonMs || latestMs > 2 * horizonMs)
        return { kind: 'steady' };
    if (!isNewHeight(windows, line.slope) || isSlowing(recent))
        return { kind: 'steady' };
    return {
        kind: 'grows',
        perHour: line.slope * hour,
        spanMs,
        etaMs,
        earliestMs: until(line.high),
        latestMs,
    };
}
/** Newest first; a window without a sample is left out. */
function dailyMedians(past, now) {
    const windows = new Map();
    for (const { time, share } of past) {
        const index = Math.floor((now - time) / day);
        const values = windows.get(index);
        if (values)
            values.push(share);
        else
            windows.set(index, [share]);
    }
    return [...windows]
        .toSorted(([a], [b]) => a - b)
        .map(([index, values]) => ({ age: (index + 0.5) * day, level: (0,statistics/* median */.JZ)(values) }));
}
/** The first sample, or the last restart that emptied the server: the line must not run across it. */
function startOfGrowth(past, now) {
    const start = past.findLast(({ server }, index) => {
        const before = past.slice(Math.max(0, index - 3), index);
        const previous = before.at(-1)?.server;
        if (!(0,checks_past/* isOther */.b)(previous, server))
            return false;
        const after = past.slice(index, index + 3);
        return levelOf(before) - levelOf(after) >= emptied;
    });
    return (start ?? past[0])?.time ?? now;
}
const levelOf = (samples) => (0,statistics/* median */.JZ)(samples.map(({ share }) => share));
/** Whether the last day is above every day before, by half of what a day adds at least. */
function isNewHeight([latest, ...before], slope) {
    return latest !== undefined && before.every(({ level }) => latest.level - level >= 0.5 * slope * day);
}
/** Compares the newer half of the growth with the older half. */
function isSlowing(windows) {
    const newest = windows[0];
    const middle = windows[Math.floor((windows.length - 1) / 2)];
    const oldest = windows.at(-1);
    if (!newest || !middle || !oldest || middle === newest || middle === oldest)
        return false;
    const late = (newest.level - middle.level) / (middle.age - newest.age);
    const early = (middle.level - oldest.level) / (oldest.age - middle.age);
    return late < slowest * early;
}

// EXTERNAL MODULE: ./checks/outcome.js
var outcome = __nccwpck_require__(2251);
// EXTERNAL MODULE: ./checks/current-point.js
var current_point = __nccwpck_require__(9177);
// EXTERNAL MODULE: ./checks/preconditions.js
var preconditions = __nccwpck_require__(9272);
;// CONCATENATED MODULE: ./checks/usual-latency.js

/** Fewer values do not show what is usual. */
const fewestUsual = 20;
/** So many runs in a row must be slow: a single slow run is chance, or a runner in another region. */
const slowRuns = 4;
const usualMs = 14 * 24 * 3_600_000;
/** Above the usual by less than this nobody notices. */
const leastMs = 5;
/**
 * Latency is far above its usual when each of the last runs is above three times the median, above the median by six
 * deviations (MAD), and half as much again above what only one run in twenty exceeds: runners in two regions make two
 * usual latencies.
 */
function compareLatency(past, current) {
    const value = current.latencyP95Ms;
    if (value === undefined)
        return { kind: 'unknown' };
    const values = past
        .filter(({ time }) => time < current.time && time >= current.time - usualMs)
        .toSorted((a, b) => a.time - b.time)
        .flatMap(({ latencyP95Ms }) => latencyP95Ms ?? []);
    const usual = values.slice(0, Math.max(0, values.length - (slowRuns - 1)));
    if (usual.length < fewestUsual)
        return { kind: 'too-short' };
    const middle = (0,statistics/* median */.JZ)(usual);
    const limit = Math.max(3 * middle, middle + 6 * (0,statistics/* medianDeviation */.k8)(usual), 1.5 * (0,statistics/* quantile */.YV)(usual, 0.95), middle + leastMs);
    const isSlow = [...values.slice(-(slowRuns - 1)), value].every((each) => each > limit);
    return isSlow ? { kind: 'slow', usualMs: middle, nowMs: value } : { kind: 'usual', usualMs: middle };
}

;// CONCATENATED MODULE: ./checks/trend.js







const trend_hour = 3_600_000;
const trend_day = 24 * trend_hour;
/** A limit that is further away than this is not worth a warning. */
const horizonMs = 7 * trend_day;
const resources = {
    memory: {
        name: 'Memory',
        used: ({ memoryUsed }) => memoryUsed,
        max: ({ memoryMax }) => memoryMax,
        rate: (perHour) => `${(0,format/* bytes */.ee)(perHour)} an hour`,
        hint: 'Find what grows (keys without an expiry, queues that are never emptied), or move to a larger plan before then.',
    },
    connections: {
        name: 'The number of connections',
        used: ({ connections }) => connections,
        max: ({ maxConnections }) => maxConnections,
        rate: (perHour) => (perHour >= 1 ? `${amount(perHour)} an hour` : `${amount(perHour * 24)} a day`),
        hint: 'Look for clients that are opened and never closed, and for pools that grow with the number of dynos.',
    },
};
const resourceNames = ['memory', 'connections'];
function trend(context) {
    const { subject, settings } = context;
    const { history } = subject;
    if (history === undefined)
        return (0,outcome/* skip */.iv)('Not known: there is no `state-file` with earlier runs.');
    return (0,preconditions/* ifConnected */.t6)(context, (facts) => {
        const policy = facts.info?.ok === true ? facts.info.value.maxMemoryPolicy : undefined;
        const limits = (0,optional/* withoutUndefined */.r)({
            memory: settings.memory?.fail,
            connections: settings.connections?.fail,
        });
        const { status, message, value, hint } = judgeTrend({
            past: history,
            current: (0,current_point/* currentPoint */.e)(subject),
            limits,
            evicts: policy !== undefined && policy !== 'noeviction',
        });
        const measured = value === undefined ? {} : { value };
        if (status === 'skip')
            return (0,outcome/* skip */.iv)(message);
        if (status === 'pass')
            return (0,outcome/* pass */.IX)(message, measured);
        return (0,outcome/* warn */.R8)('trend', message, { ...measured, ...(hint === undefined ? {} : { hint }) });
    });
}
/** Judges where the figures are going. Pure; needs the history of earlier runs. */
function judgeTrend({ past, current, limits, evicts }) {
    const forecasts = resourceNames.flatMap((name) => {
        const limit = name === 'memory' && evicts ? undefined : limits[name];
        const found = limit === undefined ? undefined : forecastResource(name, limit, past, current);
        return limit === undefined || found === undefined ? [] : [{ name, limit, found }];
    });
    const latency = compareLatency(past, current);
    const growing = forecasts.flatMap(({ name, limit, found }) => found.kind === 'grows' ? [{ message: growthMessage(name, limit, found, current), name, etaMs: found.etaMs }] : []);
    if (growing.length > 0 || latency.kind === 'slow') {
        const nearest = Math.min(...growing.map(({ etaMs }) => etaMs));
        const slow = latency.kind === 'slow' ? [latencyMessage(latency)] : [];
        return {
            status: 'warn',
            message: [...growing.map(({ message }) => message), ...slow].join(' '),
            ...(growing.length > 0 && { value: span(nearest) }),
            hint: [...growing.map(({ name }) => resources[name].hint), ...slow.map(() => latencyHint)].join(' '),
        };
    }
    return quiet(forecasts.map(({ found }) => found), latency.kind);
}
/** What is said when nothing is wrong: what was looked at, and what could not be. */
function quiet(forecasts, latency) {
    const isSteady = forecasts.some(({ kind }) => kind === 'steady');
    if (!isSteady && latency !== 'usual') {
        if (forecasts.length === 0 && latency === 'unknown') {
            return { status: 'skip', message: 'Not known: memory, connections and latency are unknown or switched off.' };
        }
        const seen = Math.max(0, ...forecasts.map((each) => (each.kind === 'too-short' ? each.spanMs : 0)));
        const so = seen < trend_hour ? '' : ` (so far ${span(seen)})`;
        return { status: 'skip', message: `Not enough history yet: a trend needs 4 days of runs${so}.` };
    }
    const parts = [
        ...(isSteady ? ['no growth toward a limit within 7 days'] : []),
        ...(latency === 'usual' ? ['latency is as usual'] : []),
    ];
    const sentence = parts.join('; ');
    return { status: 'pass', message: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.` };
}
/**
 * When this run's memory or connections will reach `failPercent`. Undefined: nothing to forecast, because there is no
 * limit, or because it is passed already and the check of the resource says so.
 */
function forecastResource(name, failPercent, past, current) {
    const { used, max } = resources[name];
    const share = (point) => shareOf(used(point), max(current));
    const present = share(current);
    if (present === undefined || present >= failPercent)
        return undefined;
    const before = past.filter(({ time }) => time < current.time).toSorted((a, b) => a.time - b.time);
    // Another plan or another limit: what was measured before says nothing about the present one.
    const change = before.findLastIndex((point) => (point.plan !== undefined && current.plan !== undefined && point.plan !== current.plan) ||
        (max(point) !== undefined && max(point) !== max(current)));
    const samples = [...before.slice(change + 1), current].flatMap((point) => {
        const value = share(point);
        if (value === undefined)
            return [];
        return [{ time: point.time, share: value, ...(point.server !== undefined && { server: point.server }) }];
    });
    return forecast(samples, failPercent, current.time, horizonMs);
}
function shareOf(used, max) {
    return used === undefined || max === undefined || max <= 0 ? undefined : (used / max) * 100;
}
function growthMessage(name, limit, { etaMs, earliestMs, latestMs, perHour, spanMs }, current) {
    const { name: title, rate, max } = resources[name];
    const [early, late] = [span(earliestMs), span(latestMs)];
    const between = early === late ? '' : `, between ${early} and ${late} from now`;
    const pace = rate((perHour / 100) * (max(current) ?? 0));
    return `${title} will reach ${(0,format/* percent */.KN)(limit)} of the limit in about ${span(etaMs)}${between}, at ${pace} (seen over ${span(spanMs)}).`;
}
const latencyHint = 'Look for slow commands (KEYS, big values, long scripts) and for a busier server; another region of the runner or of the app shows here, too.';
function latencyMessage({ nowMs, usualMs }) {
    return `Latency is far above its usual: p95 is ${(0,format/* duration */.p0)(nowMs)}, usually ${(0,format/* duration */.p0)(usualMs)} (${String(slowRuns)} runs in a row).`;
}
/** `14 hours`, `3 days`; at least one hour. */
function span(ms) {
    if (ms >= 2 * trend_day)
        return `${String(Math.round(ms / trend_day))} days`;
    const hours = Math.max(1, Math.round(ms / trend_hour));
    return `${String(hours)} hour${hours === 1 ? '' : 's'}`;
}
function amount(value) {
    return value >= 10 ? (0,format/* count */.U9)(Math.round(value)) : value.toFixed(1);
}


/***/ }),

/***/ 3406:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  TH: () => (/* binding */ advise),
  WE: () => (/* binding */ explain),
  Py: () => (/* binding */ explainIn),
  V2: () => (/* binding */ catalogue_failure),
  YC: () => (/* binding */ titles)
});

// UNUSED EXPORTS: fillPlaceholders

// EXTERNAL MODULE: ./utils/optional.js
var optional = __nccwpck_require__(6543);
;// CONCATENATED MODULE: ./failure/situation.js
/** Sentences in one paragraph; absent ones are left out. */
function sentences(...parts) {
    return parts.filter(Boolean).join(' ');
}
/** `mode: setup` would write the current values: in `check` mode, unless the config vars agree with their source already. */
function setupHelps({ mode, variables, ownServer }) {
    if (mode === undefined)
        return variables !== 'fresh' && ownServer !== true;
    return mode === 'check' && variables === 'stale';
}
/** Heroku Key-Value Store runs the server; assumed when nothing else is known. */
function isHeroku({ provider, ownServer }) {
    return provider !== 'other' && ownServer !== true;
}
/** Where the endpoint's URL can be read: `REDIS_URL`, the `reader` input, or words for it. */
function sourceOf({ source, side }) {
    if (source === undefined)
        return side === 'reader' ? 'the reader’s URL' : 'the Redis URL';
    return source === 'reader' ? 'the `reader` input' : `\`${source}\``;
}
/** The same at the beginning of a sentence. */
function sourceAsSubject(situation) {
    const source = sourceOf(situation);
    return source.charAt(0).toUpperCase() + source.slice(1);
}
const pasteable = /^[A-Za-z0-9][\w.-]{0,254}$/;
/** A Heroku CLI command with this add-on and app, ready to paste: `` `heroku redis:info redis-round-1 --app my-app` ``. */
function command(name, situation, { addon = true, options = '' } = {}) {
    const { app, owner } = situation;
    const target = addon && isPasteable(situation.addon) ? ` ${situation.addon}` : '';
    // Only the owning app's name finds a shared add-on's data.
    const on = addon && situation.shared === true && isPasteable(owner) ? owner : app;
    return `\`heroku ${name}${target}${options === '' ? '' : ` ${options}`}${isPasteable(on) ? ` --app ${on}` : ''}\``;
}
function isPasteable(name) {
    return name !== undefined && pasteable.test(name);
}
/** “See …”: where the present state of the server can be seen. */
function whereToLook(situation) {
    if (situation.ownServer === true)
        return 'the status and logs of the server';
    return isHeroku(situation)
        ? command('redis:info', situation)
        : `the add-on’s dashboard (${command('addons:open', situation)})`;
}
/** “…, contact support”: who can help when the server itself is at fault. */
function support(situation) {
    return isHeroku(situation) ? 'open a ticket at https://help.heroku.com' : 'contact the provider of the server';
}
/** “…, or choose a larger plan”. */
function largerPlan(situation) {
    if (situation.ownServer === true)
        return 'use a larger server';
    return situation.shared === true ? `ask ${ownerOf(situation)} for a larger plan` : 'choose a larger plan';
}
/** Who has to act on a shared add-on. */
function ownerOf({ owner }) {
    return isPasteable(owner) ? `the app that owns the add-on (${owner})` : 'the app that owns the add-on';
}
/** A Redis setting of the add-on: how it is changed there. */
function changeSetting(situation, key, value) {
    if (!isHeroku(situation))
        return `set \`${key}\` to \`${value}\` on the server`;
    return situation.shared === true
        ? `set \`settings: ${key}=${value}\` on ${ownerOf(situation)}`
        : `set \`settings: ${key}=${value}\``;
}
/** Plans that only apps in the same space can reach. */
function isInsideSpace(situation) {
    return isHeroku(situation) && /:(?:private|shield)-/.test(situation.plan ?? '');
}

;// CONCATENATED MODULE: ./failure/catalogue/addon.js

/** The add-on: its life, its plan, version, settings and maintenance. */
const addonEntries = {
    'plan-not-found': {
        title: 'Plan not available',
        cause: 'The name of the plan is misspelled, the plan was retired, or it is not offered for this app.',
        remedy: choosePlan,
    },
    'addon-missing': {
        title: 'No Redis add-on',
        cause: 'The add-on was never created, was removed, or is not attached to this app.',
        remedy: ({ mode }) => mode === 'setup'
            ? 'Correct the `addon` input, or attach the add-on to the app with `heroku addons:attach`.'
            : 'Run with `mode: setup` to create it, or attach one of another app with `heroku addons:attach`.',
    },
    'addon-ambiguous': {
        title: 'More than one Redis add-on matches',
        cause: 'The app has several Redis add-ons, and the wrong choice would point the app at the wrong data.',
        remedy: (situation) => `Set \`addon\` to one of the names that ${command('addons', situation, { addon: false })} lists.`,
    },
    'addon-shared': {
        title: 'The add-on is shared',
        cause: 'Another app owns the add-on or is attached to it, and would be affected.',
        remedy: (situation) => `Run this on ${ownerOf(situation)}, or detach the other apps first.`,
    },
    'provision-failed': {
        title: 'The add-on could not be provisioned',
        cause: 'The provider could not create the add-on, or someone removed it while the action waited.',
        remedy: (situation) => `Check the activity of the app and ${isHeroku(situation) ? 'https://status.heroku.com' : 'the status page of the provider'}, then run again.`,
    },
    'provision-timeout': {
        title: 'The add-on is not ready yet',
        cause: (situation) => isHeroku(situation)
            ? 'Heroku is still working on the add-on. Large plans and plans in Private Spaces take longer.'
            : 'The provider is still working on the add-on.',
        remedy: (situation) => situation.mode === 'check'
            ? `Run again when ${command('addons:info', situation)} shows that it is ready.`
            : 'Run again to continue waiting for the same add-on, or raise `provision-timeout`.',
    },
    'plan-mismatch': {
        title: 'The add-on has another plan',
        cause: 'The plan was changed outside this workflow, or `plan` was changed after the add-on was created.',
        remedy: (situation) => changeOrKeep(situation, 'plan', 'plan-mismatch: change'),
    },
    'plan-change-failed': {
        title: 'The plan could not be changed',
        cause: 'The change was refused: the data may be too large for the plan, the plans may be of different kinds, or another change is under way.',
        remedy: (situation) => `Check ${command('addons:info', situation)}, and choose a plan of the same kind that holds the data.`,
    },
    'version-mismatch': {
        title: 'The server runs another version',
        cause: 'The server was created with another version, or has not been upgraded yet.',
        remedy: (situation) => isHeroku(situation)
            ? changeOrKeep(situation, 'version', 'version-mismatch: change', ' (irreversible)')
            : 'Upgrade the server at its provider, or set `version` to the version in use.',
    },
    'upgrade-failed': {
        title: 'The upgrade failed',
        cause: (situation) => `${isHeroku(situation) ? 'Heroku' : 'The provider'} refused the upgrade or did not complete it in time.`,
        remedy: (situation) => isHeroku(situation)
            ? `Check ${command('redis:info', situation)}, then run again: an upgrade that is under way is continued, not started twice.`
            : 'Upgrade the server at its provider.',
    },
    maintenance: {
        title: 'Heroku maintenance',
        cause: 'Heroku maintains the server. Afterwards the Redis URL names another server, and every copy of it is stale.',
        remedy: maintenanceRemedy,
    },
    'rotation-failed': {
        title: 'The credentials could not be rotated',
        cause: 'The rotation was refused, or the new credentials did not appear in time.',
        remedy: (situation) => isHeroku(situation)
            ? `Check ${command('redis:info', situation)}. To write the credentials that are valid now, run with \`mode: setup\`.`
            : 'Rotate the credentials at the provider, then run with `mode: setup` to write them.',
    },
    settings: {
        title: 'Server settings differ',
        cause: 'The settings were changed outside this workflow, or never applied.',
        remedy: (situation) => {
            if (!isHeroku(situation))
                return 'Change the settings at the provider of the server.';
            if (situation.shared === true)
                return `Set \`settings\` on ${ownerOf(situation)}.`;
            return situation.mode === 'setup'
                ? `Compare them with ${command('redis:info', situation)}, and find out what else changes them.`
                : 'Run with `mode: setup` to apply `settings`.';
        },
    },
    standby: {
        title: 'The standby is not available',
        cause: ({ changed, maintenance }) => changed === true
            ? 'Heroku is still preparing the standby after the change that this run made.'
            : maintenance === 'running'
                ? 'A maintenance is running.'
                : 'Heroku is replacing the standby, after a failover for instance, or the standby has failed.',
        remedy: (situation) => isHeroku(situation)
            ? `Without a standby there is nothing to fail over to. If ${command('redis:info', situation)} still shows it after an hour, open a ticket at https://help.heroku.com.`
            : 'Ask the provider of the add-on.',
    },
};
/** Who may change it, keeps it or changes it; in `check` mode setup is what changes it. */
function changeOrKeep(situation, input, change, note = '') {
    if (situation.shared === true) {
        return `Set \`${input}\` to the ${input} in use, or change it on ${ownerOf(situation)}.`;
    }
    const how = situation.mode === 'setup' ? `set \`${change}\`` : `run with \`mode: setup\` and \`${change}\``;
    return `Set \`${input}\` to the ${input} in use, or ${how} to change it${note}.`;
}
function maintenanceRemedy(situation) {
    const { maintenance, mode, shared } = situation;
    if (shared === true)
        return `Run it from ${ownerOf(situation)}, then run with \`mode: setup\` on this app.`;
    const progress = command('data:maintenances:info', situation);
    if (maintenance === 'running') {
        return mode === 'setup'
            ? `Run again when ${progress} shows that it is completed.`
            : `When ${progress} shows that it is completed, run with \`mode: setup\` to update the config vars.`;
    }
    const how = mode === 'setup' ? 'Set `maintenance: run`' : 'Run with `mode: setup` and `maintenance: run`';
    return `${how} during a quiet period. The action then waits for the maintenance, updates the config vars and tests the new server.`;
}
function choosePlan({ plan, provider }) {
    const service = /^([a-z][a-z0-9-]*):/.exec(plan ?? '')?.[1] ?? (provider === 'other' ? undefined : 'heroku-redis');
    return service === undefined
        ? 'Set `plan` to one that the provider offers.'
        : `Set \`plan\` to one that \`heroku addons:plans ${service}\` lists.`;
}

;// CONCATENATED MODULE: ./failure/catalogue/connection.js

const again = 'Run again in a few minutes.';
const setup = (what) => `Run with \`mode: setup\` to write the current ${what}.`;
/** DNS, TCP, TLS and login. */
const connectionEntries = {
    'redis-dns': {
        title: 'The host name does not resolve',
        cause: (situation) => setupHelps(situation)
            ? 'The config vars are stale: the server was replaced, and its old host name is gone.'
            : situation.changed === true
                ? 'The server is new, and its host name has not reached the DNS of the runner yet.'
                : isHeroku(situation)
                    ? 'The DNS of the runner does not know the name, or Heroku is replacing the server.'
                    : situation.ownServer === true
                        ? `The host name in ${sourceOf(situation)} is misspelled or no longer exists.`
                        : `The server in ${sourceOf(situation)} was replaced or removed, or the DNS of the runner does not know its name.`,
        remedy: (situation) => setupHelps(situation)
            ? setup('host')
            : isHeroku(situation)
                ? `${again} If it persists, check ${whereToLook(situation)}, and look up the name on the runner with \`nslookup\`.`
                : correct(situation, 'host'),
    },
    'redis-refused': {
        title: 'The connection was refused',
        cause: (situation) => setupHelps(situation)
            ? 'The config vars are stale: nothing listens on the old host and port.'
            : situation.changed === true
                ? 'The server is restarting after the change that this run made.'
                : isHeroku(situation)
                    ? (duringMaintenance(situation) ?? 'The server is restarting or failing over.')
                    : 'The server is down, listens on another port, or a firewall rejects the runner.',
        remedy: (situation) => setupHelps(situation)
            ? setup('host and port')
            : isHeroku(situation)
                ? `${again} If it persists, check ${whereToLook(situation)}.`
                : `Check ${whereToLook(situation)}, and the host and port in ${sourceOf(situation)}.`,
    },
    'redis-timeout': {
        title: 'Redis did not answer in time',
        cause: timeoutCause,
        remedy: timeoutRemedy,
    },
    'redis-connection-lost': {
        title: 'The connection was lost',
        cause: (situation) => (isHeroku(situation) ? duringMaintenance(situation) : undefined) ??
            'The server restarted or failed over during the test, or a firewall or proxy closed the connection.',
        remedy: (situation) => `${again} If it persists, check ${whereToLook(situation)}.`,
    },
    'redis-tls-required': {
        title: 'The server requires TLS',
        cause: (situation) => setupHelps(situation) && situation.tlsVariable !== undefined
            ? `The config var ${situation.tlsVariable} does not turn TLS on.`
            : isHeroku(situation)
                ? 'The client does not use TLS. Heroku requires TLS on every plan.'
                : `${sourceAsSubject(situation)} does not turn TLS on.`,
        remedy: (situation) => setupHelps(situation) && situation.tlsVariable !== undefined
            ? `Run with \`mode: setup\` to set ${situation.tlsVariable} to \`true\`.`
            : situation.ownServer === true
                ? `Use the TLS URL of the server (\`rediss://\`) in ${sourceOf(situation)}.`
                : 'Use the TLS URL of the server (`rediss://`). If another config var holds it, name that one with `addon`.',
    },
    'redis-tls-not-offered': {
        title: 'The server does not offer TLS',
        cause: 'The client started a TLS handshake on a port without TLS, or client and server have no TLS version in common.',
        remedy: (situation) => setupHelps(situation) && situation.tlsVariable !== undefined
            ? `Run with \`mode: setup\` to set ${situation.tlsVariable} as the Redis URL says.`
            : `Use the TLS port of the server. If it has none, use \`redis://\`${situation.ownServer === true ? ` in ${sourceOf(situation)}` : ''}, over a trusted network only.`,
    },
    'redis-certificate': {
        title: 'The certificate is not trusted',
        cause: ({ tlsVerify, provider }) => tlsVerify === 'pin'
            ? 'The server presents another certificate than the pinned one. A failover, an upgrade or a plan change replaces it; otherwise someone may intercept the connection.'
            : provider === 'other'
                ? 'The certificate is self-signed, has expired, or was issued for another host name.'
                : 'Heroku’s certificates are self-signed, so `tls-verify: full` cannot succeed there.',
        remedy: ({ tlsVerify, fingerprint }) => {
            const pin = fingerprint === undefined ? 'sha256:<hex>` with the fingerprint of the server' : `sha256:${fingerprint}`;
            const pinned = fingerprint === undefined ? `\`tls-verify: ${pin}` : `\`tls-verify: ${pin}\``;
            return tlsVerify === 'pin'
                ? `If you expected the change, set ${pinned}. If not, find out why it changed first.`
                : `Pin the certificate once you trust it (${pinned}), or set \`tls-verify: none\` to encrypt without verification.`;
        },
    },
    'redis-client-certificate': {
        title: 'The server requires a client certificate',
        cause: 'The server asks for mutual TLS, which this action does not support.',
        remedy: 'Turn client certificates off for this endpoint, or use an endpoint without them.',
    },
    'redis-too-many-clients': {
        title: 'No connections left',
        cause: (situation) => situation.probable === true
            ? 'The server closed the connection before the TLS handshake, as it does when the connection limit is reached. A firewall, an allow list, a load balancer without a backend, or a proxy can look the same.'
            : 'The connection pools of the app, times processes and dynos, use every connection that the server allows.',
        remedy: (situation) => sentences(situation.probable === true && `Check the connections in use with ${whereToLook(situation)}.`, `Reduce the pool sizes, close idle connections sooner (${changeSetting(situation, 'timeout', '60')}), or ${largerPlan(situation)}.`),
    },
    'redis-auth-required': {
        title: 'The server requires a password',
        cause: (situation) => setupHelps(situation)
            ? 'The password config var is empty or was removed.'
            : `No password was sent: ${sourceOf(situation)} has none.`,
        remedy: (situation) => setupHelps(situation)
            ? setup('password')
            : situation.ownServer === true
                ? correct(situation, 'password')
                : `Look up the credentials at the provider. If its URL has no password, ${support(situation)}.`,
    },
    'redis-wrong-password': {
        title: 'Redis rejected the password',
        cause: (situation) => setupHelps(situation)
            ? 'The credentials were rotated, and the config vars still hold the old ones.'
            : isHeroku(situation)
                ? (duringMaintenance(situation) ?? 'The credentials are probably being rotated at this moment.')
                : `The password or the user name in ${sourceOf(situation)} is wrong or no longer valid.`,
        remedy: (situation) => setupHelps(situation)
            ? setup('credentials')
            : isHeroku(situation)
                ? `Run again in a minute. If it persists, ${situation.mode === 'rotate' || situation.shared === true ? support(situation) : 'run with `mode: rotate` for new credentials'}.`
                : situation.ownServer === true
                    ? correct(situation, 'credentials')
                    : `Compare the credentials in ${sourceOf(situation)} with ${whereToLook(situation)}.`,
    },
};
function duringMaintenance({ maintenance }) {
    return maintenance === 'running' ? 'Heroku is running a maintenance on the server.' : undefined;
}
function correct(situation, what) {
    return situation.ownServer === true
        ? `Correct the ${what} in ${sourceOf(situation)}.`
        : `Compare the ${what} in ${sourceOf(situation)} with ${whereToLook(situation)}.`;
}
function timeoutCause(situation) {
    const { stage } = situation;
    if (isInsideSpace(situation) && situation.probeFrom !== 'dyno') {
        return `The plan ${situation.plan ?? ''} can be reached from inside its Private Space only.`;
    }
    if (setupHelps(situation) && situation.mode === 'check') {
        return 'The config vars are stale: the old server no longer answers.';
    }
    if (stage === 'tls')
        return 'The server does not offer TLS on this port, or it is overloaded.';
    if (stage === 'login' || stage === 'command')
        return 'The server is overloaded, or a slow command blocks it.';
    const maintenance = isHeroku(situation) ? duringMaintenance(situation) : undefined;
    return maintenance ?? 'A firewall blocks the runner, or the server is overloaded or down.';
}
function timeoutRemedy(situation) {
    if (isInsideSpace(situation) && situation.probeFrom !== 'dyno') {
        return 'Set `probe-from: dyno`, or run the job on a runner inside the space.';
    }
    if (setupHelps(situation) && situation.mode === 'check')
        return setup('host and port');
    const input = situation.stage === 'command' ? 'command-timeout' : 'connect-timeout';
    return `Check ${whereToLook(situation)} and the firewall rules between the runner and Redis. If the connection is slow but sound, raise \`${input}\`.`;
}

;// CONCATENATED MODULE: ./failure/catalogue/health.js

/** What the checks of replication, speed, room and version report. */
const healthEntries = {
    'not-a-replica': {
        title: 'The reader is not a replica of the writer',
        cause: ({ servers, provider }) => servers === 'one'
            ? sentences('Reader and writer are one server.', provider !== 'other' && 'Heroku Key-Value Store offers no readable replica.')
            : 'The reader’s address belongs to another server, or a promotion separated the two.',
        remedy: ({ servers }) => servers === 'one'
            ? 'Point `reader` at a replica of this writer, or set `require-replica: false`.'
            : 'Point `reader` at a replica of this writer, or leave it empty to read from the writer.',
    },
    'replication-lag': {
        title: 'The replica lags behind',
        cause: 'The replica or the network between the two cannot keep up with the writes.',
        remedy: 'Read what must be current from the writer. Look for bulk writes, slow commands on the replica, and a long network path.',
    },
    'replication-broken': {
        title: 'Replication is broken',
        cause: 'The network between replica and primary is down, or a promotion left two primaries.',
        remedy: 'Read from the writer (leave `reader` empty) until the replica is in sync.',
    },
    latency: {
        title: 'Redis is slow to answer',
        cause: 'The server is busy with slow commands, or far away from where the test runs.',
        remedy: 'Look for slow commands (KEYS, large values, long scripts). If the distance is the cause, raise `latency` or run the job closer.',
    },
    memory: {
        title: 'Memory is nearly full',
        cause: 'Keys without an expiry accumulate, or the data has outgrown the server.',
        remedy: (situation) => `Set expiries on keys, or ${largerPlan(situation)} before writes are refused.`,
    },
    eviction: {
        title: 'Keys are evicted, or writes will be refused',
        cause: 'The server is short of memory, and the eviction policy decides what happens then.',
        remedy: (situation) => `Choose the policy that fits the data (${changeSetting(situation, 'maxmemory-policy', 'allkeys-lru')} for a cache), set expiries, or ${largerPlan(situation)}.`,
    },
    connections: {
        title: 'Connections are nearly used up',
        cause: 'The connection pools of the app, times processes and dynos, come close to the limit.',
        remedy: (situation) => `Reduce the pool sizes, close idle connections sooner (${changeSetting(situation, 'timeout', '60')}), or ${largerPlan(situation)}.`,
    },
    version: {
        title: 'Support for the version ends',
        cause: ({ provider }) => provider === 'other'
            ? 'The provider ends support for old versions.'
            : 'Heroku ends support for old versions, and then upgrades them at a time that it chooses.',
        remedy: upgradeRemedy,
    },
    trend: {
        title: 'A limit will be reached soon',
        cause: 'Usage has grown steadily over the last runs.',
        remedy: (situation) => `Find out what grows, or ${largerPlan(situation)} before the limit is reached.`,
    },
};
function upgradeRemedy(situation) {
    if (!isHeroku(situation))
        return 'Upgrade the server at its provider.';
    if (situation.shared === true)
        return `Upgrade it during a quiet period from ${ownerOf(situation)}.`;
    const settings = '`version: 9` and `version-mismatch: change` (irreversible)';
    return situation.mode === 'setup'
        ? `Upgrade during a quiet period: set ${settings}.`
        : `Upgrade during a quiet period: run with \`mode: setup\`, ${settings}.`;
}

;// CONCATENATED MODULE: ./failure/catalogue/heroku.js

/** Inputs, the token, the way to Heroku's API, and the run itself. */
const herokuEntries = {
    'input-invalid': {
        title: 'Invalid input',
        cause: 'A value under `with:`, or an environment variable that the action reads, is invalid.',
        remedy: 'Correct every value that is listed. Nothing was sent to Heroku or Redis.',
    },
    'token-missing': {
        title: 'No Heroku API token',
        cause: 'Neither the `api-key` input nor HEROKU_API_KEY holds a token, and the runner has no Heroku CLI login. Workflows of forks and of Dependabot receive no secrets.',
        remedy: 'Create a token with `heroku authorizations:create`, store it as a repository or environment secret, and pass it as `api-key`.',
    },
    'heroku-unauthorized': {
        title: 'Heroku rejected the token',
        cause: 'The token was revoked, has expired, or was not copied completely.',
        remedy: 'Create a new token with `heroku authorizations:create` and update the secret.',
    },
    'heroku-forbidden': {
        title: 'Heroku denied access',
        cause: 'The account has no access to the app or too few permissions on it, the scope of the token is too narrow, or the app is suspended.',
        remedy: ({ mode }) => mode === 'check'
            ? 'Give the account the view permission on the app, and the token the scope `read-protected`.'
            : 'Give the account the view, deploy and operate permissions on the app, and the token the scopes `read-protected,write-protected`.',
    },
    'two-factor-required': {
        title: 'Heroku asks for a second factor',
        cause: 'The token belongs to a login that needs multi-factor authentication, which a workflow cannot complete.',
        remedy: 'Use a token from `heroku authorizations:create`, created by an account that has multi-factor authentication set up.',
    },
    'app-not-found': {
        title: 'App not found',
        cause: 'The name is misspelled, the app was renamed or deleted, or the account that owns the token has no access to it.',
        remedy: 'Compare the `app` input with the output of `heroku apps --all` for the same account.',
    },
    'rate-limited': {
        title: 'Heroku’s rate limit is reached',
        cause: 'The account has used up its 4,500 API requests per hour. Everything that uses the account shares them.',
        remedy: 'Run again in a few minutes. If it recurs, run schedules less often or use a separate account for this workflow.',
    },
    'heroku-unavailable': {
        title: 'Heroku’s API is not available',
        cause: 'The API failed, timed out or sent an unusable answer on every attempt.',
        remedy: 'Check https://status.heroku.com and run again. The next run continues from the current state and never creates a second add-on.',
    },
    network: {
        title: 'The network of the runner is in the way',
        cause: ({ side, proxy }) => side === undefined
            ? 'DNS or a proxy of the runner blocks the way to Heroku, or the runner does not trust the certificate authority that it meets there.'
            : sentences('The runner cannot resolve the host name of the Redis server.', proxy === true && 'It uses an HTTP proxy, and its own DNS probably knows internal names only.'),
        remedy: ({ side }) => side === undefined
            ? 'Check the DNS of the runner, its proxy variables (HTTPS_PROXY, NO_PROXY) and its trusted authorities (NODE_EXTRA_CA_CERTS).'
            : 'Redis connections cannot use an HTTP proxy: give the runner DNS and a direct route to the Redis port, or set `probe-from: dyno`.',
    },
    'release-failed': {
        title: 'The release failed',
        cause: 'The config vars are set, but the release phase command of the app failed. The dynos keep the old values.',
        remedy: (situation) => `Read ${command('releases:output', situation, { addon: false })}, fix the command, and release again.`,
    },
    'dyno-failed': {
        title: 'The one-off dyno failed',
        cause: 'The dyno did not start, its connection broke, or the app has no dyno quota left.',
        remedy: (situation) => `Check ${command('ps', situation, { addon: false })} and run again, or set \`probe-from: runner\`.`,
    },
    'confirmation-required': {
        title: 'Heroku asks for confirmation',
        cause: (situation) => isHeroku(situation)
            ? 'The step would replace an attachment or a config var of the app, or the plan cannot be used in the app’s Private Space.'
            : 'The step would replace an attachment or a config var of the app.',
        remedy: (situation) => `Look for the conflict with ${command('addons', situation, { addon: false })}. Remove what is in the way, or select the right add-on with \`addon\`.`,
    },
    'payment-required': {
        title: 'Heroku asks for payment details',
        cause: 'The account or team that owns the app has no verified payment method, or has an unpaid invoice.',
        remedy: 'Let its owner update the billing details at https://dashboard.heroku.com/account/billing.',
    },
    'config-missing': {
        title: 'A config var is missing',
        cause: 'The config vars were never written, or were removed since.',
        remedy: ({ mode }) => mode === 'setup' || mode === 'rotate'
            ? 'Find out what removes the config vars (another workflow, a sync tool, `heroku rollback`).'
            : 'Run with `mode: setup` to write what is missing in one release.',
    },
    'config-unreadable': {
        title: 'The Redis URL cannot be read',
        cause: 'The value is not a Redis URL, or its user name or password is not percent-encoded.',
        remedy: (situation) => situation.ownServer === true
            ? `Correct ${sourceOf(situation)}: start with \`rediss://\` and percent-encode the password.`
            : isHeroku(situation)
                ? `Check the value with ${command('config', situation, { addon: false })}. If Heroku set it, open a ticket at https://help.heroku.com.`
                : `Check the value with ${command('config', situation, { addon: false })}. If the provider of the add-on set it, contact its support.`,
    },
    'config-conflict': {
        title: 'A config var cannot be set',
        cause: 'An attachment owns the name, and only Heroku can change the value.',
        remedy: 'Choose another `writer-prefix` or `reader-prefix`, or detach the add-on that owns the name.',
    },
    'config-drift': {
        title: 'Config vars are stale',
        cause: ({ provider, mode }) => mode === 'setup' || mode === 'rotate'
            ? 'Something else (another workflow, a sync tool) keeps changing the same config vars.'
            : `${provider === 'other' ? 'The Redis URL changed' : 'Heroku changed the Redis URL (credential rotation, failover, maintenance or upgrade)'}, or someone edited the copies.`,
        remedy: ({ mode }) => mode === 'setup' || mode === 'rotate'
            ? 'Stop the other writer, or give it other config vars with `writer-prefix` and `reader-prefix`.'
            : 'Run with `mode: setup` to write the current values in one release.',
    },
    cancelled: {
        title: 'The run was cancelled',
        cause: 'Someone cancelled the workflow, it timed out, or a newer run of its concurrency group replaced it.',
        remedy: 'Run again: completed steps are kept, and the action continues from there.',
    },
    internal: {
        title: 'Unexpected error (a bug in this action)',
        cause: 'The action met a case that it does not handle.',
        remedy: 'Re-run the job with debug logging enabled, and open an issue with the log. Secrets are masked in it.',
    },
};

;// CONCATENATED MODULE: ./failure/catalogue/server.js

/** What a server answers that was reached. */
const serverEntries = {
    'redis-no-permission': {
        title: 'The Redis user lacks a permission',
        cause: 'The access rules (ACL) of the user do not allow the command or the keys.',
        remedy: 'Extend the access rules of the user, or use a user without restrictions.',
    },
    'redis-loading': {
        title: 'The server is loading its data',
        cause: ({ maintenance }) => maintenance === 'running'
            ? 'Heroku is running a maintenance on the server.'
            : 'The server was restarted, or a replica is copying all data from its primary.',
        remedy: 'Run again when the data is loaded. The larger the data, the longer it takes.',
    },
    'redis-busy': {
        title: 'A script blocks the server',
        cause: 'A Lua script or function has been running for seconds, and Redis runs one command at a time.',
        remedy: (situation) => `Find the script in the app. ${isHeroku(situation) ? `In ${command('redis:cli', situation)}, ` : ''}\`SCRIPT KILL\` ends a script that has not written anything.`,
    },
    'redis-read-only': {
        title: 'The writer is a replica',
        cause: (situation) => setupHelps(situation)
            ? 'After a failover the config vars still name the former primary.'
            : isHeroku(situation)
                ? situation.maintenance === 'running'
                    ? 'Heroku is running a maintenance on the server.'
                    : 'A failover is under way, and the server is a replica at this moment.'
                : `${sourceAsSubject(situation)} names a replica.`,
        remedy: (situation) => setupHelps(situation)
            ? 'Run with `mode: setup` to write the address of the current primary.'
            : isHeroku(situation)
                ? `Run again in a minute. If it persists, check ${whereToLook(situation)}.`
                : `Use the address of the primary in ${sourceOf(situation)}.`,
    },
    'redis-master-down': {
        title: 'The replica has lost its primary',
        cause: 'The link to the primary is down, and the replica is set to refuse requests rather than answer with old data.',
        remedy: (situation) => `Check the primary and the network between the two. Until the link is back, ${readFromWriter(situation)}.`,
    },
    'redis-out-of-memory': {
        title: 'Redis is full and refuses writes',
        cause: 'Memory is at its limit, and the eviction policy does not allow Redis to remove keys.',
        remedy: (situation) => `Delete keys or set expiries, use an eviction policy if the data is a cache (${changeSetting(situation, 'maxmemory-policy', 'allkeys-lru')}), or ${largerPlan(situation)}.`,
    },
    'redis-persistence-failing': {
        title: 'Redis cannot save to disk',
        cause: 'The last save to disk failed, so the server refuses writes.',
        remedy: (situation) => `The disk belongs to the provider: ${support(situation)}, and quote the name of the add-on.`,
    },
    'redis-no-replicas': {
        title: 'Too few replicas to accept writes',
        cause: 'The server requires a number of healthy replicas (`min-replicas-to-write`) and has fewer.',
        remedy: (situation) => `Run again in a minute: a failover can cause it. If it persists, ${support(situation)}.`,
    },
    'redis-cluster': {
        title: 'The endpoint is a Redis Cluster',
        cause: 'The endpoint is one node of a cluster, which distributes the keys over several servers.',
        remedy: 'Use an endpoint that is not clustered: one primary, with or without replicas.',
    },
    'redis-sentinel': {
        title: 'The endpoint is a Redis Sentinel',
        cause: 'Sentinels monitor Redis servers and hold no data.',
        remedy: 'Use the address of the primary that the Sentinel monitors.',
    },
    'redis-protected-mode': {
        title: 'Redis is in protected mode',
        cause: 'The server has no password and therefore accepts connections from its own machine only.',
        remedy: 'Set a password on the server (`requirepass` or an ACL user).',
    },
    'redis-quota': {
        title: 'A quota of the provider is used up',
        cause: 'The provider limits requests, bandwidth or storage, and the limit is reached.',
        remedy: (situation) => `Check when the quota is reset in ${whereToLook(situation)}, or ${largerPlan(situation)}.`,
    },
    'redis-wrong-data': {
        title: 'Redis returned the wrong data',
        cause: 'A proxy or another service answers in place of the server, or the key was changed in between.',
        remedy: (situation) => `Check that host and port in ${sourceOf(situation)} are a Redis server, and that no proxy is in between.`,
    },
    'redis-error': {
        title: 'Redis answered with an error',
        cause: 'The server refused the command with an error that this action does not know.',
        remedy: 'Look up the quoted error in the documentation of the provider.',
    },
};
function readFromWriter({ servers }) {
    return servers === 'one' ? 'use the address of the primary' : 'send reads to the writer (leave `reader` empty)';
}

// EXTERNAL MODULE: ./failure/failure.js
var failure = __nccwpck_require__(7918);
;// CONCATENATED MODULE: ./failure/catalogue.js







const catalogue = {
    ...herokuEntries,
    ...addonEntries,
    ...connectionEntries,
    ...serverEntries,
    ...healthEntries,
};
/** A few words for each reason, for headings and titles. */
const titles = Object.fromEntries(Object.entries(catalogue).map(([reason, entry]) => [reason, entry.title]));
/** Probable cause and next step for a reason, as they fit the situation. Pure. */
function advise(reason, situation = {}) {
    const { cause, remedy } = catalogue[reason];
    return { cause: resolve(cause, situation), remedy: resolve(remedy, situation) };
}
function resolve(text, situation) {
    return typeof text === 'string' ? text : text(situation);
}
/** `what` is one sentence about this occurrence, without secrets. Cause and remedy default to the catalogue's. */
function explain(reason, what, { cause, remedy, requestId } = {}) {
    const advice = advise(reason);
    return (0,optional/* withoutUndefined */.r)({
        reason,
        what,
        cause: cause ?? advice.cause,
        remedy: remedy ?? advice.remedy,
        requestId,
    });
}
/**
 * To be thrown: `throw failure('app-not-found', …)`. `error` becomes the `cause` of the Failure (it must not hold a secret
 * either), and passes on its request id unless another one is given.
 */
function catalogue_failure(reason, what, extra = {}) {
    const { error, cause, remedy } = extra;
    const requestId = extra.requestId ?? (error instanceof failure/* Failure */.H ? error.explanation.requestId : undefined);
    const explanation = explain(reason, what, (0,optional/* withoutUndefined */.r)({ cause, remedy, requestId }));
    return new failure/* Failure */.H(explanation, error === undefined ? undefined : { cause: error });
}
/**
 * A failure as people read it: general advice is replaced by advice that fits the situation, placeholders by names. What
 * the thrower knew about this occurrence stays.
 */
function explainIn({ explanation }, situation) {
    const { reason, what, requestId } = explanation;
    const [general, fitting] = [advise(reason), advise(reason, situation)];
    const cause = explanation.cause === general.cause ? fitting.cause : explanation.cause;
    const remedy = explanation.remedy === general.remedy ? fitting.remedy : explanation.remedy;
    const { app, addon } = situation;
    return (0,optional/* withoutUndefined */.r)({
        reason,
        what: fillPlaceholders(what, app, addon),
        cause: fillPlaceholders(cause, app, addon),
        remedy: fillPlaceholders(remedy, app, addon),
        requestId,
    });
}
/** Replaces `<app>` and `<add-on>` by their names; without a name, the argument is left out of the command. */
function fillPlaceholders(text, app, addon) {
    const name = (value) => value !== undefined && /^[A-Za-z0-9][\w.-]{0,254}$/.test(value) ? value : undefined;
    const [app_, addon_] = [name(app), name(addon)];
    const withApp = app_ === undefined ? text.replaceAll(/ (?:--app|-a) <app>/g, '') : text.replaceAll('<app>', app_);
    return addon_ === undefined ? withApp.replaceAll(' <add-on>', '') : withApp.replaceAll('<add-on>', addon_);
}


/***/ }),

/***/ 7918:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ Failure)
/* harmony export */ });
/* unused harmony export failureReasons */
/** One id for every way the job can fail; `docs/troubleshooting.md` has a section for each. */
const failureReasons = (/* unused pure expression or super */ null && ([
    'input-invalid',
    'token-missing',
    'heroku-unauthorized',
    'heroku-forbidden',
    'two-factor-required',
    'app-not-found',
    'plan-not-found',
    'payment-required',
    'confirmation-required',
    'rate-limited',
    'heroku-unavailable',
    'network',
    'addon-missing',
    'addon-ambiguous',
    'addon-shared',
    'provision-failed',
    'provision-timeout',
    'plan-mismatch',
    'plan-change-failed',
    'version-mismatch',
    'upgrade-failed',
    'maintenance',
    'rotation-failed',
    'settings',
    'standby',
    'config-missing',
    'config-unreadable',
    'config-conflict',
    'config-drift',
    'release-failed',
    'dyno-failed',
    'redis-dns',
    'redis-refused',
    'redis-timeout',
    'redis-tls-required',
    'redis-tls-not-offered',
    'redis-certificate',
    'redis-client-certificate',
    'redis-too-many-clients',
    'redis-auth-required',
    'redis-wrong-password',
    'redis-no-permission',
    'redis-loading',
    'redis-busy',
    'redis-read-only',
    'redis-master-down',
    'redis-out-of-memory',
    'redis-persistence-failing',
    'redis-no-replicas',
    'redis-cluster',
    'redis-sentinel',
    'redis-protected-mode',
    'redis-quota',
    'redis-connection-lost',
    'redis-wrong-data',
    'redis-error',
    'not-a-replica',
    'replication-lag',
    'replication-broken',
    'latency',
    'memory',
    'eviction',
    'connections',
    'version',
    'trend',
    'cancelled',
    'internal',
]));
/** The only error type that this project throws on purpose. Its texts never hold a secret. */
class Failure extends Error {
    name = 'Failure';
    explanation;
    constructor(explanation, options) {
        super(explanation.what, options);
        this.explanation = explanation;
    }
    get reason() {
        return this.explanation.reason;
    }
}


/***/ }),

/***/ 30:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CM: () => (/* binding */ pastOf),
/* harmony export */   Di: () => (/* binding */ mostOutcomes),
/* harmony export */   M: () => (/* binding */ eventKinds),
/* harmony export */   Ps: () => (/* binding */ mostEvents),
/* harmony export */   om: () => (/* binding */ historyOf),
/* harmony export */   p$: () => (/* binding */ emptyState)
/* harmony export */ });
/* harmony import */ var _utils_optional_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6543);

const eventKinds = [
    'broke',
    'recovered',
    'created',
    'drift-healed',
    'maintenance',
    'upgraded',
    'plan-changed',
    'rotated',
    'restarted',
];
/** The M of `alarm-after: N/M` cannot be larger. */
const mostOutcomes = 100;
const mostEvents = 30;
const emptyState = { apps: [] };
function historyOf(state, app) {
    return state.apps.find((each) => each.app === app) ?? { app, points: [], spans: [], events: [], outcomes: [] };
}
/** For the checks: all earlier runs, oldest first; a span stands in its middle with its medians. */
function pastOf({ points, spans }) {
    const older = spans.map(({ start, lengthMs, plan, latencyP95Ms, memory, memoryMax, connections, maxConnections }) => (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutUndefined */ .r)({
        time: start + lengthMs / 2,
        plan,
        server: undefined,
        latencyP95Ms,
        memoryUsed: memory?.median,
        memoryMax,
        connections: connections?.median,
        maxConnections,
        evictedKeys: undefined,
        rejectedConnections: undefined,
    }));
    return [...older, ...points].toSorted((a, b) => a.time - b.time);
}


/***/ }),

/***/ 7106:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  vj: () => (/* binding */ recordRun),
  yF: () => (/* binding */ uptimePercent)
});

// UNUSED EXPORTS: clean

// EXTERNAL MODULE: ./checks/past.js
var past = __nccwpck_require__(9635);
// EXTERNAL MODULE: ./utils/text.js
var utils_text = __nccwpck_require__(5456);
;// CONCATENATED MODULE: ./history/alarm.js
/**
 * The alarm is raised as soon as `failing` of the last `of` runs failed, and ends with the first passing run that
 * leaves fewer. `broke` and `recovered` take turns: each is a change of the alarm that the history keeps.
 *
 * @param history with this run in `outcomes` and `failing`, and the alarm as the run before left it
 */
function evaluateAlarm({ outcomes, failing, alarm }, after) {
    const recent = outcomes.slice(-after.of);
    const failures = recent.filter((failedAt) => failedAt !== null);
    const isReached = failures.length >= after.failing;
    const passed = (outcomes.at(-1) ?? null) === null;
    const transition = alarm ? (passed && !isReached ? 'recovered' : '') : isReached && !passed ? 'broke' : '';
    // A row of failures may have begun before the window.
    const firstFailure = failures.length === recent.length ? failing?.since : failures[0];
    const failingSince = alarm?.since ?? (transition === 'broke' ? firstFailure : failing?.since);
    return {
        alarm: transition === 'broke' || (alarm !== undefined && transition === ''),
        transition,
        ...(failingSince !== undefined && { failingSince }),
        consecutiveFailures: failing?.runs ?? 0,
        failures: failures.length,
    };
}

// EXTERNAL MODULE: ./history/history.js
var history_history = __nccwpck_require__(30);
// EXTERNAL MODULE: ./history/thin.js
var thin = __nccwpck_require__(5531);
;// CONCATENATED MODULE: ./history/record.js





/**
 * Adds one run of one app, and says what it means for the alarm. The run's own time is what counts as now.
 * A run that could not do its job (no token, Heroku down, cancelled) says nothing of Redis and is not recorded.
 */
function recordRun(state, app, run, alarmAfter, events = []) {
    const before = (0,history_history/* historyOf */.om)(state, app);
    const point = clean(run);
    const { time, failing: isFailing } = point;
    const failing = isFailing
        ? { since: before.failing?.since ?? time, runs: (before.failing?.runs ?? 0) + 1 }
        : undefined;
    const outcomes = [...before.outcomes, isFailing ? time : null].slice(-history_history/* mostOutcomes */.Di);
    const alarm = evaluateAlarm({ outcomes, ...(failing && { failing }), ...(before.alarm && { alarm: before.alarm }) }, alarmAfter);
    const seen = [...events, ...changes(before, point)].map(({ kind, detail }) => record_event(time, kind, detail));
    const transition = alarm.transition === '' ? [] : [record_event(time, alarm.transition, point.reason)];
    const added = {
        app: before.app,
        points: insert(before.points, point),
        spans: before.spans,
        events: newestEvents([...before.events, ...seen, ...transition]),
        outcomes,
        ...(failing && { failing }),
        ...(alarm.alarm && { alarm: { since: alarm.failingSince ?? time } }),
    };
    const after = (0,thin/* thin */.yL)(added, time);
    const apps = state.apps.some((each) => each.app === app)
        ? state.apps.map((each) => (each.app === app ? after : each))
        : [...state.apps, after];
    return { state: { ...state, apps }, alarm };
}
/** Ordered by time; a run of the same millisecond takes the place of the one before. */
function insert(points, point) {
    return [...points.filter(({ time }) => time !== point.time), point].toSorted((a, b) => a.time - b.time);
}
/** What is different from the last run that knew it. */
function changes({ points }, point) {
    const earlier = points.filter(({ time }) => time < point.time);
    const last = (key) => earlier.findLast((each) => each[key] !== undefined)?.[key];
    const [plan, version, server] = [last('plan'), last('version'), last('server')];
    const found = [];
    if (plan !== undefined && point.plan !== undefined && plan !== point.plan) {
        found.push({ kind: 'plan-changed', detail: `${plan} → ${point.plan}` });
    }
    if (version !== undefined && point.version !== undefined && version !== point.version) {
        found.push({ kind: 'upgraded', detail: `${version} → ${point.version}` });
    }
    // A proxy or an active-active pair answers with several run ids in turn: one that was seen before is no restart.
    if (found.length === 0 && (0,past/* isOther */.b)(server, point.server) && !earlier.some((each) => each.server === point.server)) {
        found.push({ kind: 'restarted' });
    }
    return found;
}
function record_event(time, kind, detail) {
    const words = (0,utils_text/* sanitize */.aj)(detail ?? '', 120);
    return { time, kind, ...(words !== '' && { detail: words }) };
}
/** Restarts are many where a provider's proxy hides several servers; they must not push out the rest. */
const mostRestartsKept = 8;
function newestEvents(events) {
    const restarts = events.filter(({ kind }) => kind === 'restarted').slice(-mostRestartsKept);
    const others = events.filter(({ kind }) => kind !== 'restarted').slice(-(history_history/* mostEvents */.Ps - restarts.length));
    return [...restarts, ...others].toSorted((a, b) => a.time - b.time);
}
/** Names that Heroku and Redis give; anything else is left out: the file is public and its readers trust it. */
const words = {
    reason: /^[a-z][a-z-]{0,39}$/,
    plan: /^[\w-]{1,60}:[\w-]{1,60}$/,
    version: /^\d[\w.+-]{0,29}$/,
    server: /^[0-9a-f]{8,64}$/i,
};
const shortServer = 8;
/** A run with finite, rounded figures and harmless words. */
function clean(run) {
    const { reason, plan, version, server, status, failing } = run;
    const figure = (key, digits) => {
        const value = run[key];
        if (value === undefined || !Number.isFinite(value) || value < 0)
            return {};
        return { [key]: Number(value.toFixed(digits)) };
    };
    return {
        time: Math.round(run.time),
        status,
        failing,
        reason: words.reason.test(reason) ? reason : '',
        ...(plan !== undefined && words.plan.test(plan) && { plan }),
        ...(version !== undefined && words.version.test(version) && { version }),
        ...(server !== undefined && words.server.test(server) && { server: server.slice(0, shortServer).toLowerCase() }),
        ...figure('latencyP50Ms', 2),
        ...figure('latencyP95Ms', 2),
        ...figure('lagMs', 2),
        ...figure('memoryUsed', 0),
        ...figure('memoryMax', 0),
        ...figure('connections', 0),
        ...figure('maxConnections', 0),
        ...figure('evictedKeys', 0),
        ...figure('rejectedConnections', 0),
    };
}
const uptimeMs = 30 * 24 * 3_600_000;
/** Share of the runs of the last 30 days that did not fail, 0 to 100; undefined without a run. */
function uptimePercent({ points, spans }, now) {
    const recent = points.filter(({ time }) => time <= now && time > now - uptimeMs);
    const older = spans.filter(({ start, lengthMs }) => start <= now && start + lengthMs > now - uptimeMs);
    const runs = older.reduce((sum, span) => sum + span.runs, recent.length);
    const failed = older.reduce((sum, span) => sum + span.failed, recent.filter(({ failing }) => failing).length);
    if (runs === 0)
        return undefined;
    // Never 100 after a failure, however small its share.
    return Math.floor(((runs - failed) / runs) * 10_000) / 100;
}


/***/ }),

/***/ 5531:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   h0: () => (/* binding */ reducedRetention),
/* harmony export */   vx: () => (/* binding */ usualRetention),
/* harmony export */   yL: () => (/* binding */ thin)
/* harmony export */ });
/* harmony import */ var _utils_optional_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6543);
/* harmony import */ var _utils_statistics_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5724);


const hour = 3_600_000;
const day = 24 * hour;
/** About 20 kB an app after a year of hourly runs. */
const usualRetention = {
    points: 72,
    tiers: [
        { lengthMs: 6 * hour, maxAge: 30 * day },
        { lengthMs: day, maxAge: 90 * day },
        { lengthMs: 7 * day, maxAge: 400 * day },
    ],
};
/** The same with every number divided; `by` 1 is the usual. */
function reducedRetention(by) {
    return {
        points: Math.max(1, Math.floor(usualRetention.points / by)),
        tiers: usualRetention.tiers.map(({ lengthMs, maxAge }) => ({ lengthMs, maxAge: maxAge / by })),
    };
}
/**
 * Keeps the newest runs whole and takes older ones together, the older the coarser. What lies in the future (a clock
 * was wrong once) is neither used nor lost: it is left as it is, up to the same number of points.
 */
function thin(history, now, { points: most, tiers } = usualRetention) {
    const past = history.points.filter(({ time }) => time <= now);
    const future = history.points.filter(({ time }) => time > now).slice(0, most);
    const [narrow] = tiers;
    const oldestKept = past.at(-most)?.time ?? now;
    // Only whole spans are taken together, so that their medians are exact; but not at any length.
    const boundary = narrow && past.length > most ? startOf(oldestKept, narrow.lengthMs) : -Infinity;
    const tooMany = past.length - 4 * most;
    const isOld = (point, index) => point.time < boundary || index < tooMany;
    const folded = narrow ? fold(past.filter(isOld), narrow.lengthMs) : [];
    const isOver = ({ start, lengthMs }) => tiers.some((tier) => tier.lengthMs === lengthMs && start + lengthMs < now - tier.maxAge);
    const points = [...past.filter((point, index) => !isOld(point, index)), ...future];
    if (folded.length === 0 && !history.spans.some(isOver))
        return { ...history, points };
    const spans = tiers.reduce((all, { lengthMs }, tier) => {
        const next = tiers[tier + 1];
        const moved = (span) => (next ? [widen(span, next.lengthMs)] : []);
        return merge(all.flatMap((span) => (span.lengthMs === lengthMs && isOver(span) ? moved(span) : [span])));
    }, merge([...history.spans, ...folded]));
    return { ...history, points, spans };
}
/** Two digits for milliseconds and connections, whole bytes: more would only make the file larger. */
function rounded(value) {
    return Number(value.toFixed(value < 10_000 ? 2 : 0));
}
function startOf(time, lengthMs) {
    return Math.floor(time / lengthMs) * lengthMs;
}
function widen(span, lengthMs) {
    return { ...span, start: startOf(span.start, lengthMs), lengthMs };
}
/** One span for each stretch of time that holds a point. */
function fold(points, lengthMs) {
    const groups = Map.groupBy(points, ({ time }) => startOf(time, lengthMs));
    return [...groups].map(([start, group]) => {
        const middle = (pick) => {
            const values = group.flatMap((point) => pick(point) ?? []);
            return values.length === 0 ? undefined : rounded((0,_utils_statistics_js__WEBPACK_IMPORTED_MODULE_0__/* .median */ .JZ)(values));
        };
        const range = (pick) => {
            const values = group.flatMap((point) => pick(point) ?? []);
            return values.length === 0
                ? undefined
                : { min: (0,_utils_statistics_js__WEBPACK_IMPORTED_MODULE_0__/* .quantile */ .YV)(values, 0), median: rounded((0,_utils_statistics_js__WEBPACK_IMPORTED_MODULE_0__/* .median */ .JZ)(values)), max: (0,_utils_statistics_js__WEBPACK_IMPORTED_MODULE_0__/* .quantile */ .YV)(values, 1) };
        };
        return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutUndefined */ .r)({
            start,
            lengthMs,
            runs: group.length,
            warned: group.filter(({ status, failing }) => status === 'warn' && !failing).length,
            failed: group.filter(({ failing }) => failing).length,
            ...last(group),
            latencyP50Ms: middle((point) => point.latencyP50Ms),
            latencyP95Ms: middle((point) => point.latencyP95Ms),
            lagMs: middle((point) => point.lagMs),
            memory: range((point) => point.memoryUsed),
            connections: range((point) => point.connections),
        });
    });
}
/** Joins spans of the same stretch of time; those of another length than the stretch they fall in stay apart. */
function merge(spans) {
    const groups = Map.groupBy(spans, ({ start, lengthMs }) => `${String(start)} ${String(lengthMs)}`);
    return [...groups.values()].map(join).toSorted((a, b) => a.start - b.start);
}
function join(group) {
    const [first, ...others] = group;
    if (!first)
        throw new Error('a group has at least one span');
    if (others.length === 0)
        return first;
    const sum = (pick) => group.reduce((total, span) => total + pick(span), 0);
    const middle = (pick) => {
        const values = group.flatMap((span) => {
            const value = pick(span);
            return value === undefined ? [] : [{ value, weight: span.runs }];
        });
        return values.length === 0 ? undefined : rounded((0,_utils_statistics_js__WEBPACK_IMPORTED_MODULE_0__/* .weightedMedian */ .gU)(values));
    };
    const range = (pick) => {
        const ranges = group.flatMap((span) => pick(span) ?? []);
        const median = middle((span) => pick(span)?.median);
        if (median === undefined)
            return undefined;
        return {
            min: ranges.reduce((lowest, { min }) => Math.min(lowest, min), Infinity),
            median,
            max: ranges.reduce((highest, { max }) => Math.max(highest, max), 0),
        };
    };
    return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutUndefined */ .r)({
        start: first.start,
        lengthMs: first.lengthMs,
        runs: sum(({ runs }) => runs),
        warned: sum(({ warned }) => warned),
        failed: sum(({ failed }) => failed),
        ...last(group),
        latencyP50Ms: middle((span) => span.latencyP50Ms),
        latencyP95Ms: middle((span) => span.latencyP95Ms),
        lagMs: middle((span) => span.lagMs),
        memory: range((span) => span.memory),
        connections: range((span) => span.connections),
    });
}
/** Plan, version and limits as they were last known. */
function last(group) {
    const lastOf = (key) => group.findLast((each) => each[key] !== undefined)?.[key];
    return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutUndefined */ .r)({
        plan: lastOf('plan'),
        version: lastOf('version'),
        memoryMax: lastOf('memoryMax'),
        maxConnections: lastOf('maxConnections'),
    });
}


/***/ }),

/***/ 8829:
/***/ ((__webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ run)
/* harmony export */ });
/** The oldest Node.js that the action runs on: `runs.using` in action.yml. */
const oldestNode = 24;
/**
 * Other tools start the bundle with the Node.js that they have. Nothing else is loaded before this is known: an older one
 * would fail somewhere in the middle, when an add-on may exist already.
 */
function isTooOld() {
    const { node } = process.versions;
    if (Number.parseInt(node, 10) >= oldestNode)
        return false;
    const what = `This action needs Node.js ${String(oldestNode)} or newer and was started with ${node}. Nothing was done.`;
    const remedy = 'Use a runner that supports node24 (actions/runner 2.327.1 or newer), or start it with a newer Node.js.';
    process.stdout.write(`::error title=Node.js is too old::${what} ${remedy}\n`);
    process.exitCode = 1;
    return true;
}
const finished = isTooOld()
    ? Promise.resolve()
    : Promise.resolve(/* import() eager */).then(__nccwpck_require__.bind(__nccwpck_require__, 5460)).then(({ main }) => main());
// Without this a run that waits for something that never comes would end green.
await finished;
/** For tools such as @github/local-action, which import the bundle and call this: the run that has begun. */
function run() {
    return finished;
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 5460:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

// ESM COMPAT FLAG
__nccwpck_require__.r(__webpack_exports__);

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: ./utils/escape.js
var utils_escape = __nccwpck_require__(1796);
;// CONCATENATED MODULE: ./failure/cause-chain.js

/** A chain of causes can be a circle. */
const maxDepth = 8;
/**
 * An error and its causes, one line each, the outermost first. Only name, code and message are read: the errors of ioredis
 * carry the password in `command.args`, so an error object must never be printed as a whole.
 */
function causeChain(error) {
    const lines = [];
    const seen = new Set();
    let current = error;
    while (current !== undefined && current !== null && !seen.has(current) && lines.length < maxDepth) {
        seen.add(current);
        lines.push(`${lines.length === 0 ? '' : 'caused by '}${describeError(current)}`);
        const inner = read(current, 'errors');
        if (Array.isArray(inner)) {
            for (const each of inner.slice(0, maxDepth))
                lines.push(`- ${describeError(each)}`);
        }
        current = read(current, 'cause');
    }
    return lines.map((line) => (0,utils_escape/* logLine */.BP)(line, 1_000));
}
function describeError(error) {
    if (!(error instanceof Error))
        return typeof error === 'string' ? error : `a thrown ${typeof error}`;
    const word = (key) => {
        const value = read(error, key);
        return typeof value === 'string' ? value : '';
    };
    const code = word('code');
    return `${word('name') || 'Error'}${code === '' ? '' : ` ${code}`}: ${word('message')}`;
}
/** Anything can be thrown, also an object whose getters throw. */
function read(thing, key) {
    try {
        return typeof thing === 'object' && thing !== null ? Reflect.get(thing, key) : undefined;
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./failure/catalogue.js + 6 modules
var catalogue = __nccwpck_require__(3406);
// EXTERNAL MODULE: ./failure/failure.js
var failure = __nccwpck_require__(7918);
;// CONCATENATED MODULE: ./failure/to-failure.js



/** The reason of the signal that ends a run (SIGINT, SIGTERM, SIGHUP). */
function cancelled() {
    return (0,catalogue/* failure */.V2)('cancelled', 'The run was cancelled before it finished.');
}
/** Whatever was thrown → Failure. Only the message of an unknown error is quoted: the object itself may hold a secret. */
function toFailure(error) {
    if (error instanceof failure/* Failure */.H)
        return error;
    if (error instanceof Error && error.name === 'AbortError')
        return cancelled();
    return (0,catalogue/* failure */.V2)('internal', `Unexpected error (a bug in this action): ${causeChain(error)[0] ?? 'no error'}.`, {
        error,
    });
}

// EXTERNAL MODULE: ./utils/abort.js
var abort = __nccwpck_require__(529);
// EXTERNAL MODULE: ./utils/secret.js
var secret = __nccwpck_require__(5071);
;// CONCATENATED MODULE: ./heroku/token.js




/** Long enough for a slow runner to start the CLI, short enough that an unanswered prompt does not hang the job. */
const cliTimeoutMs = 60_000;
/**
 * The token of an existing Heroku CLI login (`heroku auth:token`).
 * The CLI prints the token on stdout and its warnings on stderr; not logged in, it prints nothing on stdout and exits with 100.
 * @throws Failure `token-missing` naming what was tried
 */
async function tokenOfCli(run, signal, timeoutMs = cliTimeoutMs) {
    let result;
    try {
        result = await (0,abort/* abortable */.ZC)(run('heroku', ['auth:token']), (0,abort/* timeLimit */.zc)(timeoutMs, signal));
    }
    catch (error) {
        if (signal.aborted)
            throw cancelled();
        throw missing((0,abort/* isTimeout */.kL)(error) ? 'the Heroku CLI did not answer' : 'the Heroku CLI is not installed');
    }
    const lines = result.stdout.split(/\r?\n/).map((line) => line.trim());
    const token = lines.findLast((line) => line !== '') ?? '';
    if (result.exitCode !== 0 || token === '')
        throw missing('the Heroku CLI is not logged in');
    if (!/^[\x21-\x7e]{8,4096}$/.test(token))
        throw missing('`heroku auth:token` did not print a token');
    return new secret/* Secret */.z(token);
}
function missing(why) {
    return (0,catalogue/* failure */.V2)('token-missing', `No Heroku API token: the api-key input and HEROKU_API_KEY are empty, and ${why}.`);
}
/** Runs a program with `@actions/exec`, which is loaded only here. The child's environment holds none of the action's inputs. */
async function runCommand(command, args, env) {
    const { getExecOutput } = await Promise.resolve(/* import() */).then(__nccwpck_require__.bind(__nccwpck_require__, 6507));
    const childEnv = {};
    for (const [name, value] of Object.entries(env)) {
        if (value !== undefined && !name.startsWith('INPUT_'))
            childEnv[name] = value;
    }
    const { exitCode, stdout } = await getExecOutput(command, [...args], {
        silent: true,
        ignoreReturnCode: true,
        env: childEnv,
    });
    return { exitCode, stdout };
}

// EXTERNAL MODULE: ./utils/optional.js
var optional = __nccwpck_require__(6543);
// EXTERNAL MODULE: ./utils/text.js
var utils_text = __nccwpck_require__(5456);
// EXTERNAL MODULE: ./utils/format.js
var format = __nccwpck_require__(7652);
;// CONCATENATED MODULE: ./report/docs.js
/** Address of the docs of the running version of this action; empty when the runner does not say where they are. */
function docsBase(env) {
    const server = env['GITHUB_SERVER_URL'] ?? '';
    const repository = env['GITHUB_ACTION_REPOSITORY'] ?? '';
    const ref = env['GITHUB_ACTION_REF'] ?? '';
    const wellFormed = /^https:\/\/[\w.-]+(:\d{1,5})?$/.test(server) &&
        /^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(repository) &&
        /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(ref);
    return wellFormed ? `${server}/${repository}/blob/${ref}` : '';
}
/** The section of the troubleshooting page for one reason; relative to the action's repository without a base. */
function docsLink(base, reason) {
    return `${base === '' ? '' : `${base}/`}docs/troubleshooting.md#${reason}`;
}

// EXTERNAL MODULE: ./report/verdict.js
var verdict = __nccwpck_require__(6013);
;// CONCATENATED MODULE: ./report/failed.js




/**
 * `fail-on` and `alarm-after` decide about findings; a job that could not be done fails whatever they say. Without a
 * history (no `state-file`, or one that could not be kept) every failing run raises the alarm.
 */
function stepFailure(result, { failOn }) {
    if (result.cancelled || result.error || result.apps.some(({ report }) => report.error))
        return 'job';
    if (failOn === 'never')
        return undefined;
    const statuses = new Set(result.apps.filter(raisesAlarm).map(({ report }) => report.status));
    if (statuses.has('fail'))
        return 'failure';
    return failOn === 'warning' && statuses.has('warn') ? 'warning' : undefined;
}
function raisesAlarm({ report }) {
    return report.history?.alarm !== false;
}
/**
 * The line of `setFailed`. The annotations have said what each check found, so this one only names the first; an error of
 * the only app has no annotation of its own and is explained here.
 */
function failedLine(result, why, docs) {
    if (result.error)
        return explained(result.error, docs);
    const [only, ...others] = result.apps;
    const error = only?.report.error;
    if (only && error && others.length === 0) {
        return `${only.report.app}: ${explained(error, docs, contextSentences(only))}`;
    }
    const first = worst(result.apps, why);
    if (!first)
        return (0,utils_text/* oneLine */.TN)((0,verdict/* sentence */.em)((0,verdict/* runVerdict */.ZH)(result)));
    const { app, reason } = first;
    const because = why === 'warning' ? 'failed because of fail-on: warning: ' : '';
    const short = `${app}: ${because}${(0,verdict/* lowerFirst */.oZ)(catalogue/* titles */.YC[reason])}. Docs: ${docsLink(docs, reason)}`;
    return (0,utils_text/* oneLine */.TN)(others.length === 0 ? short : `${(0,verdict/* sentence */.em)((0,verdict/* runVerdict */.ZH)(result))} First: ${short}`);
}
/** The first app that fails in the order of the input, as `failure-reason` has it; else the first that warns. */
function worst(apps, why) {
    const found = apps.filter(raisesAlarm).flatMap((app) => {
        const what = (0,verdict/* problem */.CC)(app);
        return what ? [{ app: app.report.app, reason: what.reason, status: what.status }] : [];
    });
    return found.find(({ status }) => status === 'fail') ?? (why === 'warning' ? found[0] : undefined);
}
/**
 * What happened, the probable cause, what to do, and where the docs are: one line, or for a list (invalid inputs) its
 * heading and one line for each item.
 */
function explained({ what, cause = '', remedy = '', reason }, docs, known = []) {
    const [heading = '', ...list] = what.split('\n');
    const rest = [(0,verdict/* sentence */.em)(cause), (0,verdict/* sentence */.em)(remedy), ...known, `Docs: ${docsLink(docs, reason)}`]
        .map(plain)
        .filter(Boolean)
        .join(' ');
    if (list.length === 0)
        return `${plain((0,verdict/* sentence */.em)(heading))} ${rest}`;
    return [heading, ...list, rest].map(plain).join('\n');
}
/** Backticks are not rendered in an annotation. */
function plain(text) {
    return (0,utils_text/* oneLine */.TN)(text, 1_500).replaceAll('`', '');
}
/** What else is known: Heroku's open incident, a maintenance under way. */
function contextSentences({ report }) {
    return report.context
        .filter(({ kind }) => kind !== 'log')
        .slice(0, 2)
        .map(({ message }) => plain((0,verdict/* sentence */.em)(message)));
}

;// CONCATENATED MODULE: ./report/annotations.js







/** GitHub shows ten of a kind for each step and drops the rest silently: one is left for the line of `setFailed`. */
const mostOfAKind = 9;
const longest = 4_096;
const longestTitle = 200;
/**
 * One for each check that fails or warns, at most nine of a kind; in a fleet one for each error, and each app's worst
 * first. What does not fail the step (`fail-on: never`, the alarm not reached) is a warning.
 */
function annotations(result, context) {
    const isFleet = result.apps.length > 1;
    const ranked = interleaved(result.apps.map((app) => ofApp(app, isFleet, context)));
    return ['error', 'warning'].flatMap((kind) => {
        const all = ranked.filter((annotation) => annotation.kind === kind);
        if (all.length <= mostOfAKind)
            return all;
        const shown = all.slice(0, mostOfAKind - 1);
        const rest = (0,format/* plural */.LS)(all.length - shown.length, `more ${kind}`);
        return [...shown, annotation(context, kind, 'And more', `And ${rest}, see the summary.`)];
    });
}
function ofApp(app, isFleet, context) {
    const { app: name, error } = app.report;
    const found = ['fail', 'warn'].flatMap((status) => app.findings.filter((each) => each.status === status));
    const kind = (status) => status === 'fail' && context.failOn !== 'never' && raisesAlarm(app) ? 'error' : 'warning';
    const boxes = [
        // The error of an only app is in the line of `setFailed`: one cause, one box.
        ...(error && isFleet
            ? [
                {
                    kind: 'error',
                    title: catalogue/* titles */.YC[error.reason],
                    sentences: [error.what, error.cause, error.remedy],
                    docs: docsLink(context.docs, error.reason),
                },
            ]
            : []),
        ...found.map((finding) => ({
            kind: kind(finding.status),
            title: placeOf(finding),
            sentences: [finding.message, finding.cause ?? '', finding.hint ?? '', pending(finding, app)],
            docs: finding.docs ?? (finding.reason === undefined ? '' : docsLink(context.docs, finding.reason)),
        })),
    ];
    return boxes.map(({ kind, title, sentences, docs }, index) => {
        const known = index === 0 ? contextSentences(app) : [];
        return annotation(context, kind, `${name}: ${title}`, paragraph([...sentences, ...known], docs));
    });
}
function placeOf({ id, target }) {
    return target === 'app' || target === 'pair' ? id : `${id} (${target})`;
}
function pending({ status }, { report: { history } }) {
    return status === 'fail' && history?.alarm === false ? (0,verdict/* untilAlarm */.Cq)(history) : '';
}
function paragraph(sentences, docs) {
    const said = sentences.map((each) => plain((0,verdict/* sentence */.em)(each))).filter((each) => each !== '');
    return [...new Set(said), ...(docs === '' ? [] : [`Docs: ${docs}`])].join(' ');
}
function annotation({ workflowFile }, kind, title, message) {
    return (0,optional/* withoutUndefined */.r)({
        kind,
        title: (0,utils_text/* oneLine */.TN)(title, longestTitle),
        message: (0,utils_text/* oneLine */.TN)(message, longest),
        file: workflowFile,
    });
}
/** The first of each, then the second of each, …: no app hides another. */
function interleaved(lists) {
    const longestList = Math.max(0, ...lists.map(({ length }) => length));
    return Array.from({ length: longestList }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}
/** The workflow's path in the repository, from GITHUB_WORKFLOW_REF (`owner/name/.github/workflows/ci.yml@refs/heads/main`). */
function workflowFile(env) {
    const { GITHUB_WORKFLOW_REF: ref = '', GITHUB_REPOSITORY: repository = '' } = env;
    // A workflow of another repository is no file of this one.
    if (repository === '' || !ref.startsWith(`${repository}/`))
        return undefined;
    return /^(\.github\/workflows\/[\w .+-]{1,200}\.ya?ml)@/.exec(ref.slice(repository.length + 1))?.[1];
}

;// CONCATENATED MODULE: ./checks/check.js
/** Check ids in report order: the first failure in this order gives the run its `failure-reason`. */
const checkIds = [
    'addon',
    'plan',
    'standby',
    'maintenance',
    'settings',
    'config',
    'connect',
    'tls',
    'role',
    'write',
    'read',
    'replication',
    'latency',
    'memory',
    'eviction',
    'connections',
    'version',
    'trend',
];

;// CONCATENATED MODULE: ./heroku/plans.js

/** The service that a short plan name belongs to, and the plan that a new add-on gets. */
const defaultPlan = { service: 'heroku-redis', plan: 'premium-0' };
/** Heroku's lifecycle states of what can no longer be had (Platform API, "Plan": state). */
function isRetired({ state }) {
    return ['shutdown', 'retired', 'deprecated', 'disabled', 'sunset'].includes(state);
}
/** `15.00 USD a month`, `free`, `price by contract`, `metered price`, `price not listed`. */
function priceOf({ billing, cents, unit }) {
    return billing === undefined ? (0,format/* price */.q9)(cents, unit) : billingWords[billing];
}
const billingWords = {
    contract: 'price by contract',
    metered: 'metered price',
    unknown: 'price not listed',
};
/** What can be had, cheapest first and unknown prices last: `heroku-redis:mini (3.00 USD a month)`. */
function onOffer(offers) {
    const rank = ({ billing, cents }) => (billing === undefined ? cents : Number.MAX_SAFE_INTEGER);
    return offers
        .filter((each) => !isRetired(each))
        .toSorted((a, b) => rank(a) - rank(b))
        .map((each) => `${each.name} (${priceOf(each)})`);
}
/** `heroku-redis:premium-0` → `heroku-redis`. */
function serviceOf(plan) {
    return plan.split(':')[0] ?? '';
}

// EXTERNAL MODULE: ./checks/outcome.js
var checks_outcome = __nccwpck_require__(2251);
;// CONCATENATED MODULE: ./checks/addon.js



// In a dry run, what the planned steps would change is not a finding: the check is skipped and refers to the steps.
function addon({ subject }) {
    const { addon, dryRun } = subject;
    if (addon === undefined)
        return addon_missing(subject);
    const name = (0,utils_text/* sanitize */.aj)(addon.name, 80);
    switch (addon.state) {
        case undefined:
        case 'provisioned':
            return addon.dataServiceWaiting === true ? waiting(addon, dryRun) : (0,checks_outcome/* pass */.IX)(ready(addon));
        case 'provisioning':
            return dryRun
                ? (0,checks_outcome/* skip */.iv)(`The add-on ${name} is being provisioned; the planned steps would wait for it.`)
                : (0,checks_outcome/* fail */.fJ)('provision-timeout', `The add-on ${name} is still being provisioned.`);
        case 'deprovisioning':
        case 'deprovisioned':
            return (0,checks_outcome/* fail */.fJ)('addon-missing', `The add-on ${name} is ${addon.state}: it is being removed or was removed.`, {
                cause: 'Someone removed the add-on, or it could not be created.',
            });
        default:
            return (0,checks_outcome/* fail */.fJ)('provision-failed', `The add-on ${name} is in the state “${(0,utils_text/* sanitize */.aj)(addon.state, 40)}”.`, {
                cause: 'The action does not know this state.',
            });
    }
}
function addon_missing({ app, dryRun, handSetUrl }) {
    if (dryRun)
        return (0,checks_outcome/* skip */.iv)('There is no Redis add-on yet; the planned steps would create it.');
    const message = `${(0,utils_text/* sanitize */.aj)(app, 80)} has no Redis add-on`;
    if (handSetUrl === undefined)
        return (0,checks_outcome/* fail */.fJ)('addon-missing', `${message}.`);
    const name = (0,utils_text/* sanitize */.aj)(handSetUrl, 80);
    return (0,checks_outcome/* fail */.fJ)('addon-missing', `${message}, but the config var ${name} holds a Redis URL that was set by hand.`, {
        cause: `The app uses a Redis server that is not an add-on, or ${name} is left over from one.`,
        hint: `Remove ${name} before \`mode: setup\` creates an add-on, or keep it if the app is to use that server.`,
    });
}
function ready({ name, service, shared, owner, state }) {
    const what = `The add-on ${(0,utils_text/* sanitize */.aj)(name, 80)}${service === undefined ? '' : ` (${(0,utils_text/* sanitize */.aj)(service, 60)})`}`;
    const by = owner === undefined ? 'another app' : (0,utils_text/* sanitize */.aj)(owner, 80);
    return `${what} is ${state ?? 'attached'}${shared ? `, shared by ${by}` : ''}.`;
}
function waiting({ name, dataServiceMessage }, dryRun) {
    const words = dataServiceMessage === undefined ? '' : ` (“${(0,utils_text/* sanitize */.aj)(dataServiceMessage, 80)}”)`;
    const message = `Heroku’s data service is still working on ${(0,utils_text/* sanitize */.aj)(name, 80)}${words}`;
    return dryRun ? (0,checks_outcome/* skip */.iv)(`${message}; the planned steps would wait for it.`) : (0,checks_outcome/* warn */.R8)('provision-timeout', `${message}.`);
}
function plan({ subject, settings }) {
    const { addon, dryRun, mode } = subject;
    if (addon === undefined)
        return (0,checks_outcome/* skip */.iv)('There is no add-on whose plan could be checked.');
    if (addon.plan === undefined)
        return (0,checks_outcome/* skip */.iv)('Not known: the token cannot see the plan of another app’s add-on.');
    const name = (0,utils_text/* sanitize */.aj)(addon.plan, 80);
    const { wantedPlan } = addon;
    if (wantedPlan === undefined || wantedPlan === addon.plan)
        return offered(addon, name);
    const message = `The add-on ${(0,utils_text/* sanitize */.aj)(addon.name, 80)} has the plan ${name}, and \`plan\` asks for ${(0,utils_text/* sanitize */.aj)(wantedPlan, 80)}`;
    const value = { value: name };
    if (settings.planMismatch === 'fail')
        return (0,checks_outcome/* fail */.fJ)('plan-mismatch', `${message}.`, value);
    if (settings.planMismatch === 'warn') {
        return (0,checks_outcome/* warn */.R8)('plan-mismatch', `${message}. It is left unchanged (\`plan-mismatch: warn\`).`, value);
    }
    if (addon.shared)
        return (0,checks_outcome/* warn */.R8)('plan-mismatch', `${message}. The plan of another app’s add-on is not changed.`, value);
    if (dryRun)
        return (0,checks_outcome/* skip */.iv)(`${message}; the planned steps would change it.`);
    return mode === 'setup'
        ? (0,checks_outcome/* fail */.fJ)('plan-change-failed', `${message}. The change did not take effect.`, value)
        : (0,checks_outcome/* warn */.R8)('plan-mismatch', `${message}. Only \`mode: setup\` changes it.`, {
            ...value,
            hint: `Run with \`mode: setup\` to change it to ${(0,utils_text/* sanitize */.aj)(wantedPlan, 80)}.`,
        });
}
/** Compares the plan with Heroku's live list, where that was read. */
function offered({ plan = '', plans }, name) {
    const offer = plans?.find((candidate) => candidate.name === plan);
    const isListRead = plans?.some((candidate) => candidate.name.startsWith(`${serviceOf(plan)}:`)) ?? false;
    const details = {
        cause: 'Plans are retired from time to time; existing add-ons can stay on them for a while.',
        hint: `Set \`plan\` to one that \`heroku addons:plans ${(0,utils_text/* sanitize */.aj)(serviceOf(plan), 60)}\` lists, with \`plan-mismatch: change\`.`,
    };
    if (isListRead && offer === undefined) {
        return (0,checks_outcome/* warn */.R8)('plan-not-found', `The plan ${name} is not in the list of plans: it was retired or is not public.`, details);
    }
    if (offer && isRetired(offer))
        return (0,checks_outcome/* warn */.R8)('plan-not-found', `The plan ${name} was retired.`, details);
    const note = plan === 'heroku-redis:mini' ? ', which has no standby' : '';
    return (0,checks_outcome/* pass */.IX)(`The plan is ${name}${note}.`, { value: name });
}

// EXTERNAL MODULE: ./checks/preconditions.js
var preconditions = __nccwpck_require__(9272);
// EXTERNAL MODULE: ./checks/stale.js
var stale = __nccwpck_require__(5686);
;// CONCATENATED MODULE: ./checks/redis-failure.js






/** Completes “The writer at host:port …”. */
const predicates = {
    'redis-dns': 'cannot be found: its host name does not resolve',
    'redis-refused': 'refused the connection',
    'redis-timeout': 'did not answer in time',
    'redis-tls-required': 'closed the unencrypted connection',
    'redis-tls-not-offered': 'does not offer TLS on this port',
    'redis-certificate': 'presented a certificate that is not trusted',
    'redis-client-certificate': 'requires a client certificate',
    'redis-too-many-clients': 'has no connections left',
    'redis-auth-required': 'requires a password, and none was sent',
    'redis-wrong-password': 'rejected the password',
    'redis-no-permission': 'does not allow its user to run a command',
    'redis-loading': 'is still loading its data',
    'redis-busy': 'is blocked by a script',
    'redis-read-only': 'is a replica and refuses writes',
    'redis-master-down': 'has lost its primary and refuses requests',
    'redis-out-of-memory': 'is full and refuses writes',
    'redis-persistence-failing': 'cannot save to disk and refuses writes',
    'redis-no-replicas': 'has too few replicas and refuses writes',
    'redis-cluster': 'is a node of a Redis Cluster',
    'redis-sentinel': 'is a Redis Sentinel',
    'redis-protected-mode': 'is in protected mode',
    'redis-quota': 'refuses requests because a quota is used up',
    'redis-connection-lost': 'closed the connection',
    'redis-wrong-data': 'returned the wrong data',
    'redis-error': 'answered with an error',
};
const stages = {
    dns: 'DNS lookup',
    tcp: 'TCP connection',
    tls: 'TLS handshake',
    login: 'login',
    command: 'command',
};
/** Reasons that one outage can show as, depending on the moment. */
const outage = new Set([
    'redis-refused',
    'redis-timeout',
    'redis-connection-lost',
    'redis-loading',
    'redis-busy',
]);
function isSameCause(a, b) {
    return a === b || (outage.has(a) && outage.has(b));
}
/** A Redis failure as a finding; a consequence of what another check reports only refers to that check. */
function redisFailure(context, id, failure, facts, details = {}) {
    const { side } = context;
    const message = failureMessage(failure, facts, side, context);
    const { value, threshold } = details;
    const measured = (0,optional/* withoutUndefined */.r)({ value, threshold });
    if ((0,stale/* staleFailure */.on)(context, side) === failure)
        return (0,checks_outcome/* seeCheck */.sj)('config', message, measured);
    const earlier = reporterOf(context, id, failure);
    if (earlier !== undefined)
        return (0,checks_outcome/* seeCheck */.sj)(earlier, message, measured);
    const { stage, probable = false } = failure;
    // Config vars that are stale, but cannot lead to this failure, are no reason for advice about them.
    const variables = (0,stale/* isExplained */.zT)(context.subject, side, failure.reason) ? {} : { variables: 'fresh' };
    const situation = { stage, probable, ...variables };
    return (0,checks_outcome/* fail */.fJ)(failure.reason, message, { ...details, ...specialAdvice(failure, facts), situation });
}
/** The check that reports the same cause on the same server: one before this one in report order, with one exception. */
function reporterOf(context, id, failure) {
    const { side, subject } = context;
    // The replica refuses requests because its link is down.
    const isCutOff = failure.reason === 'redis-master-down' && side === 'reader';
    if (isCutOff && (0,checks_outcome/* isReported */.Ob)(context, 'replication', 'pair'))
        return 'replication';
    const isOne = subject.probe !== undefined && (0,preconditions/* isOneServer */.gj)(subject.probe);
    const reports = (each, target) => {
        const outcome = context.outcomeOf(each, target);
        return outcome?.status === 'fail' && isSameCause(outcome.reason, failure.reason);
    };
    const before = checkIds.slice(checkIds.indexOf('connect'), checkIds.indexOf(id));
    const targets = isOne ? ['writer', 'reader'] : [side];
    const earlier = before.find((each) => targets.some((target) => reports(each, target)));
    return earlier ?? (isOne && side === 'reader' && reports(id, 'writer') ? id : undefined);
}
/** One sentence: which endpoint, what it did, and the words, code and tries that prove it. */
function failureMessage(failure, { endpoint: { host, port }, attempts, cluster }, side, context) {
    const { reason, probable, command } = failure;
    const isLimit = reason === 'redis-too-many-clients';
    const isDenied = reason === 'redis-no-permission' && command !== undefined;
    const predicate = isDenied
        ? `does not allow its user to run ${commandName(command)}`
        : isLimit && probable === true
            ? 'is probably out of connections'
            : predicates[reason];
    // A node that has not joined the others yet counts 0 or 1.
    const primaries = reason === 'redis-cluster' ? (cluster?.size ?? 0) : 0;
    const what = primaries > 1 ? `${predicate} with ${primaries} primaries` : predicate;
    const details = [isLimit && limitOf(context), ...circumstances(failure, attempts)]
        // Nothing is said twice: the command that is denied, the words that say what the server is.
        .filter((detail) => typeof detail === 'string' && detail !== '' && !what.includes(detail));
    const proof = details.length === 0 ? '' : ` (${details.join(', ')})`;
    return `The ${side} at ${(0,utils_text/* sanitize */.aj)(host, 253)}:${port} ${what}${proof}.`;
}
function commandName(command) {
    return (0,utils_text/* sanitize */.aj)(command, 20).toUpperCase();
}
function circumstances(failure, connectAttempts) {
    const { stage, command, transient, attempts } = failure;
    const tries = stage === 'command' ? (attempts ?? 1) : connectAttempts;
    return [
        stage === 'command' ? commandName(command ?? '') : stages[stage],
        ...proofOf(failure),
        tries > 1 ? `${tries} tries` : transient && stage === 'command' && 'retried without success',
    ];
}
/** The code alone where it says it all (`WRONGPASS`, `ECONNREFUSED`); otherwise what the server or the system said. */
function proofOf({ code, message, quoted }) {
    // Servers that do not know a command repeat its arguments, and those of AUTH and HELLO hold the password.
    const words = (0,utils_text/* sanitize */.aj)((quoted ?? message).split(/,? with args /i)[0] ?? '', 140);
    if (quoted !== undefined)
        return [`“${words}”`];
    if (code === undefined || code === 'ERR')
        return [words];
    return words.includes(code) ? [(0,utils_text/* sanitize */.aj)(code, 60)] : [(0,utils_text/* sanitize */.aj)(code, 60), words];
}
/** `plan limit: 40`, from what INFO says now or said in an earlier run. */
function limitOf({ subject: { addon, probe, history = [] } }) {
    const limit = [probe?.writer, probe?.reader]
        .map((facts) => (facts?.info?.ok === true ? facts.info.value.maxClients : undefined))
        .concat(history.toReversed().map(({ maxConnections }) => maxConnections))
        .find((maxClients) => maxClients !== undefined);
    if (limit === undefined)
        return undefined;
    return addon?.plan === undefined ? `limit: ${limit}` : `plan limit: ${limit}`;
}
/** What is known of this very occurrence, instead of the general advice. */
function specialAdvice(failure, facts) {
    const { reason, grant, unknownCommand, passwordAsUser, acceptedAs, local } = failure;
    if (local !== undefined)
        return localAdvice[local];
    if (passwordAsUser === true) {
        return {
            cause: 'The Redis URL has a user name but no password: the colon before the password is missing.',
            hint: 'Write the password after a colon: `redis://:password@host`.',
        };
    }
    if (acceptedAs !== undefined) {
        return {
            cause: `The user name in the Redis URL does not exist on this server: the same password works for the user \`${acceptedAs}\`. Before Redis 6 any user name was accepted.`,
            hint: `Remove the user name from the URL, or use \`${acceptedAs}\`.`,
        };
    }
    if (reason === 'redis-no-permission') {
        if (unknownCommand === true) {
            return {
                cause: 'The command is renamed or disabled on this server, or a proxy does not pass it on.',
                hint: 'Enable the command, or use an endpoint without the proxy.',
            };
        }
        if (grant !== undefined) {
            const keys = grant.keys === undefined ? [] : [`~${(0,utils_text/* sanitize */.aj)(grant.keys, 80)}`];
            const rules = [...keys, `+${(0,utils_text/* sanitize */.aj)(grant.command, 40)}`];
            return {
                cause: `The access rules (ACL) of the user ${(0,utils_text/* sanitize */.aj)(facts.endpoint.username, 60)} do not allow ${grant.keys === undefined ? 'the command' : 'the keys of the test'}.`,
                hint: `Add \`${rules.join(' ')}\` to the access rules of the user, or use a user without restrictions.`,
            };
        }
    }
    if (reason === 'redis-loading') {
        const eta = facts.info?.ok === true ? facts.info.value.loadingEtaSeconds : undefined;
        return eta === undefined ? {} : { hint: `Run again when the data is loaded, in about ${eta} s.` };
    }
    return {};
}
const localAdvice = {
    'file-descriptors': {
        cause: 'The runner is out of file descriptors.',
        hint: 'Raise the limit of the runner (`ulimit -n`), or test fewer apps in one job.',
    },
    'no-route': {
        cause: 'The runner has no route to the address of the server, in most cases because it has no IPv6.',
        hint: 'Run the job on a runner that can reach the address, or use a host name with an IPv4 address.',
    },
};

;// CONCATENATED MODULE: ./checks/replication.js





function replication(context) {
    const judge = (_, probe) => judgePair(context, probe);
    return (0,preconditions/* ifConnected */.t6)(context, () => (0,preconditions/* ifConnected */.t6)(context, judge, 'reader'), 'writer');
}
function judgePair(context, probe) {
    const { role, proof } = probe.pair;
    const isWrong = (0,checks_outcome/* isReported */.Ob)(context, 'role', 'reader') || (0,checks_outcome/* isReported */.Ob)(context, 'role', 'writer');
    const report = (problem) => (isWrong ? (0,checks_outcome/* seeCheck */.sj)('role', problem.message) : problem);
    switch (role) {
        case 'replica':
            return replication_link(probe) ?? lag(context, probe);
        case 'active-active':
            return lag(context, probe);
        case 'same-server':
            return (0,checks_outcome/* skip */.iv)('Reader and writer are one server: there is nothing to replicate.');
        case 'stranger':
            return report((0,checks_outcome/* fail */.fJ)('replication-broken', 'The reader replicates another server than the writer.'));
        case 'primary':
            if (!probe.pair.split)
                return (0,checks_outcome/* skip */.iv)('The reader is not a replica: there is nothing to replicate.');
            return report((0,checks_outcome/* fail */.fJ)('replication-broken', 'A promotion split the pair: there are two primaries, and each accepts writes.', {
                cause: 'The replica was promoted, and its former primary went on accepting writes.',
                hint: 'Decide which primary holds the right data, stop writing to the other one, and make it a replica again.',
            }));
        case 'unknown':
            // A replica that was never in sync proves nothing, but INFO says why.
            return replication_link(probe) ?? (0,checks_outcome/* skip */.iv)(`Not known: ${(0,utils_text/* sanitize */.aj)(proof, 200)}.`);
    }
}
/** What INFO says of the link; a marker would only time out on a broken one. */
function replication_link({ reader }) {
    const info = reader.info?.ok === true ? reader.info.value : undefined;
    if (info?.masterSyncInProgress === true) {
        return (0,checks_outcome/* warn */.R8)('replication-lag', 'The replica is copying all data from its primary.', {
            cause: 'The replica is new, was restarted, or lost the connection to its primary for too long.',
            hint: 'Run again when the copy is complete.',
        });
    }
    const status = info?.masterLinkStatus;
    return status === undefined || status === 'up'
        ? undefined
        : (0,checks_outcome/* fail */.fJ)('replication-broken', `The link of the replica to its primary is ${(0,utils_text/* sanitize */.aj)(status, 20)}.`);
}
function lag(context, { pair, reader }) {
    const { settings, subject } = context;
    const limits = settings.replicationLag;
    if (limits === null)
        return (0,checks_outcome/* skip */.iv)('The lag is not measured (`replication-lag: off`).');
    const measured = pair.lag;
    if (measured === undefined) {
        return (0,checks_outcome/* skip */.iv)(subject.dryRun
            ? 'The lag is not measured: a dry run writes nothing to Redis.'
            : 'Not known: the lag was not measured.');
    }
    const threshold = { threshold: limits.text };
    if (!measured.ok) {
        return isUnseen(measured.failure, reader)
            ? unseen(reader, threshold)
            : redisFailure({ ...context, side: 'reader' }, 'replication', measured.failure, reader, threshold);
    }
    const { p50, max, samples, resolutionMs } = measured.value;
    // What is shorter than the reader's own round trip cannot be measured.
    const typical = p50 < resolutionMs ? `under ${(0,format/* duration */.p0)(resolutionMs)}` : (0,format/* duration */.p0)(p50);
    const message = `Writes reach the reader in ${typical} (median of ${samples}, at most ${(0,format/* duration */.p0)(max)}).`;
    return (0,checks_outcome/* grade */.on)(p50, limits, 'replication-lag', message, (0,format/* duration */.p0)(p50));
}
/** The reader answers, but does not return what was written: the fault is in the replication. */
function isUnseen({ reason }, { latency }) {
    return reason === 'redis-timeout' && latency?.ok !== false;
}
function unseen({ info }, details = {}) {
    const status = info?.ok === true ? info.value.masterLinkStatus : undefined;
    const isBroken = status !== undefined && status !== 'up';
    return (0,checks_outcome/* fail */.fJ)(isBroken ? 'replication-broken' : 'replication-lag', 'What the writer wrote did not reach the reader within the time allowed.', details);
}

;// CONCATENATED MODULE: ./checks/commands.js






function write(context) {
    return (0,preconditions/* ifConnected */.t6)(context, (facts) => {
        const outcome = facts.write;
        if (outcome === undefined) {
            return (0,checks_outcome/* skip */.iv)(context.subject.dryRun ? 'A dry run writes nothing to Redis.' : 'Not tested: no write was requested.');
        }
        if (!outcome.ok)
            return redisFailure(context, 'write', outcome.failure, facts);
        const { ms, attempts, cleanup } = outcome.value;
        const value = (0,format/* duration */.p0)(ms);
        const message = `A test key was written, read back and deleted${after(attempts)}.`;
        if ((0,checks_outcome/* isReported */.Ob)(context, 'role', 'writer'))
            return (0,checks_outcome/* seeCheck */.sj)('role', `${message} The writer is not a primary.`);
        if (cleanup === undefined)
            return (0,checks_outcome/* pass */.IX)(message, { value });
        const words = (0,utils_text/* sanitize */.aj)(cleanup.code ?? cleanup.reason, 60);
        return (0,checks_outcome/* warn */.R8)(cleanup.reason, `Writes work, but the test key could not be deleted (${words}).`, {
            value,
            hint: 'The key expires within a minute. Run again to see whether the problem persists.',
        });
    });
}
function commands_read(context) {
    return (0,preconditions/* ifConnected */.t6)(context, (facts, { pair }) => {
        const outcome = facts.read;
        if (outcome === undefined)
            return (0,checks_outcome/* skip */.iv)('Not tested: no read was requested.');
        if (outcome.ok) {
            const { ms, attempts, source } = outcome.value;
            const what = source === 'marker' ? 'The reader returned what the writer wrote' : 'The reader answers reads';
            return (0,checks_outcome/* pass */.IX)(`${what}${after(attempts)}.`, { value: (0,format/* duration */.p0)(ms) });
        }
        const { failure } = outcome;
        const isReplica = pair.role === 'replica' || pair.role === 'active-active';
        if (isReplica && isUnseen(failure, facts)) {
            const problem = unseen(facts);
            return (0,checks_outcome/* isReported */.Ob)(context, 'replication', 'pair') ? (0,checks_outcome/* seeCheck */.sj)('replication', problem.message) : problem;
        }
        return redisFailure(context, 'read', failure, facts);
    });
}
function latency(context) {
    const { settings, side } = context;
    return (0,preconditions/* ifOwnEndpoint */.t5)(context, () => (0,preconditions/* ifConnected */.t6)(context, (facts) => {
        const outcome = facts.latency;
        if (outcome === undefined)
            return (0,checks_outcome/* skip */.iv)('Not known: the latency was not measured.');
        // A user who may run neither PING nor GET can still be all that the app needs.
        if (!outcome.ok && outcome.failure.reason === 'redis-no-permission') {
            return (0,checks_outcome/* skip */.iv)('Not known: the access rules (ACL) allow the user neither PING nor GET.');
        }
        if (!outcome.ok)
            return redisFailure(context, 'latency', outcome.failure, facts);
        const { p50, p95, samples, stopped, command = 'PING', relayMs } = outcome.value;
        const via = relayMs === undefined ? '' : ` from a one-off dyno (${(0,format/* duration */.p0)(relayMs)} to the dyno subtracted)`;
        const early = stopped === undefined ? '' : stopped === 'over-limit' ? ', stopped over the limit' : ', stopped early';
        const message = `The ${side} answers ${command}${via} within ${(0,format/* duration */.p0)(p95)} (p95 of ${samples}${early}; p50 ${(0,format/* duration */.p0)(p50)}).`;
        return (0,checks_outcome/* grade */.on)(p95, settings.latency, 'latency', message, (0,format/* duration */.p0)(p95));
    }));
}
function after(attempts) {
    return attempts > 1 ? ` after ${attempts} tries` : '';
}

;// CONCATENATED MODULE: ./utils/lists.js

/** `A, B and 3 more`. */
function list(names, most = 12) {
    const shown = names.slice(0, most).map((name) => (0,utils_text/* sanitize */.aj)(name, 80));
    const rest = names.length - shown.length;
    if (rest > 0)
        return `${shown.join(', ')} and ${rest} more`;
    return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}` : shown.join('');
}

;// CONCATENATED MODULE: ./checks/config.js





function config(context) {
    const { subject } = context;
    const { config, addon, dryRun } = subject;
    if (config === undefined)
        return (0,checks_outcome/* skip */.iv)('There is no add-on to compare the config vars with.');
    if (config.url.state === 'missing' && dryRun) {
        return (0,checks_outcome/* skip */.iv)('The add-on has no URL yet; the planned steps would wait for it.');
    }
    if (config.url.state !== 'ok')
        return withoutUrl(config.url, addon);
    const { readerProblem } = config;
    if (readerProblem !== undefined) {
        const differences = describe(config.variables);
        const message = [readerProblem.message, ...(differences === '' ? [] : [differences])].join(' ');
        return (0,checks_outcome/* fail */.fJ)(readerProblem.reason, message, readerAdvice);
    }
    return compared(context, config);
}
const readerAdvice = {
    cause: 'The `reader` input names a config var that is missing or does not hold a Redis URL.',
    hint: 'Set that config var to the `rediss://` URL of the reader, or leave `reader` empty to read from the writer.',
};
function withoutUrl(url, addon) {
    if (url.state === 'unreadable') {
        return (0,checks_outcome/* fail */.fJ)('config-unreadable', `The URL in ${(0,utils_text/* sanitize */.aj)(url.configVar, 80)} ${(0,utils_text/* sanitize */.aj)(url.problem, 160)}.`);
    }
    const names = list(url.configVars, 4);
    const where = names === '' ? 'no config var of the app holds it' : `${names} ${url.configVars.length > 1 ? 'are' : 'is'} not set`;
    const name = addon === undefined ? '' : ` ${(0,utils_text/* sanitize */.aj)(addon.name, 80)}`;
    return (0,checks_outcome/* fail */.fJ)('config-missing', `The add-on${name} has no Redis URL: ${where}.`, {
        cause: 'The add-on is new and its URL is not published yet, or `heroku rollback` removed the config var.',
        hint: 'If the add-on is new, run again in a few minutes. Otherwise attach it again with `heroku addons:attach` to restore the config var.',
    });
}
function compared(context, { variables }) {
    const { dryRun, mode } = context.subject;
    const wrong = variables.filter(({ state }) => state !== 'ok');
    if (wrong.length === 0)
        return allMatch(variables);
    const differences = describe(variables);
    if (dryRun)
        return (0,checks_outcome/* skip */.iv)(`${differences} The planned steps would write ${wrong.length === 1 ? 'it' : 'them'}.`);
    const stale = variables.filter(({ state }) => state === 'differs');
    const message = [differences, ...consequences(context)].join(' ');
    const isCheck = mode === 'check';
    if (stale.length > 0) {
        return (0,checks_outcome/* fail */.fJ)('config-drift', message, isCheck ? { cause: driftCause(stale, context.subject) } : {});
    }
    const rolledBack = wrong.some(({ kind }) => kind === 'live');
    return (0,checks_outcome/* fail */.fJ)('config-missing', message, isCheck && rolledBack ? { cause: rollback } : {});
}
const rollback = '`heroku rollback` can remove the config var of an attachment while the attachment stays.';
function allMatch(variables) {
    if (variables.length === 0)
        return (0,checks_outcome/* pass */.IX)('There are no config vars to compare.');
    const sources = [...new Set(variables.map(({ source }) => source))].filter((source) => source !== 'config');
    const what = variables.length === 1 ? 'The config var matches' : `All ${variables.length} config vars match`;
    return (0,checks_outcome/* pass */.IX)(`${what} ${sources.length === 0 ? sourceName('config') : list(sources.map(sourceName), 4)}.`);
}
/** `REDIS_WRITER_HOST differs from REDIS_URL; REDIS_READER_TLS is missing.` Empty: nothing is wrong. */
function describe(variables) {
    const stale = variables.filter(({ state }) => state === 'differs');
    const missing = variables.filter(({ state }) => state === 'missing');
    const lost = missing.filter(({ kind }) => kind === 'live');
    const unset = missing.filter(({ kind }) => kind !== 'live');
    const parts = [
        ...[...new Set(stale.map(({ source }) => source))].map((source) => {
            const names = stale.filter((each) => each.source === source).map(({ name }) => name);
            return `${list(names)} ${names.length === 1 ? 'differs' : 'differ'} from ${sourceName(source)}`;
        }),
        ...(unset.length > 0
            ? [`${list(unset.map(({ name }) => name))} ${unset.length === 1 ? 'is' : 'are'} missing`]
            : []),
        ...lost.map(({ name }) => `${(0,utils_text/* sanitize */.aj)(name, 80)} is missing although its attachment exists`),
    ];
    return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}
/** `REDIS_URL`, or `the config input`: an input's name is in lower case, a config var's is not. */
function sourceName(source) {
    const name = (0,utils_text/* sanitize */.aj)(source, 80);
    return name === 'reader' || name === 'config' ? `the \`${name}\` input` : name;
}
/** What the stale config vars lead to, so that the checks that meet it can refer to this one. */
function consequences(context) {
    const { subject } = context;
    const { probe } = subject;
    const sides = ['writer', 'reader'];
    const messages = sides.flatMap((side) => {
        const failure = (0,stale/* explainedFailure */.h_)(subject, side);
        return failure && probe ? [failureMessage(failure, probe[side], side, context)] : [];
    });
    return messages.slice(0, 1);
}
/** What usually changes these fields. */
function driftCause(stale, { maintenance, addon }) {
    const fields = new Set(stale.map(({ field }) => field));
    const moved = fields.has('host') || fields.has('port');
    const who = addon?.service === 'heroku-redis' ? 'Heroku' : 'The provider';
    const copies = 'and the copies were not updated';
    if (stale.every(({ side }) => side === 'config'))
        return 'Someone changed them, or the `config` input was edited.';
    if (moved && maintenance?.known === true && maintenance.value.completedAt !== undefined) {
        return `A maintenance moved the server to another address, ${copies}.`;
    }
    if (moved)
        return `${who} moved the server to another address (failover, maintenance, upgrade or plan change), ${copies}.`;
    if (fields.has('password') || fields.has('username'))
        return `${who} rotated the credentials, ${copies}.`;
    if (fields.has('url'))
        return `${who} changed the Redis URL (rotation, failover, maintenance or upgrade), ${copies}.`;
    return 'Someone edited them.';
}

// EXTERNAL MODULE: ./redis/statistics.js
var statistics = __nccwpck_require__(9114);
;// CONCATENATED MODULE: ./checks/dates.js

/** The day of an ISO 8601 time: `2026-12-19`. */
function date(time) {
    return /^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? (0,utils_text/* sanitize */.aj)(time, 30);
}
/** An ISO 8601 time in UTC to the minute: `2026-12-19 22:00 UTC`. */
function dateTime(time) {
    const ms = Date.parse(time);
    return Number.isFinite(ms) ? `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC` : (0,utils_text/* sanitize */.aj)(time, 30);
}

;// CONCATENATED MODULE: ./checks/situation.js



/** Steps that create, move or restart the server. */
const serverChanges = [
    'create-addon',
    'change-plan',
    'upgrade',
    'run-maintenance',
    'wait-maintenance',
    'rotate-credentials',
];
/** What is known of an app, and of one of its endpoints, in the form that advice is chosen by. */
function situationOf(subject, { side, settings } = {}) {
    const { app, addon, mode, probe, doneActions, maintenance, proxy } = subject;
    const ownServer = side === 'reader' && hasOwnServer(subject);
    const variables = managed(subject, side);
    return (0,optional/* withoutUndefined */.r)({
        app,
        addon: ownServer ? undefined : addon?.name,
        mode,
        provider: ownServer ? 'other' : providerOf(subject),
        plan: ownServer ? undefined : addon?.plan,
        shared: addon?.shared,
        owner: addon?.owner,
        side,
        ownServer: ownServer ? true : undefined,
        // One that is missing changes nothing here: the endpoint that was tested takes that value from the source.
        variables: variables.length === 0 ? undefined : variables.some(stale/* isStale */.QO) ? 'stale' : 'fresh',
        source: side === undefined ? undefined : sourceOf(subject.config, side),
        tlsVariable: variables.find(({ field }) => field === 'tls')?.name,
        servers: probe === undefined ? undefined : (0,preconditions/* isOneServer */.gj)(probe) ? 'one' : 'two',
        proxy,
        tlsVerify: settings?.tlsVerify.kind,
        fingerprint: side === undefined ? undefined : probe?.[side].tls?.certificate?.sha256,
        probeFrom: settings?.probeFrom,
        changed: serverChanges.some((action) => doneActions.has(action)) ? true : undefined,
        maintenance: maintenance?.known === true ? phaseOf(maintenance.value.status) : undefined,
    });
}
/** An add-on whose service the token may not see can be anybody's. */
function providerOf({ addon, probe }) {
    if (addon === undefined)
        return probe === undefined ? undefined : 'other';
    return addon.service === 'heroku-redis' ? 'heroku' : 'other';
}
/** The reader is another server than the add-on's. */
function hasOwnServer({ config, probe }) {
    if (probe !== undefined && (0,preconditions/* isOneServer */.gj)(probe))
        return false;
    const reader = config?.variables.find(({ side }) => side === 'reader');
    if (reader !== undefined)
        return reader.source !== sourceOf(config, 'writer');
    return probe !== undefined && probe.reader.endpoint.host !== probe.writer.endpoint.host;
}
function managed({ config }, side) {
    return (config?.variables ?? []).filter((each) => side === undefined || each.side === side);
}
/** The config var or input that the endpoint's values come from. */
function sourceOf(config, side) {
    const own = config?.variables.find((each) => each.side === side)?.source;
    if (own !== undefined)
        return own;
    return config?.url.state === 'missing' ? config.url.configVars[0] : config?.url.configVar;
}
function phaseOf(status) {
    return status === 'ready' || status === 'running' || status === 'completed' ? status : undefined;
}

;// CONCATENATED MODULE: ./checks/connect.js








const dayMs = 24 * 60 * 60 * 1000;
const expiryNoticeDays = 14;
function connect(context) {
    const { subject, side } = context;
    if (subject.probe === undefined)
        return side === 'writer' ? missingEndpoint(context) : (0,preconditions/* untested */.Xi)(context);
    const facts = subject.probe[side];
    return (0,preconditions/* ifOwnEndpoint */.t5)(context, () => (facts.connect.ok ? connected(context, facts) : notConnected(context, facts)));
}
/** Nothing to test is a failure as well, unless another check reports it or a dry run's steps would change it. */
function missingEndpoint(context) {
    const { addon, config, mode, dryRun } = context.subject;
    const outcome = (0,preconditions/* untested */.Xi)(context);
    const isExpected = dryRun || mode === 'remove' || (0,checks_outcome/* isReported */.Ob)(context, 'addon', 'app') || (0,checks_outcome/* isReported */.Ob)(context, 'config', 'app');
    if (isExpected)
        return outcome;
    if (addon === undefined)
        return (0,checks_outcome/* fail */.fJ)('addon-missing', outcome.message);
    return (0,checks_outcome/* fail */.fJ)(config?.url.state === 'unreadable' ? 'config-unreadable' : 'config-missing', outcome.message);
}
function connected({ side }, { endpoint: { host, port }, attempts, timings }) {
    const took = (0,statistics/* totalMs */.Vk)(timings);
    const tries = attempts > 1 ? ` after ${attempts} tries` : '';
    const message = `Connected to the ${side} at ${(0,utils_text/* sanitize */.aj)(host, 253)}:${port}${tries}.`;
    return took === undefined ? (0,checks_outcome/* pass */.IX)(message) : (0,checks_outcome/* pass */.IX)(message, { value: (0,format/* duration */.p0)(took) });
}
function notConnected(context, facts) {
    const { subject, side } = context;
    if (facts.connect.ok)
        return connected(context, facts);
    const outcome = redisFailure(context, 'connect', facts.connect.failure, facts);
    // A runner behind a proxy often resolves internal names only: then no address of the server is wrong.
    const isNetwork = facts.connect.failure.reason === 'redis-dns' && subject.proxy === true;
    return outcome.status === 'fail' && isNetwork && situationOf(subject, { side }).variables !== 'stale'
        ? { ...outcome, reason: 'network' }
        : outcome;
}
function tls(context) {
    const { subject, side } = context;
    const facts = subject.probe?.[side];
    if (facts === undefined)
        return (0,preconditions/* untested */.Xi)(context);
    return (0,preconditions/* ifOwnEndpoint */.t5)(context, () => {
        if (!facts.endpoint.tls)
            return unencrypted(context, facts);
        if (!facts.connect.ok && facts.connect.failure.reason === 'redis-certificate') {
            return redisFailure(context, 'tls', facts.connect.failure, facts);
        }
        // A login that fails has completed the TLS handshake, so the certificate is judged.
        if (facts.tls === undefined)
            return (0,preconditions/* ifConnected */.t6)(context, () => (0,checks_outcome/* pass */.IX)(`The connection to the ${side} is encrypted.`));
        return encrypted(context, facts.tls);
    });
}
function unencrypted(context, facts) {
    const { subject, side } = context;
    if (!facts.connect.ok && facts.connect.failure.reason === 'redis-tls-required') {
        return redisFailure(context, 'tls', facts.connect.failure, facts);
    }
    const message = `The connection to the ${side} is not encrypted: the password and all data can be read on the way.`;
    if (hasStaleTls(context))
        return (0,checks_outcome/* seeCheck */.sj)('config', message);
    const report = (0,preconditions/* isOnHeroku */.g1)(subject, side) ? checks_outcome/* fail */.fJ : checks_outcome/* warn */.R8;
    return report('redis-tls-required', message);
}
function hasStaleTls(context) {
    const { subject, side } = context;
    const isStale = (subject.config?.variables ?? []).some((each) => each.side === side && each.field === 'tls' && each.state === 'differs');
    return isStale && (0,checks_outcome/* isReported */.Ob)(context, 'config', 'app');
}
function encrypted(context, { protocol, certificate }) {
    const { settings, side } = context;
    const message = `The connection to the ${side} is encrypted`;
    const value = (0,utils_text/* sanitize */.aj)(protocol, 20);
    if (certificate === undefined)
        return (0,checks_outcome/* pass */.IX)(`${message}.`, { value });
    const problem = validity(context, certificate);
    if (problem !== undefined)
        return { ...problem, value };
    switch (settings.tlsVerify.kind) {
        case 'pin':
            return (0,checks_outcome/* pass */.IX)(`${message}, and its certificate is the pinned one.`, { value });
        case 'full':
            return (0,checks_outcome/* pass */.IX)(`${message}, and its certificate is trusted.`, { value });
        case 'none': {
            const what = certificate.selfSigned ? 'self-signed certificate' : 'certificate';
            const pin = `tls-verify: sha256:${(0,utils_text/* sanitize */.aj)(certificate.sha256, 64)}`;
            return (0,checks_outcome/* pass */.IX)(`${message}. The ${what} is not verified (\`tls-verify: none\`).`, {
                value,
                hint: `To trust only this certificate, set \`${pin}\`.`,
            });
        }
    }
}
/** Undefined: valid, or its dates cannot be read. */
function validity({ subject, side }, { validFrom, validTo }) {
    const days = (Date.parse(validTo) - subject.now) / dayMs;
    const tell = (what) => (0,checks_outcome/* warn */.R8)('redis-certificate', `The certificate of the ${side} ${what}.`, {
        cause: 'The certificate was not renewed in time, or the clock of the server is wrong.',
        hint: (0,preconditions/* isOnHeroku */.g1)(subject, side)
            ? 'Heroku renews it. If it does not, open a ticket at https://help.heroku.com.'
            : 'Renew the certificate, or ask the provider of the server to do so.',
    });
    if (days <= 0)
        return tell(`expired on ${date(validTo)}`);
    if (days <= expiryNoticeDays)
        return tell(`expires on ${date(validTo)}, in ${(0,format/* plural */.LS)(Math.ceil(days), 'day')}`);
    return Date.parse(validFrom) > subject.now ? tell(`is not valid before ${date(validFrom)}`) : undefined;
}

;// CONCATENATED MODULE: ./checks/maintenance.js




const hourMs = 60 * 60 * 1000;
const maintenance_dayMs = 24 * hourMs;
const scheduledNoticeMs = 48 * hourMs;
const requiredNoticeMs = 14 * maintenance_dayMs;
/** Statuses that mean that nothing is ahead. */
const over = new Set(['none', 'completed']);
/** Completes “A maintenance is …”. */
const phases = new Map([
    ['pending', 'pending'],
    ['preparing', 'being prepared'],
]);
function maintenance({ subject, settings }) {
    const { maintenance: facts, now, dryRun, mode } = subject;
    if (facts === undefined)
        return (0,checks_outcome/* skip */.iv)(`Not known: ${notAsked(subject)}.`);
    if (!facts.known)
        return (0,checks_outcome/* skip */.iv)(`Not known: ${(0,utils_text/* sanitize */.aj)(facts.why, 200)}.`);
    const { value } = facts;
    const status = (0,utils_text/* sanitize */.aj)(value.status, 40);
    if (over.has(value.status))
        return (0,checks_outcome/* pass */.IX)('No maintenance is planned.', { value: status });
    const dates = datesOf(value);
    if (value.status === 'running') {
        const since = value.startedAt === undefined ? '' : ` since ${dateTime(value.startedAt)}`;
        return (0,checks_outcome/* warn */.R8)('maintenance', `A maintenance has been running${since}${reasonOf(value)}.`, {
            value: status,
            cause: 'Heroku moves the data to another server. Connections break, and the Redis URL changes when it is completed.',
        });
    }
    if (value.status === 'ready') {
        const message = `A maintenance is ready to run${reasonOf(value)}${dates}`;
        return dryRun && mode === 'setup' && settings.maintenance === 'run'
            ? (0,checks_outcome/* skip */.iv)(`${message}; the planned steps would run it.`)
            : (0,checks_outcome/* warn */.R8)('maintenance', `${message}.`, { value: status });
    }
    const due = dueMs(value, now);
    const message = `A maintenance is ${phases.get(value.status) ?? `in the state “${status}”`}${reasonOf(value)}${dates}`;
    if (due === undefined)
        return (0,checks_outcome/* pass */.IX)(`${message}. It has no date yet.`, { value: status });
    if (due.isNear)
        return (0,checks_outcome/* warn */.R8)('maintenance', `${message}, ${untilDue(due.ms)}.`, { value: status });
    return (0,checks_outcome/* pass */.IX)(`${message}.`, { value: status });
}
function notAsked({ addon }) {
    if (addon === undefined)
        return 'there is no Redis add-on';
    return addon.service === 'heroku-redis'
        ? 'Heroku’s data API was not asked'
        : 'Heroku reports maintenances for Heroku Key-Value Store only';
}
function reasonOf({ reason }) {
    return reason === undefined || reason === '' ? '' : ` (${(0,utils_text/* sanitize */.aj)(reason, 80)})`;
}
function datesOf({ scheduledFor, requiredBy }) {
    const parts = [
        ...(scheduledFor === undefined ? [] : [`scheduled for ${dateTime(scheduledFor)}`]),
        ...(requiredBy === undefined ? [] : [`required by ${dateTime(requiredBy)}`]),
    ];
    return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}
/** How long until it is due, and whether that is near enough to warn. Undefined: it has no date. */
function dueMs({ scheduledFor, requiredBy }, now) {
    const until = (time) => (time === undefined ? Number.NaN : Date.parse(time) - now);
    const [scheduled, required] = [until(scheduledFor), until(requiredBy)];
    if (scheduled <= scheduledNoticeMs)
        return { ms: scheduled, isNear: true };
    if (required <= requiredNoticeMs)
        return { ms: required, isNear: true };
    const next = Number.isNaN(scheduled) ? required : scheduled;
    return Number.isNaN(next) ? undefined : { ms: next, isNear: false };
}
function untilDue(ms) {
    if (ms <= 0)
        return 'which has passed';
    return ms < 2 * maintenance_dayMs
        ? `in ${(0,format/* plural */.LS)(Math.max(1, Math.round(ms / hourMs)), 'hour')}`
        : `in ${(0,format/* plural */.LS)(Math.floor(ms / maintenance_dayMs), 'day')}`;
}
function standby({ subject, outcomeOf }) {
    const { addon, database } = subject;
    if (addon?.plan === undefined || addon.service !== 'heroku-redis') {
        return (0,checks_outcome/* skip */.iv)('Not known: only Heroku Key-Value Store reports its standby.');
    }
    if (!/:(?:premium|private|shield)-/.test(addon.plan))
        return (0,checks_outcome/* skip */.iv)(`The plan ${(0,utils_text/* sanitize */.aj)(addon.plan, 60)} has no standby.`);
    if (database === undefined)
        return (0,checks_outcome/* skip */.iv)('Not known: Heroku’s data API was not asked.');
    if (!database.known)
        return (0,checks_outcome/* skip */.iv)(`Not known: ${(0,utils_text/* sanitize */.aj)(database.why, 200)}.`);
    const { haStatus } = database.value;
    if (haStatus === undefined)
        return (0,checks_outcome/* skip */.iv)('Not known: Heroku does not report the standby of this add-on.');
    const value = (0,utils_text/* sanitize */.aj)(haStatus, 40);
    if (/^available$/i.test(value))
        return (0,checks_outcome/* pass */.IX)('The standby is available.', { value });
    const isRunning = outcomeOf('maintenance', 'app')?.status === 'warn' && isMaintenanceRunning(subject);
    const message = `The standby is not available (HA Status: ${value}).`;
    return isRunning
        ? (0,checks_outcome/* skip */.iv)(`${message.slice(0, -1)}; see \`maintenance\`.`, { value })
        : (0,checks_outcome/* warn */.R8)('standby', message, { value });
}
function isMaintenanceRunning({ maintenance }) {
    return maintenance?.known === true && maintenance.value.status === 'running';
}

// EXTERNAL MODULE: ./checks/current-point.js
var current_point = __nccwpck_require__(9177);
// EXTERNAL MODULE: ./checks/past.js
var checks_past = __nccwpck_require__(9635);
;// CONCATENATED MODULE: ./checks/resources.js







function memory(context) {
    const { settings, side } = context;
    return (0,preconditions/* ifOwnServer */.Fk)(context, (info) => {
        const { usedMemory, maxMemory, maxMemoryPolicy } = info;
        if (usedMemory === undefined || maxMemory === undefined)
            return (0,checks_outcome/* skip */.iv)('Not known: INFO does not report the memory.');
        const used = memoryPercent(info);
        if (used === undefined)
            return (0,checks_outcome/* pass */.IX)(`The ${side} uses ${(0,format/* bytes */.ee)(usedMemory)}. The server sets no limit.`);
        const message = `The ${side} uses ${(0,format/* bytes */.ee)(usedMemory)} of ${(0,format/* bytes */.ee)(maxMemory)} (${(0,format/* percent */.KN)(used)}).`;
        const value = (0,format/* percent */.KN)(used);
        const outcome = (0,checks_outcome/* grade */.on)(used, settings.memory, 'memory', message, value);
        const measured = (0,optional/* withoutUndefined */.r)({ value, threshold: settings.memory?.text });
        if (isFull(context))
            return (0,checks_outcome/* seeCheck */.sj)('write', message, measured);
        // A cache that evicts keys is full sooner or later, and works on. Evictions are what the eviction check reports.
        return outcome.status !== 'pass' && evicts(maxMemoryPolicy) ? asCache(message, maxMemoryPolicy, measured) : outcome;
    });
}
function evicts(policy) {
    return policy !== undefined && policy !== 'noeviction';
}
function asCache(message, policy, measured) {
    const name = (0,utils_text/* sanitize */.aj)(policy, 40);
    if (policy.startsWith('allkeys-'))
        return (0,checks_outcome/* pass */.IX)(`${message} A full cache is normal with ${name}.`, measured);
    return (0,checks_outcome/* warn */.R8)('memory', `${message} With ${name}, writes are refused when no key with an expiry is left.`, measured);
}
/** The write check reports that the server is full. */
function isFull({ outcomeOf, side }) {
    const write = side === 'writer' ? outcomeOf('write', 'writer') : undefined;
    return write?.status === 'fail' && write.reason === 'redis-out-of-memory';
}
function eviction(context) {
    const { settings } = context;
    return (0,preconditions/* ifOwnServer */.Fk)(context, (info) => {
        const { maxMemoryPolicy, evictedKeys } = info;
        if (maxMemoryPolicy === undefined && evictedKeys === undefined) {
            return (0,checks_outcome/* skip */.iv)('Not known: INFO does not report the eviction policy.');
        }
        const policy = (0,utils_text/* sanitize */.aj)(maxMemoryPolicy ?? 'unknown', 40);
        const value = policy;
        if (isFull(context))
            return (0,checks_outcome/* seeCheck */.sj)('write', `The policy is ${policy}.`, { value });
        const used = memoryPercent(info);
        const near = settings.memory?.warn ?? settings.memory?.fail;
        if (maxMemoryPolicy === 'noeviction' && used !== undefined && near !== undefined && used >= near) {
            return (0,checks_outcome/* warn */.R8)('eviction', `Memory is ${(0,format/* percent */.KN)(used)} full and the policy is noeviction: once it is full, every write is refused.`, { value });
        }
        const evicted = growth(context, 'evictedKeys', evictedKeys);
        if (evicted === undefined)
            return (0,checks_outcome/* pass */.IX)(`The policy is ${policy}.`, { value });
        if (evicted.count === 0)
            return (0,checks_outcome/* pass */.IX)(`The policy is ${policy}. No keys were evicted ${evicted.since}.`, { value });
        const message = `${(0,format/* plural */.LS)(evicted.count, 'key')} ${evicted.count === 1 ? 'was' : 'were'} evicted ${evicted.since} (policy ${policy}).`;
        return (0,checks_outcome/* warn */.R8)('eviction', message, {
            value,
            cause: 'The data does not fit into the memory of the server, so Redis removes keys.',
            hint: 'In a cache this is normal: add `eviction` to `skip-checks`. Otherwise set shorter expiries or choose a larger plan.',
        });
    });
}
function connections(context) {
    const { settings, side } = context;
    return (0,preconditions/* ifOwnServer */.Fk)(context, ({ connectedClients, maxClients, rejectedConnections }) => {
        if (connectedClients === undefined || maxClients === undefined || maxClients <= 0) {
            return (0,checks_outcome/* skip */.iv)('Not known: INFO does not report the connections.');
        }
        const used = (connectedClients / maxClients) * 100;
        const value = (0,format/* percent */.KN)(used);
        const message = `The ${side} has ${(0,format/* count */.U9)(connectedClients)} of ${(0,format/* count */.U9)(maxClients)} connections in use (${value})`;
        const outcome = (0,checks_outcome/* grade */.on)(used, settings.connections, 'connections', `${message}.`, value);
        const rejected = growth(context, 'rejectedConnections', rejectedConnections);
        if (outcome.status !== 'pass' || rejected === undefined || rejected.count === 0)
            return outcome;
        return (0,checks_outcome/* warn */.R8)('connections', `${message} and rejected ${(0,format/* count */.U9)(rejected.count)} ${rejected.since}.`, {
            ...(0,optional/* withoutUndefined */.r)({ value, threshold: settings.connections?.text }),
            cause: 'The connection limit was reached for a while: a deploy or a burst of traffic can double the pools.',
            hint: rejected.isTotal
                ? 'Reduce the pool sizes or choose a larger plan. The server counts since it started; with `state-file`, only new rejections are reported.'
                : 'Reduce the pool sizes or choose a larger plan.',
        });
    });
}
/** What a counter of the server grew by since the last run that is remembered. Undefined: it is not reported. */
function growth({ subject, side }, counter, total) {
    // The state file remembers the writer.
    const past = side === 'writer' ? (subject.history ?? []) : [];
    const grown = (0,checks_past/* growthOf */.X)(counter, past, (0,current_point/* currentPoint */.e)(subject));
    if (grown !== undefined)
        return { count: grown.count, since: 'since the last run', isTotal: false };
    return total === undefined ? undefined : { count: total, since: 'since the server started', isTotal: true };
}
/** Undefined: there is no limit, or it is not known. */
function memoryPercent({ usedMemory, maxMemory }) {
    if (usedMemory === undefined || maxMemory === undefined || maxMemory <= 0)
        return undefined;
    return (usedMemory / maxMemory) * 100;
}

;// CONCATENATED MODULE: ./checks/role.js





function role(context) {
    const { side } = context;
    if (side === 'writer')
        return (0,preconditions/* ifConnected */.t6)(context, (writer) => writerRole(context, writer));
    return (0,preconditions/* ifConnected */.t6)(context, (reader, probe) => {
        const { unsupported } = reader;
        if (unsupported !== undefined)
            return redisFailure(context, 'role', unsupported, reader);
        return (0,preconditions/* ifConnected */.t6)(context, () => readerRole(context, probe), 'writer');
    });
}
function writerRole(context, writer) {
    const { info, hello, unsupported } = writer;
    if (unsupported !== undefined)
        return redisFailure(context, 'role', unsupported, writer);
    const known = info?.ok === true ? info.value : hello;
    if (known?.role === 'slave')
        return replicaAsWriter(context, writer);
    if (known?.role === 'master')
        return primary(context, info?.ok === true && info.value.activeReplica === true);
    if (info?.ok === false && !isWithheld(info.failure))
        return brokenInfo(context, writer);
    return (0,preconditions/* ifInformed */.EC)(writer, () => (0,checks_outcome/* skip */.iv)('Not known: the server does not say whether it is a primary.'));
}
/** The server does not let this user run INFO, which says nothing about its health. */
function isWithheld({ reason, unknownCommand }) {
    return reason === 'redis-no-permission' || unknownCommand === true;
}
function primary(context, isActive) {
    const write = context.outcomeOf('write', 'writer');
    if (write?.status === 'fail' && write.reason === 'redis-read-only') {
        return (0,checks_outcome/* seeCheck */.sj)('write', 'The writer says that it is a primary, but it refuses writes.');
    }
    return (0,checks_outcome/* pass */.IX)(isActive ? 'The writer is a primary that replicates with another primary.' : 'The writer is a primary.');
}
function replicaAsWriter(context, { info, write }) {
    const isWritable = (info?.ok === true && info.value.replicaReadOnly === false) || write?.ok === true;
    if (!isWritable) {
        const message = 'The writer is a replica and refuses writes.';
        return (0,stale/* staleFailure */.on)(context, 'writer')?.reason === 'redis-read-only'
            ? (0,checks_outcome/* seeCheck */.sj)('config', message)
            : (0,checks_outcome/* fail */.fJ)('redis-read-only', message);
    }
    return (0,checks_outcome/* fail */.fJ)('redis-read-only', 'The writer is a replica that accepts writes, but its primary never receives them.', {
        cause: 'The replica is configured as writable (`replica-read-only no`), and the URL names it instead of its primary.',
        hint: 'Use the address of the primary.',
    });
}
/** The checks that read INFO skip when it fails, so this one reports why. */
function brokenInfo(context, writer) {
    const { info } = writer;
    if (info?.ok !== false)
        return (0,checks_outcome/* skip */.iv)('Not known: INFO was not requested.');
    const { failure } = info;
    const write = context.outcomeOf('write', 'writer');
    if (write?.status === 'fail' && isSameCause(write.reason, failure.reason)) {
        return (0,checks_outcome/* seeCheck */.sj)('write', failureMessage(failure, writer, 'writer', context));
    }
    const outcome = redisFailure(context, 'role', failure, writer);
    return outcome.status === 'fail' ? { ...outcome, status: 'warn' } : outcome;
}
function readerRole(context, probe) {
    const { requireReplica } = context.settings;
    const { role, proof, split } = probe.pair;
    const value = { value: role };
    const shown = (0,utils_text/* sanitize */.aj)(proof, 200);
    const wrong = (message) => (0,checks_outcome/* fail */.fJ)('not-a-replica', message, value);
    switch (role) {
        case 'replica':
            return (0,checks_outcome/* pass */.IX)(`The reader is a replica of the writer: ${shown}.`, value);
        case 'active-active':
            return (0,checks_outcome/* pass */.IX)(`Reader and writer are primaries that replicate each other: ${shown}.`, value);
        case 'stranger':
            return wrong('The reader is a replica of another server: it never receives what the writer writes.');
        case 'primary':
            return split
                ? wrong('A promotion separated reader and writer: they are two primaries now.')
                : wrong('The reader is a primary of its own: it never receives what the writer writes.');
        case 'same-server':
            return requireReplica
                ? wrong('The reader is the same server as the writer, and `require-replica` asks for a replica.')
                : (0,checks_outcome/* pass */.IX)(`The reader is the same server as the writer${noReplica(context)}.`, value);
        case 'unknown':
            if ((0,checks_outcome/* isReported */.Ob)(context, 'role', 'writer') && (0,preconditions/* isOneServer */.gj)(probe))
                return (0,checks_outcome/* seeCheck */.sj)('role', `Not known: ${shown}.`);
            return requireReplica
                ? (0,checks_outcome/* fail */.fJ)('not-a-replica', `\`require-replica\` asks for a replica, but it is not proven that the reader is one: ${shown}.`, {
                    ...value,
                    cause: 'The servers do not say enough about themselves, for instance because INFO is denied.',
                    hint: 'Allow the user to run INFO on both servers, or set `require-replica: false`.',
                })
                : (0,checks_outcome/* skip */.iv)(`Not known: ${shown}.`);
    }
}
function noReplica({ subject }) {
    return subject.addon?.service === 'heroku-redis' ? ': Heroku offers no readable replica' : '';
}

;// CONCATENATED MODULE: ./state/server-settings.js
/** The names of Redis, as the `settings` input spells them. */
const settingNames = {
    maxmemoryPolicy: 'maxmemory-policy',
    timeout: 'timeout',
    notifyKeyspaceEvents: 'notify-keyspace-events',
};
/** What is asked for, in the order of Redis's names above. */
function wantedSettings(wanted) {
    return Object.keys(settingNames).filter((key) => wanted[key] !== undefined);
}
/** What differs from what is asked for; a setting that Heroku does not report counts as different. */
function differingSettings(wanted, actual) {
    return wantedSettings(wanted).filter((key) => actual[key] === undefined || normalized(key, actual[key]) !== normalized(key, wanted[key]));
}
/** Redis stores the flags of `notify-keyspace-events` in an order of its own; `A` stands for a group of them. */
function normalized(key, value) {
    const text = String(value);
    if (key !== 'notifyKeyspaceEvents')
        return text;
    return [...new Set(text.replace('A', 'g$lshzxetd'))].toSorted().join('');
}

;// CONCATENATED MODULE: ./checks/server-settings.js



function settings({ subject, settings: { settings: wanted } }) {
    const asked = wantedSettings(wanted);
    if (asked.length === 0)
        return (0,checks_outcome/* skip */.iv)('The `settings` input is empty.');
    const { databaseConfig: facts, addon, dryRun } = subject;
    if (addon === undefined)
        return (0,checks_outcome/* skip */.iv)('There is no add-on whose settings could be compared.');
    if (addon.service !== undefined && addon.service !== 'heroku-redis') {
        return (0,checks_outcome/* skip */.iv)('Not known: `settings` works for Heroku Key-Value Store only.');
    }
    if (facts?.known !== true) {
        return (0,checks_outcome/* skip */.iv)(`Not known: ${facts === undefined ? 'Heroku’s data API was not asked' : (0,utils_text/* sanitize */.aj)(facts.why, 200)}.`);
    }
    const actual = { ...fromServer(subject), ...facts.value };
    const known = asked.filter((key) => actual[key] !== undefined);
    const different = differingSettings(wanted, actual).filter((key) => known.includes(key));
    if (different.length > 0) {
        const parts = different.map((key) => `${settingNames[key]} is ${shown(actual[key])} instead of ${shown(wanted[key])}`);
        const message = parts.join('; ');
        return dryRun ? (0,checks_outcome/* skip */.iv)(`${message}; the planned steps would change it.`) : (0,checks_outcome/* fail */.fJ)('settings', `${message}.`);
    }
    if (known.length < asked.length) {
        return (0,checks_outcome/* skip */.iv)(`Not known: Heroku does not report ${asked
            .filter((key) => !known.includes(key))
            .map((key) => settingNames[key])
            .join(', ')}.`);
    }
    return (0,checks_outcome/* pass */.IX)(`The server settings are as asked for (${asked.map((key) => `${settingNames[key]}=${shown(wanted[key])}`).join(', ')}).`);
}
/** INFO reports the policy as well. */
function fromServer({ probe }) {
    const info = probe?.writer.info?.ok === true ? probe.writer.info.value : undefined;
    return info?.maxMemoryPolicy === undefined ? {} : { maxmemoryPolicy: info.maxMemoryPolicy };
}
function shown(value) {
    const text = (0,utils_text/* sanitize */.aj)(String(value), 60);
    return text === '' ? '“”' : text;
}

// EXTERNAL MODULE: ./checks/trend.js + 2 modules
var trend = __nccwpck_require__(7114);
;// CONCATENATED MODULE: ./utils/versions.js
/** Server versions: `9`, `9.1`, `9.0.1`. */
/** Compares as far as `wanted` goes: 9.0.1 is not older than 9. */
function isOlder(version, wanted) {
    return compare(version, wanted) < 0;
}
/** Compares as far as `wanted` goes: 9.1 is not newer than 9. */
function isNewer(version, wanted) {
    return compare(version, wanted) > 0;
}
function compare(version, wanted) {
    const [actual, asked] = [parts(version), parts(wanted)];
    for (const [index, want] of asked.entries()) {
        const have = actual[index] ?? 0;
        if (have !== want)
            return have - want;
    }
    return 0;
}
function parts(version) {
    return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}

;// CONCATENATED MODULE: ./checks/version.js





// Read on 2026-11-25. Heroku announces these dates by mail; the sources quote the mails.
const mail2026 = 'https://github.com/nextstrain/nextstrain.org/issues/1371';
const mail2024 = 'https://github.com/deardurham/dear-petition/issues/493';
const mail2023 = 'https://github.com/sciencehistory/scihist_digicoll/issues/2074';
const correction2023 = 'https://github.com/sciencehistory/scihist_digicoll/issues/2122';
const mail2021 = 'https://github.com/vacuumlabs/adalite/issues/974';
const devCenter = 'https://devcenter.heroku.com/articles/heroku-redis#version-support-and-legacy-infrastructure';
/** Versions whose support ends or has ended; 8 and later are supported. Redis and Valkey share these numbers. */
const lifecycles = [
    {
        version: '7.2',
        unavailableFrom: '2026-10-19',
        supportedUntil: '2026-12-19',
        forcedAfter: '2026-12-19',
        target: '9',
        source: mail2026,
    },
    { version: '7', isDeprecated: true, source: devCenter },
    {
        version: '6.2',
        unavailableFrom: '2024-10-02',
        supportedUntil: '2024-12-02',
        forcedAfter: '2024-10-31',
        source: mail2024,
    },
    {
        version: '6',
        unavailableFrom: '2023-04-30',
        supportedUntil: '2023-06-30',
        forcedAfter: '2023-05-30',
        source: mail2023,
    },
    { version: '5', source: correction2023 },
    { version: '4', supportedUntil: '2021-06-30', forcedAfter: '2021-06-30', source: mail2021 },
    { version: '3', source: devCenter },
];
const noticeDays = 60;
const version_dayMs = 24 * 60 * 60 * 1000;
const products = { redis: 'Redis', valkey: 'Valkey' };
function version(context) {
    const { subject, side } = context;
    return (0,preconditions/* ifOwnEndpoint */.t5)(context, () => (0,preconditions/* ifConnected */.t6)(context, (facts, probe) => {
        if (side === 'reader' && (0,preconditions/* isOneServer */.gj)(probe))
            return (0,checks_outcome/* skip */.iv)('Judged with the writer: both are one server.');
        const info = facts.info?.ok === true ? facts.info.value : facts.hello;
        const number = info?.version ?? (side === 'writer' ? fromHeroku(subject) : undefined);
        if (number === undefined)
            return (0,checks_outcome/* skip */.iv)('Not known: neither INFO nor HELLO reports the version.');
        return judge(context, info?.server, number);
    }));
}
/** Heroku's data API reports the version as well. */
function fromHeroku({ database }) {
    return database?.known === true ? database.value.version : undefined;
}
function judge(context, server, number) {
    const { subject, side } = context;
    const value = `${server === undefined ? 'version' : products[server]} ${(0,utils_text/* sanitize */.aj)(number, 20)}`;
    const runs = `The ${side} runs ${value}`;
    const support = (0,preconditions/* isOnHeroku */.g1)(subject, side) ? supportOf(number, subject.now) : undefined;
    // The `version` input is about the add-on.
    const wanted = side === 'writer' || (0,preconditions/* isOnHeroku */.g1)(subject, side) ? context.settings.version : undefined;
    if (wanted !== undefined && isOlder(number, wanted)) {
        return mismatch(context, [`${runs}, and \`version\` asks for ${(0,utils_text/* sanitize */.aj)(wanted, 20)}.`, support?.text], value);
    }
    if (support === undefined) {
        const note = (0,preconditions/* isOnHeroku */.g1)(subject, side) ? '' : '. Heroku’s support dates do not apply to this server';
        return (0,checks_outcome/* pass */.IX)(`${runs}${note}.`, { value });
    }
    const message = `${runs}. ${support.text}`;
    return support.isNear ? (0,checks_outcome/* warn */.R8)('version', message, { value }) : (0,checks_outcome/* pass */.IX)(message, { value });
}
function mismatch({ settings, subject }, texts, value) {
    const message = texts.filter((text) => text !== undefined).join(' ');
    const { dryRun, mode } = subject;
    if (settings.versionMismatch === 'change' && (0,preconditions/* isOnHeroku */.g1)(subject, 'writer') && subject.addon?.shared !== true) {
        if (dryRun)
            return (0,checks_outcome/* skip */.iv)(`${message} The planned steps would upgrade it.`);
        if (mode === 'setup')
            return (0,checks_outcome/* fail */.fJ)('upgrade-failed', `${message} The upgrade did not take effect.`, { value });
        return (0,checks_outcome/* warn */.R8)('version-mismatch', message, { value, hint: 'Run with `mode: setup` to upgrade it (irreversible).' });
    }
    return settings.versionMismatch === 'fail'
        ? (0,checks_outcome/* fail */.fJ)('version-mismatch', message, { value })
        : (0,checks_outcome/* warn */.R8)('version-mismatch', message, { value });
}
/** What is known of the support of this version. Undefined: no end is known. */
function supportOf(number, now) {
    const found = lifecycles.find(({ version }) => isPartOf(number, version));
    if (found === undefined)
        return undefined;
    const { version, supportedUntil, isDeprecated, unavailableFrom, forcedAfter, target } = found;
    if (supportedUntil === undefined) {
        const text = isDeprecated === true ? 'has deprecated' : 'no longer supports';
        return { text: `Heroku ${text} version ${version}.`, isNear: true };
    }
    const days = daysLeft(supportedUntil, now);
    const isOver = days < 0;
    const left = days === 0 ? 'today' : `in ${(0,format/* plural */.LS)(days, 'day')}`;
    const support = isOver
        ? `Heroku’s support for version ${version} ended on ${supportedUntil}.`
        : `Heroku’s support for version ${version} ends on ${supportedUntil} (${left}).`;
    const forced = forcedAfter === undefined
        ? ''
        : ` ${daysLeft(forcedAfter, now) < 0 ? 'It is upgraded' : `After ${forcedAfter} it is upgraded`}${target === undefined ? '' : ` to ${target}`} at a time that Heroku chooses.`;
    const gone = unavailableFrom !== undefined && now >= Date.parse(unavailableFrom) ? ' New add-ons can no longer have it.' : '';
    return { text: `${support}${forced}${gone}`, isNear: days <= noticeDays };
}
/** Whole days until the end of a day; 0 on that day, negative after it. */
function daysLeft(day, now) {
    return Math.floor((Date.parse(day) + version_dayMs - 1 - now) / version_dayMs);
}
/** `7.2.4` is part of `7.2` and of `7`. */
function isPartOf(number, version) {
    return number === version || number.startsWith(`${version}.`);
}

;// CONCATENATED MODULE: ./checks/judge.js














/** In report order. */
const checks = [
    { id: 'addon', targets: ['app'], judge: addon },
    { id: 'plan', targets: ['app'], judge: plan, needsOfHeroku: ['plans'] },
    { id: 'standby', targets: ['app'], judge: standby, needsOfHeroku: ['database'] },
    { id: 'maintenance', targets: ['app'], judge: maintenance, needsOfHeroku: ['maintenance'] },
    { id: 'settings', targets: ['app'], judge: settings, needsOfHeroku: whereSettingsAreGiven },
    { id: 'config', targets: ['app'], judge: config },
    { id: 'connect', targets: ['writer', 'reader'], judge: connect },
    { id: 'tls', targets: ['writer', 'reader'], judge: tls },
    { id: 'role', targets: ['writer', 'reader'], judge: role, needs: ['info'] },
    { id: 'write', targets: ['writer'], judge: write, needs: ['write'] },
    // INFO tells whether the reader can have what the writer wrote.
    { id: 'read', targets: ['reader'], judge: commands_read, needs: ['info', 'read'] },
    { id: 'replication', targets: ['pair'], judge: replication, needs: withLagWhereLimited },
    { id: 'latency', targets: ['writer', 'reader'], judge: latency, limit: 'latency', needs: ['latency'] },
    { id: 'memory', targets: ['writer', 'reader'], judge: memory, limit: 'memory', needs: ['info'] },
    { id: 'eviction', targets: ['writer'], judge: eviction, needs: ['info'] },
    { id: 'connections', targets: ['writer', 'reader'], judge: connections, limit: 'connections', needs: ['info'] },
    { id: 'version', targets: ['writer', 'reader'], judge: version, needs: ['info'] },
    { id: 'trend', targets: ['writer'], judge: trend/* trend */.GW },
];
function withLagWhereLimited({ replicationLag }) {
    return replicationLag === null ? ['info'] : ['info', 'lag'];
}
function whereSettingsAreGiven({ settings }) {
    return Object.values(settings).some((value) => value !== undefined) ? ['database-config'] : [];
}
/** What the probe has to establish for the checks that run. */
function factsNeeded(settings) {
    return new Set(running(settings).flatMap(({ needs }) => namesOf(needs, settings)));
}
/** What Heroku has to be asked for, for the checks that run. */
function herokuFactsNeeded(settings) {
    return new Set(running(settings).flatMap(({ needsOfHeroku }) => namesOf(needsOfHeroku, settings)));
}
function running(settings) {
    return checks.filter((check) => switchedOff(check, settings) === undefined);
}
function namesOf(needs, settings) {
    return typeof needs === 'function' ? needs(settings) : (needs ?? []);
}
function nothingLeft({ dryRun }) {
    return `Not checked: \`mode: remove\` ${dryRun ? 'would leave' : 'leaves'} nothing to check.`;
}
/** Why a check does not run. */
function switchedOff({ id, limit }, settings) {
    if (settings.skipChecks.has(id))
        return 'Skipped on request (`skip-checks`).';
    return limit !== undefined && settings[limit] === null ? `Switched off (\`${limit}: off\`).` : undefined;
}
/**
 * Judges one app: every check on each of its targets, in report order. Pure, and never throws.
 * `docs` gives the address of the troubleshooting section for a reason.
 */
function judge_judge(subject, settings, docs) {
    const outcomes = new Map();
    const outcomeOf = (check, target) => {
        const key = `${check.id} ${target}`;
        const known = outcomes.get(key);
        if (known !== undefined)
            return known === 'in progress' ? undefined : known;
        outcomes.set(key, 'in progress');
        const off = subject.mode === 'remove' ? nothingLeft(subject) : switchedOff(check, settings);
        const outcome = off === undefined ? check.judge(contextOf(target)) : (0,checks_outcome/* skip */.iv)(off);
        outcomes.set(key, outcome);
        return outcome;
    };
    const contextOf = (target) => ({
        subject,
        settings,
        side: target === 'reader' ? 'reader' : 'writer',
        outcomeOf: (id, other) => {
            const check = checks.find((each) => each.id === id && each.targets.includes(other));
            return check && outcomeOf(check, other);
        },
    });
    return checks.flatMap((check) => check.targets.flatMap((target) => {
        const outcome = outcomeOf(check, target);
        return outcome === undefined ? [] : [findingOf(check.id, target, outcome, { subject, settings, docs })];
    }));
}
function findingOf(id, target, outcome, { subject, settings, docs }) {
    if (outcome.status === 'pass' || outcome.status === 'skip')
        return { id, target, ...outcome };
    const { situation, ...problem } = outcome;
    const side = target === 'writer' || target === 'reader' ? { side: target } : {};
    const advice = (0,catalogue/* advise */.TH)(problem.reason, { ...situationOf(subject, { settings, ...side }), ...situation });
    return {
        id,
        target,
        ...problem,
        cause: problem.cause ?? advice.cause,
        hint: problem.hint ?? advice.remedy,
        docs: docs(problem.reason),
    };
}
/** The writer was connected to, written and read back. Only what was tested is called healthy. */
function isTested(probe) {
    return probe !== undefined && probe.writer.connect.ok && probe.writer.write?.ok === true;
}

;// CONCATENATED MODULE: ./report/build.js



function appReport(outcome) {
    const { app, error, addon, release, probe, steps, changedConfigVars } = outcome;
    const { rotation, urls, maintenance, settings, metrics, context = [], history } = outcome;
    const findings = inReportOrder(outcome.findings);
    const failed = findings.find(({ status }) => status === 'fail');
    return (0,optional/* withoutUndefined */.r)({
        app,
        status: error ? 'fail' : build_worst(findings.map(({ status }) => (status === 'skip' ? 'pass' : status))),
        tested: isTested(probe),
        // An error stops the job before anything can be judged, so it came first.
        failureReason: error?.reason ?? (failed ? (failed.reason ?? 'internal') : ''),
        error,
        addon,
        steps,
        changedConfigVars,
        release,
        writer: probe && endpointReport(probe.writer, probe.pair, 'writer'),
        reader: probe && endpointReport(probe.reader, probe.pair, 'reader'),
        replication: probe && replicationReport(probe.pair),
        rotation,
        urls,
        maintenance,
        settings,
        metrics,
        context,
        history,
        checks: findings.map(checkResult),
    });
}
/** One verdict over all apps; the first failing app in input order gives the reason. Without an app, `error` does. */
function runReport(run, error) {
    const { mode, dryRun, startedAt, durationMs, discovery, apps } = run;
    return {
        version: 1,
        status: error ? 'fail' : build_worst(apps.map(({ status }) => status)),
        tested: apps.length > 0 && apps.every(({ tested }) => tested),
        failureReason: error?.reason ?? firstReason(apps),
        mode,
        dryRun,
        startedAt,
        durationMs: Math.round(durationMs),
        ...(discovery && { discovery }),
        apps,
    };
}
/** With `fail-on: warning`, apps that only warn have a failure reason, too: that of their first warning. */
function withWarningReasons(result) {
    const apps = result.apps.map((app) => {
        const { report } = app;
        if (report.status !== 'warn')
            return app;
        const warning = inReportOrder(app.findings).find(({ status }) => status === 'warn');
        return { ...app, report: { ...report, failureReason: warning?.reason ?? 'internal' } };
    });
    const reports = apps.map(({ report }) => report);
    const { failureReason } = result.report;
    return {
        ...result,
        apps,
        report: { ...result.report, apps: reports, failureReason: failureReason || firstReason(reports) },
    };
}
function firstReason(apps) {
    return apps.find(({ failureReason }) => failureReason !== '')?.failureReason ?? '';
}
function endpointReport(facts, pair, side) {
    const info = facts.info?.ok === true ? facts.info.value : undefined;
    const latency = facts.latency?.ok === true ? facts.latency.value : undefined;
    const { host, port, tls } = facts.endpoint;
    return (0,optional/* withoutUndefined */.r)({
        host,
        port,
        tls,
        role: info?.role === undefined ? 'unknown' : { master: 'primary', slave: 'replica' }[info.role],
        server: info?.server,
        version: info?.version,
        sameServerAs: side === 'reader' && pair.role === 'same-server' ? 'writer' : undefined,
        certificate: facts.tls?.certificate && certificateReport(facts.tls.certificate),
        timings: roundedTimings(facts),
        latencyMs: latency && {
            p50: rounded(latency.p50),
            p95: rounded(latency.p95),
            p99: rounded(latency.p99),
            max: rounded(latency.max),
            samples: latency.samples,
        },
        memory: usage(info?.usedMemory, info?.maxMemory),
        connections: usage(info?.connectedClients, info?.maxClients),
    });
}
function replicationReport(pair) {
    const lag = pair.lag?.ok === true ? pair.lag.value : undefined;
    return (0,optional/* withoutUndefined */.r)({
        readerRole: pair.role,
        proof: pair.proof,
        lagMs: lag && {
            min: rounded(lag.min),
            p50: rounded(lag.p50),
            max: rounded(lag.max),
            samples: lag.samples,
            resolutionMs: rounded(lag.resolutionMs),
        },
    });
}
function certificateReport({ sha256, validTo, selfSigned }) {
    return { sha256, validTo, selfSigned };
}
/** The reason is left out: the published schema has no place for it. */
function checkResult({ id, target, status, message, value, threshold, cause, hint, docs }) {
    return (0,optional/* withoutUndefined */.r)({ id, target, status, message, value, threshold, cause, hint, docs });
}
function inReportOrder(findings) {
    return findings.toSorted((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id));
}
function build_worst(statuses) {
    return statuses.includes('fail') ? 'fail' : statuses.includes('warn') ? 'warn' : 'pass';
}
function roundedTimings({ timings }) {
    return Object.fromEntries(Object.entries(timings).map(([stage, ms]) => [stage, rounded(ms)]));
}
function usage(used, max) {
    if (used === undefined || max === undefined)
        return undefined;
    // Redis reports 0 where there is no limit.
    return max > 0 ? { used, max, percent: Math.round((used / max) * 1_000) / 10 } : { used, max };
}
/** Milliseconds to a hundredth: smaller differences are noise. */
function rounded(ms) {
    return Math.round(ms * 100) / 100;
}

;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
;// CONCATENATED MODULE: ./utils/workspace-file.js



/** Files of the workspace. A pull request can commit a symlink, so each path is resolved before it is used. */
/**
 * The path with the symlinks above it resolved, as far as it is there already. A symlink in place of the file itself
 * stays one.
 * @throws Error when the path leads out of the workspace
 */
async function resolveInside(workspace, path) {
    const root = await (0,promises_.realpath)(workspace);
    const folder = await existing((0,external_node_path_namespaceObject.dirname)(path));
    return (0,external_node_path_namespaceObject.join)(inside(root, await (0,promises_.realpath)(folder)), (0,external_node_path_namespaceObject.relative)(folder, path));
}
/**
 * Writes a file whole or not at all. A symlink of that name is replaced, not followed.
 *
 * @param beforeRename decides at the last moment: false leaves the old file, and the result is false
 * @throws Error as `resolveInside`, and when the file cannot be written
 */
async function writeInside(workspace, path, content, beforeRename = () => Promise.resolve(true)) {
    await (0,promises_.mkdir)((0,external_node_path_namespaceObject.dirname)(await resolveInside(workspace, path)), { recursive: true });
    const target = await resolveInside(workspace, path);
    // Short: the name of the file may be as long as a name can be.
    const temporary = (0,external_node_path_namespaceObject.join)((0,external_node_path_namespaceObject.dirname)(target), `.${(0,external_node_crypto_.randomBytes)(6).toString('hex')}.tmp`);
    try {
        await (0,promises_.writeFile)(temporary, content, { flag: 'wx' });
        if (!(await beforeRename())) {
            await (0,promises_.rm)(temporary, { force: true });
            return false;
        }
        await (0,promises_.rename)(temporary, target);
        return true;
    }
    catch (error) {
        await (0,promises_.rm)(temporary, { force: true });
        throw error;
    }
}
/** The nearest folder above that is there; a dangling symlink counts as there, and is then refused. */
async function existing(path) {
    const found = await (0,promises_.lstat)(path).then(() => true, () => false);
    return found || (0,external_node_path_namespaceObject.dirname)(path) === path ? path : existing((0,external_node_path_namespaceObject.dirname)(path));
}
function inside(root, path) {
    if (path !== root && !path.startsWith(root.endsWith(external_node_path_namespaceObject.sep) ? root : root + external_node_path_namespaceObject.sep)) {
        throw new Error('the path leads out of the workspace');
    }
    return path;
}

;// CONCATENATED MODULE: ./report/junit.js


/** JUnit XML: a test suite for each app, a test case for each check, so that every test reporter can show it. */
function renderJunit(result) {
    const suites = [
        ...(result.error ? [runSuite(result.error, result.report)] : []),
        ...result.apps.map((app) => suite(app, result.report)),
    ];
    const sum = (pick) => result.apps.reduce((all, app) => all + pick(app), 0);
    const jobs = Number(result.error !== undefined);
    const head = attributes({
        name: 'heroku-redis',
        tests: String(sum(({ report }) => cases(report)) + jobs),
        failures: String(sum(({ report }) => having(report.checks, 'fail'))),
        errors: String(sum(({ report }) => Number(report.error !== undefined)) + jobs),
        skipped: String(sum(({ report }) => having(report.checks, 'skip'))),
        time: seconds(result.report.durationMs),
    });
    return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${head}>`, ...suites, '</testsuites>', ''].join('\n');
}
function suite({ report: app, durationMs }, run) {
    const head = attributes({
        name: app.app,
        tests: String(cases(app)),
        failures: String(having(app.checks, 'fail')),
        errors: String(Number(app.error !== undefined)),
        skipped: String(having(app.checks, 'skip')),
        time: seconds(durationMs),
        // The schema of JUnit knows no fraction and no zone here.
        timestamp: run.startedAt.slice(0, 19),
    });
    const properties = Object.entries({
        status: app.status,
        'failure-reason': app.failureReason,
        addon: app.addon?.name ?? '',
        plan: app.addon?.plan ?? '',
    })
        .filter(([, value]) => value !== '')
        .map(([name, value]) => `      <property${attributes({ name, value })}/>`);
    const job = app.error ? jobCase(app.app, app.error) : [];
    return [
        `  <testsuite${head}>`,
        '    <properties>',
        ...properties,
        '    </properties>',
        ...job,
        ...app.checks.flatMap((check) => testcase(app.app, `${check.id} (${check.target})`, outcome(check))),
        '  </testsuite>',
    ].join('\n');
}
/** A run that reached no app. */
function runSuite(error, { durationMs, startedAt }) {
    const head = attributes({
        name: 'run',
        tests: '1',
        failures: '0',
        errors: '1',
        skipped: '0',
        time: seconds(durationMs),
        timestamp: startedAt.slice(0, 19),
    });
    return [`  <testsuite${head}>`, ...jobCase('run', error), '  </testsuite>'].join('\n');
}
function jobCase(name, { reason, what, cause, remedy }) {
    const text = (0,utils_escape/* xml */._n)([cause, remedy].map(verdict/* sentence */.em).join(' '));
    return testcase(name, 'job', [`      <error${attributes({ type: reason, message: what })}>${text}</error>`]);
}
function testcase(app, name, body) {
    return [
        `    <testcase${attributes({ classname: `heroku-redis.${app}`, name, time: '0' })}>`,
        ...body,
        '    </testcase>',
    ];
}
function outcome(check) {
    const more = [
        (0,verdict/* sentence */.em)(check.cause ?? ''),
        (0,verdict/* sentence */.em)(check.hint ?? ''),
        check.value === undefined
            ? ''
            : `Measured ${check.value}${check.threshold === undefined ? '' : `, limit ${check.threshold}`}.`,
        check.docs === undefined ? '' : `Docs: ${check.docs}`,
    ]
        .filter((part) => part !== '')
        .join(' ');
    const element = {
        fail: `<failure${attributes({ type: check.id, message: check.message })}>${(0,utils_escape/* xml */._n)(more)}</failure>`,
        warn: `<system-out>${(0,utils_escape/* xml */._n)(`Warning: ${(0,verdict/* sentence */.em)(check.message)} ${more}`)}</system-out>`,
        skip: `<skipped${attributes({ message: check.message })}/>`,
        pass: `<system-out>${(0,utils_escape/* xml */._n)(check.message)}</system-out>`,
    };
    return [`      ${element[check.status]}`];
}
const cases = (app) => app.checks.length + Number(app.error !== undefined);
const having = (checks, status) => checks.filter((check) => check.status === status).length;
const seconds = (ms) => (ms / 1_000).toFixed(3);
function attributes(values) {
    return Object.entries(values)
        .map(([name, value]) => ` ${name}="${(0,utils_escape/* xml */._n)(value)}"`)
        .join('');
}

;// CONCATENATED MODULE: ./report/formats.js


/** The formats of `report-file`, one row each. */
const reportFormats = {
    json: { extension: '.json', render: ({ report }) => json(report) },
    junit: { extension: '.xml', render: (result) => renderJunit(result) },
    html: { extension: '.html', render: page },
};
/** Loaded on demand: a run without a page does not pay for it. */
async function page({ report, state, error, limits }, runUrl) {
    const { renderPage } = await __nccwpck_require__.e(/* import() */ 849).then(__nccwpck_require__.bind(__nccwpck_require__, 3849));
    return renderPage((0,optional/* withoutUndefined */.r)({ report, state, error, generatedAt: undefined, limits, runUrl }));
}
function json(report) {
    return `${JSON.stringify(report, null, 2)}\n`;
}

;// CONCATENATED MODULE: ./report/files.js





/**
 * Writes every report file, each whole or not at all; folders are created.
 * @throws Failure `input-invalid` when one cannot be written, after the others were
 */
async function writeReportFiles(files, result, workspace, runUrl) {
    const failures = [];
    for (const { path, format } of files) {
        try {
            await writeInside(workspace, path, await reportFormats[format].render(result, runUrl));
        }
        catch (error) {
            failures.push(unwritable((0,external_node_path_namespaceObject.relative)(workspace, path), error));
        }
    }
    if (failures[0])
        throw failures[0];
}
function unwritable(name, error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === '' && error instanceof Error ? error.message : code;
    return (0,catalogue/* failure */.V2)('input-invalid', `The report file "${(0,utils_text/* sanitize */.aj)(name, 300)}" could not be written: ${why}.`, {
        cause: 'The path is a folder, a symlink out of the workspace, or on a disk that is full or read-only.',
        remedy: 'Set `report-file` to a path inside the workspace that can be written.',
        error,
    });
}

;// CONCATENATED MODULE: ./report/outputs.js


/**
 * GitHub allows 1 MiB for all outputs of a job, counted as UTF-16: 524,288 units for `report`, `checks` and the outputs
 * of other steps (docs.github.com, "Workflow syntax", jobs.<job_id>.outputs).
 */
const reportBudget = 350_000;
const checksBudget = 100_000;
/** Longest value of any other output. */
const outputs_longest = 10_000;
/** Longest text inside the `report` output: names and messages come from outside and can be megabytes. */
const longestText = 4_000;
/** Every output of the contract, in its order. With several apps those of a single app are empty: `report` has each app. */
function outputs(result) {
    const { report } = result;
    const only = report.apps.length === 1 ? report.apps[0] : undefined;
    const { writer, reader, replication, history } = only ?? {};
    const values = [
        ['status', report.status],
        ['failure-reason', report.failureReason],
        ['tested', String(report.tested)],
        ['changed', String(report.apps.some((app) => (0,verdict/* changesMade */.$W)(app).length > 0))],
        ['created', String(report.apps.some((app) => app.addon?.created === true))],
        ['addon', only?.addon?.name ?? ''],
        ['plan', only?.addon?.plan ?? ''],
        ['version', writer?.version ?? ''],
        ['release', number(only?.release)],
        ['changed-config-vars', only?.changedConfigVars.join(',') ?? ''],
        ['writer-host', writer?.host ?? ''],
        ['writer-port', number(writer?.port)],
        ['reader-host', reader?.host ?? ''],
        ['reader-port', number(reader?.port)],
        ['reader-role', replication?.readerRole ?? ''],
        ['latency-p50-ms', number(writer?.latencyMs?.p50)],
        ['latency-p95-ms', number(writer?.latencyMs?.p95)],
        ['replication-lag-ms', number(replication?.lagMs?.p50)],
        ['memory-percent', number(writer?.memory?.percent)],
        ['connections-percent', number(writer?.connections?.percent)],
        ...outputs_maintenance(only),
        ...alarm(report.apps),
        ['failing-since', history?.failingSince ?? ''],
        ['consecutive-failures', number(history?.consecutiveFailures)],
        ['uptime-percent', number(history?.uptimePercent)],
    ];
    return new Map([
        ...values.map(([name, value]) => [name, (0,utils_text/* oneLine */.TN)(value, outputs_longest)]),
        ['checks', only ? JSON.stringify(fittedChecks(only.checks.map(cutTexts), checksBudget)) : ''],
        ['report', JSON.stringify(fitted(report, reportBudget))],
    ]);
}
const number = (value) => (value === undefined ? '' : String(value));
/** Heroku reports `completed` when no other maintenance is planned: nothing is ahead. */
function outputs_maintenance(app) {
    const { status, scheduledFor, requiredBy } = app?.maintenance ?? {};
    const isAhead = status !== undefined && status !== 'none' && status !== 'completed';
    return [
        ['maintenance', status === undefined ? '' : isAhead ? status : 'none'],
        ['maintenance-at', isAhead ? (scheduledFor ?? requiredBy ?? '') : ''],
    ];
}
/** True for any app; of several transitions an outage that began counts more than one that ended. */
function alarm(apps) {
    const known = apps.flatMap(({ history }) => (history ? [history] : []));
    const transitions = known.map(({ transition }) => transition);
    return [
        ['alarm', known.length === 0 ? '' : String(known.some((history) => history.alarm))],
        ['transition', ['broke', 'recovered'].find((each) => transitions.includes(each)) ?? ''],
    ];
}
/**
 * The report within `budget` UTF-16 units: complete if it fits, else with less and less detail and with `shortened` set.
 * Healthy apps lose theirs first; failing ones keep their failing checks and endpoints as long as possible. The verdict
 * over all apps is always that of the whole run.
 */
function fitted(report, budget) {
    const roomIn = (frame) => budget - JSON.stringify({ ...frame, apps: [] }).length + 1;
    const whole = within(report.apps, roomIn(report), (app) => app);
    if (whole && !whole.some(hasLongText))
        return report;
    const room = roomIn({ ...report, shortened: true });
    const shorter = [
        cutTexts,
        (app) => cutTexts(app.status === 'pass' ? slim(app, []) : app),
        (app) => cutTexts(app.status === 'pass' ? bare(app) : slim(app, app.checks.filter(notable))),
        (app) => cutTexts(app.status === 'fail' ? slim(app, app.checks.filter(failing)) : bare(app)),
        (app) => cutTexts(app.status === 'fail' ? slim(app, app.checks.filter(failing).slice(0, 1)) : bare(app)),
    ];
    for (const shorten of shorter) {
        const apps = within(report.apps, room, shorten);
        if (apps)
            return { ...report, shortened: true, apps };
    }
    return { ...report, shortened: true, apps: mostUrgent(report.apps, room) };
}
/** All apps, shortened, or undefined as soon as they do not fit. */
function within(apps, room, shorten) {
    const shortened = [];
    let left = room;
    for (const app of apps) {
        const shorter = shorten(app);
        left -= JSON.stringify(shorter).length + 1;
        if (left < 0)
            return undefined;
        shortened.push(shorter);
    }
    return shortened;
}
/** Thousands of apps: even their names are too much. Failing ones go first; the order is that of the input. */
function mostUrgent(apps, room) {
    const rank = { fail: 0, warn: 1, pass: 2 };
    const kept = new Set();
    let left = room;
    for (const app of apps.toSorted((a, b) => rank[a.status] - rank[b.status])) {
        left -= JSON.stringify(cutTexts(bare(app))).length + 1;
        if (left < 0)
            break;
        kept.add(app);
    }
    return apps.filter((app) => kept.has(app)).map((app) => cutTexts(bare(app)));
}
/** All checks, or when those are too much the ones that fail, then those that warn, as many as fit. */
function fittedChecks(checks, budget) {
    if (JSON.stringify(checks).length <= budget)
        return checks;
    let left = budget - 2;
    const fits = (check) => (left -= JSON.stringify(check).length + 1) >= 0;
    const kept = new Set([...checks.filter(failing), ...checks.filter(({ status }) => status === 'warn')].filter(fits));
    return checks.filter((check) => kept.has(check));
}
const notable = ({ status }) => status === 'fail' || status === 'warn';
const failing = ({ status }) => status === 'fail';
function bare({ app, status, tested, failureReason }) {
    return { app, status, tested, failureReason, steps: [], changedConfigVars: [], context: [], checks: [] };
}
/** Without what takes the most room and says the least about a failure. */
function slim(app, checks) {
    const { writer, reader, history: _history, metrics: _metrics, ...rest } = app;
    return {
        ...rest,
        ...(writer && { writer: where(writer) }),
        ...(reader && { reader: where(reader) }),
        steps: app.steps.slice(0, 20),
        changedConfigVars: app.changedConfigVars.slice(0, 50),
        context: app.context.slice(0, 3),
        checks,
    };
}
function where({ host, port, tls, role }) {
    return { host, port, tls, role, timings: {} };
}
function hasLongText(value) {
    if (typeof value === 'string')
        return value.length > longestText;
    return typeof value === 'object' && value !== null && Object.values(value).some(hasLongText);
}
/** The same value with every text inside it cut to `longestText`. */
function cutTexts(value) {
    return hasLongText(value) ? (0,utils_text/* mapTexts */.zO)(value, (text) => (0,utils_text/* oneLine */.TN)(text, longestText)) : value;
}

;// CONCATENATED MODULE: ./report/summary/markdown.js
/** The pieces of a job summary. What goes in is Markdown that is already escaped. */
const icons = { pass: '✅', warn: '⚠️', fail: '❌', skip: '➖' };
/** Foreign sentences are cut here, so that no table grows without bound. */
const markdown_longest = 500;
/** Rows past this many are counted instead of shown. */
const most = 200;
/** A GitHub Markdown table, one row for each item; empty without items. */
function table(head, items, row) {
    if (items.length === 0)
        return '';
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const more = items.length - most;
    return [
        line(head),
        line(head.map(() => '---')),
        ...items.slice(0, most).map((item) => line(row(item))),
        ...(more > 0 ? ['', `… and ${String(more)} more.`] : []),
    ].join('\n');
}
/** A list, one line for each item; empty without items. */
function bullets(items) {
    return items.map((item) => `- ${item}`).join('\n');
}
/** A folded part; the blank lines make GitHub read Markdown inside. */
function folded(title, body) {
    return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
/** Only an `https://` address without anything special becomes a link; a relative one leads nowhere from a summary. */
function markdown_link(title, url) {
    return /^https:\/\/[\w./:#-]+$/.test(url) ? `[${title}](${url})` : '';
}
/** Where a long name may break besides at its hyphens, so that tables fit a phone. `html` is escaped text without a link. */
function breakable(html) {
    return html.length <= longestUnbroken ? html : html.replace(/(?<=[A-Za-z0-9])([._])(?=[A-Za-z0-9])/g, '$1<wbr>');
}
/** With its markup: about 24 characters of a name. */
const longestUnbroken = 37;

;// CONCATENATED MODULE: ./report/summary/endpoints.js





/** Writer and reader side by side, or in one column when they are one server. */
function endpoints({ report: { writer, reader, replication, urls } }) {
    if (!writer || !reader)
        return '';
    const isOneEndpoint = isSame(writer, reader);
    const sides = isOneEndpoint ? [writer] : [writer, reader];
    const row = (title, cell) => {
        const cells = sides.map(cell);
        return cells.every((each) => each === '') ? [] : [[title, ...cells.map((each) => each || '–')]];
    };
    const lag = replication?.lagMs;
    const rows = [
        ...row('Address', ({ host, port }) => breakable((0,utils_escape/* code */.aY)(`${host}:${String(port)}`, 300))),
        ...row('Role', (endpoint) => endpoint === reader && replication?.readerRole === 'same-server' ? 'the writer’s own server' : endpoint.role),
        ...row('Encryption', encryption),
        ...row('Server', ({ server, version }) => server === undefined ? '' : (0,utils_escape/* text */.Qq)(`${{ redis: 'Redis', valkey: 'Valkey' }[server]} ${version ?? ''}`, 60)),
        ...row('Connect', endpoints_connect),
        ...row('Latency p50 / p95', ({ latencyMs }) => latencyMs ? `${(0,format/* duration */.p0)(latencyMs.p50)} / ${(0,format/* duration */.p0)(latencyMs.p95)}` : ''),
        ...(lag && !isOneEndpoint
            ? [['Replication lag', '–', `${(0,format/* duration */.p0)(lag.p50)} (${(0,format/* duration */.p0)(lag.min)} to ${(0,format/* duration */.p0)(lag.max)})`]]
            : []),
        ...row('Memory', ({ memory }) => (memory ? use(memory, format/* bytes */.ee) : '')),
        ...row('Connections', ({ connections }) => (connections ? use(connections, format/* count */.U9) : '')),
        ...row('<code>_URL</code> variable', (endpoint) => kind(endpoint === writer ? urls?.writer : urls?.reader)),
    ];
    return [
        table(['', ...(isOneEndpoint ? ['Writer and reader'] : ['Writer', 'Reader'])], rows, (cells) => cells),
        ...(replication ? [`**Reader:** ${(0,utils_escape/* prose */.CS)((0,verdict/* sentence */.em)(replication.proof), markdown_longest)}`] : []),
        fingerprints(writer, reader),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
/** One endpoint, with the same login: it was tested once. */
function isSame(writer, reader) {
    return ['host', 'port', 'tls', 'role'].every((key) => writer[key] === reader[key]);
}
function encryption({ tls, certificate }) {
    if (!tls)
        return 'none';
    if (!certificate)
        return 'TLS';
    const trust = certificate.selfSigned ? ', self-signed' : '';
    return `TLS${trust}, until ${(0,utils_escape/* text */.Qq)(certificate.validTo.slice(0, 10))}`;
}
function endpoints_connect({ timings }) {
    const took = (0,statistics/* totalMs */.Vk)(timings);
    return took === undefined ? '' : (0,format/* duration */.p0)(took);
}
function use({ used, max, percent: share }, unit) {
    return share === undefined ? `${unit(used)}, no limit` : `${unit(used)} of ${unit(max)} (${(0,format/* percent */.KN)(share)})`;
}
function kind(url) {
    return url === undefined ? '' : { live: 'live: Heroku updates it', copy: 'copy' }[url];
}
/** In full and outside the table, ready to be copied into `tls-verify`. */
function fingerprints(writer, reader) {
    const all = [writer, reader].flatMap(({ certificate }) => (certificate ? [certificate.sha256] : []));
    const unique = [...new Set(all)].map((sha256) => (0,utils_escape/* code */.aY)(`sha256:${sha256}`, 100));
    return unique.length === 0 ? '' : `Certificate, to pin with ${(0,utils_escape/* code */.aY)('tls-verify')}: ${unique.join(' ')}`;
}

;// CONCATENATED MODULE: ./report/summary/mermaid.js


/** Mermaid sources, in a fence; the text before them always says the same. */
const fenced = (lines) => ['```mermaid', ...lines, '```'].join('\n');
const quoted = (...lines) => `"${lines.map((line) => (0,utils_escape/* label */.Pf)(line)).join('<br/>')}"`;
/** Writer, reader and the link between them. Empty unless both were reached: a box without content says nothing. */
function topology({ writer, reader, replication }) {
    if (!writer || !reader || !replication || !isReached(writer) || !isReached(reader))
        return '';
    const job = `  job(${quoted('This job')})`;
    if (replication.readerRole === 'same-server') {
        return fenced([
            'flowchart LR',
            job,
            `  both[(${quoted('Writer and reader', 'one server', software(writer))})]`,
            `  job -->|${quoted(reach('writes and reads', writer))}| both`,
        ]);
    }
    const lag = replication.lagMs;
    const link = replication.readerRole === 'replica'
        ? `  writer ==>|${quoted('replicates', lag ? `lag ${(0,format/* duration */.p0)(lag.p50)}` : 'lag not measured')}| reader`
        : `  writer -.-|${quoted(unproven[replication.readerRole])}| reader`;
    return fenced([
        'flowchart LR',
        job,
        `  writer[(${quoted('Writer', writer.role, software(writer))})]`,
        `  reader[(${quoted('Reader', reader.role, software(reader))})]`,
        `  job -->|${quoted(reach('writes', writer))}| writer`,
        `  job -->|${quoted(reach('reads', reader))}| reader`,
        link,
    ]);
}
/** The server has said something about itself. */
function isReached({ server, latencyMs }) {
    return server !== undefined || latencyMs !== undefined;
}
const unproven = {
    'active-active': 'replicate each other',
    primary: 'no link: two primaries',
    stranger: 'no link: replica of another server',
    unknown: 'link unknown',
};
function software({ server, version }) {
    return server === undefined ? 'unknown server' : `${{ redis: 'Redis', valkey: 'Valkey' }[server]} ${version ?? ''}`;
}
const reach = (what, { latencyMs }) => latencyMs ? `${what}, PING ${(0,format/* duration */.p0)(latencyMs.p50)}` : what;
/** A bar chart of how many round trips took how long. */
function distribution(title, values) {
    const { labels, counts } = histogram(values);
    return fenced([
        '---',
        'config:',
        '  xyChart:',
        '    width: 720',
        '    height: 300',
        '  themeVariables:',
        '    xyChart:',
        '      plotColorPalette: "#0969da"',
        '---',
        'xychart-beta',
        `  title ${quoted(title)}`,
        `  x-axis ${quoted('milliseconds')} [${labels.map((each) => quoted(each)).join(', ')}]`,
        `  y-axis ${quoted('round trips')} 0 --> ${String(Math.max(...counts))}`,
        `  bar [${counts.join(', ')}]`,
    ]);
}
/** At most eight equal steps from the fastest to the slowest. */
function histogram(values) {
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const steps = Math.max(1, Math.min(8, new Set(values).size));
    const width = (high - low) / steps;
    const counts = Array.from({ length: steps }, () => 0);
    for (const value of values) {
        const step = width === 0 ? 0 : Math.min(steps - 1, Math.floor((value - low) / width));
        counts[step] = (counts[step] ?? 0) + 1;
    }
    const digits = width >= 1 ? 0 : width >= 0.1 ? 1 : 2;
    const labels = counts.map((_, step) => steps === 1
        ? low.toFixed(digits)
        : `${(low + step * width).toFixed(digits)}-${(low + (step + 1) * width).toFixed(digits)}`);
    return { labels, counts };
}

;// CONCATENATED MODULE: ./report/summary/charts.js




/** How long round trips took: figures first, then charts. */
function charts_latency({ latency, report }, mermaid) {
    const { writer, reader } = report;
    const isOneEndpoint = writer !== undefined && reader !== undefined && isSame(writer, reader);
    const sides = ['writer', 'reader'].flatMap((side) => {
        const figures = report[side]?.latencyMs;
        // One endpoint needs one row and one chart.
        return figures && (side === 'writer' || !isOneEndpoint) ? [{ side, figures, values: latency[side] ?? [] }] : [];
    });
    if (sides.length === 0)
        return '';
    const rows = ['p50', 'p95', 'p99', 'max'].map((name) => [
        name,
        ...sides.map(({ figures }) => (0,format/* duration */.p0)(figures[name])),
    ]);
    const samples = ['samples', ...sides.map(({ figures }) => (0,format/* count */.U9)(figures.samples))];
    const figures = table(['', ...sides.map(({ side }) => side)], [...rows, samples], (cells) => cells);
    const charts = mermaid
        ? sides
            .filter(({ side, values }) => values.length > 1 && (side === 'writer' || !reader?.sameServerAs))
            .map(({ side, values }) => distribution(`PING round trips of the ${side}`, values))
        : [];
    return folded('Latency distribution', ['PING round trips on a warm connection, measured from where this job runs.', figures, ...charts].join('\n\n'));
}
/** Writer, reader and the link between them: a sentence first, then a picture. */
function picture({ report }, mermaid) {
    const drawn = topology(report);
    if (drawn === '' || !mermaid || !report.replication)
        return '';
    return folded('Diagram of writer and reader', `${relation[report.replication.readerRole]}\n\n${drawn}`);
}
const relation = {
    replica: 'The reader is a verified replica of the writer.',
    'same-server': 'Writer and reader are one server, as always with a single Heroku add-on.',
    'active-active': 'Writer and reader are two primaries that replicate each other.',
    primary: 'The reader is a second primary: it never receives what is written to the writer.',
    stranger: 'The reader is a replica of another server: it never receives what is written to the writer.',
    unknown: 'How the reader relates to the writer could not be determined.',
};

;// CONCATENATED MODULE: ./report/summary/checks.js


/** What each check found, with value and limits. `explained` is the finding that the summary has explained above. */
function checks_checks(results, explained) {
    return table(['Check', 'Result'], merged(results), (row) => cells(row, explained));
}
/** Two columns, and the icon beside the name: so the table fits a phone. */
function cells({ names, check }, explained) {
    const { id, target, status, message, value, threshold, cause, hint, docs } = check;
    const isBad = status === 'fail' || status === 'warn';
    const linked = (isBad && docs !== undefined && markdown_link(id, docs)) || id;
    const isExplained = explained?.id === id && explained.target === target && explained.status === status;
    const said = isExplained
        ? ['See above.']
        : [message, ...(isBad ? [cause ?? '', hint ?? ''] : [])]
            .filter((each) => each !== '')
            .map((each) => (0,utils_escape/* prose */.CS)(each, markdown_longest));
    const measured = [
        ...(value === undefined ? [] : [(0,utils_escape/* text */.Qq)(value, 100)]),
        ...(threshold === undefined ? [] : [`limit ${(0,utils_escape/* text */.Qq)(threshold, 100)}`]),
    ].join(', ');
    const named = `${icons[status]} ${names.join('<br>').replace(id, linked)}`;
    return [named, [...said, ...(measured === '' ? [] : [`<sub>${measured}</sub>`])].join('<br>')];
}
/** One row for writer and reader where both say the same, and one for all checks skipped for the same reason. */
function merged(results) {
    const groups = Map.groupBy(results, ({ id, status, message, value, threshold, hint }) => JSON.stringify(status === 'skip' ? [status, message] : [id, status, message, value, threshold, hint]));
    return [...groups.values()].flatMap((group) => {
        // A long list (everything is skipped without an add-on) needs no more than the ids.
        const isList = group.length > 4;
        const names = [...Map.groupBy(group, ({ id }) => id)].map(([id, same]) => {
            if (isList)
                return id;
            const on = same.map(({ target }) => target).filter((target) => target !== 'app' && target !== 'pair');
            return on.length === 0 ? id : `${id}, ${on.join(' and ')}`;
        });
        return group[0] ? [{ names: isList ? [names.join(', ')] : names, check: group[0] }] : [];
    });
}

;// CONCATENATED MODULE: ./report/summary/sparkline.js
/** Eighths of a line, from low to high. */
const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** A run that measured nothing. */
const absent = '·';
/**
 * A line of figures as text: `▂▃▂▄█▃`, oldest first. It needs no picture, so that it fits into a table cell of Markdown;
 * the figures themselves always stand beside it.
 *
 * @param values what was not measured is undefined
 * @param most how many characters; longer series are taken together by their highest value
 * @param top what a full block stands for; default the highest value
 */
function sparkline(values, most = 24, top) {
    const groups = grouped(values, most);
    const known = groups.filter((value) => value !== undefined);
    const highest = top ?? Math.max(...known);
    if (known.length === 0 || !Number.isFinite(highest))
        return '';
    return groups
        .map((value) => {
        if (value === undefined)
            return absent;
        const share = highest <= 0 ? 0 : Math.min(1, Math.max(0, value / highest));
        return blocks[Math.round(share * (blocks.length - 1))] ?? absent;
    })
        .join('');
}
/** A spike must stay visible, so each group is its highest value. */
function grouped(values, most) {
    const finite = values.map((value) => (value !== undefined && Number.isFinite(value) ? value : undefined));
    if (finite.length <= most)
        return finite;
    return Array.from({ length: most }, (_, index) => {
        const from = Math.floor((index * finite.length) / most);
        const to = Math.floor(((index + 1) * finite.length) / most);
        const known = finite.slice(from, to).filter((value) => value !== undefined);
        return known.length === 0 ? undefined : Math.max(...known);
    });
}
/** The last runs, one sign each: `✅✅⚠️❌`, oldest first. */
function statusLine(statuses, most = 10) {
    return statuses
        .slice(-most)
        .map((status) => ({ pass: '✅', warn: '⚠️', fail: '❌' })[status])
        .join('');
}

;// CONCATENATED MODULE: ./report/summary/history.js




/** The last runs in small: how they ended, and the course of each figure. Empty without a history. */
function history_history(past) {
    if (!past || past.runs.length === 0)
        return '';
    const { runs, uptimePercent, failingSince, consecutiveFailures, transition } = past;
    const rows = [
        [
            'Latency p95',
            sparkline(runs.map(({ latencyP95Ms }) => latencyP95Ms), runs.length),
        ],
        [
            'Memory',
            sparkline(runs.map(({ memoryPercent }) => memoryPercent), runs.length, 100),
        ],
        [
            'Connections',
            sparkline(runs.map(({ connectionsPercent }) => connectionsPercent), runs.length, 100),
        ],
    ].filter(([, line]) => line !== '');
    const since = failingSince === undefined ? '' : ` since ${(0,utils_escape/* text */.Qq)(failingSince.slice(0, 16).replace('T', ' '))} UTC`;
    const facts = [
        ...(uptimePercent === undefined ? [] : [`uptime ${(0,format/* percent */.KN)(uptimePercent)}`]),
        ...(consecutiveFailures > 0 ? [`failing${since} (${(0,format/* plural */.LS)(consecutiveFailures, 'run')} in a row)`] : []),
        ...(transition === '' ? [] : [transition === 'broke' ? 'alarm raised by this run' : 'recovered with this run']),
    ];
    return [
        `The last ${(0,format/* plural */.LS)(runs.length, 'run')}, oldest first: ${statusLine(runs.map(({ status }) => status), runs.length)}`,
        facts.join(' · '),
        table(['', 'Course'], rows, (cells) => cells),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}

;// CONCATENATED MODULE: ./report/summary/sizing.js


/** Reasons that more memory or more connections would remove. */
const tooSmall = new Set([
    'memory',
    'eviction',
    'connections',
    'redis-out-of-memory',
    'redis-too-many-clients',
]);
/** Below this use of both memory and connections a smaller plan is worth considering. */
const roomyPercent = 20;
/**
 * The plan in use, its price and the limits that the server reports, and the next plan up or down of the live list when
 * the measurements call for one: sentences of plain text with `code`. Only heroku-redis has a list whose order is known.
 */
function sizing(app) {
    const { addon, writer } = app.report;
    if (addon?.plan === undefined)
        return [];
    const offers = app.plans ?? [];
    const current = offers.find(({ name }) => name === addon.plan);
    const cost = addon.price ?? current;
    const limits = [
        ...(writer?.memory && writer.memory.max > 0 ? [`${(0,format/* bytes */.ee)(writer.memory.max)} of memory`] : []),
        ...(writer?.connections && writer.connections.max > 0 ? [`${(0,format/* count */.U9)(writer.connections.max)} connections`] : []),
    ];
    const inUse = `Plan in use: \`${addon.plan}\`` +
        (cost ? `, ${priceOf(cost)}` : '') +
        (limits.length > 0 ? `. The server’s limits: ${limits.join(' and ')}` : '');
    const isHeroku = serviceOf(addon.plan) === defaultPlan.service;
    return [`${inUse}.`, ...(current && isHeroku && addon.shared !== true ? change(app, current, offers) : [])];
}
function change(app, current, offers) {
    // Without prices the plans have no known order.
    if (current.billing !== undefined)
        return [];
    const { writer } = app.report;
    if (app.findings.some(({ reason }) => reason !== undefined && tooSmall.has(reason))) {
        const up = neighbour(current, offers, 'up');
        return up
            ? [`The next larger plan is \`${up.name}\`, ${priceOf(up)}: set \`plan\` to it with \`plan-mismatch: change\`.`]
            : ['Heroku lists no larger plan of this kind.'];
    }
    const memory = writer?.memory?.percent;
    const connections = writer?.connections?.percent;
    if (memory === undefined || connections === undefined || Math.max(memory, connections) > roomyPercent)
        return [];
    const down = neighbour(current, offers, 'down');
    return down
        ? [
            `Little memory (${(0,format/* percent */.KN)(memory)}) and few connections (${(0,format/* percent */.KN)(connections)}) are in use at this moment. ` +
                `If that is also true at peak times, the next smaller plan is \`${down.name}\`, ${priceOf(down)}.`,
        ]
        : [];
}
/**
 * The nearest plan by price that is offered, of the same family (`premium-`, `private-`, …). Upwards, a family without a
 * larger plan (`mini`) continues in the next one; downwards, another family would lose something, such as high
 * availability.
 */
function neighbour(current, offers, direction) {
    const sign = direction === 'up' ? 1 : -1;
    const others = offers
        .filter((offer) => offer.billing === undefined &&
        sign * (offer.cents - current.cents) > 0 &&
        !isRetired(offer) &&
        offer.insidePrivateSpace === current.insidePrivateSpace &&
        offer.outsidePrivateSpace === current.outsidePrivateSpace)
        .toSorted((a, b) => sign * (a.cents - b.cents));
    const sameFamily = others.find((offer) => family(offer) === family(current));
    return sameFamily ?? (direction === 'up' ? others[0] : undefined);
}
/** `heroku-redis:premium-0` → `heroku-redis:premium`. */
const family = ({ name }) => name.replace(/-?\d+$/, '');

;// CONCATENATED MODULE: ./report/summary/steps.js


/** The steps, and the config vars old → new where their values may be shown. */
function steps(app, { report }) {
    const { steps: all, error, changedConfigVars } = app.report;
    if (all.length === 0)
        return error ? 'None.' : 'None: nothing had to be changed.';
    const isWritten = report.dryRun || changedConfigVars.length > 0;
    const vars = varTable(app.changes);
    return [
        table(['Step', 'Detail'], all, ({ action, target, done, detail }) => [
            `${report.dryRun ? '📝' : done ? '✅' : '➖'} ${title(action)}${done || report.dryRun ? '' : ' (not done)'}`,
            // The names of the config vars are in the table below.
            `${breakable((0,utils_escape/* code */.aY)(target, 200))}${action === 'set-config' && vars !== '' ? '' : `<br>${(0,utils_escape/* prose */.CS)(detail, markdown_longest)}`}`,
        ]),
        vars === '' || isWritten ? '' : '**These config vars were not written:**',
        vars,
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
/** `create-addon` → `Create add-on`. */
function title(action) {
    const words = action
        .replaceAll('-', ' ')
        .replace(/^wait /, 'wait for ')
        .replace('addon', 'add-on')
        .replace('config', 'config vars');
    return words.charAt(0).toUpperCase() + words.slice(1);
}
/** Two columns, so that the table fits a phone. */
function varTable(changes) {
    const shown = (value) => value === undefined ? '<em>not shown</em>' : breakable((0,utils_escape/* code */.aY)(value, 200));
    return table(['Config var', 'Value'], changes, ({ name, kind, from, to, pending }) => {
        if (kind === 'remove')
            return [(0,utils_escape/* code */.aY)(name, 200), 'removed'];
        const after = pending === true ? '<em>from the add-on’s URL</em>' : shown(to);
        const isShown = from !== undefined || to !== undefined;
        return [(0,utils_escape/* code */.aY)(name, 200), kind === 'add' ? after : isShown ? `${shown(from)} → ${after}` : `${after} (changed)`];
    });
}

;// CONCATENATED MODULE: ./report/summary/server.js



/** What Heroku says of the server: its next maintenance, its settings, the metrics of its log. */
function server({ maintenance, settings, metrics }) {
    return bullets([
        ...(maintenance ? [`Maintenance: ${maintenanceText(maintenance)}`] : []),
        ...(settings ? [`Settings: ${settingsText(settings)}`] : []),
        ...(metrics ? [`Metrics of the add-on’s log: ${metricsText(metrics)}`] : []),
    ]);
}
function maintenanceText(maintenance) {
    const { status, scheduledFor, requiredBy, window } = maintenance;
    if (status === 'none' || status === 'completed')
        return 'none planned';
    return [
        (0,utils_escape/* code */.aY)(status, 60),
        ...(scheduledFor === undefined ? [] : [`scheduled for ${time(scheduledFor)}`]),
        ...(requiredBy === undefined ? [] : [`required by ${time(requiredBy)}`]),
        ...(window === undefined ? [] : [`window ${(0,utils_escape/* text */.Qq)(window, 100)}`]),
    ].join(', ');
}
/** `2026-11-07 22:00 UTC`. */
function time(iso) {
    return (0,utils_escape/* text */.Qq)(`${iso.slice(0, 16).replace('T', ' ')} UTC`, 40);
}
function settingsText({ maxmemoryPolicy, timeout, notifyKeyspaceEvents }) {
    return [
        ...(maxmemoryPolicy === undefined ? [] : [`maxmemory-policy ${(0,utils_escape/* code */.aY)(maxmemoryPolicy, 60)}`]),
        ...(timeout === undefined ? [] : [`timeout ${timeout === 0 ? 'never' : `${(0,format/* count */.U9)(timeout)} s`}`]),
        ...(notifyKeyspaceEvents === undefined
            ? []
            : [`notify-keyspace-events ${notifyKeyspaceEvents === '' ? 'off' : (0,utils_escape/* code */.aY)(notifyKeyspaceEvents, 60)}`]),
    ].join(', ');
}
function metricsText(metrics) {
    const { at, loadAvg1m, readIops, writeIops, memoryRedisBytes, memoryTotalBytes, hitRate, evictedKeys, activeConnections, } = metrics;
    const memory = memoryRedisBytes === undefined ? undefined : (0,format/* bytes */.ee)(memoryRedisBytes);
    return [
        ...(at === undefined ? [] : [`at ${time(at)}`]),
        ...(loadAvg1m === undefined ? [] : [`load ${String(loadAvg1m)}`]),
        ...(readIops === undefined ? [] : [`read IOPS ${(0,format/* count */.U9)(readIops)}`]),
        ...(writeIops === undefined ? [] : [`write IOPS ${(0,format/* count */.U9)(writeIops)}`]),
        ...(memory === undefined
            ? []
            : [
                `Redis uses ${memory}${memoryTotalBytes === undefined ? '' : ` of ${(0,format/* bytes */.ee)(memoryTotalBytes)} on the machine`}`,
            ]),
        ...(hitRate === undefined ? [] : [`hit rate ${(0,format/* percent */.KN)(hitRate * 100)}`]),
        ...(evictedKeys === undefined ? [] : [`evicted keys ${(0,format/* count */.U9)(evictedKeys)}`]),
        ...(activeConnections === undefined ? [] : [`connections ${(0,format/* count */.U9)(activeConnections)}`]),
    ].join(', ');
}

;// CONCATENATED MODULE: ./report/summary/app.js












/** The summary of one app, the most important part first; `level` is that of its headings. */
function appParts(app, run, context, level = 3) {
    const section = (title, body) => body === '' ? '' : `${'#'.repeat(level)} ${title}\n\n${body}`;
    const { report } = run;
    const mermaid = context.canShowMermaid ?? true;
    return [
        facts(app, run),
        explanation(app, context),
        known(app),
        report.mode === 'check' ? '' : section(report.dryRun ? 'Planned steps' : 'Steps', steps(app, run)),
        section('Endpoints', endpoints(app)),
        section('Checks', checks_checks(app.report.checks, (0,verdict/* problem */.CC)(app)?.finding)),
        section('History', history_history(app.report.history)),
        section('Server', server(app.report)),
        section('Sizing', bullets(sizing(app).map((line) => (0,utils_escape/* prose */.CS)(line)))),
        charts_latency(app, mermaid),
        picture(app, mermaid),
        section('Notes', bullets(app.notes.slice(0, 20).map((note) => (0,utils_escape/* prose */.CS)(note, markdown_longest)))),
    ].filter((part) => part !== '');
}
function facts(app, { report }) {
    const { addon, release } = app.report;
    const plan = [
        ...(addon?.plan === undefined ? [] : [(0,utils_escape/* code */.aY)(addon.plan)]),
        ...(addon?.price ? [(0,utils_escape/* text */.Qq)((0,format/* price */.q9)(addon.price.cents, addon.price.unit))] : []),
    ].join(', ');
    const owner = addon?.owner === undefined ? 'another app' : (0,utils_escape/* code */.aY)(addon.owner);
    return [
        `Mode ${(0,utils_escape/* code */.aY)(report.mode)}${report.dryRun ? ' (dry run)' : ''}`,
        ...(addon
            ? [
                `add-on ${(0,utils_escape/* code */.aY)(addon.name, 300)}${plan === '' ? '' : ` (${plan})`}` +
                    (addon.created ? ', created by this run' : '') +
                    (addon.shared === true ? `, shared from ${owner}` : ''),
            ]
            : []),
        ...(release === undefined ? [] : [`release v${String(release)}`]),
        `took ${(0,format/* duration */.p0)(app.durationMs)}`,
    ].join(' · ');
}
/** The worst that happened, as a quote: what, why, what to do, and where the docs are. */
function explanation(app, { docs, why }) {
    const found = (0,verdict/* problem */.CC)(app);
    if (!found)
        return '';
    const { what, cause, remedy, requestId, reason, status } = found;
    const { history } = app.report;
    const [heading = '', ...list] = what.split('\n');
    const lines = [
        `**${(0,utils_escape/* code */.aY)(reason)}** ${(0,utils_escape/* prose */.CS)((0,verdict/* sentence */.em)(heading), markdown_longest)}`,
        ...list.map((line) => (0,utils_escape/* prose */.CS)(line, markdown_longest)),
        ...(cause === undefined || cause === '' ? [] : [`**Probable cause:** ${(0,utils_escape/* prose */.CS)(cause, markdown_longest)}`]),
        ...(remedy === undefined || remedy === '' ? [] : [`**What to do:** ${(0,utils_escape/* prose */.CS)(remedy, markdown_longest)}`]),
        ...(why === 'warning' && status === 'warn' ? ['The step failed because of <code>fail-on: warning</code>.'] : []),
        ...(history?.alarm === false && status === 'fail' ? [`The step does not fail yet: ${(0,verdict/* untilAlarm */.Cq)(history)}.`] : []),
        ...(requestId === undefined ? [] : [`Heroku’s request id: ${(0,utils_escape/* code */.aY)(requestId, 200)}`]),
        markdown_link('Docs', docsLink(docs, reason)),
    ];
    return lines
        .filter((line) => line !== '')
        .map((line) => `> ${line}`)
        .join('<br>\n');
}
/** What else is known when something fails: incidents and maintenances first, the add-on's own log lines folded. */
function known({ report }) {
    const events = report.context.filter(({ kind }) => kind !== 'log');
    const lines = report.context.filter(({ kind }) => kind === 'log');
    return [
        bullets(events.map(({ message, url }) => [(0,utils_escape/* prose */.CS)((0,verdict/* sentence */.em)(message), markdown_longest), markdown_link('Details', url ?? '')].filter((part) => part !== '').join(' '))),
        lines.length === 0
            ? ''
            : folded('Last log lines of the add-on', bullets(lines.slice(-20).map(({ message }) => (0,utils_escape/* code */.aY)(message, markdown_longest)))),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}

;// CONCATENATED MODULE: ./report/summary/summary.js






/** GitHub refuses a summary of more than 1 MiB as a whole. */
const budget = 1_000_000;
/** The job summary in GitHub Markdown, the verdict first. It stays below 1 MiB and says what was left out. */
function renderSummary(result, context) {
    const [only, ...others] = result.apps;
    const heading = `## ${icon(result)} ${(0,utils_escape/* text */.Qq)((0,verdict/* runVerdict */.ZH)(result), 300)}`;
    if (result.error)
        return `${[heading, ...runError(result.error, context)].join('\n\n')}\n`;
    if (!only)
        return `${heading}\n`;
    const parts = others.length === 0
        ? fit([heading, ...appParts(only, result, context)], budget, 'Parts of this summary were')
        : fleet(result, heading, context);
    return `${parts.join('\n\n')}\n`;
}
function icon({ cancelled, report }) {
    if (cancelled)
        return '🚫';
    if (report.status === 'pass' && report.dryRun)
        return '📝';
    // A check mark would say that Redis was tested.
    return report.status === 'pass' && !report.tested && report.mode !== 'remove' ? icons.skip : icons[report.status];
}
/** Why no app was reached; for invalid inputs a list of them. */
function runError({ what, cause, remedy, reason }, { docs }) {
    const [heading = '', ...list] = what.split('\n');
    return [
        (0,utils_escape/* prose */.CS)((0,verdict/* sentence */.em)(heading).replace(/:\.$/, ':'), 2_000),
        bullets(list.slice(0, 100).map((line) => (0,utils_escape/* prose */.CS)(line.replace(/^- /, ''), 1_000))),
        `${(0,utils_escape/* prose */.CS)(cause)} ${(0,utils_escape/* prose */.CS)(remedy)}`,
        `${(0,utils_escape/* code */.aY)(reason)} ${markdown_link('Docs', docsLink(docs, reason))}`,
    ].filter((part) => part.trim() !== '');
}
function fleet(result, heading, context) {
    const order = { fail: 0, warn: 1, pass: 2 };
    const apps = result.apps.toSorted((a, b) => order[a.report.status] - order[b.report.status]);
    const rows = fit(['| App | Result |\n| --- | --- |', ...apps.map((app) => row(app, result))], budget / 2, 'Rows of this table were');
    const { mode, dryRun, durationMs, discovery } = result.report;
    const head = [
        heading,
        `Mode ${(0,utils_escape/* code */.aY)(mode)}${dryRun ? ' (dry run)' : ''} · took ${(0,format/* duration */.p0)(durationMs)}${discovery ? ` · ${(0,format/* plural */.LS)(discovery.found, 'app')} found, ${String(discovery.withoutRedis)} without Redis` : ''}`,
        rows.join('\n'),
    ];
    // No diagrams: a hundred of them make the page slow and say little.
    const details = apps.map((app) => folded(`${icons[app.report.status]} ${(0,utils_escape/* text */.Qq)(`${app.report.app}: ${(0,verdict/* verdict */.WJ)(app, result.report)}`, 300)}`, appParts(app, result, { ...context, canShowMermaid: false }, 4).join('\n\n')));
    return [...head, ...fit(details, budget - size(head.join('\n\n')), 'Details were')];
}
/** Two columns, so that the table fits a phone. */
function row(app, run) {
    const { app: name, status, addon, writer } = app.report;
    const what = (0,verdict/* problem */.CC)(app)?.what;
    const figures = [
        ...(addon?.plan === undefined ? [] : [(0,utils_escape/* text */.Qq)(addon.plan.replace(/^heroku-redis:/, ''), 100)]),
        ...figure('memory', writer?.memory?.percent, format/* percent */.KN),
        ...figure('connections', writer?.connections?.percent, format/* percent */.KN),
        ...figure('p95', writer?.latencyMs?.p95, format/* duration */.p0),
    ];
    const result = [
        (0,utils_escape/* text */.Qq)((0,verdict/* verdict */.WJ)(app, run.report), 200),
        ...(what === undefined ? [] : [(0,utils_escape/* text */.Qq)(what.replaceAll('`', ''), 200)]),
        ...(figures.length === 0 ? [] : [`<sub>${figures.join(' · ')}</sub>`]),
    ];
    return `| ${icons[status]} ${(0,utils_escape/* code */.aY)(name, 100)} | ${result.join('<br>')} |`;
}
function figure(name, value, show) {
    return value === undefined ? [] : [`${name}&nbsp;${show(value).replaceAll(' ', '&nbsp;')}`];
}
/** The first parts that fit into so many bytes, and a note about those that did not. */
function fit(parts, bytes, what) {
    const shown = [];
    // Room for the note itself.
    let left = bytes - 200;
    for (const part of parts) {
        left -= size(part) + 2;
        if (left < 0)
            break;
        shown.push(part);
    }
    const missing = parts.length - shown.length;
    return missing === 0
        ? shown
        : [
            ...shown,
            `\n_${what} left out to keep within GitHub’s limit of 1 MiB: ${(0,format/* plural */.LS)(missing, 'part')}, the least urgent ones._`,
        ];
}
const size = (markdown) => Buffer.byteLength(markdown);

;// CONCATENATED MODULE: ./report/publish.js













/** Reports to all: outputs for the next job, annotations, report files, summary, and last the verdict. */
async function publish(original, settings, { runner, workspace, redact }) {
    const docs = docsBase(runner.env);
    const { state, problem: earlier, ...reported } = original;
    const cleaned = (0,utils_text/* mapTexts */.zO)(reported, redact);
    const why = stepFailure(cleaned, settings);
    const result = why === 'warning' ? withWarningReasons(cleaned) : cleaned;
    const context = (0,optional/* withoutUndefined */.r)({
        docs,
        failOn: settings.failOn,
        workflowFile: workflowFile(runner.env),
    });
    const problems = [
        ...(earlier ? [earlier] : []),
        ...(await attemptAll([
            () => {
                for (const [name, value] of outputs(result))
                    runner.output(name, value);
            },
            () => {
                for (const each of annotations(result, context))
                    runner.annotate(each);
            },
            () => writeReportFiles(settings.reportFiles, state ? { ...result, state } : result, workspace, runUrl(runner.env)),
            () => (settings.jobSummary ? runner.summary(renderSummary(result, { docs, why })) : undefined),
        ])),
    ];
    for (const line of problems.flatMap(causeChain))
        runner.line(redact(line));
    const [problem] = problems;
    if (!result.error)
        runner.line((0,utils_escape/* logLine */.BP)((0,verdict/* runVerdict */.ZH)(result)));
    if (why !== undefined)
        runner.fail(failedLine(result, why, docs));
    else if (problem !== undefined)
        runner.fail(redact(unreported(problem, docs)));
}
/** The same without annotations and report files, and without waiting: for the last moment of a process. */
function publishNow(result, runner) {
    const docs = docsBase(runner.env);
    const ways = [
        () => {
            for (const [name, value] of outputs(result))
                runner.output(name, value);
        },
        () => {
            runner.summary(renderSummary(result, { docs }));
        },
    ];
    for (const way of ways) {
        try {
            way();
        }
        catch (error) {
            for (const line of causeChain(error))
                runner.line(line);
        }
    }
    runner.fail(failedLine(result, 'job', docs));
}
/** The page of this run on GitHub. */
function runUrl(env) {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
    return server && repository && id ? `${server}/${repository}/actions/runs/${id}` : undefined;
}
/** One way of reporting that fails must not keep the others from being tried. Resolves with what went wrong. */
async function attemptAll(ways) {
    const problems = [];
    for (const way of ways) {
        try {
            await way();
        }
        catch (error) {
            problems.push(error);
        }
    }
    return problems;
}
function unreported(error, docs) {
    return error instanceof failure/* Failure */.H
        ? explained(error.explanation, docs)
        : explained({ reason: 'internal', what: `The report could not be written: ${causeChain(error)[0] ?? ''}` }, docs);
}
/** The result of a run that ended before it reached any app: invalid inputs, no such team, a bug. */
function failedRun({ explanation }, { mode, dryRun, startedAt, durationMs }) {
    return {
        report: runReport({ mode, dryRun, startedAt, durationMs, apps: [] }, explanation),
        apps: [],
        cancelled: explanation.reason === 'cancelled',
        error: explanation,
    };
}

;// CONCATENATED MODULE: ./state/observed.js
/**
 * Three requests, side by side; one where the app's add-ons and attachments are known from the account's lists.
 * @throws Failure
 */
async function observe(api, app, listed) {
    const [addons, attachments, config] = await Promise.all([
        listed?.addons ?? api.addons(app),
        listed?.attachments ?? api.attachments(app),
        api.configVars(app),
    ]);
    return { app, addons, attachments, config };
}
/**
 * Attachments on this app, and only those: the list can have other apps' attachments of this app's add-ons in it
 * (heroku/legacy-cli, lib/heroku/helpers/addons/display.rb).
 */
function attachmentsHere(observed) {
    const { attachments } = observed;
    const name = nameOfApp(observed);
    const here = attachments.filter(({ app }) => app === name);
    return here.length === 0 ? attachments : here;
}
/** Whether an add-on belongs to another app. The lists of a large account are long: they are gone through once. */
function sharedTest(observed) {
    const name = nameOfApp(observed);
    const ties = new Map(attachmentsHere(observed).map((tie) => [tie.addon.id, tie]));
    return ({ id, app: owner, appId }) => {
        const tie = ties.get(id);
        if (tie)
            return tie.addon.app !== tie.app;
        return name === undefined ? appId !== undefined && appId !== observed.app : owner !== name;
    };
}
/** An app that was named by its id has a name that only its add-ons and attachments tell. */
function nameOfApp({ app, addons, attachments }) {
    if (!isId(app))
        return app;
    const owner = addons.find(({ appId }) => appId === app) ?? attachments.find(({ appId }) => appId === app);
    if (owner)
        return owner.app;
    const [only, ...others] = new Set(attachments.map((attachment) => attachment.app));
    return others.length === 0 ? only : undefined;
}
/** Names of the config vars that an attachment owns on its app. */
function variablesOf({ name, configVars }) {
    return configVars && configVars.length > 0 ? configVars : [`${name}_URL`];
}
/** Config vars that only Heroku may write: they belong to this app's attachments. */
function ownedNames(observed) {
    const isShared = sharedTest(observed);
    const own = observed.addons.filter((addon) => !isShared(addon));
    return new Set([
        ...own.flatMap(({ configVars }) => configVars),
        ...attachmentsHere(observed).flatMap((attachment) => variablesOf(attachment)),
    ]);
}
/** The app itself, by whichever of its two names. */
function isThisApp({ app, appId }, observed) {
    return appId === observed.app || app === observed.app || app === nameOfApp(observed);
}
function isId(app) {
    return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(app);
}

// EXTERNAL MODULE: ./redis/endpoint.js
var redis_endpoint = __nccwpck_require__(1624);
;// CONCATENATED MODULE: ./state/redis-url.js

/**
 * Where the add-on's Redis URL is: in the config var that was asked for by its own or its attachment's name, else in one
 * with TLS, else in the first that holds one.
 */
function urlStateOf({ configVars }, config, wanted) {
    const names = wantedFirst(configVars, wanted);
    const readable = names.filter((name) => isRedisUrl(config, name));
    const asked = readable.find((name) => isWanted(name, wanted));
    const configVar = asked ?? readable.find((name) => hasTls(config, name)) ?? readable[0];
    if (configVar !== undefined)
        return { state: 'ok', configVar };
    const set = names.filter((name) => textOf(config, name) !== '');
    const unreadable = set.find((name) => looksLikeUrl(textOf(config, name))) ?? set[0];
    if (unreadable === undefined)
        return { state: 'missing', configVars: names };
    return { state: 'unreadable', configVar: unreadable, problem: problemOf(config, unreadable) };
}
/** The config var that holds the add-on's Redis URL; undefined while there is none. */
function urlVarOf(addon, config, wanted) {
    const url = urlStateOf(addon, config, wanted);
    return url.state === 'ok' ? url.configVar : undefined;
}
function isRedisUrl(config, name) {
    const value = config.get(name);
    return value !== undefined && (0,redis_endpoint/* parseRedisUrl */.CI)(value).ok;
}
/** True for a Redis URL that cannot be read, too. */
function isMeantAsRedisUrl(config, name) {
    return isRedisUrl(config, name) || /^["'\s]*(?:rediss?|valkeys?)\b/i.test(textOf(config, name));
}
/** `REDIS`, `REDIS_URL` and `redis_url` all ask for REDIS_URL. */
function isWanted(name, wanted) {
    const upper = wanted?.toUpperCase();
    return upper !== undefined && (name === upper || name === `${upper}_URL`);
}
function wantedFirst(names, wanted) {
    return [...names.filter((name) => isWanted(name, wanted)), ...names.filter((name) => !isWanted(name, wanted))];
}
function problemOf(config, name) {
    const value = config.get(name);
    const parsed = value && (0,redis_endpoint/* parseRedisUrl */.CI)(value);
    return parsed?.ok === false ? parsed.problem : 'is not a valid URL';
}
function hasTls(config, name) {
    const value = config.get(name);
    const parsed = value && (0,redis_endpoint/* parseRedisUrl */.CI)(value);
    return parsed?.ok === true && parsed.endpoint.tls;
}
function looksLikeUrl(text) {
    return /:\/\//.test(text);
}
function textOf(config, name) {
    return config.get(name)?.reveal().trim() ?? '';
}

;// CONCATENATED MODULE: ./state/addon.js





/** Which add-on is meant: the one named, else the only one that fits. */
function choose(observed, settings) {
    const all = addonsOf(observed);
    const { addon: wanted } = settings;
    if (wanted !== undefined) {
        const named = all.find(({ id, name }) => id === wanted || name === wanted) ?? attachedAs(wanted, all, observed);
        if (!named)
            return { kind: 'unknown', names: all.map(({ name }) => name) };
        return { kind: isRedis(named, observed.config) ? 'found' : 'not-redis', addon: named };
    }
    const candidates = all.filter((addon) => fits(addon, observed.config, settings));
    const [only, second] = candidates;
    if (second)
        return { kind: 'ambiguous', names: candidates.map(({ name }) => name) };
    return only ? { kind: 'found', addon: only } : { kind: 'none' };
}
/** The one add-on that is meant; undefined when there is none yet. @throws Failure `addon-ambiguous`, `addon-missing` */
function chosenAddon(observed, settings) {
    const choice = choose(observed, settings);
    switch (choice.kind) {
        case 'found':
            return choice.addon;
        case 'none':
            return undefined;
        case 'ambiguous':
            throw ambiguous(observed, choice.names);
        case 'unknown':
            throw unknown(observed, settings.addon ?? '', choice.names);
        case 'not-redis':
            throw notRedis(observed, choice.addon);
    }
}
/** The add-on of this app that would be meant, if Heroku were not removing it. */
function goingAddon(observed, { plan, addon: wanted }) {
    const isShared = sharedTest(observed);
    const going = observed.addons.filter((addon) => addon.state === 'deprovisioning' &&
        !isShared(addon) &&
        (wanted === undefined
            ? isRedisService(addon.service) && (plan === undefined || plan.service === addon.service)
            : addon.id === wanted || addon.name === wanted));
    const [only, ...others] = going.map((addon) => redisAddon(addon, false, addon.configVars));
    return others.length === 0 ? only : undefined;
}
/** @throws Failure `addon-missing` when it is certain that the add-on is no Redis */
function refuseNotRedis(observed, addon) {
    if (!isRedis(addon, observed.config))
        throw notRedis(observed, addon);
}
/** The attachment that a new add-on gets: Heroku's default name for the service, named explicitly so that a second one is refused. */
function attachmentFor(service) {
    return service === defaultPlan.service ? 'REDIS' : service.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
}
/** An add-on that Heroku shows; `configVars` are those of this app. */
function redisAddon(addon, shared, configVars) {
    return (0,optional/* withoutUndefined */.r)({
        id: addon.id,
        name: addon.name,
        app: addon.app,
        appId: addon.appId,
        service: addon.service === '' ? undefined : addon.service,
        plan: addon.plan === '' ? undefined : addon.plan,
        state: addon.state === '' ? undefined : addon.state,
        price: addon.price,
        billing: addon.billing,
        shared,
        configVars: [...new Set(configVars)],
    });
}
/** Every add-on of the app, its own and those of other apps; what is going away does not count. */
function addonsOf(observed) {
    const { addons } = observed;
    const ties = Map.groupBy(attachmentsHere(observed), ({ addon }) => addon.id);
    const variables = (id) => (ties.get(id) ?? []).flatMap((tie) => variablesOf(tie));
    const isShared = sharedTest(observed);
    const listed = addons
        .filter(({ state }) => state !== 'deprovisioned' && state !== 'deprovisioning')
        .map((addon) => 
    // The owning app's names mean nothing here: this app's own are those of its attachments.
    isShared(addon)
        ? redisAddon(addon, true, variables(addon.id))
        : redisAddon(addon, false, [...addon.configVars, ...variables(addon.id)]));
    const ids = new Set(addons.map(({ id }) => id));
    const unlisted = [...ties].flatMap(([id, [tie]]) => (tie && !ids.has(id) ? [attachedAddon(tie, variables(id))] : []));
    return [...listed, ...unlisted];
}
/** Known by its attachment alone. */
function attachedAddon({ addon, app }, configVars) {
    const { plan = '', ...rest } = addon;
    return redisAddon({ ...rest, service: serviceOf(plan), plan, state: '', configVars: [] }, addon.app !== app, configVars);
}
function attachedAs(wanted, all, observed) {
    const tie = attachmentsHere(observed).find((attachment) => attachment.name === wanted.toUpperCase() || variablesOf(attachment).some((name) => isWanted(name, wanted)));
    return (all.find(({ id }) => id === tie?.addon.id) ??
        all.find(({ shared, configVars }) => !shared && configVars.some((name) => isWanted(name, wanted))));
}
function fits(addon, config, { plan }) {
    const holdsUrl = addon.configVars.some((name) => isRedisUrl(config, name));
    // Of some shared add-ons only the URL is known; a plan of another service than Heroku's own must be asked for by name.
    if (addon.service === undefined)
        return holdsUrl && (plan === undefined || plan.service === defaultPlan.service);
    if (plan !== undefined)
        return addon.service === plan.service;
    return addon.service === defaultPlan.service || holdsUrl;
}
/** False when it is certain that the add-on is no Redis: nobody should wait for its URL. */
function isRedis({ service = '', state, configVars }, config) {
    if (configVars.some((name) => isMeantAsRedisUrl(config, name)) || isRedisService(service))
        return true;
    // Heroku's own other services.
    if (service.startsWith('heroku-'))
        return false;
    const isSet = configVars.some((name) => config.has(name));
    return !isSet && (service === '' || state === 'provisioning');
}
/** Whether an app has the add-on that is asked for, else any Redis add-on, as far as that can be told without its config vars. */
function hasRedisAddon(observed, settings) {
    if (settings.addon !== undefined)
        return choose(observed, settings).kind === 'found';
    const services = addonsOf(observed).map(({ service = '' }) => service);
    const { plan } = settings;
    return services.some((service) => (plan ? service === plan.service : isRedisService(service)));
}
/** Heroku's Elements marketplace: every Redis service has it in its name. */
function isRedisService(service) {
    return /redis|valkey|keydb/i.test(service);
}
function ambiguous({ app }, names) {
    return (0,catalogue/* failure */.V2)('addon-ambiguous', `${app} has ${names.length} Redis add-ons: ${names.join(', ')}.`, {
        remedy: `Set the addon input to one of them: ${names.join(' or ')}.`,
    });
}
function unknown({ app, config }, wanted, names) {
    const there = names.length === 0 ? 'no add-on at all' : names.join(', ');
    const variable = [wanted.toUpperCase(), `${wanted.toUpperCase()}_URL`].find((name) => isRedisUrl(config, name));
    const byHand = variable === undefined ? '' : ` The config var ${variable} holds a Redis URL, but belongs to no add-on of ${app}.`;
    return (0,catalogue/* failure */.V2)('addon-missing', `${app} has no add-on or attachment named ${wanted}; there is ${there}.${byHand}`, {
        remedy: `Correct the addon input, or share the add-on with the app first: heroku addons:attach <name> --app ${app}.`,
    });
}
function notRedis({ app }, { name, service }) {
    const what = service === undefined ? '' : ` (${service})`;
    return (0,catalogue/* failure */.V2)('addon-missing', `The add-on ${name} of ${app}${what} is not a Redis add-on.`, {
        cause: 'The addon input names an add-on of another kind.',
        remedy: `Set addon to a Redis add-on of heroku addons --app ${app}, or leave it empty.`,
    });
}

;// CONCATENATED MODULE: ./state/settings.js
const fields = ['host', 'port', 'password', 'username', 'tls', 'url'];
/** `REDIS_WRITER` and `host` → `REDIS_WRITER_HOST`. */
function settings_configName(prefix, field) {
    return `${prefix}_${field.toUpperCase()}`;
}

;// CONCATENATED MODULE: ./state/sources.js







/** Read from the add-on's own config var and the `reader` input. */
function sourcesOf({ addon, observed }, settings) {
    const { config } = observed;
    const configVar = addon && urlVarOf(addon, config, settings.addon);
    const writer = configVar === undefined ? undefined : parsed(config.get(configVar), configVar);
    const reader = readerOf(writer, addon, config, settings);
    return (0,optional/* withoutUndefined */.r)({ writer, reader: undefined, readerProblem: undefined, ...reader });
}
function readerOf(writer, addon, config, settings) {
    const { reader } = settings;
    if (reader.kind === 'writer')
        return writer ? { reader: writer } : {};
    if (reader.kind === 'url')
        return { reader: { endpoint: reader.endpoint, url: reader.url, name: 'reader' } };
    const { name } = reader;
    // This run sets it, in the same release.
    const own = settings.config.get(name);
    const isWriterUrl = settings.fields.includes('url') && name === settings_configName(settings.writerPrefix, 'url');
    if (own === undefined && isWriterUrl)
        return writer ? { reader: { ...writer, name } } : {};
    const value = own === undefined ? config.get(name) : new secret/* Secret */.z(own);
    const source = parsed(value, name);
    if (source)
        return { reader: source };
    if (value === undefined && !writer && isStillToCome(name, addon, settings))
        return {};
    return { readerProblem: sources_problemOf(name, value) };
}
/** Heroku sets it when the add-on is ready. */
function isStillToCome(name, addon, { plan }) {
    return addon ? addon.configVars.includes(name) : name === `${attachmentFor((plan ?? defaultPlan).service)}_URL`;
}
function sources_problemOf(name, value) {
    const subject = `The config var ${name}, which the reader input names,`;
    if (value === undefined || value.reveal().trim() === '') {
        return { reason: 'config-missing', message: `${subject} is not set on the app.` };
    }
    const url = (0,redis_endpoint/* parseRedisUrl */.CI)(value);
    const problem = url.ok ? '' : `: the URL ${url.problem}`;
    return { reason: 'config-unreadable', message: `${subject} holds no readable Redis URL${problem}.` };
}
function parsed(url, name) {
    const result = url && (0,redis_endpoint/* parseRedisUrl */.CI)(url);
    return url && result?.ok === true ? { endpoint: result.endpoint, url, name } : undefined;
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(7030);
;// CONCATENATED MODULE: ./state/host.js

/** False for what somebody put where a host belongs: a password, a whole URL. */
function looksLikeHost(text) {
    const isName = /^(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}$/i.test(text) && text.length <= 253;
    return isName || text === 'localhost' || (0,external_node_net_.isIP)(text) !== 0;
}

;// CONCATENATED MODULE: ./state/config-vars.js







/** Every config var that is managed, in a stable order: writer, reader, `config`. */
function desiredVars(known, settings) {
    const { writer, reader } = sourcesOf(known, settings);
    const owned = ownedNames(known.observed);
    const ofSide = (side, prefix, source) => settings.fields.map((field) => {
        const name = settings_configName(prefix, field);
        return (0,optional/* withoutUndefined */.r)({
            name,
            side,
            field,
            value: source && fieldOf(source, field),
            source: source?.name,
            kind: field === 'url' ? (owned.has(name) ? 'live' : 'copy') : undefined,
            harmless: field === 'host' || field === 'port' || field === 'tls',
        });
    });
    return [
        ...ofSide('writer', settings.writerPrefix, writer),
        ...ofSide('reader', settings.readerPrefix, reader),
        ...[...settings.config].map(([name, value]) => ({
            name,
            side: 'config',
            value: new secret/* Secret */.z(value),
            source: 'config',
            harmless: false,
        })),
    ];
}
function fieldOf(source, field) {
    const { endpoint } = source;
    switch (field) {
        case 'host':
            return new secret/* Secret */.z(endpoint.host);
        case 'port':
            return new secret/* Secret */.z(String(endpoint.port));
        case 'username':
            return new secret/* Secret */.z(endpoint.username);
        case 'password':
            return endpoint.password ?? new secret/* Secret */.z('');
        case 'tls':
            return new secret/* Secret */.z(String(endpoint.tls));
        case 'url':
            return (0,redis_endpoint/* canonicalRedisUrl */.hq)(endpoint, source.url);
    }
}
/** How a managed config var stands: as it should be, missing, or another value. */
function stateOf({ name, value, kind }, config) {
    const current = config.get(name);
    // An empty value (a server without a password) and no variable mean the same to whoever reads it.
    if (current === undefined)
        return value?.equals('') === true ? 'ok' : 'missing';
    if (value === undefined)
        return 'differs';
    // What Heroku keeps itself it writes in its own way.
    const isSame = current.equals(value) || (kind === 'live' && isSameUrl(current, value));
    return isSame ? 'ok' : 'differs';
}
function isSameUrl(a, b) {
    const [left, right] = [endpointOf(a), endpointOf(b)];
    return left !== undefined && right !== undefined && (0,redis_endpoint/* sameEndpoint */._X)(left, right);
}
function endpointOf(url) {
    const result = (0,redis_endpoint/* parseRedisUrl */.CI)(url);
    return result.ok ? result.endpoint : undefined;
}
/** What has to be written, and nothing else. */
function differing(desired, config) {
    return desired.filter((each) => stateOf(each, config) !== 'ok');
}
/** The same for people: a value appears only where it is harmless and looks harmless. */
function changesOf(desired, config) {
    return differing(desired, config).map(({ name, value, harmless }) => (0,optional/* withoutUndefined */.r)({
        name,
        kind: config.has(name) ? 'update' : 'add',
        from: harmless ? config_vars_shown(config.get(name)) : undefined,
        to: harmless ? config_vars_shown(value) : undefined,
        pending: value === undefined ? true : undefined,
    }));
}
/** Somebody may have put a password, or a whole URL, where a host belongs. */
function config_vars_shown(value) {
    const text = value?.reveal();
    const isPort = text !== undefined && /^\d{1,5}$/.test(text);
    const isFlag = text === 'true' || text === 'false';
    return isPort || isFlag || (text !== undefined && looksLikeHost(text)) ? text : undefined;
}

;// CONCATENATED MODULE: ./checks/build-subject.js








/** Everything that the checks judge of one app. */
function buildSubject(known, settings, evidence) {
    const { mode, dryRun } = settings;
    const { addon, observed } = known;
    const { steps, probe, heroku, proxy, past, now } = evidence;
    const { plans, maintenance, database, databaseConfig } = heroku;
    return (0,optional/* withoutUndefined */.r)({
        app: observed.app,
        mode,
        dryRun,
        addon: addon && addonFacts(addon, known, settings, plans?.known === true ? plans.value : undefined),
        handSetUrl: addon ? undefined : handSetUrl(observed, settings),
        config: configFacts(known, settings),
        probe,
        unprobed: probe ? undefined : whyUnprobed(known, settings),
        doneActions: new Set(steps.filter(({ done }) => done).map(({ action }) => action)),
        maintenance,
        database,
        databaseConfig,
        history: past,
        proxy,
        now,
    });
}
/** A Redis URL where the new add-on's would be, though no attachment owns the variable. */
function handSetUrl(observed, { plan }) {
    const name = `${attachmentFor((plan ?? defaultPlan).service)}_URL`;
    return isMeantAsRedisUrl(observed.config, name) && !ownedNames(observed).has(name) ? name : undefined;
}
function addonFacts({ name, service, plan, state, shared, app }, { dataService }, { plan: wanted }, plans) {
    return (0,optional/* withoutUndefined */.r)({
        name,
        service,
        plan,
        state,
        shared,
        owner: app,
        dataServiceWaiting: dataService?.waiting,
        dataServiceMessage: dataService?.message,
        wantedPlan: wanted && `${wanted.service}:${wanted.plan}`,
        plans,
    });
}
function configFacts(known, settings) {
    const { addon, observed } = known;
    if (!addon)
        return undefined;
    const { readerProblem } = sourcesOf(known, settings);
    const variables = desiredVars(known, settings).flatMap((each) => managedVar(each, observed.config));
    return (0,optional/* withoutUndefined */.r)({
        url: urlStateOf(addon, observed.config, settings.addon),
        variables,
        readerProblem,
    });
}
/** None while the value is not known. */
function managedVar(desired, config) {
    const { name, side, field, value, source, kind } = desired;
    if (!value || source === undefined)
        return [];
    return [(0,optional/* withoutUndefined */.r)({ name, state: stateOf(desired, config), side, field, source, kind })];
}
function whyUnprobed({ addon, observed }, settings) {
    if (!addon)
        return settings.dryRun ? 'there is no add-on yet' : 'there is no add-on';
    const url = urlStateOf(addon, observed.config, settings.addon);
    switch (url.state) {
        case 'missing':
            return url.configVars.length === 0 ? 'the add-on has no URL yet' : `${list(url.configVars)} is not set`;
        case 'unreadable':
            return `the URL in ${url.configVar} cannot be read`;
        case 'ok':
            // With an URL, a dry run tests what is there, but for `probe-from: dyno`.
            return settings.dryRun ? 'a dry run starts no one-off dyno' : 'the config vars of the app name no endpoint';
    }
}

;// CONCATENATED MODULE: ./checks/heroku-facts.js


/** Asks at once for what the checks that run need: a bonus, so no answer is waited for longer than `settled` says. */
function askHeroku(addon, settings, { api, plansOf, clock, signal }, 
/** What was read a moment ago, and cannot have changed by this run. */
known = {}) {
    const needed = herokuFactsNeeded(settings);
    const service = addon?.service;
    // The data API knows Heroku's own add-ons only.
    const own = addon && service === 'heroku-redis' ? addon : undefined;
    const plans = service !== undefined && needed.has('plans') ? plansOf(service) : undefined;
    const unless = (seen, ask) => seen ? Promise.resolve(seen) : ask();
    const maintenance = own && needed.has('maintenance') ? unless(known.maintenance, () => api.maintenance(own.id)) : undefined;
    const database = own && needed.has('database') ? unless(known.database, () => api.databaseInfo(own.name)) : undefined;
    const databaseConfig = own && needed.has('database-config') ? unless(known.config, () => api.databaseConfig(own.name)) : undefined;
    return {
        settled: async (mostMs) => {
            const over = new AbortController();
            const late = clock
                .sleep(mostMs, AbortSignal.any([signal, over.signal]))
                .catch(() => undefined)
                .then(() => ({ known: false, why: 'no answer while Redis was tested' }));
            const inTime = async (answer) => answer && Promise.race([answer, late]);
            const facts = {
                plans: await inTime(plans),
                maintenance: await inTime(maintenance),
                database: await inTime(database),
                databaseConfig: await inTime(databaseConfig),
            };
            over.abort();
            return (0,optional/* withoutUndefined */.r)(facts);
        },
    };
}
/** What the steps have read of it, where the run broke off before the checks asked. */
function factsOfService({ maintenance, database, config }) {
    return (0,optional/* withoutUndefined */.r)({ plans: undefined, maintenance, database, databaseConfig: config });
}

;// CONCATENATED MODULE: ./report/app-result.js





function buildAppResult(settings, run) {
    const { app, known, planned, steps, notes, probe, heroku, oldCredentials, findings, error, more, situation, durationMs, } = run;
    const { written = [], release } = known ?? {};
    const { plans, maintenance, databaseConfig } = heroku;
    const report = appReport((0,optional/* withoutUndefined */.r)({
        app,
        findings,
        steps,
        changedConfigVars: written.map(({ name }) => name),
        error: error && (0,catalogue/* explainIn */.Py)(error, situation),
        addon: known?.addon && addonReport(known.addon, known, settings),
        release: release?.version,
        probe,
        rotation: oldCredentials && { oldCredentials },
        urls: known && urlsReport(known, settings),
        maintenance: maintenance?.known === true ? maintenance.value : undefined,
        settings: databaseConfig?.known === true ? databaseConfig.value : undefined,
        metrics: more.metrics,
        context: more.context,
    }));
    return (0,optional/* withoutUndefined */.r)({
        report,
        findings,
        changes: settings.dryRun ? planned.flatMap((step) => (step.action === 'set-config' ? step.changes : [])) : written,
        latency: (0,optional/* withoutUndefined */.r)({
            writer: roundTrips(probe?.writer),
            reader: roundTrips(probe?.reader),
        }),
        plans: plans?.known === true ? plans.value : undefined,
        notes,
        measured: run.measured,
        durationMs,
    });
}
/** An app that was never begun. */
function failedAppResult(app, settings, error) {
    const nothing = { planned: [], steps: [], notes: [], heroku: {}, findings: [], more: { context: [] }, durationMs: 0 };
    return buildAppResult(settings, { ...nothing, app, error, situation: { app, mode: settings.mode } });
}
function roundTrips(facts) {
    return facts?.latency?.ok === true ? facts.latency.value.values : undefined;
}
function addonReport(addon, { created, observed }, settings) {
    const { id, name, app: owner, shared, plan, state, price } = addon;
    const configVar = urlVarOf(addon, observed.config, settings.addon);
    return (0,optional/* withoutUndefined */.r)({ name, id, created, owner, shared, plan, state, configVar, price });
}
/** Absent where no `_URL` is managed, or none is set yet. */
function urlsReport(known, settings) {
    const kindOf = (side) => desiredVars(known, settings).find((each) => each.side === side && each.kind !== undefined)?.kind;
    if (!settings.fields.includes('url') || !known.addon || settings.mode === 'remove')
        return undefined;
    return (0,optional/* withoutUndefined */.r)({ writer: kindOf('writer'), reader: kindOf('reader') });
}

;// CONCATENATED MODULE: ./state/service.js

/** An add-on whose version, settings and maintenance this run may change: Heroku's own, and this app's. */
function isManaged({ service, shared }) {
    return service === 'heroku-redis' && !shared;
}
/** Undefined while it is not known. */
function maintenanceIn({ maintenance }) {
    return maintenance?.known === true ? maintenance.value : undefined;
}
/** Undefined while it is not known. */
function versionIn({ database }) {
    return database?.known === true ? database.value.version : undefined;
}
/** `none` and `completed` both mean that nothing is ahead. */
function isAhead(maintenance) {
    return maintenance !== undefined && maintenance.status !== 'none' && maintenance.status !== 'completed';
}
/** Heroku prepares, or runs, an upgrade of the server. The API is undocumented: reason and method both give it away. */
function isUpgrade(maintenance) {
    const { reason = '', method = '' } = maintenance ?? {};
    return isAhead(maintenance) && (/upgrade|version/i.test(reason) || method === 'changeover');
}
/** `ready (version upgrade), scheduled for 2026-12-19 22:00 UTC`. */
function maintenanceWords(maintenance) {
    const { reason, startedAt, scheduledFor, requiredBy } = maintenance;
    const status = (0,utils_text/* sanitize */.aj)(maintenance.status, 40);
    const isRunning = status === 'running';
    const parts = [
        reason === undefined ? status : `${status} (${(0,utils_text/* sanitize */.aj)(reason.replaceAll('_', ' '), 80)})`,
        ...(isRunning && startedAt !== undefined ? [`since ${toMinutes(startedAt)}`] : []),
        ...(!isRunning && scheduledFor !== undefined ? [`scheduled for ${toMinutes(scheduledFor)}`] : []),
        ...(!isRunning && requiredBy !== undefined ? [`required by ${toMinutes(requiredBy)}`] : []),
    ];
    return parts.join(', ');
}
/** `2026-12-19 22:00 UTC`. */
function toMinutes(iso) {
    return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

;// CONCATENATED MODULE: ./report/context.js



/** What went wrong may be Heroku's doing. */
const mayBeHeroku = new Set([
    'heroku-unavailable',
    'provision-failed',
    'provision-timeout',
    'plan-change-failed',
    'upgrade-failed',
    'maintenance',
    'rotation-failed',
    'settings',
    'standby',
    'release-failed',
    'dyno-failed',
    'redis-dns',
    'redis-refused',
    'redis-timeout',
    'redis-tls-not-offered',
    'redis-loading',
    'redis-busy',
    'redis-read-only',
    'redis-master-down',
    'redis-persistence-failing',
    'redis-no-replicas',
    'redis-connection-lost',
    'redis-error',
    'replication-lag',
    'replication-broken',
    'latency',
]);
/** The server is full or busy: its own metrics say more. */
const isAboutLoad = new Set([
    'redis-too-many-clients',
    'redis-out-of-memory',
    'redis-quota',
    'memory',
    'eviction',
    'connections',
    'trend',
]);
/**
 * What else is known when something fails: Heroku's open incidents, a maintenance that runs, the last log lines of the
 * add-on with their metrics. Asked for after the verdict, so that it changes none, and for nothing that passes, unless
 * `logs: always` has the log read while Redis is tested. Never rejects.
 */
async function gatherContext(ended, { logs }, { api, incidents, signal }) {
    const { app, addon, error, findings } = ended;
    const reason = error?.reason ?? findings.find(({ status }) => status === 'fail')?.reason;
    const own = addon?.service === 'heroku-redis' ? addon : undefined;
    const asksHeroku = reason !== undefined && mayBeHeroku.has(reason) && !signal.aborted;
    const asksLog = logs === 'on-failure' && (asksHeroku || (reason !== undefined && isAboutLoad.has(reason)));
    const [status, maintenance, log] = await Promise.all([
        asksHeroku ? incidents() : undefined,
        asksHeroku && own && isManaged(own) ? (ended.maintenance ?? api.maintenance(own.id)) : undefined,
        own && asksLog ? readAddonLog(app, own, api) : ended.log,
    ]);
    const lines = reason !== undefined && log?.known === true ? log.value.lines : [];
    return (0,optional/* withoutUndefined */.r)({
        context: [
            ...(status?.known === true ? status.value.incidents.map(incidentContext) : []),
            ...(own && maintenance?.known === true ? maintenanceContext(own.name, maintenance.value) : []),
            ...lines.map((line) => ({ kind: 'log', message: line })),
        ],
        metrics: log?.known === true ? log.value.metrics : undefined,
    });
}
/** The log of the app that owns the add-on has its lines. */
function readAddonLog(app, addon, api) {
    return api.addonLog(addon.shared ? addon.app : app, addon.name);
}
function incidentContext({ title, since, url, update }) {
    const began = since === undefined ? '' : ` (since ${toMinutes(since)})`;
    const news = update === undefined || update === title ? '' : `: ${(0,utils_text/* sanitize */.aj)(update, 300)}`;
    return (0,optional/* withoutUndefined */.r)({
        kind: 'incident',
        message: `Heroku reports an open incident: ${(0,utils_text/* sanitize */.aj)(title, 200)}${began}${news}.`,
        at: since,
        url: url !== undefined && /^https:\/\/[\w.-]+\.heroku\.com\//.test(url) ? url : undefined,
    });
}
function maintenanceContext(name, maintenance) {
    if (maintenance.status !== 'running')
        return [];
    const message = `The maintenance of ${name} is ${maintenanceWords(maintenance)}.`;
    return [(0,optional/* withoutUndefined */.r)({ kind: 'maintenance', message, at: maintenance.startedAt, url: undefined })];
}

;// CONCATENATED MODULE: ./report/log-lines.js


const marks = { pass: '✓', warn: '!', fail: '✗' };
/** One line for each finding; what was skipped comes last, one line for each reason. */
function findingLines(findings) {
    const skipped = Map.groupBy(findings.filter(({ status }) => status === 'skip'), ({ message }) => message);
    return [
        ...findings.flatMap((each) => each.status === 'skip' ? [] : [`${marks[each.status]} ${named(each)}: ${each.message}`]),
        ...[...skipped].map(([message, group]) => `- ${message} (${group.map(named).join(', ')})`),
    ];
}
/** What went wrong, and the errors that caused it, one line each. */
function errorLines(error) {
    const [, ...causes] = causeChain(error);
    return [`${marks.fail} ${error.message}`, ...causes];
}
function named({ id, target }) {
    return target === 'app' || target === 'pair' ? id : `${id} of the ${target}`;
}
/** What was met on the way to writer and reader, one line each; one line where both are one endpoint. */
function endpointLines({ writer, reader }) {
    const same = ['host', 'port', 'username', 'tls'].every((key) => writer.endpoint[key] === reader.endpoint[key]);
    return same
        ? [`writer and reader ${endpointLine(writer)}`]
        : [`writer ${endpointLine(writer)}`, `reader ${endpointLine(reader)}`];
}
/** Where, how long each stage took, and what is there. */
function endpointLine({ endpoint: { host, port }, timings, tls, info }) {
    const stages = Object.entries(timings).map(([stage, ms]) => `${stage.slice(0, -2)} ${(0,format/* duration */.p0)(ms)}`);
    const { protocol, certificate } = tls ?? {};
    const secured = protocol === undefined ? [] : [`${protocol}, certificate sha256:${certificate?.sha256 ?? 'unknown'}`];
    const server = info?.ok === true ? [`${info.value.server} ${info.value.version ?? '(unknown version)'}`] : [];
    return [`${host}:${port}`, ...stages, ...secured, ...server].join(' · ');
}

;// CONCATENATED MODULE: ./state/endpoints.js





/** Where the add-on's own URL and the `reader` input point: what setup has just written. Undefined: no URL yet. */
function endpointsAsWritten(known, settings) {
    const { writer, reader } = sourcesOf(known, settings);
    return writer && reader && { writer: writer.endpoint, reader: reader.endpoint };
}
/**
 * Where the app's own config vars point: what the app uses. Undefined: they do not name a writer. A reader that they do
 * not name (and whose `reader` variable is wrong) is not known; the writer is then tested alone.
 */
function endpointsAsConfigured(known, settings) {
    const { config } = known.observed;
    const sources = sourcesOf(known, settings);
    const writer = endpointAsConfigured(settings.writerPrefix, sources.writer, config, settings);
    const reader = endpointAsConfigured(settings.readerPrefix, sources.reader, config, settings);
    return writer && { writer, reader: reader ?? writer };
}
/** Stands for a host that must not be repeated; RFC 2606 keeps it from ever resolving. */
const unreadableHost = 'unreadable.invalid';
/**
 * The endpoint as the app's own variables name it, for that is what the app will use; a field that is not kept as a
 * variable comes from `source`, the add-on's URL. Undefined when neither tells where the server is.
 */
function endpointAsConfigured(prefix, source, config, settings) {
    const kept = (field) => settings.fields.includes(field) ? config.get(settings_configName(prefix, field))?.reveal() : undefined;
    const whole = kept('url');
    const parsed = whole === undefined ? undefined : (0,redis_endpoint/* parseRedisUrl */.CI)(new secret/* Secret */.z(whole));
    const base = parsed?.ok === true ? parsed.endpoint : source?.endpoint;
    const named = kept('host');
    // The host goes into every report: what looks like none may be a password, or a URL that holds one.
    const isSafe = named === undefined || named === base?.host || looksLikeHost(named);
    const host = isSafe ? (named ?? base?.host) : unreadableHost;
    const port = kept('port');
    if (host === undefined || (port === undefined && base === undefined))
        return undefined;
    const password = kept('password');
    const used = password === undefined ? base?.password : password === '' ? undefined : new secret/* Secret */.z(password);
    const tls = kept('tls')?.toLowerCase();
    return {
        host,
        // A port that is no number goes nowhere: 0 is refused everywhere, and the `config` check names the variable.
        port: port === undefined ? (base?.port ?? 0) : /^\d{1,5}$/.test(port) && Number(port) < 65_536 ? Number(port) : 0,
        username: kept('username') || (base?.username ?? 'default'),
        tls: tls === undefined ? (base?.tls ?? false) : ['true', '1', 'yes', 'on'].includes(tls),
        ...(used ? { password: used } : {}),
    };
}

;// CONCATENATED MODULE: ./state/var-change.js
/** Two writes told as one: first old value, last new value. */
function mergeChanges(before, after) {
    const merged = before.map((each) => {
        const again = after.find(({ name }) => name === each.name);
        return again?.to === undefined ? each : { ...each, to: again.to };
    });
    return [...merged, ...after.filter(({ name }) => !before.some((each) => each.name === name))];
}

;// CONCATENATED MODULE: ./state/known.js


function initiallyKnown(observed, addon) {
    return {
        observed,
        created: false,
        settled: addon?.state === undefined || addon.state === 'provisioned',
        service: {},
        attached: [],
        copied: [],
        written: [],
        overwritten: 0,
        released: true,
        ...(addon ? { addon } : {}),
    };
}
function withConfig(known, config) {
    return { ...known, observed: { ...known.observed, config } };
}
/** The list of add-ons with this one as it is now. */
function withListed(observed, addon) {
    return { ...observed, addons: [...observed.addons.filter(({ id }) => id !== addon.id), addon] };
}
/** Config vars were written; `config` is Heroku's answer, the full map. */
function withWritten(known, changes, config, lastWrite) {
    const { releaseNames: _, ...before } = known;
    return {
        ...withConfig(before, config),
        written: mergeChanges(known.written, changes),
        lastWrite,
        released: false,
    };
}
/** Heroku may move the add-on's URL some time after such a step. */
function mayMoveUrl({ requestedPlan, rotation, maintained }) {
    return requestedPlan !== undefined || rotation !== undefined || maintained === true;
}
/** The add-on, and all that it brought to this app, is gone from it: removed, or only detached (`removed` absent). */
function withoutAttachments(known, gone, removed) {
    const { observed } = known;
    const ids = new Set(gone.map(({ id }) => id));
    const names = new Set([...gone.flatMap((each) => variablesOf(each)), ...(removed?.configVars ?? [])]);
    const addon = known.addon && { ...known.addon, configVars: known.addon.configVars.filter((name) => !names.has(name)) };
    return {
        ...known,
        observed: {
            ...observed,
            addons: observed.addons.filter(({ id }) => id !== removed?.id),
            attachments: observed.attachments.filter(({ id }) => !ids.has(id)),
            config: new Map([...observed.config].filter(([name]) => !names.has(name))),
        },
        ...(addon && { addon: removed ? { ...addon, state: 'deprovisioned' } : addon }),
    };
}
function withService(known, facts) {
    return { ...known, service: { ...known.service, ...facts } };
}

;// CONCATENATED MODULE: ./heroku/refusals.js
const outsideOfSpace = /not automatically networked|private space/i;
const noAccess = /do(?:es)?(?: not|n't) have access to the app/i;
const expired = /\b(?:expired|revoked)\b|invalid credentials/i;
const beingProvisioned = /add-?ons? .*\bbeing provisioned/i;
const selected = /only available to (?:select|certain)/i;
const soldOut = /no longer (?:available|offered|supported|sold)/i;
const ofPlan = new Set(['provision-failed', 'plan-change-failed']);
/** Heroku's answers, most telling first (Platform API reference, "Error responses"; ids and words seen in public reports). */
const refusals = [
    { when: (status, { id }) => status === 429 || id === 'rate_limit', reason: 'rate-limited' },
    { when: (status, { id }) => status === 412 || id === 'two_factor', reason: 'two-factor-required' },
    {
        when: (status, { id, message }) => status === 402 || id === 'delinquent' || id.startsWith('verification_') || /verify your account/i.test(message),
        reason: 'payment-required',
    },
    {
        when: (_, { id, message }) => id === 'confirmation_required' && outsideOfSpace.test(message),
        reason: 'confirmation-required',
        meaning: 'private-space',
        cause: 'The app runs in a Private Space, and an add-on with this plan is outside of it.',
        remedy: 'Set `plan` to a private- or shield- plan, for example `private-7`: these run inside the space.',
    },
    {
        when: (_, { id }) => id === 'confirmation_required',
        reason: 'confirmation-required',
        meaning: 'name-taken',
    },
    {
        when: (status, { message }) => (status === 401 || status === 403) && expired.test(message),
        reason: 'heroku-unauthorized',
    },
    { when: (status) => status === 401, reason: 'heroku-unauthorized' },
    {
        // What a stranger's app answers, and so a misspelled name.
        when: (status, { message }) => status === 403 && noAccess.test(message),
        reason: 'heroku-forbidden',
        cause: 'The name is misspelled and belongs to an app of another account, or the account of this token is not a collaborator.',
        remedy: 'Compare `app` with `heroku apps --all`, run as the account that made the token; if the name is right, give the account access to the app.',
    },
    {
        when: (status, { id }) => status === 403 && id === 'suspended',
        reason: 'heroku-forbidden',
        cause: 'Heroku has suspended the account or the app.',
        remedy: 'Let the owner of the account ask Heroku’s support why: https://help.heroku.com.',
    },
    {
        when: (status, { message }) => status === 403 && /suspended/i.test(message),
        reason: 'heroku-forbidden',
        cause: 'Heroku or the provider has suspended the add-on.',
        remedy: 'Ask Heroku’s support why: https://help.heroku.com.',
    },
    {
        when: (status, { message }) => status === 403 && /not permitted to install/i.test(message),
        reason: 'heroku-forbidden',
        cause: 'The provider or Heroku does not let this account install the add-on.',
        remedy: 'Ask Heroku’s support (https://help.heroku.com) with the reference in the message, or use another provider.',
    },
    { when: (status) => status === 403, reason: 'heroku-forbidden' },
    {
        when: (status, { resource, message }) => status === 404 && (resource === 'app' || /find that app/i.test(message)),
        reason: 'app-not-found',
    },
    {
        when: (status, { message }) => status === 422 && selected.test(message),
        reason: 'plan-not-found',
        meaning: 'not-for-sale',
        cause: 'Heroku offers this plan to selected accounts only.',
        remedy: 'Set `plan` to another plan of the service (`heroku addons:plans`).',
    },
    {
        when: (status, { message }, fallback) => status === 422 && soldOut.test(message) && (ofPlan.has(fallback) || /\bplan\b/i.test(message)),
        reason: 'plan-not-found',
        meaning: 'not-for-sale',
        cause: 'Heroku no longer offers this plan.',
        remedy: 'Set `plan` to another plan of the service (`heroku addons:plans`).',
    },
    {
        when: (status, { message }, fallback) => status === 422 && ofPlan.has(fallback) && outsideOfSpace.test(message),
        meaning: 'private-space',
        cause: 'The app runs in a Private Space, and this plan does not.',
        remedy: 'Set `plan` to a private- or shield- plan, for example `private-7`: these run inside the space.',
    },
    {
        when: (status, { message }) => (status === 422 || status === 404) && /find .*add-on (service|plan)/i.test(message),
        reason: 'plan-not-found',
    },
    {
        when: (status, { message }) => status === 422 && /attachment value/i.test(message),
        reason: 'config-conflict',
        meaning: 'attachment-owned',
    },
    {
        when: (status, { id, message }) => status < 500 && (id === 'provider_error' || /contacting the add-?on partner/i.test(message)),
        cause: 'The service of the add-on’s provider failed.',
        remedy: 'Run again in a few minutes; if it recurs, contact the provider of the add-on.',
    },
    { when: (_, { id }) => id === 'multiple_matches', reason: 'addon-ambiguous' },
    {
        // 423 is "locked", under whatever id.
        when: (status, { message }) => status === 423 || (status < 500 && beingProvisioned.test(message)),
        reason: 'heroku-unavailable',
        meaning: 'busy',
        cause: 'Heroku is working on something else of this app, which it does one at a time.',
        remedy: 'Run again in a few minutes, and let only one workflow at a time work on this app.',
    },
    {
        when: (status) => status === 409,
        reason: 'heroku-unavailable',
        meaning: 'busy',
        cause: 'Heroku is working on something else of this app, for example a release.',
        remedy: 'Run again in a few minutes, and let only one workflow at a time work on this app.',
    },
    { when: (status) => status >= 500 || (status >= 300 && status < 400), reason: 'heroku-unavailable' },
];
/** Advice for a 4xx that no row knows, where that of the fallback's reason would mislead. */
const generalAdvice = {
    // A PATCH that is refused for anything but an attachment: "exceed 64kb", a bad name.
    'config-conflict': {
        cause: 'Heroku refused the change for the reason it gives.',
        remedy: 'Correct what Heroku names: the `config` input, a prefix, or the app’s own config vars.',
    },
    'provision-failed': {
        cause: 'Heroku or the provider refused the add-on for the reason it gives.',
        remedy: 'Correct what the message names, or choose another `plan`.',
    },
    'plan-change-failed': {
        cause: 'Heroku or the provider refused the change of plan for the reason it gives.',
        remedy: 'Correct what the message names, or choose another `plan`.',
    },
    'upgrade-failed': {
        cause: 'Heroku refused the upgrade for the reason it gives.',
        remedy: 'Correct what the message names, for example the `version` input.',
    },
    'rotation-failed': {
        cause: 'Heroku refused the rotation for the reason it gives; the credentials are unchanged.',
        remedy: 'Correct what the message names, then run again.',
    },
    maintenance: {
        cause: 'Heroku refused to run the maintenance for the reason it gives; it is probably not ready.',
        remedy: 'Wait until it is ready (`heroku data:maintenances`), then run again.',
    },
    settings: {
        cause: 'Heroku refused the settings for the reason it gives.',
        remedy: 'Correct the `settings` input as the message says.',
    },
    // No outage: a look at the status page would be of no use.
    'heroku-unavailable': {
        cause: 'Heroku refused the request for the reason it gives.',
        remedy: 'Run again; if it recurs, open a ticket at https://help.heroku.com and quote the Request-Id.',
    },
};

;// CONCATENATED MODULE: ./heroku/errors.js





/** A call to Heroku that did not succeed. */
class HerokuFailure extends failure/* Failure */.H {
    /** The HTTP status; absent when there was no answer. */
    status;
    /** Heroku's error id; empty when it sent none. */
    id;
    /** Heroku's own words, cleaned; empty when it sent none. */
    words;
    meaning;
    /** `unknown`: Heroku may have done what was asked for all the same. */
    outcome;
    constructor(explanation, details) {
        super(explanation);
        this.status = details.status;
        this.id = details.id ?? '';
        this.words = details.words ?? '';
        this.meaning = details.meaning;
        this.outcome = details.outcome;
    }
    /** The same failure, with the number of tries in its sentence. */
    afterTries(tries) {
        if (tries === 1)
            return this;
        const { status, id, words, meaning, outcome } = this;
        const what = `${this.explanation.what.replace(/\.$/, '')} (tried ${tries} times).`;
        const details = { id, words, meaning, outcome, ...(status === undefined ? {} : { status }) };
        return new HerokuFailure({ ...this.explanation, what }, details);
    }
}
/** An answer that may be another one in a moment: worth a bounded retry. */
function isTransient({ status, meaning }) {
    return (status !== undefined && (status >= 500 || status === 409 || status === 429)) || meaning === 'busy';
}
/** Longer texts are no message of Heroku's; scrubbing them would only take time. */
const longestMessage = 1024 * 1024;
/** Heroku's refusal as a failure, with its own words and the Request-Id to quote to its support. */
function refused(refusal) {
    const { status, request, requestId, fallback, scrub = (text) => text } = refusal;
    const body = errorBody(refusal.body);
    const row = refusals.find(({ when }) => when(status, body, fallback));
    const advice = row ?? refusal.advice ?? generalAdvice[fallback];
    const words = (0,utils_text/* sanitize */.aj)(scrub(body.message.slice(0, longestMessage)), 300);
    const id = (0,utils_text/* sanitize */.aj)(scrub(body.id.slice(0, longestMessage)), 60);
    const redirect = status >= 300 && status < 400 ? ', a redirect, which is never followed with a token' : '';
    const answered = `Heroku answered ${request} with ${status}${id === '' ? '' : ` ${id}`}${redirect}`;
    const what = `${answered}${words === '' ? '' : `: "${words}"`}.`;
    const extra = (0,optional/* withoutUndefined */.r)({ requestId, cause: advice?.cause, remedy: advice?.remedy });
    return new HerokuFailure((0,catalogue/* explain */.WE)(row?.reason ?? fallback, what, extra), {
        status,
        id,
        words,
        meaning: row?.meaning,
        // An answer of 5xx can come after the work was done.
        outcome: status >= 500 ? 'unknown' : 'refused',
    });
}
function errorBody(body) {
    const text = (name) => {
        const value = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
        return typeof value === 'string' ? value : '';
    };
    return { id: text('id'), message: text('message') || text('error'), resource: text('resource') };
}

;// CONCATENATED MODULE: ./steps/progress.js


/**
 * A record of one app's run: what is known, what was done and what was still planned. A run that fails or is cancelled
 * half-way reports from it.
 */
class Progress {
    #log;
    #notes = [];
    #known;
    #done = [];
    #planned = [];
    constructor(log) {
        this.#log = log;
    }
    /** Undefined: Heroku has not answered yet. */
    get known() {
        return this.#known;
    }
    get steps() {
        return [...this.#done, ...this.#planned];
    }
    /** Remarks for the report that are no findings. */
    get notes() {
        return this.#notes;
    }
    learn(known) {
        this.#known = known;
        return known;
    }
    /** What is still to be done, the next step first. */
    plan(steps) {
        this.#planned = steps;
    }
    /** The next step was done. `detail` says what really happened. */
    markDone(detail, target) {
        const [next, ...rest] = this.#planned;
        if (!next)
            return;
        this.#done = [...this.#done, { ...next, done: true, detail, target: target ?? next.target }];
        this.#planned = rest;
        const name = target ?? next.target;
        this.#log.info(detail.startsWith(name) ? `${detail}.` : `${name}: ${detail}.`);
    }
    /** A step that was planned is not needed any more. */
    markUnneeded(step, detail) {
        this.#done = [...this.#done, { ...step, done: true, detail }];
    }
    /** The next step was requested, and no answer says what came of it. */
    markUnknown(request) {
        this.markAccepted(`${request}, but got no answer: whether it was done is not known`);
    }
    /** The next step is under way. */
    markAccepted(detail) {
        const [next, ...rest] = this.#planned;
        if (next)
            this.#planned = [{ ...next, detail }, ...rest];
    }
    note(text) {
        this.#notes.push(text);
        this.#log.info(text);
    }
}
/** Refused is refused; without an answer the work may have been done. */
function isOutcomeUnknown(error) {
    if (error instanceof HerokuFailure)
        return error.outcome === 'unknown';
    return error instanceof failure/* Failure */.H && error.reason === 'cancelled';
}

;// CONCATENATED MODULE: ./steps/plan-maintenance.js





/**
 * The upgrade that `version` asks for, and the maintenance that `maintenance: run` asks for. An upgrade of a plan with a
 * standby is a maintenance too: Heroku prepares it, and it waits to be run.
 */
function maintenanceSteps(known, settings) {
    const { addon, settled, service } = known;
    if (!addon || !settled || !isManaged(addon))
        return [];
    const maintenance = maintenanceIn(service);
    const status = maintenance?.status ?? 'none';
    const name = { id: addon.id, name: addon.name };
    const version = versionToChangeTo(known, settings);
    if (version === undefined) {
        const isAsked = settings.maintenance === 'run' || (isUpgradeAsked(settings) && isUpgrade(maintenance));
        if (status === 'running' && isAsked)
            return finish(name, status, undefined);
        return status === 'ready' && settings.maintenance === 'run' ? finish(name, status, undefined) : [];
    }
    const { upgrade } = known;
    const isUnderWay = upgrade !== undefined || isUpgrade(maintenance);
    if (status === 'running')
        return finish(name, status, isUnderWay ? version : undefined);
    if (status === 'ready' && (isUnderWay || settings.maintenance === 'run')) {
        return finish(name, status, isUnderWay ? version : undefined);
    }
    const isAtOnce = addon.plan?.endsWith(':mini') === true;
    const rest = isAtOnce
        ? [{ action: 'wait-maintenance', addon: name, until: 'completed', version }, movedUrl(name)]
        : [{ action: 'wait-maintenance', addon: name, until: 'ready', version }, ...finish(name, 'ready', version)];
    if (isUnderWay)
        return rest;
    const ask = (0,optional/* withoutUndefined */.r)({ action: 'upgrade', addon: name, from: versionIn(service), to: version });
    return [ask, ...rest];
}
function finish(addon, status, version) {
    return [
        ...(status === 'ready' ? [{ action: 'run-maintenance', addon }] : []),
        (0,optional/* withoutUndefined */.r)({ action: 'wait-maintenance', addon, until: 'completed', version }),
        movedUrl(addon),
    ];
}
/** Its URL is read again when the maintenance is over. */
function movedUrl(addon) {
    return { action: 'wait-addon', addon, moved: true };
}
/** Undefined: it has the version, whether it has is not known, or it is not to be changed. */
function versionToChangeTo({ service, upgrade }, settings) {
    // The version can be reported before the upgrade is over; and one that ended without it is not asked for again: the
    // `version` check says so.
    if (upgrade)
        return upgrade.ended ? undefined : upgrade.version;
    const { version } = settings;
    const present = versionIn(service);
    if (version === undefined || present === undefined || !isUpgradeAsked(settings))
        return undefined;
    return isOlder(present, version) ? version : undefined;
}
function isUpgradeAsked({ version, versionMismatch }) {
    return version !== undefined && versionMismatch === 'change';
}
/** @throws Failure `version-mismatch` before anything is done */
function refuseVersion({ addon, created, service, upgrade }, settings) {
    const { version, versionMismatch } = settings;
    const present = versionIn(service);
    if (!addon || created || upgrade || version === undefined || present === undefined)
        return;
    if (versionMismatch === 'fail' && isOlder(present, version)) {
        throw plan_maintenance_mismatch(addon.name, present, `\`version\` asks for ${version}`);
    }
    if (versionMismatch === 'change' && isNewer(present, version)) {
        throw plan_maintenance_mismatch(addon.name, present, `\`version\` asks for ${version}, which is older`, {
            cause: 'Heroku has upgraded the server, or somebody else has. An upgrade cannot be reversed.',
            remedy: `Set \`version\` to ${(0,utils_text/* sanitize */.aj)(present, 20)}, or leave it empty.`,
        });
    }
}
function plan_maintenance_mismatch(name, present, wish, advice = {}) {
    return (0,catalogue/* failure */.V2)('version-mismatch', `${name} runs version ${(0,utils_text/* sanitize */.aj)(present, 20)}, and ${wish}.`, advice);
}

;// CONCATENATED MODULE: ./steps/read-service.js







/**
 * Reads what the plan needs of Heroku's data API, and nothing where it is not needed. The API is undocumented: what it
 * does not tell is a remark, unless the run cannot do its work without it.
 * @throws Failure `maintenance: run` was asked for, and whether there is a maintenance is not known
 */
async function readService(known, context) {
    const { addon, settled, created, service } = known;
    const { api, settings, progress } = context;
    if (!addon || !settled || settings.mode !== 'setup')
        return known;
    if (!isManaged(addon)) {
        noteOthers(known, context);
        return known;
    }
    const changesVersion = settings.version !== undefined && settings.versionMismatch !== 'warn';
    const runs = settings.maintenance === 'run' && !created;
    const wants = {
        maintenance: runs || (changesVersion && settings.versionMismatch === 'change' && !created),
        database: changesVersion,
        config: Object.keys(settings.settings).length > 0,
    };
    const [maintenance, database, config] = await Promise.all([
        wants.maintenance ? (service.maintenance ?? insist(() => api.maintenance(addon.id), context)) : undefined,
        wants.database ? (service.database ?? insist(() => api.databaseInfo(addon.name), context)) : undefined,
        wants.config ? (service.config ?? insist(() => api.databaseConfig(addon.name), context)) : undefined,
    ]);
    if (database?.known === false) {
        progress.note(`The version of ${addon.name} is not known before the tests: ${(0,utils_text/* sanitize */.aj)(database.why, 300)}.`);
    }
    const next = progress.learn(withService(known, (0,optional/* withoutUndefined */.r)({ ...known.service, maintenance, database, config })));
    if (runs && maintenance?.known === false)
        throw unknownMaintenance(addon.name, maintenance);
    if (runs)
        noteNotReady(next, context);
    return wants.maintenance && (await isBusy(next, context)) ? progress.learn(unsettled(next)) : next;
}
/** Without a maintenance: an upgrade of a plan without a standby, that another run has asked for. */
async function isBusy({ addon, service }, { api }) {
    if (!addon || isAhead(maintenanceIn(service)))
        return false;
    const attempt = await api.dataWait(addon.name);
    return attempt.kind === 'done' && attempt.value.waiting;
}
/** Heroku works on it, and its URL moves. */
function unsettled(known) {
    return { ...known, settled: false, maintained: true };
}
/** Milliseconds before a question is asked once more whose answer decides what is done: each is tried twice anyway. */
const delaysMs = [2_000];
/** Asks again what fails in passing; an answer that is final stays. */
async function insist(ask, { clock, deadline, signal }) {
    for (let tries = 0;; tries += 1) {
        const answer = await ask();
        const delayMs = delaysMs[tries];
        if (answer.known || isFinal(answer) || delayMs === undefined || clock.now() + delayMs > deadline)
            return answer;
        await clock.sleep(delayMs, signal);
    }
}
/** Heroku has answered, and refuses. */
function isFinal(answer) {
    if (answer.known || !(answer.failure instanceof HerokuFailure))
        return false;
    const { status = 500, outcome } = answer.failure;
    return outcome === 'refused' && status < 500 && status !== 429 && status !== 409;
}
function unknownMaintenance(name, { why, failure: error }) {
    const reason = error?.reason ?? 'heroku-unavailable';
    return (0,catalogue/* failure */.V2)(reason, `Whether a maintenance of ${name} is ahead is not known: ${(0,utils_text/* sanitize */.aj)(why, 300)}.`, {
        ...(error ? { error } : {}),
        cause: 'Heroku’s data API, which runs maintenances, did not answer or refused.',
        remedy: 'Run again later, or set `maintenance: report` to set up the app without it.',
    });
}
/** `maintenance: run` finds one that cannot be run yet: it is not forced. */
function noteNotReady(known, { settings, progress }) {
    const maintenance = maintenanceIn(known.service);
    if (!maintenance || !isAhead(maintenance) || maintenanceSteps(known, settings).length > 0)
        return;
    const name = known.addon?.name ?? 'the add-on';
    progress.note(`The maintenance of ${name} is ${maintenanceWords(maintenance)}. It is not ready, so it was not run; run again when it is ready.`);
}
/** Only its own app changes an add-on's server. */
function noteOthers({ addon }, { settings, progress }) {
    const asked = [
        ...(settings.maintenance === 'run' ? ['maintenance: run'] : []),
        ...(settings.version !== undefined && settings.versionMismatch === 'change' ? ['version-mismatch: change'] : []),
        ...(Object.keys(settings.settings).length > 0 ? ['settings'] : []),
    ];
    if (!addon || asked.length === 0)
        return;
    const why = addon.shared ? `it belongs to ${addon.app}` : 'it is not an add-on of Heroku Key-Value Store';
    const text = `${asked.join(', ')} did nothing for ${addon.name}: ${why}.`;
    if (!progress.notes.includes(text))
        progress.note(text);
}

;// CONCATENATED MODULE: ./steps/apply-settings.js






/** Changes the server settings that differ, in one request. Setting them again changes nothing, so it may be repeated. */
const applySettings = {
    describe: ({ addon, settings, from }) => ({
        target: addon?.name ?? 'the new add-on',
        detail: `set ${changes(settings, from)}`,
    }),
    unneeded: 'the settings were already as asked for',
    apply: async ({ settings }, known, context) => {
        const { api, log, progress } = context;
        const { addon } = known;
        if (!addon)
            return known;
        const seen = known.service.config ?? (await insist(() => api.databaseConfig(addon.name), context));
        const from = seen.known ? seen.value : undefined;
        const keys = from ? differingSettings(settings, from) : wantedSettings(settings);
        const wanted = only(settings, keys);
        if (keys.length === 0) {
            progress.markDone('the settings were already as asked for', addon.name);
            return withService(known, { config: seen });
        }
        const words = changes(wanted, from);
        log.info(`Setting ${words} …`);
        await api.setDatabaseConfig(addon.name, wanted).catch(async (error) => {
            if (isOutcomeUnknown(error))
                progress.markUnknown(`asked Heroku to set ${words}`);
            if (!(error instanceof HerokuFailure) || !(await isSet(addon.name, wanted, error, context)))
                throw error;
        });
        const compared = from ? '' : '; Heroku did not report what was set before';
        progress.markDone(`set ${words}${compared}`, addon.name);
        return withService(known, { config: { known: true, value: { ...from, ...settings } } });
    },
};
/** The work may have been done though every answer was lost. */
async function isSet(name, wanted, { outcome }, { api }) {
    if (outcome !== 'unknown')
        return false;
    const seen = await api.databaseConfig(name);
    return seen.known && differingSettings(wanted, seen.value).length === 0;
}
/** `maxmemory-policy=allkeys-lru (was noeviction), timeout=60 (was 300)`. */
function changes(settings, from) {
    return wantedSettings(settings)
        .map((key) => {
        const before = from?.[key];
        const was = before === undefined ? '' : ` (was ${apply_settings_shown(before)})`;
        return `${settingNames[key]}=${apply_settings_shown(settings[key] ?? '')}${was}`;
    })
        .join(', ');
}
function apply_settings_shown(value) {
    const text = (0,utils_text/* sanitize */.aj)(String(value), 60);
    return text === '' ? '""' : text;
}
function only(settings, keys) {
    return Object.fromEntries(Object.entries(settings).filter(([key]) => keys.includes(key)));
}

;// CONCATENATED MODULE: ./state/live-urls.js




/** Heroku's rule for the names of attachments. */
const attachmentName = /^[A-Z][A-Z0-9_]*$/;
/** Writer first. Empty: `fields` has no `url`. */
function managedUrls(known, settings) {
    if (!settings.fields.includes('url'))
        return [];
    const { writerPrefix, readerPrefix } = settings;
    return [
        managedUrl(writerPrefix, true, known, settings),
        managedUrl(readerPrefix, readsFromAddon(known, settings), known, settings),
    ];
}
/** Heroku writes it, not we. */
function isKeptByHeroku({ how }) {
    return how.kind === 'live' || how.kind === 'lost' || how.kind === 'attach';
}
function managedUrl(prefix, isOwn, known, settings) {
    const configVar = settings_configName(prefix, 'url');
    return { prefix, configVar, how: live_urls_stateOf(prefix, configVar, isOwn, known, settings) };
}
function live_urls_stateOf(prefix, configVar, isOwn, known, settings) {
    const { addon, observed, attached, copied } = known;
    const attachment = attachmentsHere(observed).find(({ name }) => name === prefix);
    if (!isOwn)
        return { kind: 'copy' };
    if (attachment && addon && attachment.addon.id === addon.id) {
        // Attaching it again would not help where this run has just done so, and the owner keeps its last attachment.
        const others = attachmentsHere(observed).filter((each) => each !== attachment && each.addon.id === addon.id);
        const isFinal = attached.includes(prefix) || (others.length === 0 && !addon.shared);
        return observed.config.has(configVar) || isFinal ? { kind: 'live' } : { kind: 'lost', attachment };
    }
    if (addon?.configVars.includes(configVar) === true)
        return { kind: 'live' };
    if (attachment || ownedByOthers(known).has(configVar))
        return { kind: 'conflict', with: 'attachment' };
    if (!attachmentName.test(prefix) || copied.includes(prefix))
        return { kind: 'copy' };
    const value = observed.config.get(configVar);
    if (value === undefined)
        return { kind: 'attach', replaces: false };
    return isOurCopy(value, prefix, known, settings)
        ? { kind: 'attach', replaces: true }
        : { kind: 'conflict', with: 'config-var' };
}
/** Config vars that belong to attachments of other add-ons. */
function ownedByOthers({ addon, observed }) {
    const addons = observed.addons.filter(({ id }) => id !== addon?.id);
    const attachments = observed.attachments.filter((each) => each.addon.id !== addon?.id);
    return ownedNames({ ...observed, addons, attachments });
}
/** The reader is the add-on's own server, by its own URL. */
function readsFromAddon({ addon }, { reader, config, writerPrefix }) {
    if (reader.kind === 'writer')
        return true;
    if (reader.kind === 'url' || config.has(reader.name))
        return false;
    return reader.name === settings_configName(writerPrefix, 'url') || addon?.configVars.includes(reader.name) === true;
}
/**
 * Whether a plain config var is a copy of this add-on's URL, as it is or as it was. Strict, because what it holds is lost
 * when the attachment takes its place: it names the add-on's present server; or its password, a random secret that a
 * move of the server does not change; or just what our other config vars of this prefix name, written together with it.
 */
function isOurCopy(value, prefix, known, settings) {
    const copy = live_urls_endpointOf(value);
    if (!copy)
        return false;
    const current = sourcesOf(known, settings).writer?.endpoint;
    if (current && copy.host === current.host && copy.port === current.port)
        return true;
    if (current && hasSamePassword(copy, current.password))
        return true;
    const { config } = known.observed;
    const sibling = (field) => config.get(settings_configName(prefix, field));
    return (sibling('host')?.equals(copy.host) === true &&
        sibling('port')?.equals(String(copy.port)) === true &&
        hasSamePassword(copy, sibling('password')));
}
/** Shorter ones are not random: several servers may have them. */
const shortestRandom = 16;
function hasSamePassword({ password }, other) {
    if (password === undefined || other === undefined || password.reveal().length < shortestRandom)
        return false;
    return password.equals(other);
}
function live_urls_endpointOf(url) {
    const result = (0,redis_endpoint/* parseRedisUrl */.CI)(url);
    return result.ok ? result.endpoint : undefined;
}
/**
 * The add-on's own config vars, the managed ones last: the URL is read from, and named as, the one that the add-on came
 * with.
 */
function withManagedLast(addon, { writerPrefix, readerPrefix }) {
    const managed = [configName(writerPrefix, 'url'), configName(readerPrefix, 'url')];
    const rank = (name) => (managed.includes(name) ? 1 : 0);
    return { ...addon, configVars: addon.configVars.toSorted((a, b) => rank(a) - rank(b)) };
}

// EXTERNAL MODULE: ./utils/retry.js
var retry = __nccwpck_require__(2145);
;// CONCATENATED MODULE: ./utils/concurrency.js
/**
 * Runs `work` for every item, at most `limit` at the same time. The results are in the order of the items.
 * `work` should not reject: one rejection rejects all.
 */
async function mapLimit(items, limit, work) {
    const results = [];
    // All workers share one iterator: a free one takes the next item.
    const queue = items.entries();
    const worker = async () => {
        for (const [index, item] of queue)
            results[index] = await work(item);
    };
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
    return results;
}
/** At most so many at the same time; the others wait in the order in which they came. */
class Semaphore {
    #waiting = new Set();
    #free;
    constructor(limit) {
        this.#free = limit;
    }
    /** @throws what `work` throws · the signal's reason when it aborts before the work has begun */
    async run(signal, work) {
        signal.throwIfAborted();
        if (this.#free > 0)
            this.#free -= 1;
        else
            await this.#turn(signal);
        try {
            return await work();
        }
        finally {
            const [next] = this.#waiting;
            if (next)
                next();
            else
                this.#free += 1;
        }
    }
    #turn(signal) {
        return new Promise((resolve, reject) => {
            const begin = () => {
                this.#waiting.delete(begin);
                signal.removeEventListener('abort', giveUp);
                resolve();
            };
            const giveUp = () => {
                this.#waiting.delete(begin);
                reject(signal.reason);
            };
            this.#waiting.add(begin);
            signal.addEventListener('abort', giveUp, { once: true });
        });
    }
}
/** Places of which only so many can be taken at the same time. Who waits is served in order. */
class Slots {
    #free;
    #queue = [];
    constructor(count) {
        this.#free = count;
    }
    /** Takes `count` places at once, so that those who need several never wait for each other. @throws the signal's reason */
    async take(count, signal) {
        signal.throwIfAborted();
        await new Promise((resolve, reject) => {
            const entry = { count, take: resolve };
            this.#queue.push(entry);
            signal.addEventListener('abort', () => {
                const at = this.#queue.indexOf(entry);
                if (at < 0)
                    return;
                this.#queue.splice(at, 1);
                reject(signal.reason);
                this.#serve();
            }, { once: true });
            this.#serve();
        });
    }
    free(count) {
        this.#free += count;
        this.#serve();
    }
    #serve() {
        for (let next = this.#queue[0]; next !== undefined && next.count <= this.#free; next = this.#queue[0]) {
            this.#queue.shift();
            this.#free -= next.count;
            next.take();
        }
    }
}

// EXTERNAL MODULE: ./utils/time.js + 1 modules
var utils_time = __nccwpck_require__(5917);
;// CONCATENATED MODULE: ./heroku/decode.js

/** An answer whose shape is not what its documentation says. The message names the place, never a value. */
class ShapeError extends Error {
}
function wrong(path, wanted) {
    return new ShapeError(`${(0,utils_text/* sanitize */.aj)(path, 100)} is not ${wanted}`);
}
/** An object with the fields of `T`, none of them trusted yet. */
function asObject(value, path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw wrong(path, 'an object');
    return value;
}
/** The same for what we do not rely on: anything but an object has no fields. */
function objectOr(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
function asList(value, path, item) {
    if (!Array.isArray(value))
        throw wrong(path, 'a list');
    return value.map((each, index) => item(each, `${path}[${index}]`));
}
/** The same for what we do not rely on: anything but a list is empty. */
function listOr(value) {
    return Array.isArray(value) ? value : [];
}
function asText(value, path) {
    if (typeof value !== 'string')
        throw wrong(path, 'text');
    return value;
}
/** Heroku's longest names have 255 characters. A name goes into outputs and reports as it is. */
const longestName = 1_000;
/** Longer words are no words of Heroku's. They are dropped and not cut: a cut secret could not be scrubbed any more. */
const decode_longestText = 10_000;
/** Text that names something: never empty, never long. */
function asName(value, path) {
    if (typeof value !== 'string' || value === '' || value.length > longestName)
        throw wrong(path, 'a name');
    return value;
}
function asNumber(value, path) {
    const number = numberOf(value);
    if (number === undefined)
        throw wrong(path, 'a number');
    return number;
}
/** A number, also as text (`"1500"`); undefined when it is neither. */
function numberOf(value) {
    if (typeof value === 'number')
        return Number.isFinite(value) ? value : undefined;
    return typeof value === 'string' && /^\s*-?\d{1,15}(\.\d{1,15})?\s*$/.test(value) ? Number(value) : undefined;
}
/** `''` where it is missing: for words that are shown but not relied on. */
function textOr(value, fallback) {
    return typeof value === 'string' && value.length <= decode_longestText ? value : fallback;
}
/** Text that says something; undefined for anything else. */
function decode_textOf(value) {
    return typeof value === 'string' && value.length <= decode_longestText && value.trim() !== '' ? value : undefined;
}
/**
 * An ISO 8601 time in UTC. Heroku writes `2019-11-07 22:00:00 +0000` and ISO 8601, and null for "not yet".
 * Undefined for anything else.
 */
function timeOf(value) {
    if (typeof value !== 'string')
        return undefined;
    const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(value.trim()) ?? [];
    const [, day, time, fraction = '0', zone = 'Z'] = match;
    if (day === undefined || time === undefined)
        return undefined;
    const seconds = time.length === 5 ? `${time}:00` : time;
    const offset = /^(z|utc)$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
    const ms = Date.parse(`${day}T${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
    return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

;// CONCATENATED MODULE: ./heroku/json.js
/**
 * JSON from outside, refused before it is built when it would take far more memory than its text: 4 MiB of `[[[[…` or
 * `[{},{},…` are hundreds of megabytes of objects. Heroku's answers nest a handful of levels, and a page of 1,000
 * add-ons has about 10,000 lists and objects.
 */
const deepest = 64;
const mostContainers = 200_000;
/** The parsed text; undefined when it is not JSON, or more of it than an answer of Heroku can be. */
function parseJson(text) {
    if (!isBounded(text))
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
const quote = 0x22;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
function isBounded(text) {
    let depth = 0;
    let containers = 0;
    for (let at = 0; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (code === quote) {
            at = endOfText(text, at);
        }
        else if (code === openList || code === openObject) {
            depth += 1;
            containers += 1;
            if (depth > deepest || containers > mostContainers)
                return false;
        }
        else if (code === closeList || code === closeObject) {
            depth -= 1;
        }
    }
    return true;
}
/** Where the text that begins at this quote ends. */
function endOfText(text, start) {
    for (let at = start + 1; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (code === backslash)
            at += 1;
        else if (code === quote)
            return at;
    }
    return text.length;
}

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");
var external_node_http_namespaceObject_0 = /*#__PURE__*/__nccwpck_require__.t(external_node_http_namespaceObject, 2);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");
var external_node_https_namespaceObject_0 = /*#__PURE__*/__nccwpck_require__.t(external_node_https_namespaceObject, 2);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __nccwpck_require__(1692);
;// CONCATENATED MODULE: ../node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map
;// CONCATENATED MODULE: ./heroku/proxy-agent.js





/**
 * Connections through the runner's proxy (CONNECT). The tunnel of `@actions/http-client` is not used: it triggers Node's
 * DEP0005 warning (`new Buffer` in the package `tunnel`), hangs as long as the proxy does, and does not distinguish
 * errors of the proxy from errors of the host behind it. The toolkit still decides which hosts use the proxy.
 */
/** The proxy did not give us a connection to Heroku. */
class ProxyError extends Error {
    name = 'ProxyError';
    /** The proxy's answer to CONNECT; absent when there was none. */
    status;
    constructor(message, status) {
        super(message);
        this.status = status;
    }
}
/** The proxy that the environment names for this address (HTTPS_PROXY, NO_PROXY). @throws ProxyError */
function proxyFor(url) {
    try {
        const named = getProxyUrl(url);
        if (!named)
            return undefined;
        // `proxy.example.com:3128` parses as a URL with the scheme `proxy.example.com:`; curl and others take it for a host.
        const bare = named.hostname === '' && !named.href.includes('//');
        const proxy = new URL(bare ? `http://${named.href}` : named.href);
        if (/^https?:$/.test(proxy.protocol))
            return proxy;
    }
    catch {
        // Reported below. The value can contain a password, so it is not quoted.
    }
    throw new ProxyError('the proxy variable (HTTPS_PROXY) is not an http:// or https:// URL');
}
/** `proxy.example.com:3128`, without credentials. */
function proxyName(proxy) {
    return `${proxy.hostname}:${portOf(proxy)}`;
}
function portOf({ port, protocol }) {
    return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
/** Connects through a proxy, and speaks TLS to the host behind it when that is what the address asks for. */
class TunnelAgent extends external_node_https_namespaceObject.Agent {
    #proxy;
    #encrypted;
    #signal;
    /** `signal` ends connections to the proxy that are still being made. */
    constructor(proxy, encrypted, signal) {
        super({ keepAlive: true });
        this.#proxy = proxy;
        this.#encrypted = encrypted;
        this.#signal = signal;
    }
    createConnection(options, callback) {
        const host = options.host ?? 'localhost';
        const target = `${host}:${options.port ?? 443}`;
        void this.#connect(host, target, callback);
        return undefined;
    }
    async #connect(host, target, done) {
        let socket;
        try {
            const tunnel = await this.#tunnel(target);
            // An address is no server name (RFC 6066).
            const servername = (0,external_node_net_.isIP)(host) === 0 ? host : '';
            socket = this.#encrypted ? external_node_tls_.connect({ socket: tunnel, host, servername }) : tunnel;
        }
        catch (error) {
            done(error instanceof Error ? error : new ProxyError('it failed'));
            return;
        }
        done(null, socket);
    }
    #tunnel(target) {
        const proxy = this.#proxy;
        const credentials = credentialsOf(proxy);
        return new Promise((resolve, reject) => {
            const { request } = proxy.protocol === 'https:' ? external_node_https_namespaceObject_0 : external_node_http_namespaceObject_0;
            const connect = request({
                host: proxy.hostname,
                port: portOf(proxy),
                method: 'CONNECT',
                path: target,
                agent: false,
                signal: this.#signal,
                headers: {
                    host: target,
                    ...(credentials === undefined
                        ? {}
                        : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }),
                },
            });
            connect.once('connect', ({ statusCode = 0 }, socket, head) => {
                if (statusCode >= 200 && statusCode < 300 && head.length === 0) {
                    resolve(socket);
                    return;
                }
                socket.destroy();
                const how = head.length > 0 ? 'followed by unexpected data' : hint(statusCode);
                reject(new ProxyError(`it answered CONNECT ${target} with ${statusCode}${how === '' ? '' : ` (${how})`}`, statusCode));
            });
            // Anything but an answer to CONNECT: a proxy that is none.
            connect.once('response', (response) => {
                response.destroy();
                reject(new ProxyError('it did not answer CONNECT as a proxy does'));
            });
            connect.once('error', (error) => reject(new ProxyError(reason(error))));
            connect.end();
        });
    }
}
function credentialsOf({ username, password }) {
    return username === '' && password === '' ? undefined : `${decoded(username)}:${decoded(password)}`;
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function hint(status) {
    if (status === 407)
        return 'it asks for credentials';
    if (status === 403)
        return 'it does not allow this host';
    return status >= 500 ? 'it cannot reach this host' : '';
}
/** Codes rather than messages: those of Node repeat addresses, which can be many lines. */
function reason({ code = '', message }) {
    switch (code) {
        case 'ENOTFOUND':
        case 'EAI_AGAIN':
            return `its host name does not resolve (${code})`;
        case 'ECONNREFUSED':
            return 'it refuses connections (ECONNREFUSED)';
        case 'ECONNRESET':
            return 'it closed the connection (ECONNRESET)';
        case '':
            return message;
        default:
            return code;
    }
}

;// CONCATENATED MODULE: ./heroku/transport.js





/** Nothing of Heroku's that we ask for comes near it: a page of 1,000 add-ons is 1.6 MB. */
const maxBodyBytes = 4 * 1024 * 1024;
/** There was no (whole) answer. */
class TransportError extends Error {
    name = 'TransportError';
    /** Node's code; empty when there is none. */
    code;
    /** False: no connection was made, so that Heroku cannot have done anything. */
    sent;
    /** The proxy that was used, without credentials. */
    proxy;
    constructor(message, details) {
        super(message, { cause: details.cause });
        this.code = details.code ?? '';
        this.sent = details.sent;
        this.proxy = details.proxy;
    }
}
/** Connections to Heroku: kept alive, through the runner's proxy where there is one. */
class Transport {
    #agents = new Map();
    #closing = new AbortController();
    /** @throws TransportError · the signal's reason when it aborts */
    async exchange(exchange) {
        const { signal, timeoutMs } = exchange;
        signal.throwIfAborted();
        const limit = (0,abort/* timeLimit */.zc)(timeoutMs, signal);
        const state = { sent: false, tunnelled: false, proxy: undefined };
        try {
            return await this.#send(exchange, limit, state);
        }
        catch (error) {
            if (signal.aborted)
                throw signal.reason;
            if (limit.aborted)
                throw timeOut(timeoutMs, state);
            throw transportError(error, state);
        }
    }
    #send(exchange, signal, state) {
        const { url, method, headers, body } = exchange;
        return new Promise((resolve, reject) => {
            const agent = this.#agentFor(url, state);
            const { request: begin } = url.protocol === 'https:' ? external_node_https_namespaceObject_0 : external_node_http_namespaceObject_0;
            const request = begin(url, { method, headers, agent });
            const abort = () => {
                // A request that has no connection yet reports nothing when it is destroyed.
                reject(signal.reason);
                request.destroy();
            };
            signal.addEventListener('abort', abort, { once: true });
            let answered = false;
            request.once('close', () => {
                signal.removeEventListener('abort', abort);
                if (!answered)
                    reject(new Error('the connection was closed without an answer'));
            });
            request.once('error', reject);
            request.once('socket', (socket) => {
                // A kept connection is ready at once, and would collect a listener with every request.
                const connected = () => {
                    state.sent = true;
                };
                if (request.reusedSocket)
                    connected();
                else
                    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected);
                state.tunnelled = true;
            });
            request.once('upgrade', (_, socket) => {
                socket.destroy();
                reject(new Error('the server switched protocols (101) unexpectedly'));
            });
            request.once('response', (response) => {
                answered = true;
                state.sent = true;
                transport_read(response, exchange).then((text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }), reject);
            });
            request.end(body);
        });
    }
    #agentFor(url, state) {
        const proxy = proxyFor(url);
        if (proxy)
            state.proxy = proxyName(proxy);
        const key = `${url.protocol} ${proxy?.href ?? ''}`;
        const known = this.#agents.get(key);
        if (known)
            return known;
        const encrypted = url.protocol === 'https:';
        const direct = () => (encrypted ? new external_node_https_namespaceObject.Agent({ keepAlive: true }) : new external_node_http_namespaceObject.Agent({ keepAlive: true }));
        const agent = proxy ? new TunnelAgent(proxy, encrypted, this.#closing.signal) : direct();
        this.#agents.set(key, agent);
        return agent;
    }
    /** Ends all connections, also those to a proxy that are still being made. */
    close() {
        this.#closing.abort();
        for (const agent of this.#agents.values())
            agent.destroy();
    }
}
function timeOut(ms, { tunnelled, sent, proxy }) {
    const within = (0,format/* duration */.p0)(ms);
    if (proxy !== undefined && !tunnelled) {
        return new TransportError(`it did not answer within ${within}`, { code: 'PROXY', sent: false, proxy });
    }
    return new TransportError(`no ${sent ? 'answer' : 'connection'} within ${within}`, { sent, proxy });
}
function transportError(error, { sent, proxy }) {
    if (error instanceof ProxyError) {
        return new TransportError(error.message, { code: 'PROXY', sent: false, proxy, cause: error });
    }
    if (!(error instanceof Error))
        return new TransportError('the request failed', { sent, proxy });
    const inner = firstOf(error);
    const code = codeOf(inner);
    return new TransportError(inner.message, { code, sent, proxy, cause: error });
}
/**
 * When every address of a host fails, the message of the whole is empty. A runner without IPv6 has no route to some of
 * them, which says nothing about the others.
 */
function firstOf(error) {
    if (!(error instanceof AggregateError))
        return error;
    const errors = error.errors.filter((each) => each instanceof Error);
    return errors.find((each) => codeOf(each) !== 'ENETUNREACH') ?? errors[0] ?? error;
}
function codeOf(error) {
    return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
/** Reads at most so many bytes. A body that arrives too slowly is ended by the signal of the exchange. */
function transport_read(response, { maxBytes = maxBodyBytes, streamMs }) {
    return new Promise((resolve, reject) => {
        const chunks = [];
        let size = 0;
        const finish = () => {
            clearTimeout(timer);
            resolve(Buffer.concat(chunks).toString('utf8'));
        };
        const enough = () => {
            finish();
            response.destroy();
        };
        const timer = streamMs === undefined ? undefined : setTimeout(enough, streamMs);
        response.on('data', (chunk) => {
            size += chunk.length;
            if (size <= maxBytes) {
                chunks.push(chunk);
            }
            else if (streamMs === undefined) {
                reject(new Error(`the answer is larger than ${maxBytes / 1024 / 1024} MiB`));
                response.destroy();
            }
            else {
                enough();
            }
        });
        response.once('end', () => {
            if (response.complete)
                finish();
            else
                reject(new Error('the connection was lost in the middle of the answer'));
        });
        response.once('error', (error) => {
            clearTimeout(timer);
            reject(error);
        });
        response.once('close', () => {
            clearTimeout(timer);
            reject(new Error('the connection was lost in the middle of the answer'));
        });
    });
}

;// CONCATENATED MODULE: ./heroku/network.js




const unresolved = new Set([
    'ENOTFOUND',
    'EAI_AGAIN',
    'EAI_FAIL',
    'EAI_NODATA',
    'EAI_NONAME',
    'ENODATA',
]);
const unrouted = new Set([
    'ENETUNREACH',
    'EHOSTUNREACH',
    'EADDRNOTAVAIL',
    'ENETDOWN',
    'EACCES',
    'EPERM',
]);
/** Codes of Node and OpenSSL for a certificate that does not verify. */
const untrusted = /^(?:UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|CERT_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|ERR_TLS_INVALID)/;
/** The runner's own network: none of this is Heroku's, and a look at status.heroku.com would be a waste of time. */
const kinds = [
    {
        when: ({ code, proxy }) => code === 'PROXY' && proxy !== undefined,
        what: ({ proxy, message }, host) => `The runner's proxy ${proxy ?? ''} gave no connection to ${host}: ${message}`,
        cause: "The runner's proxy is down, does not allow Heroku's hosts, or wants other credentials.",
        remedy: (host) => `Check HTTPS_PROXY on the runner (address, user and password), allow ${host}:443 in the proxy, or exempt heroku.com with NO_PROXY.`,
    },
    {
        when: ({ code, proxy }) => code === 'PROXY' && proxy === undefined,
        what: ({ message }, host) => `The runner cannot connect to ${host}: ${message}`,
        cause: 'HTTPS_PROXY is set to something that is not the URL of a proxy.',
        remedy: () => 'Set HTTPS_PROXY on the runner to a URL such as http://user:password@proxy.example.com:3128, with the password percent-encoded.',
    },
    {
        when: ({ code }) => unresolved.has(code),
        what: ({ code }, host) => `The runner cannot resolve ${host} (${code})`,
        cause: "The runner's DNS does not know Heroku's host, as in a network where only a proxy resolves names.",
        remedy: (host) => `Check DNS on the runner (\`getent hosts ${host}\`); where a proxy is needed, set HTTPS_PROXY.`,
    },
    {
        when: ({ code }) => untrusted.test(code),
        what: ({ code }, host) => `The runner does not trust the certificate of ${host} (${code})`,
        cause: 'A proxy on the way opens TLS with an authority of its own, or the clock of the runner is wrong.',
        remedy: () => "Set NODE_EXTRA_CA_CERTS on the runner to a file with the proxy's authority, and check the runner's clock.",
    },
    {
        when: ({ code }) => code === 'EPROTO' || code.startsWith('ERR_SSL_'),
        what: ({ code }, host) => `What answers for ${host} does not speak TLS as Heroku does (${code})`,
        cause: 'A proxy or firewall on the way answers instead of Heroku.',
        remedy: () => 'Check the proxy variables (HTTPS_PROXY, NO_PROXY) and the firewall of the runner.',
    },
    {
        when: ({ code }) => code === 'EMFILE' || code === 'ENFILE',
        transient: true,
        what: ({ code }, host) => `The runner has no file descriptor left for a connection to ${host} (${code})`,
        cause: 'The limit of open files is too low for so many apps at the same time.',
        remedy: () => 'Raise the limit on the runner (`ulimit -n 1024`), or check fewer apps in one step.',
    },
    {
        when: ({ code }) => unrouted.has(code),
        what: ({ code }, host) => `The runner has no route to ${host} (${code})`,
        cause: 'The network of the runner does not lead to the internet, or a firewall forbids it.',
        remedy: (host) => `Allow ${host}:443 in the firewall of the runner; where a proxy is needed, set HTTPS_PROXY.`,
    },
];
/** What went wrong between the runner and Heroku: `network` when it is the runner's side, which a retry seldom changes. */
function unreached(error, { host, request, requestId, scrub, }) {
    const outcome = error.sent ? 'unknown' : 'refused';
    const kind = kinds.find(({ when }) => when(error));
    if (kind) {
        const what = `${(0,utils_text/* sanitize */.aj)(scrub(kind.what(error, host)), 400)}.`;
        const explanation = (0,catalogue/* explain */.WE)('network', what, { cause: kind.cause, remedy: kind.remedy(host) });
        return { failure: new HerokuFailure(explanation, { outcome }), transient: kind.transient === true };
    }
    const { code, message } = error;
    // Node's messages name hosts and codes, never headers; some leave the code out.
    const why = code === '' || message.includes(code) ? message : `${code} ${message}`;
    const what = `Heroku did not answer ${request}: ${(0,utils_text/* sanitize */.aj)(scrub(why), 200)}.`;
    const failure = new HerokuFailure((0,catalogue/* explain */.WE)('heroku-unavailable', what, { requestId }), { outcome });
    return { failure, transient: true };
}

;// CONCATENATED MODULE: ./heroku/rate-limit.js


/** Heroku gives an account 4,500 calls an hour and refills 75 a minute: at that pace it never runs dry. */
const refillMs = 60_000 / 75;
/** Below this many left we go at the pace of the refill, so that a deploy of the same account still finds some. */
const reserve = 100;
/** Heroku rates a limit by the minute: this long one line about it is enough. */
const quietMs = 60_000;
/** What is left of the account's calls to the Platform API, shared by all apps of a run. Other hosts have no part in it. */
class RateLimit {
    #log;
    #clock;
    #remaining = Number.POSITIVE_INFINITY;
    /** From a bare 429, which says no number. */
    #guessed = false;
    #nextAt = 0;
    #slowdownLogged = false;
    #reachedLoggedAt = Number.NEGATIVE_INFINITY;
    constructor(log, clock = utils_time/* systemClock */.ml) {
        this.#log = log;
        this.#clock = clock;
    }
    /** Learns from the headers of an answer. A bare 429 names no number: it holds until an answer is no 429. */
    update(headers, status) {
        const text = headers['ratelimit-remaining'];
        const remaining = typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
        if (remaining === undefined && status !== 429 && !this.#guessed)
            return;
        this.#guessed = remaining === undefined && status === 429;
        this.#remaining = remaining ?? (this.#guessed ? 0 : Number.POSITIVE_INFINITY);
    }
    /** Holds a request back while few calls are left. @throws the signal's reason */
    async wait(signal) {
        if (this.#remaining >= reserve)
            return;
        const startAt = Math.max(this.#clock.now(), this.#nextAt);
        this.#nextAt = startAt + refillMs;
        const waitMs = startAt - this.#clock.now();
        if (!this.#slowdownLogged && !this.#guessed) {
            this.#slowdownLogged = true;
            this.#log.info(`Close to Heroku's rate limit (${this.#remaining} calls left for this account): slowing down to one request every ${(0,format/* duration */.p0)(refillMs)}.`);
        }
        if (waitMs > 0)
            await this.#clock.sleep(waitMs, signal);
    }
    /** One line for a limit that many requests run into at the same time. */
    logReached(pauseMs) {
        if (this.#clock.now() - this.#reachedLoggedAt < quietMs)
            return;
        this.#reachedLoggedAt = this.#clock.now();
        this.#log.info(`Heroku's rate limit is reached (429): requests are retried, the first in ${(0,format/* duration */.p0)(pauseMs)}.`);
    }
}

;// CONCATENATED MODULE: ./heroku/response-headers.js
/** The longest wait that a `Retry-After` can ask for. */
const longestWaitMs = 30_000;
/**
 * `Retry-After` in milliseconds, 0 to 30 s whatever it says: seconds, an HTTP date, or (seen on Heroku) a unix timestamp.
 * Undefined when there is none that can be read.
 */
function retryAfter(header, nowMs = Date.now()) {
    if (header === undefined)
        return undefined;
    const text = header.trim();
    const number = /^\d{1,13}(\.\d+)?$/.test(text) ? Number(text) : undefined;
    const ms = number === undefined ? Date.parse(text) - nowMs : number > 1e9 ? number * 1_000 - nowMs : number * 1_000;
    return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestWaitMs);
}
/**
 * The Request-Id to quote. Heroku's routers answer with a list of ids, ours among them; an id that is not ours is
 * quoted only when it came alone. Never a part of one.
 */
function requestIdOf(header, ours) {
    const ids = String(header ?? '')
        .split(',')
        .map((id) => id.trim())
        .filter((id) => id !== '');
    const [only] = ids;
    return ids.length === 1 && only !== undefined && /^[\w.:-]{1,64}$/.test(only) ? only : ours;
}

;// CONCATENATED MODULE: ./heroku/requests.js














const readTimeoutMs = 10_000;
/** Creating an add-on does work before it answers. */
const writeTimeoutMs = 25_000;
/** A try that gets less time than this would say more about our hurry than about Heroku. */
const shortestTryMs = 1_000;
/** What was asked for when the run is cancelled may be done all the same: this long its answer is waited for. */
const graceMs = 3_000;
/** Requests under way at the same time, whatever the number of apps. */
const mostAtOnce = 64;
/** Single tries: token, version, Request-Id, rate limit, and what the answer means. The one place that sends the token. */
class Requests {
    clock;
    rateLimit;
    /** Aborts when the run is cancelled, and when the client is closed. */
    over;
    #settings;
    #transport = new Transport();
    #slots = new Semaphore(mostAtOnce);
    #closing = new AbortController();
    /** Ends what changes something, a while after the run was cancelled. */
    #grace;
    #logged = new Set();
    constructor(settings) {
        this.#settings = settings;
        this.clock = settings.clock ?? utils_time/* systemClock */.ml;
        this.over = AbortSignal.any([settings.signal, this.#closing.signal]);
        this.#grace = delayed(settings.signal, graceMs);
        this.rateLimit = new RateLimit(settings.log, this.clock);
    }
    /** Waits for the rate limit. @throws the signal's reason */
    async wait({ access = 'platform' }, signal = this.over) {
        if (access === 'platform')
            await this.rateLimit.wait(signal);
    }
    /**
     * One try; `deadline` on the clock of `now()`, `bound` ends it sooner.
     * @throws Failure `cancelled` · the reason of `bound`
     */
    async try(call, log, deadline, bound) {
        // Nothing new is begun, and what is under way gets its time, so that its outcome is known.
        if (this.over.aborted && !call.afterCancel)
            throw cancelled();
        const signal = bound ?? this.#signalFor(call);
        try {
            return await this.#slots.run(signal, () => this.#send(call, log, deadline, signal));
        }
        catch (error) {
            if (signal.aborted && signal !== bound)
                throw cancelled();
            throw error;
        }
    }
    #signalFor({ method, afterCancel }) {
        if (afterCancel)
            return new AbortController().signal;
        return method === 'GET' ? this.over : this.#grace;
    }
    async #send(call, log, deadline, signal) {
        const url = new URL(call.url);
        const request = this.#scrub(`${call.method} ${call.label ?? url.pathname + url.search}`);
        const requestId = (0,external_node_crypto_.randomUUID)();
        const started = this.clock.now();
        const usualMs = call.method === 'GET' ? readTimeoutMs : writeTimeoutMs;
        const timeoutMs = Math.max(shortestTryMs, Math.min(usualMs, deadline - started));
        const elapsed = () => (0,format/* duration */.p0)(this.clock.now() - started);
        let answer;
        try {
            answer = await this.#exchange(call, { url, requestId, timeoutMs, signal });
        }
        catch (error) {
            if (!(error instanceof TransportError))
                throw error;
            const { failure, transient } = unreached(error, { host: url.host, request, requestId, scrub: this.#scrub });
            log.debug(`${failure.message} (after ${elapsed()}, Request-Id ${requestId})`);
            return { kind: transient ? 'passing' : 'final', failure };
        }
        const { status, headers } = answer;
        const quoted = requestIdOf(headers['request-id'], requestId);
        log.debug(`${request}: ${status} in ${elapsed()} (Request-Id ${quoted})`);
        const { access = 'platform' } = call;
        if (access !== 'public')
            this.#warn(headers);
        if (access === 'platform')
            this.rateLimit.update(headers, status);
        return this.#judge(call, answer, request, quoted);
    }
    #judge(call, { status, headers, text }, request, requestId) {
        if (status === 404 && call.notFound !== undefined)
            return { kind: 'done', value: call.notFound };
        // Scrubbed as a whole, because the decoder cuts it into short lines.
        const json = call.stream ? this.#scrub(text) : parseJson(text);
        if (status < 200 || status > 299) {
            const { fallback, advice } = call;
            const about = { request, requestId, fallback, scrub: this.#scrub, ...(advice ? { advice } : {}) };
            const failure = refused({ status, body: json, ...about });
            if (!isTransient(failure))
                return { kind: 'final', failure, status };
            const retryAfterMs = retryAfter(headers['retry-after']);
            return { kind: 'passing', failure, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
        }
        try {
            return { kind: 'done', value: call.decode(json ?? (call.bodyOptional ? {} : undefined), headers) };
        }
        catch (error) {
            if (!(error instanceof ShapeError))
                throw error;
            const what = `Heroku's answer to ${request} (${status}) cannot be read: ${this.#scrub(error.message)}.`;
            const explanation = (0,catalogue/* explain */.WE)('heroku-unavailable', what, { requestId });
            return { kind: 'passing', failure: new HerokuFailure(explanation, { status, outcome: 'unknown' }) };
        }
    }
    #scrub = (text) => {
        const withoutToken = text.replaceAll(this.#settings.token.reveal(), '***');
        return this.#settings.scrub?.(withoutToken) ?? withoutToken;
    };
    /** Heroku can repeat a warning on every answer: each is logged once per run. */
    #warn(headers) {
        for (const name of ['x-heroku-warning', 'warning-message']) {
            const value = headers[name];
            if (value === undefined)
                continue;
            const warning = (0,utils_text/* sanitize */.aj)(this.#scrub(String(value)), 500);
            if (warning !== '')
                this.logOnce(`Heroku warns: ${warning}`);
        }
    }
    /** Logs a line at most once per run. */
    logOnce(line) {
        if (this.#logged.has(line))
            return;
        this.#logged.add(line);
        this.#settings.log.info(line);
    }
    #exchange({ method, access, body, headers, stream }, attempt) {
        const { token, userAgent } = this.#settings;
        const { url, requestId, timeoutMs, signal } = attempt;
        const text = body === undefined ? undefined : JSON.stringify(body);
        const ofHeroku = {
            accept: 'application/vnd.heroku+json; version=3',
            authorization: `Bearer ${token.reveal()}`,
            'request-id': requestId,
        };
        return this.#transport.exchange({
            method,
            url,
            signal,
            timeoutMs,
            headers: {
                'user-agent': userAgent,
                ...(access === 'public' ? { accept: '*/*' } : ofHeroku),
                // Without this header, Node sends the body of a DELETE without a length.
                ...(text === undefined
                    ? {}
                    : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
                ...headers,
            },
            ...(text === undefined ? {} : { body: text }),
            ...(stream ? { streamMs: stream.ms, maxBytes: stream.bytes } : {}),
        });
    }
    /** Also ends requests whose answers are no longer needed, because they would keep the process alive. */
    close() {
        this.#closing.abort(cancelled());
        this.#transport.close();
    }
}
/** Aborts a while after another signal. */
function delayed(signal, ms) {
    const later = new AbortController();
    const abort = () => {
        setTimeout(() => later.abort(cancelled()), ms).unref();
    };
    if (signal.aborted)
        abort();
    else
        signal.addEventListener('abort', abort, { once: true });
    return later.signal;
}

;// CONCATENATED MODULE: ./heroku/http.js






/** Bounds of the retries. */
const maxTries = 5;
const retryBudgetMs = 30_000;
/** Carries an attempt that did not succeed through `retry`. */
class TryError extends Error {
    attempt;
    constructor(attempt) {
        super(attempt.failure.message);
        this.attempt = attempt;
    }
}
/** Heroku over HTTP: how often, how long and at what pace a request is tried. */
class HerokuHttp {
    #requests;
    constructor(settings) {
        this.#requests = new Requests(settings);
    }
    /** Tries until it is done, final, or out of tries and time; `deadline` on the clock of `now()`. @throws Failure */
    async sendWithRetry(call, log, deadline) {
        return this.#retry(call, log, deadline);
    }
    /**
     * For a change that must not be repeated blindly: after an answer that leaves doubt, `look` reads what is there and
     * returns it when it is what was asked for; only otherwise is the change sent again. @throws Failure
     */
    async sendOrLook(call, look, log, deadline) {
        let doubt = false;
        try {
            return await this.#retry(call, log, deadline, {
                afterFailure: ({ outcome }) => {
                    doubt ||= outcome === 'unknown';
                },
                beforeRetry: async () => (doubt ? look() : undefined),
            });
        }
        catch (error) {
            if (!doubt || !(error instanceof HerokuFailure))
                throw error;
            const seen = await look().catch(() => undefined);
            if (seen === undefined)
                throw error;
            return seen;
        }
    }
    async #retry(call, log, deadline, look) {
        const { clock, over } = this.#requests;
        // The time budget starts after the wait for the rate limit.
        await this.#requests.wait(call);
        const budgetMs = Math.min(deadline - clock.now(), retryBudgetMs);
        const end = clock.now() + budgetMs;
        const leftMs = () => end - clock.now();
        let tries = 0;
        const work = async () => {
            if (tries > 0) {
                const seen = await look?.beforeRetry();
                if (seen !== undefined)
                    return seen;
                await this.#requests.wait(call);
            }
            tries += 1;
            const attempt = await this.#requests.try(call, log, end);
            if (attempt.kind === 'done')
                return attempt.value;
            look?.afterFailure(attempt.failure);
            throw new TryError(attempt);
        };
        try {
            return await (0,retry/* retry */.L)(work, {
                tries: maxTries,
                budgetMs,
                signal: over,
                clock,
                delayMs: (failures, error) => (error instanceof TryError ? pauseMs(error.attempt, failures, leftMs()) : 0),
                shouldRetry: (error) => error instanceof TryError && error.attempt.kind === 'passing' && leftMs() > shortestTryMs,
                onRetry: (error, ms) => {
                    if (error instanceof TryError)
                        this.#logRetry(error.attempt.failure, ms, log);
                },
            });
        }
        catch (error) {
            throw error instanceof TryError ? error.attempt.failure.afterTries(tries) : error;
        }
    }
    /** Waits before the next try: as long as Heroku asks for (up to `mostMs`), else back-off with jitter. */
    async pause(attempt, tries, mostMs, log) {
        if (attempt.kind !== 'passing')
            return;
        const ms = pauseMs(attempt, tries, mostMs);
        this.#logRetry(attempt.failure, ms, log);
        await this.#requests.clock.sleep(ms, this.#requests.over);
    }
    #logRetry(failure, ms, log) {
        if (failure.reason === 'rate-limited')
            this.#requests.rateLimit.logReached(ms);
        else if (failure.reason === 'network')
            this.#requests.logOnce(`${failure.message} Requests are retried.`);
        else
            log.info(`${failure.message} Retrying in ${(0,format/* duration */.p0)(ms)}.`);
    }
    /** One try. Resolves for everything but a cancelled run. @throws Failure `cancelled` */
    async attempt(call, log, deadline) {
        if (!call.afterCancel)
            await this.#requests.wait(call);
        return this.#requests.try(call, log, deadline);
    }
    /** For what a run can do without: bounded, quiet, and never throws. */
    async bonus(call, log, { ms = 4_000, tries = 2 } = {}) {
        const { clock, over } = this.#requests;
        const signal = (0,abort/* timeLimit */.zc)(ms, over);
        const end = clock.now() + ms;
        const work = async () => {
            await this.#requests.wait(call, signal);
            const attempt = await this.#requests.try(call, log, end, signal);
            if (attempt.kind === 'done')
                return attempt.value;
            throw new TryError(attempt);
        };
        try {
            const value = await (0,retry/* retry */.L)(work, {
                tries,
                budgetMs: ms,
                signal,
                clock,
                delayMs: (failures, error) => (error instanceof TryError ? waitMs(error.attempt, failures) : 0),
                shouldRetry: (error) => error instanceof TryError && error.attempt.kind === 'passing',
            });
            return { known: true, value };
        }
        catch (error) {
            if (signal.aborted && !over.aborted)
                return { known: false, why: `no answer within ${(0,format/* duration */.p0)(ms)}` };
            const failure = error instanceof TryError ? error.attempt.failure : toFailure(error);
            return { known: false, why: failure.message.replace(/\.$/, ''), failure };
        }
    }
    close() {
        this.#requests.close();
    }
}
/** What Heroku asks for, else back-off with jitter. */
function waitMs(attempt, failures) {
    const asked = attempt.kind === 'passing' ? attempt.retryAfterMs : undefined;
    return asked ?? (0,retry/* backOffMs */.V)(failures, { firstMs: 500, factor: 2 });
}
/** One last try must still fit behind the pause. */
function pauseMs(attempt, failures, leftMs) {
    return Math.min(waitMs(attempt, failures), Math.max(leftMs - shortestTryMs, leftMs / 2));
}

;// CONCATENATED MODULE: ./steps/ask-once.js

/**
 * Asks for what must not be done twice. A refusal can come because another run was first, and a lost answer after the
 * work was done: so Heroku's state decides, and nothing is repeated blindly.
 * @throws HerokuFailure it was refused, and nothing of it is there
 */
async function askOnce({ request, ask, look }, { api, clock, deadline, progress }) {
    const started = clock.now();
    for (let tries = 1;; tries += 1) {
        const attempt = await ask().catch((error) => {
            progress.markUnknown(request);
            throw error;
        });
        if (attempt.kind === 'done')
            return { kind: 'answered', value: attempt.value };
        const { failure } = attempt;
        if (failure.outcome === 'unknown')
            progress.markUnknown(request);
        const seen = await look(failure);
        if (seen !== undefined)
            return { kind: 'found', value: seen };
        const leftMs = Math.min(retryBudgetMs - (clock.now() - started), deadline - clock.now());
        if (attempt.kind === 'final' || tries >= maxTries || leftMs <= 0)
            throw failure.afterTries(tries);
        await api.pause(attempt, tries, leftMs);
        // Heroku may have been at work on a request whose answer was lost.
        const late = await look(failure);
        if (late !== undefined)
            return { kind: 'found', value: late };
    }
}

;// CONCATENATED MODULE: ./steps/attach.js






/** Attaches the add-on under another name: Heroku then keeps `<name>_URL` current. */
const attach = {
    describe: ({ addon, name, replaces }) => ({
        target: addon?.name ?? 'the new add-on',
        detail: `attach it as ${name}, so that Heroku keeps ${name}_URL current${replaces ? '; replaces our copy' : ''}`,
    }),
    apply: async (step, known, context) => {
        const { api, app, log, progress, wallTime } = context;
        const { addon } = known;
        if (!addon)
            return known;
        const { name, replaces } = step;
        const there = replaces ? await findAttachment(addon.id, name, context) : undefined;
        if (there)
            return attached(there, undefined, known, context);
        log.info(`Attaching ${addon.name} as ${name} …`);
        const at = wallTime();
        const confirm = replaces ? { confirm: nameOfApp(known.observed) ?? app } : {};
        let isOurs = true;
        try {
            const outcome = await askOnce({
                request: `asked Heroku to attach it as ${name}`,
                ask: () => api.tryAttach({ app, addon: addon.id, name, ...confirm }),
                look: async (refusal) => {
                    isOurs = refusal.outcome === 'unknown';
                    return findAttachment(addon.id, name, context);
                },
            }, context);
            return await attached(outcome.value, outcome.kind === 'answered' || isOurs ? at : undefined, known, context);
        }
        catch (error) {
            if (!(error instanceof HerokuFailure) || error.outcome === 'unknown')
                throw error;
            if (error.meaning === 'name-taken')
                return takenMeanwhile(step, error, known, context);
            if (error.reason !== 'config-conflict' && error.reason !== 'heroku-forbidden')
                throw error;
            progress.note(`Heroku did not attach ${addon.name} as ${name}, so ${name}_URL is a copy. ${error.message}`);
            return { ...known, copied: [...known.copied, name] };
        }
    },
};
async function findAttachment(addonId, name, context) {
    const { api, app } = context;
    const attachments = await api.attachments(app);
    return attachments.find((each) => each.name === name && each.addon.id === addonId);
}
/** Heroku's lists, and so the config var, can be a moment behind. */
const lookDelaysMs = [250, 500, 1_000, 2_000, 4_000];
/** `at`: when this run asked for it; absent: another run has. */
async function attached(attachment, at, known, { api, app, clock, deadline, progress, signal }) {
    const { name } = attachment;
    const [configVar = `${name}_URL`] = variablesOf(attachment);
    let config = await api.configVars(app);
    for (const delayMs of lookDelaysMs) {
        if (config.has(configVar) || clock.now() + delayMs > deadline)
            break;
        await clock.sleep(delayMs, signal);
        config = await api.configVars(app);
    }
    progress.markDone(at === undefined
        ? `another run had just attached it as ${name}`
        : `attached it as ${name}; Heroku keeps ${configVar} current`);
    const { addon, observed } = known;
    const attachments = [...observed.attachments.filter((each) => each.id !== attachment.id), attachment];
    return {
        ...withConfig({ ...known, observed: { ...observed, attachments } }, config),
        ...(addon ? { addon: { ...addon, configVars: [...new Set([...addon.configVars, configVar])] } } : {}),
        attached: [...known.attached, name],
        ...(at === undefined
            ? {}
            : { released: false, releaseNames: [name], lastWrite: { at, desired: known.lastWrite?.desired ?? new Map() } }),
    };
}
/** Something took the name since it was read: the plan is made anew from what is there, unless Heroku does not show it. */
async function takenMeanwhile({ name, replaces }, refusal, known, { api, app, settings }) {
    const seen = { ...known, observed: await observe(api, app) };
    const now = managedUrls(seen, settings).find(({ prefix }) => prefix === name)?.how;
    if (now?.kind !== 'attach' || now.replaces !== replaces)
        return seen;
    const owner = attachmentsHere(seen.observed).some((each) => each.name === name) ? 'another attachment' : 'something';
    throw (0,catalogue/* failure */.V2)('config-conflict', `Heroku did not attach the add-on as ${name}: ${owner} of ${app} has that name.`, {
        error: refusal,
        remedy: `Look at \`heroku addons --app ${app}\`, choose another \`writer-prefix\` or \`reader-prefix\`, or leave \`url\` out of \`fields\`.`,
    });
}

;// CONCATENATED MODULE: ./steps/refusals.js






/** @throws Failure the `reader` input names a config var that holds no readable Redis URL */
function refuseReader({ readerProblem }, { reader }) {
    if (!readerProblem || reader.kind !== 'config-var')
        return;
    throw (0,catalogue/* failure */.V2)(readerProblem.reason, readerProblem.message, {
        cause: 'The reader input names the wrong config var, or the variable was removed or mistyped.',
        remedy: `Set ${reader.name} to the reader's rediss:// URL, or leave the reader input empty to read from the writer.`,
    });
}
/** Heroku's own other services are no Redis: the `plan` input would create, and pay for, something else. */
function refuseOtherService({ plan }) {
    if (plan === undefined || plan.service === defaultPlan.service || !plan.service.startsWith('heroku-'))
        return;
    throw (0,catalogue/* failure */.V2)('plan-not-found', `${plan.service}:${plan.plan} is not a Redis plan.`, {
        cause: `${plan.service} is another service of Heroku.`,
        remedy: 'Set plan to one of heroku addons:plans heroku-redis, or to service:plan of another Redis add-on.',
    });
}
/** Heroku refuses to overwrite what an attachment owns: better to say so before an add-on is created. */
function refuseOwned(desired, { observed, addon }, settings) {
    const owned = ownedNames(observed);
    const future = addon ? [] : [`${attachmentFor((settings.plan ?? defaultPlan).service)}_URL`];
    const taken = desired
        .filter(({ name }) => owned.has(name) || future.includes(name))
        // Before its value is known, a name counts as written, unless the add-on itself will keep it.
        .filter((each) => each.value ? stateOf(each, observed.config) !== 'ok' : addon?.configVars.includes(each.name) !== true)
        .map(({ name }) => name);
    if (taken.length === 0)
        return;
    const it = taken.length === 1 ? 'it' : 'them';
    throw (0,catalogue/* failure */.V2)('config-conflict', `Heroku keeps ${taken.join(', ')} on ${observed.app} itself, for an add-on's attachment, and lets nobody else write ${it}.`, {
        remedy: `Choose another writer-prefix or reader-prefix, leave that field out of fields, or detach the attachment.`,
    });
}
/** @throws Failure `plan-not-found` with what Heroku offers instead */
function refuseUnknownPlan(plan, offers) {
    const offer = offers.find(({ name }) => name === plan);
    if (offer && !isRetired(offer))
        return;
    throw planNotFound(plan, offers, offer ? 'is retired' : 'does not exist');
}
/** What Heroku would refuse in the run that a dry run stands for. */
function refuseTakenName(attachment, observed) {
    const variable = `${attachment}_URL`;
    if (observed.config.has(variable) || ownedNames(observed).has(variable))
        throw refusedName(attachment, observed);
}
/** Heroku does not attach the new add-on: the name belongs to something that this run does not replace. */
function refusedName(attachment, { app, config, ...observed }, error) {
    const variable = `${attachment}_URL`;
    const isAttachment = ownedNames({ app, config, ...observed }).has(variable);
    const extra = error ? { error } : {};
    if (!isAttachment && isMeantAsRedisUrl(config, variable)) {
        return (0,catalogue/* failure */.V2)('confirmation-required', `${app} has no Redis add-on, but its config var ${variable} holds a Redis URL that was set by hand. Heroku needs that name for the new add-on.`, {
            ...extra,
            cause: 'The app uses a Redis server that is no add-on, or the variable is left over from one.',
            remedy: `To replace it with an add-on, remove it (heroku config:unset ${variable} --app ${app}) and run again. To keep that server, remove this step: there is no add-on for it to set up.`,
        });
    }
    if (!isAttachment && config.has(variable)) {
        return (0,catalogue/* failure */.V2)('confirmation-required', `Heroku does not attach a new add-on to ${app} as ${attachment}: the config var ${variable} was set by hand.`, { ...extra, remedy: `Remove it (heroku config:unset ${variable} --app ${app}) and run again.` });
    }
    return (0,catalogue/* failure */.V2)('confirmation-required', `Heroku does not attach a new add-on to ${app} as ${attachment}: something else has that name.`, {
        ...extra,
        remedy: `Look at heroku addons --app ${app}: name the add-on with the addon input, or detach the ${attachment} attachment.`,
    });
}
/** Heroku words a retired plan in many ways: the live list tells whether it is the plan that was refused. */
async function planRefusal(refusal, plan, { api }) {
    if (!['plan-not-found', 'provision-failed', 'plan-change-failed'].includes(refusal.reason))
        return undefined;
    const offers = await api.plans(serviceOf(plan)).catch(() => []);
    const isOffered = offers.some((offer) => offer.name === plan && !isRetired(offer));
    if (refusal.reason !== 'plan-not-found' && (isOffered || offers.length === 0))
        return undefined;
    const words = refusal.words === '' ? '' : `: "${refusal.words}"`;
    // What Heroku refuses to this account it lists all the same.
    const others = offers.filter(({ name }) => name !== plan);
    return planNotFound(plan, others, `was refused by Heroku${words}`, refusal);
}
function planNotFound(plan, offers, problem, error) {
    const available = onOffer(offers);
    return (0,catalogue/* failure */.V2)('plan-not-found', `The plan ${plan} ${problem}.`, {
        ...(error ? { error, cause: error.explanation.cause } : {}),
        ...(available.length === 0 ? {} : { remedy: `Set plan to one that Heroku offers now: ${available.join(', ')}.` }),
    });
}

;// CONCATENATED MODULE: ./steps/change-plan.js



const changePlan = {
    describe: ({ addon, from = 'unknown', to }) => ({
        target: addon.name,
        detail: `change its plan from ${from} to ${to}`,
    }),
    apply: async (step, known, context) => {
        const { api, app, log, progress } = context;
        const { addon, from, to } = step;
        log.info(`Changing ${addon.name} from ${from ?? 'an unknown plan'} to ${to} …`);
        let done = `asked Heroku to change its plan from ${from ?? 'unknown'} to ${to}`;
        try {
            await api.changePlan(app, addon.id, to);
        }
        catch (error) {
            if (isOutcomeUnknown(error))
                progress.markUnknown(`asked Heroku to change its plan to ${to}`);
            if (!(error instanceof HerokuFailure))
                throw error;
            if (!(await isUnderWay(step, error, context)))
                throw await refusedChange(error, to, context);
            done = `the change of its plan to ${to} was already under way`;
        }
        progress.markDone(done);
        return { ...known, settled: false, requestedPlan: to };
    },
};
/** Somebody else asked for the same, or a first try whose answer was lost did it: Heroku refuses another. */
async function isUnderWay({ addon, to }, refusal, context) {
    const { reason, meaning, words } = refusal;
    if (reason !== 'plan-change-failed' && meaning !== 'busy')
        return false;
    const seen = await context.api.addon(context.app, addon.id).catch(() => undefined);
    if (seen?.plan === to)
        return true;
    return (seen?.state === 'provisioning' ||
        /\b(?:already|under ?way|in progress|pending|being (?:changed|upgraded|migrated|resized|provisioned))\b/i.test(words));
}
async function refusedChange(refusal, plan, context) {
    return (await planRefusal(refusal, plan, context)) ?? refusal;
}

;// CONCATENATED MODULE: ./steps/plan-live-urls.js



/** Attachments that make Heroku keep `<PREFIX>_URL` current. Each makes a release of its own: Heroku has no batch. */
function liveUrlSteps(known, settings) {
    const { addon, released, releaseNames } = known;
    const name = addon && { id: addon.id, name: addon.name };
    return [
        ...(released || !releaseNames ? [] : [waitRelease(releaseNames)]),
        ...managedUrls(known, settings).flatMap((url) => stepsFor(url, name)),
    ];
}
function stepsFor({ prefix, how }, addon) {
    const attach = (replaces) => [
        (0,optional/* withoutUndefined */.r)({ action: 'attach', addon, name: prefix, replaces }),
        waitRelease([prefix]),
    ];
    if (how.kind === 'attach')
        return attach(how.replaces);
    if (how.kind !== 'lost')
        return [];
    return [{ action: 'detach', attachment: how.attachment, again: true }, waitRelease([prefix]), ...attach(false)];
}
function waitRelease(configVars) {
    return { action: 'wait-release', configVars };
}
/** @throws Failure `config-conflict` before anything is done: what is in the way is not ours to replace */
function refuseConflictingUrls(known, settings) {
    const { app } = known.observed;
    const conflict = managedUrls(known, settings).find(({ how }) => how.kind === 'conflict');
    if (conflict?.how.kind !== 'conflict')
        return;
    const { configVar, prefix } = conflict;
    const others = 'choose another `writer-prefix` or `reader-prefix`, or leave `url` out of `fields`';
    if (conflict.how.with === 'attachment') {
        throw (0,catalogue/* failure */.V2)('config-conflict', `${configVar} of ${app} belongs to the attachment of another add-on.`, {
            cause: 'Heroku keeps the config vars of attachments itself, and lets nobody else write them.',
            remedy: `Detach it (\`heroku addons:detach ${prefix} --app ${app}\`), ${others}.`,
        });
    }
    throw (0,catalogue/* failure */.V2)('config-conflict', `${configVar} of ${app} was not written for this add-on, so it is not replaced.`, {
        cause: `The value is neither the add-on's URL nor a former one of it. To keep ${configVar} current, Heroku needs the name ${prefix} for an attachment.`,
        remedy: `If nobody needs the value, remove it (\`heroku config:unset ${configVar} --app ${app}\`) and run again; otherwise ${others}.`,
    });
}

;// CONCATENATED MODULE: ./steps/plan-server-settings.js




/** What the `settings` input asks for, where it differs or the present settings are not known. */
function serverSettingsSteps({ addon, service, settled }, settings) {
    const wanted = settings.settings;
    if (wantedSettings(wanted).length === 0)
        return [];
    const isOurs = addon ? isManaged(addon) : (settings.plan ?? defaultPlan).service === defaultPlan.service;
    if (!isOurs)
        return [];
    const from = addon && settled && service.config?.known === true ? service.config.value : undefined;
    if (from && differingSettings(wanted, from).length === 0)
        return [];
    return [
        (0,optional/* withoutUndefined */.r)({
            action: 'apply-settings',
            addon: addon && { id: addon.id, name: addon.name },
            settings: from ? Object.fromEntries(differingSettings(wanted, from).map((key) => [key, wanted[key]])) : wanted,
            from,
        }),
    ];
}

;// CONCATENATED MODULE: ./steps/plan-setup.js














/**
 * One add-on with the wanted plan, and config vars that agree with its URL.
 * @throws Failure `config-conflict`, `config-missing`, `config-unreadable`
 */
function planSetup(known, settings) {
    const { addon, observed } = known;
    // Before anything else: a wrong `reader` must not show after the add-on is paid for.
    refuseReader(sourcesOf(known, settings), settings);
    const url = addon && urlStateOf(addon, observed.config, settings.addon);
    if (!addon)
        refuseOtherService(settings);
    if (addon && known.settled)
        refuseNotRedis(observed, addon);
    if (url?.state === 'unreadable' && known.settled)
        throw unreadable(known, url);
    refuseVersion(known, settings);
    refuseConflictingUrls(known, settings);
    const kept = new Set(managedUrls(known, settings)
        .filter(isKeptByHeroku)
        .map(({ configVar }) => configVar));
    const ours = (vars) => vars.filter(({ name }) => !kept.has(name));
    refuseOwned(ours(desiredVars(known, settings)), known, settings);
    const maintenance = maintenanceSteps(known, settings);
    const moves = maintenance.length > 0 || (known.maintained === true && !known.settled);
    // The release of an attachment is waited for with it.
    const attaching = known.releaseNames !== undefined;
    return [
        ...addonSteps(known, url?.state === 'ok', settings),
        ...serverSettingsSteps(known, settings),
        ...maintenance,
        ...liveUrlSteps(known, settings),
        ...configSteps(attaching ? { ...known, released: true } : known, ours(desiredVars(moves ? withoutOwnUrl(known) : known, settings))),
    ];
}
/** As it is known before a step that moves the URL: nobody can say what it will be. */
function withoutOwnUrl(known) {
    const { addon, observed } = known;
    const config = new Map([...observed.config].filter(([name]) => addon?.configVars.includes(name) !== true));
    return withConfig(known, config);
}
function addonSteps(known, hasUrl, settings) {
    const { addon, requestedPlan } = known;
    if (!addon) {
        if (settings.discovered === true)
            throw vanished(known);
        const { service, plan } = settings.plan ?? defaultPlan;
        const after = plan_setup_beingProvisioned(known.observed);
        const create = (0,optional/* withoutUndefined */.r)({
            action: 'create-addon',
            service,
            plan: `${service}:${plan}`,
            attachment: attachmentFor(service),
            version: service === defaultPlan.service ? settings.version : undefined,
            after,
        });
        return [create, { action: 'wait-addon' }];
    }
    const { id, name } = addon;
    const wait = (plan) => (0,optional/* withoutUndefined */.r)({ action: 'wait-addon', addon: { id, name }, plan, moved: known.maintained });
    const to = planToChangeTo(addon, settings);
    if (to !== undefined && requestedPlan === undefined) {
        const change = (0,optional/* withoutUndefined */.r)({ action: 'change-plan', addon: { id, name }, from: addon.plan, to });
        // Heroku changes no plan of an add-on that it is still provisioning.
        return known.settled ? [change, wait(to)] : [wait(undefined), change, wait(to)];
    }
    return known.settled && hasUrl ? [] : [wait(requestedPlan)];
}
function vanished({ observed }) {
    return (0,catalogue/* failure */.V2)('addon-missing', `${observed.app} has no Redis add-on any more.`, {
        cause: 'It was removed, or detached from the app, while this run was looking for apps.',
        remedy: 'Run again, or name the app in `app` to create a new add-on: one that was found is never given one.',
    });
}
/** Add-ons of this app that Heroku is still creating. */
function plan_setup_beingProvisioned(observed) {
    const isShared = sharedTest(observed);
    return observed.addons
        .filter((addon) => addon.state === 'provisioning' && !isShared(addon))
        .map(({ id, name }) => ({ id, name }));
}
function planToChangeTo(addon, { plan, planMismatch }) {
    if (planMismatch !== 'change' || plan === undefined || addon.shared || addon.service !== plan.service) {
        return undefined;
    }
    const wanted = `${plan.service}:${plan.plan}`;
    return addon.plan === wanted ? undefined : wanted;
}
/** What differs, in one release. */
function configSteps(known, desired) {
    const { config } = known.observed;
    const vars = differing(desired, config);
    const written = known.released ? [] : known.written.map(({ name }) => name);
    const configVars = [...new Set([...written, ...vars.map(({ name }) => name)])];
    return [
        ...(vars.length > 0 ? [{ action: 'set-config', vars, changes: changesOf(desired, config), desired }] : []),
        ...(configVars.length > 0 ? [{ action: 'wait-release', configVars }] : []),
    ];
}
function unreadable({ addon, observed }, { configVar, problem }) {
    const { app } = observed;
    const isHeroku = addon?.service === defaultPlan.service;
    return (0,catalogue/* failure */.V2)('config-unreadable', `The Redis URL in ${configVar} of ${app} ${problem}.`, {
        cause: `The add-on ${addon?.name ?? ''} sets ${configVar} itself, so its provider wrote it this way.`,
        remedy: isHeroku
            ? `Rotate its credentials, which writes the URL again: heroku redis:credentials <add-on> --reset --app ${app}. If it stays, open a ticket at https://help.heroku.com.`
            : `Reset the credentials in the add-on's dashboard (heroku addons:open <add-on> --app ${app}), or ask its provider.`,
    });
}

;// CONCATENATED MODULE: ./steps/poll.js

const longestPollDelayMs = 5_000;
const progressEveryMs = 5_000;
/** Asks until there is an answer: quickly at first, then every 5 s. @throws Failure `tooLate` at the deadline */
async function poll({ what, ask, tooLate, withinMs = Number.POSITIVE_INFINITY, everyMs = longestPollDelayMs }, { clock, deadline, log, signal }) {
    const started = clock.now();
    const end = Math.min(deadline, started + withinMs);
    let lastLine = started;
    for (let polls = 0;; polls += 1) {
        const answer = await ask();
        if ('ready' in answer)
            return answer.ready;
        const usualMs = Math.min([250, 500, 1_000, 2_000, 3_000][polls] ?? everyMs, everyMs);
        const leftMs = end - clock.now();
        // A long pause does not end the wait early: there is a last look when the time is up.
        const delayMs = usualMs > longestPollDelayMs ? Math.min(usualMs, leftMs) : usualMs;
        if (delayMs <= 0 || delayMs > leftMs)
            throw tooLate(answer.waiting);
        if (polls === 0 || clock.now() - lastLine >= progressEveryMs) {
            lastLine = clock.now();
            const elapsed = polls === 0 ? '' : ` (${(0,format/* duration */.p0)(clock.now() - started)})`;
            log.info(`Waiting for ${what}: ${answer.waiting}${elapsed} …`);
        }
        await clock.sleep(delayMs, signal);
    }
}

;// CONCATENATED MODULE: ./steps/create-addon.js











/**
 * Creates the add-on, once: Heroku knows no idempotency key, so after any refusal and any doubt the app is read again,
 * and what is there is adopted, whoever created it.
 */
const createAddon = {
    describe: ({ plan, attachment, version, after }) => ({
        target: plan,
        detail: `create a ${plan} add-on, attached as ${attachment}` +
            (version === undefined ? '' : `, with version ${version}`) +
            (after.length === 0 ? '' : `, when ${create_addon_namesOf(after)} is provisioned`),
    }),
    apply: async (step, known, context) => {
        const { app, api, clock, deadline, log, progress } = context;
        let order = {
            name: newName(app),
            plan: step.plan,
            attachment: step.attachment,
            ...(step.version === undefined ? {} : { config: { version: step.version } }),
        };
        const request = `asked Heroku for a ${step.plan} add-on named ${order.name}`;
        if (step.after.length > 0) {
            const there = await waitForOthers(order.name, context);
            if (there)
                return adopt(there, false, known, context);
        }
        log.info(`Creating ${step.plan} as ${order.name} …`);
        let started = clock.now();
        for (let tries = 1;; tries += 1) {
            const attempt = await api.tryCreateAddon(app, order).catch((error) => {
                progress.markUnknown(request);
                throw error;
            });
            if (attempt.kind === 'done')
                return adopt(created(attempt.value, step, known), true, known, context);
            const refusal = attempt.failure;
            if (refusal.outcome === 'unknown')
                progress.markUnknown(request);
            const seen = await lookAgain({ ...order, before: known.observed }, refusal, tries, context);
            if (seen.found)
                return adopt(seen.found, seen.found.addon.name === order.name, known, context);
            if (attempt.kind === 'final' && order.config && refusal.reason === 'provision-failed') {
                progress.note(`Heroku did not create the add-on with version ${step.version ?? ''}, so it is created with Heroku's default. ${refusal.message}`);
                const { config: _, ...rest } = order;
                order = rest;
                tries = 0;
                continue;
            }
            if (attempt.kind === 'final')
                throw await refusedCreation(refusal, step, seen.observed, context);
            if (refusal.meaning === 'busy' && plan_setup_beingProvisioned(seen.observed).length > 0) {
                const there = await waitForOthers(order.name, context);
                if (there)
                    return adopt(there, there.addon.name === order.name, known, context);
                // Heroku is free again: patience for the creation itself begins now.
                started = clock.now();
                tries = 0;
                continue;
            }
            const leftMs = Math.min(retryBudgetMs - (clock.now() - started), deadline - clock.now());
            if (tries >= maxTries || leftMs <= 0)
                throw unsure(refusal, order.name);
            await api.pause(attempt, tries, leftMs);
        }
    },
};
/** The answer of a creation: its attachment is known even before it is in any list. */
function created(addon, { attachment }, { observed }) {
    const configVars = addon.configVars.length > 0 ? addon.configVars : [`${attachment}_URL`];
    return { addon: redisAddon(addon, false, configVars), observed: withListed(observed, addon) };
}
function adopt({ addon, observed }, isOurs, known, { progress }) {
    const { name, plan = 'plan not known' } = addon;
    progress.markDone(isOurs ? `created ${name} (${plan})` : `another run had just created ${name}; adopted it`, name);
    return { ...known, observed, addon, created: isOurs, settled: false };
}
/** Milliseconds to wait before each further look: a list can be a few seconds behind. */
const create_addon_lookDelaysMs = [500, 1_000, 2_000, 3_000];
async function lookAgain(order, refusal, tries, { api, app, clock, settings, signal }) {
    for (let looks = 0;; looks += 1) {
        const observed = await observe(api, app);
        const found = foundIn(observed, order.name, settings);
        if (found)
            return { observed, found };
        const delayMs = create_addon_lookDelaysMs[looks];
        if (delayMs === undefined || !mustBeThere(order, refusal, tries, observed))
            return { observed };
        await clock.sleep(delayMs, signal);
    }
}
/** Heroku refuses a name that nothing in the lists has: they are behind. */
function mustBeThere({ name, attachment, before }, { meaning, words }, tries, observed) {
    if (meaning === 'name-taken') {
        // A variable that appears now belongs to an add-on that was created just now.
        const isByHand = before.config.has(`${attachment}_URL`);
        return !isByHand && !attachmentsHere(observed).some((each) => each.name === attachment);
    }
    // Our own name, by a try whose answer was lost.
    return tries > 1 && /name\b.*\btaken/i.test(words) && !observed.addons.some((addon) => addon.name === name);
}
/** The add-on of our order, or the one that this app would use anyway. */
function foundIn(observed, name, settings) {
    const ours = observed.addons.find((each) => each.name === name);
    const addon = ours ? chosenOrNone(observed, { addon: name }) : chosenOrNone(observed, settings);
    return addon && { addon, observed };
}
function chosenOrNone(observed, settings) {
    try {
        return chosenAddon(observed, settings);
    }
    catch {
        return undefined;
    }
}
/** Heroku creates one add-on of an app at a time. Resolves with an add-on that makes ours superfluous, if there is one. */
async function waitForOthers(name, context) {
    const { api, app, settings } = context;
    const observed = await poll({
        what: 'other add-ons of the app',
        ask: async () => {
            const seen = await observe(api, app);
            const others = plan_setup_beingProvisioned(seen);
            const isOver = others.length === 0 || foundIn(seen, name, settings) !== undefined;
            return isOver ? { ready: seen } : { waiting: `Heroku is provisioning ${create_addon_namesOf(others)}` };
        },
        tooLate: (waiting) => (0,catalogue/* failure */.V2)('provision-timeout', `The add-on for ${app} was not created within ${(0,format/* duration */.p0)(settings.provisionTimeoutMs)}: ${waiting}.`, {
            cause: 'Heroku creates one add-on of an app at a time, and another one is not ready yet.',
            remedy: `Run again when heroku addons --app ${app} shows it as created, or raise provision-timeout.`,
        }),
    }, context);
    return foundIn(observed, name, settings);
}
function create_addon_namesOf(addons) {
    return list(addons.map(({ name }) => name));
}
/** Unique on all of Heroku; begins with the app it is for. */
function newName(app) {
    const words = /^[0-9a-f]{8}-/.test(app) ? '' : `${app.slice(0, 24).replace(/-+$/, '')}-`;
    return `redis-${words}${(0,external_node_crypto_.randomBytes)(4).toString('hex')}`;
}
async function refusedCreation(refusal, step, observed, context) {
    const wrongPlan = await planRefusal(refusal, step.plan, context);
    if (wrongPlan)
        return wrongPlan;
    return refusal.meaning === 'name-taken' ? refusedName(step.attachment, observed, refusal) : refusal;
}
function unsure(last, name) {
    const { reason, what, cause } = last.explanation;
    if (last.outcome === 'refused')
        return last;
    return (0,catalogue/* failure */.V2)(reason, `${what} Whether the add-on was created is not known; it is not in the app's list.`, {
        cause,
        remedy: `Run again: if ${name} appears meanwhile, it is adopted and nothing is created twice.`,
        error: last,
    });
}

;// CONCATENATED MODULE: ./steps/remove-once.js

/**
 * Removes what can be gone already. `gone before`: Heroku had no such thing when it was first asked.
 * @throws HerokuFailure it was refused, and is still there
 */
async function removeOnce({ request, ask, isDone }, context) {
    let doubt = false;
    const outcome = await askOnce({
        request,
        ask,
        look: async (refusal) => {
            if (refusal.status === 404)
                return doubt ? 'done' : 'gone before';
            doubt ||= refusal.outcome === 'unknown';
            // What cannot be seen is asked for again: nothing is removed twice.
            return (await isDone().catch(() => false)) ? 'done' : undefined;
        },
    }, context);
    return outcome.kind === 'found' ? outcome.value : 'done';
}

;// CONCATENATED MODULE: ./steps/detach.js



const detach = {
    describe: ({ attachment: { name, addon } }) => ({ target: name, detail: `detach ${addon.name} from the app` }),
    apply: async ({ attachment }, known, context) => {
        const { api, app, log, progress, wallTime } = context;
        const { id, name, addon } = attachment;
        log.info(`Detaching ${name} (${addon.name}) …`);
        const at = wallTime();
        const outcome = await removeOnce({
            request: `asked Heroku to detach ${addon.name}`,
            ask: () => api.tryDetach(id),
            isDone: async () => !(await api.attachments(app)).some((each) => each.id === id),
        }, context);
        const detached = withoutAttachments(known, [attachment]);
        if (outcome === 'gone before') {
            progress.markDone('was detached already');
            return detached;
        }
        progress.markDone(`detached ${addon.name}, and ${variablesOf(attachment).join(', ')} with it`);
        return { ...detached, released: false, releaseNames: [name], lastWrite: { at, desired: new Map() } };
    },
};

;// CONCATENATED MODULE: ./steps/plan-remove.js




/**
 * Takes away what `setup` made: config vars, attachments, and the add-on if it is this app's alone. What is not there is
 * done, so that a run that broke off can be repeated.
 * @throws Failure `addon-shared`
 */
function planRemove(known, settings) {
    const { addon, released, releaseNames, written } = known;
    if (addon && isThere(addon))
        refuseAttachedElsewhere(addon, known);
    const names = namesToRemove(known, settings);
    const steps = [
        ...(names.length > 0 ? [{ action: 'remove-config', names }] : []),
        ...(addon && isThere(addon) ? plan_remove_addonSteps(addon, known, settings) : []),
    ];
    const isFollowed = steps.length === 0 && released;
    const configVars = releaseNames ?? written.map(({ name }) => name);
    return isFollowed ? [] : [...steps, { action: 'wait-release', configVars }];
}
function isThere({ state }) {
    return state !== 'deprovisioned';
}
/** The managed variables and those of `config` that are set; what belongs to an attachment goes with it. */
function namesToRemove({ observed }, settings) {
    const { fields, writerPrefix, readerPrefix, config } = settings;
    const managed = [writerPrefix, readerPrefix].flatMap((prefix) => fields.map((field) => settings_configName(prefix, field)));
    const owned = ownedNames(observed);
    return [...managed, ...config.keys()].filter((name) => observed.config.has(name) && !owned.has(name));
}
function plan_remove_addonSteps(addon, { observed }, settings) {
    const { id, name, shared, state, configVars } = addon;
    const here = attachmentsHere(observed).filter((each) => each.addon.id === id);
    const detach = (each) => ({ action: 'detach', attachment: each });
    if (shared)
        return here.map(detach);
    const ours = here.filter((each) => [settings.writerPrefix, settings.readerPrefix].includes(each.name));
    // The last one on the owning app goes with the add-on only.
    const detached = ours.slice(0, Math.max(0, here.length - 1));
    const attachments = here.length === 0
        ? configVars.map((variable) => variable.replace(/_URL$/, ''))
        : here.filter((each) => !detached.includes(each)).map((each) => each.name);
    const isGoing = state === 'deprovisioning';
    return [
        ...(isGoing ? [] : detached.map(detach)),
        { action: 'remove-addon', addon: { id, name }, attachments, isGoing },
    ];
}
function refuseAttachedElsewhere({ name, shared }, { observed, attachedApps = [] }) {
    if (!shared && attachedApps.length > 0)
        throw attachedElsewhere(observed.app, name, attachedApps.map(({ app }) => app));
}
/** Destroyed with one of its apps, an add-on is lost to all of them. */
function attachedElsewhere(app, name, others) {
    return (0,catalogue/* failure */.V2)('addon-shared', `${name} of ${app} is attached to ${list(others)}, too, so it is not removed.`, {
        cause: `Another app still uses the add-on, and would lose it with its data.`,
        remedy: `Detach it there first (heroku addons:detach <attachment> --app ${list(others.slice(0, 1))}), or keep the add-on.`,
    });
}

;// CONCATENATED MODULE: ./steps/plan-rotate.js









/**
 * New credentials once, then config vars that agree with the new URL.
 * @throws Failure `addon-missing`, `addon-shared`, `rotation-failed`, and what `setup` refuses
 */
function planRotate(known, settings) {
    const { addon, observed, rotation, settled } = known;
    refuseReader(sourcesOf(known, settings), settings);
    // What Heroku keeps up to date itself is not written, and can change a moment later.
    const desired = desiredVars(known, settings);
    const copies = desired.filter(({ kind }) => kind !== 'live');
    if (rotation?.state === 'done')
        return configSteps(known, copies);
    if (!addon) {
        throw (0,catalogue/* failure */.V2)('addon-missing', `${observed.app} has no Redis add-on whose credentials could be rotated.`);
    }
    if (settled)
        refuseNotRedis(observed, addon);
    refuseOtherProvider(addon, observed.app);
    refuseShared(addon, known);
    refuseOwned(desired, known, settings);
    const { id, name } = addon;
    const hasUrl = urlStateOf(addon, observed.config, settings.addon).state !== 'missing';
    return [
        // Without the old URL, nothing tells when the new one is there.
        ...(settled && hasUrl ? [] : [{ action: 'wait-addon', addon: { id, name } }]),
        { action: 'rotate-credentials', addon: { id, name }, attachedApps: known.attachedApps ?? [] },
        ...configSteps(known, withoutCredentials(copies, known, settings)),
    ];
}
/** What the new URL brings is not known before; where a host or port changes too, it is seen then. */
function withoutCredentials(desired, known, settings) {
    const { writer, reader } = sourcesOf(known, settings);
    return desired.map((each) => {
        const source = each.side === 'writer' ? writer : each.side === 'reader' ? reader : undefined;
        const isNew = source !== undefined && writer?.url.equals(source.url) === true;
        if (!isNew || (each.field !== 'password' && each.field !== 'url'))
            return each;
        const { value: _, ...rest } = each;
        return rest;
    });
}
function refuseOtherProvider({ name, service }, app) {
    if (service === defaultPlan.service)
        return;
    if (service === undefined) {
        throw (0,catalogue/* failure */.V2)('rotation-failed', `Whose service ${name} is, this token may not see, so it is not rotated.`, {
            cause: 'The add-on belongs to another app, and the account of this token is not a collaborator of that app.',
            remedy: 'Run with a token that may see the app that owns the add-on, and name that app in `app`, too.',
        });
    }
    throw (0,catalogue/* failure */.V2)('rotation-failed', `${name} is an add-on of ${service}, and its credentials cannot be rotated here.`, {
        cause: 'Heroku rotates the credentials of its own Key-Value Store (heroku-redis) only.',
        remedy: `Reset the credentials in the add-on's dashboard (heroku addons:open ${name} --app ${app}), then run with \`mode: setup\` to write the new ones.`,
    });
}
/** Rotating hits the owner first: it must be part of this run, so that its copies are updated, too. */
function refuseShared({ name, app, shared }, { observed, attachedApps = [] }) {
    if (!shared || attachedApps.some((each) => each.owner && each.inRun))
        return;
    const owner = list([app]);
    const others = attachedApps.filter((each) => !each.owner).map((each) => each.app);
    const reach = others.length === 0 ? '' : `, and is attached to ${list(others)}, too`;
    throw (0,catalogue/* failure */.V2)('addon-shared', `${name}, which ${observed.app} uses, belongs to ${owner}${reach}.`, {
        cause: `New credentials would leave ${owner} with stale copies of the old ones.`,
        remedy: `Set \`app\` to ${owner} and ${observed.app}: both then get the new credentials in one run.`,
    });
}

;// CONCATENATED MODULE: ./steps/planners.js



const planners = {
    setup: planSetup,
    check: () => [],
    rotate: planRotate,
    remove: planRemove,
};

;// CONCATENATED MODULE: ./steps/attached-apps.js


/** The other apps that the add-on is attached to, its owner first. @throws Failure */
async function otherAppsOf({ addon, observed }, { api, apps }) {
    if (!addon)
        return [];
    const ties = await api.attachmentsOfAddon(addon.id).catch((error) => {
        // Somebody removed it in this moment.
        if (error instanceof HerokuFailure && error.status === 404)
            return [];
        throw error;
    });
    const owner = { app: addon.app, ...(addon.appId === undefined ? {} : { appId: addon.appId }) };
    const others = [...(addon.shared ? [owner] : []), ...ties].filter((each) => !isThisApp(each, observed));
    const byName = new Map(others.map((each) => [each.app, each]));
    return [...byName.values()].map(({ app, appId }) => ({
        app,
        owner: app === addon.app,
        inRun: apps.some((each) => each === app || each === appId),
    }));
}

;// CONCATENATED MODULE: ./steps/removed.js

/** Whether Heroku has no such add-on any more. Of another app's add-on nothing is known. @throws Failure */
async function isGone({ id, shared }, { api, app }) {
    if (shared)
        return false;
    try {
        return (await api.addon(app, id)).state === 'deprovisioned';
    }
    catch (error) {
        if (error instanceof failure/* Failure */.H && error.reason === 'addon-missing')
            return true;
        throw error;
    }
}

;// CONCATENATED MODULE: ./steps/remove-addon.js









const removeAddon = {
    describe: ({ addon, isGoing }) => ({
        target: addon.name,
        detail: isGoing ? 'wait until Heroku has removed it' : 'remove it with all its data, and wait until it is gone',
    }),
    apply: async ({ addon: { id, name }, attachments, isGoing }, known, context) => {
        const { clock, log, progress, wallTime } = context;
        const { addon } = known;
        if (!addon)
            return known;
        const started = clock.now();
        const at = wallTime();
        const here = attachmentsHere(known.observed).filter((each) => each.addon.id === id);
        const gone = withoutAttachments(known, here, addon);
        if (!isGoing) {
            await refuseAttachedMeanwhile(known, context);
            log.info(`Removing ${name} …`);
            const outcome = await destroy(id, context);
            if (outcome === 'gone before') {
                progress.markDone('was removed already');
                return gone;
            }
            progress.markAccepted('asked Heroku to remove it, which it accepted');
        }
        await poll({
            what: `${name} to be gone`,
            ask: async () => (await isGone(addon, context)) ? { ready: true } : { waiting: 'Heroku is still removing it' },
            tooLate: (waiting) => (0,catalogue/* failure */.V2)('provision-timeout', `${name} was not gone after ${(0,format/* duration */.p0)(context.settings.provisionTimeoutMs)}: ${waiting}.`, {
                cause: 'Heroku has accepted the removal, and has not completed it yet.',
                remedy: 'Run again to wait for it, or raise `provision-timeout`.',
            }),
        }, context);
        progress.markDone(`removed after ${(0,format/* duration */.p0)(clock.now() - started)}`);
        // Heroku makes a release for each attachment that goes; one that was made before this run is old.
        return isGoing
            ? gone
            : { ...gone, released: false, releaseNames: attachments, lastWrite: { at, desired: new Map() } };
    },
};
function destroy(id, context) {
    const { api, app } = context;
    return removeOnce({
        request: 'asked Heroku to remove it',
        ask: () => api.tryDeleteAddon(app, id),
        isDone: async () => {
            const seen = await api.addon(app, id).catch(() => undefined);
            return seen?.state === 'deprovisioning' || (await isGone({ id, shared: false }, context));
        },
    }, context);
}
/** Since the run looked, another app may have got the add-on. */
async function refuseAttachedMeanwhile(known, context) {
    const { addon } = known;
    if (!addon || (await isGone(addon, context)))
        return;
    const others = await otherAppsOf(known, context);
    if (others.length > 0)
        throw attachedElsewhere(context.app, addon.name, others.map(({ app }) => app));
}

;// CONCATENATED MODULE: ./steps/remove-config.js



const removeConfig = {
    describe: ({ names }) => ({
        target: (0,format/* plural */.LS)(names.length, 'config var'),
        detail: `remove ${names.join(', ')} in one release`,
    }),
    apply: async ({ names }, known, { api, app, log, progress, wallTime }) => {
        const text = names.join(', ');
        log.info(`Removing ${text} …`);
        const at = wallTime();
        const vars = new Map(names.map((name) => [name, null]));
        const config = await api.setConfigVars(app, vars).catch((error) => {
            if (isOutcomeUnknown(error))
                progress.markUnknown(`asked Heroku to remove ${text}`);
            throw error;
        });
        progress.markDone(`removed ${text}`);
        const changes = names.map((name) => ({ name, kind: 'remove' }));
        return { ...withWritten(known, changes, config, { at, desired: new Map() }), releaseNames: names };
    },
};

;// CONCATENATED MODULE: ./steps/rotate-credentials.js












/**
 * Asks for new credentials, once in a run whatever becomes of the answer, and waits until this app's config var differs:
 * only that says that Heroku has rotated.
 */
const rotateCredentials = {
    describe: ({ addon, attachedApps }) => ({
        target: addon.name,
        detail: `rotate its credentials${affected(attachedApps)}`,
    }),
    apply: async ({ addon: { id, name }, attachedApps }, known, context) => {
        const { app, clock, progress, rotations } = context;
        const { addon } = known;
        if (!addon)
            return known;
        const started = clock.now();
        const stale = attachedApps.filter(({ inRun }) => !inRun).map((each) => each.app);
        const already = rotations.get(id);
        if (stale.length > 0 && !already)
            progress.note(staleCopies(name, stale));
        const asking = already ?? ask(addon, known, context);
        rotations.set(id, asking);
        const { answer, before, app: by } = await asking;
        const request = 'asked Heroku to rotate its credentials';
        if (answer === 'unknown')
            progress.markUnknown(request);
        else
            progress.markAccepted(`${request}, which it accepted`);
        const asked = progress.learn({
            ...known,
            rotation: { before, state: answer === 'accepted' ? 'asked' : 'unknown' },
        });
        const rotated = await waitForUrl(addon, asked, before, context);
        const together = by === app ? '' : `, together with ${by}`;
        progress.markDone(`rotated its credentials${together}; this app has them after ${(0,format/* duration */.p0)(clock.now() - started)}`);
        return { ...rotated, rotation: { before, state: 'done' } };
    },
};
function affected(apps) {
    const names = (inRun) => apps.filter((each) => each.inRun === inRun).map(({ app }) => app);
    const parts = [
        ...(names(true).length > 0 ? [`also updated in this run: ${list(names(true))}`] : []),
        ...(names(false).length > 0 ? [`copies become stale on: ${list(names(false))}`] : []),
    ];
    return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}
function staleCopies(name, apps) {
    return `${name} is attached to ${list(apps)}, too. Heroku updates its own config var there; copies of the credentials become stale: run \`mode: setup\` on ${apps.length === 1 ? 'that app' : 'those apps'}.`;
}
/** Somebody else has just asked for the same. */
const underWay = /\b(?:already|under ?way|in progress|pending|being rotated)\b/i;
/** Only a refusal that passes is tried again: whatever leaves doubt may have rotated. */
async function ask(addon, known, context) {
    const { api, app, clock, deadline, log, settings, signal } = context;
    const before = urlIn(addon, await api.configVars(app), settings.addon) ?? urlIn(addon, known.observed.config, settings.addon);
    if (!before)
        throw (0,catalogue/* failure */.V2)('config-missing', `${app} has no URL of ${addon.name}.`);
    log.info(`Rotating the credentials of ${addon.name} …`);
    const started = clock.now();
    for (let tries = 1;; tries += 1) {
        signal.throwIfAborted();
        const attempt = await api.tryRotateCredentials(addon.name).catch(() => undefined);
        // The run was cancelled meanwhile. Whoever waits for the new URL finds out at once.
        if (!attempt)
            return { app, before, answer: 'unknown' };
        if (attempt.kind === 'done')
            return { app, before, answer: 'accepted' };
        const { failure: refusal } = attempt;
        if (refusal.outcome === 'unknown') {
            log.info(`${refusal.message} It is not asked again: whether Heroku rotates shows in the config var.`);
            return { app, before, answer: 'unknown' };
        }
        if (attempt.kind === 'final') {
            if (await isGone(addon, context))
                throw gone(addon.name);
            if (refusal.reason !== 'rotation-failed' || !underWay.test(refusal.words))
                throw refusal;
            log.info(`${refusal.message} The rotation that is under way is waited for.`);
            return { app, before, answer: 'accepted' };
        }
        const leftMs = Math.min(retryBudgetMs - (clock.now() - started), deadline - clock.now());
        if (tries >= maxTries || leftMs <= 0)
            throw refusal.afterTries(tries);
        await api.pause(attempt, tries, leftMs);
        // It can be busy because somebody else is rotating.
        const seen = urlIn(addon, await api.configVars(app), settings.addon);
        if (seen && !rotate_credentials_isSameUrl(seen, before))
            return { app, before, answer: 'accepted' };
    }
}
/** So many further looks find a second variable of the add-on that follows a little later. */
const looksForOthers = 3;
async function waitForUrl(addon, known, before, context) {
    const { api, app, progress, settings } = context;
    let looks = 0;
    return poll({
        what: `the new credentials of ${addon.name}`,
        ask: async () => {
            const seen = progress.learn(withConfig(known, await api.configVars(app)));
            const { config } = seen.observed;
            const url = urlStateOf(addon, config, settings.addon);
            const value = url.state === 'ok' ? config.get(url.configVar) : undefined;
            if (!value || rotate_credentials_isSameUrl(value, before)) {
                if (await isGone(addon, context))
                    throw gone(addon.name);
                return {
                    waiting: value ? `${variable(addon, seen, settings.addon)} has not changed yet` : 'its URL is not set',
                };
            }
            looks += 1;
            const isBehind = addon.configVars.some((name) => isOld(config.get(name), before));
            return isBehind && looks <= looksForOthers
                ? { waiting: 'another variable still has the old ones' }
                : { ready: seen };
        },
        tooLate: (waiting) => tooLate(addon, known.rotation, waiting, context),
    }, context);
}
function variable(addon, { observed }, wanted) {
    return urlVarOf(addon, observed.config, wanted) ?? 'its config var';
}
/** As text where it cannot be read: an unreadable URL is a reason to rotate. */
function urlIn(addon, config, wanted) {
    const url = urlStateOf(addon, config, wanted);
    return url.state === 'missing' ? undefined : config.get(url.configVar);
}
function isOld(value, before) {
    return value !== undefined && rotate_credentials_isSameUrl(value, before);
}
function rotate_credentials_isSameUrl(a, b) {
    const [left, right] = [(0,redis_endpoint/* parseRedisUrl */.CI)(a), (0,redis_endpoint/* parseRedisUrl */.CI)(b)];
    return a.equals(b) || (left.ok && right.ok && (0,redis_endpoint/* sameEndpoint */._X)(left.endpoint, right.endpoint));
}
function gone(name) {
    return (0,catalogue/* failure */.V2)('addon-missing', `The add-on ${name} is gone: it was removed during the rotation.`, {
        cause: 'Somebody removed the add-on, or the app, while this run worked on it.',
        remedy: 'Run with `mode: setup` if the app is to have a new add-on.',
    });
}
function tooLate({ name }, rotation, waiting, { app, settings }) {
    const after = `after ${(0,format/* duration */.p0)(settings.provisionTimeoutMs)}`;
    return rotation?.state === 'unknown'
        ? (0,catalogue/* failure */.V2)('rotation-failed', `Whether Heroku rotated the credentials of ${name} is not known: its answer was lost, and ${after} ${waiting}.`, {
            cause: 'Most likely the request never reached Heroku. It was not sent again, because Heroku may still work on it.',
            remedy: `Compare the config vars with \`mode: check\` in some minutes: if the URL of ${app} has changed by then, run with \`mode: setup\` to write the new credentials; if not, run with \`mode: rotate\` again.`,
        })
        : (0,catalogue/* failure */.V2)('rotation-failed', `Heroku accepted the rotation of ${name}, but ${after} ${waiting}.`, {
            cause: 'Heroku is still working on it, or could not complete it.',
            remedy: `Run with \`mode: setup\` when heroku redis:info ${name} --app ${app} shows that it is available: it writes the credentials that are valid then. If they never change, open a ticket at https://help.heroku.com.`,
        });
}
/**
 * What broke off after Heroku was asked for new credentials, with what is known of them and how to finish: never by
 * another rotation.
 */
function explainHalfRotated(error, known, { app, settings }) {
    const { addon, rotation } = known ?? {};
    if (!known || !addon || !rotation)
        return error;
    const thrown = toFailure(error);
    const { explanation, reason } = thrown;
    if (reason === 'rotation-failed' || reason === 'addon-missing')
        return thrown;
    const done = rotation.state === 'done';
    if (done && !hasStaleCopies(known, settings))
        return thrown;
    const state = done
        ? `The credentials of ${addon.name} are rotated, but the config vars of ${app} still have the old ones.`
        : rotation.state === 'asked'
            ? `Heroku has accepted to rotate the credentials of ${addon.name}, and the config var had not changed yet.`
            : `Whether Heroku rotates the credentials of ${addon.name} is not known.`;
    const remedy = done
        ? 'To finish, run with `mode: setup`, which writes the new credentials; there is no need to rotate again.'
        : 'In some minutes run with `mode: setup`, which writes the credentials that are valid then.';
    const first = reason === 'cancelled' ? '' : `${explanation.remedy} `;
    return new failure/* Failure */.H({ ...explanation, what: `${explanation.what} ${state}`, remedy: `${first}${remedy}` }, { cause: thrown.cause });
}
function hasStaleCopies(known, settings) {
    try {
        return planRotate(known, settings).some(({ action }) => action === 'set-config');
    }
    catch {
        return true;
    }
}

;// CONCATENATED MODULE: ./steps/run-maintenance.js




/** Starts a maintenance that is ready, once. */
const runMaintenance = {
    describe: ({ addon }) => ({
        target: addon.name,
        detail: 'run the maintenance that is ready; connections break, and the Redis URL changes',
    }),
    apply: async (step, known, context) => {
        const { api, log, progress } = context;
        const { addon } = step;
        const running = await lookForRun(step, context);
        if (running) {
            progress.markDone(wasRunning(running));
            return started(known, running);
        }
        log.info(`Running the maintenance of ${addon.name} …`);
        const request = 'asked Heroku to run the maintenance now';
        const outcome = await askOnce({ request, ask: () => api.tryRunMaintenance(addon.id), look: () => lookForRun(step, context) }, context);
        progress.markDone(outcome.kind === 'answered' ? request : wasRunning(outcome.value));
        // What is read next can be a moment behind.
        const value = outcome.kind === 'found' ? outcome.value : { ...maintenanceIn(known.service), status: 'running' };
        return started(known, value);
    },
};
/** One that is over by now has moved the URL: nobody is left to wait for, but it is read again. */
function started(known, maintenance) {
    const next = withService(known, { maintenance: { known: true, value: maintenance } });
    return isAhead(maintenance) ? next : { ...next, settled: false, maintained: true };
}
/** The maintenance when it runs, or is over; undefined: it waits to be run, or that is not known. */
async function lookForRun({ addon }, context) {
    const seen = await insist(() => context.api.maintenance(addon.id), context);
    if (!seen.known)
        return undefined;
    return seen.value.status === 'running' || !isAhead(seen.value) ? seen.value : undefined;
}
function wasRunning({ status }) {
    return status === 'running' ? 'the maintenance was already running' : 'the maintenance was already over';
}

;// CONCATENATED MODULE: ./steps/set-config.js




/** More often than this somebody else keeps writing the same variables. A source that moves does not count. */
const mostOverwritten = 3;
const setConfig = {
    describe: ({ changes }) => ({
        target: (0,format/* plural */.LS)(changes.length, 'config var'),
        detail: `set ${changes.map(({ name }) => name).join(', ')} in one release`,
    }),
    unneeded: 'nothing differed any more',
    apply: async ({ vars, changes, desired }, known, { api, app, log, progress, wallTime }) => {
        const overwritten = known.overwritten + (isOverwritten(vars, known) ? 1 : 0);
        if (overwritten >= mostOverwritten)
            throw contested(app);
        const names = changes.map(({ name }) => name).join(', ');
        log.info(`Setting ${names} …`);
        const at = wallTime();
        const config = await api.setConfigVars(app, valuesOf(vars)).catch((error) => {
            if (isOutcomeUnknown(error))
                progress.markUnknown(`asked Heroku to set ${names}`);
            throw error;
        });
        progress.markDone(`set ${names}`);
        // The answer is the full map: when the URL has moved meanwhile, the planner sees it.
        return { ...withWritten(known, changes, config, { at, desired: valuesOf(desired) }), overwritten };
    },
};
/** A variable differs again though it should be what it should have been at the last write. */
function isOverwritten(vars, { lastWrite }) {
    return vars.some(({ name, value }) => value !== undefined && lastWrite?.desired.get(name)?.equals(value) === true);
}
function valuesOf(vars) {
    return new Map(vars.flatMap(({ name, value }) => (value ? [[name, value]] : [])));
}
function contested(app) {
    return (0,catalogue/* failure */.V2)('config-conflict', `Config vars of ${app} were changed by somebody else each time after we set them.`, {
        cause: 'Another workflow or script writes the same variables with other values.',
        remedy: 'Let only one of them write these variables, then run again.',
    });
}

;// CONCATENATED MODULE: ./steps/upgrade.js









/** Asks for the upgrade, once: it cannot be reversed, and one that is under way or done is adopted, whoever asked for it. */
const upgrade = {
    describe: ({ addon, from = 'an unknown version', to }) => ({
        target: addon.name,
        detail: `upgrade it from version ${(0,utils_text/* sanitize */.aj)(from, 20)} to ${to} (irreversible)`,
    }),
    unneeded: 'another run had upgraded it',
    apply: async (step, known, context) => {
        const { api, log, progress } = context;
        const { addon, from = 'an unknown version', to } = step;
        await waitUntilIdle(step, context);
        const before = await upgrade_read(step, context);
        const first = progress.learn(withService(known, before));
        const isThere = isDone(before, to);
        if (isThere || isUpgrade(maintenanceIn(before))) {
            progress.markDone(isThere ? `it already runs version ${versionIn(before) ?? to}` : upgrade_underWay(maintenanceIn(before)));
            return { ...first, upgrade: { version: to, ended: false } };
        }
        log.info(`Upgrading ${addon.name} from ${(0,utils_text/* sanitize */.aj)(from, 20)} to ${to} …`);
        const request = `asked Heroku to upgrade it from version ${(0,utils_text/* sanitize */.aj)(from, 20)} to ${to}`;
        const outcome = await askOnce({
            request,
            ask: () => api.tryUpgrade(addon.id, to),
            look: async (refusal) => {
                const seen = await upgrade_read(step, context);
                if (isDone(seen, to) || isNew(maintenanceIn(seen), maintenanceIn(before)))
                    return seen;
                // Without a maintenance it takes place at once: then the data service is busy.
                return refusal.outcome === 'unknown' && (await upgrade_isBusy(step, context)) ? seen : undefined;
            },
        }, context).catch((error) => {
            throw upgrade_refused(error, step);
        });
        progress.markDone(outcome.kind === 'answered' ? request : upgrade_underWay(maintenanceIn(outcome.value)));
        const facts = outcome.kind === 'found' ? outcome.value : await upgrade_read(step, context);
        return { ...withService(known, facts), upgrade: { version: to, ended: false } };
    },
};
async function upgrade_read({ addon }, context) {
    const { api } = context;
    const [maintenance, database] = await Promise.all([
        insist(() => api.maintenance(addon.id), context),
        insist(() => api.databaseInfo(addon.name), context),
    ]);
    return { maintenance, database };
}
function isDone(facts, to) {
    const version = versionIn(facts);
    return version !== undefined && !isOlder(version, to);
}
/** The upgrade is there; a maintenance for something else, which was there before, is none. */
function isNew(seen, before) {
    if (!isAhead(seen))
        return false;
    return isUpgrade(seen) || seen?.status !== before?.status || seen?.reason !== before?.reason;
}
async function upgrade_isBusy({ addon }, { api }) {
    const attempt = await api.dataWait(addon.name);
    return attempt.kind === 'done' && attempt.value.waiting;
}
/** What Heroku is doing may be this very upgrade, that another run has asked for. */
async function waitUntilIdle(step, context) {
    const { name } = step.addon;
    await poll({
        what: `Heroku to finish its work on ${name}`,
        ask: async () => ((await upgrade_isBusy(step, context)) ? { waiting: 'it is not available yet' } : { ready: true }),
        tooLate: () => (0,catalogue/* failure */.V2)('upgrade-failed', `The upgrade of ${name} was not requested: Heroku was still working on the add-on after ${(0,format/* duration */.p0)(context.settings.provisionTimeoutMs)}.`),
    }, context);
}
function upgrade_underWay(maintenance) {
    const words = maintenance && isAhead(maintenance) ? `: its maintenance is ${maintenanceWords(maintenance)}` : '';
    return `the upgrade was already under way${words}`;
}
function upgrade_refused(error, { addon, from, to }) {
    if (!isRefusal(error) || error.reason !== 'upgrade-failed')
        return error;
    const present = from === undefined ? '' : ` ${addon.name} runs version ${(0,utils_text/* sanitize */.aj)(from, 20)}.`;
    const remedy = /version/i.test(error.words)
        ? `Set \`version\` to one that Heroku offers; ${to} was refused.`
        : undefined;
    const failed = (0,catalogue/* failure */.V2)('upgrade-failed', `${error.explanation.what}${present}`, {
        error,
        ...(remedy === undefined ? {} : { remedy, cause: 'Heroku refused the version for the reason it gives.' }),
    });
    return failed;
}
function isRefusal(error) {
    return error instanceof Error && 'words' in error && 'outcome' in error && error.outcome === 'refused';
}

;// CONCATENATED MODULE: ./steps/wait-addon.js









const waitAddon = {
    describe: ({ addon, plan, moved }) => ({
        target: addon?.name ?? 'the new add-on',
        detail: plan !== undefined
            ? `wait until it has the plan ${plan}`
            : moved === true
                ? 'wait until it is available, and read its URL again'
                : 'wait until it is provisioned and its config var is there',
    }),
    apply: async (step, known, context) => {
        const { clock, progress } = context;
        const started = clock.now();
        if (!known.addon)
            return known;
        const provisioned = progress.learn(await waitUntilProvisioned(known, known.addon, step, context));
        const served = progress.learn(await waitForDataService(provisioned, context));
        const ready = progress.learn(await wait_addon_waitForUrl(served, step, context));
        const plan = ready.addon?.plan;
        const isOther = step.plan !== undefined && plan !== step.plan;
        const words = isOther ? `, with the plan ${plan ?? 'unknown'}: somebody else changed it` : '';
        progress.markDone(`ready after ${(0,format/* duration */.p0)(clock.now() - started)}${words}`, known.addon.name);
        return readService({ ...ready, settled: true }, context);
    },
};
/** How long a new add-on may be missing where it is asked for: lists and reads of Heroku can be a little behind. */
const notListedForMs = 10_000;
async function waitUntilProvisioned(known, addon, { plan }, context) {
    if (addon.shared)
        return known;
    const { clock } = context;
    const started = clock.now();
    let isSeen = known.settled;
    const seen = await poll({
        what: addon.name,
        ask: async () => {
            const now = await readAddon(addon, context);
            if (!now && !isSeen && clock.now() - started < notListedForMs)
                return { waiting: 'Heroku does not list it yet' };
            if (!now)
                throw wait_addon_gone(addon.name, 'is gone');
            isSeen = true;
            if (now.state === 'provisioning')
                return { waiting: 'Heroku is provisioning it' };
            if (now.state !== 'provisioned')
                throw wait_addon_gone(addon.name, `is ${now.state}`);
            // A plan that is neither the old one nor ours is somebody else's: ours will not come.
            const isWaiting = plan !== undefined && now.plan !== plan && now.plan === addon.plan;
            return isWaiting ? { waiting: `its plan is still ${now.plan}` } : { ready: now };
        },
        tooLate: (waiting) => wait_addon_tooLate(addon, waiting, context),
    }, context);
    return { ...known, addon: redisAddon(seen, false, [...addon.configVars, ...seen.configVars]) };
}
/** For an add-on that nothing was done to: its URL is not under way, but lost. */
const lostUrlAfterMs = 120_000;
/** So many further looks find a URL that moves a little after a change of plan or a maintenance. */
const looksForMovedUrl = 3;
async function wait_addon_waitForUrl(known, { plan, moved }, context) {
    const { api, app, progress, settings } = context;
    const { addon } = known;
    if (!addon)
        return known;
    const before = wait_addon_urlIn(known, settings.addon);
    let looks = 0;
    const ready = await poll({
        what: `${addon.name}'s config var`,
        ...(known.settled ? { withinMs: lostUrlAfterMs } : {}),
        ask: async () => {
            const seen = progress.learn(withConfig(known, await api.configVars(app)));
            const { config } = seen.observed;
            const url = urlStateOf(addon, config, settings.addon);
            if (url.state === 'missing') {
                // What somebody has removed would be waited for until the time is up.
                if (!addon.shared && !(await readAddon(addon, context)))
                    throw wait_addon_gone(addon.name, 'is gone');
                return { waiting: missingUrl(addon, config) };
            }
            looks += 1;
            const isExpected = plan !== undefined || moved === true;
            const mayMove = isExpected && before !== undefined && wait_addon_urlIn(seen, settings.addon)?.equals(before) === true;
            return mayMove && looks <= looksForMovedUrl ? { waiting: 'Heroku may still move its URL' } : { ready: seen };
        },
        tooLate: (waiting) => (known.settled ? lostUrl(addon, context) : wait_addon_tooLate(addon, waiting, context)),
    }, context);
    return addon.shared ? { ...ready, addon: await seenAgain(addon, context) } : ready;
}
function wait_addon_urlIn({ addon, observed }, wanted) {
    const name = addon && urlVarOf(addon, observed.config, wanted);
    return name === undefined ? undefined : observed.config.get(name);
}
/** What was seen of another app's add-on before its URL was there is old by now. */
async function seenAgain(addon, { api }) {
    // Not seen then, not seen now.
    if (addon.state === undefined)
        return addon;
    const { state: _, ...rest } = addon;
    const attempt = await api.foreignAddon(addon.id);
    return attempt.kind === 'done' ? redisAddon(attempt.value, true, addon.configVars) : rest;
}
function missingUrl({ configVars }, config) {
    const empty = configVars.filter((name) => config.has(name));
    if (empty.length > 0)
        return `${list(empty)} is still empty`;
    return configVars.length === 0 ? 'it has no config var yet' : `${list(configVars)} is not set yet`;
}
/** Undefined: Heroku has no such add-on. */
async function readAddon(addon, { api, app }) {
    try {
        return await api.addon(app, addon.id);
    }
    catch (error) {
        if (error instanceof failure/* Failure */.H && error.reason === 'addon-missing')
            return undefined;
        throw error;
    }
}
/** How long a 404 of the data service still means "not there yet", and what part of the time left it may use up. */
const unknownForMs = 30_000;
const bonusShare = 0.25;
/** A bonus: where the data service does not answer, we go on without it and say so. */
async function waitForDataService(known, context) {
    const { addon } = known;
    if (addon?.service !== 'heroku-redis')
        return known;
    const { api, clock, deadline, progress, settings } = context;
    const started = clock.now();
    const unknownUntil = started + Math.min(unknownForMs, (deadline - started) * bonusShare);
    let tries = 0;
    return poll({
        what: `Heroku's data service to finish ${addon.name}`,
        ask: async () => {
            const attempt = await api.dataWait(addon.name);
            if (attempt.kind === 'done') {
                const seen = progress.learn({ ...known, dataService: attempt.value });
                return attempt.value.waiting ? { waiting: attempt.value.message || 'still preparing' } : { ready: seen };
            }
            if (attempt.kind === 'final' && attempt.status === 404 && clock.now() < unknownUntil) {
                if (!addon.shared && !(await readAddon(addon, context)))
                    throw wait_addon_gone(addon.name, 'is gone');
                return { waiting: 'not known there yet' };
            }
            tries += 1;
            // The time for the whole job must not run out on a bonus.
            const hasTime = clock.now() + longestPollDelayMs < deadline;
            if (attempt.kind === 'passing' && tries < 3 && hasTime)
                return { waiting: 'it did not answer' };
            progress.note(`Heroku's data service said nothing about ${addon.name}, so the run continued without it. ${attempt.failure.message}`);
            return { ready: known };
        },
        tooLate: (waiting) => (0,catalogue/* failure */.V2)('provision-timeout', `Heroku's data service was not done with ${addon.name} after ${(0,format/* duration */.p0)(settings.provisionTimeoutMs)}: ${waiting}.`),
    }, context);
}
function wait_addon_tooLate({ name }, waiting, { settings }) {
    return (0,catalogue/* failure */.V2)('provision-timeout', `${name} was not ready after ${(0,format/* duration */.p0)(settings.provisionTimeoutMs)}: ${waiting}.`);
}
function lostUrl({ name, configVars }, { app }) {
    const variables = configVars.length === 0 ? 'its config var' : list(configVars);
    return (0,catalogue/* failure */.V2)('config-missing', `${name} is provisioned, but ${variables} is not set on ${app}.`, {
        cause: 'A rollback of the app can remove the variable of an attachment while the attachment stays.',
        remedy: `Attach the add-on under another name, which sets its variable again: heroku addons:attach ${name} --as REDIS_NEW --app ${app}; then run again.`,
    });
}
function wait_addon_gone(name, how, error) {
    return (0,catalogue/* failure */.V2)('provision-failed', `The add-on ${name} ${how} while we waited for it.`, error ? { error } : {});
}

;// CONCATENATED MODULE: ./steps/wait-maintenance.js








const everyMs = 15_000;
/** So long a maintenance that was asked for may not have begun. */
const notBegunForMs = 120_000;
/** So long the data API may name the old version after an upgrade. */
const oldVersionForMs = 60_000;
/** Until a maintenance is prepared, or over. An upgrade without one is over when the server has the version. */
const waitMaintenance = {
    describe: ({ addon, until, version }) => ({
        target: addon.name,
        detail: version === undefined
            ? `wait until the maintenance is ${until}`
            : until === 'ready'
                ? `wait until the upgrade to ${version} is prepared`
                : `wait until it runs version ${version}`,
    }),
    apply: async (step, known, context) => {
        const { clock, progress } = context;
        const started = clock.now();
        const isAsked = maintenanceIn(known.service)?.status === 'running';
        const watch = { step, context, started, isAsked, isBegun: false };
        const { state, facts } = await poll({
            what: step.version === undefined ? `the maintenance of ${step.addon.name}` : `the upgrade of ${step.addon.name}`,
            everyMs,
            ask: () => look(watch, known),
            tooLate: (waiting) => wait_maintenance_tooLate(step, waiting, context),
        }, context);
        const took = (0,format/* duration */.p0)(clock.now() - started);
        if (state === 'ready') {
            progress.markDone(`prepared after ${took}`);
            return facts;
        }
        progress.markDone(step.version === undefined ? `completed after ${took}` : `${versionWords(facts)} after ${took}`);
        const upgrade = facts.upgrade ? { upgrade: { ...facts.upgrade, ended: true } } : {};
        return { ...facts, ...upgrade, settled: false, maintained: true };
    },
};
async function look(watch, known) {
    const { step, context } = watch;
    const { api, progress } = context;
    const { addon, until, version } = step;
    const [maintenance, database] = await Promise.all([
        api.maintenance(addon.id),
        version === undefined ? known.service.database : api.databaseInfo(addon.name),
    ]);
    const facts = progress.learn(withService(known, { maintenance, ...(database ? { database } : {}) }));
    if (!maintenance.known) {
        if (isFinal(maintenance) && maintenance.failure)
            throw maintenance.failure;
        return { waiting: 'Heroku’s data API did not answer' };
    }
    const { status } = maintenance.value;
    const words = maintenanceWords(maintenance.value);
    const waiting = () => ({ waiting: `it is ${words}` });
    const completed = { ready: { state: 'completed', facts } };
    const present = versionIn(facts.service);
    const isOld = version !== undefined && (present === undefined || isOlder(present, version));
    if (status === 'running') {
        watch.isBegun = true;
        return until === 'ready' ? { ready: { state: 'ready', facts } } : waiting();
    }
    if (!isAhead(maintenance.value)) {
        if (version === undefined || !isOld)
            return completed;
        return watch.isBegun || watch.isAsked ? ended(watch, completed, present) : { waiting: notYet(step, present) };
    }
    if (until === 'ready')
        return status === 'ready' ? { ready: { state: 'ready', facts } } : waiting();
    if (watch.isBegun)
        throw notCompleted(step, `ended as ${words}`);
    if (context.clock.now() - watch.started > notBegunForMs)
        throw notCompleted(step, `did not begin: it is ${words}`);
    return waiting();
}
/** The maintenance is over, and the data API may be behind: the server itself is asked later. */
function ended(watch, completed, present) {
    const { clock } = watch.context;
    watch.endedAt ??= clock.now();
    return clock.now() - watch.endedAt > oldVersionForMs ? completed : { waiting: notYet(watch.step, present) };
}
function notYet({ until }, present) {
    const version = present === undefined ? 'Heroku does not report its version' : `it runs version ${(0,utils_text/* sanitize */.aj)(present, 20)}`;
    return until === 'ready' ? `it is not prepared yet, and ${version}` : version;
}
function versionWords({ service }) {
    const version = versionIn(service);
    return version === undefined ? 'upgraded' : `runs version ${(0,utils_text/* sanitize */.aj)(version, 20)}`;
}
function wait_maintenance_tooLate(step, waiting, { settings }) {
    const time = (0,format/* duration */.p0)(settings.provisionTimeoutMs);
    const { addon, version } = step;
    return version === undefined
        ? (0,catalogue/* failure */.V2)('maintenance', `The maintenance of ${addon.name} was not completed within ${time}: ${waiting}.`, {
            cause: 'Heroku is still working on it. The Redis URL changes when it is completed.',
        })
        : (0,catalogue/* failure */.V2)('upgrade-failed', `The upgrade of ${addon.name} to ${version} was not completed within ${time}: ${waiting}.`, {
            cause: 'Heroku is still working on it. An upgrade of a large server takes longer.',
            remedy: 'Run again: the upgrade is continued where it is, not started twice. Raise `provision-timeout` if it needs the time.',
        });
}
function notCompleted({ addon, version }, what) {
    return (0,catalogue/* failure */.V2)(version === undefined ? 'maintenance' : 'upgrade-failed', `The maintenance of ${addon.name} ${what}.`, {
        cause: 'Heroku did not carry it out, for a reason that its data API does not report.',
        remedy: `See \`heroku data:maintenances:info ${addon.name}\`, then run again; if it fails again, open a ticket at https://help.heroku.com.`,
    });
}

;// CONCATENATED MODULE: ./steps/wait-release.js



const wait_release_waitRelease = {
    describe: () => ({ target: 'the release', detail: 'wait until it has succeeded' }),
    unneeded: 'no release was needed',
    apply: async ({ configVars }, known, context) => {
        const { api, app, clock, progress, settings } = context;
        const started = clock.now();
        const newest = await findRelease(configVars, known, context);
        if (!newest) {
            progress.markDone('Heroku names no release for this app, so there was none to wait for');
            return { ...known, released: true };
        }
        const version = `v${newest.version}`;
        const follow = (release) => progress.learn({ ...known, release });
        follow(newest);
        let first = true;
        const release = await poll({
            what: `release ${version}`,
            ask: async () => {
                const seen = first ? newest : await api.release(app, newest.id);
                first = false;
                follow(seen);
                return seen.status === 'pending' ? { waiting: 'its release phase is running' } : { ready: seen };
            },
            tooLate: () => (0,catalogue/* failure */.V2)('provision-timeout', `Release ${version} of ${app} was still pending after ${(0,format/* duration */.p0)(clock.now() - started)}.`, {
                cause: 'The release phase command of the app takes longer than provision-timeout.',
                remedy: `Read heroku releases:output ${version} --app ${app}; raise provision-timeout if the command needs the time.`,
            }),
        }, context);
        if (release.status !== 'succeeded')
            throw failedRelease(app, release, settings);
        progress.markDone(`${version} succeeded after ${(0,format/* duration */.p0)(clock.now() - started)}`, version);
        return { ...known, release, released: true };
    },
};
/** The list of releases can be some seconds behind a write. */
const listDelaysMs = [250, 500, 1_000, 2_000, 3_000];
async function findRelease(configVars, { lastWrite, release: followed }, { api, app, clock, deadline, log, signal }) {
    const since = lastWrite?.at ?? 0;
    for (let looks = 0;; looks += 1) {
        const releases = (await api.releases(app)).filter(({ version }) => version > (followed?.version ?? 0));
        const ours = releaseOfWrite(releases, configVars, since);
        if (ours)
            return ours;
        const delayMs = listDelaysMs[looks];
        // By now the list is complete: whatever clocks and descriptions say, the newest one has the variables.
        if (delayMs === undefined || clock.now() + delayMs > deadline)
            return newestOf(releases, configVars, since);
        if (looks === 0)
            log.info('Waiting for the release of the config vars: Heroku does not list it yet …');
        await clock.sleep(delayMs, signal);
    }
}
/**
 * The newest release that names any of the variables ("Set REDIS_WRITER_HOST, … config vars") and was made after the
 * write: an earlier run may have written the same ones.
 */
function releaseOfWrite(releases, configVars, writtenAt) {
    return newestFirst(releases).find(({ createdAt, description }) => names(description, configVars) && createdAt !== undefined && isAfter(createdAt, writtenAt));
}
/** Heroku rounds its times down to whole seconds, and its clock may be a little behind the runner's. */
function isAfter(createdAt, writtenAt) {
    const at = Date.parse(createdAt);
    return at % 1_000 === 0 ? at >= writtenAt - 2_000 : at >= writtenAt;
}
function newestOf(releases, configVars, writtenAt) {
    const newest = newestFirst(releases);
    return (newest.find(({ description }) => names(description, configVars)) ??
        newest.find(({ createdAt }) => createdAt === undefined || isAfter(createdAt, writtenAt)));
}
function newestFirst(releases) {
    return releases.toSorted((a, b) => b.version - a.version);
}
/** Meanwhile somebody else may have made a release: theirs names other variables. */
function names(description, configVars) {
    return description.split(/\W+/).some((word) => configVars.includes(word));
}
function failedRelease(app, { version, status }, { mode }) {
    const [what, state] = mode === 'remove'
        ? ['which the removal made', 'What was removed is gone']
        : ['which carries the new config vars', 'The config vars are set'];
    return (0,catalogue/* failure */.V2)('release-failed', `Release v${version} of ${app}, ${what}, ended as ${status}.`, {
        remedy: `${state}, but the dynos still run the release before. Read heroku releases:output v${version} --app ${app}, fix the release phase, and deploy again.`,
    });
}

;// CONCATENATED MODULE: ./steps/apply.js
















const apply_kinds = {
    'create-addon': createAddon,
    'change-plan': changePlan,
    'wait-addon': waitAddon,
    'rotate-credentials': rotateCredentials,
    'apply-settings': applySettings,
    upgrade: upgrade,
    'run-maintenance': runMaintenance,
    'wait-maintenance': waitMaintenance,
    attach: attach,
    'set-config': setConfig,
    'remove-config': removeConfig,
    detach: detach,
    'remove-addon': removeAddon,
    'wait-release': wait_release_waitRelease,
};
/** A few steps, and some again because Heroku's state moved meanwhile. */
const maxSteps = 50;
/**
 * Does the first planned step, then asks the planner again with what is known by then, until nothing is left to do.
 * @throws Failure
 */
async function applySteps(known, context) {
    try {
        return await takeEach(known, context);
    }
    catch (error) {
        throw explainHalfRotated(error, context.progress.known, context);
    }
}
async function takeEach(known, context) {
    const { settings, progress, signal } = context;
    let current = known;
    let planned = [];
    for (let count = 0; count < maxSteps; count += 1) {
        const steps = planners[settings.mode](current, settings);
        for (const step of planned) {
            const { unneeded } = kindOf(step);
            const isStillPlanned = steps.some(({ action }) => action === step.action);
            if (unneeded !== undefined && !isStillPlanned)
                progress.markUnneeded(apply_describe(step), unneeded);
        }
        progress.plan(steps.map(apply_describe));
        const [next, ...rest] = steps;
        if (!next)
            return current;
        signal.throwIfAborted();
        current = progress.learn(await kindOf(next).apply(next, current, context));
        planned = rest;
    }
    throw (0,catalogue/* failure */.V2)('internal', `The steps for ${context.app} did not come to an end.`);
}
function apply_describe(step) {
    return { action: step.action, done: false, ...kindOf(step).describe(step) };
}
/** The table's row for this very step. */
function kindOf({ action }) {
    return apply_kinds[action];
}

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __nccwpck_require__(8474);
;// CONCATENATED MODULE: ./heroku/rendezvous.js





const defaultPort = 5_000;
/** Longer than any that Heroku sends. */
const longestGreeting = 1_000;
/**
 * Attaches to a one-off dyno: standard input and output of its command as one stream (the Heroku CLI does the same,
 * lib/run/dyno.ts). The connection is encrypted and verified. A connection that ends before the greeting gives a stream
 * that ends: Heroku sometimes loses the output of a dyno.
 * @throws Failure `dyno-failed` · the signal's reason
 */
async function connectRendezvous(attachUrl, timeoutMs, signal) {
    const url = URL.parse(attachUrl.reveal());
    if (url?.protocol === 'https:') {
        throw (0,catalogue/* failure */.V2)('dyno-failed', 'Heroku attaches to one-off dynos of this space by SSH, which this action does not speak.', {
            cause: 'The app is in a Shield Private Space.',
            remedy: 'Run the workflow on a Heroku-hosted GitHub Actions runner inside the space, with `probe-from: runner`.',
        });
    }
    const secret = url === null ? '' : url.pathname.slice(1) + url.search;
    if (url?.protocol !== 'rendezvous:' || url.hostname === '' || secret === '') {
        throw (0,catalogue/* failure */.V2)('dyno-failed', 'Heroku returned no address to attach to the one-off dyno.');
    }
    const limit = (0,abort/* timeLimit */.zc)(timeoutMs, signal);
    const socket = (0,external_node_tls_.connect)({
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port === '' ? defaultPort : Number(url.port),
        ca: [...(0,external_node_tls_.getCACertificates)('default'), ...(0,external_node_tls_.getCACertificates)('system')],
    });
    socket.on('error', () => undefined);
    try {
        await (0,abort/* abortable */.ZC)((0,external_node_events_.once)(socket, 'secureConnect'), limit);
        socket.write(`${secret}\r\n`);
        await (0,abort/* abortable */.ZC)(skipGreeting(socket), limit);
        return socket;
    }
    catch (error) {
        socket.destroy();
        signal.throwIfAborted();
        throw (0,catalogue/* failure */.V2)('dyno-failed', `Attaching to the one-off dyno failed: ${rendezvous_reasonOf(error, timeoutMs)}.`);
    }
}
/** Up to the end of the first line. What follows it is put back. */
async function skipGreeting(socket) {
    let text = Buffer.alloc(0);
    while (!text.includes('\n')) {
        const chunk = await readChunk(socket);
        if (chunk === undefined)
            return;
        text = Buffer.concat([text, chunk]);
        if (text.length > longestGreeting)
            throw new Error('it did not greet');
    }
    const end = text.indexOf('\n');
    if (text.subarray(0, end).toString('latin1').trim() !== 'rendezvous')
        throw new Error('it did not greet');
    const rest = text.subarray(end + 1);
    if (rest.length > 0)
        socket.unshift(rest);
}
/** Undefined: the connection has ended. */
function readChunk(socket) {
    return new Promise((resolve) => {
        const finish = (chunk) => {
            socket.off('readable', read).off('end', end).off('close', end);
            resolve(chunk);
        };
        const end = () => finish(undefined);
        const read = () => {
            const chunk = socket.read();
            if (chunk !== null)
                finish(chunk);
        };
        socket.on('readable', read).once('end', end).once('close', end);
        if (socket.destroyed || socket.readableEnded)
            end();
        else
            read();
    });
}
function rendezvous_reasonOf(error, timeoutMs) {
    if ((0,abort/* isTimeout */.kL)(error))
        return `no answer within ${timeoutMs / 1_000} s`;
    const { code, message } = error;
    return (0,utils_text/* sanitize */.aj)(typeof code === 'string' ? code : String(message), 100);
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(7075);
// EXTERNAL MODULE: ./redis/errors.js + 1 modules
var errors = __nccwpck_require__(1953);
;// CONCATENATED MODULE: ./redis/relay-script.js
/**
 * What the one-off dyno runs: a shell that reads its commands from the stream, as `heroku run bash` does. The command
 * line holds no address and no secret. It has neither `$` nor quotation marks inside, because the launcher of Cloud Native
 * Buildpacks evaluates each word again (buildpacks/lifecycle, launch/bash.go). It prints a line at once: whoever waits for
 * the first output before it sends anything does not wait for ever.
 */
function relayCommand({ cnb }) {
    return `${cnb ? 'launcher ' : ''}sh -c 'echo heroku-redis-action; bash || sh'`;
}
/**
 * The relay, a POSIX shell script for any image. It opens one TCP connection at a time and copies bytes both ways: with
 * bash's /dev/tcp, else with socat or nc. Each message is one line in plain ASCII, because a shell cannot hold NUL bytes
 * and stdout and stderr of a dyno are one stream:
 *
 *   to the relay     e <base64>          answer the same, to measure the round trip
 *                    o <id> <host> <port>   open a connection
 *                    d <base64>          send
 *                    x <id>              close
 *   from the relay   <nonce> ready <way> · <nonce> missing <program>
 *                    <nonce> e <base64>
 *                    <nonce> open <id> · <nonce> failed <id> · <nonce> closed <id>
 *                    <nonce> d <id> <base64>
 *
 * Other lines are what programs say on stderr: the reason of a connection that failed. All of it is defined before
 * `relay` runs, because a shell that reads its script from a stream may have read ahead.
 */
function relayScript(nonce) {
    return script.replace('NONCE', nonce);
}
const script = String.raw `
say() { printf '\n%s %s\n' "$nonce" "$*"; }

encode() { base64 | tr -d '\n'; }

serve() {
  id=$1 host=$2 port=$3
  case $way in
  bash)
    exec 3<>"/dev/tcp/$host/$port" || { say "failed $id"; exit; }
    cat <"$dir/up" >&3 &
    pipe=$!
    ;;
  *)
    mkfifo "$dir/down"
    case $host in *:*) bracketed="[$host]" ;; *) bracketed=$host ;; esac
    : >"$dir/log"
    if [ "$way" = socat ]; then
      socat -d -d - "TCP:$bracketed:$port" <"$dir/up" >"$dir/down" 2>"$dir/log" &
    else
      nc -v "$host" "$port" <"$dir/up" >"$dir/down" 2>"$dir/log" &
    fi
    pipe=$!
    trap 'kill $pipe 2>/dev/null; exit' TERM
    exec 3<"$dir/down"
    tries=0
    until grep -qiE 'successfully connected|succeeded|connected to|\) open' "$dir/log"; do
      kill -0 $pipe 2>/dev/null || { cat "$dir/log"; say "failed $id"; exit; }
      # Some say nothing: then it is open if it is still there.
      tries=$((tries + 1))
      [ $tries -lt 30 ] || [ "$way" = socat ] || break
      sleep 0.1 2>/dev/null || sleep 1
    done
    ;;
  esac
  say "open $id"
  while :; do
    dd bs=12288 count=1 <&3 >"$dir/chunk" 2>/dev/null &
    read=$!
    trap 'kill $pipe $read 2>/dev/null; exit' TERM
    wait $read
    [ -s "$dir/chunk" ] || break
    say "d $id $(encode <"$dir/chunk")"
  done
  kill $pipe 2>/dev/null
  say "closed $id"
}

stop() {
  [ -z "$server" ] || { kill $server; wait $server; } 2>/dev/null
  server=
}

relay() {
  nonce=NONCE
  LC_ALL=C
  export LC_ALL
  exec 2>&1
  for program in base64 dd mkfifo mktemp tr; do
    command -v $program >/dev/null || { say "missing $program"; return; }
  done
  way=
  for program in nc socat; do
    command -v $program >/dev/null && way=$program
  done
  [ -z "$BASH_VERSION" ] || way=bash
  [ -n "$way" ] || { say 'missing bash, socat and nc'; return; }
  dir=$(mktemp -d) || return
  trap 'rm -rf "$dir"' EXIT
  server=
  say "ready $way"
  while IFS=' ' read -r verb one two three; do
    case $verb in
    e) say "e $(printf %s "$one" | base64 -d | encode)" ;;
    o)
      stop
      rm -f "$dir"/*
      mkfifo "$dir/up"
      # For reading and writing: to open it does not wait for the other side.
      exec 4<>"$dir/up"
      serve "$one" "$two" "$three" &
      server=$!
      ;;
    d) printf %s "$one" | base64 -d >&4 ;;
    x)
      stop
      say "closed $one"
      ;;
    esac
  done
  stop
}

relay
`;

// EXTERNAL MODULE: ./redis/stages.js
var redis_stages = __nccwpck_require__(8866);
;// CONCATENATED MODULE: ./redis/relay.js









/** Of the relay's own lines: 12 kB in base64, and what stands before it. */
const longestLine = 20_000;
/** Of all other lines: the platform and the shell say little, and the end of it explains a failure. */
const mostNoise = 1024 * 1024;
const keptNoise = 4_000;
/** How long the relay may take to close a connection. */
const closeMs = 5_000;
/** Bytes sent in one line. */
const pieceSize = 1_500;
const echoSamples = 5;
/** What Heroku and the command print of themselves. */
const expectedLines = /\b(?:rendezvous|heroku-redis-action)\b/g;
/** The stream to the relay has ended, or is not one. */
class RelayEnded extends Error {
    name = 'RelayEnded';
    /** The relay never said anything: another dyno may do better. */
    isEmpty;
    constructor(message, isEmpty = false) {
        super(message);
        this.isEmpty = isEmpty;
    }
}
/**
 * The action's end of the relay: commands and bytes as lines on one stream. It knows nothing of what it carries, which
 * is TLS from end to end.
 */
class Relay {
    #stream;
    #nonce;
    /** Those who wait for a message. */
    #waiting = new Set();
    #ending;
    #end = () => undefined;
    #ended;
    #line = '';
    #noise = '';
    #noiseBytes = 0;
    #isKnown = false;
    #ids = 0;
    #connection;
    /** The connection before the next one is closed when it resolves. */
    #closed = Promise.resolve();
    #echoMs;
    /** `nonce`: random, so that nothing else on the stream looks like a message. */
    constructor(stream, nonce) {
        this.#stream = stream;
        this.#nonce = nonce;
        this.#ending = new Promise((_, reject) => (this.#end = reject));
        this.#ending.catch(() => undefined);
        stream.on('data', (chunk) => this.#read(chunk.toString('latin1')));
        stream.on('error', () => this.#fail('its connection broke'));
        stream.once('end', () => this.#fail('it ended'));
        stream.once('close', () => this.#fail('it ended'));
        if (stream.destroyed || stream.readableEnded)
            this.#fail('it ended');
    }
    /** Median round trip to the dyno and back; undefined before `start`. */
    get echoMs() {
        return this.#echoMs ?? 0;
    }
    /**
     * Sends the script and waits until it runs, then measures the way.
     * @throws RelayEnded · the signal's reason
     */
    async start(limit) {
        const answer = this.#message((message) => message[0] === 'ready' || message[0] === 'missing' ? message : undefined);
        this.#stream.write(relayScript(this.#nonce));
        const [verb, ...programs] = await (0,abort/* abortable */.ZC)(answer, limit);
        if (verb === 'missing')
            throw new RelayEnded(`the dyno’s image lacks ${(0,utils_text/* sanitize */.aj)(programs.join(' '), 60)}`);
        const values = [];
        for (let sample = 0; sample < echoSamples; sample++) {
            const text = Buffer.from(`${this.#nonce} ${sample}`).toString('base64');
            const start = (0,utils_time/* now */.tB)();
            const echo = this.#message(([name, value]) => (name === 'e' && value === text ? true : undefined));
            this.#send(`e ${text}`);
            await (0,abort/* abortable */.ZC)(echo, limit);
            values.push((0,redis_stages/* since */.X)(start));
        }
        this.#echoMs = (0,statistics/* percentile */.Ym)(values, 50);
    }
    async open(address, limit, trace) {
        this.#connection?.destroy();
        await (0,redis_stages/* timed */.a)('tcp', limit, trace, () => this.#closed);
        if (this.#ended !== undefined)
            throw dynoFailed(this.#ended);
        const { host, port } = address;
        if (!/^[A-Za-z0-9_:][A-Za-z0-9_.:-]{0,252}$/.test(host))
            throw refusal('ENOTFOUND', address, trace);
        const id = String(++this.#ids);
        this.#noise = '';
        const verdict = this.#message(([verb, of]) => of === id && (verb === 'open' || verb === 'failed') ? verb : undefined);
        this.#send(`o ${id} ${host} ${Math.trunc(port)}`);
        try {
            const result = await (0,redis_stages/* timed */.a)('tcp', limit, trace, () => verdict.catch((error) => Promise.reject(dynoFailed(error))));
            if (result === 'failed')
                throw refusal(relay_codeOf(this.#noise), address, trace);
        }
        catch (error) {
            this.#close(id);
            throw error;
        }
        this.#connection = new RelayConnection({
            send: (line, done) => void this.#stream.write(`${line}\n`, done),
            more: () => this.#stream.resume(),
            close: () => this.#close(id),
            id,
        });
        return this.#connection;
    }
    close() {
        this.#connection?.destroy();
        this.#stream.destroy();
        return Promise.resolve();
    }
    /** The relay confirms it, so that no late byte of one connection gets into the next. */
    #close(id) {
        this.#stream.resume();
        const confirmed = this.#message(([verb, of]) => (verb === 'closed' && of === id ? true : undefined));
        this.#send(`x ${id}`);
        this.#closed = (0,abort/* abortable */.ZC)(confirmed, (0,abort/* timeLimit */.zc)(closeMs, new AbortController().signal)).catch(() => this.#fail('it does not close a connection'));
    }
    #send(line) {
        if (this.#ended === undefined)
            this.#stream.write(`${line}\n`);
    }
    /** The first message of which `pick` makes something. @throws RelayEnded */
    async #message(pick) {
        let listen = () => undefined;
        const found = new Promise((resolve) => {
            listen = (message) => {
                const value = pick(message);
                if (value !== undefined)
                    resolve(value);
            };
            this.#waiting.add(listen);
        });
        const waiting = Promise.race([found, this.#ending]);
        // Who gave up waiting does not hear that the relay has ended.
        waiting.catch(() => undefined);
        return waiting.finally(() => this.#waiting.delete(listen));
    }
    #read(text) {
        let start = 0;
        for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            this.#take(this.#line + text.slice(start, end));
            this.#line = '';
            start = end + 1;
        }
        this.#line += text.slice(start);
        if (this.#line.length <= longestLine)
            return;
        this.#keepNoise(this.#line);
        this.#line = '';
    }
    #take(line) {
        const [nonce, ...message] = line.replace(/\r$/, '').split(' ');
        const [verb] = message;
        if (nonce !== this.#nonce || verb === undefined || line.length > longestLine)
            return this.#keepNoise(line);
        this.#isKnown = true;
        const [, id, value = ''] = message;
        if (verb === 'd') {
            const isTaken = this.#connection?.receive(id, Buffer.from(value, 'base64'));
            if (isTaken === false)
                this.#stream.pause();
            return undefined;
        }
        if (verb === 'closed')
            this.#connection?.receive(id, null);
        for (const listen of this.#waiting)
            listen([verb, ...message.slice(1)]);
        return undefined;
    }
    #keepNoise(line) {
        this.#noise = `${this.#noise}\n${line}`.slice(-keptNoise);
        this.#noiseBytes += line.length;
        if (this.#noiseBytes > mostNoise)
            this.#fail('it prints too much');
    }
    #fail(why) {
        if (this.#ended !== undefined)
            return;
        const said = (0,utils_text/* sanitize */.aj)(this.#noise.replaceAll(expectedLines, ' '), 200);
        const quoted = this.#isKnown || said === '' ? '' : `: ${said}`;
        this.#ended = new RelayEnded(`${why}${quoted}`, !this.#isKnown && said === '');
        this.#end(this.#ended);
        this.#connection?.destroy(Object.assign(new Error(`the one-off dyno is gone: ${why}`), { code: 'ECONNRESET' }));
        this.#stream.destroy();
    }
}
/** One TCP connection of the relay. */
class RelayConnection extends external_node_stream_.Duplex {
    #line;
    #isClosed = false;
    constructor(line) {
        super({ allowHalfOpen: false });
        this.#line = line;
        // Between two stages nobody else listens.
        this.on('error', () => undefined);
    }
    /** `null`: Redis has closed the connection. @returns false: no more for now */
    receive(id, bytes) {
        if (id !== this.#line.id || this.destroyed)
            return true;
        if (bytes === null)
            this.#isClosed = true;
        return this.push(bytes);
    }
    _read() {
        this.#line.more();
    }
    _write(chunk, _, done) {
        const lines = [];
        for (let at = 0; at < chunk.length; at += pieceSize) {
            lines.push(`d ${chunk.subarray(at, at + pieceSize).toString('base64')}`);
        }
        this.#line.send(lines.join('\n'), done);
    }
    _destroy(error, done) {
        if (!this.#isClosed)
            this.#line.close();
        else
            this.#line.more();
        done(error);
    }
}
/** What programs say on stderr → Node's code for the same. */
const codes = [
    [/refused/i, 'ECONNREFUSED'],
    [/temporary failure|try again/i, 'EAI_AGAIN'],
    [/not known|no address|bad address|lookup failure|unknown host|not resolve/i, 'ENOTFOUND'],
    [/timed? ?out/i, 'ETIMEDOUT'],
    [/no route/i, 'EHOSTUNREACH'],
    [/unreachable/i, 'ENETUNREACH'],
    [/reset/i, 'ECONNRESET'],
];
function relay_codeOf(noise) {
    return codes.find(([words]) => words.test(noise))?.[1] ?? 'ECONNREFUSED';
}
function refusal(code, { host, port }, trace) {
    const stage = code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'dns' : 'tcp';
    const { tcpMs, ...timings } = trace.timings;
    // The relay looks up and connects in one step.
    if (stage === 'dns')
        trace.timings = { ...timings, ...(tcpMs !== undefined && { dnsMs: tcpMs }) };
    const message = `${stage === 'dns' ? 'lookup' : 'connect'} ${code} ${host}:${port}, from the dyno`;
    return new errors/* RedisError */.eR((0,errors/* explainError */.UW)({ kind: 'system', message, code }, { stage }));
}
function dynoFailed(error) {
    const why = error instanceof RelayEnded ? error.message : 'it failed';
    return (0,catalogue/* failure */.V2)('dyno-failed', `The one-off dyno through which Redis is reached failed: ${why}.`);
}

;// CONCATENATED MODULE: ./redis/dyno-source.js




/** Heroku sometimes loses the whole output of a one-off dyno; heroku/hatchet tries as often. */
const mostTries = 3;
/**
 * A way to Redis through a one-off dyno of the app. Whatever happens, no dyno stays behind.
 * @throws Failure `dyno-failed`, and what `start` throws · the reason of a cancelled run
 */
async function openDynoSource(settings) {
    const { signal, log, label } = settings;
    for (let attempt = 1;; attempt++) {
        try {
            return await tryToOpen(settings);
        }
        catch (error) {
            signal.throwIfAborted();
            if (!(error instanceof RelayEnded))
                throw error;
            if (!error.isEmpty || attempt === mostTries)
                throw dynoFailed(error);
            log.info(`${label}: the one-off dyno printed nothing; starting another (try ${attempt + 1} of ${mostTries})`);
        }
    }
}
async function tryToOpen({ start, cnb, startTimeoutMs, label, signal, log, }) {
    const limit = (0,abort/* timeLimit */.zc)(startTimeoutMs, signal);
    const dyno = await start(relayCommand({ cnb }), signal);
    const relay = new Relay(dyno.stream, (0,external_node_crypto_.randomBytes)(16).toString('hex'));
    const close = async () => {
        await relay.close();
        await dyno.stop();
    };
    try {
        await relay.start(limit);
    }
    catch (error) {
        await close();
        signal.throwIfAborted();
        if ((0,abort/* isTimeout */.kL)(error))
            throw dynoFailed(new RelayEnded(`${dyno.name} did not answer within ${startTimeoutMs / 1_000} s`));
        throw error;
    }
    log.info(`${label}: through the one-off dyno ${dyno.name}, round trip to it ${Math.round(relay.echoMs)} ms`);
    return {
        echoMs: relay.echoMs,
        open: (address, limit, trace) => relay.open(address, limit, trace),
        close,
    };
}

;// CONCATENATED MODULE: ./steps/dyno-source.js





/** Whatever happens to this process, Heroku ends the dyno after this. Enough for every measurement with its time-outs. */
const timeToLiveSeconds = 300;
/** For a dyno to start and answer; in a Private Space that takes a minute. */
const startTimeoutMs = 150_000;
/** Of one run, however many apps it has. */
const mostDynos = 10;
const slotsOfRun = new Slots(mostDynos);
/**
 * For `probe`: one one-off dyno of the app for each endpoint, stopped when its source is closed.
 * @param endpoints 1 when writer and reader are the same endpoint, else 2
 */
function dynoSources(context, endpoints, slots = slotsOfRun) {
    const { app, api, log } = context;
    let places;
    let stack;
    return async (label, signal) => {
        await (places ??= slots.take(endpoints, signal));
        try {
            const cnb = await (stack ??= api.app(app).then((info) => info.stack === 'cnb'));
            const start = (command) => startDyno(command, context);
            const source = await openDynoSource({ start, cnb, startTimeoutMs, label, signal, log });
            return {
                ...source,
                close: async () => {
                    await source.close();
                    slots.free(1);
                },
            };
        }
        catch (error) {
            slots.free(1);
            throw error;
        }
    };
}
/** @throws Failure `dyno-failed`, and what Heroku refuses it with · the reason of a cancelled run */
async function startDyno(command, context) {
    const { api, app, log, signal } = context;
    const dyno = await poll({
        what: `a one-off dyno of ${app}`,
        ask: async () => {
            const attempt = await api.tryCreateDyno(app, { command, timeToLiveSeconds });
            if (attempt.kind === 'done')
                return { ready: attempt.value };
            // A second one would be started beside it if Heroku did not refuse.
            if (attempt.kind === 'final' || attempt.failure.outcome === 'unknown')
                throw attempt.failure;
            return { waiting: attempt.failure.status === 409 ? 'the app has no release yet' : attempt.failure.message };
        },
        tooLate: (waiting) => (0,catalogue/* failure */.V2)('dyno-failed', `No one-off dyno of <app> could be started: ${waiting}.`),
    }, context);
    const stop = async () => {
        const attempt = await api.tryStopDyno(app, dyno.id);
        const isStopped = attempt.kind === 'done' || (attempt.kind === 'final' && attempt.status === 404);
        if (!isStopped)
            log.info(`${dyno.name} could not be stopped; it ends by itself within ${timeToLiveSeconds} s.`);
    };
    try {
        if (dyno.attachUrl === undefined)
            throw (0,catalogue/* failure */.V2)('dyno-failed', 'Heroku returned no address to attach to the one-off dyno.');
        const stream = await connectRendezvous(dyno.attachUrl, startTimeoutMs, signal);
        return { name: dyno.name, stream, stop };
    }
    catch (error) {
        await stop();
        throw error;
    }
}

;// CONCATENATED MODULE: ./steps/observe-app.js





/** What Heroku has for the app, and which add-on is meant. @throws Failure */
async function observeApp(context) {
    const { app, settings, api, log, progress, listed } = context;
    const observed = await observe(api, app, listed);
    progress.learn(initiallyKnown(observed, undefined));
    const chosen = settings.mode === 'remove' ? addonToRemove(observed, context) : chosenAddon(observed, settings);
    const isUnknown = chosen?.shared === true && chosen.state === undefined;
    const known = progress.learn(initiallyKnown(observed, isUnknown ? await withForeignFacts(chosen, context) : chosen));
    log.info(addonLine(known, settings.addon));
    return progress.learn(await withAttachedApps(known, context));
}
/** What is not there is removed already; what Heroku is still removing is waited for. */
function addonToRemove(observed, { app, settings, progress }) {
    const going = goingAddon(observed, settings);
    const choice = choose(observed, settings);
    if (choice.kind === 'unknown') {
        if (!going)
            progress.note(`${app} has no add-on or attachment named ${settings.addon ?? ''}: there is none to remove.`);
        return going;
    }
    return chosenAddon(observed, settings) ?? going;
}
/** Before anything is changed that other apps would feel. */
async function withAttachedApps(known, context) {
    const { mode } = context.settings;
    const { addon } = known;
    const isAffected = mode === 'rotate' || (mode === 'remove' && addon?.shared === false);
    return addon && isAffected ? { ...known, attachedApps: await otherAppsOf(known, context) } : known;
}
/** Plan and state of another app's add-on, where the token may see them. */
async function withForeignFacts(addon, { api, progress }) {
    const attempt = await api.foreignAddon(addon.id);
    if (attempt.kind === 'done')
        return redisAddon(attempt.value, true, addon.configVars);
    progress.note(`${addon.name} belongs to ${addon.app}, and its state is not known. ${attempt.failure.message}`);
    return addon;
}
function addonLine({ addon, observed }, wanted) {
    const { app, config } = observed;
    if (!addon)
        return `${app} has no Redis add-on.`;
    const { name, app: owner, plan, state, shared } = addon;
    const facts = `${plan ?? 'plan not known'}, ${state ?? 'state not known'}${shared ? `, shared by ${owner}` : ''}`;
    return `${app} has ${name} (${facts}); ${urlWords(urlStateOf(addon, config, wanted))}.`;
}
function urlWords(url) {
    switch (url.state) {
        case 'ok':
            return `its URL is in ${url.configVar}`;
        case 'missing':
            return 'it has no URL yet';
        case 'unreadable':
            return `the URL in ${url.configVar} cannot be read`;
    }
}

;// CONCATENATED MODULE: ./steps/old-credentials.js



/**
 * After a rotation: one login with the credentials from before. A fact, not a finding: how long an old password lives on
 * is not documented. @throws the reason of a cancelled run
 */
async function tryOldCredentials({ addon, rotation }, { tlsVerify, connectTimeoutMs, probeFrom }, context) {
    if (!addon || rotation?.state !== 'done')
        return undefined;
    const { progress, signal, log } = context;
    const before = (0,redis_endpoint/* parseRedisUrl */.CI)(rotation.before);
    const login = before.ok
        ? await logIn({ endpoint: before.endpoint, tlsVerify, connectTimeoutMs, signal, log }, probeFrom, context)
        : { result: 'unknown', why: 'the old URL could not be read' };
    progress.note(wordsFor(addon.name, login));
    return login.result;
}
async function logIn(attempt, from, context) {
    // By the name under which the client is loaded anyway.
    const { tryLogin } = await __nccwpck_require__.e(/* import() */ 520).then(__nccwpck_require__.bind(__nccwpck_require__, 7520));
    if (from === 'runner')
        return tryLogin(attempt);
    try {
        const source = await dynoSources(context, 1)('writer', context.signal);
        try {
            return await tryLogin({ ...attempt, source });
        }
        finally {
            await source.close();
        }
    }
    catch (error) {
        context.signal.throwIfAborted();
        if (!(error instanceof failure/* Failure */.H))
            throw error;
        return { result: 'unknown', why: error.message.replace(/\.$/, '') };
    }
}
function wordsFor(name, login) {
    switch (login.result) {
        case 'refused':
            return `The old credentials of ${name} are refused.`;
        case 'accepted':
            return `The old credentials of ${name} are still accepted: whoever has them can log in until Heroku revokes them.`;
        case 'unknown':
            return `Whether the old credentials of ${name} still work is not known: ${login.why}.`;
    }
}

;// CONCATENATED MODULE: ./app.js
























/** One app: observe → plan → apply → probe → judge. Never rejects: whatever goes wrong is part of the result. */
async function runApp(app, context) {
    const { inputs, log, signal, clock, wallTime } = context;
    const started = clock.now();
    const progress = new Progress(log);
    const stepContext = { ...context, app, settings: inputs, progress };
    let planned = [];
    let probe;
    let oldCredentials;
    let heroku = {};
    let findings = [];
    let error;
    let addonLog;
    const subjectOf = (known) => buildSubject(known, inputs, {
        steps: progress.steps,
        probe,
        heroku,
        proxy: context.proxy,
        past: context.past,
        now: wallTime(),
    });
    try {
        const observed = await log.phase(`${app}: reading current state`, async () => readService(await observeWhileLoading(stepContext), stepContext));
        planned = planners[inputs.mode](observed, inputs);
        progress.plan(planned.map(apply_describe));
        let known = await (inputs.dryRun
            ? showSteps(planned, observed, stepContext, context.plansOf)
            : takeSteps(observed, stepContext));
        // After a removal there is nothing to test.
        if (inputs.mode !== 'remove') {
            const pending = askHeroku(known.addon, inputs, context, progress.steps.length === 0 ? known.service : {});
            addonLog = startAddonLog(app, known, context);
            probe = await probeEndpoints(known, context);
            const moved = await followUrl(known, probe, stepContext);
            if (moved) {
                known = moved;
                probe = await probeEndpoints(known, context);
            }
            oldCredentials = await tryOldCredentials(known, inputs, stepContext);
            heroku = await pending.settled(patienceMs[inputs.failOn]);
            known = await askDataService(known, probe, context);
            // What a cancel cut off is nobody's fault.
            signal.throwIfAborted();
            for (const note of plansNote(heroku, known))
                progress.note(note);
        }
        signal.throwIfAborted();
        findings = judge_judge(subjectOf(known), inputs, context.docs);
        for (const line of findingLines(findings))
            log.info(line);
    }
    catch (thrown) {
        error = toFailure(thrown);
        for (const line of errorLines(error))
            log.info(line);
    }
    const { known, steps, notes } = progress;
    if (error && known)
        heroku = { ...factsOfService(known.service), ...heroku };
    const { maintenance } = heroku;
    const more = await gatherContext({ app, addon: known?.addon, error, findings, maintenance, log: addonLog }, inputs, context);
    const subject = known && subjectOf(known);
    const situation = subject ? situationOf(subject) : { app, mode: inputs.mode };
    const durationMs = clock.now() - started;
    return buildAppResult(inputs, {
        app,
        known,
        steps,
        planned,
        notes,
        probe,
        heroku,
        oldCredentials,
        measured: subject && (0,current_point/* currentPoint */.e)(subject),
        findings,
        error,
        more,
        situation,
        durationMs,
    });
}
/** `logs: always`: read while Redis is tested, so that it takes no time of its own. */
function startAddonLog(app, { addon }, { inputs, api }) {
    return inputs.logs === 'always' && addon?.service === 'heroku-redis' ? readAddonLog(app, addon, api) : undefined;
}
/** How long an answer of Heroku that only informs is waited for after the tests: a gate must know, other runs need not. */
const patienceMs = { error: 300, warning: 5_000, never: 300 };
/** The Redis client is loaded while Heroku answers, so that it costs no time; not sooner, because the requests would leave that much later. */
async function observeWhileLoading(context) {
    const loading = setTimeout(() => void __nccwpck_require__.e(/* import() */ 520).then(__nccwpck_require__.bind(__nccwpck_require__, 7520)), 20);
    return observeApp(context).finally(() => clearTimeout(loading));
}
async function takeSteps(known, context) {
    const { app, settings, log, progress } = context;
    if (settings.mode === 'check')
        return known;
    if (progress.steps.length === 0) {
        log.info(`${app}: nothing to do.`);
        return known;
    }
    return log.phase(`${app}: applying steps`, () => applySteps(known, context));
}
/** A dry run: prints the steps, and refuses what Heroku would refuse. */
async function showSteps(planned, known, { app, log, progress }, plansOf) {
    await log.phase(`${app}: planned steps (dry run)`, async () => {
        for (const { action, target, detail } of progress.steps)
            log.info(`${action} ${target}: ${detail}`);
        for (const step of planned) {
            if (step.action === 'create-addon')
                refuseTakenName(step.attachment, known.observed);
            const plan = step.action === 'create-addon' ? step.plan : step.action === 'change-plan' ? step.to : undefined;
            if (plan === undefined)
                continue;
            const offers = await plansOf(serviceOf(plan));
            if (!offers.known)
                throw offers.failure ?? (0,catalogue/* failure */.V2)('heroku-unavailable', `The plan list could not be read: ${offers.why}.`);
            refuseUnknownPlan(plan, offers.value);
        }
    });
    return known;
}
/** `setup` tests what it has just written, `check` what the app's own variables name. */
async function probeEndpoints(known, context) {
    const { inputs, log } = context;
    const { app } = known.observed;
    // A dyno costs money, and a dry run does nothing.
    if (inputs.probeFrom === 'dyno' && inputs.dryRun)
        return undefined;
    const endpoints = inputs.mode === 'check' ? endpointsAsConfigured(known, inputs) : endpointsAsWritten(known, inputs);
    return endpoints && log.phase(`${app}: testing both endpoints`, () => app_connect(app, endpoints, context));
}
async function app_connect(app, { writer, reader }, context) {
    const { inputs, signal, log } = context;
    const { probe } = await loadProbe(context);
    const { connectTimeoutMs, commandTimeoutMs, samples, tlsVerify, replicationLag, latency, dryRun } = inputs;
    const needed = factsNeeded(inputs);
    const facts = await probe({
        writer,
        reader,
        tlsVerify,
        connectTimeoutMs,
        commandTimeoutMs,
        // A lag over its limit is to be measured, not to be cut off as a time-out.
        lagTimeoutMs: Math.max(commandTimeoutMs, (replicationLag?.fail ?? 0) * 1.2),
        samples,
        ...(latency && { latencyFailMs: latency.fail }),
        facts: {
            info: needed.has('info'),
            write: needed.has('write') && !dryRun,
            read: needed.has('read'),
            lag: needed.has('lag') && !dryRun,
            latency: needed.has('latency'),
        },
        ...(inputs.probeFrom === 'dyno' && {
            openSource: dynoSources({ ...context, app }, (0,redis_endpoint/* sameEndpoint */._X)(writer, reader) ? 1 : 2),
        }),
        signal,
        log,
    });
    for (const line of endpointLines(facts))
        log.info(line);
    return facts;
}
/** A file of its own in the bundle: while a fleet has all file descriptors in use, it cannot be read for a moment. */
async function loadProbe({ signal, clock }) {
    const isOutOfDescriptors = (error) => /\bE[MN]FILE\b/.test(String(error));
    try {
        return await (0,retry/* retry */.L)(() => __nccwpck_require__.e(/* import() */ 520).then(__nccwpck_require__.bind(__nccwpck_require__, 7520)), {
            tries: 60,
            budgetMs: 15_000,
            delayMs: () => 250,
            shouldRetry: isOutOfDescriptors,
            signal,
            clock,
        });
    }
    catch (error) {
        if (!isOutOfDescriptors(error))
            throw error;
        throw (0,catalogue/* failure */.V2)('network', 'The runner has no file descriptor left to test Redis (EMFILE).', {
            cause: 'The limit on open files of the runner is lower than what this many apps need at the same time.',
            remedy: 'Raise the limit (`ulimit -n`), or name fewer apps in `app`.',
            error,
        });
    }
}
/**
 * Heroku may move the URL some time after a step, or somebody may rotate the credentials at any moment: then what was
 * written and tested is old. Undefined: it is not.
 */
async function followUrl(known, probe, context) {
    const { app, settings, api, log, progress, signal } = context;
    const isOutOfReach = settings.mode === 'setup' && probe !== undefined && !isConnected(probe);
    if (settings.dryRun || !(mayMoveUrl(known) || isOutOfReach))
        return undefined;
    const config = await api.configVars(app).catch((error) => {
        // What was found out about Redis is worth more than this failure.
        if (mayMoveUrl(known) || signal.aborted)
            throw error;
        return known.observed.config;
    });
    const seen = progress.learn(withConfig(known, config));
    if (planners[settings.mode](seen, settings).length === 0)
        return undefined;
    return log.phase(`${app}: following the URL, which has moved`, () => applySteps(seen, context));
}
function isConnected({ writer, reader }) {
    return writer.connect.ok && reader.connect.ok;
}
function plansNote({ plans }, { addon }) {
    return plans?.known === false ? [`The plan list of ${addon?.service ?? ''} could not be read: ${plans.why}.`] : [];
}
/** Only when the server cannot be reached: then Heroku may know why. */
async function askDataService(known, probe, { api }) {
    const { addon } = known;
    if (!probe || probe.writer.connect.ok || addon?.service !== 'heroku-redis')
        return known;
    const attempt = await api.dataWait(addon.name);
    return (0,optional/* withoutUndefined */.r)({
        ...known,
        dataService: attempt.kind === 'done' ? attempt.value : known.dataService,
    });
}

;// CONCATENATED MODULE: ./heroku/calls.js

/** `deadline` is on the clock of `now()`: no request is tried again beyond it. */
function caller(http, hosts, log, deadline) {
    return {
        hosts,
        send: (call) => http.sendWithRetry(call, log, deadline),
        sendOrLook: (call, look) => http.sendOrLook(call, look, log, deadline),
        once: (call) => http.attempt(call, log, deadline),
        bonus: (call, limits) => http.bonus(call, log, limits),
        pause: (attempt, tries, mostMs) => http.pause(attempt, tries, mostMs, log),
    };
}
/** A read of the Platform API. */
function get({ hosts }, path, decode, extra = {}) {
    return { method: 'GET', url: hosts.apiUrl + path, fallback: 'heroku-unavailable', decode, ...extra };
}
/** A change through the Platform API. */
function calls_change({ hosts }, [method, path], body, fallback, decode) {
    return { method, url: hosts.apiUrl + path, body, fallback, decode };
}
/** Lists of one app are followed for this many pages: it has a handful of add-ons. */
const pagesOfApp = 20;
/** All pages of a list (`Next-Range`). @throws HerokuFailure */
async function readList(from, { path, headers = {}, range: first, fallback = 'heroku-unavailable', advice, mostPages = pagesOfApp }, item) {
    const items = [];
    const decode = (json, answered) => ({
        part: asList(json, 'the list', item),
        next: answered['next-range'],
    });
    let range = first;
    for (let page = 0; page < mostPages; page += 1) {
        const sent = { ...headers, ...(range === undefined ? {} : { range }) };
        const { part, next } = await from.send(get(from, path, decode, { headers: sent, fallback, ...(advice ? { advice } : {}) }));
        for (const each of part)
            items.push(each);
        if (typeof next !== 'string' || next === '' || next === range)
            return { items, complete: true };
        range = next;
    }
    return { items, complete: false };
}
/** `/apps/my-app` and what follows, with the name made safe for a path. */
function inApp(app, rest) {
    return `/apps/${encodeURIComponent(app)}${rest}`;
}

;// CONCATENATED MODULE: ./heroku/resources.js



/** `{name}`, `{id}` or both; the name where there is one. */
function nameOf(value, path) {
    const { name, id } = asObject(value, path);
    return decode_textOf(name) ?? asName(id, `${path}.name`);
}
function addonOf(json, path) {
    const addon = asObject(json, path);
    const plan = textOr(objectOr(addon.plan).name, '');
    const service = decode_textOf(objectOr(addon.addon_service).name);
    return (0,optional/* withoutUndefined */.r)({
        id: asName(addon.id, `${path}.id`),
        name: asName(addon.name, `${path}.name`),
        app: nameOf(addon.app, `${path}.app`),
        appId: decode_textOf(objectOr(addon.app).id),
        service: service ?? plan.split(':')[0] ?? '',
        plan,
        // The API of 2016 had no state: an add-on was there, or it was not (recorded at RobertDober/redis_cloud_auto_upgrade).
        state: textOr(addon.state, 'provisioned'),
        configVars: resources_names(addon.config_vars) ?? [],
        ...billed(addon.billed_price),
    });
}
/** Texts of a list; undefined when there is no list. */
function resources_names(value) {
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string' && each.length <= 1_000) : undefined;
}
/**
 * `{cents: 0, contract: true}` is paid for by contract and `metered` by use: neither is free. Without an amount the
 * price is not known.
 */
function billed(value) {
    const price = objectOr(value);
    if (price.contract === true)
        return { price: undefined, billing: 'contract' };
    if (price.metered === true)
        return { price: undefined, billing: 'metered' };
    const cents = numberOf(price.cents);
    return cents === undefined
        ? { price: undefined, billing: undefined }
        : { price: { cents, unit: textOr(price.unit, 'month') }, billing: undefined };
}
function attachmentOf(json, path) {
    const attachment = asObject(json, path);
    const addon = asObject(attachment.addon, `${path}.addon`);
    return (0,optional/* withoutUndefined */.r)({
        id: asName(attachment.id, `${path}.id`),
        name: asName(attachment.name, `${path}.name`),
        app: nameOf(attachment.app, `${path}.app`),
        appId: decode_textOf(objectOr(attachment.app).id),
        addon: (0,optional/* withoutUndefined */.r)({
            id: asName(addon.id, `${path}.addon.id`),
            name: asName(addon.name, `${path}.addon.name`),
            app: nameOf(addon.app, `${path}.addon.app`),
            plan: decode_textOf(objectOr(addon.plan).name),
        }),
        configVars: resources_names(attachment.config_vars),
    });
}
function configVarsOf(json) {
    const vars = new Map();
    for (const [name, value] of Object.entries(asObject(json, 'config vars'))) {
        // Null is absent (schema: "string or null"; heroku/legacy-cli#401).
        if (value === null)
            continue;
        const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
        // A list or an object would be a value that we cannot compare: better to stop than to overwrite it.
        vars.set(name, new secret/* Secret */.z(asText(text, `config var ${name}`)));
    }
    return vars;
}
function releaseOf(json, path) {
    const release = asObject(json, path);
    return (0,optional/* withoutUndefined */.r)({
        id: asName(release.id, `${path}.id`),
        version: asNumber(release.version, `${path}.version`),
        // Before there were release phases, a release that existed had succeeded (recorded 2015, atmos/slash-heroku).
        status: textOr(release.status, 'succeeded'),
        description: textOr(release.description, ''),
        createdAt: timeOf(release.created_at),
    });
}
function releasesOf(json) {
    return asList(json, 'the list of releases', releaseOf);
}
function planOf(json, path) {
    const plan = asObject(json, path);
    const { price, billing } = billed(plan.price);
    return (0,optional/* withoutUndefined */.r)({
        name: asName(plan.name, `${path}.name`),
        description: textOr(plan.description, ''),
        cents: price?.cents ?? 0,
        unit: price?.unit ?? 'month',
        state: textOr(plan.state, ''),
        insidePrivateSpace: plan.installable_inside_private_network === true,
        outsidePrivateSpace: plan.installable_outside_private_network === true,
        billing: billing ?? (price ? undefined : 'unknown'),
    });
}
function appRefOf(json, path) {
    const app = asObject(json, path);
    return { id: asName(app.id, `${path}.id`), name: asName(app.name, `${path}.name`) };
}
function appInfoOf(json) {
    const app = asObject(json, 'the app');
    return (0,optional/* withoutUndefined */.r)({
        ...appRefOf(json, 'the app'),
        region: decode_textOf(objectOr(app.region).name),
        space: decode_textOf(objectOr(app.space).name),
        stack: decode_textOf(objectOr(app.stack).name),
    });
}
function pipelineOf(json) {
    const pipeline = asObject(json, 'the pipeline');
    const id = asName(pipeline.id, 'the pipeline.id');
    return { id, name: textOr(pipeline.name, id) };
}
function couplingOf(json, path) {
    const coupling = asObject(json, path);
    return {
        appId: asName(asObject(coupling.app, `${path}.app`).id, `${path}.app.id`),
        stage: textOr(coupling.stage, ''),
    };
}
function dynoOf(json) {
    const dyno = asObject(json, 'the dyno');
    const attachUrl = decode_textOf(dyno.attach_url);
    return (0,optional/* withoutUndefined */.r)({
        id: asName(dyno.id, 'the dyno.id'),
        name: asName(dyno.name, 'the dyno.name'),
        state: textOr(dyno.state, ''),
        attachUrl: attachUrl === undefined ? undefined : new secret/* Secret */.z(attachUrl),
    });
}
/** `{logplex_url}`: where the log of this session is read; the URL itself is the secret. */
function logSessionOf(json) {
    const { logplex_url } = asObject(json, 'the log session');
    const text = asText(logplex_url, 'the log session.logplex_url');
    if (!URL.canParse(text))
        throw new ShapeError('the log session.logplex_url is not a URL');
    return new secret/* Secret */.z(text);
}

;// CONCATENATED MODULE: ./heroku/addons.js


const notDestroyed = {
    cause: 'Heroku does not destroy the add-on, for the reason it gives.',
    remedy: 'Remove what Heroku names (`heroku addons:info` shows the add-on), then run again.',
};
function addonCalls(api) {
    const one = (json) => addonOf(json, 'the add-on');
    const path = (app, id) => inApp(app, `/addons/${encodeURIComponent(id)}`);
    const read = (app, id) => api.send(get(api, path(app, id), one, { fallback: 'addon-missing' }));
    return {
        addons: async (app) => (await readList(api, { path: inApp(app, '/addons') }, addonOf)).items,
        addon: read,
        foreignAddon: (id) => api.once(get(api, `/addons/${encodeURIComponent(id)}`, one, { fallback: 'addon-missing' })),
        tryCreateAddon: (app, { name, plan, attachment, config }) => {
            const body = { plan, name, attachment: { name: attachment }, ...(config ? { config } : {}) };
            return api.once(calls_change(api, ['POST', inApp(app, '/addons')], body, 'provision-failed', one));
        },
        changePlan: (app, id, plan) => api.sendOrLook(calls_change(api, ['PATCH', path(app, id)], { plan }, 'plan-change-failed', one), async () => {
            const seen = await read(app, id);
            return seen.plan === plan ? seen : undefined;
        }),
        tryDeleteAddon: (app, id) => api.once({
            ...calls_change(api, ['DELETE', path(app, id)], { force: false }, 'heroku-unavailable', one),
            advice: notDestroyed,
        }),
    };
}

;// CONCATENATED MODULE: ./heroku/app-config.js



function appCalls(api) {
    const readConfig = (app) => api.send(get(api, inApp(app, '/config-vars'), configVarsOf));
    const releases = async (app) => {
        try {
            const headers = { range: 'version ..; order=desc,max=10' };
            return await api.send(get(api, inApp(app, '/releases'), releasesOf, { headers }));
        }
        catch (error) {
            // A range of an empty list can be refused: then there is no release.
            if (error instanceof HerokuFailure && error.status === 416)
                return [];
            throw error;
        }
    };
    return {
        app: (app) => api.send(get(api, inApp(app, ''), appInfoOf, { fallback: 'app-not-found' })),
        configVars: readConfig,
        setConfigVars: (app, vars) => {
            const body = Object.fromEntries([...vars].map(([name, value]) => [name, value?.reveal() ?? null]));
            const call = calls_change(api, ['PATCH', inApp(app, '/config-vars')], body, 'config-conflict', configVarsOf);
            return api.sendOrLook(call, async () => {
                const config = await readConfig(app);
                return app_config_isSet(vars, config) ? config : undefined;
            });
        },
        releases,
        releaseOf: async (app, configVars) => {
            const newest = await releases(app);
            // "Set REDIS_WRITER_HOST, … config vars"; meanwhile somebody else may have made a release.
            const words = new Set(configVars);
            return newest.find(({ description }) => description.split(/\W+/).some((word) => words.has(word))) ?? newest[0];
        },
        release: (app, id) => api.send(get(api, inApp(app, `/releases/${encodeURIComponent(id)}`), (json) => releaseOf(json, 'the release'), {
            fallback: 'release-failed',
        })),
    };
}
function app_config_isSet(vars, config) {
    return [...vars].every(([name, value]) => {
        const seen = config.get(name);
        return value === null ? seen === undefined : seen?.equals(value) === true;
    });
}

;// CONCATENATED MODULE: ./heroku/attachments.js


/** As the CLI asks for them (heroku/cli src/lib/addons/resolve.ts). */
const inclusion = { 'accept-inclusion': 'addon:plan,config_vars' };
function attachmentCalls(api) {
    const read = async (path) => (await readList(api, { path, headers: inclusion }, attachmentOf)).items;
    return {
        attachments: (app) => read(inApp(app, '/addon-attachments')),
        attachmentsOfAddon: (addon) => read(`/addons/${encodeURIComponent(addon)}/addon-attachments`),
        tryAttach: ({ app, addon, name, confirm }) => {
            const body = { addon, app, name, ...(confirm === undefined ? {} : { confirm }) };
            return api.once(calls_change(api, ['POST', '/addon-attachments'], body, 'config-conflict', (json) => attachmentOf(json, 'the attachment')));
        },
        tryDetach: (id) => api.once(calls_change(api, ['DELETE', `/addon-attachments/${encodeURIComponent(id)}`], undefined, 'config-conflict', () => undefined)),
    };
}

;// CONCATENATED MODULE: ./heroku/database.js


function databaseCalls(api) {
    const url = (addon, rest = '') => `${api.hosts.dataUrl}/redis/v0/databases/${encodeURIComponent(addon)}${rest}`;
    const read = (addon, rest, decode) => ({
        method: 'GET',
        access: 'data',
        url: url(addon, rest),
        fallback: 'heroku-unavailable',
        decode,
    });
    return {
        dataWait: (addon) => api.once(read(addon, '/wait', dataWaitOf)),
        databaseInfo: (addon) => api.bonus(read(addon, '', databaseInfoOf)),
        databaseConfig: (addon) => api.bonus(read(addon, '/config', databaseConfigOf)),
        setDatabaseConfig: async (addon, { maxmemoryPolicy, timeout, notifyKeyspaceEvents }) => {
            const all = {
                maxmemory_policy: maxmemoryPolicy,
                timeout,
                notify_keyspace_events: notifyKeyspaceEvents,
            };
            const body = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
            if (Object.keys(body).length === 0)
                return;
            await api.send({
                method: 'PATCH',
                access: 'data',
                url: url(addon, '/config'),
                body,
                fallback: 'settings',
                decode: () => undefined,
            });
        },
        tryRotateCredentials: (name) => api.once({
            method: 'POST',
            access: 'data',
            url: url(name, '/credentials_rotation'),
            body: {},
            fallback: 'rotation-failed',
            decode: () => undefined,
            bodyOptional: true,
        }),
        tryUpgrade: (addon, version) => api.once({
            method: 'POST',
            access: 'data',
            url: url(addon, '/upgrade'),
            body: { version },
            fallback: 'upgrade-failed',
            decode: (json) => textOr(objectOr(json).message, ''),
            bodyOptional: true,
        }),
    };
}
function dataWaitOf(json) {
    const wait = asObject(json, 'the answer');
    const waiting = wait['waiting?'];
    if (typeof waiting !== 'boolean')
        throw new ShapeError('waiting? is not true or false');
    return { waiting, message: textOr(wait.message, '') };
}
function databaseInfoOf(json) {
    const database = asObject(json, 'the database');
    const info = new Map();
    for (const each of listOr(database.info)) {
        const { name, values } = objectOr(each);
        const value = versionOrText(Array.isArray(values) ? values[0] : values);
        if (typeof name === 'string' && value !== undefined)
            info.set(name.trim().toLowerCase(), value);
    }
    return (0,optional/* withoutUndefined */.r)({
        // Seen as text, as a number and as a list.
        version: versionOrText(database.version) ?? info.get('version'),
        status: info.get('status'),
        haStatus: info.get('ha status'),
        maintenance: info.get('maintenance'),
        window: info.get('maintenance window'),
    });
}
function versionOrText(value) {
    if (Array.isArray(value))
        return value.map(versionOrText).find((each) => each !== undefined);
    return typeof value === 'number' ? String(value) : decode_textOf(value)?.trim();
}
function databaseConfigOf(json) {
    const config = asObject(json, 'the settings');
    const valueOf = (entry) => objectOr(entry).value;
    const events = valueOf(config.notify_keyspace_events);
    return (0,optional/* withoutUndefined */.r)({
        maxmemoryPolicy: decode_textOf(valueOf(config.maxmemory_policy)),
        timeout: numberOf(valueOf(config.timeout)),
        // The empty text is a value: no notifications.
        notifyKeyspaceEvents: typeof events === 'string' ? events : undefined,
    });
}

;// CONCATENATED MODULE: ./heroku/dynos.js


function dynoCalls(api) {
    const path = (app, id) => inApp(app, `/dynos/${encodeURIComponent(id)}`);
    return {
        tryCreateDyno: (app, { command, timeToLiveSeconds, size }) => {
            const body = {
                command,
                attach: true,
                force_no_tty: true,
                type: 'run',
                time_to_live: timeToLiveSeconds,
                ...(size === undefined ? {} : { size }),
            };
            return api.once(calls_change(api, ['POST', inApp(app, '/dynos')], body, 'dyno-failed', dynoOf));
        },
        tryDyno: (app, id) => api.once(get(api, path(app, id), dynoOf, { fallback: 'dyno-failed' })),
        tryStopDyno: (app, id) => api.once({
            ...calls_change(api, ['DELETE', path(app, id)], undefined, 'dyno-failed', () => undefined),
            bodyOptional: true,
            afterCancel: true,
        }),
    };
}

;// CONCATENATED MODULE: ./heroku/fleet.js




/** The account's lists by app, as `GET /apps/{app}/addons` and `/addon-attachments` would answer. Linear in both lists. */
function byApp(addons, attachments) {
    const lists = new Map();
    const listOf = (app) => {
        const known = lists.get(app) ?? { addons: new Map(), attachments: [] };
        lists.set(app, known);
        return known;
    };
    const byId = new Map(addons.map((addon) => [addon.id, addon]));
    for (const addon of addons)
        listOf(addon.app).addons.set(addon.id, addon);
    for (const attachment of attachments) {
        const list = listOf(attachment.app);
        list.attachments.push(attachment);
        // An app's list also holds the add-ons of other apps that are attached to it.
        const addon = byId.get(attachment.addon.id);
        if (addon)
            list.addons.set(addon.id, addon);
    }
    return new Map([...lists].map(([app, list]) => [app, { ...list, addons: [...list.addons.values()] }]));
}
/** The most that Heroku puts on a page (Platform API reference, "Ranges"). */
const wholeAccount = { range: 'id ..; max=1000', mostPages: 200 };
const wholeTeam = { range: 'id ..; max=1000', mostPages: 50, fallback: 'app-not-found' };
const noTeam = {
    cause: 'There is no team with this name, or the account of the token is not a member.',
    remedy: 'Compare `app` with `heroku teams`, run as the account that made the token.',
};
const noPipeline = {
    cause: 'There is no pipeline with this name, or the account of the token cannot see it.',
    remedy: 'Compare `app` with `heroku pipelines`, run as the account that made the token.',
};
/** A body of so many ids stays far below any limit of a request. */
const idsAtOnce = 500;
function fleetCalls(api) {
    async function account(listing, item) {
        try {
            const { items, complete } = await readList(api, { ...wholeAccount, ...listing }, item);
            return complete ? { known: true, value: items } : { known: false, why: 'the list has too many pages' };
        }
        catch (error) {
            const failure = toFailure(error);
            if (failure.reason === 'cancelled')
                throw failure;
            return { known: false, why: failure.message, failure };
        }
    }
    const filtered = (ids) => api.send({
        ...calls_change(api, ['POST', '/filters/apps'], { in: { id: ids } }, 'app-not-found', (json) => asList(json, 'the list of apps', appRefOf)),
        headers: { accept: 'application/vnd.heroku+json; version=3.filters' },
    });
    return {
        accountAddons: () => account({ path: '/addons' }, addonOf),
        accountAttachments: () => account({ path: '/addon-attachments', headers: { 'accept-inclusion': 'addon:plan,config_vars' } }, attachmentOf),
        teamApps: async (team) => {
            const path = `/teams/${encodeURIComponent(team)}/apps`;
            return (await readList(api, { ...wholeTeam, path, advice: noTeam }, appRefOf)).items;
        },
        pipeline: (nameOrId) => api.send(get(api, `/pipelines/${encodeURIComponent(nameOrId)}`, pipelineOf, {
            fallback: 'app-not-found',
            advice: noPipeline,
        })),
        pipelineCouplings: async (id) => {
            const path = `/pipelines/${encodeURIComponent(id)}/pipeline-couplings`;
            return (await readList(api, { ...wholeTeam, path, advice: noPipeline }, couplingOf)).items;
        },
        appsById: async (ids) => {
            const unique = [...new Set(ids)];
            const found = [];
            for (let from = 0; from < unique.length; from += idsAtOnce) {
                found.push(...(await filtered(unique.slice(from, from + idsAtOnce))));
            }
            return found;
        },
    };
}

;// CONCATENATED MODULE: ./heroku/logs.js





const mostLines = 20;
const logs_longestLine = 500;
/** The last 1,500 lines of the whole app come along. */
const mostBytes = 4 * 1024 * 1024;
/** On Fir the log is a stream without an end: what came within this time counts. */
const streamMs = 2_000;
function logCalls(api) {
    const session = (app, body) => ({
        ...calls_change(api, ['POST', inApp(app, '/log-sessions')], body, 'heroku-unavailable', logSessionOf),
    });
    return {
        addonLog: async (app, addonName) => {
            const limits = { ms: 4_000, tries: 1 };
            let opened = await api.bonus(session(app, { dyno: 'heroku-redis', lines: 100, tail: false }), limits);
            // Fir takes no `lines` (heroku/cli, lib/run/log-displayer).
            if (!opened.known && opened.failure instanceof HerokuFailure && [400, 422].includes(opened.failure.status ?? 0)) {
                opened = await api.bonus(session(app, { dyno: 'heroku-redis' }), limits);
            }
            if (!opened.known)
                return opened;
            const url = opened.value.reveal();
            if (!isLogHost(url))
                return { known: false, why: 'Heroku named a log host that is not one of its own' };
            const text = {
                method: 'GET',
                url,
                access: 'public',
                label: 'the log session',
                fallback: 'heroku-unavailable',
                stream: { ms: streamMs, bytes: mostBytes },
                decode: (raw) => (typeof raw === 'string' ? raw : ''),
            };
            const read = await api.bonus(text, limits);
            return read.known ? { known: true, value: addonLogOf(read.value, addonName) } : read;
        },
    };
}
/** By https on any host of heroku.com; on this machine in tests. */
function isLogHost(text) {
    const { protocol, hostname } = new URL(text);
    if (['localhost', '127.0.0.1'].includes(hostname))
        return true;
    return protocol === 'https:' && (hostname === 'heroku.com' || hostname.endsWith('.heroku.com'));
}
/** `2026-03-04T05:06:07.890123+00:00 app[heroku-redis]: …`, in an event stream after `data: `. */
const header = /^(?:data: ?)?(\S{1,40}) app\[heroku-redis\]: (.*)$/;
/** The lines of this add-on: the source and the name must both be right, wherever else in a line they may stand. */
function addonLogOf(text, addonName) {
    const lines = [];
    for (const line of text.split('\n')) {
        const [, at, rest] = header.exec(line.trimEnd()) ?? [];
        if (at === undefined || rest === undefined)
            continue;
        if (/(?:^|\s)addon=(\S+)/.exec(rest)?.[1] === addonName)
            lines.push({ at, text: rest });
    }
    const metrics = lines.map(({ at, text: rest }) => metricsOf(at, rest)).findLast((each) => each !== undefined);
    return (0,optional/* withoutUndefined */.r)({
        lines: lines.slice(-mostLines).map(({ at, text: rest }) => (0,utils_text/* oneLine */.TN)(`${at} ${rest}`, logs_longestLine)),
        metrics,
    });
}
/** Heroku's `kB` are 1,024 bytes, as in /proc/meminfo. */
const units = {
    '': 1,
    bytes: 1,
    kB: 1_024,
    KB: 1_024,
    MB: 1_024 ** 2,
    GB: 1_024 ** 3,
};
function metricsOf(at, line) {
    const samples = new Map();
    for (const [, name = '', number = '', unit = ''] of line.matchAll(/(?:^|\s)sample#([\w-]{1,60})=(-?\d{1,18}(?:\.\d{1,18})?)([A-Za-z]{0,6})(?=\s|$)/g)) {
        const factor = units[unit];
        if (factor !== undefined)
            samples.set(name, Number(number) * factor);
    }
    if (samples.size === 0)
        return undefined;
    const time = Date.parse(at);
    return (0,optional/* withoutUndefined */.r)({
        at: Number.isNaN(time) ? undefined : new Date(time).toISOString(),
        activeConnections: samples.get('active-connections'),
        loadAvg1m: samples.get('load-avg-1m'),
        loadAvg5m: samples.get('load-avg-5m'),
        loadAvg15m: samples.get('load-avg-15m'),
        readIops: samples.get('read-iops'),
        writeIops: samples.get('write-iops'),
        memoryTotalBytes: samples.get('memory-total'),
        memoryFreeBytes: samples.get('memory-free'),
        memoryCachedBytes: samples.get('memory-cached'),
        memoryRedisBytes: samples.get('memory-redis'),
        hitRate: samples.get('hit-rate'),
        evictedKeys: samples.get('evicted-keys'),
    });
}

;// CONCATENATED MODULE: ./heroku/maintenances.js


function maintenanceCalls(api) {
    const read = (path, decode, none) => ({
        method: 'GET',
        access: 'data',
        url: `${api.hosts.dataUrl}/data/maintenances/v1/${path}`,
        fallback: 'heroku-unavailable',
        decode,
        notFound: none,
    });
    return {
        maintenances: (appId) => api.bonus(read(`apps/${encodeURIComponent(appId)}`, maintenancesOf, [])),
        maintenance: (addonId) => api.bonus(read(encodeURIComponent(addonId), maintenanceOf, { status: 'none' })),
        tryRunMaintenance: (addonId) => api.once({
            method: 'POST',
            access: 'data',
            url: `${api.hosts.dataUrl}/data/maintenances/v1/${encodeURIComponent(addonId)}/run`,
            fallback: 'maintenance',
            decode: () => undefined,
            bodyOptional: true,
        }),
    };
}
function maintenancesOf(json) {
    const { maintenances } = asObject(json, 'the maintenances');
    if (!Array.isArray(maintenances))
        throw new ShapeError('maintenances is not a list');
    return maintenances.map(maintenanceOf);
}
function maintenanceOf(json) {
    const wrapped = asObject(json, 'the maintenance');
    const [first] = listOr(wrapped.maintenances);
    if (Array.isArray(wrapped.maintenances) && first === undefined)
        return { status: 'none' };
    const maintenance = first === undefined ? wrapped : asObject(first, 'the maintenance');
    const addon = objectOr(maintenance.addon);
    const status = decode_textOf(maintenance.status);
    if (status === undefined && maintenance.status !== null)
        throw new ShapeError('the maintenance.status is not text');
    return (0,optional/* withoutUndefined */.r)({
        status: status?.trim().toLowerCase() ?? 'none',
        addon: decode_textOf(addon.name),
        method: decode_textOf(maintenance.method),
        reason: decode_textOf(maintenance.reason),
        scheduledFor: timeOf(maintenance.scheduled_for),
        requiredBy: timeOf(maintenance.required_by),
        startedAt: timeOf(maintenance.started_at),
        completedAt: timeOf(maintenance.completed_at),
        window: decode_textOf(maintenance.window) ?? decode_textOf(addon.window),
    });
}

;// CONCATENATED MODULE: ./heroku/status.js


/** More incidents than this at once are one outage; the status page has the rest. */
const mostIncidents = 10;
function statusCalls(api) {
    return {
        currentStatus: () => api.bonus({
            method: 'GET',
            url: `${api.hosts.statusUrl}/api/v4/current-status`,
            access: 'public',
            fallback: 'heroku-unavailable',
            decode: statusOf,
        }, { ms: 2_000, tries: 1 }),
    };
}
function statusOf(json) {
    const { incidents } = asObject(json, 'the status');
    if (!Array.isArray(incidents))
        throw new ShapeError('incidents is not a list');
    return { incidents: incidents.slice(0, mostIncidents).flatMap(incidentOf) };
}
function incidentOf(json) {
    const incident = objectOr(json);
    const title = decode_textOf(incident.title);
    if (title === undefined)
        return [];
    const updates = listOr(incident.updates)
        .map((each) => objectOr(each))
        .map((each) => ({ at: timeOf(each.updated_at) ?? timeOf(each.created_at) ?? '', text: decode_textOf(each.contents) }))
        .toSorted((a, b) => b.at.localeCompare(a.at));
    return [
        (0,optional/* withoutUndefined */.r)({
            title,
            since: timeOf(incident.created_at),
            url: decode_textOf(incident.full_url),
            update: updates.find(({ text }) => text !== undefined)?.text,
        }),
    ];
}

;// CONCATENATED MODULE: ./heroku/api.js











/** `deadline` is on the clock of `now()`: no request is tried again beyond it. */
function herokuApi(http, hosts, log, deadline) {
    const api = caller(http, hosts, log, deadline);
    return {
        ...appCalls(api),
        ...addonCalls(api),
        ...attachmentCalls(api),
        ...databaseCalls(api),
        ...maintenanceCalls(api),
        ...statusCalls(api),
        ...logCalls(api),
        ...dynoCalls(api),
        ...fleetCalls(api),
        plans: async (service) => (await readList(api, { path: `/addon-services/${encodeURIComponent(service)}/plans` }, planOf)).items,
        pause: (attempt, tries, mostMs) => api.pause(attempt, tries, mostMs),
    };
}

// EXTERNAL MODULE: ./history/history.js
var history_history_0 = __nccwpck_require__(30);
;// CONCATENATED MODULE: ./history/format.js
const formatName = 'heroku-redis-action/state';

// EXTERNAL MODULE: ./history/thin.js
var thin = __nccwpck_require__(5531);
;// CONCATENATED MODULE: ./history/decode.js





const hour = 3_600_000;
const spanLengths = thin/* usualRetention */.vx.tiers.map(({ lengthMs }) => lengthMs);
/** Why a text is not a state file: a few words. */
class NotAState extends Error {
    name = 'NotAState';
}
/** @throws NotAState */
function decodeState(text) {
    if (isNestedDeeply(text))
        throw new NotAState('it is not a state file of this action');
    const file = object(parse(text));
    if (file['format'] !== formatName)
        throw new NotAState('it is not a state file of this action');
    if (file['version'] !== 1)
        throw new NotAState('it is of another version of the format');
    const apps = array(file['apps']).map(decodeApp);
    if (new Set(apps.map(({ app }) => app)).size !== apps.length)
        throw damaged();
    return { apps };
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        throw new NotAState('it is not valid JSON');
    }
}
/** A small file of brackets alone would otherwise become gigabytes in memory. */
function isNestedDeeply(text) {
    let depth = 0;
    for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        if (code === 0x5b || code === 0x7b)
            depth++;
        else if (code === 0x5d || code === 0x7d)
            depth--;
        if (depth > 50)
            return true;
    }
    return false;
}
function decodeApp(value) {
    const file = object(value);
    const servers = array(file['servers']).map(decodeServer);
    const serverOf = (index) => servers[count(index)] ?? fail();
    const failing = file['failing'] === undefined ? undefined : object(file['failing']);
    const alarm = file['alarm'] === undefined ? undefined : object(file['alarm']);
    return {
        app: string(file['app']),
        points: array(file['points']).map((row) => decodePoint(array(row), serverOf)),
        spans: array(file['spans']).map((row) => decodeSpan(array(row), serverOf)),
        events: array(file['events'])
            .slice(-history_history_0/* mostEvents */.Ps)
            .map((row) => decodeEvent(array(row))),
        outcomes: array(file['outcomes'])
            .map((each) => (each === 0 ? null : moment(each)))
            .slice(-history_history_0/* mostOutcomes */.Di),
        ...(failing && { failing: { since: moment(failing['since']), runs: count(failing['runs']) } }),
        ...(alarm && { alarm: { since: moment(alarm['since']) } }),
    };
}
function decodeServer(value) {
    const { plan, version, server, memoryMax, maxConnections } = object(value);
    return (0,optional/* withoutUndefined */.r)({
        plan: plan === undefined ? undefined : string(plan),
        version: version === undefined ? undefined : string(version),
        server: server === undefined ? undefined : string(server),
        memoryMax: memoryMax === undefined ? undefined : count(memoryMax),
        maxConnections: maxConnections === undefined ? undefined : count(maxConnections),
    });
}
function decodePoint(row, serverOf) {
    const [time, status, failing, reason, p50, p95, lag, memory, connections, evicted, rejected, server] = row;
    return (0,optional/* withoutUndefined */.r)({
        time: moment(time),
        status: status === 'pass' || status === 'warn' || status === 'fail' ? status : fail(),
        failing: count(failing) === 1,
        reason: string(reason),
        latencyP50Ms: decode_figure(p50),
        latencyP95Ms: decode_figure(p95),
        lagMs: decode_figure(lag),
        memoryUsed: decode_figure(memory),
        connections: decode_figure(connections),
        evictedKeys: decode_figure(evicted),
        rejectedConnections: decode_figure(rejected),
        ...absentFields,
        ...serverOf(server),
    });
}
const absentFields = {
    plan: undefined,
    version: undefined,
    server: undefined,
    memoryMax: undefined,
    maxConnections: undefined,
};
function decodeSpan(row, serverOf) {
    const [start, hours, runs, warned, failed, p50, p95, lag, ...rest] = row;
    const { server: _, ...server } = { ...absentFields, ...serverOf(rest[6]) };
    return (0,optional/* withoutUndefined */.r)({
        start: moment(start),
        lengthMs: spanLengths.find((length) => length === count(hours) * hour) ?? fail(),
        runs: count(runs),
        warned: count(warned),
        failed: count(failed),
        latencyP50Ms: decode_figure(p50),
        latencyP95Ms: decode_figure(p95),
        lagMs: decode_figure(lag),
        memory: decodeRange(rest.slice(0, 3)),
        connections: decodeRange(rest.slice(3, 6)),
        ...server,
    });
}
function decodeRange(row) {
    const [min, median, max] = row.map(decode_figure);
    return min === undefined || median === undefined || max === undefined ? undefined : { min, median, max };
}
function decodeEvent([time, name, detail]) {
    const kind = history_history_0/* eventKinds */.M.find((each) => each === name) ?? fail();
    return { time: moment(time), kind, ...(detail !== undefined && { detail: string(detail) }) };
}
function damaged() {
    return new NotAState('it is damaged');
}
function fail() {
    throw damaged();
}
function object(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? value
        : fail();
}
function array(value) {
    return Array.isArray(value) ? value : fail();
}
function count(value) {
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : fail();
}
/** Milliseconds that a Date can hold. */
function moment(value) {
    return count(value) <= 8.64e15 ? count(value) : fail();
}
function decode_figure(value) {
    return value === null ? undefined : count(value);
}
/** What somebody else may have written is as foreign as any other text. */
function string(value) {
    return typeof value === 'string' ? (0,utils_text/* sanitize */.aj)(value, 200) : fail();
}

;// CONCATENATED MODULE: ./history/encode.js



const encode_hour = 3_600_000;
const day = 24 * encode_hour;
/** A review app that is gone must not stay for ever. */
const forgottenAfter = 90 * day;
/** What is read back is refused above 20 MB; so much less is written that no app is ever lost to that. */
const encode_mostBytes = 15_000_000;
/**
 * One line for each app. Where even a year's worth of thinned runs is too much (thousands of apps), less of the past is
 * kept, and in the end fewer apps, those that ran last first.
 */
function encodeState(state, now, most = encode_mostBytes) {
    let apps = state.apps.filter((app) => lastRun(app) >= now - forgottenAfter);
    for (const by of [1, 2, 4, 8, 16, 32, 72]) {
        if (by > 1)
            apps = apps.map((app) => (0,thin/* thin */.yL)(app, now, (0,thin/* reducedRetention */.h0)(by)));
        const text = encode_write(apps, now);
        if (Buffer.byteLength(text) <= most)
            return text;
    }
    const newest = apps.toSorted((a, b) => lastRun(b) - lastRun(a));
    let kept = newest.length;
    for (;;) {
        kept = Math.floor(kept / 2);
        const text = encode_write(newest.slice(0, kept), now);
        if (kept === 0 || Buffer.byteLength(text) <= most)
            return text;
    }
}
function lastRun({ points, spans }) {
    const span = spans.at(-1);
    return points.at(-1)?.time ?? (span ? span.start + span.lengthMs : -Infinity);
}
function encode_write(apps, now) {
    const { apps: _, ...head } = {
        format: formatName,
        version: 1,
        updatedAt: new Date(now).toISOString(),
        apps: [],
    };
    const lines = apps.map((app) => JSON.stringify(appFile(app)));
    return `${JSON.stringify(head).slice(0, -1)},"apps":[\n${lines.join(',\n')}\n]}\n`;
}
function appFile(history) {
    const { app, points, spans, events, outcomes, failing, alarm } = history;
    const servers = new Map();
    const serverOf = (each) => {
        const { plan, version, memoryMax, maxConnections } = each;
        const server = 'server' in each ? each.server : undefined;
        const key = JSON.stringify((0,optional/* withoutUndefined */.r)({ plan, version, server, memoryMax, maxConnections }));
        const index = servers.get(key) ?? servers.size;
        servers.set(key, index);
        return index;
    };
    const range = (of) => of ? [of.min, of.median, of.max] : [null, null, null];
    const rows = {
        points: points.map((point) => [
            point.time,
            point.status,
            point.failing ? 1 : 0,
            point.reason,
            point.latencyP50Ms ?? null,
            point.latencyP95Ms ?? null,
            point.lagMs ?? null,
            point.memoryUsed ?? null,
            point.connections ?? null,
            point.evictedKeys ?? null,
            point.rejectedConnections ?? null,
            serverOf(point),
        ]),
        spans: spans.map((span) => [
            span.start,
            span.lengthMs / encode_hour,
            span.runs,
            span.warned,
            span.failed,
            span.latencyP50Ms ?? null,
            span.latencyP95Ms ?? null,
            span.lagMs ?? null,
            ...range(span.memory),
            ...range(span.connections),
            serverOf(span),
        ]),
    };
    return {
        app,
        servers: [...servers.keys()].map((key) => JSON.parse(key)),
        ...rows,
        events: events.map(({ time, kind, detail }) => (detail === undefined ? [time, kind] : [time, kind, detail])),
        outcomes: outcomes.map((failedAt) => failedAt ?? 0),
        ...(failing && { failing }),
        ...(alarm && { alarm }),
    };
}

;// CONCATENATED MODULE: ./history/state-file.js







/** The file is public and small; whatever is larger was not written by this action. */
const state_file_mostBytes = 20_000_000;
/**
 * Reads the state. A missing file is an empty history. A file that cannot be used (not ours, damaged, of another
 * version, too large, a symlink out of the workspace) is renamed to `<name>.bad`, and the history begins again.
 *
 * @throws Failure `input-invalid` when the path leads out of the workspace or is a folder
 */
async function readState(place) {
    const path = await resolveInside(place.workspace, place.path).catch((error) => {
        throw unusable(place, error);
    });
    try {
        return { state: await state_file_read(path, place.workspace), notes: [] };
    }
    catch (error) {
        if (state_file_codeOf(error) === 'ENOENT')
            return { state: history_history_0/* emptyState */.p$, notes: [] };
        if (state_file_codeOf(error) === 'EISDIR')
            throw unusable(place, error);
        const aside = `${path}.bad`;
        await (0,promises_.rename)(path, aside).catch((renaming) => {
            throw unusable(place, renaming);
        });
        const why = error instanceof NotAState ? error.message : `it cannot be read (${state_file_codeOf(error)})`;
        return {
            state: history_history_0/* emptyState */.p$,
            notes: [
                `The state file "${state_file_nameOf(place)}" was renamed to "${(0,external_node_path_namespaceObject.basename)(aside)}" because ${why}; the history starts again with this run.`,
            ],
        };
    }
}
async function state_file_read(path, workspace) {
    // The file itself may be a symlink inside the workspace; writing replaces it.
    const target = await (0,promises_.realpath)(path);
    const root = await (0,promises_.realpath)(workspace);
    if (!target.startsWith(root.endsWith(external_node_path_namespaceObject.sep) ? root : root + external_node_path_namespaceObject.sep))
        throw new NotAState('it is a symlink out of the workspace');
    const entry = await (0,promises_.lstat)(target);
    if (entry.isDirectory())
        throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    // Opening a pipe or a device could wait for ever.
    if (!entry.isFile())
        throw new NotAState('it is not a regular file');
    if (entry.size > state_file_mostBytes)
        throw new NotAState('it is larger than 20 MB');
    return decodeState(await (0,promises_.readFile)(target, 'utf8'));
}
/** Another run may write between our reading and our writing: then its file is read, and the change is made again. */
const state_file_mostTries = 5;
/**
 * Reads the state, changes it and writes it back: whole or not at all, and on top of what another run wrote meanwhile.
 *
 * @param change pure; called again when the file was changed by another run
 * @throws Failure `input-invalid` when the file cannot be written
 */
async function updateState(place, now, change) {
    const notes = [];
    for (let attempt = 1;; attempt++) {
        const before = await fingerprint(place);
        const read = await readState(place);
        notes.push(...read.notes);
        const start = read.notes.length > 0 ? undefined : before;
        const { state, value } = change(read.state);
        const isUnchanged = async () => attempt >= state_file_mostTries || (await fingerprint(place)) === start;
        const written = await writeInside(place.workspace, place.path, encodeState(state, now), isUnchanged).catch((error) => {
            throw unusable(place, error);
        });
        if (written)
            return { value, notes };
    }
}
/** Changes with every write, since each makes a new file; undefined while there is none. */
async function fingerprint({ path }) {
    try {
        const { ino, size, mtimeNs } = await (0,promises_.lstat)(path, { bigint: true });
        return `${String(ino)} ${String(size)} ${String(mtimeNs)}`;
    }
    catch {
        return undefined;
    }
}
function state_file_nameOf({ workspace, path }) {
    return (0,external_node_path_namespaceObject.relative)(workspace, path);
}
function state_file_codeOf(error) {
    if (!(error instanceof Error))
        return 'unknown error';
    return 'code' in error ? String(error.code) : error.message;
}
function unusable(place, error) {
    return (0,catalogue/* failure */.V2)('input-invalid', `The state file "${state_file_nameOf(place)}" cannot be used: ${state_file_codeOf(error)}.`, {
        cause: 'The path is a folder, leads out of the workspace through a symlink, or its disk is full or read-only.',
        remedy: 'Set `state-file` to a path inside the workspace that can be written.',
        error,
    });
}

;// CONCATENATED MODULE: ./steps/settings.js
/** What a run is for; each mode has a planner of its own. */
const modes = ['setup', 'check', 'rotate', 'remove'];

;// CONCATENATED MODULE: ./inputs/problems.js

/** All problems at once: a heading, then one line for each. */
function invalid(problems) {
    const lines = problems.map(({ name, got, expected }) => `${name}: ${got === undefined ? '' : `got ${got}; `}expected ${expected}`);
    const [only = ''] = lines;
    return (0,catalogue/* failure */.V2)('input-invalid', lines.length === 1
        ? `An input is invalid. ${only}.`
        : [`${String(lines.length)} inputs are invalid:`, ...lines.map((line) => `- ${line}`)].join('\n'));
}
/**
 * Foreign text, shortened and quoted so that it cannot be mistaken for our own words. Text that may hold credentials is
 * not shown at all: a part of a secret is not masked by the runner.
 */
function problems_quote(text) {
    if (text === '')
        return 'nothing';
    if (mayHoldCredentials(text))
        return 'a value that may hold credentials (not shown)';
    const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
    return JSON.stringify(shown);
}
/** No input whose text is shown needs an `@`, a Heroku token, or more of a URL than its host. */
function mayHoldCredentials(text) {
    return (/@|%40|HRKU-|(?:pass|pwd|auth|secret|token|key)\w*=/i.test(text) ||
        (text.includes('://') && !/^https?:\/\/[\w.:[\]-]+\/?$/i.test(text)));
}

;// CONCATENATED MODULE: ./inputs/heroku-hosts.js

/** The hosts that the Heroku CLI sends a token to (heroku-cli-command, vars.ts). */
const trustedDomains = ['heroku.com', 'herokai.com', 'herokuspace.com', 'herokudev.com'];
const loopback = new Set(['localhost', '127.0.0.1']);
const expected = 'a host of heroku.com, herokai.com, herokuspace.com, herokudev.com (over https), localhost or 127.0.0.1, because the token is sent there';
/**
 * HEROKU_HOST, HEROKU_DATA_HOST (else HEROKU_REDIS_HOST) and HEROKU_STATUS_HOST, read the way the Heroku CLI reads them.
 * Undefined when one is invalid; `problems` then says which.
 */
function readHosts(env, problems) {
    const host = heroku_hosts_textOf(env, 'HEROKU_HOST') ?? 'heroku.com';
    const api = trustedOrigin(/^https?:\/\//i.test(host) ? host : `https://api.${host}`);
    if (!api)
        problems.push({ name: 'HEROKU_HOST', got: problems_quote(host), expected });
    const dataUrl = readDataHost(env, api, problems);
    const statusUrl = readStatusHost(env, api, problems);
    return api && dataUrl !== undefined && statusUrl !== undefined
        ? { apiUrl: api.origin, dataUrl, statusUrl }
        : undefined;
}
/** A bare host name: protocol and port are those of the API. */
function readDataHost(env, api, problems) {
    const name = heroku_hosts_textOf(env, 'HEROKU_DATA_HOST') === undefined ? 'HEROKU_REDIS_HOST' : 'HEROKU_DATA_HOST';
    // Where the API is on this machine, so is the data API: requests of a test must not reach Heroku.
    const usual = api && loopback.has(api.hostname) ? api.hostname : 'api.data.heroku.com';
    const host = heroku_hosts_textOf(env, name) ?? usual;
    const isBare = /^[a-z0-9.-]{1,253}$/i.test(host);
    const port = api?.port ? `:${api.port}` : '';
    const data = isBare ? trustedOrigin(`${api?.protocol ?? 'https:'}//${host}${port}`) : undefined;
    if (!data)
        problems.push({ name, got: problems_quote(host), expected: `a bare host name: ${expected}` });
    return data?.origin;
}
/** A whole URL. Any host is allowed, because the token never goes there. */
function readStatusHost(env, api, problems) {
    const text = heroku_hosts_textOf(env, 'HEROKU_STATUS_HOST');
    if (text === undefined)
        return api && loopback.has(api.hostname) ? api.origin : 'https://status.heroku.com';
    const url = URL.parse(text);
    const isClean = url !== null && `${url.username}${url.password}${url.search}${url.hash}` === '';
    if (isClean && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname)))) {
        return url.href.replace(/\/+$/, '');
    }
    problems.push({
        name: 'HEROKU_STATUS_HOST',
        got: problems_quote(text),
        expected: 'an https:// URL without credentials, such as https://status.heroku.com',
    });
    return undefined;
}
function heroku_hosts_textOf(env, name) {
    return env[name]?.trim() || undefined;
}
function trustedOrigin(text) {
    const url = URL.parse(text);
    // An origin and nothing else: whatever follows it would be dropped silently.
    return url && isTrusted(url) && url.href === `${url.origin}/` ? url : undefined;
}
function isTrusted(url) {
    const host = url.hostname;
    if (loopback.has(host))
        return true;
    // Beyond this machine the token travels encrypted or not at all.
    return url.protocol === 'https:' && trustedDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

;// CONCATENATED MODULE: ./inputs/contradictions.js



/** Inputs that are each valid and make no sense together. An input that is already known to be invalid contradicts nothing. */
function contradictions(draft, invalid) {
    return rules.flatMap((rule) => rule(draft, invalid) ?? []);
}
const rules = [
    ({ writerPrefix, readerPrefix }) => writerPrefix === undefined || writerPrefix !== readerPrefix
        ? undefined
        : {
            name: 'reader-prefix',
            got: problems_quote(writerPrefix),
            expected: 'a prefix other than writer-prefix, so that writer and reader have config vars of their own',
        },
    ({ config, fields, writerPrefix, readerPrefix }) => {
        if (!config || !fields || writerPrefix === undefined || readerPrefix === undefined)
            return undefined;
        const managed = [writerPrefix, readerPrefix].flatMap((prefix) => fields.map((field) => settings_configName(prefix, field)));
        const doubled = managed.filter((name) => config.has(name));
        return doubled.length === 0
            ? undefined
            : {
                name: 'config',
                expected: `only names that the action does not write itself: remove ${doubled.join(', ')}`,
            };
    },
    ({ mode, dryRun }) => mode === 'check' && dryRun === true
        ? { name: 'dry-run', got: 'true', expected: 'false with mode: check, which changes nothing anyway' }
        : undefined,
    ({ mode, apps }) => {
        if (mode !== 'remove' || !apps)
            return undefined;
        const [only, ...others] = apps;
        return only?.kind === 'app' && others.length === 0
            ? undefined
            : { name: 'app', expected: 'the name of one app with mode: remove, which removes from one app at a time' };
    },
    ({ mode, apps, confirm }) => {
        const [only, ...others] = apps ?? [];
        if (mode !== 'remove' || only?.kind !== 'app' || others.length > 0 || confirm === only.app)
            return undefined;
        return {
            name: 'confirm',
            got: problems_quote(confirm ?? ''),
            expected: `${JSON.stringify(only.app)} with mode: remove: the value of app, typed again`,
        };
    },
    ({ mode, maintenance }) => maintenance === 'run' && mode !== undefined && mode !== 'setup'
        ? { name: 'maintenance', got: '"run"', expected: `report with mode: ${mode}; only setup runs a maintenance` }
        : undefined,
    ({ plan, version }) => herokuOnly('version', version !== undefined, plan),
    ({ plan, settings }) => herokuOnly('settings', settings !== undefined && Object.keys(settings).length > 0, plan),
    ({ plan, maintenance }) => herokuOnly('maintenance', maintenance === 'run', plan),
    ({ alarmAfter, stateFile }, invalid) => alarmAfter === undefined || alarmAfter.of === 1 || stateFile !== undefined || invalid.has('state-file')
        ? undefined
        : {
            name: 'alarm-after',
            got: problems_quote(alarmAfter.text),
            expected: '1, or a state-file in which the action can count the failing runs',
        },
    ({ stateFile, reportFiles }) => 
    // Many file systems do not tell upper from lower case.
    stateFile !== undefined && reportFiles?.some(({ path }) => path.toLowerCase() === stateFile.toLowerCase()) === true
        ? { name: 'state-file', expected: 'a path other than those of report-file' }
        : undefined,
];
/** Only Heroku's own Redis has an API for this. */
function herokuOnly(name, isGiven, plan) {
    return isGiven && plan !== undefined && plan.service !== defaultPlan.service
        ? { name, expected: `no value with plan ${plan.service}:${plan.plan}: it works with ${defaultPlan.service} only` }
        : undefined;
}

;// CONCATENATED MODULE: ./inputs/parse.js

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
/** `250ms`, `1.5s`, `15m`, `1h` → milliseconds; undefined for anything else. */
function parseDuration(text) {
    const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
    const unit = unitMs[match?.[2] ?? ''];
    return match && unit !== undefined ? Number(match[1]) * unit : undefined;
}
/** `75%` → 75; undefined for anything that is not a percentage from 0 to 100. */
function parsePercent(text) {
    const match = /^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(text);
    const value = match ? Number(match[1]) : Number.NaN;
    return value <= 100 ? value : undefined;
}
/** `WARN/FAIL`, `FAIL` alone, or `off` (null). */
function thresholdOf(parse, example) {
    const expected = `WARN/FAIL such as ${example} with WARN not above FAIL, one value alone for FAIL, or off`;
    return (text) => {
        if (text === 'off')
            return { value: null };
        const numbers = text.split('/').map((part) => parse(part.trim()));
        const [first, second] = numbers;
        if (first === undefined || numbers.length > 2)
            return { expected };
        if (numbers.length === 1)
            return { value: { fail: first, text } };
        return second === undefined || first > second ? { expected } : { value: { warn: first, fail: second, text } };
    };
}
function durationWithin(least, most) {
    return (text) => {
        const value = parseDuration(text);
        return value !== undefined && value >= least && value <= most
            ? { value }
            : { expected: `a duration such as 250ms, 5s or 15m, from ${showMs(least)} to ${showMs(most)}` };
    };
}
function showMs(ms) {
    if (ms >= 3_600_000)
        return `${String(ms / 3_600_000)}h`;
    return ms >= 1_000 ? `${String(ms / 1_000)}s` : `${String(ms)}ms`;
}
function wholeNumberWithin(least, most) {
    return (text) => {
        const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
        return value >= least && value <= most
            ? { value }
            : { expected: `a whole number from ${String(least)} to ${String(most)}` };
    };
}
function oneOf(...choices) {
    return (text) => {
        const value = choices.find((choice) => choice === text);
        return value === undefined ? { expected: either(choices) } : { value };
    };
}
/** `a, b or c`. */
function either(choices) {
    return choices.join(', ').replace(/, ([^,]*)$/, ' or $1');
}
/** The spellings of YAML 1.2's core schema, as `core.getBooleanInput` takes them. */
function parseBoolean(text) {
    if (['true', 'True', 'TRUE'].includes(text))
        return { value: true };
    if (['false', 'False', 'FALSE'].includes(text))
        return { value: false };
    return { expected: 'true or false' };
}
/** Undefined for an empty input. */
function parse_optional(parse) {
    return (text, workspace) => (text === '' ? { value: undefined } : parse(text, workspace));
}
/** One per line or comma-separated; blanks are dropped. */
function items(text) {
    return text
        .split(/[\n,]/)
        .map((item) => item.trim())
        .filter((item) => item !== '');
}
/** At least `least` items, each one of `choices`; in the order of `choices`, each once. */
function listOf(choices, least, spell = (item) => item) {
    return (text) => {
        const names = new Set(items(text).map(spell));
        const known = choices.filter((choice) => names.has(choice));
        return known.length === names.size && known.length >= least
            ? { value: known }
            : { expected: `one or more of ${choices.join(', ')}` };
    };
}
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const configNamePattern = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/**
 * An API token; anything else could not be the value of a header, or would add another header. A URL that somebody
 * pasted here is not sent to Heroku.
 */
function parseToken(text) {
    if (text === '')
        return { value: undefined };
    if (text.includes('://'))
        return { expected: 'a Heroku API token, not a URL' };
    return /^[\x21-\x7e]{1,4096}$/.test(text)
        ? { value: new secret/* Secret */.z(text) }
        : { expected: 'a Heroku API token: printable characters without spaces or line breaks' };
}
/** `NAME=VALUE`, one per line; blank lines and lines that start with `#` are skipped. */
function pairs(name) {
    return (text) => {
        const found = new Map();
        for (const [index, line] of text.split(/\r?\n/).entries()) {
            if (line.trim() === '' || line.trim().startsWith('#'))
                continue;
            const at = line.indexOf('=');
            const key = line.slice(0, Math.max(at, 0)).trim();
            if (!name.test(key))
                return { expected: `one KEY=VALUE per line; line ${String(index + 1)} has another form` };
            if (found.has(key))
                return { expected: `each name once; ${key} occurs twice` };
            found.set(key, line.slice(at + 1).trim());
        }
        return { value: found };
    };
}

;// CONCATENATED MODULE: ./inputs/values.js







/** Parsers of the inputs that have a form of their own. */
/** Heroku's stages of a pipeline (Platform API, "Pipeline Coupling": stage). */
const values_stages = ['test', 'review', 'development', 'staging', 'production'];
function parseApps(text) {
    const selectors = [...new Set(items(text))].map(parseSelector);
    const known = selectors.filter((each) => each !== undefined);
    return known.length > 0 && known.length === selectors.length
        ? { value: known }
        : {
            expected: 'one or more Heroku app names or ids (lower-case letters, digits, dashes), team:NAME, ' +
                `pipeline:NAME, pipeline:NAME/STAGE (${either(values_stages)}) or account:all, one per line or comma-separated`,
        };
}
function parseSelector(text) {
    if (/^[a-z][a-z0-9-]{0,62}$/.test(text) || uuidPattern.test(text))
        return { kind: 'app', app: text };
    if (text === 'account:all')
        return { kind: 'account' };
    const [, team] = /^team:([a-z0-9][\w.-]{0,99})$/i.exec(text) ?? [];
    if (team !== undefined)
        return { kind: 'team', team };
    const [, pipeline, , stage] = /^pipeline:([a-z0-9][a-z0-9-]{0,62})(\/(.*))?$/i.exec(text) ?? [];
    if (pipeline === undefined)
        return undefined;
    if (stage === undefined)
        return { kind: 'pipeline', pipeline };
    return values_stages.some((each) => each === stage) ? { kind: 'pipeline', pipeline, stage } : undefined;
}
function parsePlan(text) {
    if (!/^[a-z0-9][a-z0-9_-]{0,62}(:[a-z0-9][a-z0-9_.-]{0,62})?$/i.test(text)) {
        return { expected: 'a plan such as premium-0 (of heroku-redis), or service:plan such as rediscloud:30' };
    }
    const [first = '', second] = text.split(':');
    return {
        value: second === undefined ? { service: defaultPlan.service, plan: first } : { service: first, plan: second },
    };
}
function parseAddon(text) {
    return /^[a-zA-Z][A-Za-z0-9_-]{0,254}$/.test(text) || uuidPattern.test(text)
        ? { value: text }
        : { expected: 'the name or id of an add-on, an attachment such as REDIS, or its config var such as REDIS_URL' };
}
function parseVersion(text) {
    return /^\d{1,3}(\.\d{1,3})?$/.test(text) ? { value: text } : { expected: 'a server version such as 9 or 9.1' };
}
function parsePrefix(text) {
    return configNamePattern.test(text)
        ? { value: text }
        : { expected: 'the beginning of a config var name: letters, digits and _, not starting with a digit' };
}
function parseReader(text) {
    if (text === '')
        return { value: { kind: 'writer' } };
    if (text.includes('://')) {
        const url = new secret/* Secret */.z(text);
        const parsed = (0,redis_endpoint/* parseRedisUrl */.CI)(url);
        return parsed.ok
            ? { value: { kind: 'url', url, endpoint: parsed.endpoint } }
            : { expected: `a valid Redis URL (the URL ${parsed.problem})` };
    }
    return configNamePattern.test(text)
        ? { value: { kind: 'config-var', name: text } }
        : { expected: 'nothing, the name of a config var that holds a Redis URL, or a redis:// or rediss:// URL' };
}
function parseTlsVerify(text) {
    if (text === 'none' || text === 'full')
        return { value: { kind: text } };
    const [scheme, ...rest] = text.split(':');
    // openssl prints fingerprints as AA:BB:…, browsers without colons: both are accepted.
    const hex = rest.join('').toLowerCase();
    return scheme === 'sha256' && /^[0-9a-f]{64}$/.test(hex)
        ? { value: { kind: 'pin', sha256: hex } }
        : { expected: 'none, full, or sha256: followed by the 64 hex digits of the certificate (the report shows them)' };
}
function parseSkipChecks(text) {
    const parsed = listOf(checkIds, 0)(text, '');
    return 'value' in parsed ? { value: new Set(parsed.value) } : parsed;
}
/** Redis's own list (redis.io, "Key eviction"). */
const policies = [
    'noeviction',
    'allkeys-lru',
    'allkeys-lfu',
    'allkeys-random',
    'volatile-lru',
    'volatile-lfu',
    'volatile-random',
    'volatile-ttl',
];
/** Redis keeps `timeout` in a signed 32-bit integer (config.c); Heroku documents no narrower limit. */
const longestTimeout = 2_147_483_647;
function parseSettings(text) {
    const given = pairs(/^[a-z-]{1,40}$/)(text, '');
    if (!('value' in given))
        return given;
    const settings = {};
    for (const [name, value] of given.value) {
        switch (name) {
            case 'maxmemory-policy':
                if (!policies.some((policy) => policy === value))
                    return { expected: `a ${name} of ${either(policies)}` };
                settings.maxmemoryPolicy = value;
                break;
            case 'timeout':
                if (!/^\d{1,10}$/.test(value) || Number(value) > longestTimeout) {
                    return { expected: `a ${name} of whole seconds from 0 (never) to ${String(longestTimeout)}` };
                }
                settings.timeout = Number(value);
                break;
            case 'notify-keyspace-events':
                // Without K or E Redis sends no event whatever the other flags say (redis.io, "Redis keyspace notifications").
                if (!/^[KEg$lshzxetdmnocA]*$/.test(value) || (value !== '' && !/[KE]/.test(value))) {
                    return { expected: `${name} of the flags K E g $ l s h z t d x e m n o c A, with K or E among them` };
                }
                settings.notifyKeyspaceEvents = value;
                break;
            default:
                return { expected: 'only maxmemory-policy=POLICY, timeout=SECONDS and notify-keyspace-events=FLAGS' };
        }
    }
    return { value: settings };
}
/** Runs to look back on: more would be days of an hourly schedule. */
const longestWindow = 100;
function parseAlarmAfter(text) {
    const [, first, , second] = /^(\d{1,3})(\/(\d{1,3}))?$/.exec(text.replaceAll(' ', '')) ?? [];
    const failing = Number(first);
    const of = Number(second ?? first);
    return failing >= 1 && failing <= of && of <= longestWindow
        ? { value: { failing, of, text } }
        : { expected: `N or N/M with 1 ≤ N ≤ M ≤ ${String(longestWindow)}, such as 2 (in a row) or 3/5 (of the last five)` };
}
const extensions = Object.values(reportFormats).map(({ extension }) => extension);
function parseReportFiles(text, workspace) {
    const files = new Map();
    for (const item of items(text)) {
        const path = insideOf(workspace, item);
        const format = formatOf(item);
        if (path === undefined || format === undefined) {
            return {
                expected: `paths inside the workspace that end in ${either(extensions)}, each name of up to ${values_longestName} bytes`,
            };
        }
        files.set(path, { path, format });
    }
    return { value: [...files.values()] };
}
function formatOf(path) {
    const formats = Object.keys(reportFormats);
    return formats.find((format) => path.toLowerCase().endsWith(reportFormats[format].extension));
}
function parseStateFile(text, workspace) {
    const path = items(text).length === 1 ? insideOf(workspace, text) : undefined;
    return path !== undefined && /\.json$/i.test(text)
        ? { value: path }
        : { expected: `one path inside the workspace that ends in .json, each name of up to ${values_longestName} bytes` };
}
/** File systems allow 255 bytes for a name; the file is first written under a short name beside it. */
const values_longestName = 255;
function insideOf(workspace, text) {
    const path = (0,external_node_path_namespaceObject.resolve)(workspace, text);
    const inside = (0,external_node_path_namespaceObject.relative)(workspace, path);
    // eslint-disable-next-line no-control-regex
    const isClean = !/[\u0000-\u001f\u007f]/.test(text);
    const isInside = inside !== '' && inside !== '..' && !inside.startsWith(`..${external_node_path_namespaceObject.sep}`) && !(0,external_node_path_namespaceObject.isAbsolute)(inside);
    const isShort = inside.split(external_node_path_namespaceObject.sep).every((name) => Buffer.byteLength(name) <= values_longestName);
    return isClean && isInside && isShort ? path : undefined;
}

;// CONCATENATED MODULE: ./inputs/inputs.js








function inputs_row(text, parse, more = {}) {
    return { default: text, parse, ...more };
}
const inputs_mismatch = oneOf('warn', 'change', 'fail');
const connectTime = durationWithin(10, 300_000);
/** Every input: its default, and what its text means. A test holds `action.yml` and the README to this table. */
const inputs_table = {
    app: inputs_row('', parseApps),
    plan: inputs_row('', parse_optional(parsePlan)),
    mode: inputs_row('setup', oneOf(...modes)),
    'dry-run': inputs_row('false', parseBoolean),
    'api-key': inputs_row('', parseToken, { isSecret: true }),
    addon: inputs_row('', parse_optional(parseAddon)),
    'plan-mismatch': inputs_row('warn', inputs_mismatch),
    version: inputs_row('', parse_optional(parseVersion)),
    'version-mismatch': inputs_row('warn', inputs_mismatch),
    maintenance: inputs_row('report', oneOf('report', 'run')),
    settings: inputs_row('', parseSettings),
    'provision-timeout': inputs_row('15m', durationWithin(1_000, 6 * 3_600_000)),
    'writer-prefix': inputs_row('REDIS_WRITER', parsePrefix),
    'reader-prefix': inputs_row('REDIS_READER', parsePrefix),
    reader: inputs_row('', parseReader, { isSecret: true }),
    fields: inputs_row('host, port, password, username, tls', listOf(fields, 1, (item) => item.toLowerCase())),
    config: inputs_row('', pairs(configNamePattern), { isSecret: true }),
    'connect-timeout': inputs_row('5s', connectTime),
    'command-timeout': inputs_row('5s', connectTime),
    samples: inputs_row('20', wholeNumberWithin(1, 1_000)),
    latency: inputs_row('500ms/2s', thresholdOf(parseDuration, '500ms/2s')),
    'replication-lag': inputs_row('1s/10s', thresholdOf(parseDuration, '1s/10s')),
    memory: inputs_row('75%/90%', thresholdOf(parsePercent, '75%/90%')),
    connections: inputs_row('80%/90%', thresholdOf(parsePercent, '80%/90%')),
    'require-replica': inputs_row('false', parseBoolean),
    'tls-verify': inputs_row('none', parseTlsVerify),
    'probe-from': inputs_row('runner', oneOf('runner', 'dyno')),
    'skip-checks': inputs_row('', parseSkipChecks),
    'fail-on': inputs_row('error', oneOf('error', 'warning', 'never')),
    'alarm-after': inputs_row('1', parseAlarmAfter),
    'state-file': inputs_row('', parse_optional(parseStateFile)),
    'report-file': inputs_row('', parseReportFiles),
    logs: inputs_row('on-failure', oneOf('on-failure', 'always', 'never')),
    confirm: inputs_row('', (text) => ({ value: text })),
    'job-summary': inputs_row('true', parseBoolean),
};
const inputNames = Object.keys(inputs_table);
/** The inputs and their defaults as the user writes them. */
const inputDefaults = Object.fromEntries(inputNames.map((name) => [name, inputs_table[name].default]));
/**
 * Text → typed Inputs, all errors at once.
 * @param read the raw text of an input; empty stands for the default
 * @param env HEROKU_API_KEY, HEROKU_HOST, HEROKU_DATA_HOST, HEROKU_REDIS_HOST, HEROKU_STATUS_HOST and NODE_DEBUG are read
 * @param workspace where report and state files must stay
 * @throws Failure `input-invalid` naming every invalid input
 */
function readInputs(read, env, workspace) {
    const problems = [];
    const values = Object.fromEntries(inputNames.map((name) => [name, take(name, read, workspace, problems)]));
    const apiKey = values['api-key'] ?? tokenOf(env, problems);
    const hosts = readHosts(env, problems);
    refuseNodeDebug(env, problems);
    const draft = {
        ...hosts,
        apps: values.app,
        plan: values.plan,
        mode: values.mode,
        dryRun: values['dry-run'],
        apiKey,
        addon: values.addon,
        planMismatch: values['plan-mismatch'],
        version: values.version,
        versionMismatch: values['version-mismatch'],
        maintenance: values.maintenance,
        settings: values.settings,
        provisionTimeoutMs: values['provision-timeout'],
        writerPrefix: values['writer-prefix'],
        readerPrefix: values['reader-prefix'],
        reader: values.reader,
        fields: values.fields,
        config: values.config,
        connectTimeoutMs: values['connect-timeout'],
        commandTimeoutMs: values['command-timeout'],
        samples: values.samples,
        latency: values.latency,
        replicationLag: values['replication-lag'],
        memory: values.memory,
        connections: values.connections,
        requireReplica: values['require-replica'],
        tlsVerify: values['tls-verify'],
        probeFrom: values['probe-from'],
        skipChecks: values['skip-checks'],
        failOn: values['fail-on'],
        alarmAfter: values['alarm-after'],
        stateFile: values['state-file'],
        reportFiles: values['report-file'],
        logs: values.logs,
        confirm: values.confirm === '' ? undefined : values.confirm,
        jobSummary: values['job-summary'],
    };
    problems.push(...contradictions(draft, new Set(problems.map(({ name }) => name))));
    if (problems.length > 0)
        throw invalid(problems);
    // What is still undefined was left out: an invalid input has left a problem.
    return (0,optional/* withoutUndefined */.r)(draft);
}
/** What a run reports and where, as far as it can be read: also for a run whose other inputs are invalid. */
function readReportSettings(read, workspace) {
    const readable = (name) => take(name, read, workspace, []);
    return {
        mode: readable('mode') ?? 'setup',
        dryRun: readable('dry-run') ?? false,
        failOn: readable('fail-on') ?? 'error',
        alarmAfter: readable('alarm-after') ?? { failing: 1, of: 1, text: '1' },
        reportFiles: readable('report-file') ?? [],
        jobSummary: readable('job-summary') ?? true,
        logs: readable('logs') ?? 'on-failure',
    };
}
function take(name, read, workspace, problems) {
    const { default: usual, parse, isSecret } = inputs_table[name];
    const text = read(name).trim() || usual;
    const parsed = parse(text, workspace);
    if ('value' in parsed)
        return parsed.value;
    problems.push({ name, expected: parsed.expected, ...(isSecret ? {} : { got: problems_quote(text) }) });
    return undefined;
}
function tokenOf(env, problems) {
    const parsed = parseToken(env['HEROKU_API_KEY']?.trim() ?? '');
    if ('value' in parsed)
        return parsed.value;
    problems.push({ name: 'HEROKU_API_KEY', expected: parsed.expected });
    return undefined;
}
/** Node reads it before our first line: by now nothing can switch it off. */
function refuseNodeDebug(env, problems) {
    const text = env['NODE_DEBUG']?.trim() ?? '';
    if (text === '')
        return;
    const expected = 'no such variable, because with it Node.js prints the token; use RUNNER_DEBUG instead';
    problems.push({ name: 'NODE_DEBUG', got: problems_quote(text), expected });
}

;// CONCATENATED MODULE: ./runner/masking.js

/** Shorter text is not masked: that would tear holes into every log line and output. */
const shortest = 6;
/** A password shorter than this is not looked for at all. */
const shortestConcealed = 4;
/** Parts of every Redis URL, and hosts that are nobody's secret. */
const publicWords = ['default', 'redis', 'rediss', 'valkey', 'valkeys', 'localhost', '127.0.0.1'];
/**
 * A plain word or a short number. GitHub drops every output that contains a masked text (actions/runner#1498), and a
 * password such as `password`, `connect` or `123456` is part of many of ours.
 */
function isOrdinary(text) {
    return /^(?:[A-Z]?[a-z]{1,11}|[A-Z]{1,12}|\d{1,9})$/.test(text);
}
/** Masks the token, and each of its lines. */
function maskToken(masker, token) {
    register(masker, variants(token.reveal()), { isOpaque: true });
}
/**
 * Masks a password as it is, trimmed, percent-encoded, percent-decoded, and together with its user name. `known` are
 * values that must stay readable: hosts, ports, app names.
 */
function maskPassword(masker, password, username = 'default', known = []) {
    if (password.reveal().trim() === '')
        return;
    const forms = variants(password.reveal());
    const users = new Set([username || 'default', 'default']);
    const pairs = forms.flatMap((form) => [...users].map((user) => `${user}:${form}`));
    register(masker, forms, { known, isOpaque: true });
    register(masker, pairs, { known });
}
/** Masks a Redis URL and whatever in it is secret: a masked URL alone does not mask the password inside it. */
function maskRedisUrl(masker, url, known = []) {
    const whole = url.reveal().trim();
    // By hand, because a URL too broken for the parser can hold a password all the same: once as the standard reads it,
    // once with every `/`, `?`, `#` and `@` that somebody forgot to encode.
    const readings = [/^[^/]*\/\/([^/?#]*)@(.*)$/s, /^[^/]*\/\/(.*)@(.*)$/s];
    for (const reading of readings) {
        const [, userinfo = '', rest = ''] = reading.exec(whole) ?? [];
        const colon = userinfo.indexOf(':');
        // Without a colon it is a user name, but some write the password there.
        const password = userinfo.slice(colon + 1);
        if (password === '')
            continue;
        const hosts = [...rest.split(/[/?#]/, 1), ...rest.split(/[:/?#]/, 1), ...known];
        register(masker, [whole, masking_decoded(whole), URL.parse(whole)?.href ?? ''], { known: hosts });
        maskPassword(masker, new secret/* Secret */.z(password), colon < 0 ? 'default' : masking_decoded(userinfo.slice(0, colon)), hosts);
    }
    maskQuery(masker, whole, known);
}
/** Providers write credentials into the query, too: `rediss://host:6379?password=…`. */
function maskQuery(masker, url, known) {
    const query = url.slice(url.indexOf('?') + 1);
    if (!url.includes('?'))
        return;
    for (const [, name = '', value = ''] of query.matchAll(/([^?&#=]+)=([^&#]*)/g)) {
        if (!/pass|pwd|auth|secret|token|key/i.test(name) || value === '')
            continue;
        register(masker, [url, masking_decoded(url)], { known });
        maskPassword(masker, new secret/* Secret */.z(value), 'default', known);
    }
}
function variants(value) {
    const plain = [value, value.trim(), masking_decoded(value), masking_decoded(value).trim()];
    const encoded = plain.flatMap((form) => {
        const component = encodeURIComponent(form.toWellFormed());
        // `!'()*` are left alone by encodeURIComponent and encoded by others; the case of the hex digits differs, too.
        const strict = component.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
        return [component, strict, strict.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())];
    });
    return [...plain, ...encoded];
}
function masking_decoded(value) {
    try {
        return decodeURIComponent(value);
    }
    catch {
        return value;
    }
}
function register(masker, values, { known = [], isOpaque = false }) {
    // A log is lines. Given a value of several, the runner masks each of them, however short.
    const lines = values.flatMap((value) => value.split(/[\r\n]+/));
    for (const value of new Set(lines)) {
        const { length } = value.trim();
        if (length < shortestConcealed || publicWords.includes(value) || known.includes(value))
            continue;
        if (length >= shortest && !isOrdinary(value))
            masker.mask(value, isOpaque);
        else
            masker.conceal?.(value);
    }
}

;// CONCATENATED MODULE: ./inputs/mask.js




/** Environment variables that the action or Node reads, and into which a URL with credentials may be put. */
const addresses = [
    'HEROKU_HOST',
    'HEROKU_DATA_HOST',
    'HEROKU_REDIS_HOST',
    'HEROKU_STATUS_HOST',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'ALL_PROXY',
    'http_proxy',
    'https_proxy',
    'all_proxy',
];
/**
 * Masks everything in inputs and environment that GitHub may not know to be secret: the token, and whatever looks like
 * a URL with credentials, in whichever input somebody pasted it. To be called before the first line is printed.
 */
function maskInputs(read, env, scrubber) {
    scrubber.allow(items(read('app')).filter((item) => /^[a-z][a-z0-9-]{0,62}$/.test(item)));
    for (const token of [read('api-key'), env['HEROKU_API_KEY'] ?? '']) {
        if (token.trim() !== '')
            maskToken(scrubber, new secret/* Secret */.z(token.trim()));
    }
    for (const name of inputNames) {
        if (name === 'api-key')
            continue;
        const text = read(name);
        for (const [token] of text.matchAll(/HRKU-[\w-]+/g))
            maskToken(scrubber, new secret/* Secret */.z(token));
        if (name === 'config')
            maskConfig(text, scrubber);
        else
            maskAddresses(text, scrubber);
    }
    for (const name of addresses)
        maskAddresses(env[name] ?? '', scrubber);
}
const scheme = /[a-z][a-z0-9+.-]*:\/\//i;
/** A password may hold a comma or a line break, so the whole text counts as well as each item. */
function maskAddresses(text, scrubber) {
    if (!text.includes('@') && !text.includes('?'))
        return;
    for (const part of new Set([text, ...items(text), ...text.split(/\s+/)])) {
        const start = part.search(scheme);
        maskRedisUrl(scrubber, new secret/* Secret */.z(start < 0 ? `//${part.trim()}` : part.slice(start)));
    }
}
/** Values of `config` are the user's own and may be public: only Heroku's answers are searched for them. */
function maskConfig(text, scrubber) {
    for (const line of text.split(/\r?\n/)) {
        const value = line.slice(line.indexOf('=') + 1).trim();
        // Of the line, not of the value: a URL pasted without a name has its first `=` in its query.
        const start = line.search(scheme);
        if (start >= 0)
            maskRedisUrl(scrubber, new secret/* Secret */.z(line.slice(start)));
        if (value.length >= shortestValue)
            scrubber.conceal(value);
    }
}
/** Shorter values (`30`, `true`, `info`) are no secret, and stand in many texts. */
const shortestValue = 6;

// EXTERNAL MODULE: ./history/record.js + 1 modules
var record = __nccwpck_require__(7106);
;// CONCATENATED MODULE: ./report/history-report.js


const mostRuns = 30;
/** What the report says of an app's history; `history` and `alarm` as `recordRun` left them, `now` the time of its run. */
function historyReport(history, alarm, alarmAfter, now) {
    const { transition, failingSince, consecutiveFailures, failures } = alarm;
    return (0,optional/* withoutUndefined */.r)({
        alarm: alarm.alarm,
        transition,
        failingSince: failingSince === undefined ? undefined : new Date(failingSince).toISOString(),
        consecutiveFailures,
        failures,
        alarmAfter: alarmAfter.failing,
        uptimePercent: (0,record/* uptimePercent */.yF)(history, now),
        runs: history.points
            .filter(({ time }) => time <= now)
            .slice(-mostRuns)
            .map(({ time, status, latencyP95Ms, memoryUsed, memoryMax, connections, maxConnections }) => (0,optional/* withoutUndefined */.r)({
            at: new Date(time).toISOString(),
            status,
            latencyP95Ms,
            memoryPercent: share(memoryUsed, memoryMax),
            connectionsPercent: share(connections, maxConnections),
        })),
    });
}
function share(used, max) {
    if (used === undefined || max === undefined || max <= 0)
        return undefined;
    return Math.round((used / max) * 1_000) / 10;
}

;// CONCATENATED MODULE: ./report/record-history.js






/** Adds this run to the state file. Never rejects: what went wrong is in the result. */
async function recordHistory(apps, settings, place, now) {
    try {
        const { value, notes } = await updateState(place, now, (before) => {
            let state = before;
            const alarms = new Map();
            for (const app of apps.filter((each) => isRecorded(each, settings))) {
                const { report } = app;
                const recorded = (0,record/* recordRun */.vj)(state, report.app, pointOf(app, settings, now), settings.alarmAfter, eventsOf(report));
                state = recorded.state;
                alarms.set(report.app, recorded.alarm);
            }
            return { state, value: { state, alarms } };
        });
        const { state, alarms } = value;
        return { apps: apps.map((app) => withHistory(app, alarms.get(app.report.app), state, settings, now)), state, notes };
    }
    catch (error) {
        return { apps, failure: toFailure(error), notes: [] };
    }
}
/** A run that could not do its job says nothing about Redis, and so does one that was not to do anything. */
function isRecorded({ report }, { mode, dryRun }) {
    return report.error === undefined && !dryRun && mode !== 'remove';
}
function withHistory(app, alarm, state, { alarmAfter }, now) {
    if (!alarm)
        return app;
    const history = historyReport((0,history_history_0/* historyOf */.om)(state, app.report.app), alarm, alarmAfter, now);
    return { ...app, report: { ...app.report, history } };
}
function pointOf({ report, measured }, { failOn }, now) {
    const { status, failureReason, writer, replication } = report;
    return (0,optional/* withoutUndefined */.r)({
        ...measured,
        time: now,
        status,
        failing: failOn === 'warning' ? status !== 'pass' : status === 'fail',
        reason: failureReason,
        version: writer?.version,
        latencyP50Ms: writer?.latencyMs?.p50,
        lagMs: replication?.lagMs?.p50,
    });
}
/** What this run changed, for the list of events. */
function eventsOf({ addon, changedConfigVars, steps }) {
    const isDone = (action) => steps.some((step) => step.done && step.action === action);
    const isMaintained = isDone('run-maintenance') || isDone('wait-maintenance');
    return [
        ...(addon?.created === true ? [{ kind: 'created' }] : []),
        ...(isDone('rotate-credentials') ? [{ kind: 'rotated' }] : []),
        ...(isMaintained ? [{ kind: 'maintenance' }] : []),
        ...(changedConfigVars.length > 0 && addon?.created !== true && !isDone('rotate-credentials')
            ? [{ kind: 'drift-healed', detail: `${String(changedConfigVars.length)} config vars` }]
            : []),
    ];
}

;// CONCATENATED MODULE: ./runner/log.js


const monotonic = () => performance.now();
/** The log of a single app, live. */
function createLog(runner, clock = monotonic) {
    let open = 0;
    return {
        info: (line) => {
            runner.line((0,utils_escape/* logLine */.BP)(line));
        },
        debug: (line) => {
            if (runner.debugging)
                runner.line(debugCommand(line));
        },
        phase: async (title, work) => {
            const start = clock();
            // The runner ends the outer group when an inner one begins: an inner phase is a heading instead.
            if (open++ === 0)
                runner.startGroup((0,utils_escape/* logLine */.BP)(title));
            else
                runner.line((0,utils_escape/* logLine */.BP)(title));
            try {
                return await work();
            }
            finally {
                runner.line(took(clock() - start));
                if (--open === 0)
                    runner.endGroup();
            }
        },
    };
}
/** Past this many lines of one app the rest is counted and left out: a fleet must not fill the memory. */
const log_longest = 2_000;
function createFleetLog(runner, app, clock = monotonic) {
    const start = clock();
    const lines = [];
    let left = 0;
    let depth = 0;
    let closed = false;
    const keep = (line) => {
        if (closed)
            runner.line(line);
        else if (lines.length < log_longest)
            lines.push(line);
        else
            left++;
    };
    const indent = (line) => '  '.repeat(depth) + (0,utils_escape/* logLine */.BP)(line);
    return {
        info: (line) => {
            keep(indent(line));
        },
        debug: (line) => {
            if (runner.debugging)
                keep(debugCommand(line));
        },
        phase: async (title, work) => {
            const begin = clock();
            keep(indent(title));
            depth++;
            try {
                return await work();
            }
            finally {
                keep(indent(took(clock() - begin)));
                depth--;
            }
        },
        close: (verdict) => {
            if (closed)
                return;
            closed = true;
            runner.startGroup((0,utils_escape/* logLine */.BP)(`${app}: ${verdict}`));
            try {
                for (const line of lines)
                    runner.line(line);
                if (left > 0)
                    runner.line(`… ${String(left)} more lines left out`);
                runner.line(took(clock() - start));
            }
            finally {
                runner.endGroup();
            }
        },
    };
}
/** Shows how far a fleet is, at most about twenty times however large it is. */
function createProgress(runner, total) {
    const counts = { pass: 0, warn: 0, fail: 0 };
    const every = Math.max(1, Math.ceil(total / 20));
    let done = 0;
    return {
        done: (status) => {
            counts[status]++;
            done++;
            if (done % every !== 0 && done !== total)
                return;
            runner.line(`${String(done)} of ${String(total)} apps done: ` +
                `${String(counts.pass)} passed, ${String(counts.warn)} with warnings, ${String(counts.fail)} failed`);
        },
    };
}
const took = (ms) => `took ${(0,format/* duration */.p0)(ms)}`;
/** The runner shows these with RUNNER_DEBUG only; `%` is the one character left that it would decode. */
const debugCommand = (line) => `::debug::${(0,utils_escape/* logLine */.BP)(line).replaceAll('%', '%25')}`;

;// CONCATENATED MODULE: ./runner/scrubber.js
/** The shortest secret that is looked for. */
const keyLength = 4;
/** So many characters at the beginning of a secret are recognised where a text was cut. */
const shortestCut = 6;
/** A part is found by these many characters; every few of them, so that a fleet's secrets do not fill the memory. */
const anchorLength = 8;
const anchorStep = 4;
const replacement = '***';
/** Masks at `runner`, and remembers. */
function createScrubber(runner) {
    const allowed = new Set();
    const registered = new Set();
    const masked = new Secrets();
    const concealed = new Secrets();
    const anchors = new Anchors();
    const ours = (text) => [...masked.whole(text), ...anchors.spans(text)];
    return {
        mask: (secret, isOpaque = false) => {
            if (allowed.has(secret))
                return;
            // A URL and a `user:password` pair are secret only in a part, which is registered by itself.
            if (isOpaque) {
                masked.add(secret);
                anchors.add(secret);
            }
            if (registered.has(secret))
                return;
            registered.add(secret);
            runner.mask(secret);
        },
        conceal: (secret) => {
            if (!allowed.has(secret))
                concealed.add(secret);
        },
        allow: (names) => {
            for (const name of names)
                allowed.add(name);
        },
        scrub: (text) => replaced(text, [
            ...ours(text),
            ...concealed.whole(text).filter((span) => isWord(text, span)),
            ...masked.cut(text),
            ...concealed.cut(text),
        ]),
        redact: (text) => replaced(text, ours(text)),
    };
}
/** Not a part of a longer word or number. */
function isWord(text, [start, end]) {
    return !/[A-Za-z0-9]/.test(text.charAt(start - 1)) && !/[A-Za-z0-9]/.test(text.charAt(end));
}
/** Overlapping spans become one replacement. */
function replaced(text, spans) {
    if (spans.length === 0)
        return text;
    let result = '';
    let end = 0;
    for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
        if (from >= end || result === '')
            result += text.slice(end, from) + replacement;
        end = Math.max(end, to);
    }
    return result + text.slice(end);
}
/** Sees at a glance that no secret begins at a position: a fleet has tens of thousands of them, and as many texts. */
class Sieve {
    #marks = new Uint8Array(1 << 14);
    #length;
    constructor(length) {
        this.#length = length;
    }
    mark(text, at) {
        this.#marks[this.#key(text, at)] = 1;
    }
    passes(text, at) {
        return this.#marks[this.#key(text, at)] === 1;
    }
    #key(text, at) {
        return (text.charCodeAt(at) & 127) * 128 + (text.charCodeAt(at + this.#length - 1) & 127);
    }
}
/** Finds secrets, and their beginnings, in one pass over a text. */
class Secrets {
    /** By their first characters. */
    #known = new Map();
    #sieve = new Sieve(keyLength);
    add(secret) {
        if (secret.length < keyLength)
            return;
        const key = secret.slice(0, keyLength);
        const sisters = this.#known.get(key) ?? new Set();
        this.#known.set(key, sisters.add(secret));
        this.#sieve.mark(secret, 0);
    }
    whole(text) {
        return this.#find(text, (secret, at) => (text.startsWith(secret, at) ? secret.length : 0));
    }
    /** Where the beginning of a secret stands before an ellipsis or the end of the text. */
    cut(text) {
        return this.#find(text, (secret, at) => {
            let length = keyLength;
            while (length < secret.length && text.charAt(at + length) === secret.charAt(length))
                length++;
            const isCut = /^(?:…|\.{2,}|["'’)\]]?\s*$)/.test(text.slice(at + length, at + length + 4));
            return isCut && length >= Math.min(shortestCut, secret.length) ? length : 0;
        });
    }
    #find(text, lengthAt) {
        const spans = [];
        if (this.#known.size === 0)
            return spans;
        for (let at = 0; at + keyLength <= text.length; at++) {
            if (!this.#sieve.passes(text, at))
                continue;
            for (const secret of this.#known.get(text.slice(at, at + keyLength)) ?? []) {
                const length = lengthAt(secret, at);
                if (length > 0)
                    spans.push([at, at + length]);
            }
        }
        return spans;
    }
}
/**
 * Finds parts of secrets. Only parts with two digits count, and grow to both sides as far as the secret goes: parts of a
 * wordy password, such as `password`, stand in many texts of ours.
 */
class Anchors {
    #found = new Map();
    #sieve = new Sieve(anchorLength);
    add(secret) {
        for (let at = 0; at + anchorLength <= secret.length; at += anchorStep) {
            const anchor = secret.slice(at, at + anchorLength);
            if (!/\d.*\d/s.test(anchor) || this.#found.has(anchor))
                continue;
            this.#found.set(anchor, [secret, at]);
            this.#sieve.mark(secret, at);
        }
    }
    spans(text) {
        const spans = [];
        if (this.#found.size === 0)
            return spans;
        for (let at = 0; at + anchorLength <= text.length; at++) {
            if (!this.#sieve.passes(text, at))
                continue;
            const [secret, offset] = this.#found.get(text.slice(at, at + anchorLength)) ?? [];
            if (secret !== undefined && offset !== undefined)
                spans.push(grown(text, at, secret, offset));
        }
        return spans;
    }
}
function grown(text, at, secret, offset) {
    let start = 0;
    while (start < Math.min(at, offset) && text.charAt(at - start - 1) === secret.charAt(offset - start - 1))
        start++;
    let end = anchorLength;
    while (offset + end < secret.length && text.charAt(at + end) === secret.charAt(offset + end))
        end++;
    return [at - start, at + end];
}

;// CONCATENATED MODULE: ./state/account.js

/** Two requests for each 1,000 add-ons, instead of two for each app. */
async function readAccount(api) {
    const [addons, attachments] = await Promise.all([api.accountAddons(), api.accountAttachments()]);
    if (addons.known && attachments.known) {
        return { known: true, account: accountOf(addons.value, attachments.value) };
    }
    const failure = [addons, attachments].flatMap((list) => (list.known ? [] : [list.failure]))[0];
    return failure && { known: false, failure };
}
function accountOf(addons, attachments) {
    const lists = byApp(addons, attachments);
    const ids = new Set(addons.map(({ id }) => id));
    const namesById = new Map(addons.flatMap(({ app, appId }) => (appId === undefined ? [] : [[appId, app]])));
    return {
        apps: [...lists.keys()],
        of: (nameOrId) => {
            const app = namesById.get(nameOrId) ?? nameOrId;
            const listed = lists.get(app);
            // An own add-on that the other list knows of: what is missing here may be missing elsewhere, too.
            const isIncomplete = listed?.attachments.some((tie) => tie.addon.app === app && !ids.has(tie.addon.id));
            return isIncomplete === true ? undefined : listed;
        },
    };
}

;// CONCATENATED MODULE: ./state/app-selector.js
/** `team acme`, as it stands in a sentence. */
function describeGroup(group) {
    switch (group.kind) {
        case 'team':
            return `team ${group.team}`;
        case 'pipeline':
            return `pipeline ${group.pipeline}${group.stage === undefined ? '' : ` (${group.stage})`}`;
        case 'account':
            return 'this account';
    }
}

;// CONCATENATED MODULE: ./state/fleet.js







/** From this many apps on, the account's lists cost fewer requests than two for each app. */
const fleetSize = 5;
/** Requests at once where each app has to be asked. */
const appsAtOnce = 16;
/**
 * The apps that the `app` input stands for.
 * @throws Failure `app-not-found` for an unknown team or pipeline · `addon-missing` when no app has a Redis add-on
 */
async function findFleet(selectors, settings, api, log) {
    const named = [...new Set(selectors.flatMap((each) => (each.kind === 'app' ? [each.app] : [])))];
    const groups = selectors.filter((each) => each.kind !== 'app');
    if (groups.length === 0 && named.length < fleetSize)
        return { apps: named.map((app) => ({ app, discovered: false })) };
    const [reading, ...members] = await Promise.all([readAccount(api), ...groups.map((group) => membersOf(group, api))]);
    const account = reading?.known === true ? reading.account : undefined;
    if (reading?.known === false) {
        log.info(`The account's list of add-ons could not be read, so each app is asked. ${reading.failure.message}`);
    }
    const apps = named.map((app) => namedApp(app, account, settings));
    if (groups.length === 0)
        return { apps };
    const candidates = new Set();
    for (const [index, group] of groups.entries()) {
        for (const app of members[index] ?? accountApps(group, reading))
            candidates.add(app);
    }
    for (const app of named)
        candidates.delete(app);
    const names = [...candidates].toSorted();
    const discovered = account
        ? names.map((app) => fleet_withListed(app, account.of(app)))
        : await mapLimit(names, appsAtOnce, async (app) => fleet_withListed(app, await askApp(app, api)));
    const fleet = discovered.filter(({ app, listed }) => listed && isMember(app, listed, settings));
    const discovery = { found: names.length, withoutRedis: names.length - fleet.length };
    const where = groups.map(describeGroup).join(', ');
    log.info(`${where}: ${(0,format/* plural */.LS)(discovery.found, 'app')} found, ${String(fleet.length)} with a Redis add-on.`);
    if (apps.length + fleet.length === 0)
        throw nothingFound(where, discovery);
    return { apps: [...apps, ...fleet], discovery };
}
/** The account's lists may lack what the app itself would tell: where they show no Redis, the app is asked. */
function namedApp(app, account, settings) {
    const listed = account?.of(app);
    const isUsable = listed !== undefined && isMember(app, listed, settings);
    return { app, discovered: false, ...(isUsable ? { listed } : {}) };
}
function fleet_withListed(app, listed) {
    return (0,optional/* withoutUndefined */.r)({ app, discovered: true, listed });
}
function isMember(app, listed, settings) {
    return hasRedisAddon({ app, ...listed, config: new Map() }, settings);
}
async function askApp(app, api) {
    const [addons, attachments] = await Promise.all([api.addons(app), api.attachments(app)]);
    return { addons, attachments };
}
/** Undefined for the account: its apps are those of its lists. */
async function membersOf(group, api) {
    switch (group.kind) {
        case 'team':
            return (await api.teamApps(group.team)).map(({ name }) => name);
        case 'pipeline': {
            const { id } = await api.pipeline(group.pipeline);
            const couplings = await api.pipelineCouplings(id);
            const { stage: wanted } = group;
            const ids = couplings.filter(({ stage }) => wanted === undefined || stage === wanted).map(({ appId }) => appId);
            return ids.length === 0 ? [] : (await api.appsById(ids)).map(({ name }) => name);
        }
        case 'account':
            return undefined;
    }
}
function accountApps(group, reading) {
    if (reading?.known === true)
        return reading.account.apps;
    const what = `The apps of ${describeGroup(group)} cannot be found: the account's list of add-ons could not be read.`;
    throw (0,catalogue/* failure */.V2)(reading?.failure.reason ?? 'heroku-unavailable', what, {
        remedy: 'Give the token the scope `read-protected`, or name the apps in `app`.',
        error: reading?.failure,
    });
}
function nothingFound(where, { found }) {
    const what = found === 0
        ? `No app was found in ${where}.`
        : `None of the ${(0,format/* plural */.LS)(found, 'app')} in ${where} has a Redis add-on.`;
    return (0,catalogue/* failure */.V2)('addon-missing', what, {
        cause: 'Apps that are found this way are never given a new add-on, and those without one are left out.',
        remedy: 'Name the apps in `app` to create their add-ons, or correct the team, pipeline or stage.',
    });
}

;// CONCATENATED MODULE: ./state/masking.js
/** The same API; every set of config vars that it reads is masked before the caller sees it. */
function withMasking(api, mask) {
    const masked = async (reading) => {
        const config = await reading;
        mask(config);
        return config;
    };
    return {
        ...api,
        configVars: (app) => masked(api.configVars(app)),
        setConfigVars: (app, vars) => masked(api.setConfigVars(app, vars)),
    };
}

;// CONCATENATED MODULE: ./run.js



























/** Enough to hide the network's latency, and no more than so many connections to Redis at once. */
const connectionsAtOnce = 64;
/** Inputs → apps → report. Never rejects. */
async function run(context) {
    const { runner, signal, workspace } = context;
    const startedAt = new Date().toISOString();
    const started = (0,utils_time/* now */.tB)();
    const read = (name) => runner.input(name);
    const scrubber = createScrubber(runner);
    const audience = { runner, workspace, redact: (text) => scrubber.redact(text) };
    // What a run reports and where is read first, so that it holds also when other inputs are invalid.
    let settings = readReportSettings(() => '', workspace);
    let result;
    try {
        maskInputs(read, runner.env, scrubber);
        settings = readReportSettings(read, workspace);
        const inputs = readInputs(read, runner.env, workspace);
        const place = inputs.stateFile === undefined ? undefined : { path: inputs.stateFile, workspace };
        const before = place && (await readState(place));
        for (const note of before?.notes ?? [])
            runner.line((0,utils_escape/* logLine */.BP)(note));
        const past = (app) => before && (0,history_history_0/* pastOf */.CM)((0,history_history_0/* historyOf */.om)(before.state, app));
        const { apps: results, discovery } = await runApps(inputs, context, scrubber, past);
        const recorded = place
            ? await recordHistory(results, inputs, place, Date.now())
            : { apps: results, notes: [] };
        for (const note of recorded.notes)
            runner.line((0,utils_escape/* logLine */.BP)(note));
        const { apps } = recorded;
        const report = runReport({
            mode: inputs.mode,
            dryRun: inputs.dryRun,
            startedAt,
            durationMs: (0,utils_time/* now */.tB)() - started,
            apps: apps.map((app) => app.report),
            ...(discovery && { discovery }),
        });
        const { state, failure: problem } = recorded;
        const { latency, replicationLag, memory, connections } = inputs;
        const limits = { latency, replicationLag, memory, connections };
        result = (0,optional/* withoutUndefined */.r)({ report, apps, cancelled: signal.aborted, state, limits, problem });
    }
    catch (error) {
        const failed = toFailure(error);
        // Its own words are those of the last line; what caused it is told here only.
        for (const line of causeChain(failed).slice(1))
            runner.line(scrubber.redact(line));
        result = failedRun(failed, { ...settings, startedAt, durationMs: (0,utils_time/* now */.tB)() - started });
    }
    await publish(result, settings, audience);
}
/** @throws Failure when no app is known that could be reported on */
async function runApps(inputs, context, scrubber, past) {
    let http;
    try {
        http = await connectToHeroku(inputs, context, scrubber);
    }
    catch (thrown) {
        const error = toFailure(thrown);
        const named = inputs.apps.flatMap((each) => (each.kind === 'app' ? [each.app] : []));
        if (named.length === 0)
            throw error;
        return { apps: named.map((app) => failedAppResult(app, inputs, error)) };
    }
    const plansOf = planLists(http, inputs, context);
    const incidents = once(() => herokuApi(http, inputs, createLog(context.runner), (0,utils_time/* now */.tB)()).currentStatus());
    const mask = (config) => run_maskConfig(scrubber, config, inputs);
    const log = createLog(context.runner);
    const deadline = (0,utils_time/* now */.tB)() + inputs.provisionTimeoutMs;
    const rotations = new Map();
    try {
        const fleet = await findFleet(inputs.apps, inputs, herokuApi(http, inputs, log, deadline), log);
        const names = fleet.apps.map(({ app }) => app);
        scrubber.allow(names);
        const progress = createProgress(context.runner, fleet.apps.length);
        // A reader that is another server takes a second connection.
        const appsAtOnce = connectionsAtOnce / (inputs.reader.kind === 'writer' ? 1 : 2);
        const apps = await mapLimit(fleet.apps, appsAtOnce, async (each) => {
            const { app } = each;
            const fleetLog = fleet.apps.length > 1 ? createFleetLog(context.runner, app) : undefined;
            const shared = { fleetLog, plansOf, incidents, mask, apps: names, rotations, past: past(app) };
            const result = await runApp(app, appContext(http, inputs, context, each, shared));
            fleetLog?.close((0,verdict/* verdict */.WJ)(result, inputs));
            if (fleetLog)
                progress.done(result.report.status);
            return result;
        });
        return (0,optional/* withoutUndefined */.r)({ apps, discovery: fleet.discovery });
    }
    finally {
        http.close();
    }
}
async function connectToHeroku(inputs, { runner, signal, command }, scrubber) {
    const token = inputs.apiKey ?? (await tokenOfCli(command, signal));
    maskToken(scrubber, token);
    const scrub = (text) => scrubber.scrub(text);
    return new HerokuHttp({ token, signal, userAgent: 'heroku-redis-action', log: createLog(runner), scrub });
}
function appContext(http, inputs, { runner, signal }, { discovered, listed }, shared) {
    const { fleetLog: log = createLog(runner), plansOf, incidents, mask, apps, rotations, past } = shared;
    const deadline = (0,utils_time/* now */.tB)() + inputs.provisionTimeoutMs;
    const base = docsBase(runner.env);
    return (0,optional/* withoutUndefined */.r)({
        inputs: discovered ? { ...inputs, discovered } : inputs,
        listed,
        api: withMasking(herokuApi(http, inputs, log, deadline), mask),
        log,
        signal,
        deadline,
        clock: utils_time/* systemClock */.ml,
        wallTime: Date.now,
        plansOf,
        incidents,
        apps,
        rotations,
        past,
        docs: (reason) => docsLink(base, reason),
        proxy: usesProxy(inputs.apiUrl),
    });
}
/** Asked for by the first who needs it; all others get the same answer. */
function once(ask) {
    let answer;
    return () => (answer ??= ask());
}
/** A proxy variable that cannot be read is a proxy, too. */
function usesProxy(url) {
    try {
        return proxyFor(new URL(url)) !== undefined;
    }
    catch {
        return true;
    }
}
/** Each service's plan list, read once for all apps. */
function planLists(http, inputs, { runner }) {
    const api = herokuApi(http, inputs, createLog(runner), (0,utils_time/* now */.tB)() + inputs.provisionTimeoutMs);
    const lists = new Map();
    const read = async (service) => {
        try {
            return { known: true, value: await api.plans(service) };
        }
        catch (error) {
            const failure = toFailure(error);
            return { known: false, why: failure.message.replace(/\.$/, ''), failure };
        }
    };
    return (service) => {
        const list = lists.get(service) ?? read(service);
        lists.set(service, list);
        return list;
    };
}
/** Whatever looks like a Redis URL, and what our own variables hold now: an old password is still a password. */
function run_maskConfig(scrubber, config, { writerPrefix, readerPrefix }) {
    for (const [name, value] of config) {
        // A URL that is broken, in quotes or of another scheme is a secret all the same.
        if (/redis|valkey/i.test(name) || /^\W*(?:redis|valkey)/i.test(value.reveal()))
            maskRedisUrl(scrubber, value);
    }
    for (const prefix of [writerPrefix, readerPrefix]) {
        const password = config.get(settings_configName(prefix, 'password'));
        if (password)
            maskPassword(scrubber, password, config.get(settings_configName(prefix, 'username'))?.reveal());
    }
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
// EXTERNAL MODULE: external "crypto"
var external_crypto_ = __nccwpck_require__(6982);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
// EXTERNAL MODULE: external "path"
var external_path_ = __nccwpck_require__(6928);
// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(8611);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(5692);
// EXTERNAL MODULE: ../node_modules/tunnel/index.js
var node_modules_tunnel = __nccwpck_require__(776);
;// CONCATENATED MODULE: ../node_modules/@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};





var HttpCodes;
(function (HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
/**
 * Returns the proxy URL, depending upon the supplied url and proxy environment variables.
 * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
 */
function lib_getProxyUrl(serverUrl) {
    const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = (/* unused pure expression or super */ null && (['OPTIONS', 'GET', 'DELETE', 'HEAD']));
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class lib_HttpClient {
    constructor(userAgent, handlers, requestOptions) {
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    /**
     * Gets a typed object from an endpoint
     * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
     */
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    /**
     * Makes a raw http request.
     * All other methods such as get, post, patch, and request ultimately call this.
     * Prefer get, del, post and patch
     */
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            // Only perform retries on reads since writes may not be idempotent.
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                // Check if it's an authentication challenge
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        // We have received an unauthorized response but have no handlers to handle it.
                        // Let the response return to the caller.
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        // if there's no location to redirect to, we won't
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    // we need to finish reading the response before reassigning response
                    // which will leak the open socket.
                    yield response.readBody();
                    // strip authorization header if redirected to a different hostname
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            // header names are case insensitive
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    // let's make the request with the new redirectUrl
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    // If not a retry code, return immediately instead of retrying
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    /**
     * Needs to be called if keepAlive is set to true in request options.
     */
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    /**
     * Raw request.
     * @param info
     * @param data
     */
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        // If `err` is not passed, then `res` must be passed.
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    /**
     * Raw request with callback.
     * @param info
     * @param data
     * @param onResult
     */
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        // If we ever get disconnected, we want the socket to timeout eventually
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            // err has statusCode property
            // res should have headers
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    /**
     * Gets an http agent. This function is useful when you need an http agent that handles
     * routing through a proxy server - depending upon the url and proxy environment variables.
     * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
     */
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = pm.getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? https : http;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        // gives handlers an opportunity to participate
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    /**
     * Gets an existing header value or returns a default.
     * Handles converting number header values to strings since HTTP headers must be strings.
     * Note: This returns string | string[] since some headers can have multiple values.
     * For headers that must always be a single string (like Content-Type), use the
     * specialized _getExistingOrDefaultContentTypeHeader method instead.
     */
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    /**
     * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
     * Always returns a single string (not an array) since Content-Type should be a single value.
     * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
     * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
     * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
     */
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        // Return the first non-undefined value, converting numbers or arrays to strings if necessary
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = pm.getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        // if agent is already assigned use that agent.
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || http.globalAgent.maxSockets;
        }
        // This is `useProxy` again, but we need to check `proxyURl` directly for TypeScripts's flow analysis.
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
            }
            else {
                tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new https.Agent(options) : new http.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        // if agent is already assigned use that agent.
        if (proxyAgent) {
            return proxyAgent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        proxyAgent = new ProxyAgent(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        })));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                rejectUnauthorized: false
            });
        }
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            // Sanitize the orchestration ID to ensure it contains only valid characters
            // Valid characters: 0-9, a-z, _, -, .
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                // not found leads to null obj returned
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                // get the result from the body
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                    // Invalid resource (contents not json);  leaving result obj null
                }
                // note that 3xx redirects are handled by the http layer.
                if (statusCode > 299) {
                    let msg;
                    // if exception/error in body, attempt to get better error
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        // it may be the case that the exception is in the body message as string
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/http-client/lib/auth.js
var auth_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
class BasicCredentialHandler {
    constructor(username, password) {
        this.username = username;
        this.password = password;
    }
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class auth_BearerCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Bearer ${this.token}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class PersonalAccessTokenCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`PAT:${this.token}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
//# sourceMappingURL=auth.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class oidc_utils_OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(oidc_utils_OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = oidc_utils_OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = oidc_utils_OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield oidc_utils_OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = (/* unused pure expression or super */ null && (_summary));
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
// EXTERNAL MODULE: ../node_modules/@actions/exec/lib/exec.js + 6 modules
var lib_exec = __nccwpck_require__(6507);
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_.platform();
const arch = external_os_.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function core_setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function core_debug(message) {
    issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    command_issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    command_issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
;// CONCATENATED MODULE: ./runner/actions.js


const actions_issue = { error: error, warning: warning, notice: notice };
/** The runner through `@actions/core`. `env` is `process.env`: core itself reads nothing else. */
function createRunner(env) {
    return {
        env,
        debugging: isDebug(),
        input: (name) => getInput(name),
        mask: (text) => {
            if (text.trim() !== '')
                core_setSecret(text);
        },
        line: (text) => {
            info(text);
        },
        startGroup: (title) => {
            startGroup(title);
        },
        endGroup: () => {
            endGroup();
        },
        annotate: ({ kind, message, title, file }) => {
            actions_issue[kind](message, file === undefined ? { title } : { title, file });
        },
        output: (name, value) => {
            setOutput(name, value);
        },
        // Not core.summary: it throws where the runner offers no summary, and it cannot write in the last moment of a process.
        summary: (markdown) => {
            const file = env['GITHUB_STEP_SUMMARY'] ?? '';
            if (file !== '')
                (0,external_node_fs_namespaceObject.appendFileSync)(file, markdown);
        },
        fail: (message) => {
            setFailed(message);
        },
    };
}

;// CONCATENATED MODULE: ./main.js








/** The runner waits 7.5 s after SIGINT; what is not finished a second before that is given up. */
const main_graceMs = 6_500;
/** The real process around a run: signals, crashes, a closed log. Resolves when everything was reported. */
async function main() {
    const runner = createRunner(process.env);
    const workspace = process.env['GITHUB_WORKSPACE'] || process.cwd();
    const cancel = new AbortController();
    const watch = new Watch(runner, cancel.signal);
    surviveClosedLog();
    cancelOnSignals(cancel, runner);
    process.on('uncaughtException', (error) => {
        watch.crash(error);
    });
    process.on('exit', () => {
        watch.exit();
    });
    await run({
        runner,
        signal: cancel.signal,
        command: (command, args) => runCommand(command, args, process.env),
        workspace,
    });
    watch.isReported = true;
    // Whatever still keeps the event loop busy (a child that never ends) must not keep the job waiting.
    setTimeout(() => process.exit(), 1_000).unref();
}
/** Reports a run that ends in any other way than by its own last line. */
class Watch {
    isReported = false;
    #startedAt = new Date().toISOString();
    #started = (0,utils_time/* now */.tB)();
    #runner;
    #signal;
    constructor(runner, signal) {
        this.#runner = runner;
        this.#signal = signal;
    }
    /** Node would print the whole error object; those of Redis clients carry the password. */
    crash(error) {
        for (const line of causeChain(error))
            this.#runner.line(line);
        this.#report((0,catalogue/* failure */.V2)('internal', 'A bug in this action ended the run; the log names the error.'));
        process.exit(1);
    }
    /** Cancelled and not finished in time, or nothing is left to wait for although the run has not ended. */
    exit() {
        const isCancelled = this.#signal.aborted;
        this.#report(isCancelled ? cancelled() : (0,catalogue/* failure */.V2)('internal', 'The run ended without a result.'));
    }
    #report(why) {
        if (this.isReported)
            return;
        this.isReported = true;
        process.exitCode = 1;
        const times = { startedAt: this.#startedAt, durationMs: (0,utils_time/* now */.tB)() - this.#started };
        publishNow(failedRun(why, { mode: 'setup', dryRun: false, ...times }), this.#runner);
    }
}
/** SIGINT and SIGTERM are the runner's cancel; SIGHUP comes from a terminal or supervisor that goes away. */
function cancelOnSignals(cancel, runner) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
        process.on(signal, () => {
            if (cancel.signal.aborted)
                return;
            runner.line(`${signal}: stopping, closing connections and deleting markers …`);
            cancel.abort(cancelled());
            setTimeout(() => process.exit(1), main_graceMs).unref();
        });
    }
}
/** Without a listener the first write to a closed pipe would end the process in the middle of its work. */
function surviveClosedLog() {
    process.stdout.once('error', (error) => {
        process.stderr.write(`The log is closed (${error.message}). The run continues; outputs and reports are written.\n`);
    });
    for (const stream of [process.stdout, process.stderr])
        stream.on('error', () => undefined);
}


/***/ }),

/***/ 1624:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CI: () => (/* binding */ parseRedisUrl),
/* harmony export */   _X: () => (/* binding */ sameEndpoint),
/* harmony export */   hq: () => (/* binding */ canonicalRedisUrl)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7030);
/* harmony import */ var _utils_secret_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5071);


const defaultPort = 6379;
/** Whether a scheme means TLS. Valkey's clients know all of them, lettuce and Stackhero write `redis+tls`. */
const schemes = {
    'redis:': false,
    'rediss:': true,
    'valkey:': false,
    'valkeys:': true,
    'redis+tls:': true,
};
/** What other schemes stand for, by a word in them. */
const otherKinds = [
    [/sentinel/, 'is for Redis Sentinel; set the URL of a Redis server'],
    [/cluster/, 'is for a Redis Cluster; set the URL of a single Redis server'],
    [/^unix|socket/, 'is for a Unix socket; set the URL of a Redis server'],
    [/^https?:/, 'is an HTTP URL; set a redis:// or rediss:// URL'],
];
/**
 * Redis URL → endpoint, by the WHATWG URL standard. What the standard would read but the author can hardly have meant is
 * refused: nothing of a password may become a host, a port or a log line. A database number and other query parameters
 * than `username` and `password` are ignored.
 */
function parseRedisUrl(url) {
    const text = url.reveal().trim();
    const problem = problemOfText(text);
    if (problem !== undefined)
        return { ok: false, problem };
    const parsed = URL.parse(text);
    if (parsed === null)
        return { ok: false, problem: 'is not a valid URL' };
    const tls = Object.hasOwn(schemes, parsed.protocol) ? schemes[parsed.protocol] : undefined;
    if (tls === undefined) {
        const [, kind] = otherKinds.find(([scheme]) => scheme.test(parsed.protocol)) ?? [];
        return { ok: false, problem: kind ?? 'does not start with redis:// or rediss://' };
    }
    const host = hostOf(parsed);
    if (host === undefined)
        return { ok: false, problem: 'has no valid host' };
    if (parsed.port === '0')
        return { ok: false, problem: 'has port 0' };
    const login = loginOf(parsed);
    if (typeof login === 'string')
        return { ok: false, problem: login };
    const { username, password } = login;
    return {
        ok: true,
        endpoint: {
            host,
            port: parsed.port === '' ? defaultPort : Number(parsed.port),
            // `AUTH "" password` fails, and so does Heroku's legacy user `h`, which never existed on the server.
            username: username === '' || username === 'h' ? 'default' : username,
            ...(password === '' ? {} : { password: new _utils_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(password) }),
            tls,
        },
    };
}
/**
 * The endpoint as a URL that every client reads alike: scheme `redis` or `rediss`, with the user (redis-cli before 7 and
 * others fail without one), port and percent-encoded password. Path and query are those of `original`, but for a login in
 * the query.
 */
function canonicalRedisUrl(endpoint, original) {
    const { host, port, username, password, tls } = endpoint;
    const user = encodeURIComponent(username.toWellFormed());
    const secret = password === undefined ? '' : encodeURIComponent(password.reveal().toWellFormed());
    // Without a password, `user@` would be read as one by redis-cli.
    const login = password === undefined && username === 'default' ? '' : `${user}:${secret}@`;
    const address = `${(0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIPv6)(host) ? `[${host}]` : host}:${port}`;
    return new _utils_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(`${tls ? 'rediss' : 'redis'}://${login}${address}${rest(original)}`);
}
function sameEndpoint(a, b) {
    return (a.host === b.host &&
        a.port === b.port &&
        a.username === b.username &&
        a.tls === b.tls &&
        (a.password === undefined || b.password === undefined ? a.password === b.password : a.password.equals(b.password)));
}
/** What the parser would accept, or call invalid without saying why. */
function problemOfText(text) {
    if (text === '')
        return 'is empty';
    if (/^["'`]|["'`]$/.test(text))
        return 'is wrapped in quotation marks';
    // The parser drops line breaks and tabs, and encodes spaces.
    if (/[\s\p{Cc}]/u.test(text))
        return 'contains white space';
    const [, beforeQuery = '', query = ''] = /^[^/]*\/\/([^?#]*)(?:\?([^#]*))?/s.exec(text) ?? [];
    const [authority = '', ...path] = beforeQuery.split('/');
    const fragment = text.slice(text.indexOf('#') + 1);
    const otherQuery = query.split('&').filter((pair) => !/^(?:username|password)=/.test(pair));
    const after = [...path, ...otherQuery, ...(text.includes('#') ? [fragment] : [])];
    // `user:12345#rest@host` would be read as the host `user` with the port 12345.
    if (after.some((part) => part.includes('@'))) {
        return 'has a "#", "/" or "?" in its user name or password that is not percent-encoded';
    }
    return authority.slice(authority.lastIndexOf('@') + 1).includes(',') ? 'lists several hosts; set one' : undefined;
}
/** Where login and query name the same thing twice, they must agree. @returns the problem, else the login */
function loginOf(url) {
    const named = { username: [url.username], password: [url.password] };
    for (const pair of url.search.slice(1).split('&')) {
        const [, name, value = ''] = /^(username|password)=(.*)$/s.exec(pair) ?? [];
        // In a query, a plus sign is a space to every parser.
        if (name === 'username' || name === 'password')
            named[name].push(value.replaceAll('+', ' '));
    }
    const username = agreed(named.username);
    const password = agreed(named.password);
    if (username.some((name) => name === undefined) || password.some((word) => word === undefined)) {
        return 'has a user name or password that is not properly percent-encoded';
    }
    if (username.length > 1 || password.length > 1)
        return 'names two different users or passwords';
    return { username: username[0] ?? '', password: password[0] ?? '' };
}
/** The different values that are not empty; undefined for one that cannot be decoded. */
function agreed(encoded) {
    return [...new Set(encoded.filter((value) => value !== '').map(percentDecoded))];
}
/** In a scheme that is not one of the Web's, the standard accepts nearly anything as a host. */
function hostOf(url) {
    const { hostname } = url;
    // Only an IPv6 address is in brackets: anything else in them does not parse.
    if (hostname.startsWith('['))
        return hostname.slice(1, -1);
    return hostname.length <= 253 && /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_.])?$/.test(hostname)
        ? hostname
        : undefined;
}
/** Path and query, without a login. */
function rest(original) {
    const url = original === undefined ? null : URL.parse(original.reveal().trim());
    if (url === null)
        return '';
    const query = url.search
        .slice(1)
        .split('&')
        .filter((pair) => pair !== '' && !/^(?:username|password)=/.test(pair));
    const path = url.pathname === '/' ? '' : url.pathname;
    return path + (query.length === 0 ? '' : `?${query.join('&')}`);
}
function percentDecoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 1953:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  eR: () => (/* binding */ RedisError),
  UW: () => (/* binding */ explainError),
  K$: () => (/* binding */ markerNamespace),
  DZ: () => (/* binding */ rawError),
  G9: () => (/* binding */ settle),
  iU: () => (/* binding */ timedOut),
  Cp: () => (/* binding */ unexpectedReply)
});

// EXTERNAL MODULE: ./utils/text.js
var utils_text = __nccwpck_require__(5456);
// EXTERNAL MODULE: ./utils/optional.js
var optional = __nccwpck_require__(6543);
;// CONCATENATED MODULE: ./redis/scrub.js
/** Takes everything out of a text that could be a part of a secret, in any of the forms that a server may echo. */
function scrub(message, secrets) {
    // Redis before 7 repeats the arguments of a command that it does not know, cut in the middle of the password perhaps.
    const text = message.slice(0, 2_000).replace(/,? ?with args beginning with:[^]*$/i, '');
    return secrets
        .filter((secret) => secret !== '')
        .flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed()), Buffer.from(secret).toString('base64')])
        .reduce(withoutPiecesOf, text);
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

;// CONCATENATED MODULE: ./redis/errors.js



/** Thrown inside src/redis only; `probe` turns it into a fact. */
class RedisError extends Error {
    name = 'RedisError';
    failure;
    /** Unscrubbed, so it can hold a password: private, and never given out. */
    #reply;
    constructor(failure, reply) {
        super(failure.message);
        this.failure = failure;
        this.#reply = reply;
    }
    /** Whether the server's own error reply, before anything was masked in it, matches. */
    replied(pattern) {
        return this.#reply !== undefined && pattern.test(this.#reply);
    }
}
/** Failure → fact. @throws whatever is not about Redis: the reason of a cancelled run */
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
/** A reply that Redis would not give to this command. */
function unexpectedReply(command, message) {
    return new RedisError({ reason: 'redis-wrong-data', stage: 'command', command, message, transient: false });
}
function timedOut(message, place) {
    return new RedisError(explainError({ kind: 'timeout', message }, place));
}
/** How ioredis words a connection that ended without a reason. */
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
    // Errors without a code come from whoever reads the replies: the guard and ioredis.
    if (typeof code !== 'string') {
        return { kind: 'protocol', message: `not a Redis reply: ${inner.message.replace(/\. Please report this\./, '')}` };
    }
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
    // Only protected mode uses this word (networking.c, clientAcceptHandler).
    DENIED: ['redis-protected-mode', errors_final],
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
/** Errors without a first word of their own. */
const plainReplies = [
    // Upstash counts "concurrent connections".
    [/^ERR max (?:number of )?(?:concurrent )?(?:clients|connections)\b/i, 'redis-too-many-clients', passing],
    // Before Redis 6.
    [/^ERR invalid password/i, 'redis-wrong-password', errors_final],
    [/^ERR operation not permitted/i, 'redis-auth-required', errors_final],
    // "ERR max daily request limit exceeded. Limit: 10000, Usage: 10001", "ERR DB capacity quota exceeded", …
    [
        /\bquota\b|\b(?:limit|allowance)\b.{0,40}\b(?:exceeded|reached)|\bexceed(?:s|ed)?\b.{0,40}\blimit\b|\brate.?limit/i,
        'redis-quota',
        errors_final,
    ],
];
/** How Redis, Valkey, their proxies and look-alikes say that they do not know a command. */
const unknownCommand = /^(?:ERR )?(?:unknown|unsupported|unknown or unsupported) (?:redis )?(?:sub)?command|^ERR .{0,40}\b(?:command|operation)\b.{0,20}\bnot (?:supported|allowed)|^ERR (?:unsupported|unrecognized)\b/i;
/** By the code of a failed look-up, connection or handshake. */
const codes = {
    ENOTFOUND: ['redis-dns', errors_final],
    EAI_AGAIN: ['redis-dns', passing],
    ECONNREFUSED: ['redis-refused', passing],
    ETIMEDOUT: ['redis-timeout', passing],
    EHOSTUNREACH: ['redis-timeout', passing],
    ENETUNREACH: ['redis-timeout', passing],
    // Of this machine, not of the server: `local` says so.
    EMFILE: ['redis-refused', passing],
    ENFILE: ['redis-refused', passing],
    ECONNRESET: ['redis-connection-lost', passing],
    EPIPE: ['redis-connection-lost', passing],
    // What OpenSSL makes of a first byte that is not TLS: text of a plain server.
    ERR_SSL_WRONG_VERSION_NUMBER: ['redis-tls-not-offered', errors_final],
    ERR_SSL_PACKET_LENGTH_TOO_LONG: ['redis-tls-not-offered', errors_final],
    // From `dial`: TLS 1.2 has no alert of its own for it.
    CLIENT_CERTIFICATE: ['redis-client-certificate', errors_final],
};
/** What an error counts as when the tables know neither its first word nor its code. */
const otherwise = {
    dns: ['redis-dns', errors_final],
    tcp: ['redis-refused', passing],
    tls: ['redis-certificate', errors_final],
    login: ['redis-connection-lost', passing],
    command: ['redis-connection-lost', passing],
};
/**
 * The error dictionary: a raw error and where it happened → what it means. What it means is read from the raw text;
 * only then is the text scrubbed of `secrets`, for a password may be a word of the error itself.
 */
function explainError(raw, place, secrets = []) {
    const code = raw.kind === 'reply' ? /^[A-Z]+(?= |$)/.exec(raw.message)?.[0] : raw.code;
    const [reason, transient] = meaning(raw, place.stage, code);
    const message = (0,utils_text/* sanitize */.aj)(scrub(raw.message, secrets), 200);
    const isUnknown = raw.kind === 'reply' && reason === 'redis-error' && unknownCommand.test(raw.message);
    return (0,optional/* withoutUndefined */.r)({
        reason,
        stage: place.stage,
        message,
        transient,
        code: code === undefined ? undefined : (0,utils_text/* sanitize */.aj)(scrub(code, secrets), 60),
        command: place.command,
        quoted: reason === 'redis-error' || reason === 'redis-quota' ? message : undefined,
        // Behind TLS a full server cannot say so: it drops the connection before the handshake. So do others.
        probable: reason === 'redis-too-many-clients' && raw.kind === 'system' ? true : undefined,
        unknownCommand: isUnknown ? true : undefined,
        grant: reason === 'redis-no-permission' ? missingGrant(raw.message, place.command) : undefined,
        local: localCause(code),
    });
}
function meaning(raw, stage, code = '') {
    if (raw.kind === 'timeout')
        return ['redis-timeout', passing];
    if (raw.kind === 'protocol')
        return ['redis-wrong-data', errors_final];
    if (raw.kind === 'reply') {
        const known = plainReplies.find(([pattern]) => pattern.test(raw.message));
        return lookUp(replies, code) ?? (known && [known[1], known[2]]) ?? ['redis-error', errors_final];
    }
    // TLS 1.3 has an alert for it, which comes after the handshake; Go's servers say "bad certificate" in TLS 1.2. The middle
    // of these codes differs between releases of OpenSSL.
    if (/^ERR_SSL_.*_ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE)$/.test(code))
        return ['redis-client-certificate', errors_final];
    if (stage === 'tls' && code === 'ECONNRESET')
        return ['redis-too-many-clients', passing];
    return lookUp(codes, code) ?? (isTlsRefusal(stage, code) ? ['redis-tls-not-offered', errors_final] : otherwise[stage]);
}
/** No version or cipher in common: the server speaks TLS, but none that this client accepts. */
function isTlsRefusal(stage, code) {
    return stage === 'tls' && /^(?:ERR_SSL_|EPROTO$)/.test(code) && !code.includes('CERT');
}
/** NOPERM names the command, or says that it was about the keys; the words differ between releases. */
function missingGrant(reply, command) {
    const named = /'([a-z|]{1,40})'/i.exec(reply)?.[1] ?? command;
    if (named === undefined)
        return undefined;
    const isAboutKeys = /access (?:a|one of the) keys?\b/i.test(reply);
    return { command: named.toLowerCase(), ...(isAboutKeys && { keys: `${markerNamespace}*` }) };
}
function localCause(code) {
    if (code === 'EMFILE' || code === 'ENFILE')
        return 'file-descriptors';
    return code === 'ENETUNREACH' || code === 'EAFNOSUPPORT' ? 'no-route' : undefined;
}
/** All keys that a probe reads or writes begin with it. */
const markerNamespace = 'heroku-redis-action:probe:';
function lookUp(table, key) {
    return Object.hasOwn(table, key) ? table[key] : undefined;
}


/***/ }),

/***/ 8866:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ since),
/* harmony export */   a: () => (/* binding */ timed)
/* harmony export */ });
/* harmony import */ var _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7918);
/* harmony import */ var _utils_abort_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(529);
/* harmony import */ var _utils_time_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5917);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(1953);




const stageNames = { dns: 'DNS', tcp: 'TCP', tls: 'TLS', login: 'login' };
/**
 * Measures a stage, also a failing one, and says where it failed.
 * @throws RedisError · the reason of a cancelled run · Failure
 */
async function timed(stage, limit, trace, work) {
    const start = (0,_utils_time_js__WEBPACK_IMPORTED_MODULE_2__/* .now */ .tB)();
    try {
        return await (0,_utils_abort_js__WEBPACK_IMPORTED_MODULE_1__/* .abortable */ .ZC)(work(), limit);
    }
    catch (error) {
        if (limit.aborted && !(0,_utils_abort_js__WEBPACK_IMPORTED_MODULE_1__/* .isTimeout */ .kL)(limit.reason))
            throw limit.reason;
        if ((0,_utils_abort_js__WEBPACK_IMPORTED_MODULE_1__/* .isTimeout */ .kL)(error))
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .timedOut */ .iU)(`no ${stageNames[stage]} answer within the connect time-out`, { stage });
        if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .RedisError */ .eR || error instanceof _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H)
            throw error;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .RedisError */ .eR((0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .explainError */ .UW)((0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .rawError */ .DZ)(error), { stage }));
    }
    finally {
        trace.timings = { ...trace.timings, [`${stage}Ms`]: since(start) };
    }
}
/** Milliseconds, to the microsecond. */
function since(start) {
    return Math.round(((0,_utils_time_js__WEBPACK_IMPORTED_MODULE_2__/* .now */ .tB)() - start) * 1_000) / 1_000;
}


/***/ }),

/***/ 9114:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   NO: () => (/* binding */ summariseLag),
/* harmony export */   Vk: () => (/* binding */ totalMs),
/* harmony export */   Ym: () => (/* binding */ percentile),
/* harmony export */   kM: () => (/* binding */ isOverLimit),
/* harmony export */   pv: () => (/* binding */ summariseLatency)
/* harmony export */ });
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
/** True: the p95 of all `wanted` values will reach `limit`, whatever the ones still to come are. */
function isOverLimit(values, wanted, limit) {
    const over = values.filter((value) => value >= limit).length;
    return over > wanted - Math.ceil(0.95 * wanted);
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
/** DNS + TCP + TLS + login in milliseconds, as far as it went; undefined: nothing was tried. */
function totalMs({ dnsMs, tcpMs, tlsMs, loginMs }) {
    const stages = [dnsMs, tcpMs, tlsMs, loginMs].filter((ms) => ms !== undefined);
    return stages.length === 0 ? undefined : stages.reduce((sum, ms) => sum + ms, 0);
}


/***/ }),

/***/ 6013:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $W: () => (/* binding */ changesMade),
/* harmony export */   CC: () => (/* binding */ problem),
/* harmony export */   Cq: () => (/* binding */ untilAlarm),
/* harmony export */   WJ: () => (/* binding */ verdict),
/* harmony export */   ZH: () => (/* binding */ runVerdict),
/* harmony export */   em: () => (/* binding */ sentence),
/* harmony export */   oZ: () => (/* binding */ lowerFirst)
/* harmony export */ });
/* harmony import */ var _failure_catalogue_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3406);
/* harmony import */ var _utils_format_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(7652);
/* harmony import */ var _utils_optional_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6543);



/** The error, else the first failure, else the first warning in report order. */
function problem(app) {
    const { error } = app.report;
    if (error)
        return { status: 'fail', ...error };
    const finding = app.findings.find(({ status }) => status === 'fail') ?? app.findings.find(({ status }) => status === 'warn');
    if (!finding || (finding.status !== 'fail' && finding.status !== 'warn'))
        return undefined;
    return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutUndefined */ .r)({
        status: finding.status,
        reason: finding.reason ?? 'internal',
        what: finding.message,
        cause: finding.cause,
        remedy: finding.hint,
        finding,
    });
}
/** The outcome of one app, without its name: a few words of plain text. */
function verdict(app, { mode, dryRun }) {
    const { report } = app;
    const { steps, error, history } = report;
    if (error?.reason === 'cancelled')
        return 'cancelled before it finished';
    if (report.status === 'fail') {
        const pending = history?.alarm === false ? `, ${untilAlarm(history)}` : '';
        return `failed (${lowerFirst(_failure_catalogue_js__WEBPACK_IMPORTED_MODULE_0__/* .titles */ .YC[report.failureReason || 'internal'])})${pending}`;
    }
    if (dryRun) {
        return steps.length === 0 ? 'dry run, nothing to change' : `dry run, ${(0,_utils_format_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .LS)(steps.length, 'step')} planned`;
    }
    if (mode === 'remove')
        return steps.length === 0 ? 'nothing to remove' : 'removed';
    const health = healthOf(app);
    if (mode === 'check')
        return health;
    const changes = changesMade(report);
    return changes.length === 0 ? `${health}, no changes needed` : `${health}; ${changes.join(', ')}`;
}
/** "Healthy" is said only of what was connected to, written and read. */
function healthOf({ report, findings }) {
    const warnings = findings.filter(({ status }) => status === 'warn').length;
    const suffix = warnings > 0 ? `, with ${(0,_utils_format_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .LS)(warnings, 'warning')}` : '';
    if (!report.tested)
        return `Redis was not tested${suffix}`;
    if (!isReaderTested(report))
        return `the writer works, the reader was not tested${suffix}`;
    return warnings > 0 ? `Redis works${suffix}` : 'Redis is healthy';
}
function isReaderTested({ reader, checks }) {
    const isOwnServer = reader !== undefined && reader.sameServerAs === undefined;
    return !isOwnServer || checks.some(({ id, status }) => id === 'read' && status === 'pass');
}
/** `1 of 2 before alarm`. */
function untilAlarm({ failures, alarmAfter }) {
    return `${String(failures)} of ${String(alarmAfter)} before alarm`;
}
/** What a step changes on Heroku, in words; a step that only waits or reads is absent. */
const changes = {
    'change-plan': 'plan changed',
    upgrade: 'version upgraded',
    'run-maintenance': 'maintenance run',
    'apply-settings': 'settings changed',
    'rotate-credentials': 'credentials rotated',
    attach: 'add-on attached',
    detach: 'add-on detached',
    'remove-config': 'config vars removed',
    'remove-addon': 'add-on removed',
};
/**
 * What this run has changed on Heroku, in words. The steps alone do not say it: an add-on that another run has just
 * created is there, but not by this run, and config vars that somebody else keeps changing were written nevertheless.
 */
function changesMade({ addon, changedConfigVars, steps }) {
    return [
        ...(addon?.created === true ? ['add-on created'] : []),
        ...new Set(steps.flatMap(({ action, done }) => (done ? (changes[action] ?? []) : []))),
        ...(changedConfigVars.length > 0 ? ['config vars written'] : []),
    ];
}
/** The verdict over the whole run, one line of plain text: the last line of the log, the heading of the summary. */
function runVerdict(result) {
    const [only, ...others] = result.apps;
    if (!only) {
        if (result.error)
            return _failure_catalogue_js__WEBPACK_IMPORTED_MODULE_0__/* .titles */ .YC[result.error.reason];
        return result.cancelled ? 'Cancelled before the first app' : 'No app to check';
    }
    if (others.length === 0)
        return `${only.report.app}: ${verdict(only, result.report)}`;
    const number = (status) => result.apps.filter(({ report }) => report.status === status).length;
    const counts = [
        `${String(number('pass'))} passed`,
        `${String(number('warn'))} with warnings`,
        `${String(number('fail'))} failed`,
    ];
    const untested = result.report.dryRun ? 0 : result.apps.filter(isUntested).length;
    const prefix = result.cancelled ? 'Cancelled, ' : result.report.dryRun ? 'Dry run, ' : '';
    const suffix = untested > 0 ? ` (${String(untested)} not tested)` : '';
    return `${prefix}${(0,_utils_format_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .LS)(result.apps.length, 'app')}: ${counts.join(', ')}${suffix}`;
}
/** It passed and yet says nothing about Redis. */
function isUntested({ report }) {
    return report.status !== 'fail' && !report.tested;
}
/** For the middle of a sentence; names and acronyms keep their capitals. */
function lowerFirst(sentence) {
    return /^[A-Z][a-z]* /.test(sentence) && !/^(Heroku|Redis)\b/.test(sentence)
        ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
        : sentence;
}
/** With a full stop, so that another sentence can follow. */
function sentence(text) {
    const trimmed = text.trim();
    return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}


/***/ }),

/***/ 529:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   ZC: () => (/* binding */ abortable),
/* harmony export */   kL: () => (/* binding */ isTimeout),
/* harmony export */   zc: () => (/* binding */ timeLimit)
/* harmony export */ });
/** What a time limit aborts with; every other reason of a signal is the run's own. */
function isTimeout(error) {
    return error instanceof DOMException && error.name === 'TimeoutError';
}
const sources = new WeakMap();
/** A signal that aborts with `signal`, or with a `TimeoutError` after `ms`. Several steps can share one. */
function timeLimit(ms, signal) {
    const timeout = AbortSignal.timeout(Math.max(0, Math.ceil(ms)));
    const both = AbortSignal.any([signal, timeout]);
    // AbortSignal.any() may hold its sources weakly: a time-out that is garbage-collected never fires
    // (nodejs/node#57867), or is forgotten after it fired (nodejs/node#65995).
    sources.set(both, timeout);
    return both;
}
/**
 * Waits for `work`, but only until the signal aborts. It does not stop `work`.
 * @throws what `work` throws · the signal's reason
 */
async function abortable(work, signal) {
    let abort = () => undefined;
    // A time-out of AbortSignal does not keep the process alive, and neither does a promise: without this, Node.js exits in
    // the middle of a wait when nothing else is under way.
    const keepAlive = setInterval(() => undefined, 60_000);
    const aborted = new Promise((_, reject) => {
        abort = () => reject(signal.reason);
        signal.addEventListener('abort', abort);
        if (signal.aborted)
            abort();
    });
    try {
        return await Promise.race([work, aborted]);
    }
    finally {
        clearInterval(keepAlive);
        signal.removeEventListener('abort', abort);
    }
}


/***/ }),

/***/ 1796:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BP: () => (/* binding */ logLine),
/* harmony export */   CS: () => (/* binding */ prose),
/* harmony export */   Pf: () => (/* binding */ label),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   _n: () => (/* binding */ xml),
/* harmony export */   aY: () => (/* binding */ code)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5456);

/**
 * One log line that contains no command for the runner, which looks for `::` at the start of a line (after white space)
 * and for the old `##[` anywhere in it (actions/runner, ActionCommand.cs).
 */
function logLine(text, max) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(text, max).replace(/^::/, ': :').replaceAll('##[', '## [');
}
const entity = (character) => `&#${String(character.codePointAt(0))};`;
/** What Markdown or HTML would read as markup; `_` only where it could be emphasis. */
const markup = /[&<>`*~[\]\\|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/;
/** What GitHub turns into links after Markdown is rendered: mentions, issue numbers, formulas, addresses. */
const reference = /[@#$]|:(?=\/\/)|w(?=ww\.)/;
const special = new RegExp(`${markup.source}|(${reference.source})`, 'gi');
/**
 * Foreign text for a line of GitHub Markdown, a table cell or an HTML block, escaped so that it contains no markup, link,
 * image, mention, issue reference or formula. Not for the very start of a line, where `-` or `1.` would begin a list.
 */
function text(foreign, max) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(foreign, max).replace(special, (character, isReference) => 
    // An element of its own interrupts the text that GitHub searches and, unlike a zero-width space, is not copied along.
    isReference === undefined ? entity(character) : `<span>${character}</span>`);
}
/** Foreign text as inline code, valid in a table cell and in an HTML block. */
function code(foreign, max) {
    return `<code>${text(foreign, max)}</code>`;
}
/** A sentence in which backticks mean code; everything else is escaped like `text`. */
function prose(sentence, max) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(sentence, max)
        .split(/`([^`]+)`/)
        .map((part, index) => (index % 2 === 1 ? code(part) : spaced(part)))
        .join('');
}
/** `text` trims; between two spans of code the spaces must stay. */
function spaced(part) {
    const [, before = '', middle = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(part) ?? [];
    return before + text(middle) + after;
}
/** A label inside a Mermaid diagram, reduced to characters that have no meaning there. */
function label(foreign, max = 60) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(foreign, max).replace(/[^\p{L}\p{N} .,:/%()→·-]/gu, '?');
}
/** XML 1.0 text or attribute value, without the characters that XML does not allow. */
function xml(foreign, max) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(foreign, max)
        .replace(/[\uFFFE\uFFFF]/g, '')
        .replace(/[&<>"']/g, entity);
}


/***/ }),

/***/ 7652:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   KN: () => (/* binding */ percent),
/* harmony export */   LS: () => (/* binding */ plural),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   ee: () => (/* binding */ bytes),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   q9: () => (/* binding */ price)
/* harmony export */ });
/** Numbers for people. */
/** `0.8 ms`, `12 ms`, `3.4 s`, `2 min 5 s`. */
function duration(ms) {
    if (ms < 10)
        return `${trim(ms, 1)} ms`;
    if (ms < 1_000)
        return `${ms.toFixed(0)} ms`;
    if (ms < 59_950)
        return `${trim(ms / 1_000, 1)} s`;
    const seconds = Math.round(ms / 1_000);
    return seconds % 60 === 0
        ? `${String(seconds / 60)} min`
        : `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}
/** `512 bytes`, `1.4 MB`, `7 GB`; a kilobyte is 1,024 bytes, as Redis counts. */
function bytes(count) {
    const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
    let value = count;
    let unit = 0;
    while (value >= 1_000 && unit < units.length - 1) {
        value /= 1_024;
        unit++;
    }
    return `${trim(value, value < 100 && unit > 0 ? 1 : 0)} ${units[unit] ?? ''}`;
}
/** `1,234`. */
function count(value) {
    return value.toLocaleString('en-US');
}
/** `1 app`, `3 apps`. */
function plural(number, noun) {
    return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}
/** `15.00 USD a month`, `free`. */
function price(cents, unit) {
    return cents === 0 ? 'free' : `${(cents / 100).toFixed(2)} USD a ${unit}`;
}
/** `81 %`. */
function percent(value) {
    return `${trim(value, 1)} %`;
}
function trim(value, digits) {
    return value.toFixed(digits).replace(/\.0+$/, '');
}


/***/ }),

/***/ 6543:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ withoutUndefined)
/* harmony export */ });
/** Drops the fields that are undefined: an absent field and an undefined one differ under exactOptionalPropertyTypes. */
function withoutUndefined(fields) {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}


/***/ }),

/***/ 2145:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ retry),
/* harmony export */   V: () => (/* binding */ backOffMs)
/* harmony export */ });
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5917);

/**
 * Runs `work` until it succeeds, fails for good, or tries and time are used up. `attempt` is 1 for the first try.
 * @throws the last error of `work`, unchanged · the signal's reason when it aborts during a pause
 */
async function retry(work, options) {
    const { tries, budgetMs, delayMs, shouldRetry, onRetry, signal, clock = _time_js__WEBPACK_IMPORTED_MODULE_0__/* .systemClock */ .ml } = options;
    const end = clock.now() + budgetMs;
    for (let attempt = 1;; attempt += 1) {
        try {
            return await work(attempt);
        }
        catch (error) {
            if (attempt >= tries)
                throw error;
            const pauseMs = delayMs(attempt, error);
            if (clock.now() + pauseMs >= end || !shouldRetry(error, attempt + 1))
                throw error;
            onRetry?.(error, pauseMs);
            await clock.sleep(pauseMs, signal);
        }
    }
}
/** The pause after the n-th failure: `firstMs`, then `factor` times longer each time, ± 25 % so that parallel jobs spread out. */
function backOffMs(failures, { firstMs, factor }, random = Math.random) {
    return firstMs * factor ** (failures - 1) * (0.75 + random() / 2);
}


/***/ }),

/***/ 5071:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ Secret)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7975);

const mask = '***';
/**
 * A token, a password, or a URL that contains one. However Node prints it (string, JSON, `util.inspect`, template), it
 * reads `***`; only `reveal()` returns the value.
 */
class Secret {
    #value;
    constructor(value) {
        this.#value = value;
    }
    reveal() {
        return this.#value;
    }
    equals(other) {
        return this.#value === (typeof other === 'string' ? other : other.#value);
    }
    toString() {
        return mask;
    }
    toJSON() {
        return mask;
    }
    [Symbol.toPrimitive]() {
        return mask;
    }
    [node_util__WEBPACK_IMPORTED_MODULE_0__.inspect.custom]() {
        return mask;
    }
    get [Symbol.toStringTag]() {
        return 'Secret';
    }
}


/***/ }),

/***/ 5724:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   JZ: () => (/* binding */ median),
/* harmony export */   YV: () => (/* binding */ quantile),
/* harmony export */   fR: () => (/* binding */ theilSen),
/* harmony export */   gU: () => (/* binding */ weightedMedian),
/* harmony export */   k8: () => (/* binding */ medianDeviation)
/* harmony export */ });
/** Robust statistics: one wild value moves none of them far. Pure. */
/** NaN for an empty list. */
function median(values) {
    return quantile(values, 0.5);
}
/** Linear between the two nearest ranks; `share` from 0 to 1. NaN for an empty list. */
function quantile(values, share) {
    const sorted = values.toSorted((a, b) => a - b);
    const position = (sorted.length - 1) * share;
    const below = sorted[Math.floor(position)] ?? Number.NaN;
    const above = sorted[Math.ceil(position)] ?? Number.NaN;
    return below + (above - below) * (position - Math.floor(position));
}
/** Half of the weight lies on each side; linear between the two nearest values. NaN for an empty list. */
function weightedMedian(values) {
    const sorted = values.toSorted((a, b) => a.value - b.value);
    const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
    let before = 0;
    let last;
    for (const { value, weight } of sorted) {
        // A value stands in the middle of its weight.
        const at = before + weight / 2;
        if (at >= half) {
            return last && at > last.at ? last.value + ((value - last.value) * (half - last.at)) / (at - last.at) : value;
        }
        last = { value, at };
        before += weight;
    }
    return last?.value ?? Number.NaN;
}
/**
 * Median absolute deviation, scaled to equal the standard deviation of normally distributed values.
 * NaN for an empty list.
 */
function medianDeviation(values) {
    const middle = median(values);
    return 1.4826 * median(values.map((value) => Math.abs(value - middle)));
}
/** One-sided 95 % quantile of the normal distribution. */
const z95 = 1.645;
/**
 * Theil–Sen: the median of the slopes of all pairs. Up to 29 % of the points may be arbitrarily wrong. The bounds are
 * Sen's (1968, "Estimates of the regression coefficient based on Kendall's tau"): ranks of the sorted slopes.
 * Undefined for fewer than two different x.
 */
function theilSen(points) {
    const slopes = [];
    for (const [index, a] of points.entries()) {
        for (const b of points.slice(index + 1)) {
            if (a.x !== b.x)
                slopes.push((b.y - a.y) / (b.x - a.x));
        }
    }
    if (slopes.length === 0)
        return undefined;
    slopes.sort((a, b) => a - b);
    const n = points.length;
    const spread = z95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
    const below = Math.max(0, Math.floor((slopes.length - spread) / 2));
    const slope = median(slopes);
    return {
        slope,
        low: slopes[below] ?? slope,
        high: slopes[slopes.length - 1 - below] ?? slope,
        intercept: median(points.map(({ x, y }) => y - slope * x)),
    };
}


/***/ }),

/***/ 5456:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   aj: () => (/* binding */ sanitize),
/* harmony export */   zO: () => (/* binding */ mapTexts)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7975);

/**
 * One line of plain text: no control or formatting characters (ANSI, bidirectional overrides, zero width), no line
 * breaks, no lone surrogates; cut to `max` UTF-16 units.
 */
function oneLine(text, max = 2_000) {
    // Cut first: text from outside can be megabytes long.
    const clean = (0,node_util__WEBPACK_IMPORTED_MODULE_0__.stripVTControlCharacters)(text.slice(0, max * 2).toWellFormed())
        .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
        .replace(/\p{Cf}/gu, '')
        .trim();
    return clean.length > max ? `${clean.slice(0, max - 1).toWellFormed()}…` : clean;
}
/** Foreign text for a sentence of ours: one short line without its own full stop. */
function sanitize(text, most) {
    return oneLine(text, most).replace(/\.$/, '');
}
/** The same plain data with every text in it changed. */
function mapTexts(value, change) {
    if (typeof value === 'string')
        return change(value);
    if (Array.isArray(value))
        return value.map((each) => mapTexts(each, change));
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]));
}


/***/ }),

/***/ 5917:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  tB: () => (/* binding */ now),
  yy: () => (/* binding */ sleep),
  ml: () => (/* binding */ systemClock)
});

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./utils/time.js

/** Milliseconds on a clock that never jumps. */
function now() {
    return performance.now();
}
/** @throws the signal's reason as soon as it aborts */
async function sleep(ms, signal) {
    try {
        await (0,promises_namespaceObject.setTimeout)(Math.max(0, ms), undefined, { signal });
    }
    catch (error) {
        throw signal.aborted ? signal.reason : error;
    }
}
const systemClock = { now, sleep };


/***/ }),

/***/ 6507:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  getExecOutput: () => (/* binding */ getExecOutput)
});

// UNUSED EXPORTS: exec

;// CONCATENATED MODULE: external "string_decoder"
const external_string_decoder_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
// EXTERNAL MODULE: external "events"
var external_events_ = __nccwpck_require__(4434);
;// CONCATENATED MODULE: external "child_process"
const external_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");
// EXTERNAL MODULE: external "path"
var external_path_ = __nccwpck_require__(6928);
// EXTERNAL MODULE: external "assert"
var external_assert_ = __nccwpck_require__(2613);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ../node_modules/@actions/io/lib/io-util.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { chmod, copyFile, lstat, mkdir, open: io_util_open, readdir, rename, rm, rmdir, stat, symlink, unlink } = external_fs_.promises;
// export const {open} = 'fs'
const IS_WINDOWS = process.platform === 'win32';
/**
 * Custom implementation of readlink to ensure Windows junctions
 * maintain trailing backslash for backward compatibility with Node.js < 24
 *
 * In Node.js 20, Windows junctions (directory symlinks) always returned paths
 * with trailing backslashes. Node.js 24 removed this behavior, which breaks
 * code that relied on this format for path operations.
 *
 * This implementation restores the Node 20 behavior by adding a trailing
 * backslash to all junction results on Windows.
 */
function readlink(fsPath) {
    return __awaiter(this, void 0, void 0, function* () {
        const result = yield fs.promises.readlink(fsPath);
        // On Windows, restore Node 20 behavior: add trailing backslash to all results
        // since junctions on Windows are always directory links
        if (IS_WINDOWS && !result.endsWith('\\')) {
            return `${result}\\`;
        }
        return result;
    });
}
// See https://github.com/nodejs/node/blob/d0153aee367422d0858105abec186da4dff0a0c5/deps/uv/include/uv/win.h#L691
const UV_FS_O_EXLOCK = 0x10000000;
const READONLY = external_fs_.constants.O_RDONLY;
function exists(fsPath) {
    return __awaiter(this, void 0, void 0, function* () {
        try {
            yield stat(fsPath);
        }
        catch (err) {
            if (err.code === 'ENOENT') {
                return false;
            }
            throw err;
        }
        return true;
    });
}
function isDirectory(fsPath_1) {
    return __awaiter(this, arguments, void 0, function* (fsPath, useStat = false) {
        const stats = useStat ? yield stat(fsPath) : yield lstat(fsPath);
        return stats.isDirectory();
    });
}
/**
 * On OSX/Linux, true if path starts with '/'. On Windows, true for paths like:
 * \, \hello, \\hello\share, C:, and C:\hello (and corresponding alternate separator cases).
 */
function isRooted(p) {
    p = normalizeSeparators(p);
    if (!p) {
        throw new Error('isRooted() parameter "p" cannot be empty');
    }
    if (IS_WINDOWS) {
        return (p.startsWith('\\') || /^[A-Z]:/i.test(p) // e.g. \ or \hello or \\hello
        ); // e.g. C: or C:\hello
    }
    return p.startsWith('/');
}
/**
 * Best effort attempt to determine whether a file exists and is executable.
 * @param filePath    file path to check
 * @param extensions  additional file extensions to try
 * @return if file exists and is executable, returns the file path. otherwise empty string.
 */
function tryGetExecutablePath(filePath, extensions) {
    return __awaiter(this, void 0, void 0, function* () {
        let stats = undefined;
        try {
            // test file exists
            stats = yield stat(filePath);
        }
        catch (err) {
            if (err.code !== 'ENOENT') {
                // eslint-disable-next-line no-console
                console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
            }
        }
        if (stats && stats.isFile()) {
            if (IS_WINDOWS) {
                // on Windows, test for valid extension
                const upperExt = external_path_.extname(filePath).toUpperCase();
                if (extensions.some(validExt => validExt.toUpperCase() === upperExt)) {
                    return filePath;
                }
            }
            else {
                if (isUnixExecutable(stats)) {
                    return filePath;
                }
            }
        }
        // try each extension
        const originalFilePath = filePath;
        for (const extension of extensions) {
            filePath = originalFilePath + extension;
            stats = undefined;
            try {
                stats = yield stat(filePath);
            }
            catch (err) {
                if (err.code !== 'ENOENT') {
                    // eslint-disable-next-line no-console
                    console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
                }
            }
            if (stats && stats.isFile()) {
                if (IS_WINDOWS) {
                    // preserve the case of the actual file (since an extension was appended)
                    try {
                        const directory = external_path_.dirname(filePath);
                        const upperName = external_path_.basename(filePath).toUpperCase();
                        for (const actualName of yield readdir(directory)) {
                            if (upperName === actualName.toUpperCase()) {
                                filePath = external_path_.join(directory, actualName);
                                break;
                            }
                        }
                    }
                    catch (err) {
                        // eslint-disable-next-line no-console
                        console.log(`Unexpected error attempting to determine the actual case of the file '${filePath}': ${err}`);
                    }
                    return filePath;
                }
                else {
                    if (isUnixExecutable(stats)) {
                        return filePath;
                    }
                }
            }
        }
        return '';
    });
}
function normalizeSeparators(p) {
    p = p || '';
    if (IS_WINDOWS) {
        // convert slashes on Windows
        p = p.replace(/\//g, '\\');
        // remove redundant slashes
        return p.replace(/\\\\+/g, '\\');
    }
    // remove redundant slashes
    return p.replace(/\/\/+/g, '/');
}
// on Mac/Linux, test the execute bit
//     R   W  X  R  W X R W X
//   256 128 64 32 16 8 4 2 1
function isUnixExecutable(stats) {
    return ((stats.mode & 1) > 0 ||
        ((stats.mode & 8) > 0 &&
            process.getgid !== undefined &&
            stats.gid === process.getgid()) ||
        ((stats.mode & 64) > 0 &&
            process.getuid !== undefined &&
            stats.uid === process.getuid()));
}
// Get the path of cmd.exe in windows
function getCmdPath() {
    var _a;
    return (_a = process.env['COMSPEC']) !== null && _a !== void 0 ? _a : `cmd.exe`;
}
//# sourceMappingURL=io-util.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/io/lib/io.js
var io_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



/**
 * Copies a file or folder.
 * Based off of shelljs - https://github.com/shelljs/shelljs/blob/9237f66c52e5daa40458f94f9565e18e8132f5a6/src/cp.js
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See CopyOptions.
 */
function cp(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        const { force, recursive, copySourceDirectory } = readCopyOptions(options);
        const destStat = (yield ioUtil.exists(dest)) ? yield ioUtil.stat(dest) : null;
        // Dest is an existing file, but not forcing
        if (destStat && destStat.isFile() && !force) {
            return;
        }
        // If dest is an existing directory, should copy inside.
        const newDest = destStat && destStat.isDirectory() && copySourceDirectory
            ? path.join(dest, path.basename(source))
            : dest;
        if (!(yield ioUtil.exists(source))) {
            throw new Error(`no such file or directory: ${source}`);
        }
        const sourceStat = yield ioUtil.stat(source);
        if (sourceStat.isDirectory()) {
            if (!recursive) {
                throw new Error(`Failed to copy. ${source} is a directory, but tried to copy without recursive flag.`);
            }
            else {
                yield cpDirRecursive(source, newDest, 0, force);
            }
        }
        else {
            if (path.relative(source, newDest) === '') {
                // a file cannot be copied to itself
                throw new Error(`'${newDest}' and '${source}' are the same file`);
            }
            yield io_copyFile(source, newDest, force);
        }
    });
}
/**
 * Moves a path.
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See MoveOptions.
 */
function mv(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        if (yield ioUtil.exists(dest)) {
            let destExists = true;
            if (yield ioUtil.isDirectory(dest)) {
                // If dest is directory copy src into dest
                dest = path.join(dest, path.basename(source));
                destExists = yield ioUtil.exists(dest);
            }
            if (destExists) {
                if (options.force == null || options.force) {
                    yield rmRF(dest);
                }
                else {
                    throw new Error('Destination already exists');
                }
            }
        }
        yield mkdirP(path.dirname(dest));
        yield ioUtil.rename(source, dest);
    });
}
/**
 * Remove a path recursively with force
 *
 * @param inputPath path to remove
 */
function rmRF(inputPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (ioUtil.IS_WINDOWS) {
            // Check for invalid characters
            // https://docs.microsoft.com/en-us/windows/win32/fileio/naming-a-file
            if (/[*"<>|]/.test(inputPath)) {
                throw new Error('File path must not contain `*`, `"`, `<`, `>` or `|` on Windows');
            }
        }
        try {
            // note if path does not exist, error is silent
            yield ioUtil.rm(inputPath, {
                force: true,
                maxRetries: 3,
                recursive: true,
                retryDelay: 300
            });
        }
        catch (err) {
            throw new Error(`File was unable to be removed ${err}`);
        }
    });
}
/**
 * Make a directory.  Creates the full path with folders in between
 * Will throw if it fails
 *
 * @param   fsPath        path to create
 * @returns Promise<void>
 */
function mkdirP(fsPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        ok(fsPath, 'a path argument must be provided');
        yield ioUtil.mkdir(fsPath, { recursive: true });
    });
}
/**
 * Returns path of a tool had the tool actually been invoked.  Resolves via paths.
 * If you check and the tool does not exist, it will throw.
 *
 * @param     tool              name of the tool
 * @param     check             whether to check if tool exists
 * @returns   Promise<string>   path to tool
 */
function which(tool, check) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // recursive when check=true
        if (check) {
            const result = yield which(tool, false);
            if (!result) {
                if (IS_WINDOWS) {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also verify the file has a valid extension for an executable file.`);
                }
                else {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also check the file mode to verify the file is executable.`);
                }
            }
            return result;
        }
        const matches = yield findInPath(tool);
        if (matches && matches.length > 0) {
            return matches[0];
        }
        return '';
    });
}
/**
 * Returns a list of all occurrences of the given tool on the system path.
 *
 * @returns   Promise<string[]>  the paths of the tool
 */
function findInPath(tool) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // build the list of extensions to try
        const extensions = [];
        if (IS_WINDOWS && process.env['PATHEXT']) {
            for (const extension of process.env['PATHEXT'].split(external_path_.delimiter)) {
                if (extension) {
                    extensions.push(extension);
                }
            }
        }
        // if it's rooted, return it if exists. otherwise return empty.
        if (isRooted(tool)) {
            const filePath = yield tryGetExecutablePath(tool, extensions);
            if (filePath) {
                return [filePath];
            }
            return [];
        }
        // if any path separators, return empty
        if (tool.includes(external_path_.sep)) {
            return [];
        }
        // build the list of directories
        //
        // Note, technically "where" checks the current directory on Windows. From a toolkit perspective,
        // it feels like we should not do this. Checking the current directory seems like more of a use
        // case of a shell, and the which() function exposed by the toolkit should strive for consistency
        // across platforms.
        const directories = [];
        if (process.env.PATH) {
            for (const p of process.env.PATH.split(external_path_.delimiter)) {
                if (p) {
                    directories.push(p);
                }
            }
        }
        // find all matches
        const matches = [];
        for (const directory of directories) {
            const filePath = yield tryGetExecutablePath(external_path_.join(directory, tool), extensions);
            if (filePath) {
                matches.push(filePath);
            }
        }
        return matches;
    });
}
function readCopyOptions(options) {
    const force = options.force == null ? true : options.force;
    const recursive = Boolean(options.recursive);
    const copySourceDirectory = options.copySourceDirectory == null
        ? true
        : Boolean(options.copySourceDirectory);
    return { force, recursive, copySourceDirectory };
}
function cpDirRecursive(sourceDir, destDir, currentDepth, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        // Ensure there is not a run away recursive copy
        if (currentDepth >= 255)
            return;
        currentDepth++;
        yield mkdirP(destDir);
        const files = yield ioUtil.readdir(sourceDir);
        for (const fileName of files) {
            const srcFile = `${sourceDir}/${fileName}`;
            const destFile = `${destDir}/${fileName}`;
            const srcFileStat = yield ioUtil.lstat(srcFile);
            if (srcFileStat.isDirectory()) {
                // Recurse
                yield cpDirRecursive(srcFile, destFile, currentDepth, force);
            }
            else {
                yield io_copyFile(srcFile, destFile, force);
            }
        }
        // Change the mode for the newly created directory
        yield ioUtil.chmod(destDir, (yield ioUtil.stat(sourceDir)).mode);
    });
}
// Buffered file copy
function io_copyFile(srcFile, destFile, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        if ((yield ioUtil.lstat(srcFile)).isSymbolicLink()) {
            // unlink/re-link it
            try {
                yield ioUtil.lstat(destFile);
                yield ioUtil.unlink(destFile);
            }
            catch (e) {
                // Try to override file permission
                if (e.code === 'EPERM') {
                    yield ioUtil.chmod(destFile, '0666');
                    yield ioUtil.unlink(destFile);
                }
                // other errors = it doesn't exist, no work to do
            }
            // Copy over symlink
            const symlinkFull = yield ioUtil.readlink(srcFile);
            yield ioUtil.symlink(symlinkFull, destFile, ioUtil.IS_WINDOWS ? 'junction' : null);
        }
        else if (!(yield ioUtil.exists(destFile)) || force) {
            yield ioUtil.copyFile(srcFile, destFile);
        }
    });
}
//# sourceMappingURL=io.js.map
;// CONCATENATED MODULE: external "timers"
const external_timers_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");
;// CONCATENATED MODULE: ../node_modules/@actions/exec/lib/toolrunner.js
var toolrunner_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};







/* eslint-disable @typescript-eslint/unbound-method */
const toolrunner_IS_WINDOWS = process.platform === 'win32';
/*
 * Class for running command line tools. Handles quoting and arg parsing in a platform agnostic way.
 */
class ToolRunner extends external_events_.EventEmitter {
    constructor(toolPath, args, options) {
        super();
        if (!toolPath) {
            throw new Error("Parameter 'toolPath' cannot be null or empty.");
        }
        this.toolPath = toolPath;
        this.args = args || [];
        this.options = options || {};
    }
    _debug(message) {
        if (this.options.listeners && this.options.listeners.debug) {
            this.options.listeners.debug(message);
        }
    }
    _getCommandString(options, noPrefix) {
        const toolPath = this._getSpawnFileName();
        const args = this._getSpawnArgs(options);
        let cmd = noPrefix ? '' : '[command]'; // omit prefix when piped to a second tool
        if (toolrunner_IS_WINDOWS) {
            // Windows + cmd file
            if (this._isCmdFile()) {
                cmd += toolPath;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows + verbatim
            else if (options.windowsVerbatimArguments) {
                cmd += `"${toolPath}"`;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows (regular)
            else {
                cmd += this._windowsQuoteCmdArg(toolPath);
                for (const a of args) {
                    cmd += ` ${this._windowsQuoteCmdArg(a)}`;
                }
            }
        }
        else {
            // OSX/Linux - this can likely be improved with some form of quoting.
            // creating processes on Unix is fundamentally different than Windows.
            // on Unix, execvp() takes an arg array.
            cmd += toolPath;
            for (const a of args) {
                cmd += ` ${a}`;
            }
        }
        return cmd;
    }
    _processLineBuffer(data, strBuffer, onLine) {
        try {
            let s = strBuffer + data.toString();
            let n = s.indexOf(external_os_.EOL);
            while (n > -1) {
                const line = s.substring(0, n);
                onLine(line);
                // the rest of the string ...
                s = s.substring(n + external_os_.EOL.length);
                n = s.indexOf(external_os_.EOL);
            }
            return s;
        }
        catch (err) {
            // streaming lines to console is best effort.  Don't fail a build.
            this._debug(`error processing line. Failed with error ${err}`);
            return '';
        }
    }
    _getSpawnFileName() {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                return process.env['COMSPEC'] || 'cmd.exe';
            }
        }
        return this.toolPath;
    }
    _getSpawnArgs(options) {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                let argline = `/D /S /C "${this._windowsQuoteCmdArg(this.toolPath)}`;
                for (const a of this.args) {
                    argline += ' ';
                    argline += options.windowsVerbatimArguments
                        ? a
                        : this._windowsQuoteCmdArg(a);
                }
                argline += '"';
                return [argline];
            }
        }
        return this.args;
    }
    _endsWith(str, end) {
        return str.endsWith(end);
    }
    _isCmdFile() {
        const upperToolPath = this.toolPath.toUpperCase();
        return (this._endsWith(upperToolPath, '.CMD') ||
            this._endsWith(upperToolPath, '.BAT'));
    }
    _windowsQuoteCmdArg(arg) {
        // for .exe, apply the normal quoting rules that libuv applies
        if (!this._isCmdFile()) {
            return this._uvQuoteCmdArg(arg);
        }
        // otherwise apply quoting rules specific to the cmd.exe command line parser.
        // the libuv rules are generic and are not designed specifically for cmd.exe
        // command line parser.
        //
        // for a detailed description of the cmd.exe command line parser, refer to
        // http://stackoverflow.com/questions/4094699/how-does-the-windows-command-interpreter-cmd-exe-parse-scripts/7970912#7970912
        // need quotes for empty arg
        if (!arg) {
            return '""';
        }
        // determine whether the arg needs to be quoted
        const cmdSpecialChars = [
            ' ',
            '\t',
            '&',
            '(',
            ')',
            '[',
            ']',
            '{',
            '}',
            '^',
            '=',
            ';',
            '!',
            "'",
            '+',
            ',',
            '`',
            '~',
            '|',
            '<',
            '>',
            '"'
        ];
        let needsQuotes = false;
        for (const char of arg) {
            if (cmdSpecialChars.some(x => x === char)) {
                needsQuotes = true;
                break;
            }
        }
        // short-circuit if quotes not needed
        if (!needsQuotes) {
            return arg;
        }
        // the following quoting rules are very similar to the rules that by libuv applies.
        //
        // 1) wrap the string in quotes
        //
        // 2) double-up quotes - i.e. " => ""
        //
        //    this is different from the libuv quoting rules. libuv replaces " with \", which unfortunately
        //    doesn't work well with a cmd.exe command line.
        //
        //    note, replacing " with "" also works well if the arg is passed to a downstream .NET console app.
        //    for example, the command line:
        //          foo.exe "myarg:""my val"""
        //    is parsed by a .NET console app into an arg array:
        //          [ "myarg:\"my val\"" ]
        //    which is the same end result when applying libuv quoting rules. although the actual
        //    command line from libuv quoting rules would look like:
        //          foo.exe "myarg:\"my val\""
        //
        // 3) double-up slashes that precede a quote,
        //    e.g.  hello \world    => "hello \world"
        //          hello\"world    => "hello\\""world"
        //          hello\\"world   => "hello\\\\""world"
        //          hello world\    => "hello world\\"
        //
        //    technically this is not required for a cmd.exe command line, or the batch argument parser.
        //    the reasons for including this as a .cmd quoting rule are:
        //
        //    a) this is optimized for the scenario where the argument is passed from the .cmd file to an
        //       external program. many programs (e.g. .NET console apps) rely on the slash-doubling rule.
        //
        //    b) it's what we've been doing previously (by deferring to node default behavior) and we
        //       haven't heard any complaints about that aspect.
        //
        // note, a weakness of the quoting rules chosen here, is that % is not escaped. in fact, % cannot be
        // escaped when used on the command line directly - even though within a .cmd file % can be escaped
        // by using %%.
        //
        // the saving grace is, on the command line, %var% is left as-is if var is not defined. this contrasts
        // the line parsing rules within a .cmd file, where if var is not defined it is replaced with nothing.
        //
        // one option that was explored was replacing % with ^% - i.e. %var% => ^%var^%. this hack would
        // often work, since it is unlikely that var^ would exist, and the ^ character is removed when the
        // variable is used. the problem, however, is that ^ is not removed when %* is used to pass the args
        // to an external program.
        //
        // an unexplored potential solution for the % escaping problem, is to create a wrapper .cmd file.
        // % can be escaped within a .cmd file.
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\'; // double the slash
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '"'; // double the quote
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _uvQuoteCmdArg(arg) {
        // Tool runner wraps child_process.spawn() and needs to apply the same quoting as
        // Node in certain cases where the undocumented spawn option windowsVerbatimArguments
        // is used.
        //
        // Since this function is a port of quote_cmd_arg from Node 4.x (technically, lib UV,
        // see https://github.com/nodejs/node/blob/v4.x/deps/uv/src/win/process.c for details),
        // pasting copyright notice from Node within this function:
        //
        //      Copyright Joyent, Inc. and other Node contributors. All rights reserved.
        //
        //      Permission is hereby granted, free of charge, to any person obtaining a copy
        //      of this software and associated documentation files (the "Software"), to
        //      deal in the Software without restriction, including without limitation the
        //      rights to use, copy, modify, merge, publish, distribute, sublicense, and/or
        //      sell copies of the Software, and to permit persons to whom the Software is
        //      furnished to do so, subject to the following conditions:
        //
        //      The above copyright notice and this permission notice shall be included in
        //      all copies or substantial portions of the Software.
        //
        //      THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
        //      IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
        //      FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
        //      AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
        //      LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
        //      FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
        //      IN THE SOFTWARE.
        if (!arg) {
            // Need double quotation for empty argument
            return '""';
        }
        if (!arg.includes(' ') && !arg.includes('\t') && !arg.includes('"')) {
            // No quotation needed
            return arg;
        }
        if (!arg.includes('"') && !arg.includes('\\')) {
            // No embedded double quotes or backslashes, so I can just wrap
            // quote marks around the whole thing.
            return `"${arg}"`;
        }
        // Expected input/output:
        //   input : hello"world
        //   output: "hello\"world"
        //   input : hello""world
        //   output: "hello\"\"world"
        //   input : hello\world
        //   output: hello\world
        //   input : hello\\world
        //   output: hello\\world
        //   input : hello\"world
        //   output: "hello\\\"world"
        //   input : hello\\"world
        //   output: "hello\\\\\"world"
        //   input : hello world\
        //   output: "hello world\\" - note the comment in libuv actually reads "hello world\"
        //                             but it appears the comment is wrong, it should be "hello world\\"
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\';
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '\\';
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _cloneExecOptions(options) {
        options = options || {};
        const result = {
            cwd: options.cwd || process.cwd(),
            env: options.env || process.env,
            silent: options.silent || false,
            windowsVerbatimArguments: options.windowsVerbatimArguments || false,
            failOnStdErr: options.failOnStdErr || false,
            ignoreReturnCode: options.ignoreReturnCode || false,
            delay: options.delay || 10000
        };
        result.outStream = options.outStream || process.stdout;
        result.errStream = options.errStream || process.stderr;
        return result;
    }
    _getSpawnOptions(options, toolPath) {
        options = options || {};
        const result = {};
        result.cwd = options.cwd;
        result.env = options.env;
        result['windowsVerbatimArguments'] =
            options.windowsVerbatimArguments || this._isCmdFile();
        if (options.windowsVerbatimArguments) {
            result.argv0 = `"${toolPath}"`;
        }
        return result;
    }
    /**
     * Exec a tool.
     * Output will be streamed to the live console.
     * Returns promise with return code
     *
     * @param     tool     path to tool to exec
     * @param     options  optional exec options.  See ExecOptions
     * @returns   number
     */
    exec() {
        return toolrunner_awaiter(this, void 0, void 0, function* () {
            // root the tool path if it is unrooted and contains relative pathing
            if (!isRooted(this.toolPath) &&
                (this.toolPath.includes('/') ||
                    (toolrunner_IS_WINDOWS && this.toolPath.includes('\\')))) {
                // prefer options.cwd if it is specified, however options.cwd may also need to be rooted
                this.toolPath = external_path_.resolve(process.cwd(), this.options.cwd || process.cwd(), this.toolPath);
            }
            // if the tool is only a file name, then resolve it from the PATH
            // otherwise verify it exists (add extension on Windows if necessary)
            this.toolPath = yield which(this.toolPath, true);
            return new Promise((resolve, reject) => toolrunner_awaiter(this, void 0, void 0, function* () {
                this._debug(`exec tool: ${this.toolPath}`);
                this._debug('arguments:');
                for (const arg of this.args) {
                    this._debug(`   ${arg}`);
                }
                const optionsNonNull = this._cloneExecOptions(this.options);
                if (!optionsNonNull.silent && optionsNonNull.outStream) {
                    optionsNonNull.outStream.write(this._getCommandString(optionsNonNull) + external_os_.EOL);
                }
                const state = new ExecState(optionsNonNull, this.toolPath);
                state.on('debug', (message) => {
                    this._debug(message);
                });
                if (this.options.cwd && !(yield exists(this.options.cwd))) {
                    return reject(new Error(`The cwd: ${this.options.cwd} does not exist!`));
                }
                const fileName = this._getSpawnFileName();
                const cp = external_child_process_namespaceObject.spawn(fileName, this._getSpawnArgs(optionsNonNull), this._getSpawnOptions(this.options, fileName));
                let stdbuffer = '';
                if (cp.stdout) {
                    cp.stdout.on('data', (data) => {
                        if (this.options.listeners && this.options.listeners.stdout) {
                            this.options.listeners.stdout(data);
                        }
                        if (!optionsNonNull.silent && optionsNonNull.outStream) {
                            optionsNonNull.outStream.write(data);
                        }
                        stdbuffer = this._processLineBuffer(data, stdbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.stdline) {
                                this.options.listeners.stdline(line);
                            }
                        });
                    });
                }
                let errbuffer = '';
                if (cp.stderr) {
                    cp.stderr.on('data', (data) => {
                        state.processStderr = true;
                        if (this.options.listeners && this.options.listeners.stderr) {
                            this.options.listeners.stderr(data);
                        }
                        if (!optionsNonNull.silent &&
                            optionsNonNull.errStream &&
                            optionsNonNull.outStream) {
                            const s = optionsNonNull.failOnStdErr
                                ? optionsNonNull.errStream
                                : optionsNonNull.outStream;
                            s.write(data);
                        }
                        errbuffer = this._processLineBuffer(data, errbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.errline) {
                                this.options.listeners.errline(line);
                            }
                        });
                    });
                }
                cp.on('error', (err) => {
                    state.processError = err.message;
                    state.processExited = true;
                    state.processClosed = true;
                    state.CheckComplete();
                });
                cp.on('exit', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    this._debug(`Exit code ${code} received from tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                cp.on('close', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    state.processClosed = true;
                    this._debug(`STDIO streams have closed for tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                state.on('done', (error, exitCode) => {
                    if (stdbuffer.length > 0) {
                        this.emit('stdline', stdbuffer);
                    }
                    if (errbuffer.length > 0) {
                        this.emit('errline', errbuffer);
                    }
                    cp.removeAllListeners();
                    if (error) {
                        reject(error);
                    }
                    else {
                        resolve(exitCode);
                    }
                });
                if (this.options.input) {
                    if (!cp.stdin) {
                        throw new Error('child process missing stdin');
                    }
                    cp.stdin.end(this.options.input);
                }
            }));
        });
    }
}
/**
 * Convert an arg string to an array of args. Handles escaping
 *
 * @param    argString   string of arguments
 * @returns  string[]    array of arguments
 */
function argStringToArray(argString) {
    const args = [];
    let inQuotes = false;
    let escaped = false;
    let arg = '';
    function append(c) {
        // we only escape double quotes.
        if (escaped && c !== '"') {
            arg += '\\';
        }
        arg += c;
        escaped = false;
    }
    for (let i = 0; i < argString.length; i++) {
        const c = argString.charAt(i);
        if (c === '"') {
            if (!escaped) {
                inQuotes = !inQuotes;
            }
            else {
                append(c);
            }
            continue;
        }
        if (c === '\\' && escaped) {
            append(c);
            continue;
        }
        if (c === '\\' && inQuotes) {
            escaped = true;
            continue;
        }
        if (c === ' ' && !inQuotes) {
            if (arg.length > 0) {
                args.push(arg);
                arg = '';
            }
            continue;
        }
        append(c);
    }
    if (arg.length > 0) {
        args.push(arg.trim());
    }
    return args;
}
class ExecState extends external_events_.EventEmitter {
    constructor(options, toolPath) {
        super();
        this.processClosed = false; // tracks whether the process has exited and stdio is closed
        this.processError = '';
        this.processExitCode = 0;
        this.processExited = false; // tracks whether the process has exited
        this.processStderr = false; // tracks whether stderr was written to
        this.delay = 10000; // 10 seconds
        this.done = false;
        this.timeout = null;
        if (!toolPath) {
            throw new Error('toolPath must not be empty');
        }
        this.options = options;
        this.toolPath = toolPath;
        if (options.delay) {
            this.delay = options.delay;
        }
    }
    CheckComplete() {
        if (this.done) {
            return;
        }
        if (this.processClosed) {
            this._setResult();
        }
        else if (this.processExited) {
            this.timeout = (0,external_timers_namespaceObject.setTimeout)(ExecState.HandleTimeout, this.delay, this);
        }
    }
    _debug(message) {
        this.emit('debug', message);
    }
    _setResult() {
        // determine whether there is an error
        let error;
        if (this.processExited) {
            if (this.processError) {
                error = new Error(`There was an error when attempting to execute the process '${this.toolPath}'. This may indicate the process failed to start. Error: ${this.processError}`);
            }
            else if (this.processExitCode !== 0 && !this.options.ignoreReturnCode) {
                error = new Error(`The process '${this.toolPath}' failed with exit code ${this.processExitCode}`);
            }
            else if (this.processStderr && this.options.failOnStdErr) {
                error = new Error(`The process '${this.toolPath}' failed because one or more lines were written to the STDERR stream`);
            }
        }
        // clear the timeout
        if (this.timeout) {
            clearTimeout(this.timeout);
            this.timeout = null;
        }
        this.done = true;
        this.emit('done', error, this.processExitCode);
    }
    static HandleTimeout(state) {
        if (state.done) {
            return;
        }
        if (!state.processClosed && state.processExited) {
            const message = `The STDIO streams did not close within ${state.delay / 1000} seconds of the exit event from process '${state.toolPath}'. This may indicate a child process inherited the STDIO streams and has not yet exited.`;
            state._debug(message);
        }
        state._setResult();
    }
}
//# sourceMappingURL=toolrunner.js.map
;// CONCATENATED MODULE: ../node_modules/@actions/exec/lib/exec.js
var exec_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


/**
 * Exec a command.
 * Output will be streamed to the live console.
 * Returns promise with return code
 *
 * @param     commandLine        command to execute (can include additional args). Must be correctly escaped.
 * @param     args               optional arguments for tool. Escaping is handled by the lib.
 * @param     options            optional exec options.  See ExecOptions
 * @returns   Promise<number>    exit code
 */
function exec(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        const commandArgs = argStringToArray(commandLine);
        if (commandArgs.length === 0) {
            throw new Error(`Parameter 'commandLine' cannot be null or empty.`);
        }
        // Path to tool to execute should be first arg
        const toolPath = commandArgs[0];
        args = commandArgs.slice(1).concat(args || []);
        const runner = new ToolRunner(toolPath, args, options);
        return runner.exec();
    });
}
/**
 * Exec a command and get the output.
 * Output will be streamed to the live console.
 * Returns promise with the exit code and collected stdout and stderr
 *
 * @param     commandLine           command to execute (can include additional args). Must be correctly escaped.
 * @param     args                  optional arguments for tool. Escaping is handled by the lib.
 * @param     options               optional exec options.  See ExecOptions
 * @returns   Promise<ExecOutput>   exit code, stdout, and stderr
 */
function getExecOutput(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        var _a, _b;
        let stdout = '';
        let stderr = '';
        //Using string decoder covers the case where a mult-byte character is split
        const stdoutDecoder = new external_string_decoder_namespaceObject.StringDecoder('utf8');
        const stderrDecoder = new external_string_decoder_namespaceObject.StringDecoder('utf8');
        const originalStdoutListener = (_a = options === null || options === void 0 ? void 0 : options.listeners) === null || _a === void 0 ? void 0 : _a.stdout;
        const originalStdErrListener = (_b = options === null || options === void 0 ? void 0 : options.listeners) === null || _b === void 0 ? void 0 : _b.stderr;
        const stdErrListener = (data) => {
            stderr += stderrDecoder.write(data);
            if (originalStdErrListener) {
                originalStdErrListener(data);
            }
        };
        const stdOutListener = (data) => {
            stdout += stdoutDecoder.write(data);
            if (originalStdoutListener) {
                originalStdoutListener(data);
            }
        };
        const listeners = Object.assign(Object.assign({}, options === null || options === void 0 ? void 0 : options.listeners), { stdout: stdOutListener, stderr: stdErrListener });
        const exitCode = yield exec(commandLine, args, Object.assign(Object.assign({}, options), { listeners }));
        //flush any remaining characters
        stdout += stdoutDecoder.end();
        stderr += stderrDecoder.end();
        return {
            exitCode,
            stdout,
            stderr
        };
    });
}
//# sourceMappingURL=exec.js.map

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(8829);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ var __webpack_exports__run = __webpack_exports__.e;
/******/ export { __webpack_exports__run as run };
/******/ 
