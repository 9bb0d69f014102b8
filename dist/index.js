import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 776:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(4488);


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


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


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

/***/ 2625:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B2: () => (/* binding */ Deadline),
/* harmony export */   GA: () => (/* binding */ TimedOut),
/* harmony export */   ux: () => (/* binding */ within)
/* harmony export */ });
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7393);

class TimedOut extends Error {
    name = 'TimedOut';
}
/**
 * Waits for `work`, but no longer than patience lasts; what `work` does afterwards is nobody's concern.
 * @throws TimedOut when time is up · Failure `cancelled` when the signal aborts
 */
async function within(work, { ms, signal }) {
    let timer;
    let abort = () => undefined;
    const end = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new TimedOut('no answer in time')), Math.max(0, ms));
        abort = () => reject((0,_time_js__WEBPACK_IMPORTED_MODULE_0__/* .cancelled */ .KW)());
        signal.addEventListener('abort', abort);
        if (signal.aborted)
            abort();
    });
    try {
        return await Promise.race([work, end]);
    }
    finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
    }
}
/** One budget that several steps share. */
class Deadline {
    #end;
    #signal;
    constructor(ms, signal) {
        this.#end = (0,_time_js__WEBPACK_IMPORTED_MODULE_0__/* .now */ .tB)() + ms;
        this.#signal = signal;
    }
    get patience() {
        return { ms: this.#end - (0,_time_js__WEBPACK_IMPORTED_MODULE_0__/* .now */ .tB)(), signal: this.#signal };
    }
}


/***/ }),

/***/ 5049:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ue: () => (/* binding */ addressed),
/* harmony export */   V2: () => (/* binding */ failure),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   YC: () => (/* binding */ titles)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7579);

/** What is worth saying of each reason when nothing more is known of the occurrence. */
const catalogue = {
    'input-invalid': {
        title: 'An input is not valid',
        cause: 'A value under `with:` (or an environment variable that the action reads) has the wrong form.',
        remedy: 'Correct every input listed; nothing was sent to Heroku.',
    },
    'token-missing': {
        title: 'No Heroku API token',
        cause: 'Neither the `api-key` input nor HEROKU_API_KEY holds a token, and there is no Heroku CLI login to use; secrets are empty in pull requests from forks.',
        remedy: 'Store the token of `heroku authorizations:create` as a repository or environment secret and pass it as `api-key`.',
    },
    'heroku-unauthorized': {
        title: 'Heroku does not accept the token',
        cause: 'The token was revoked, has expired, or was not copied whole.',
        remedy: 'Make a new one with `heroku authorizations:create` and replace the secret.',
    },
    'heroku-forbidden': {
        title: 'The token may not do this',
        cause: 'The account lacks permission on the app, the token has too narrow a scope, or the app is suspended.',
        remedy: 'Give the account the view, deploy and operate permissions on the app, and the token the scopes `read-protected,write-protected` (`read-protected` is enough for `mode: check`).',
    },
    'two-factor-required': {
        title: 'Heroku asks for a second factor',
        cause: 'The token comes from a login that needs multi-factor confirmation, which a workflow cannot give.',
        remedy: 'Use a token of `heroku authorizations:create` instead of a password login, from an account with multi-factor set up.',
    },
    'app-not-found': {
        title: 'No such app',
        cause: 'The name is misspelled, the app was renamed or deleted, or the account of this token cannot see it.',
        remedy: 'Compare `app` with `heroku apps --all`, run as the account that made the token.',
    },
    'plan-not-found': {
        title: 'No such plan',
        cause: 'The plan is misspelled, was retired by Heroku, or is not offered for this app’s kind of space.',
        remedy: 'Pick one from `heroku addons:plans heroku-redis` and set `plan`.',
    },
    'payment-required': {
        title: 'Heroku asks for payment details',
        cause: 'The account or team has no verified payment method, or an unpaid invoice.',
        remedy: 'Let the owner of the app put this right at https://dashboard.heroku.com/account/billing, then run again.',
    },
    'confirmation-required': {
        title: 'Heroku asks for a confirmation',
        cause: 'The step would replace an attachment or variable that the app already has, which Heroku does not do unasked.',
        remedy: 'See what is in the way with `heroku addons --app <app>` and `heroku config --app <app>`, then detach, remove or name it with `addon`.',
    },
    'rate-limited': {
        title: 'Heroku’s rate limit is reached',
        cause: 'The account has used up its 4,500 API calls an hour; everything that uses the account shares them.',
        remedy: 'Run again in some minutes, run schedules less often, or give this workflow an account of its own.',
    },
    'heroku-unavailable': {
        title: 'Heroku does not answer as it should',
        cause: 'The API failed, timed out or answered nonsense every time it was asked, or the runner cannot reach it.',
        remedy: 'Look at https://status.heroku.com and run again; the action takes up where it stopped and makes nothing twice.',
    },
    'addon-missing': {
        title: 'The app has no Redis add-on',
        cause: 'It was never created, was removed, or is attached to another app.',
        remedy: 'Run with `mode: setup` to create it, or name one shared from another app with `addon`.',
    },
    'addon-ambiguous': {
        title: 'Several add-ons would do',
        cause: 'The app has more than one Redis add-on or attachment, and guessing could point the app at the wrong data.',
        remedy: 'Choose one from `heroku addons --app <app>` and set `addon` to its name.',
    },
    'provision-failed': {
        title: 'The add-on could not be provisioned',
        cause: 'Heroku gave up creating it, or it was removed while the action waited.',
        remedy: 'See `heroku addons --app <app>` and https://status.heroku.com, then run again.',
    },
    'provision-timeout': {
        title: 'The add-on is not ready yet',
        cause: 'Heroku is still at work; large plans and private spaces can take longer than `provision-timeout`.',
        remedy: 'Run again, which waits on for the same add-on, or raise `provision-timeout`.',
    },
    'plan-mismatch': {
        title: 'The add-on has another plan',
        cause: 'The plan was changed by hand, or `plan` was changed after the add-on was created.',
        remedy: 'Set `plan` to the plan in use, or `plan-mismatch: change` to let setup change it.',
    },
    'plan-change-failed': {
        title: 'The plan could not be changed',
        cause: 'Heroku refuses this change: the data may be too large for the plan, or the service cannot change it in place.',
        remedy: 'Try `heroku addons:upgrade <add-on> <plan>` by hand to read Heroku’s own words, or choose another plan.',
    },
    'config-missing': {
        title: 'A config var is missing',
        cause: 'The variables were never written, were removed, or the add-on has not published its URL.',
        remedy: 'Run with `mode: setup`, which writes what is missing in one release.',
    },
    'config-conflict': {
        title: 'A config var belongs to an add-on',
        cause: 'The name that would be written is owned by an attachment, and only Heroku may change it.',
        remedy: 'Choose another `writer-prefix` or `reader-prefix`, or detach the add-on that owns the name.',
    },
    'config-drift': {
        title: 'Config vars are stale',
        cause: 'Heroku changed the add-on’s URL (credential rotation, failover, maintenance or upgrade) and the copies were not updated, or somebody edited them.',
        remedy: 'Run with `mode: setup`, which writes the current values in one release.',
    },
    'release-failed': {
        title: 'The release failed',
        cause: 'The config vars were set, but the app’s release phase command ended with an error.',
        remedy: 'Read `heroku releases:output --app <app>`, mend the command, and release again.',
    },
    'redis-dns': {
        title: 'The host name does not resolve',
        cause: 'The server is gone, which is how a stale copy of the URL looks, or the name is misspelled.',
        remedy: 'Run with `mode: setup` to write the current host, then look again.',
    },
    'redis-refused': {
        title: 'The connection is refused',
        cause: 'The server is restarting, or the port is an old one from before a failover.',
        remedy: 'Run with `mode: setup` to write the current port; if it stays, see `heroku redis:info --app <app>`.',
    },
    'redis-timeout': {
        title: 'Redis did not answer in time',
        cause: 'A firewall or a private space keeps the runner out, or the server is overloaded or stuck.',
        remedy: 'Private and Shield plans are reachable from inside their space only: run on a runner there; else see `heroku redis:info --app <app>` and raise `connect-timeout` or `command-timeout`.',
    },
    'redis-tls-required': {
        title: 'The server speaks TLS only',
        cause: 'The client connected in the clear; every Heroku plan has required TLS since December 2024.',
        remedy: 'Use `rediss://` in the URL, or set the `_TLS` variable to `true` (`mode: setup` does).',
    },
    'redis-tls-not-offered': {
        title: 'The server does not speak TLS',
        cause: 'The client began a TLS handshake on a plain port.',
        remedy: 'Use the service’s TLS port, or, where there is none, `redis://` and a `_TLS` variable of `false`.',
    },
    'redis-certificate': {
        title: 'The certificate is not trusted',
        cause: 'Heroku’s certificates are self-signed, so the system does not vouch for them, and a pin changes with the server.',
        remedy: 'Set `tls-verify` to `none`, or to `sha256:<hex>` with the fingerprint in the report once you trust it.',
    },
    'redis-too-many-clients': {
        title: 'All connections are taken',
        cause: 'The app’s connection pools, times its dynos, hold as many connections as the plan allows.',
        remedy: 'Make pools smaller, close idle connections sooner with `heroku redis:timeout <add-on> --seconds 60 --app <app>`, or move to a larger plan.',
    },
    'redis-auth-required': {
        title: 'The server asks for a password',
        cause: 'No password was sent: the `_PASSWORD` variable or the URL has none.',
        remedy: 'Run with `mode: setup`, which writes the password, or add it to the reader’s URL.',
    },
    'redis-wrong-password': {
        title: 'The password is wrong',
        cause: 'The credentials were rotated and this is a stale copy, or the user is empty or `h` where it must be `default`.',
        remedy: 'Run with `mode: setup` to write the current credentials and restart the app.',
    },
    'redis-no-permission': {
        title: 'The user may not run this command',
        cause: 'The server’s access rules (ACL) do not grant the command, or the key, to this user.',
        remedy: 'Use the add-on’s own user, or grant the user what the message names.',
    },
    'redis-loading': {
        title: 'The server is still loading its data',
        cause: 'It was restarted or is taking a full copy from its primary.',
        remedy: 'Wait for the load to end and run again; it takes longer the larger the data.',
    },
    'redis-busy': {
        title: 'A script blocks the server',
        cause: 'A Lua script or function has been running for seconds, and Redis runs one thing at a time.',
        remedy: 'Find the script in the app; from `heroku redis:cli`, `SCRIPT KILL` ends one that has written nothing.',
    },
    'redis-read-only': {
        title: 'The writer is a replica',
        cause: 'The server took the replica’s part in a failover, or the writer’s variables name a replica.',
        remedy: 'Run with `mode: setup` to point the writer at the current primary.',
    },
    'redis-master-down': {
        title: 'The replica has lost its primary',
        cause: 'Its link to the primary is down and it is set not to answer with old data.',
        remedy: 'Wait for a failover to end and run again; if it stays, look at the primary first.',
    },
    'redis-out-of-memory': {
        title: 'Redis is full and refuses writes',
        cause: 'Memory is at its limit and the policy (`noeviction` by default) does not let anything go.',
        remedy: 'Give keys an expiry, choose a policy with `heroku redis:maxmemory <add-on> --policy allkeys-lru --app <app>`, or move to a larger plan.',
    },
    'redis-persistence-failing': {
        title: 'Redis cannot save to disk',
        cause: 'The last save to disk failed, so the server refuses writes; the disk is the provider’s.',
        remedy: 'Open a ticket with the provider (https://help.heroku.com) and quote the add-on’s name.',
    },
    'redis-no-replicas': {
        title: 'Too few replicas to accept writes',
        cause: 'The server is set to want a number of healthy replicas, and has fewer at the moment.',
        remedy: 'Wait for the replicas to come back and run again; if it stays, ask the provider.',
    },
    'redis-cluster': {
        title: 'This is a Redis Cluster',
        cause: 'The endpoint is one node of a cluster, which shares keys out over many servers.',
        remedy: 'Use an endpoint that is not clustered: one primary, with or without replicas.',
    },
    'redis-connection-lost': {
        title: 'The connection was cut',
        cause: 'The server restarted or failed over in the middle of the test, or something in between cut the line.',
        remedy: 'Run again; if it stays, see `heroku redis:info --app <app>` for a maintenance under way.',
    },
    'redis-wrong-data': {
        title: 'Redis answers with the wrong data',
        cause: 'Something in between answers in the server’s place, or the variables name two different servers.',
        remedy: 'Compare the host and port of writer and reader with the add-on’s URL, and take any proxy out.',
    },
    'not-a-replica': {
        title: 'The reader is not a replica of the writer',
        cause: 'The reader’s variables name another server, or one that was promoted since; Heroku itself gives no readable replica.',
        remedy: 'Point `reader` at a replica of this writer, or leave it empty and set `require-replica: false`.',
    },
    'replication-lag': {
        title: 'The replica is late',
        cause: 'The replica or the line to it cannot keep up with the writes.',
        remedy: 'Read what must be fresh from the writer, and look for bulk writes, slow commands or a long way between the two.',
    },
    'replication-broken': {
        title: 'Replication is down',
        cause: 'The replica’s link to its primary is down, or a promotion left two primaries that no longer share data.',
        remedy: 'Send reads to the writer (leave `reader` empty) until the replica is in sync again.',
    },
    latency: {
        title: 'Redis is slow to answer',
        cause: 'The server is busy with slow commands, or it is far from the runner.',
        remedy: 'Look for slow commands (KEYS, big values, long scripts); set `latency` with the distance from the runner in mind.',
    },
    memory: {
        title: 'Memory is nearly full',
        cause: 'Keys without an expiry pile up, or the data has outgrown the plan.',
        remedy: 'Give keys an expiry, or move to a larger plan before writes are refused.',
    },
    eviction: {
        title: 'The eviction policy will hurt',
        cause: 'Close to the limit, `noeviction` refuses writes and every other policy throws keys away.',
        remedy: 'Choose on purpose: `heroku redis:maxmemory <add-on> --policy <policy> --app <app>`, expiries, or a larger plan.',
    },
    connections: {
        title: 'Connections are nearly used up',
        cause: 'The app’s connection pools, times its dynos, come close to what the plan allows.',
        remedy: 'Make pools smaller, close idle connections sooner with `heroku redis:timeout <add-on> --seconds 60 --app <app>`, or move to a larger plan.',
    },
    version: {
        title: 'The version leaves Heroku’s support',
        cause: 'Heroku ends support of old versions and then upgrades them at a time of its own choosing.',
        remedy: 'Upgrade at a quiet hour of yours with `heroku redis:upgrade <add-on> --version <version> --app <app>`, then run `mode: setup`.',
    },
    cancelled: {
        title: 'The run was cancelled',
        cause: 'The workflow was cancelled, ran into a time-out, or was replaced by a newer run of its concurrency group.',
        remedy: 'Run again: what was done stays, and the rest is taken up from there.',
    },
    internal: {
        title: 'A defect in this action',
        cause: 'Something happened that the action does not know how to handle.',
        remedy: 'Run again with debug logging on, and report it with the log; secrets are masked in it.',
    },
};
/** A few words on each reason, for headings and titles. */
const titles = Object.fromEntries(Object.entries(catalogue).map(([reason, entry]) => [reason, entry.title]));
/** `what` is one sentence of this very occurrence, free of secrets; cause and remedy default to the catalogue's. */
function explain(reason, what, extra = {}) {
    const { cause, remedy } = catalogue[reason];
    return {
        reason,
        what,
        cause: extra.cause ?? cause,
        remedy: extra.remedy ?? remedy,
        ...(extra.requestId === undefined ? {} : { requestId: extra.requestId }),
    };
}
/** To be thrown: `throw failure('app-not-found', …)`. `error` is kept as `cause` (it must not hold a secret either), and its request id unless another is given. */
function failure(reason, what, extra = {}) {
    const { error } = extra;
    const requestId = extra.requestId ?? (error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H ? error.explanation.requestId : undefined);
    const explanation = explain(reason, what, requestId === undefined ? extra : { ...extra, requestId });
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H(explanation, error === undefined ? undefined : { cause: error });
}
/** Commands in a text, made ready to paste: `<app>` and `<add-on>` get their names. */
function addressed(text, app, addon) {
    // A name that Heroku would not give is nothing to paste.
    const known = addon !== undefined && /^[\w-]{1,255}$/.test(addon) ? text.replaceAll('<add-on>', addon) : text;
    return known.replaceAll('<app>', app);
}


/***/ }),

/***/ 7579:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ Failure)
/* harmony export */ });
/* unused harmony export failureReasons */
/** Every way the job can fail has one id here; `docs/troubleshooting.md` has a section for each. */
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
    'addon-missing',
    'addon-ambiguous',
    'provision-failed',
    'provision-timeout',
    'plan-mismatch',
    'plan-change-failed',
    'config-missing',
    'config-conflict',
    'config-drift',
    'release-failed',
    'redis-dns',
    'redis-refused',
    'redis-timeout',
    'redis-tls-required',
    'redis-tls-not-offered',
    'redis-certificate',
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
    'redis-connection-lost',
    'redis-wrong-data',
    'not-a-replica',
    'replication-lag',
    'replication-broken',
    'latency',
    'memory',
    'eviction',
    'connections',
    'version',
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

/***/ 5974:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   KN: () => (/* binding */ percent),
/* harmony export */   LS: () => (/* binding */ plural),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   ee: () => (/* binding */ bytes),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   q9: () => (/* binding */ price)
/* harmony export */ });
/** Numbers as people read them. */
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

/***/ 9415:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ tokenOfCli),
/* harmony export */   d: () => (/* binding */ runCommand)
/* harmony export */ });
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2625);
/* harmony import */ var _explanations_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5049);
/* harmony import */ var _secret_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3713);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(7393);




/** Long enough for a slow runner to start the CLI, short enough that a prompt nobody answers does not hang the job. */
const timeoutMs = 60_000;
/**
 * The token of an existing Heroku CLI login (`heroku auth:token`).
 * The CLI prints the token on stdout and its warnings on stderr; not logged in, it prints nothing on stdout and exits with 100.
 * @throws Failure `token-missing` naming what was tried
 */
async function tokenOfCli(run, signal) {
    let result;
    try {
        result = await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_0__/* .within */ .ux)(run('heroku', ['auth:token']), { ms: timeoutMs, signal });
    }
    catch (error) {
        if (signal.aborted)
            throw (0,_time_js__WEBPACK_IMPORTED_MODULE_3__/* .cancelled */ .KW)();
        throw missing(error instanceof _deadline_js__WEBPACK_IMPORTED_MODULE_0__/* .TimedOut */ .GA ? 'the Heroku CLI did not answer' : 'the Heroku CLI is not installed here');
    }
    const lines = result.stdout.split(/\r?\n/).map((line) => line.trim());
    const token = lines.findLast((line) => line !== '') ?? '';
    if (result.exitCode !== 0 || token === '')
        throw missing('the Heroku CLI here is not logged in');
    if (!/^[\x21-\x7e]{8,4096}$/.test(token))
        throw missing('what `heroku auth:token` printed is no token');
    return new _secret_js__WEBPACK_IMPORTED_MODULE_2__/* .Secret */ .z(token);
}
function missing(why) {
    return (0,_explanations_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)('token-missing', `There is no Heroku API token: the api-key input and HEROKU_API_KEY are empty, and ${why}.`);
}
/** The real thing: `@actions/exec`, loaded only when it is needed, with nothing of this job's inputs in the child's environment. */
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


/***/ }),

/***/ 8829:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _heroku_token_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9415);
/* harmony import */ var _report_failed_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3079);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8792);
/* harmony import */ var _runner_actions_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(22);




/** The runner waits 7.5 s after SIGINT: what is not done a second before that is left undone. */
const patienceMs = 6_500;
const runner = (0,_runner_actions_js__WEBPACK_IMPORTED_MODULE_3__/* .createRunner */ .j)(process.env);
const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
        if (cancel.signal.aborted)
            return;
        runner.line(`${signal}: stopping, closing connections and deleting markers …`);
        cancel.abort();
        setTimeout(() => process.exit(1), patienceMs).unref();
    });
}
// Node would print the whole error object; those of Redis clients carry the password.
process.on('uncaughtException', (error) => {
    for (const line of (0,_report_failed_js__WEBPACK_IMPORTED_MODULE_1__/* .causeChain */ .DD)(error))
        runner.line(line);
    runner.fail('A bug in the action ended it; the lines above say where.');
    try {
        runner.output('status', 'fail');
        runner.output('failure-reason', 'internal');
    }
    finally {
        process.exit(1);
    }
});
await (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .run */ .e)({
    runner,
    signal: cancel.signal,
    command: (command, args) => (0,_heroku_token_js__WEBPACK_IMPORTED_MODULE_0__/* .runCommand */ .d)(command, args, process.env),
    workspace: process.env['GITHUB_WORKSPACE'] || process.cwd(),
});
// Whatever still holds the event loop (a child that never ends) does not hold the job.
setTimeout(() => process.exit(), 1_000).unref();

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 1624:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CI: () => (/* binding */ parseRedisUrl),
/* harmony export */   _X: () => (/* binding */ sameEndpoint)
/* harmony export */ });
/* unused harmony export formatRedisUrl */
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7030);
/* harmony import */ var _secret_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3713);


const defaultPort = 6379;
/**
 * `redis://` or `rediss://` URL → endpoint, by the WHATWG URL standard. A path (database number), a query and a fragment
 * are ignored: host, port and login are what the config vars carry.
 */
function parseRedisUrl(url) {
    const parsed = URL.parse(url.reveal());
    if (parsed === null)
        return { ok: false, problem: 'is not a valid URL' };
    if (parsed.protocol !== 'redis:' && parsed.protocol !== 'rediss:') {
        return { ok: false, problem: 'does not start with redis:// or rediss://' };
    }
    const host = hostOf(parsed);
    if (host === undefined)
        return { ok: false, problem: 'names no host that could exist' };
    if (parsed.port === '0')
        return { ok: false, problem: 'has port 0' };
    const username = percentDecoded(parsed.username);
    const password = percentDecoded(parsed.password);
    if (username === undefined || password === undefined) {
        return { ok: false, problem: 'has a user name or password that is not properly percent-encoded' };
    }
    return {
        ok: true,
        endpoint: {
            host,
            port: parsed.port === '' ? defaultPort : Number(parsed.port),
            // `AUTH "" password` fails, and so does Heroku's legacy user `h`, which never existed on the server.
            username: username === '' || username === 'h' ? 'default' : username,
            ...(password === '' ? {} : { password: new _secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(password) }),
            tls: parsed.protocol === 'rediss:',
        },
    };
}
/** The inverse of `parseRedisUrl`; the port always stands in it, the user `default` never. */
function formatRedisUrl(endpoint) {
    const { host, port, username, password, tls } = endpoint;
    const user = username === 'default' ? '' : encodeURIComponent(username.toWellFormed());
    const secret = password === undefined ? '' : `:${encodeURIComponent(password.reveal().toWellFormed())}`;
    const login = user + secret;
    return new Secret(`${tls ? 'rediss' : 'redis'}://${login}${login === '' ? '' : '@'}${isIPv6(host) ? `[${host}]` : host}:${port}`);
}
function sameEndpoint(a, b) {
    return (a.host === b.host &&
        a.port === b.port &&
        a.username === b.username &&
        a.tls === b.tls &&
        (a.password === undefined || b.password === undefined ? a.password === b.password : a.password.equals(b.password)));
}
/** In a scheme that is not one of the Web's, the standard lets nearly anything pass for a host. */
function hostOf(url) {
    const { hostname } = url;
    // Only an IPv6 address ever stands in brackets: with anything else in them it is no URL.
    if (hostname.startsWith('['))
        return hostname.slice(1, -1);
    return hostname.length <= 253 && /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_.])?$/.test(hostname)
        ? hostname
        : undefined;
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

/***/ 5265:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ docsLink),
/* harmony export */   x: () => (/* binding */ docsBase)
/* harmony export */ });
/** Where the docs of the running version of this action are: an address, or empty when the runner does not tell. */
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


/***/ }),

/***/ 3277:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BP: () => (/* binding */ logLine),
/* harmony export */   CS: () => (/* binding */ prose),
/* harmony export */   Pf: () => (/* binding */ label),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   _n: () => (/* binding */ xml),
/* harmony export */   aY: () => (/* binding */ code)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4686);

/**
 * One log line in which the runner finds no command: it reads `::` at the start of a line (after any white space) and
 * the old `##[` anywhere in it (actions/runner, ActionCommand.cs).
 */
function logLine(text, max) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(text, max).replace(/^::/, ': :').replaceAll('##[', '## [');
}
const entity = (character) => `&#${String(character.codePointAt(0))};`;
/** What Markdown or HTML would read as markup; `_` only where it could be emphasis. */
const markup = /[&<>`*~[\]\\|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/;
/** What GitHub looks for after Markdown is done: mentions, issue numbers, formulas, addresses. */
const reference = /[@#$]|:(?=\/\/)|w(?=ww\.)/;
const special = new RegExp(`${markup.source}|(${reference.source})`, 'gi');
/**
 * Foreign text inside a line of GitHub Markdown, a table cell or an HTML block: no markup, link, image, mention, issue
 * reference or formula comes of it. Not for the very start of a line, where `-` or `1.` would begin a list.
 */
function text(foreign, max) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(foreign, max).replace(special, (character, isReference) => 
    // An element of its own ends the text that GitHub searches and, unlike a zero-width space, is not copied along.
    isReference === undefined ? entity(character) : `<span>${character}</span>`);
}
/** Foreign text as inline code, good in a table cell and in an HTML block. */
function code(foreign, max) {
    return `<code>${text(foreign, max)}</code>`;
}
/** A sentence in which backticks mean code, everything else as `text`. */
function prose(sentence, max) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(sentence, max)
        .split(/`([^`]+)`/)
        .map((part, index) => (index % 2 === 1 ? code(part) : spaced(part)))
        .join('');
}
/** `text` trims; between two spans of code the spaces must stay. */
function spaced(part) {
    const [, before = '', middle = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(part) ?? [];
    return before + text(middle) + after;
}
/** A label inside a Mermaid diagram: only what has no meaning there. */
function label(foreign, max = 60) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(foreign, max).replace(/[^\p{L}\p{N} .,:/%()→·-]/gu, '?');
}
/** XML 1.0 text or attribute value; what XML cannot hold is taken out. */
function xml(foreign, max) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(foreign, max)
        .replace(/[\uFFFE\uFFFF]/g, '')
        .replace(/[&<>"']/g, entity);
}


/***/ }),

/***/ 3079:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DD: () => (/* binding */ causeChain),
/* harmony export */   E2: () => (/* binding */ failedLine),
/* harmony export */   to: () => (/* binding */ explained)
/* harmony export */ });
/* harmony import */ var _docs_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(5265);
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3277);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4686);
/* harmony import */ var _verdict_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6013);




/** The one line of `setFailed`: which app, what, what to do, where to read on. */
function failedLine(result, docs) {
    const worst = result.apps
        .map((app) => ({ app: app.report.app, problem: (0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .problem */ .CC)(app) }))
        .filter((entry) => entry.problem !== undefined)
        .toSorted((a, b) => Number(b.problem?.status === 'fail') - Number(a.problem?.status === 'fail'))[0];
    if (!worst?.problem)
        return (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .T)((0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .sentence */ .em)((0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .runVerdict */ .ZH)(result)));
    const { what, remedy, reason } = worst.problem;
    const said = explained({ what, ...(remedy !== undefined && { remedy }), reason }, docs, worst.app);
    return result.apps.length === 1
        ? said
        : (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .T)(`${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .sentence */ .em)((0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .runVerdict */ .ZH)(result))} First: ${said} The summary has the others.`);
}
/** The same for a failure that no app can be blamed for: inputs, the token, a bug. */
function explained({ what, remedy, reason }, docs, app) {
    const parts = [
        `${app === undefined ? '' : `${app}: `}${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .sentence */ .em)(what)}`,
        (0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .sentence */ .em)(remedy ?? ''),
        `Read on: ${(0,_docs_js__WEBPACK_IMPORTED_MODULE_3__/* .docsLink */ ._)(docs, reason)}`,
    ];
    return parts
        .map((part) => (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .T)(part, 1_500).replaceAll('`', ''))
        .filter((part) => part !== '')
        .join(' ');
}
/** However an error came about, it ends: a chain can be a circle. */
const deepest = 8;
/**
 * An error and what caused it, one line each, the outermost first. Only name, code and message are read, and never a
 * whole error printed: those of ioredis carry the password in `command.args`.
 */
function causeChain(error) {
    const lines = [];
    const seen = new Set();
    let current = error;
    while (current !== undefined && current !== null && !seen.has(current) && lines.length < deepest) {
        seen.add(current);
        lines.push(`${lines.length === 0 ? '' : 'caused by '}${described(current)}`);
        const inner = read(current, 'errors');
        if (Array.isArray(inner)) {
            for (const each of inner.slice(0, deepest))
                lines.push(`- ${described(each)}`);
        }
        current = read(current, 'cause');
    }
    return lines.map((line) => (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .logLine */ .BP)(line, 1_000));
}
function described(error) {
    if (!(error instanceof Error))
        return typeof error === 'string' ? error : `a thrown ${typeof error}`;
    const word = (key) => {
        const value = read(error, key);
        return typeof value === 'string' ? value : '';
    };
    const code = word('code');
    return `${word('name') || 'Error'}${code === '' ? '' : ` ${code}`}: ${word('message')}`;
}
/** A property of whatever was thrown; a getter may throw in turn. */
function read(thing, key) {
    try {
        return typeof thing === 'object' && thing !== null ? Reflect.get(thing, key) : undefined;
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 6013:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $W: () => (/* binding */ changesMade),
/* harmony export */   CC: () => (/* binding */ problem),
/* harmony export */   WJ: () => (/* binding */ verdict),
/* harmony export */   ZH: () => (/* binding */ runVerdict),
/* harmony export */   em: () => (/* binding */ sentence)
/* harmony export */ });
/* harmony import */ var _explanations_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5049);
/* harmony import */ var _format_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5974);


/** The error, else the first failure, else the first warning in report order. */
function problem(app) {
    const { error } = app.report;
    if (error)
        return { status: 'fail', ...error };
    const finding = app.findings.find(({ status }) => status === 'fail') ?? app.findings.find(({ status }) => status === 'warn');
    if (!finding || (finding.status !== 'fail' && finding.status !== 'warn'))
        return undefined;
    return {
        status: finding.status,
        reason: finding.reason ?? 'internal',
        what: finding.message,
        ...(finding.hint !== undefined && { remedy: finding.hint }),
    };
}
/** What came of one app, without its name: a few words of plain text. */
function verdict(app, { mode, dryRun }) {
    const { failureReason, steps, error } = app.report;
    if (error?.reason === 'cancelled')
        return 'cancelled before it was done';
    if (failureReason !== '')
        return `failed (${lowerFirst(_explanations_js__WEBPACK_IMPORTED_MODULE_0__/* .titles */ .YC[failureReason])})`;
    const warnings = app.findings.filter((finding) => finding.status === 'warn').length;
    const health = warnings > 0 ? `Redis works, with ${(0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .plural */ .LS)(warnings, 'warning')}` : 'Redis is healthy';
    if (dryRun) {
        return steps.length === 0 ? 'dry run, nothing to do' : `dry run, ${(0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .plural */ .LS)(steps.length, 'step')} would be done`;
    }
    if (mode === 'check')
        return health;
    const changes = changesMade(app.report);
    return changes.length === 0 ? `${health}, nothing had to be changed` : `${health}; ${changes.join(', ')}`;
}
/**
 * What this run has changed on Heroku, in words. The steps alone do not tell: what another run has just created is done,
 * but not by us, and variables that somebody else keeps changing were written all the same.
 */
function changesMade({ addon, changedConfigVars, steps }) {
    return [
        ...(addon?.created === true ? ['add-on created'] : []),
        ...(steps.some(({ action, done }) => done && action === 'change-plan') ? ['plan changed'] : []),
        ...(changedConfigVars.length > 0 ? ['config vars written'] : []),
    ];
}
/** The verdict over the whole run, one line of plain text: the last line of the log, the heading of the summary. */
function runVerdict(result) {
    const [only, ...others] = result.apps;
    if (!only)
        return result.cancelled ? 'Cancelled before any app was looked at' : 'No app was looked at';
    if (others.length === 0)
        return `${only.report.app}: ${verdict(only, result.report)}`;
    const number = (status) => result.apps.filter(({ report }) => report.status === status).length;
    const counts = [
        `${String(number('pass'))} passed`,
        `${String(number('warn'))} with warnings`,
        `${String(number('fail'))} failed`,
    ];
    const prefix = result.cancelled ? 'Cancelled, ' : result.report.dryRun ? 'Dry run, ' : '';
    return `${prefix}${(0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .plural */ .LS)(result.apps.length, 'app')}: ${counts.join(', ')}`;
}
function lowerFirst(sentence) {
    // An acronym keeps its capitals.
    return /^[A-Z][a-z ]/.test(sentence) && !/^(Heroku|Redis)\b/.test(sentence)
        ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
        : sentence;
}
/** With a full stop, so that another sentence can follow. */
function sentence(text) {
    const trimmed = text.trim();
    return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}


/***/ }),

/***/ 8792:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

;// CONCATENATED MODULE: ./checks/check.js
/** Check ids in report order: the first failure in this order names the cause of the whole run. */
const checkIds = [
    'addon',
    'plan',
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
];

// EXTERNAL MODULE: ./explanations.js
var explanations = __nccwpck_require__(5049);
// EXTERNAL MODULE: ./format.js
var format = __nccwpck_require__(5974);
;// CONCATENATED MODULE: ./plans.js

/** Heroku's lifecycle states of what can no longer be had (Platform API, "Plan": state). */
function isRetired({ state }) {
    return ['shutdown', 'retired', 'deprecated', 'disabled', 'sunset'].includes(state);
}
/** What can be had, cheapest first: `heroku-redis:mini (3.00 USD a month)`. */
function onOffer(offers) {
    return offers
        .filter((each) => !isRetired(each))
        .toSorted((a, b) => a.cents - b.cents)
        .map(({ name, cents, unit }) => `${name} (${(0,format/* price */.q9)(cents, unit)})`);
}
/** `heroku-redis:premium-0` → `heroku-redis`. */
function serviceOf(plan) {
    return plan.split(':')[0] ?? '';
}

// EXTERNAL MODULE: ./text.js
var text_0 = __nccwpck_require__(4686);
;// CONCATENATED MODULE: ./checks/text.js

/** `A, B and 3 more`. */
function list(names, most = 12) {
    const shown = names.slice(0, most).map((name) => (0,text_0/* plain */.p)(name, 80));
    const rest = names.length - shown.length;
    if (rest > 0)
        return `${shown.join(', ')} and ${rest} more`;
    return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}` : shown.join('');
}
/** The day of an ISO 8601 time. */
function date(time) {
    return /^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? (0,text_0/* plain */.p)(time, 30);
}

;// CONCATENATED MODULE: ./checks/verdict.js

function pass(message, details = {}) {
    return { status: 'pass', message, ...details };
}
function skip(message) {
    return { status: 'skip', message };
}
/** The hint defaults to the catalogue's remedy for the reason. */
function trouble(status, reason, message, details = {}) {
    return { status, reason, message, ...details, hint: details.hint ?? (0,explanations/* explain */.WE)(reason, message).remedy };
}
function warn(reason, message, details = {}) {
    return trouble('warn', reason, message, details);
}
function fail(reason, message, details = {}) {
    return trouble('fail', reason, message, details);
}
/** A value that reaches a limit counts as over it. */
function grade(value, limits) {
    if (value >= limits.fail)
        return 'fail';
    return limits.warn !== undefined && value >= limits.warn ? 'warn' : 'pass';
}
/** The beginning of a sentence about one endpoint. */
function named(side) {
    return `The ${side}`;
}

;// CONCATENATED MODULE: ./checks/addon.js




// In a dry run, what the listed steps would mend is no finding: the check is skipped and points at the steps.
function addon({ app, addon, dryRun }) {
    if (addon === undefined) {
        return dryRun
            ? skip('There is no Redis add-on yet; the steps would create it.')
            : fail('addon-missing', 'The app has no Redis add-on.');
    }
    const name = (0,text_0/* plain */.p)(addon.name, 80);
    switch (addon.state) {
        case undefined:
        case 'provisioned':
            return addon.dataServiceWaiting === true ? waiting(addon, app, dryRun) : pass(ready(addon));
        case 'provisioning':
            return dryRun
                ? skip(`The add-on ${name} is being provisioned; the steps would wait for it.`)
                : fail('provision-timeout', `The add-on ${name} is still being provisioned.`);
        case 'deprovisioning':
        case 'deprovisioned':
            return fail('addon-missing', `The add-on ${name} is ${addon.state}: Heroku has removed it or is removing it.`);
        default:
            return fail('provision-failed', `The add-on ${name} is in the state “${(0,text_0/* plain */.p)(addon.state, 40)}”.`);
    }
}
function ready({ name, service, shared, state }) {
    const what = `The add-on ${(0,text_0/* plain */.p)(name, 80)}${service === undefined ? '' : ` (${(0,text_0/* plain */.p)(service, 60)})`}`;
    return `${what} is ${state ?? 'attached'}${shared ? ', shared from another app' : ''}.`;
}
function waiting({ name, dataServiceMessage }, app, dryRun) {
    const words = dataServiceMessage === undefined ? '' : ` (“${(0,text_0/* plain */.p)(dataServiceMessage, 80)}”)`;
    const message = `Heroku’s data service is still working on ${(0,text_0/* plain */.p)(name, 80)}${words}.`;
    if (dryRun)
        return skip(`${message.slice(0, -1)}; the steps would wait for it.`);
    return warn('provision-timeout', message, {
        hint: `Wait with \`heroku redis:wait ${(0,text_0/* plain */.p)(name, 80)} --app ${(0,text_0/* plain */.p)(app, 80)}\`, then run again.`,
    });
}
function plan({ addon, dryRun, mode }, settings) {
    if (addon === undefined)
        return skip('There is no add-on whose plan could be judged.');
    if (addon.plan === undefined)
        return skip('The plan cannot be seen: the add-on belongs to another app.');
    const name = (0,text_0/* plain */.p)(addon.plan, 80);
    const { wantedPlan } = addon;
    if (wantedPlan === undefined || wantedPlan === addon.plan)
        return offered(addon, name);
    const message = `The add-on ${(0,text_0/* plain */.p)(addon.name, 80)} has the plan ${name}; ${(0,text_0/* plain */.p)(wantedPlan, 80)} is asked for`;
    const value = { value: name };
    if (settings.planMismatch === 'fail')
        return fail('plan-mismatch', `${message}.`, value);
    if (settings.planMismatch === 'warn') {
        return warn('plan-mismatch', `${message} (kept, as \`plan-mismatch: warn\` says).`, value);
    }
    if (dryRun)
        return skip(`${message}; the steps would change it.`);
    return mode === 'setup'
        ? fail('plan-change-failed', `${message}, and the change did not take effect.`, value)
        : warn('plan-mismatch', `${message}; setup would change it.`, {
            ...value,
            hint: `Run with \`mode: setup\` to change it to ${(0,text_0/* plain */.p)(wantedPlan, 80)}.`,
        });
}
/** Judges the plan by Heroku's live list, where it was read. */
function offered({ service, plan = '', plans }, name) {
    const offer = plans?.find((candidate) => candidate.name === plan);
    const sameService = plans?.some((candidate) => candidate.name.startsWith(`${serviceOf(plan)}:`)) ?? false;
    const hint = `Choose a current plan from \`heroku addons:plans ${(0,text_0/* plain */.p)(service ?? 'heroku-redis', 60)}\`, set it as \`plan\`, and run with \`plan-mismatch: change\`.`;
    if (sameService && offer === undefined) {
        return warn('plan-not-found', `The plan ${name} is not in Heroku’s list: it was retired or is not public.`, {
            hint,
        });
    }
    if (offer && isRetired(offer))
        return warn('plan-not-found', `Heroku has retired the plan ${name}.`, { hint });
    return plan === 'heroku-redis:mini'
        ? pass(`The plan is ${name}, which has no standby.`, { value: name })
        : pass(`The plan is ${name}.`, { value: name });
}
function config({ config, dryRun }) {
    if (config === undefined)
        return skip('There is no add-on to compare the config vars with.');
    const names = (wanted) => config.variables.filter(({ state }) => state === wanted).map(({ name }) => name);
    const missing = names('missing');
    const differing = names('differs');
    const source = (0,text_0/* plain */.p)(config.source, 80);
    if (missing.length + differing.length === 0) {
        return pass(`All ${config.variables.length} config vars agree with ${source}.`);
    }
    const parts = [
        ...(differing.length > 0
            ? [`${list(differing)} ${differing.length === 1 ? 'differs' : 'differ'} from ${source}`]
            : []),
        ...(missing.length > 0 ? [`${list(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`] : []),
    ];
    const message = `${parts.join('; ')}.`;
    if (dryRun)
        return skip(`${message} The steps would write ${missing.length + differing.length === 1 ? 'it' : 'them'}.`);
    return fail(differing.length > 0 ? 'config-drift' : 'config-missing', message);
}

;// CONCATENATED MODULE: ./redis/timings.js
/** DNS + TCP + TLS + login in milliseconds, as far as it went; undefined: nothing was tried. */
function totalMs({ dnsMs, tcpMs, tlsMs, loginMs }) {
    const stages = [dnsMs, tcpMs, tlsMs, loginMs].filter((ms) => ms !== undefined);
    return stages.length === 0 ? undefined : stages.reduce((sum, ms) => sum + ms, 0);
}

;// CONCATENATED MODULE: ./checks/reach.js


/** Judges what was connected to; skips, and says why, what was not. */
function ifConnected(subject, side, judge) {
    const { probe } = subject;
    if (probe === undefined)
        return skip(unprobed(subject));
    const facts = probe[side];
    return facts.connect.ok ? judge(facts, probe) : skip(`Not tested: the connection to the ${side} failed.`);
}
/** Judges what INFO told. An access rule that denies INFO makes things unknown, never broken. */
function ifInformed(facts, judge) {
    const { info } = facts;
    if (info === undefined)
        return skip('Not known: INFO was not asked for.');
    if (info.ok)
        return judge(info.value);
    return info.failure.reason === 'redis-no-permission'
        ? skip('Not known: the access rules do not let this user run INFO.')
        : skip(`Not known: INFO could not be read (${info.failure.reason}).`);
}
/** What INFO tells of a server is judged once, with the writer, when both are one server. */
function ifOwnServer(subject, side, judge) {
    return ifConnected(subject, side, (facts, probe) => side === 'reader' && probe.pair.role === 'same-server'
        ? skip('Judged with the writer: both are one server.')
        : ifInformed(facts, (info) => judge(info, facts)));
}
function unprobed(subject) {
    return `Not tested: ${(0,text_0/* plain */.p)(subject.unprobed ?? 'there is nothing to connect to', 120)}.`;
}
/** Whether this endpoint is run by Heroku Key-Value Store; a reader of its own can be anybody's. */
function onHeroku(subject, side) {
    if (subject.addon?.service !== 'heroku-redis')
        return false;
    const { probe } = subject;
    if (side === 'writer' || probe === undefined)
        return true;
    return probe.pair.role === 'same-server' || probe.reader.endpoint.host === probe.writer.endpoint.host;
}
/** Managed variables that are missing or differ: where a copy is stale, what it causes is explained by it. */
function drifted(subject) {
    return (subject.config?.variables ?? []).filter(({ state }) => state !== 'ok').map(({ name }) => name);
}
/** Names the variable that tells this side's clients to use TLS, where it can be told by its name. */
function tlsVariable(subject, side) {
    const known = subject.config?.variables.find(({ name }) => name.endsWith('_TLS') && name.toLowerCase().includes(side));
    return known === undefined ? undefined : `The variable is ${(0,text_0/* plain */.p)(known.name, 80)}.`;
}

;// CONCATENATED MODULE: ./checks/redis-failure.js





/** Completes “The writer at host:port …”. */
const predicates = {
    'redis-dns': 'has a host name that does not resolve',
    'redis-refused': 'refuses the connection',
    'redis-timeout': 'did not answer in time',
    'redis-tls-required': 'hangs up on an unencrypted connection',
    'redis-tls-not-offered': 'does not answer a TLS handshake',
    'redis-certificate': 'shows a certificate that is not trusted',
    'redis-too-many-clients': 'has no connection left',
    'redis-auth-required': 'asks for a password and got none',
    'redis-wrong-password': 'does not accept the password',
    'redis-no-permission': 'does not permit what its user asked for',
    'redis-loading': 'is still loading its data',
    'redis-busy': 'is blocked by a script',
    'redis-read-only': 'is a replica and refuses writes',
    'redis-master-down': 'has lost its primary',
    'redis-out-of-memory': 'is full and refuses writes',
    'redis-persistence-failing': 'cannot save to disk and refuses writes',
    'redis-no-replicas': 'has too few replicas and refuses writes',
    'redis-cluster': 'is a node of a Redis Cluster',
    'redis-connection-lost': 'cut the connection',
    'redis-wrong-data': 'does not answer what it should',
};
const stages = {
    dns: 'DNS look-up',
    tcp: 'TCP connection',
    tls: 'TLS handshake',
    login: 'login',
    command: 'command',
};
/** A Redis failure as a finding, with everything known that helps to mend it. */
function failed(failure, facts, subject, settings, side) {
    const { host, port } = facts.endpoint;
    const message = `The ${side} at ${(0,text_0/* plain */.p)(host, 253)}:${port} ${predicates[failure.reason]} (${circumstances(failure, facts)}).`;
    const known = hints[failure.reason]?.({ failure, facts, subject, settings, side });
    const { remedy } = (0,explanations/* explain */.WE)(failure.reason, message);
    return fail(failure.reason, message, { hint: known === undefined ? remedy : `${known} ${remedy}` });
}
/** Stage, code, the server's own words, and tries. */
function circumstances({ stage, command, code, transient, message }, facts) {
    const where = stage === 'command' && command !== undefined ? (0,text_0/* plain */.p)(command, 20) : stages[stage];
    // Servers that do not know a command answer with its arguments, and those of AUTH and HELLO hold the password.
    const words = (0,text_0/* plain */.p)(message.split(/,? with args /i)[0] ?? '', 120);
    const connecting = stage !== 'command' && facts.attempts > 1;
    const tries = connecting ? `after ${facts.attempts} tries` : transient && 'tried again in vain';
    const parts = [`at ${where}`, code !== undefined && !words.includes(code) && (0,text_0/* plain */.p)(code, 60), words, tries];
    return parts.filter(Boolean).join(', ');
}
/** What is known of the very case; it stands before the general remedy. */
const hints = {
    'redis-dns': ({ subject }) => staleCopy(subject),
    'redis-refused': ({ subject }) => staleCopy(subject),
    'redis-auth-required': ({ subject }) => staleCopy(subject),
    'redis-wrong-password': ({ subject, side }) => staleCopy(subject) ?? agreeing(subject, side),
    'redis-too-many-clients': ({ subject }) => connectionLimit(subject),
    'redis-timeout': ({ subject }) => insideSpace(subject),
    'redis-tls-required': ({ subject, side }) => tlsVariable(subject, side),
    'redis-tls-not-offered': ({ subject, side }) => tlsVariable(subject, side),
    'redis-loading': ({ facts }) => {
        const eta = facts.info?.ok === true ? facts.info.value.loadingEtaSeconds : undefined;
        return eta === undefined ? undefined : `About ${eta} s are left.`;
    },
    'redis-certificate': ({ facts, settings }) => {
        const seen = facts.tls?.certificate?.sha256;
        if (seen === undefined)
            return undefined;
        return settings.tlsVerify.kind === 'pin'
            ? `The server now shows sha256:${(0,text_0/* plain */.p)(seen, 64)}; a failover or an upgrade brings a new one.`
            : `The server shows sha256:${(0,text_0/* plain */.p)(seen, 64)}.`;
    },
};
function staleCopy(subject) {
    const names = drifted(subject);
    if (names.length === 0)
        return undefined;
    return `A stale copy is the likely cause: ${list(names, 6)} ${names.length === 1 ? 'is' : 'are'} not what the add-on’s URL says.`;
}
/** Fresh variables and a refused password: the credentials are changing at this moment. */
function agreeing(subject, side) {
    const config = subject.config;
    if (side === 'reader' || config === undefined || config.variables.length === 0)
        return undefined;
    return `The variables agree with ${(0,text_0/* plain */.p)(config.source, 80)}, so the credentials may be changing just now: run again in a minute.`;
}
/** Private and Shield plans have no address outside their space. */
function insideSpace({ addon }) {
    if (addon?.plan === undefined || !/:(?:private|shield)-/.test(addon.plan))
        return undefined;
    return `The plan ${(0,text_0/* plain */.p)(addon.plan, 60)} is inside a private space, where GitHub’s own runners cannot reach it.`;
}
function connectionLimit(subject) {
    const plan = subject.addon?.plan;
    const limit = [subject.probe?.writer, subject.probe?.reader]
        .map((facts) => (facts?.info?.ok === true ? facts.info.value.maxClients : undefined))
        .find((maxClients) => maxClients !== undefined);
    if (plan === undefined && limit === undefined)
        return undefined;
    const who = plan === undefined ? 'The server' : `The plan ${(0,text_0/* plain */.p)(plan, 60)}`;
    return limit === undefined ? `${who} allows no more.` : `${who} allows ${limit} connections.`;
}

;// CONCATENATED MODULE: ./checks/connect.js








const day = 24 * 60 * 60 * 1000;
/** How long before its end a certificate is worth a warning. */
const expiryNoticeDays = 14;
function connect(subject, settings, side) {
    if (subject.probe === undefined)
        return skip(unprobed(subject));
    const facts = subject.probe[side];
    if (!facts.connect.ok)
        return failed(facts.connect.failure, facts, subject, settings, side);
    const { host, port } = facts.endpoint;
    const took = totalMs(facts.timings);
    const tries = facts.attempts > 1 ? ` after ${facts.attempts} tries` : '';
    const message = `${named(side)} at ${(0,text_0/* plain */.p)(host, 253)}:${port} lets us in${tries}.`;
    return took === undefined ? pass(message) : pass(message, { value: (0,format/* duration */.p0)(took) });
}
function tls(subject, settings, side) {
    const facts = subject.probe?.[side];
    if (facts === undefined)
        return skip(unprobed(subject));
    if (!facts.endpoint.tls)
        return unencrypted(subject, side);
    if (!facts.connect.ok && facts.connect.failure.reason === 'redis-certificate') {
        return failed(facts.connect.failure, facts, subject, settings, side);
    }
    // A login that fails has passed TLS: what was seen of the certificate is worth telling all the same.
    if (facts.tls === undefined)
        return ifConnected(subject, side, () => pass(`${named(side)}’s connection is encrypted.`));
    return encrypted(facts, facts.tls.protocol, subject.now, settings, side);
}
function unencrypted(subject, side) {
    const message = `${named(side)}’s connection is not encrypted: the password and all data travel in the clear.`;
    const variable = tlsVariable(subject, side);
    const { remedy } = (0,explanations/* explain */.WE)('redis-tls-required', message);
    const hint = variable === undefined ? remedy : `${variable} ${remedy}`;
    return trouble(onHeroku(subject, side) ? 'fail' : 'warn', 'redis-tls-required', message, { hint });
}
function encrypted({ tls }, protocol, now, settings, side) {
    const value = { value: (0,text_0/* plain */.p)(protocol, 20) };
    const certificate = tls?.certificate;
    if (certificate === undefined)
        return pass(`${named(side)}’s connection is encrypted.`, value);
    return validity(certificate, now, value, side) ?? trusted(certificate, settings, value, side);
}
/** Undefined: nothing to say, also when the dates cannot be read. */
function validity({ validFrom, validTo }, now, value, side) {
    const days = (Date.parse(validTo) - now) / day;
    const hint = 'Renew the certificate. On Heroku that is Heroku’s to do: open a ticket at https://help.heroku.com when it stays so.';
    const tell = (what) => warn('redis-certificate', `${named(side)}’s certificate ${what}.`, { ...value, hint });
    if (days <= 0)
        return tell(`expired on ${date(validTo)}`);
    if (days <= expiryNoticeDays) {
        return tell(`expires on ${date(validTo)}, in ${(0,format/* plural */.LS)(Math.ceil(days), 'day')}`);
    }
    if (Date.parse(validFrom) > now)
        return tell(`is not valid before ${date(validFrom)}`);
    return undefined;
}
function trusted(certificate, settings, value, side) {
    const encrypted = `${named(side)}’s connection is encrypted`;
    const { kind } = settings.tlsVerify;
    if (kind === 'pin')
        return pass(`${encrypted}, and the certificate is the pinned one.`, value);
    if (kind === 'full')
        return pass(`${encrypted}, and the certificate is trusted.`, value);
    const what = certificate.selfSigned ? 'self-signed certificate' : 'certificate';
    return pass(`${encrypted}; the ${what} was not verified (\`tls-verify: none\`).`, {
        ...value,
        hint: `To trust this certificate alone: \`tls-verify: sha256:${(0,text_0/* plain */.p)(certificate.sha256, 64)}\`.`,
    });
}

;// CONCATENATED MODULE: ./checks/resources.js




function memory(subject, settings, side) {
    const limits = settings.memory;
    if (limits === null)
        return skip('Switched off (`memory: off`).');
    return ifOwnServer(subject, side, (info) => {
        const { usedMemory, maxMemory } = info;
        if (usedMemory === undefined || maxMemory === undefined)
            return skip('Not known: INFO does not tell the memory.');
        const used = memoryPercent(info);
        if (used === undefined)
            return pass(`${named(side)} uses ${(0,format/* bytes */.ee)(usedMemory)}; the server sets no limit.`);
        const status = grade(used, limits);
        const message = `${named(side)} uses ${(0,format/* bytes */.ee)(usedMemory)} of ${(0,format/* bytes */.ee)(maxMemory)} (${(0,format/* percent */.KN)(used)}).`;
        const details = { value: (0,format/* percent */.KN)(used), threshold: limits.text };
        return status === 'pass' ? pass(message, details) : trouble(status, 'memory', message, details);
    });
}
function eviction(subject, settings, side) {
    return ifConnected(subject, side, (facts) => ifInformed(facts, (info) => {
        const { maxMemoryPolicy, evictedKeys } = info;
        if (maxMemoryPolicy === undefined && evictedKeys === undefined) {
            return skip('Not known: INFO does not tell the eviction policy.');
        }
        const policy = (0,text_0/* plain */.p)(maxMemoryPolicy ?? 'unknown', 40);
        const used = memoryPercent(info);
        const near = settings.memory?.warn ?? settings.memory?.fail;
        if (maxMemoryPolicy === 'noeviction' && used !== undefined && near !== undefined && used >= near) {
            return warn('eviction', `Memory is ${(0,format/* percent */.KN)(used)} full and the policy is noeviction: once it is full, every write is refused.`, { value: policy });
        }
        if (evictedKeys !== undefined && evictedKeys > 0) {
            return warn('eviction', `${(0,format/* plural */.LS)(evictedKeys, 'key')} ${evictedKeys === 1 ? 'was' : 'were'} thrown away for lack of memory since the server started (policy ${policy}).`, {
                value: policy,
                hint: 'For a pure cache that is as it should be: add `eviction` to `skip-checks`. Else choose a larger plan or shorter expiries.',
            });
        }
        return pass(`The policy is ${policy} and no key was evicted.`, { value: policy });
    }));
}
function connections(subject, settings, side) {
    const limits = settings.connections;
    if (limits === null)
        return skip('Switched off (`connections: off`).');
    return ifOwnServer(subject, side, ({ connectedClients, maxClients, rejectedConnections }) => {
        if (connectedClients === undefined || maxClients === undefined || maxClients <= 0) {
            return skip('Not known: INFO does not tell the connections.');
        }
        const used = (connectedClients / maxClients) * 100;
        const status = grade(used, limits);
        const details = { value: (0,format/* percent */.KN)(used), threshold: limits.text };
        const message = `${named(side)} has ${connectedClients} of ${maxClients} connections in use (${(0,format/* percent */.KN)(used)})`;
        if (status !== 'pass')
            return trouble(status, 'connections', `${message}.`, details);
        return rejectedConnections !== undefined && rejectedConnections > 0
            ? warn('connections', `${message}, and has rejected ${rejectedConnections} since it started.`, {
                ...details,
                hint: 'The limit was reached before: make pools smaller or the plan larger, then clear the count with `heroku redis:stats-reset --app <app>`.',
            })
            : pass(`${message}.`, details);
    });
}
/** Undefined: there is no limit, or it is not known. */
function memoryPercent({ usedMemory, maxMemory }) {
    if (usedMemory === undefined || maxMemory === undefined || maxMemory <= 0)
        return undefined;
    return (usedMemory / maxMemory) * 100;
}

;// CONCATENATED MODULE: ./checks/roles.js





function role(subject, settings, side) {
    return ifConnected(subject, side, (_, probe) => {
        if (side === 'writer')
            return writerRole(subject, settings, probe);
        return probe.writer.connect.ok
            ? readerRole(settings, probe)
            : skip('Not tested: the writer was not reached, so there is nothing to compare the reader with.');
    });
}
function writerRole(subject, settings, { writer }) {
    const { info } = writer;
    // The other checks that read INFO skip when it fails: somebody has to say so.
    if (info?.ok === false && info.failure.reason !== 'redis-no-permission') {
        const verdict = failed(info.failure, writer, subject, settings, 'writer');
        return verdict.status === 'fail' ? { ...verdict, status: 'warn' } : verdict;
    }
    return ifInformed(writer, ({ role }) => {
        if (role === 'master')
            return pass('The writer is a primary.');
        return role === 'slave'
            ? fail('redis-read-only', 'The writer is a replica: it cannot take writes.')
            : skip('Not known: INFO does not tell the writer’s role.');
    });
}
function readerRole({ requireReplica }, { pair }) {
    const value = { value: pair.role };
    const proof = (0,text_0/* plain */.p)(pair.proof, 200);
    const wrong = (message) => fail('not-a-replica', message, value);
    switch (pair.role) {
        case 'replica':
            return pass(`The reader is a replica of the writer: ${proof}.`, value);
        case 'stranger':
            return wrong('The reader is a replica of another server: it never sees what the writer writes.');
        case 'primary':
            return pair.split
                ? wrong('The reader was cut off by a promotion: writer and reader are two primaries now.')
                : wrong('The reader is a primary of its own: it never sees what the writer writes.');
        case 'same-server':
            return requireReplica
                ? wrong('The reader is the writer’s own server, and `require-replica` asks for a replica.')
                : pass('The reader is the writer’s own server: Heroku gives no readable replica.', value);
        case 'unknown':
        default:
            return requireReplica
                ? wrong(`The reader is not proven to be a replica, as \`require-replica\` asks: ${proof}.`)
                : skip(`Not known: ${proof}.`);
    }
}
function replication(subject, settings) {
    return ifConnected(subject, 'writer', () => ifConnected(subject, 'reader', (_, probe) => {
        switch (probe.pair.role) {
            case 'replica':
                return roles_link(probe) ?? lag(subject, settings, probe);
            case 'same-server':
                return skip('Reader and writer are one server: there is nothing to replicate.');
            case 'stranger':
                return fail('replication-broken', 'The reader replicates another server than the writer.', {
                    hint: 'Point `reader` at a replica of this writer, or leave it empty.',
                });
            case 'primary':
                return probe.pair.split ? split() : skip('The reader is no replica: there is nothing to replicate.');
            case 'unknown':
            default:
                // A replica that was never in step proves nothing, but says itself why.
                return roles_link(probe) ?? skip(`Not known: ${(0,text_0/* plain */.p)(probe.pair.proof, 200)}.`);
        }
    }));
}
function split() {
    return fail('replication-broken', 'A promotion has split the pair: two primaries, and each takes writes of its own.', { hint: 'Run with `mode: setup` to point the writer at the current primary, and stop writing to the other one.' });
}
/** INFO tells a broken link at once; a marker would only time out. */
function roles_link({ reader }) {
    const info = reader.info?.ok === true ? reader.info.value : undefined;
    if (info?.masterSyncInProgress === true) {
        return warn('replication-lag', 'The replica is taking a full copy from its primary.', {
            hint: 'Wait for the copy to end and run again.',
        });
    }
    const status = info?.masterLinkStatus;
    return status === undefined || status === 'up'
        ? undefined
        : fail('replication-broken', `The replica’s link to its primary is ${(0,text_0/* plain */.p)(status, 20)}.`);
}
function lag(subject, settings, { pair, reader }) {
    const limits = settings.replicationLag;
    if (limits === null)
        return skip('Switched off (`replication-lag: off`).');
    const measured = pair.lag;
    if (measured === undefined) {
        return skip(subject.dryRun
            ? 'The link is up; a dry run writes no marker to measure the lag with.'
            : 'The lag was not measured.');
    }
    const threshold = { threshold: limits.text };
    if (!measured.ok) {
        return isUnseen(measured.failure, reader)
            ? unseen(reader, threshold)
            : failed(measured.failure, reader, subject, settings, 'reader');
    }
    const { p50, max, samples, resolutionMs } = measured.value;
    const status = grade(p50, limits);
    const message = `The replica shows writes after ${(0,format/* duration */.p0)(p50)} (median of ${samples}, at most ${(0,format/* duration */.p0)(max)}, told to ${(0,format/* duration */.p0)(resolutionMs)}).`;
    const details = { value: (0,format/* duration */.p0)(p50), ...threshold };
    return status === 'pass' ? pass(message, details) : trouble(status, 'replication-lag', message, details);
}
/** A reader that answers, and still does not show what was written: that is the replication's fault. */
function isUnseen({ reason }, { latency }) {
    return reason === 'redis-timeout' && latency?.ok !== false;
}
function unseen({ info }, details = {}) {
    const status = info?.ok === true ? info.value.masterLinkStatus : undefined;
    const isCut = status !== undefined && status !== 'up';
    return fail(isCut ? 'replication-broken' : 'replication-lag', 'The replica did not show what the writer wrote before the time-out.', details);
}

;// CONCATENATED MODULE: ./checks/round-trips.js






function write(subject, settings, side) {
    return ifConnected(subject, side, (facts) => {
        const outcome = facts.write;
        if (outcome === undefined) {
            return skip(subject.dryRun ? 'A dry run writes nothing to Redis.' : 'No write was tried.');
        }
        if (!outcome.ok)
            return failed(outcome.failure, facts, subject, settings, side);
        const { ms, attempts, cleanup } = outcome.value;
        const value = { value: (0,format/* duration */.p0)(ms) };
        if (cleanup !== undefined) {
            const words = (0,text_0/* plain */.p)(cleanup.code ?? cleanup.reason, 60);
            return warn(cleanup.reason, `The writer takes writes, but the test key could not be deleted (${words}).`, {
                ...value,
                hint: 'Nothing is left to do for the key: it expires by itself. Run again to see whether the trouble stays.',
            });
        }
        return pass(`A key was written, read back and deleted${after(attempts)}.`, value);
    });
}
function read(subject, settings, side) {
    return ifConnected(subject, side, (facts, { pair }) => {
        const outcome = facts.read;
        if (outcome === undefined)
            return skip('No read was tried.');
        if (!outcome.ok) {
            return pair.role === 'replica' && isUnseen(outcome.failure, facts)
                ? unseen(facts)
                : failed(outcome.failure, facts, subject, settings, side);
        }
        const { ms, attempts, source } = outcome.value;
        const what = source === 'marker' ? 'The reader shows what the writer wrote' : 'The reader answers reads';
        return pass(`${what}${after(attempts)}.`, { value: (0,format/* duration */.p0)(ms) });
    });
}
function latency(subject, settings, side) {
    const limits = settings.latency;
    if (limits === null)
        return skip('Switched off (`latency: off`).');
    return ifConnected(subject, side, (facts, probe) => {
        const { writer, reader, pair } = probe;
        const sameAddress = writer.endpoint.host === reader.endpoint.host && writer.endpoint.port === reader.endpoint.port;
        const outcome = facts.latency;
        if (side === 'reader' && pair.role === 'same-server' && (sameAddress || outcome === undefined)) {
            return skip('Judged with the writer: both are one server.');
        }
        if (outcome === undefined)
            return skip('The latency was not measured.');
        if (!outcome.ok)
            return failed(outcome.failure, facts, subject, settings, side);
        const { p50, p95, samples } = outcome.value;
        const status = grade(p95, limits);
        const message = `${named(side)} answers PING within ${(0,format/* duration */.p0)(p95)} (p95 of ${samples}; p50 ${(0,format/* duration */.p0)(p50)}).`;
        const details = { value: (0,format/* duration */.p0)(p95), threshold: limits.text };
        return status === 'pass' ? pass(message, details) : trouble(status, 'latency', message, details);
    });
}
function after(attempts) {
    return attempts > 1 ? ` after ${attempts} tries` : '';
}

;// CONCATENATED MODULE: ./checks/versions.js




/** Looked up on 2026-11-22. Heroku announces these by mail; the sources quote the mails. */
const mail2026 = 'https://github.com/nextstrain/nextstrain.org/issues/1371';
const mail2024 = 'https://github.com/deardurham/dear-petition/issues/493';
const mail2023 = 'https://github.com/sciencehistory/scihist_digicoll/issues/2074';
const list2023 = 'https://github.com/sciencehistory/scihist_digicoll/issues/2122';
/** When Heroku ends its support of a release. Redis and Valkey share Heroku's numbers, but not their own. */
const supportEnds = [
    { server: 'valkey', release: '7.2', ends: '2026-12-19', source: mail2026 },
    { server: 'redis', release: '7.2', ends: '2026-12-19', source: mail2026 },
    { server: 'redis', release: '7.0', ends: null, source: mail2026 },
    { server: 'redis', release: '6.2', ends: '2024-12-02', source: mail2024 },
    { server: 'redis', release: '6.0', ends: '2023-06-30', source: mail2023 },
    { server: 'redis', release: '5.0', ends: null, source: list2023 },
    { server: 'redis', release: '4.0', ends: null, source: list2023 },
];
const noticeDays = 60;
const versions_day = 24 * 60 * 60 * 1000;
const names = { redis: 'Redis', valkey: 'Valkey' };
function version(subject, _, side) {
    return ifOwnServer(subject, side, ({ server, version }) => {
        if (version === undefined)
            return skip('Not known: INFO does not tell the version.');
        const value = `${names[server]} ${(0,text_0/* plain */.p)(version, 20)}`;
        const runs = `${named(side)} runs ${value}`;
        if (!onHeroku(subject, side))
            return pass(`${runs}; Heroku’s dates do not apply to this server.`, { value });
        const support = supportEnds.find((row) => row.server === server && row.release === release(version));
        if (support === undefined)
            return pass(`${runs}; no end of Heroku’s support is known for it.`, { value });
        if (support.ends === null)
            return warn('version', `${runs}, which Heroku no longer supports.`, { value });
        // The last day still counts.
        const days = Math.floor((Date.parse(support.ends) + versions_day - 1 - subject.now) / versions_day);
        if (days < 0)
            return warn('version', `${runs}, which Heroku stopped supporting after ${support.ends}.`, { value });
        const until = `${runs}, which Heroku supports until ${support.ends}`;
        if (days > noticeDays)
            return pass(`${until}.`, { value });
        return warn('version', `${until} (${days === 0 ? 'today' : `${(0,format/* plural */.LS)(days, 'day')} from now`}).`, { value });
    });
}
function release(version) {
    return version.split('.', 2).join('.');
}

;// CONCATENATED MODULE: ./checks/judge.js









const checks = {
    addon: [{ target: 'app', judge: addon }],
    plan: [{ target: 'app', judge: plan }],
    config: [{ target: 'app', judge: config }],
    connect: [on('writer', connect), on('reader', connect)],
    tls: [on('writer', tls), on('reader', tls)],
    role: [on('writer', role), on('reader', role)],
    write: [on('writer', write)],
    read: [on('reader', read)],
    replication: [{ target: 'pair', judge: replication }],
    latency: [on('writer', latency), on('reader', latency)],
    memory: [on('writer', memory), on('reader', memory)],
    eviction: [on('writer', eviction)],
    connections: [on('writer', connections), on('reader', connections)],
    version: [on('writer', version), on('reader', version)],
};
/**
 * Judges one app: every check on every target it has, in report order. Pure, and never throws.
 * `docs` gives the address to read on for a reason.
 */
function judge(subject, settings, docs) {
    const { app, addon } = subject;
    return checkIds.flatMap((id) => checks[id].map(({ target, judge }) => {
        const verdict = settings.skipChecks.has(id)
            ? skip('Skipped on request (`skip-checks`).')
            : judge(subject, settings);
        const hint = 'hint' in verdict && verdict.hint !== undefined ? (0,explanations/* addressed */.Ue)(verdict.hint, app, addon?.name) : undefined;
        const place = { id, target, ...verdict, ...(hint === undefined ? {} : { hint }) };
        return verdict.status === 'warn' || verdict.status === 'fail' ? { ...place, docs: docs(verdict.reason) } : place;
    }));
}
function on(side, judge) {
    return { target: side, judge: (subject, settings) => judge(subject, settings, side) };
}

;// CONCATENATED MODULE: ./report/build.js

function appReport(outcome) {
    const { app, error, addon, release, probe, steps, changedConfigVars } = outcome;
    const findings = inReportOrder(outcome.findings);
    const failed = findings.find(({ status }) => status === 'fail');
    return {
        app,
        status: error ? 'fail' : worst(findings.map(({ status }) => (status === 'skip' ? 'pass' : status))),
        // An error ends the job before anything could be judged, so it came first.
        failureReason: error?.reason ?? (failed ? (failed.reason ?? 'internal') : ''),
        ...(error && { error }),
        ...(addon && { addon }),
        steps,
        changedConfigVars,
        ...(release !== undefined && { release }),
        ...(probe && {
            writer: endpointReport(probe.writer, probe.pair, 'writer'),
            reader: endpointReport(probe.reader, probe.pair, 'reader'),
            replication: replicationReport(probe.pair),
        }),
        checks: findings.map(checkResult),
    };
}
/** One verdict over all apps; the first failing app in input order names the reason. */
function runReport(run) {
    const { mode, dryRun, startedAt, durationMs, apps } = run;
    return {
        version: 1,
        status: worst(apps.map(({ status }) => status)),
        failureReason: apps.find(({ failureReason }) => failureReason !== '')?.failureReason ?? '',
        mode,
        dryRun,
        startedAt,
        durationMs: Math.round(durationMs),
        apps,
    };
}
function endpointReport(facts, pair, side) {
    const info = facts.info?.ok === true ? facts.info.value : undefined;
    const latency = facts.latency?.ok === true ? facts.latency.value : undefined;
    const certificate = facts.tls?.certificate;
    return {
        host: facts.endpoint.host,
        port: facts.endpoint.port,
        tls: facts.endpoint.tls,
        role: info?.role === undefined ? 'unknown' : { master: 'primary', slave: 'replica' }[info.role],
        ...(info && { server: info.server }),
        ...(info?.version !== undefined && { version: info.version }),
        ...(side === 'reader' && pair.role === 'same-server' && { sameServerAs: 'writer' }),
        ...(certificate && { certificate: certificateReport(certificate) }),
        timings: roundedTimings(facts),
        ...(latency && {
            latencyMs: {
                p50: rounded(latency.p50),
                p95: rounded(latency.p95),
                p99: rounded(latency.p99),
                max: rounded(latency.max),
                samples: latency.samples,
            },
        }),
        ...usage('memory', info?.usedMemory, info?.maxMemory),
        ...usage('connections', info?.connectedClients, info?.maxClients),
    };
}
function replicationReport(pair) {
    const lag = pair.lag?.ok === true ? pair.lag.value : undefined;
    return {
        readerRole: pair.role,
        proof: pair.proof,
        ...(lag && {
            lagMs: {
                min: rounded(lag.min),
                p50: rounded(lag.p50),
                max: rounded(lag.max),
                samples: lag.samples,
                resolutionMs: rounded(lag.resolutionMs),
            },
        }),
    };
}
function certificateReport({ sha256, validTo, selfSigned }) {
    return { sha256, validTo, selfSigned };
}
/** The reason stays inside: the schema allows no more than the contract names. */
function checkResult({ id, target, status, message, value, threshold, hint, docs }) {
    return {
        id,
        target,
        status,
        message,
        ...(value !== undefined && { value }),
        ...(threshold !== undefined && { threshold }),
        ...(hint !== undefined && { hint }),
        ...(docs !== undefined && { docs }),
    };
}
function inReportOrder(findings) {
    return findings.toSorted((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id));
}
function worst(statuses) {
    return statuses.includes('fail') ? 'fail' : statuses.includes('warn') ? 'warn' : 'pass';
}
function roundedTimings({ timings }) {
    return Object.fromEntries(Object.entries(timings).map(([stage, ms]) => [stage, rounded(ms)]));
}
function usage(name, used, max) {
    if (used === undefined || max === undefined)
        return {};
    // Redis has no limit where it says 0.
    const percent = max > 0 ? { percent: Math.round((used / max) * 1_000) / 10 } : {};
    return { [name]: { used, max, ...percent } };
}
/** Milliseconds to a hundredth: what lies behind is noise. */
function rounded(ms) {
    return Math.round(ms * 100) / 100;
}

// EXTERNAL MODULE: ./redis/endpoint.js
var endpoint = __nccwpck_require__(1624);
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: ./quantities.js
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
function parseThreshold(text, parse, example) {
    if (text === 'off')
        return { value: null };
    const parts = text.split('/').map((part) => part.trim());
    const numbers = parts.map(parse);
    const [first, second] = numbers;
    const expected = `WARN/FAIL such as ${example} with WARN not above FAIL, one value alone for FAIL, or off`;
    if (first === undefined || numbers.length > 2)
        return { expected };
    if (numbers.length === 1)
        return { value: { fail: first, text } };
    return second === undefined || first > second ? { expected } : { value: { warn: first, fail: second, text } };
}

// EXTERNAL MODULE: ./secret.js
var secret = __nccwpck_require__(3713);
;// CONCATENATED MODULE: ./settings.js
const fields = ['host', 'port', 'password', 'username', 'tls', 'url'];

;// CONCATENATED MODULE: ./inputs.js







/** The inputs and their defaults as the user writes them; `action.yml` and the README are held to this table by a test. */
const inputDefaults = {
    app: '',
    plan: '',
    mode: 'setup',
    'dry-run': 'false',
    'api-key': '',
    addon: '',
    'plan-mismatch': 'warn',
    'provision-timeout': '15m',
    'writer-prefix': 'REDIS_WRITER',
    'reader-prefix': 'REDIS_READER',
    reader: '',
    fields: 'host, port, password, username, tls',
    config: '',
    'connect-timeout': '5s',
    'command-timeout': '5s',
    samples: '20',
    latency: '500ms/2s',
    'replication-lag': '1s/10s',
    memory: '75%/90%',
    connections: '80%/90%',
    'require-replica': 'false',
    'tls-verify': 'none',
    'skip-checks': '',
    'fail-on': 'error',
    'report-file': '',
    'job-summary': 'true',
};
/** The service a short plan name belongs to, and the plan that a new add-on gets. */
const defaultPlan = { service: 'heroku-redis', plan: 'premium-0' };
/** Inputs whose text may hold a secret: it is never repeated, not even when it is wrong. */
const secretive = new Set(['api-key', 'reader', 'config']);
/**
 * Text → typed Inputs, all errors at once.
 * @param read the raw text of an input; empty stands for the default
 * @param env HEROKU_API_KEY, HEROKU_HOST, HEROKU_DATA_HOST and NODE_DEBUG are looked at
 * @param workspace where report files must stay
 * @throws Failure `input-invalid` naming every input that is not right
 */
function readInputs(read, env, workspace) {
    const problems = [];
    const textOf = (name) => read(name).trim() || inputDefaults[name];
    function take(name, parse) {
        const text = textOf(name);
        const parsed = parse(text);
        if ('value' in parsed)
            return parsed.value;
        problems.push({ name, expected: parsed.expected, ...(secretive.has(name) ? {} : { got: quote(text) }) });
        return undefined;
    }
    const plan = textOf('plan') === '' ? undefined : take('plan', parsePlan);
    const addon = textOf('addon') === '' ? undefined : take('addon', parseAddon);
    const apiKey = readToken(read('api-key'), 'api-key', problems) ?? readToken(env['HEROKU_API_KEY'], 'HEROKU_API_KEY', problems);
    const hosts = readHosts(env, problems);
    const debugged = env['NODE_DEBUG']?.trim() ?? '';
    if (debugged !== '') {
        // Read by Node before our first line: by now nothing can switch it off.
        const expected = 'no such variable, since with it Node itself prints the token; RUNNER_DEBUG shows what is safe';
        problems.push({ name: 'NODE_DEBUG', got: quote(debugged), expected });
    }
    const values = {
        apps: take('app', parseApps),
        mode: take('mode', oneOf('setup', 'check')),
        dryRun: take('dry-run', parseBoolean),
        planMismatch: take('plan-mismatch', oneOf('warn', 'change', 'fail')),
        provisionTimeoutMs: take('provision-timeout', durationWithin(1_000, 6 * 3_600_000)),
        writerPrefix: take('writer-prefix', parseConfigName),
        readerPrefix: take('reader-prefix', parseConfigName),
        reader: take('reader', parseReader),
        fields: take('fields', parseFields),
        config: take('config', parseConfig),
        connectTimeoutMs: take('connect-timeout', durationWithin(10, 300_000)),
        commandTimeoutMs: take('command-timeout', durationWithin(10, 300_000)),
        samples: take('samples', parseSamples),
        latency: take('latency', (text) => parseThreshold(text, parseDuration, '500ms/2s')),
        replicationLag: take('replication-lag', (text) => parseThreshold(text, parseDuration, '1s/10s')),
        memory: take('memory', (text) => parseThreshold(text, parsePercent, '75%/90%')),
        connections: take('connections', (text) => parseThreshold(text, parsePercent, '80%/90%')),
        requireReplica: take('require-replica', parseBoolean),
        tlsVerify: take('tls-verify', parseTlsVerify),
        skipChecks: take('skip-checks', parseSkipChecks),
        failOn: take('fail-on', oneOf('error', 'warning', 'never')),
        reportFiles: take('report-file', (text) => parseReportFiles(text, workspace)),
        jobSummary: take('job-summary', parseBoolean),
    };
    if (values.writerPrefix !== undefined && values.writerPrefix === values.readerPrefix) {
        problems.push({
            name: 'reader-prefix',
            got: quote(values.writerPrefix),
            expected: 'another prefix than writer-prefix, so that writer and reader have variables of their own',
        });
    }
    if (values.config && values.fields && values.writerPrefix !== undefined && values.readerPrefix !== undefined) {
        const managed = new Set([values.writerPrefix, values.readerPrefix].flatMap((prefix) => (values.fields ?? []).map((field) => configName(prefix, field))));
        const doubled = [...values.config.keys()].filter((name) => managed.has(name));
        if (doubled.length > 0) {
            problems.push({
                name: 'config',
                expected: `only names that the action does not write itself: remove ${doubled.join(', ')}`,
            });
        }
    }
    if (problems.length > 0 || !isComplete(values) || !hosts)
        throw invalid(problems);
    return {
        ...values,
        ...hosts,
        ...(plan ? { plan } : {}),
        ...(addon === undefined ? {} : { addon }),
        ...(apiKey ? { apiKey } : {}),
    };
}
/** `REDIS_WRITER` and `host` → `REDIS_WRITER_HOST`. */
function configName(prefix, field) {
    return `${prefix}_${field.toUpperCase()}`;
}
function isComplete(values) {
    return Object.values(values).every((value) => value !== undefined);
}
function invalid(problems) {
    const lines = problems.map(({ name, got, expected }) => `${name}: ${got === undefined ? '' : `got ${got}; `}expected ${expected}`);
    const what = lines.length === 1
        ? `An input is not right. ${lines[0]}.`
        : `${lines.length} inputs are not right. ${lines.map((line, index) => `(${index + 1}) ${line}.`).join(' ')}`;
    return (0,explanations/* failure */.V2)('input-invalid', what);
}
/** Foreign text, short enough and quoted so that it cannot pass for ours. */
function quote(text) {
    if (text === '')
        return 'nothing';
    const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
    return JSON.stringify(shown);
}
/** One item a line, or commas; blanks are dropped. */
function items(text) {
    return text
        .split(/[\n,]/)
        .map((item) => item.trim())
        .filter((item) => item !== '');
}
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
function parseApps(text) {
    const apps = [...new Set(items(text))];
    const expected = 'one or more Heroku app names or ids (lower-case letters, digits, dashes), one a line or by commas';
    const good = apps.length > 0 && apps.every((app) => /^[a-z][a-z0-9-]{0,62}$/.test(app) || uuid.test(app));
    return good ? { value: apps } : { expected };
}
function parsePlan(text) {
    const expected = 'a plan such as premium-0 (of heroku-redis) or service:plan such as rediscloud:30';
    if (!/^[a-z0-9][a-z0-9_-]{0,62}(:[a-z0-9][a-z0-9_.-]{0,62})?$/i.test(text))
        return { expected };
    const [first = '', second] = text.split(':');
    return {
        value: second === undefined ? { service: defaultPlan.service, plan: first } : { service: first, plan: second },
    };
}
function parseAddon(text) {
    return /^[a-zA-Z][A-Za-z0-9_-]{0,254}$/.test(text) || uuid.test(text)
        ? { value: text }
        : { expected: 'the name or id of an add-on, or the name of an attachment such as REDIS' };
}
function oneOf(...choices) {
    return (text) => {
        const value = choices.find((choice) => choice === text);
        return value === undefined ? { expected: choices.join(', ').replace(/, ([^,]*)$/, ' or $1') } : { value };
    };
}
/** The spellings of YAML 1.2's core schema, as `core.getBooleanInput` takes them. */
function parseBoolean(text) {
    if (['true', 'True', 'TRUE'].includes(text))
        return { value: true };
    if (['false', 'False', 'FALSE'].includes(text))
        return { value: false };
    return { expected: 'true or false' };
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
        return `${ms / 3_600_000}h`;
    return ms >= 1_000 ? `${ms / 1_000}s` : `${ms}ms`;
}
const configNamePattern = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
function parseConfigName(text) {
    return configNamePattern.test(text)
        ? { value: text }
        : { expected: 'the beginning of a config var name: letters, digits and _, not starting with a digit' };
}
function parseReader(text) {
    if (text === '')
        return { value: { kind: 'writer' } };
    if (/^rediss?:\/\//i.test(text)) {
        const url = new secret/* Secret */.z(text);
        const parsed = (0,endpoint/* parseRedisUrl */.CI)(url);
        return parsed.ok
            ? { value: { kind: 'url', url, endpoint: parsed.endpoint } }
            : { expected: `a Redis URL that can be read (${parsed.problem})` };
    }
    return configNamePattern.test(text)
        ? { value: { kind: 'config-var', name: text } }
        : { expected: 'nothing, the name of a config var that holds a Redis URL, or a redis:// or rediss:// URL' };
}
function parseFields(text) {
    const names = new Set(items(text).map((item) => item.toLowerCase()));
    const known = fields.filter((field) => names.has(field));
    return known.length > 0 && known.length === names.size
        ? { value: known }
        : { expected: `one or more of ${fields.join(', ')}` };
}
function parseConfig(text) {
    const config = new Map();
    for (const [index, line] of text.split(/\r?\n/).entries()) {
        if (line.trim() === '' || line.trim().startsWith('#'))
            continue;
        const at = line.indexOf('=');
        const name = line.slice(0, Math.max(at, 0)).trim();
        if (!configNamePattern.test(name))
            return { expected: `KEY=VALUE a line; line ${index + 1} is not` };
        if (config.has(name))
            return { expected: `each name once; ${name} comes twice` };
        config.set(name, line.slice(at + 1).trim());
    }
    return { value: config };
}
function parseSamples(text) {
    const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
    return value >= 1 && value <= 1_000 ? { value } : { expected: 'a whole number from 1 to 1000' };
}
function parseTlsVerify(text) {
    if (text === 'none' || text === 'full')
        return { value: { kind: text } };
    const [scheme, ...rest] = text.split(':');
    // openssl prints fingerprints as AA:BB:…, browsers without colons: both are taken.
    const hex = rest.join('').toLowerCase();
    return scheme === 'sha256' && /^[0-9a-f]{64}$/.test(hex)
        ? { value: { kind: 'pin', sha256: hex } }
        : { expected: 'none, full, or sha256: followed by the 64 hex digits of the certificate (the report shows them)' };
}
function parseSkipChecks(text) {
    const names = new Set(items(text));
    const known = checkIds.filter((id) => names.has(id));
    return known.length === names.size ? { value: new Set(known) } : { expected: `check ids of: ${checkIds.join(', ')}` };
}
function parseReportFiles(text, workspace) {
    const files = [];
    for (const item of items(text)) {
        const path = (0,external_node_path_namespaceObject.resolve)(workspace, item);
        const inside = (0,external_node_path_namespaceObject.relative)(workspace, path);
        const format = /\.json$/i.test(item) ? 'json' : /\.xml$/i.test(item) ? 'junit' : undefined;
        // eslint-disable-next-line no-control-regex
        const clean = !/[\u0000-\u001f]/.test(item);
        if (!clean || !format || inside === '' || inside === '..' || inside.startsWith(`..${external_node_path_namespaceObject.sep}`) || (0,external_node_path_namespaceObject.isAbsolute)(inside)) {
            return { expected: 'paths inside the workspace that end in .json or .xml' };
        }
        files.push({ path, format });
    }
    return { value: files };
}
function readToken(text, name, problems) {
    const token = text?.trim() ?? '';
    if (token === '')
        return undefined;
    // Anything else could not be a header's value, or would smuggle in another header.
    if (/^[\x21-\x7e]{1,4096}$/.test(token))
        return new secret/* Secret */.z(token);
    problems.push({ name, expected: 'a Heroku API token: printable characters without spaces or line breaks' });
    return undefined;
}
/** The hosts that the Heroku CLI lets a token go to (heroku-cli-command, vars.ts). */
const trustedDomains = ['heroku.com', 'herokai.com', 'herokuspace.com', 'herokudev.com'];
const loopback = new Set(['localhost', '127.0.0.1']);
function isTrusted(url) {
    const host = url.hostname;
    if (loopback.has(host))
        return true;
    // Beyond this machine the token travels encrypted or not at all.
    return url.protocol === 'https:' && trustedDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
/** HEROKU_HOST and HEROKU_DATA_HOST, read the way the Heroku CLI reads them. */
function readHosts(env, problems) {
    const expected = 'a host of heroku.com, herokai.com, herokuspace.com, herokudev.com (by https), localhost or 127.0.0.1, since the token goes there';
    const host = env['HEROKU_HOST']?.trim() || 'heroku.com';
    const api = originOf(/^https?:\/\//i.test(host) ? host : `https://api.${host}`);
    if (!api)
        problems.push({ name: 'HEROKU_HOST', got: quote(withoutUserinfo(host)), expected });
    // Where the API is on this machine, so is the data API: what is meant for a test must not leave for Heroku.
    const usual = api && loopback.has(api.hostname) ? api.hostname : 'api.data.heroku.com';
    const dataHost = env['HEROKU_DATA_HOST']?.trim() || usual;
    const bare = /^[a-z0-9.-]{1,253}$/i.test(dataHost);
    const data = bare && api ? originOf(`${api.protocol}//${dataHost}${api.port ? `:${api.port}` : ''}`) : undefined;
    const dataWanted = bare ? originOf(`https://${dataHost}`) : undefined;
    if (!dataWanted || (api && !data)) {
        problems.push({
            name: 'HEROKU_DATA_HOST',
            got: quote(withoutUserinfo(dataHost)),
            expected: `a bare host name: ${expected}`,
        });
    }
    return api && data ? { apiUrl: api.origin, dataUrl: data.origin } : undefined;
}
function originOf(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !isTrusted(url))
        return undefined;
    // An origin and nothing else: whatever follows it would be dropped in silence.
    return url.href === `${url.origin}/` ? url : undefined;
}
function withoutUserinfo(text) {
    return text.includes('@') ? `***${text.slice(text.lastIndexOf('@'))}` : text;
}

;// CONCATENATED MODULE: ./setup/choose.js


/** Which add-on is meant: the one named, else the only one that fits. */
function choose(observed, inputs) {
    const all = [...own(observed), ...shared(observed)];
    const { addon: wanted } = inputs;
    if (wanted !== undefined) {
        const attached = observed.attachments.find(({ name }) => name === wanted.toUpperCase());
        const named = all.find(({ id, name }) => id === wanted || name === wanted || id === attached?.addon.id);
        if (!named)
            return { kind: 'unknown', names: all.map(({ name }) => name) };
        const first = attached === undefined ? [] : [urlName(attached)];
        return { kind: 'found', addon: { ...named, configVars: [...new Set([...first, ...named.configVars])] } };
    }
    const candidates = all.filter((addon) => fits(addon, observed.config, inputs));
    const [only, second] = candidates;
    if (second)
        return { kind: 'ambiguous', names: candidates.map(({ name }) => name) };
    return only ? { kind: 'found', addon: only } : { kind: 'none' };
}
/**
 * The config var that holds the add-on's Redis URL now; undefined while there is none.
 * The first that was asked for by its attachment's name, else one with TLS, else the first.
 */
function urlVarOf(addon, config, wanted) {
    const names = addon.configVars.filter((name) => isRedisUrl(config, name));
    const asked = wanted === undefined ? undefined : names.find((name) => name === `${wanted.toUpperCase()}_URL`);
    return asked ?? names.find((name) => /^rediss:/i.test(config.get(name)?.reveal() ?? '')) ?? names[0];
}
/** Names of config vars that only Heroku may write: they belong to attachments. */
function ownedNames(observed) {
    return new Set([...observed.addons.flatMap(({ configVars }) => configVars), ...observed.attachments.map(urlName)]);
}
/** The attachment that a new add-on gets: Heroku's default name for the service, said aloud so that a second one is refused. */
function attachmentFor(service) {
    return service === defaultPlan.service ? 'REDIS' : service.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
}
/** An add-on of this app's own; `attached` are the config vars of its attachments. */
function ownAddon(addon, attached) {
    const { id, name, service, plan, state, price, configVars } = addon;
    return {
        id,
        name,
        service,
        plan,
        state,
        shared: false,
        configVars: [...new Set([...configVars, ...attached])],
        ...(price ? { price } : {}),
    };
}
function own({ addons, attachments }) {
    return addons
        .filter(({ state }) => state !== 'deprovisioned' && state !== 'deprovisioning')
        .map((each) => ownAddon(each, attachments.filter(({ addon }) => addon.id === each.id).map(urlName)));
}
function shared({ addons, attachments }) {
    const foreign = attachments.filter(({ addon, app }) => addon.app !== app && !addons.some(({ id }) => id === addon.id));
    return [...new Set(foreign.map(({ addon }) => addon.id))].flatMap((id) => {
        const ties = foreign.filter(({ addon }) => addon.id === id);
        const [first] = ties;
        // The owning app's names mean nothing here: this app's own are made of its attachments.
        return first ? [{ id, name: first.addon.name, shared: true, configVars: ties.map(urlName) }] : [];
    });
}
function fits(addon, config, { plan }) {
    const holdsUrl = addon.configVars.some((name) => isRedisUrl(config, name));
    // Of a shared add-on only the URL is known; a plan of another service than Heroku's own must be asked for by name.
    if (addon.service === undefined)
        return holdsUrl && (plan === undefined || plan.service === defaultPlan.service);
    if (plan !== undefined)
        return addon.service === plan.service;
    return addon.service === defaultPlan.service || holdsUrl;
}
function urlName({ name }) {
    return `${name}_URL`;
}
function isRedisUrl(config, name) {
    const value = config.get(name);
    return value !== undefined && (0,endpoint/* parseRedisUrl */.CI)(value).ok;
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(7030);
;// CONCATENATED MODULE: ./setup/desired.js






/**
 * Where writes and reads go, read from the add-on's own config var and the `reader` input.
 * Undefined while the add-on has no URL.
 * @throws Failure `config-missing` when `reader` names a config var that holds no Redis URL
 */
function sourcesOf(addon, config, inputs) {
    const configVar = urlVarOf(addon, config, inputs.addon);
    const writer = configVar === undefined ? undefined : sourceIn(config, configVar);
    const reader = readerOf(config, inputs) ?? writer;
    return writer && reader ? { writer, reader } : undefined;
}
/** The reader when it is not the writer's endpoint. @throws Failure `config-missing` */
function readerOf(config, { reader }) {
    if (reader.kind === 'writer')
        return undefined;
    if (reader.kind === 'url')
        return { endpoint: reader.endpoint, url: reader.url };
    const source = sourceIn(config, reader.name);
    if (source)
        return source;
    const problem = config.has(reader.name) ? 'holds no Redis URL' : 'is not set on the app';
    throw (0,explanations/* failure */.V2)('config-missing', `The config var ${reader.name}, which the reader input names, ${problem}.`, {
        remedy: `Set ${reader.name} to the reader's rediss:// URL, or leave the reader input empty to read from the writer.`,
    });
}
function sourceIn(config, configVar) {
    const url = config.get(configVar);
    const parsed = url === undefined ? undefined : (0,endpoint/* parseRedisUrl */.CI)(url);
    return url !== undefined && parsed?.ok === true ? { endpoint: parsed.endpoint, url, configVar } : undefined;
}
/** Every config var that is managed, in a stable order: writer, reader, `config`. */
function desiredVars(sources, inputs) {
    const ofPrefix = (prefix, source) => inputs.fields.map((field) => ({
        name: configName(prefix, field),
        harmless: field === 'host' || field === 'port' || field === 'tls',
        ...(source ? { value: fieldOf(source, field) } : {}),
    }));
    return [
        ...ofPrefix(inputs.writerPrefix, sources?.writer),
        ...ofPrefix(inputs.readerPrefix, sources?.reader),
        ...[...inputs.config].map(([name, value]) => ({ name, value: new secret/* Secret */.z(value), harmless: false })),
    ];
}
function fieldOf({ endpoint, url }, field) {
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
            return url;
    }
}
/** How a managed config var stands: as it should be, missing, or another value. */
function stateOf({ name, value }, config) {
    const current = config.get(name);
    // An empty value (a server without a password) and no variable mean the same to whoever reads it.
    if (current === undefined)
        return value?.equals('') === true ? 'ok' : 'missing';
    return value !== undefined && current.equals(value) ? 'ok' : 'differs';
}
/** What has to be written, and nothing else. Values appear only where they are harmless, the old one only if it looks it. */
function changesOf(desired, config) {
    return desired
        .filter((each) => stateOf(each, config) !== 'ok')
        .map((each) => {
        const { name, value, harmless } = each;
        const from = harmless ? shown(config.get(name)) : undefined;
        const to = harmless ? shown(value) : undefined;
        return {
            name,
            kind: config.has(name) ? 'update' : 'add',
            ...(from === undefined ? {} : { from }),
            ...(to === undefined ? {} : { to }),
            ...(value === undefined ? { pending: true } : {}),
        };
    });
}
/** Somebody may have put a password, or a whole URL, where a host belongs. */
function shown(value) {
    const text = value?.reveal();
    const isPort = text !== undefined && /^\d{1,5}$/.test(text);
    const isFlag = text === 'true' || text === 'false';
    return isPort || isFlag || (text !== undefined && looksLikeHost(text)) ? text : undefined;
}
function looksLikeHost(text) {
    const isName = /^(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}$/i.test(text) && text.length <= 253;
    return isName || text === 'localhost' || (0,external_node_net_.isIP)(text) !== 0;
}
/** Stands for a host that must not be repeated; RFC 2606 keeps it from ever resolving. */
const unreadableHost = 'unreadable.invalid';
/**
 * The endpoint as the app's own variables name it, for that is what the app will use; a field that is not kept as a
 * variable comes from `source`, the add-on's URL. Undefined when neither tells where the server is.
 */
function endpointAsConfigured(prefix, source, config, inputs) {
    const kept = (field) => inputs.fields.includes(field) ? config.get(configName(prefix, field))?.reveal() : undefined;
    const whole = kept('url');
    const parsed = whole === undefined ? undefined : (0,endpoint/* parseRedisUrl */.CI)(new secret/* Secret */.z(whole));
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

;// CONCATENATED MODULE: ./conclude.js




/** What the checks are to judge: all that is known of one app. */
function subjectOf(app, account, probe, inputs) {
    const { mode, dryRun } = inputs;
    const config = configFacts(account, inputs);
    return {
        app,
        mode,
        dryRun,
        now: Date.now(),
        ...(account.addon ? { addon: addonFacts(account.addon, account, inputs) } : {}),
        ...(config ? { config } : {}),
        ...(probe ? { probe } : { unprobed: account.addon ? 'the add-on has no URL yet' : 'there is no add-on yet' }),
    };
}
function addonFacts(addon, { dataService, plans }, { plan }) {
    return {
        name: addon.name,
        shared: addon.shared,
        ...(addon.service === undefined ? {} : { service: addon.service }),
        ...(addon.plan === undefined ? {} : { plan: addon.plan }),
        ...(addon.state === undefined ? {} : { state: addon.state }),
        ...(dataService ? { dataServiceWaiting: dataService.waiting, dataServiceMessage: dataService.message } : {}),
        ...(plan ? { wantedPlan: `${plan.service}:${plan.plan}` } : {}),
        ...(plans ? { plans } : {}),
    };
}
function configFacts({ observed, addon, sources }, inputs) {
    const source = addon && observed ? urlVarOf(addon, observed.config, inputs.addon) : undefined;
    if (!observed || source === undefined)
        return undefined;
    const variables = desiredVars(sources, inputs).map((each) => ({
        name: each.name,
        state: stateOf(each, observed.config),
    }));
    return { variables, source };
}
/** What is to be told of one app, also when the work on it broke off. */
function resultOf(app, account, inputs, { probe, findings, error, durationMs }) {
    const { addon, steps, changedConfigVars, release, changes, plans, notes } = account;
    const report = appReport({
        app,
        findings,
        steps,
        changedConfigVars,
        ...(error ? { error: explained(error, app, addon) } : {}),
        ...(addon ? { addon: addonReport(addon, account, inputs) } : {}),
        ...(release === undefined ? {} : { release }),
        ...(probe ? { probe } : {}),
    });
    const writer = probe?.writer.latency?.ok === true ? probe.writer.latency.value.values : undefined;
    const reader = probe?.reader.latency?.ok === true ? probe.reader.latency.value.values : undefined;
    return {
        report,
        findings,
        changes,
        latency: { ...(writer ? { writer } : {}), ...(reader ? { reader } : {}) },
        ...(plans ? { plans } : {}),
        notes,
        durationMs,
    };
}
function explained({ explanation }, app, addon) {
    return { ...explanation, remedy: (0,explanations/* addressed */.Ue)(explanation.remedy, app, addon?.name) };
}
function addonReport(addon, { created, observed }, inputs) {
    const { id, name, plan, state, price } = addon;
    const configVar = observed ? urlVarOf(addon, observed.config, inputs.addon) : undefined;
    return {
        name,
        id,
        created,
        ...(plan === undefined ? {} : { plan }),
        ...(state === undefined ? {} : { state }),
        ...(configVar === undefined ? {} : { configVar }),
        ...(price ? { price } : {}),
    };
}

// EXTERNAL MODULE: ./report/failed.js
var report_failed = __nccwpck_require__(3079);
;// CONCATENATED MODULE: ./report/lines.js

const marks = { pass: '✓', warn: '!', fail: '✗' };
/** A line for each finding; what was not judged comes last, by why. */
function findingLines(findings) {
    const skipped = Map.groupBy(findings.filter(({ status }) => status === 'skip'), ({ message }) => message);
    return [
        ...findings.flatMap((each) => each.status === 'skip' ? [] : [`${marks[each.status]} ${lines_named(each)}: ${each.message}`]),
        ...[...skipped].map(([message, group]) => `- ${message} (${group.map(lines_named).join(', ')})`),
    ];
}
function lines_named({ id, target }) {
    return target === 'app' || target === 'pair' ? id : `${id} of the ${target}`;
}
/** One line of what was met on the way: where, how long each stage took, what is there. */
function endpointLine({ endpoint: { host, port }, timings, tls, info }) {
    const stages = Object.entries(timings).map(([stage, ms]) => `${stage.slice(0, -2)} ${(0,format/* duration */.p0)(ms)}`);
    const { protocol, certificate } = tls ?? {};
    const secured = protocol === undefined ? [] : [`${protocol}, certificate sha256:${certificate?.sha256 ?? 'unknown'}`];
    const server = info?.ok === true ? [`${info.value.server} ${info.value.version ?? 'of unknown version'}`] : [];
    return [`${host}:${port}`, ...stages, ...secured, ...server].join(' · ');
}

// EXTERNAL MODULE: ./failure.js
var failure = __nccwpck_require__(7579);
;// CONCATENATED MODULE: ./setup/account.js

function newAccount() {
    return { created: false, steps: [], changes: [], changedConfigVars: [], notes: [] };
}
/** Marks the first step of this kind that is not done yet, with what really happened. */
function done(account, action, detail, target) {
    retell(account, action, { done: true, detail, ...(target === undefined ? {} : { target }) });
}
/** Writes down that a step was asked for, but that no answer told what came of it. */
function unanswered(account, action, request) {
    retell(account, action, { detail: `${request}, but got no answer: whether it was done is not known` });
}
/** Refused is refused; without an answer the work may be done all the same. */
function leavesDoubt(error) {
    return error instanceof failure/* Failure */.H && (error.reason === 'cancelled' || error.reason === 'heroku-unavailable');
}
function retell(account, action, news) {
    const index = account.steps.findIndex((step) => step.action === action && !step.done);
    const step = account.steps[index];
    if (step)
        account.steps[index] = { ...step, ...news };
}
/** A remark that is no finding, for the log and the summary. */
function note(account, log, text) {
    account.notes.push(text);
    log.info(text);
}
/** The config vars as they are now. */
function remember(account, config) {
    if (account.observed)
        account.observed = { ...account.observed, config };
}

// EXTERNAL MODULE: ./time.js + 1 modules
var time = __nccwpck_require__(7393);
;// CONCATENATED MODULE: ./unexpected.js



/** Anything that is no failure of ours is a bug: told by its own cause chain, never printed as the object it is. */
function asFailure(error) {
    if (error instanceof failure/* Failure */.H)
        return error;
    const what = `Something went wrong that should not: this is a bug in the action (${(0,report_failed/* causeChain */.DD)(error)[0] ?? 'no error'}).`;
    return (0,explanations/* failure */.V2)('internal', what, { error });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: ../node_modules/@actions/http-client/lib/index.js + 2 modules
var lib = __nccwpck_require__(4956);
;// CONCATENATED MODULE: ./heroku/decode.js

/** An answer whose shape is not what its documentation says. The message names the place, never a value. */
class ShapeError extends Error {
}
function wrong(path, wanted) {
    return new ShapeError(`${(0,text_0/* plain */.p)(path, 100)} is not ${wanted}`);
}
/** An object with the fields of `T`, none of them trusted yet. */
function asObject(value, path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw wrong(path, 'an object');
    return value;
}
function asList(value, path, item) {
    if (!Array.isArray(value))
        throw wrong(path, 'a list');
    return value.map((each, index) => item(each, `${path}[${index}]`));
}
function asText(value, path) {
    if (typeof value !== 'string')
        throw wrong(path, 'text');
    return value;
}
function asNumber(value, path) {
    if (typeof value !== 'number')
        throw wrong(path, 'a number');
    return value;
}
/** `''` where it is missing: for words that are shown but not relied on. */
function textOr(value, fallback) {
    return typeof value === 'string' ? value : fallback;
}

;// CONCATENATED MODULE: ./heroku/errors.js


/** Heroku's answers, most telling first (Platform API reference, "Error responses"; ids seen in the wild). */
const table = [
    { reason: 'rate-limited', when: (status, { id }) => status === 429 || id === 'rate_limit' },
    { reason: 'two-factor-required', when: (status, { id }) => status === 412 || id === 'two_factor' },
    {
        reason: 'payment-required',
        when: (status, { id, message }) => status === 402 || id === 'delinquent' || id.startsWith('verification_') || /verify your account/i.test(message),
    },
    { reason: 'confirmation-required', when: (_, { id }) => id === 'confirmation_required' },
    { reason: 'heroku-unauthorized', when: (status) => status === 401 },
    { reason: 'heroku-forbidden', when: (status) => status === 403 },
    {
        reason: 'app-not-found',
        when: (status, { resource, message }) => status === 404 && (resource === 'app' || /find that app/i.test(message)),
    },
    {
        reason: 'plan-not-found',
        when: (status, { message }) => (status === 422 || status === 404) && /add-on (service|plan)/i.test(message),
    },
    { reason: 'config-conflict', when: (status, { message }) => status === 422 && /attachment value/i.test(message) },
    {
        reason: 'heroku-unavailable',
        when: (status) => status >= 500 || status === 409 || (status >= 300 && status < 400),
    },
];
/** An answer that may be another one in a moment: worth a bounded retry. */
function isTransient(status) {
    return status >= 500 || status === 409 || status === 429;
}
/** Heroku's refusal as a failure reason, with its own words and the Request-Id to quote to its support. */
function refused(refusal) {
    const { status, request, requestId } = refusal;
    const body = errorBody(refusal.body);
    const reason = table.find(({ when }) => when(status, body))?.reason ?? refusal.fallback;
    const words = body.message === '' ? '' : `: "${(0,text_0/* plain */.p)(body.message, 300)}"`;
    const id = body.id === '' ? '' : ` ${(0,text_0/* plain */.p)(body.id, 60)}`;
    const redirect = status >= 300 && status < 400 ? ', a redirect, which is never followed with a token' : '';
    return (0,explanations/* failure */.V2)(reason, `Heroku answered ${request} with ${status}${id}${redirect}${words}.`, { requestId });
}
function errorBody(body) {
    const text = (name) => {
        const value = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
        return typeof value === 'string' ? value : '';
    };
    return { id: text('id'), message: text('message'), resource: text('resource') };
}

;// CONCATENATED MODULE: ./heroku/rate-limit.js


/** Heroku gives an account 4,500 calls an hour and fills up by 75 a minute: at that pace it never runs dry. */
const refillMs = 60_000 / 75;
/** Below this many left we go at the pace of the refill, so that a deploy of the same account still finds some. */
const reserve = 100;
/** What is left of the account's calls, shared by all apps of a run. */
class RateLimit {
    #log;
    #remaining = Number.POSITIVE_INFINITY;
    /** A bare 429 says no number: ours holds until the next answer. */
    #guessed = false;
    #nextAt = 0;
    #told = false;
    constructor(log) {
        this.#log = log;
    }
    /** Learns from the headers of any answer. */
    hear(headers, status) {
        const text = headers['ratelimit-remaining'];
        const remaining = typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
        // The data API sends no number, which says nothing of what is left.
        if (remaining === undefined && status !== 429 && !this.#guessed)
            return;
        this.#guessed = remaining === undefined && status === 429;
        this.#remaining = remaining ?? (this.#guessed ? 0 : Number.POSITIVE_INFINITY);
    }
    /** Holds a request back while few calls are left. */
    async wait(signal) {
        if (this.#remaining >= reserve)
            return;
        const startAt = Math.max((0,time/* now */.tB)(), this.#nextAt);
        this.#nextAt = startAt + refillMs;
        const waitMs = startAt - (0,time/* now */.tB)();
        if (!this.#told) {
            this.#told = true;
            this.#log.info(`Heroku's rate limit is near (${this.#remaining} calls left for this account): going on at one request every ${(0,format/* duration */.p0)(refillMs)}.`);
        }
        if (waitMs > 0)
            await (0,time/* sleep */.yy)(waitMs, signal);
    }
}

;// CONCATENATED MODULE: ./heroku/http.js









/** Bounds of patience, milliseconds and bytes. */
const maxTries = 5;
const retryBudgetMs = 30_000;
const readTimeoutMs = 10_000;
/** Creating an add-on does work before it answers. */
const writeTimeoutMs = 25_000;
/** A try that gets less time than this would tell more of our hurry than of Heroku. */
const shortestTryMs = 1_000;
const maxBodyBytes = 8 * 1024 * 1024;
/** What was asked for when the run is cancelled may be done all the same: so long its answer is waited for. */
const farewellMs = 3_000;
/** HTTP as Heroku wants it: token, version, Request-Id, patience. The one place that sends the token. */
class HerokuHttp {
    #settings;
    #client;
    #rateLimit;
    #closing = new AbortController();
    /** Ends what only reads: nobody waits for it any more. */
    #over;
    /** Ends what changes something, a while after the run was cancelled. */
    #farewell;
    /** Read by the handler while `request` builds its options: the client has no parameter for it. */
    #signal;
    constructor(settings) {
        this.#settings = settings;
        this.#signal = settings.signal;
        this.#over = AbortSignal.any([settings.signal, this.#closing.signal]);
        this.#farewell = delayed(settings.signal, farewellMs);
        this.#rateLimit = new RateLimit(settings.log);
        const handler = {
            prepareRequest: (options) => {
                options.signal = this.#signal;
            },
            canHandleAuthentication: () => false,
            handleAuthentication: () => Promise.reject(new Error('not used')),
        };
        this.#client = new lib/* HttpClient */.Qq(settings.userAgent, [handler], {
            keepAlive: true,
            allowRedirects: false,
            allowRetries: false,
        });
    }
    /** Tries until it is done, final, or out of patience; `deadline` on the clock of `now()`. @throws Failure */
    async send(call, log, deadline) {
        // In a long queue for the rate limit no patience is lost: it begins with the first try.
        await this.#rateLimit.wait(this.#over);
        const end = Math.min(deadline, (0,time/* now */.tB)() + retryBudgetMs);
        for (let tries = 1;; tries += 1) {
            if (tries > 1)
                await this.#rateLimit.wait(this.#over);
            const attempt = await this.#try(call, log, end);
            if (attempt.kind === 'done')
                return attempt.value;
            if (attempt.kind === 'final')
                throw attempt.failure;
            const leftMs = end - (0,time/* now */.tB)();
            if (tries >= maxTries || leftMs <= shortestTryMs)
                throw afterTries(attempt.failure, tries);
            await this.pause(attempt, tries, leftMs, log);
        }
    }
    /** Waits before the next try: as long as Heroku asks for (up to `mostMs`), else back-off with jitter. */
    async pause(attempt, tries, mostMs, log) {
        if (attempt.kind !== 'passing')
            return;
        const backOffMs = 500 * 2 ** (tries - 1) * (0.75 + Math.random() / 2);
        // One last try must still fit behind the wait.
        const waitMs = Math.min(attempt.retryAfterMs ?? backOffMs, Math.max(mostMs - shortestTryMs, mostMs / 2));
        log.info(`${attempt.failure.message} Trying again in ${(0,format/* duration */.p0)(waitMs)}.`);
        await (0,time/* sleep */.yy)(waitMs, this.#over);
    }
    /** One try. Resolves for everything but a cancelled run. @throws Failure `cancelled` */
    async attempt(call, log, deadline) {
        await this.#rateLimit.wait(this.#over);
        return this.#try(call, log, deadline);
    }
    async #try(call, log, deadline) {
        // Nothing new is begun, and what is under way is given its time to be told truly.
        if (this.#over.aborted)
            throw (0,time/* cancelled */.KW)();
        const signal = call.method === 'GET' ? this.#over : this.#farewell;
        const { pathname, search } = new URL(call.url);
        const request = `${call.method} ${pathname}${search}`;
        const requestId = (0,external_node_crypto_.randomUUID)();
        const started = (0,time/* now */.tB)();
        const usualMs = call.method === 'GET' ? readTimeoutMs : writeTimeoutMs;
        const timeoutMs = Math.max(shortestTryMs, Math.min(usualMs, deadline - started));
        let answer;
        try {
            answer = await this.#exchange(call, requestId, timeoutMs, signal);
        }
        catch (error) {
            if (signal.aborted)
                throw (0,time/* cancelled */.KW)();
            const why = networkProblem(error, timeoutMs);
            log.debug(`${request}: ${why} after ${(0,format/* duration */.p0)((0,time/* now */.tB)() - started)} (Request-Id ${requestId})`);
            return passing((0,explanations/* failure */.V2)('heroku-unavailable', `Heroku did not answer ${request}: ${why}.`, { requestId }));
        }
        const { status, headers, text } = answer;
        const heard = headers['request-id'];
        const quoted = typeof heard === 'string' && heard !== '' ? (0,text_0/* plain */.p)(heard, 200) : requestId;
        log.debug(`${request}: ${status} in ${(0,format/* duration */.p0)((0,time/* now */.tB)() - started)} (Request-Id ${quoted})`);
        for (const name of ['x-heroku-warning', 'warning-message']) {
            const warning = headers[name];
            if (warning !== undefined)
                log.info(`Heroku warns: ${(0,text_0/* plain */.p)(String(warning), 500)}`);
        }
        this.#rateLimit.hear(headers, status);
        if (status < 200 || status > 299) {
            const refusal = refused({ status, body: parse(text), request, requestId: quoted, fallback: call.fallback });
            if (!isTransient(status))
                return { kind: 'final', failure: refusal, status };
            const retryAfterMs = retryAfter(headers['retry-after']);
            return retryAfterMs === undefined ? passing(refusal) : { ...passing(refusal), retryAfterMs };
        }
        try {
            return { kind: 'done', value: call.decode(parse(text), headers) };
        }
        catch (error) {
            if (!(error instanceof ShapeError))
                throw error;
            const what = `Heroku's answer to ${request} (${status}) is not what it should be: ${error.message}.`;
            return passing((0,explanations/* failure */.V2)('heroku-unavailable', what, { requestId: quoted }));
        }
    }
    async #exchange(call, requestId, timeoutMs, cancelling) {
        const limit = new AbortController();
        const timer = setTimeout(() => {
            limit.abort(new TimeOut());
        }, timeoutMs);
        const signal = AbortSignal.any([cancelling, limit.signal]);
        const headers = {
            accept: 'application/vnd.heroku+json; version=3',
            authorization: `Bearer ${this.#settings.token.reveal()}`,
            'request-id': requestId,
            ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
            ...call.headers,
        };
        try {
            this.#signal = signal;
            const pending = this.#client.request(call.method, call.url, call.body === undefined ? null : JSON.stringify(call.body), headers);
            const { message } = await pending;
            return { status: message.statusCode ?? 0, headers: message.headers, text: await readBody(message) };
        }
        catch (error) {
            throw limit.signal.aborted ? new TimeOut() : error;
        }
        finally {
            clearTimeout(timer);
        }
    }
    /** Also ends the requests whose answers nobody waits for: a sibling failed, and they would hold the process. */
    close() {
        this.#closing.abort();
        this.#client.dispose();
    }
}
class TimeOut extends Error {
}
function delayed(signal, ms) {
    const later = new AbortController();
    const abort = () => {
        setTimeout(() => {
            later.abort();
        }, ms).unref();
    };
    if (signal.aborted)
        abort();
    else
        signal.addEventListener('abort', abort, { once: true });
    return later.signal;
}
function passing(reason) {
    return { kind: 'passing', failure: reason };
}
function afterTries(last, tries) {
    if (tries === 1)
        return last;
    const { reason, what, ...rest } = last.explanation;
    return (0,explanations/* failure */.V2)(reason, `${what.replace(/\.$/, '')} (tried ${tries} times).`, rest);
}
/** Bounded, so that neither a huge body nor a slow drip can hold the run (the request's signal ends the latter). */
async function readBody(message) {
    const chunks = [];
    let size = 0;
    for await (const chunk of message) {
        if (!Buffer.isBuffer(chunk))
            continue;
        size += chunk.length;
        if (size > maxBodyBytes) {
            message.destroy();
            throw new Error(`the body is larger than ${maxBodyBytes / 1024 / 1024} MiB`);
        }
        chunks.push(chunk);
    }
    if (!message.complete)
        throw new Error('the connection was lost in the middle of the answer');
    return Buffer.concat(chunks).toString('utf8');
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** Name and code only: Node's network errors carry addresses, never the token, but other objects hang on them. */
function networkProblem(error, timeoutMs) {
    if (error instanceof TimeOut)
        return `no answer within ${(0,format/* duration */.p0)(timeoutMs)}`;
    if (!(error instanceof Error))
        return 'the request failed';
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    return (0,text_0/* plain */.p)([code, error.message].filter((part) => part !== '').join(' '), 200);
}
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
    return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), retryBudgetMs);
}

;// CONCATENATED MODULE: ./setup/observe.js
/** What there is for one app: three requests, side by side. @throws Failure */
async function observe(api, app) {
    const [addons, attachments, config] = await Promise.all([api.addons(app), api.attachments(app), api.configVars(app)]);
    return { app, addons, attachments, config };
}

;// CONCATENATED MODULE: ./setup/steps.js






/**
 * Observed state + inputs → steps. Pure: everything that can be refused is refused here, before anything is written.
 * @throws Failure `addon-ambiguous`, `addon-missing`, `config-conflict`, `config-missing`
 */
function planSteps(observed, inputs) {
    const addon = chosen(observed, inputs);
    const sources = addon ? sourcesOf(addon, observed.config, inputs) : undefined;
    // Judged also while the writer's URL is not known yet: a wrong `reader` must not show after the add-on is paid for.
    readerOf(observed.config, inputs);
    const desired = desiredVars(sources, inputs);
    refuseOwned(desired, observed, addon, sources, inputs);
    const steps = [];
    const newPlan = addon && mustChangePlan(addon, inputs);
    if (!addon) {
        const plan = inputs.plan ?? defaultPlan;
        const attachment = attachmentFor(plan.service);
        steps.push({ action: 'create-addon', service: plan.service, plan: `${plan.service}:${plan.plan}`, attachment });
        steps.push({ action: 'wait-addon', why: 'until it is provisioned and its config var is there' });
    }
    else if (newPlan !== undefined) {
        steps.push({ action: 'change-plan', addon, plan: newPlan });
        steps.push({ action: 'wait-addon', addon, why: 'until the new plan is in place' });
    }
    else if (!sources || (addon.state !== undefined && addon.state !== 'provisioned')) {
        steps.push({ action: 'wait-addon', addon, why: 'until it is provisioned and its config var is there' });
    }
    const changes = changesOf(desired, observed.config);
    if (changes.length > 0)
        steps.push({ action: 'set-config', changes }, { action: 'wait-release' });
    return steps;
}
/** The one add-on that is meant, or undefined when there is none yet. @throws Failure */
function chosen(observed, inputs) {
    const choice = choose(observed, inputs);
    const { app } = observed;
    switch (choice.kind) {
        case 'found':
            return choice.addon;
        case 'none':
            return undefined;
        case 'ambiguous':
            throw (0,explanations/* failure */.V2)('addon-ambiguous', `${app} has ${choice.names.length} Redis add-ons: ${choice.names.join(', ')}.`, {
                remedy: `Say which one is meant with the addon input: ${choice.names.join(' or ')}.`,
            });
        case 'unknown': {
            const there = choice.names.length === 0 ? 'no add-on at all' : choice.names.join(', ');
            throw (0,explanations/* failure */.V2)('addon-missing', `${app} has no add-on or attachment named ${inputs.addon}; there is ${there}.`, {
                remedy: `Correct the addon input, or share the add-on with the app first: heroku addons:attach ${inputs.addon} --app ${app}.`,
            });
        }
    }
}
function mustChangePlan(addon, { plan, planMismatch }) {
    if (planMismatch !== 'change' || plan === undefined || addon.shared || addon.service !== plan.service)
        return undefined;
    const wanted = `${plan.service}:${plan.plan}`;
    return addon.plan === wanted ? undefined : wanted;
}
/** Heroku refuses to overwrite what an attachment owns; better to hear it before an add-on was made for it. */
function refuseOwned(desired, observed, addon, sources, inputs) {
    const owned = ownedNames(observed);
    const future = addon ? [] : [`${attachmentFor((inputs.plan ?? defaultPlan).service)}_URL`];
    const changes = sources ? new Set(changesOf(desired, observed.config).map(({ name }) => name)) : undefined;
    const taken = desired
        .map(({ name }) => name)
        .filter((name) => owned.has(name) || future.includes(name))
        // Before the URL is known, a name counts as written, unless the add-on itself will keep it.
        .filter((name) => (changes ? changes.has(name) : addon?.configVars.includes(name) !== true));
    if (taken.length === 0)
        return;
    const it = taken.length === 1 ? 'it' : 'them';
    throw (0,explanations/* failure */.V2)('config-conflict', `Heroku keeps ${taken.join(', ')} on ${observed.app} itself, for an add-on's attachment, and lets nobody else write ${it}.`, {
        remedy: `Choose another writer-prefix or reader-prefix, leave that field out of fields, or detach the attachment.`,
    });
}
/** @throws Failure `plan-not-found` with what there is instead */
function refuseUnknownPlan(plan, offers) {
    const offer = offers.find(({ name }) => name === plan);
    if (offer && !isRetired(offer))
        return;
    throw planNotFound(plan, offers, offer ? 'is retired' : 'does not exist');
}
function planNotFound(plan, offers, problem, error) {
    const list = onOffer(offers);
    return (0,explanations/* failure */.V2)('plan-not-found', `The plan ${plan} ${problem}.`, {
        ...(list.length === 0 ? {} : { remedy: `Set plan to one that Heroku offers now: ${list.join(', ')}.` }),
        ...(error ? { error } : {}),
    });
}
/** A step as people read it. */
function describe(step) {
    switch (step.action) {
        case 'create-addon':
            return planned(step.action, step.plan, `create a ${step.plan} add-on, attached as ${step.attachment}`);
        case 'change-plan':
            return planned(step.action, step.addon.name, `change its plan from ${step.addon.plan ?? 'unknown'} to ${step.plan}`);
        case 'wait-addon':
            return planned(step.action, step.addon?.name ?? 'the new add-on', `wait ${step.why}`);
        case 'set-config':
            return planned(step.action, (0,format/* plural */.LS)(step.changes.length, 'config var'), `set ${step.changes.map(({ name }) => name).join(', ')} in one release`);
        case 'wait-release':
            return planned(step.action, 'the release', 'wait until it has succeeded');
    }
}
function planned(action, target, detail) {
    return { action, target, done: false, detail };
}

;// CONCATENATED MODULE: ./setup/create.js









async function create(step, work, account) {
    const { app, api, log } = work;
    const order = { name: newName(app), plan: step.plan, attachment: step.attachment };
    log.info(`Creating ${step.plan} as ${order.name} …`);
    const asked = `asked Heroku for a ${step.plan} add-on named ${order.name}`;
    const started = (0,time/* now */.tB)();
    for (let tries = 1;; tries += 1) {
        const attempt = await api.tryCreateAddon(app, order).catch((error) => {
            unanswered(account, 'create-addon', asked);
            throw error;
        });
        if (attempt.kind === 'done') {
            adopted(attempt.value, true, work, account);
            return;
        }
        if (attempt.kind === 'passing')
            unanswered(account, 'create-addon', asked);
        // The add-on may be there all the same: made by a request whose answer was lost, or by another run at this moment.
        const doubtful = attempt.kind === 'passing' || attempt.failure.reason === 'confirmation-required' || tries > 1;
        if (!doubtful)
            throw await refusedCreation(attempt.failure, step, work);
        const observed = await look(work);
        const ours = observed.addons.find(({ name }) => name === order.name);
        const there = ours ?? observed.addons.find(({ id }) => id === chosenOrNone(observed, work.inputs)?.id);
        if (there) {
            adopted(there, ours !== undefined, work, account);
            return;
        }
        if (attempt.kind === 'final')
            throw await refusedCreation(attempt.failure, step, work);
        const leftMs = Math.min(retryBudgetMs - ((0,time/* now */.tB)() - started), work.deadline - (0,time/* now */.tB)());
        if (tries >= maxTries || leftMs <= 0)
            throw unsure(attempt.failure, order.name);
        await api.pause(attempt, tries, leftMs);
    }
}
function chosenOrNone(observed, inputs) {
    try {
        return chosen(observed, inputs);
    }
    catch {
        return undefined;
    }
}
function adopted(addon, created, { app, log }, account) {
    const { observed } = account;
    if (observed) {
        const others = observed.addons.filter(({ id }) => id !== addon.id);
        account.observed = { ...observed, addons: [...others, addon] };
    }
    account.created = created;
    account.addon = ownAddon(addon, []);
    const words = created
        ? `created ${addon.name} (${addon.plan})`
        : `another run had just created ${addon.name}; adopted it`;
    done(account, 'create-addon', words, addon.name);
    log.info(`${app}: ${words}.`);
}
/** Unique on all of Heroku, and telling whose it is. */
function newName(app) {
    const words = /^[0-9a-f]{8}-/.test(app) ? '' : `${app.slice(0, 24).replace(/-+$/, '')}-`;
    return `redis-${words}${(0,external_node_crypto_.randomBytes)(4).toString('hex')}`;
}
async function refusedCreation(refusal, step, work) {
    const wrongPlan = await aboutPlan(refusal, step.plan, work);
    if (wrongPlan)
        return wrongPlan;
    if (refusal.reason === 'confirmation-required') {
        return (0,explanations/* failure */.V2)('confirmation-required', `Heroku will not attach a new add-on to ${work.app} as ${step.attachment}: that name is taken by something else.`, {
            remedy: `Look at heroku addons --app ${work.app}: name the add-on with the addon input, or detach the ${step.attachment} attachment.`,
            error: refusal,
        });
    }
    return refusal;
}
/** Heroku words a retired plan in many ways: the live list tells whether it is the plan that was refused. */
async function aboutPlan(refusal, plan, { api }) {
    if (!['plan-not-found', 'provision-failed', 'plan-change-failed'].includes(refusal.reason))
        return undefined;
    const offers = await api.plans(serviceOf(plan)).catch(() => []);
    const isOffered = offers.some((offer) => offer.name === plan && !isRetired(offer));
    if (refusal.reason !== 'plan-not-found' && (isOffered || offers.length === 0))
        return undefined;
    return planNotFound(plan, offers, 'was refused by Heroku', refusal);
}
function unsure(last, name) {
    const { reason, what, cause } = last.explanation;
    return (0,explanations/* failure */.V2)(reason, `${what} Whether the add-on was created is not known; it is not in the app's list.`, {
        cause,
        remedy: `Run again: if ${name} appears meanwhile, it is adopted and nothing is created twice.`,
        error: last,
    });
}
async function look(work) {
    const observed = await observe(work.api, work.app);
    work.mask(observed.config);
    return observed;
}

;// CONCATENATED MODULE: ./setup/poll.js


const longestPollDelayMs = 5_000;
/** Quick at first, then every 5 s. */
function pollDelayMs(polls) {
    return [250, 500, 1_000, 2_000, 3_000][polls] ?? longestPollDelayMs;
}
/** Asks until there is an answer. @throws Failure `provision-timeout` telling what was still missing */
async function poll(what, work, ask, tooLate) {
    const started = (0,time/* now */.tB)();
    let told = started;
    for (let polls = 0;; polls += 1) {
        const answer = await ask();
        if ('ready' in answer)
            return answer.ready;
        const delayMs = pollDelayMs(polls);
        if ((0,time/* now */.tB)() + delayMs > work.deadline)
            throw tooLate(answer.waiting);
        if ((0,time/* now */.tB)() - told >= 5_000 || polls === 0) {
            told = (0,time/* now */.tB)();
            const since = polls === 0 ? '' : ` (${(0,format/* duration */.p0)((0,time/* now */.tB)() - started)})`;
            work.log.info(`Waiting for ${what}: ${answer.waiting}${since} …`);
        }
        await (0,time/* sleep */.yy)(delayMs, work.signal);
    }
}

;// CONCATENATED MODULE: ./setup/wait-addon.js







async function waitForAddon(work, account) {
    const { app, inputs } = work;
    const started = (0,time/* now */.tB)();
    const { addon } = account;
    if (!addon)
        return;
    const wantedPlan = addon.plan;
    const tooLate = (waiting) => (0,explanations/* failure */.V2)('provision-timeout', `${addon.name} was not ready after ${(0,format/* duration */.p0)(inputs.provisionTimeoutMs)}: ${waiting}.`);
    const provisioned = addon.shared
        ? addon
        : await poll(addon.name, work, async () => {
            const seen = await stillThere(addon, work);
            if (seen.state === 'provisioning')
                return { waiting: 'Heroku is provisioning it' };
            if (seen.state !== 'provisioned')
                throw gone(addon.name, `is ${seen.state}`);
            return seen.plan === wantedPlan ? { ready: seen } : { waiting: `its plan is still ${seen.plan}` };
        }, tooLate);
    account.addon = {
        ...addon,
        ...(provisioned.state === undefined ? {} : { state: provisioned.state }),
        configVars: [...new Set([...addon.configVars, ...provisioned.configVars])],
    };
    await waitForDataService(account.addon, work, account);
    const current = account.addon;
    await poll(`${addon.name}'s config var`, work, async () => {
        const config = await readConfig(work);
        remember(account, config);
        if (urlVarOf(current, config, inputs.addon) !== undefined)
            return { ready: true };
        // What somebody has removed would be waited for until the time is up.
        if (!current.shared)
            await stillThere(current, work);
        return { waiting: missingUrl(current, config) };
    }, (waiting) => holdsSomethingElse(current, account) ? (0,explanations/* failure */.V2)('config-missing', tooLate(waiting).message) : tooLate(waiting));
    if (current.shared)
        account.addon = await lookedAtAgain(current, work);
    done(account, 'wait-addon', `ready after ${(0,format/* duration */.p0)((0,time/* now */.tB)() - started)}`, addon.name);
    work.log.info(`${addon.name} of ${app} is ready after ${(0,format/* duration */.p0)((0,time/* now */.tB)() - started)}.`);
}
/** What was seen of another app's add-on before its URL was there is old by now. */
async function lookedAtAgain(addon, { api }) {
    // Not seen then, not seen now.
    if (addon.state === undefined)
        return addon;
    const { state: _, ...rest } = addon;
    const attempt = await api.foreignAddon(addon.id);
    return attempt.kind === 'done' ? { ...rest, state: attempt.value.state } : rest;
}
function missingUrl(addon, config) {
    const named = addon.configVars.filter((name) => config.has(name));
    if (named.length > 0)
        return `none of its config vars (${named.join(', ')}) holds a Redis URL`;
    return addon.configVars.length === 0 ? 'it has no config var yet' : `${addon.configVars.join(', ')} is not set yet`;
}
/** Its variables are set, and to no Redis URL: it is perhaps no Redis at all. */
function holdsSomethingElse(addon, { observed }) {
    return addon.configVars.some((name) => observed?.config.has(name));
}
async function stillThere(addon, { api, app }) {
    try {
        return await api.addon(app, addon.id);
    }
    catch (error) {
        if (error instanceof failure/* Failure */.H && error.reason === 'addon-missing')
            throw gone(addon.name, 'is gone', error);
        throw error;
    }
}
/** How long a 404 of the data service still means "not there yet". */
const unknownForMs = 30_000;
/** A bonus: where the data service does not answer, we go on without it and say so. */
async function waitForDataService(addon, work, account) {
    if (addon.service !== 'heroku-redis')
        return;
    const started = (0,time/* now */.tB)();
    let tries = 0;
    await poll(`Heroku's data service to finish ${addon.name}`, work, async () => {
        const attempt = await work.api.dataWait(addon.name);
        if (attempt.kind === 'done') {
            account.dataService = attempt.value;
            return attempt.value.waiting ? { waiting: attempt.value.message || 'still preparing' } : { ready: true };
        }
        if (attempt.kind === 'final' && attempt.status === 404 && (0,time/* now */.tB)() - started < unknownForMs) {
            if (!addon.shared)
                await stillThere(addon, work);
            return { waiting: 'not known there yet' };
        }
        tries += 1;
        // The time for the whole job must not run out on a bonus.
        const hasTime = (0,time/* now */.tB)() + longestPollDelayMs < work.deadline;
        if (attempt.kind === 'passing' && tries < 3 && hasTime)
            return { waiting: 'it did not answer' };
        note(account, work.log, `Heroku's data service was of no help, so we went on without it. ${attempt.failure.message}`);
        return { ready: false };
    }, (waiting) => (0,explanations/* failure */.V2)('provision-timeout', `Heroku's data service was not done with ${addon.name} after ${(0,format/* duration */.p0)(work.inputs.provisionTimeoutMs)}: ${waiting}.`));
}
function gone(name, how, error) {
    return (0,explanations/* failure */.V2)('provision-failed', `The add-on ${name} ${how} while we waited for it.`, error ? { error } : {});
}
async function readConfig(work) {
    const config = await work.api.configVars(work.app);
    work.mask(config);
    return config;
}

;// CONCATENATED MODULE: ./setup/set-config.js






/** More rounds than this mean that somebody else keeps writing the same variables. */
const maxRounds = 3;
async function setConfig(work, account) {
    const { api, app, inputs, log } = work;
    let written = [];
    for (let round = 1; round <= maxRounds + 1; round += 1) {
        const { observed, addon } = account;
        if (!observed || !addon)
            return;
        const sources = sourcesOf(addon, observed.config, inputs);
        if (!sources)
            throw gone(addon.name, 'lost its config var');
        account.sources = sources;
        const desired = desiredVars(sources, inputs);
        refuseOwned(desired, observed, addon, sources, inputs);
        const changes = changesOf(desired, observed.config);
        if (changes.length === 0) {
            const words = written.length === 0 ? 'nothing differed any more' : `set ${written.join(', ')}`;
            done(account, 'set-config', words, (0,format/* plural */.LS)(written.length, 'config var'));
            return;
        }
        if (round > maxRounds)
            break;
        const names = new Set(changes.map(({ name }) => name));
        const vars = new Map(desired.flatMap(({ name, value }) => (value && names.has(name) ? [[name, value]] : [])));
        log.info(`Setting ${[...names].join(', ')} …`);
        const config = await api.setConfigVars(app, vars).catch((error) => {
            if (leavesDoubt(error))
                unanswered(account, 'set-config', `asked Heroku to set ${[...names].join(', ')}`);
            throw error;
        });
        work.mask(config);
        // The answer is the full map: when the URL has moved meanwhile, the next round sees it.
        remember(account, config);
        written = [...new Set([...written, ...names])];
        account.changes = mergeChanges(account.changes, changes);
        account.changedConfigVars = written;
    }
    throw (0,explanations/* failure */.V2)('config-conflict', `Config vars of ${app} were changed by somebody else each time after we set them.`, {
        cause: 'Another workflow or script writes the same variables with other values.',
        remedy: 'Let only one of them write these variables, then run again.',
    });
}
/** First old value, last new value. */
function mergeChanges(before, now) {
    const rest = now.filter(({ name }) => !before.some((each) => each.name === name));
    const merged = before.map((each) => {
        const again = now.find(({ name }) => name === each.name);
        return again?.to === undefined ? each : { ...each, to: again.to };
    });
    return [...merged, ...rest];
}

;// CONCATENATED MODULE: ./setup/wait-release.js





async function waitForRelease(work, account) {
    if (account.changedConfigVars.length === 0) {
        done(account, 'wait-release', 'no release was needed');
        return;
    }
    const { api, app } = work;
    const started = (0,time/* now */.tB)();
    const newest = await api.releaseOf(app, account.changedConfigVars);
    if (!newest) {
        note(account, work.log, 'Heroku names no release for this app, so there was none to wait for.');
        return;
    }
    account.release = newest.version;
    let seen = newest;
    let first = true;
    await poll(`release v${newest.version}`, work, async () => {
        if (!first)
            seen = await api.release(app, newest.id);
        first = false;
        return seen.status === 'pending' ? { waiting: 'its release phase is running' } : { ready: true };
    }, () => (0,explanations/* failure */.V2)('provision-timeout', `Release v${newest.version} of ${app} was still pending after ${(0,format/* duration */.p0)((0,time/* now */.tB)() - started)}.`, {
        cause: 'The release phase command of the app takes longer than provision-timeout.',
        remedy: `Read heroku releases:output v${newest.version} --app ${app}; raise provision-timeout if the command needs the time.`,
    }));
    if (seen.status !== 'succeeded') {
        throw (0,explanations/* failure */.V2)('release-failed', `Release v${newest.version} of ${app}, which carries the new config vars, ended as ${seen.status}.`, {
            remedy: `The config vars are set, but the dynos still run the release before. Read heroku releases:output v${newest.version} --app ${app}, mend the release phase, and deploy again.`,
        });
    }
    done(account, 'wait-release', `v${newest.version} succeeded after ${(0,format/* duration */.p0)((0,time/* now */.tB)() - started)}`, `v${newest.version}`);
    work.log.info(`Release v${newest.version} succeeded.`);
}

;// CONCATENATED MODULE: ./setup/apply.js







/** Does the steps one after the other, and writes down in the account what was done. @throws Failure */
async function applySteps(steps, work, account) {
    for (const step of steps) {
        if (work.signal.aborted)
            throw (0,time/* cancelled */.KW)();
        switch (step.action) {
            case 'create-addon':
                await create(step, work, account);
                break;
            case 'change-plan':
                await changePlan(step.addon, step.plan, work, account);
                break;
            case 'wait-addon':
                await waitForAddon(work, account);
                break;
            case 'set-config':
                await setConfig(work, account);
                break;
            case 'wait-release':
                await waitForRelease(work, account);
                break;
        }
    }
}
async function changePlan(addon, plan, work, account) {
    work.log.info(`Changing ${addon.name} from ${addon.plan ?? 'an unknown plan'} to ${plan} …`);
    try {
        await work.api.changePlan(work.app, addon.id, plan);
    }
    catch (error) {
        if (leavesDoubt(error))
            unanswered(account, 'change-plan', `asked Heroku to change its plan to ${plan}`);
        // A first try whose answer was lost may have done it, and the second was refused for that.
        const refusal = asFailure(error);
        if (!(await hasPlan(addon, plan, refusal, work)))
            throw (await aboutPlan(refusal, plan, work)) ?? refusal;
    }
    account.addon = { ...addon, plan };
    done(account, 'change-plan', `changed its plan from ${addon.plan ?? 'unknown'} to ${plan}`);
}
async function hasPlan(addon, plan, refusal, { api, app }) {
    if (refusal.reason !== 'plan-change-failed')
        return false;
    const seen = await api.addon(app, addon.id).catch(() => undefined);
    return seen?.plan === plan;
}

;// CONCATENATED MODULE: ./app.js














/** One app from what is there to what is to be told of it. Never rejects: whatever goes wrong is part of the result. */
async function runApp(app, context) {
    const started = (0,time/* now */.tB)();
    const account = newAccount();
    let probe;
    let findings = [];
    let error;
    try {
        const work = { ...context, app };
        await context.log.phase(`${app}: looking at what is there`, () => app_look(work, account));
        if (context.inputs.mode === 'setup')
            await setUp(work, account, context);
        const endpoints = endpointsOf(account, context.inputs);
        const plans = readPlans(context, account);
        if (endpoints)
            probe = await context.log.phase(`${app}: testing both endpoints`, () => test(endpoints, work));
        await Promise.all([plans, askDataService(probe, work, account)]);
        if (context.signal.aborted)
            throw (0,time/* cancelled */.KW)();
        findings = judge(subjectOf(app, account, probe, context.inputs), context.inputs, context.docs);
        for (const told of findingLines(findings))
            context.log.info(told);
    }
    catch (thrown) {
        error = asFailure(thrown);
        for (const cause of (0,report_failed/* causeChain */.DD)(error))
            context.log.info(cause);
    }
    return resultOf(app, account, context.inputs, { probe, findings, error, durationMs: (0,time/* now */.tB)() - started });
}
async function app_look(work, account) {
    const { app, inputs, api, log } = work;
    // Loaded while Heroku answers, so that it costs no time; not sooner, for the requests would go out that much later.
    const loading = setTimeout(() => void __nccwpck_require__.e(/* import() */ 189).then(__nccwpck_require__.bind(__nccwpck_require__, 2189)), 20);
    const observed = await observe(api, app).finally(() => clearTimeout(loading));
    work.mask(observed.config);
    account.observed = observed;
    const addon = chosen(observed, inputs);
    if (!addon) {
        log.info(`${app} has no Redis add-on.`);
        return;
    }
    account.addon = addon.shared ? await withForeignFacts(addon, work, account) : addon;
    const sources = sourcesOf(addon, observed.config, inputs);
    if (sources)
        account.sources = sources;
    const { name, plan, state, shared } = account.addon;
    const url = urlVarOf(addon, observed.config, inputs.addon);
    log.info(`${app} has ${name} (${plan ?? 'plan not known'}, ${state ?? 'state not known'}${shared ? ', shared from another app' : ''}); ${url === undefined ? 'it has no URL yet' : `its URL is in ${url}`}.`);
}
/** Plan and state of another app's add-on, where the token may see them. */
async function withForeignFacts(addon, { api, log }, account) {
    const attempt = await api.foreignAddon(addon.id);
    if (attempt.kind !== 'done') {
        note(account, log, `Plan and state of ${addon.name} are not known: it belongs to another app. ${attempt.failure.message}`);
        return addon;
    }
    const { service, plan, state, price } = attempt.value;
    return { ...addon, service, plan, state, ...(price ? { price } : {}) };
}
async function setUp(work, account, { plansOf }) {
    const { app, inputs, log } = work;
    if (!account.observed)
        return;
    const steps = planSteps(account.observed, inputs);
    account.steps = steps.map(describe);
    if (steps.length === 0) {
        log.info(`${app}: nothing to do, everything is as it should be.`);
        return;
    }
    if (!inputs.dryRun) {
        await log.phase(`${app}: setting up`, () => applySteps(steps, work, account));
        return;
    }
    account.changes = steps.flatMap((step) => (step.action === 'set-config' ? step.changes : []));
    await log.phase(`${app}: what would be done (dry run)`, async () => {
        for (const { action, target, detail } of account.steps)
            log.info(`${action} ${target}: ${detail}`);
        for (const step of steps) {
            const plan = step.action === 'create-addon' || step.action === 'change-plan' ? step.plan : undefined;
            if (plan !== undefined)
                refuseUnknownPlan(plan, await plansOf(serviceOf(plan)));
        }
    });
}
/** `setup` tests what it has just written, `check` what the app's own variables name. */
function endpointsOf(account, inputs) {
    const { sources, observed } = account;
    if (inputs.mode === 'setup') {
        return sources ? { writer: sources.writer.endpoint, reader: sources.reader.endpoint } : undefined;
    }
    if (!observed)
        return undefined;
    const { config } = observed;
    const otherReader = sources?.reader ?? readerOf(config, inputs);
    const writer = endpointAsConfigured(inputs.writerPrefix, sources?.writer, config, inputs);
    const reader = endpointAsConfigured(inputs.readerPrefix, otherReader, config, inputs);
    return writer && reader ? { writer, reader } : undefined;
}
async function test({ writer, reader }, { inputs, signal, log }) {
    const { probe } = await __nccwpck_require__.e(/* import() */ 189).then(__nccwpck_require__.bind(__nccwpck_require__, 2189));
    const { connectTimeoutMs, commandTimeoutMs, samples, tlsVerify, replicationLag } = inputs;
    const facts = await probe({
        writer,
        reader,
        tlsVerify,
        connectTimeoutMs,
        commandTimeoutMs,
        // A lag over its limit is to be measured, not to be cut off as a time-out.
        lagTimeoutMs: Math.max(commandTimeoutMs, (replicationLag?.fail ?? 0) * 1.2),
        samples,
        writes: !inputs.dryRun,
        checks: wantedChecks(inputs),
        signal,
        log,
    });
    log.info(`writer ${endpointLine(facts.writer)}`);
    log.info(`reader ${endpointLine(facts.reader)}`);
    return facts;
}
function wantedChecks(inputs) {
    const off = checkIds.filter((id) => (id === 'latency' && !inputs.latency) ||
        (id === 'memory' && !inputs.memory) ||
        (id === 'connections' && !inputs.connections));
    return new Set(checkIds.filter((id) => !inputs.skipChecks.has(id) && !off.includes(id)));
}
/** For the plan check and the advice on its size. Never rejects: nobody fails because a price list was not to be had. */
async function readPlans({ inputs, plansOf, log }, account) {
    const service = account.addon?.service;
    if (service === undefined || inputs.skipChecks.has('plan'))
        return;
    try {
        account.plans = await plansOf(service);
    }
    catch (error) {
        const { reason, message } = asFailure(error);
        if (reason !== 'cancelled')
            note(account, log, `The plan list of ${service} could not be read. ${message}`);
    }
}
/** Only when the server cannot be reached: then Heroku may know why. */
async function askDataService(probe, { api }, account) {
    const { addon } = account;
    if (!probe || probe.writer.connect.ok || addon?.service !== 'heroku-redis')
        return;
    const attempt = await api.dataWait(addon.name);
    if (attempt.kind === 'done')
        account.dataService = attempt.value;
}

;// CONCATENATED MODULE: ./heroku/api.js


/** Lists are followed for this many pages; an account's app has a handful of add-ons. */
const maxPages = 20;
function herokuApi(http, hosts, log, 
/** On the clock of `now()`: no request is tried again beyond it. */
deadline) {
    const once = (call) => http.attempt(call, log, deadline);
    const insist = (call) => http.send(call, log, deadline);
    const get = (path, decode, extra = {}) => insist({ method: 'GET', url: hosts.apiUrl + path, fallback: 'heroku-unavailable', decode, ...extra });
    async function list(path, item) {
        const all = [];
        let range;
        for (let page = 0; page < maxPages; page += 1) {
            const decode = (json, headers) => ({
                part: asList(json, 'the list', item),
                next: headers['next-range'],
            });
            const { part, next } = await get(path, decode, range === undefined ? {} : { headers: { range } });
            all.push(...part);
            if (typeof next !== 'string' || next === '' || next === range)
                return all;
            range = next;
        }
        return all;
    }
    const inApp = (app, rest) => `/apps/${encodeURIComponent(app)}${rest}`;
    const send = (method, path, body, fallback, decode) => ({ method, url: hosts.apiUrl + path, body, fallback, decode });
    return {
        addons: (app) => list(inApp(app, '/addons'), addonOf),
        attachments: (app) => list(inApp(app, '/addon-attachments'), attachmentOf),
        configVars: (app) => get(inApp(app, '/config-vars'), configVarsOf),
        setConfigVars: (app, vars) => {
            const body = Object.fromEntries([...vars].map(([name, value]) => [name, value.reveal()]));
            return insist(send('PATCH', inApp(app, '/config-vars'), body, 'config-conflict', configVarsOf));
        },
        tryCreateAddon: (app, { name, plan, attachment }) => once(send('POST', inApp(app, '/addons'), { plan, name, attachment: { name: attachment } }, 'provision-failed', (json) => addonOf(json, 'the add-on'))),
        addon: (app, id) => get(inApp(app, `/addons/${encodeURIComponent(id)}`), (json) => addonOf(json, 'the add-on'), {
            fallback: 'addon-missing',
        }),
        foreignAddon: (id) => once({
            method: 'GET',
            url: `${hosts.apiUrl}/addons/${encodeURIComponent(id)}`,
            fallback: 'addon-missing',
            decode: (json) => addonOf(json, 'the add-on'),
        }),
        changePlan: (app, id, plan) => insist(send('PATCH', inApp(app, `/addons/${encodeURIComponent(id)}`), { plan }, 'plan-change-failed', (json) => addonOf(json, 'the add-on'))),
        releaseOf: async (app, configVars) => {
            const newest = await get(inApp(app, '/releases'), (json) => asList(json, 'the list of releases', releaseOf), {
                headers: { range: 'version ..; order=desc,max=10' },
            });
            // "Set REDIS_WRITER_HOST, … config vars"; meanwhile somebody else may have made a release.
            const words = new Set(configVars);
            return newest.find(({ description }) => description.split(/\W+/).some((word) => words.has(word))) ?? newest[0];
        },
        release: (app, id) => get(inApp(app, `/releases/${encodeURIComponent(id)}`), (json) => releaseOf(json, 'the release'), {
            fallback: 'release-failed',
        }),
        plans: (service) => list(`/addon-services/${encodeURIComponent(service)}/plans`, planOf),
        dataWait: (addon) => once({
            method: 'GET',
            url: `${hosts.dataUrl}/redis/v0/databases/${encodeURIComponent(addon)}/wait`,
            fallback: 'heroku-unavailable',
            decode: dataWaitOf,
        }),
        pause: (attempt, tries, mostMs) => http.pause(attempt, tries, mostMs, log),
    };
}
function api_named(value, path) {
    return asText(asObject(value, path).name, `${path}.name`);
}
function addonOf(json, path) {
    const addon = asObject(json, path);
    const plan = api_named(addon.plan, `${path}.plan`);
    const price = addon.billed_price;
    return {
        id: asText(addon.id, `${path}.id`),
        name: asText(addon.name, `${path}.name`),
        app: api_named(addon.app, `${path}.app`),
        service: api_named(addon.addon_service, `${path}.addon_service`),
        plan,
        state: asText(addon.state, `${path}.state`),
        configVars: asList(addon.config_vars, `${path}.config_vars`, asText),
        ...(typeof price === 'object' && price !== null ? { price: priceOf(price, `${path}.billed_price`) } : {}),
    };
}
function priceOf(json, path) {
    const price = asObject(json, path);
    return { cents: asNumber(price.cents, `${path}.cents`), unit: textOr(price.unit, 'month') };
}
function attachmentOf(json, path) {
    const attachment = asObject(json, path);
    const addon = asObject(attachment.addon, `${path}.addon`);
    return {
        name: asText(attachment.name, `${path}.name`),
        app: api_named(attachment.app, `${path}.app`),
        addon: {
            id: asText(addon.id, `${path}.addon.id`),
            name: asText(addon.name, `${path}.addon.name`),
            app: api_named(addon.app, `${path}.addon.app`),
        },
    };
}
function configVarsOf(json) {
    const vars = new Map();
    for (const [name, value] of Object.entries(asObject(json, 'config vars'))) {
        // A value that is no text would be one we cannot compare: better to stop than to overwrite it.
        vars.set(name, new secret/* Secret */.z(asText(value, `config var ${name}`)));
    }
    return vars;
}
function releaseOf(json, path) {
    const release = asObject(json, path);
    return {
        id: asText(release.id, `${path}.id`),
        version: asNumber(release.version, `${path}.version`),
        status: asText(release.status, `${path}.status`),
        description: textOr(release.description, ''),
    };
}
function planOf(json, path) {
    const plan = asObject(json, path);
    const price = asObject(plan.price ?? {}, `${path}.price`);
    return {
        name: asText(plan.name, `${path}.name`),
        description: textOr(plan.description, ''),
        cents: typeof price.cents === 'number' ? price.cents : 0,
        unit: textOr(price.unit, 'month'),
        state: textOr(plan.state, ''),
        insidePrivateSpace: plan.installable_inside_private_network === true,
        outsidePrivateSpace: plan.installable_outside_private_network === true,
    };
}
function dataWaitOf(json) {
    const wait = asObject(json, 'the answer');
    const waiting = wait['waiting?'];
    if (typeof waiting !== 'boolean')
        throw new ShapeError('waiting? is not true or false');
    return { waiting, message: textOr(wait.message, '') };
}

// EXTERNAL MODULE: ./heroku/token.js
var heroku_token = __nccwpck_require__(9415);
;// CONCATENATED MODULE: ./pool.js
/**
 * Runs `work` for every item, at most `limit` at the same time; results come in the order of the items.
 * `work` should not reject: one rejection rejects all.
 */
async function eachAtMost(items, limit, work) {
    const results = [];
    // One iterator for all workers: whoever is free takes the next item.
    const queue = items.entries();
    const worker = async () => {
        for (const [index, item] of queue)
            results[index] = await work(item);
    };
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
    return results;
}

// EXTERNAL MODULE: ./report/docs.js
var report_docs = __nccwpck_require__(5265);
// EXTERNAL MODULE: ./report/escape.js
var report_escape = __nccwpck_require__(3277);
;// CONCATENATED MODULE: ./report/log.js


const monotonic = () => performance.now();
/** The log of a single app, live. */
function createLog(runner, clock = monotonic) {
    let open = 0;
    return {
        info: (line) => {
            runner.line((0,report_escape/* logLine */.BP)(line));
        },
        debug: (line) => {
            if (runner.debugging)
                runner.line(debugCommand(line));
        },
        phase: async (title, work) => {
            const start = clock();
            // The runner ends the outer group when an inner one begins: an inner phase is a heading instead.
            if (open++ === 0)
                runner.startGroup((0,report_escape/* logLine */.BP)(title));
            else
                runner.line((0,report_escape/* logLine */.BP)(title));
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
/** Past this many lines of one app its middle is left out: a fleet must not fill the memory. */
const longest = 2_000;
function createFleetLog(runner, app, clock = monotonic) {
    const start = clock();
    const lines = [];
    let left = 0;
    let depth = 0;
    let closed = false;
    const keep = (line) => {
        if (closed)
            runner.line(line);
        else if (lines.length < longest)
            lines.push(line);
        else
            left++;
    };
    const indent = (line) => '  '.repeat(depth) + (0,report_escape/* logLine */.BP)(line);
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
            runner.startGroup((0,report_escape/* logLine */.BP)(`${app}: ${verdict}`));
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
/** Tells how far a fleet is, at most about twenty times however large it is. */
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
const debugCommand = (line) => `::debug::${(0,report_escape/* logLine */.BP)(line).replaceAll('%', '%25')}`;

;// CONCATENATED MODULE: ./report/masking.js

/** Shorter text is no secret worth the name, and masking it would tear holes into every log line and output. */
const shortest = 6;
/** Values that stand in every Redis URL or are nobody's secret. */
const publicWords = ['default', 'redis', 'rediss', 'localhost', '127.0.0.1'];
/** Masks the token, and each of its lines. */
function maskToken(runner, token) {
    register(runner, variants(token.reveal()), publicWords);
}
/**
 * Masks a password as it is, percent-encoded, percent-decoded, and together with its user name. `known` are values
 * that must stay readable: hosts, ports, app names.
 */
function maskPassword(runner, password, username = 'default', known = []) {
    if (password.equals(''))
        return;
    const forms = variants(password.reveal());
    const pairs = forms.flatMap((form) => [...new Set([username, 'default'])].map((user) => `${user}:${form}`));
    register(runner, [...forms, ...pairs], [...publicWords, ...known]);
}
/** Masks a Redis URL and whatever in it is secret; a masked URL alone does not mask the password inside it. */
function maskRedisUrl(runner, url, known = []) {
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
        const hosts = [rest, ...rest.split(/[:/?#]/)];
        const serialized = URL.canParse(whole) ? [new URL(whole).href] : [];
        register(runner, [whole, decoded(whole), ...serialized, userinfo, decoded(userinfo)], [...hosts, ...publicWords]);
        const username = colon < 0 ? 'default' : decoded(userinfo.slice(0, colon));
        maskPassword(runner, new secret/* Secret */.z(password), username, [...hosts, ...known]);
    }
}
function variants(value) {
    const plain = [value, value.trim(), decoded(value)];
    const encoded = plain.flatMap((form) => {
        const component = encodeURIComponent(form.toWellFormed());
        // `!'()*` are left alone by encodeURIComponent and encoded by others; the case of the hex digits differs, too.
        const strict = component.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
        return [component, strict, strict.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())];
    });
    return [...plain, ...encoded];
}
function decoded(value) {
    try {
        return decodeURIComponent(value);
    }
    catch {
        return value;
    }
}
function register(runner, values, known) {
    // A log is lines. Given a value of several, the runner masks each of them, however short.
    const lines = values.flatMap((value) => value.split(/[\r\n]+/));
    for (const value of new Set(lines)) {
        if (value.trim().length >= shortest && !known.includes(value))
            runner.mask(value);
    }
}

// EXTERNAL MODULE: ./report/verdict.js
var verdict = __nccwpck_require__(6013);
;// CONCATENATED MODULE: ./report/annotations.js





/** GitHub shows ten of a kind for each step and drops the rest silently: one is left for the line of `setFailed`. */
const mostOfAKind = 9;
const annotations_longest = 4_096;
const longestTitle = 200;
/** One for each error and each failed or warning check, at most nine of a kind; for a fleet each app's worst first. */
function annotations(result, context) {
    const ranked = interleaved(result.apps.map((app) => ofApp(app, context)));
    return ['error', 'warning'].flatMap((kind) => {
        const all = ranked.filter((annotation) => annotation.kind === kind);
        if (all.length <= mostOfAKind)
            return all;
        const shown = all.slice(0, mostOfAKind - 1);
        const rest = all.length - shown.length;
        return [...shown, annotation(context, kind, 'And more', `And ${(0,format/* plural */.LS)(rest, `more ${kind}`)}, see the summary.`)];
    });
}
function ofApp(app, context) {
    const name = app.report.app;
    const { error } = app.report;
    const errors = error
        ? [
            annotation(context, 'error', `${name}: ${explanations/* titles */.YC[error.reason]}`, sentences([error.what, error.cause, error.remedy], (0,report_docs/* docsLink */._)(context.docs, error.reason))),
        ]
        : [];
    const findings = ['fail', 'warn'].flatMap((status) => app.findings
        .filter((finding) => finding.status === status)
        .map((finding) => {
        const on = finding.target === 'app' ? '' : ` (${finding.target})`;
        const docs = finding.docs ?? (finding.reason === undefined ? '' : (0,report_docs/* docsLink */._)(context.docs, finding.reason));
        return annotation(context, status === 'fail' ? 'error' : 'warning', `${name}: ${finding.id}${on}`, sentences([finding.message, finding.hint ?? ''], docs));
    }));
    return [...errors, ...findings];
}
function annotation({ workflowFile }, kind, title, message) {
    return {
        kind,
        title: (0,text_0/* oneLine */.T)(title, longestTitle),
        message: (0,text_0/* oneLine */.T)(message, annotations_longest),
        ...(workflowFile !== undefined && { file: workflowFile }),
    };
}
function sentences(parts, docs) {
    // Backticks are not rendered here.
    const said = parts.map((part) => (0,text_0/* oneLine */.T)((0,verdict/* sentence */.em)(part), 1_000).replaceAll('`', '')).filter((part) => part !== '');
    return [...said, ...(docs === '' ? [] : [`Read on: ${docs}`])].join(' ');
}
/** The first of each, then the second of each, …: no app hides another. */
function interleaved(lists) {
    const longestList = Math.max(0, ...lists.map(({ length }) => length));
    return Array.from({ length: longestList }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}
/** The workflow's path in the repository, from GITHUB_WORKFLOW_REF (`owner/name/.github/workflows/ci.yml@refs/heads/main`). */
function workflowFile(env) {
    const { GITHUB_WORKFLOW_REF: ref = '', GITHUB_REPOSITORY: repository = '' } = env;
    // A workflow that lives in another repository has no file to point at in this one.
    if (repository === '' || !ref.startsWith(`${repository}/`))
        return undefined;
    return /^(\.github\/workflows\/[\w .+-]{1,200}\.ya?ml)@/.exec(ref.slice(repository.length + 1))?.[1];
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
;// CONCATENATED MODULE: ./report/junit.js


/** JUnit XML: a test suite for each app, a test case for each check, so that every test reporter can show it. */
function renderJunit(result) {
    const suites = result.apps.map((app) => suite(app, result.report));
    const total = (pick) => String(result.apps.reduce((sum, app) => sum + pick(app), 0));
    const head = attributes({
        name: 'heroku-redis',
        tests: total(({ report }) => cases(report)),
        failures: total(({ report }) => having(report.checks, 'fail')),
        errors: total(({ report }) => Number(report.error !== undefined)),
        skipped: total(({ report }) => having(report.checks, 'skip')),
        time: seconds(result.report.durationMs),
    });
    return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${head}>`, ...suites, '</testsuites>', ''].join('\n');
}
function renderJson(report) {
    return `${JSON.stringify(report, null, 2)}\n`;
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
    const error = app.error;
    const job = error
        ? testcase(app.app, 'job', [
            `      <error${attributes({ type: error.reason, message: error.what })}>${(0,report_escape/* xml */._n)([error.cause, error.remedy].map(verdict/* sentence */.em).join(' '))}</error>`,
        ])
        : [];
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
function testcase(app, name, body) {
    return [
        `    <testcase${attributes({ classname: `heroku-redis.${app}`, name, time: '0' })}>`,
        ...body,
        '    </testcase>',
    ];
}
function outcome(check) {
    const more = [
        (0,verdict/* sentence */.em)(check.hint ?? ''),
        check.value === undefined
            ? ''
            : `Measured ${check.value}${check.threshold === undefined ? '' : `, limit ${check.threshold}`}.`,
        check.docs === undefined ? '' : `Read on: ${check.docs}`,
    ]
        .filter((part) => part !== '')
        .join(' ');
    const element = {
        fail: `<failure${attributes({ type: check.id, message: check.message })}>${(0,report_escape/* xml */._n)(more)}</failure>`,
        warn: `<system-out>${(0,report_escape/* xml */._n)(`Warning: ${(0,verdict/* sentence */.em)(check.message)} ${more}`)}</system-out>`,
        skip: `<skipped${attributes({ message: check.message })}/>`,
        pass: `<system-out>${(0,report_escape/* xml */._n)(check.message)}</system-out>`,
    };
    return [`      ${element[check.status]}`];
}
const cases = (app) => app.checks.length + Number(app.error !== undefined);
const having = (checks, status) => checks.filter((check) => check.status === status).length;
const seconds = (ms) => (ms / 1_000).toFixed(3);
function attributes(values) {
    return Object.entries(values)
        .map(([name, value]) => ` ${name}="${(0,report_escape/* xml */._n)(value)}"`)
        .join('');
}

;// CONCATENATED MODULE: ./report/files.js





/**
 * Writes every report file, each whole or not at all; folders are made. Throws `input-invalid` when one cannot be
 * written, after the others were.
 */
async function writeReportFiles(files, result, workspace = process.env['GITHUB_WORKSPACE'] ?? process.cwd()) {
    const failures = [];
    for (const file of files) {
        const content = file.format === 'json' ? renderJson(result.report) : renderJunit(result);
        await writeInside(workspace, file.path, content).catch((error) => {
            failures.push(unwritable((0,external_node_path_namespaceObject.relative)(workspace, file.path), error));
        });
    }
    if (failures[0])
        throw failures[0];
}
async function writeInside(workspace, path, content) {
    const root = await (0,promises_.realpath)(workspace);
    // A pull request can commit a symlink: what is there already is resolved before anything is made in it.
    inside(root, await (0,promises_.realpath)(await existing((0,external_node_path_namespaceObject.dirname)(path))));
    await (0,promises_.mkdir)((0,external_node_path_namespaceObject.dirname)(path), { recursive: true });
    const folder = inside(root, await (0,promises_.realpath)((0,external_node_path_namespaceObject.dirname)(path)));
    const temporary = (0,external_node_path_namespaceObject.join)(folder, `.${(0,external_node_path_namespaceObject.basename)(path)}.${(0,external_node_crypto_.randomUUID)()}`);
    try {
        await (0,promises_.writeFile)(temporary, content, { flag: 'wx' });
        // Replaces a symlink of that name and does not follow it.
        await (0,promises_.rename)(temporary, (0,external_node_path_namespaceObject.join)(folder, (0,external_node_path_namespaceObject.basename)(path)));
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
function unwritable(name, error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === '' && error instanceof Error ? error.message : code;
    return (0,explanations/* failure */.V2)('input-invalid', `The report file "${name}" could not be written: ${why}.`, {
        cause: 'The path is a folder, a symlink out of the workspace, or on a disk that is full or read-only.',
        remedy: 'Point `report-file` at a path inside the workspace that can be written.',
        error,
    });
}

;// CONCATENATED MODULE: ./report/outputs.js

/** GitHub allows 1 MiB for all outputs of a job, counted as UTF-16: 524,288 units for `report`, `checks` and other steps. */
const reportBudget = 350_000;
const checksBudget = 100_000;
/** Every output of the contract, in its order. With several apps those of a single app are empty: `report` holds each. */
function outputs(result) {
    const { report } = result;
    const only = report.apps.length === 1 ? report.apps[0] : undefined;
    const { writer, reader, replication } = only ?? {};
    return new Map([
        ['status', report.status],
        ['failure-reason', report.failureReason],
        ['changed', String(report.apps.some((app) => (0,verdict/* changesMade */.$W)(app).length > 0))],
        ['created', String(report.apps.some((app) => app.addon?.created === true))],
        ['addon', only?.addon?.name ?? ''],
        ['plan', only?.addon?.plan ?? ''],
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
        ['checks', only ? JSON.stringify(fittedChecks(only.checks, checksBudget)) : ''],
        ['report', JSON.stringify(fitted(report, reportBudget))],
    ]);
}
const number = (value) => (value === undefined ? '' : String(value));
/**
 * The report within `budget` UTF-16 units: whole when it fits, else with ever less detail, that of healthy apps first,
 * and with `shortened` set. Every app and its verdict stay.
 */
function fitted(report, budget) {
    const shorter = [
        (app) => app,
        (app) => (app.status === 'pass' ? { ...app, checks: [] } : app),
        (app) => (app.status === 'pass' ? bare(app) : { ...app, checks: app.checks.filter(notable) }),
        (app) => (app.status === 'fail' ? { ...slim(app), checks: app.checks.filter(failing).slice(0, 1) } : bare(app)),
    ];
    for (const [level, shorten] of shorter.entries()) {
        const apps = report.apps.map(shorten);
        const candidate = level === 0 ? report : { ...report, shortened: true, apps };
        if (JSON.stringify(candidate).length <= budget)
            return candidate;
    }
    // Thousands of apps: their names alone are too much. The verdict over all of them stays right.
    const apps = report.apps.map(bare);
    while (apps.length > 0 && JSON.stringify(apps).length > budget - 1_000)
        apps.length = Math.floor(apps.length / 2);
    return { ...report, shortened: true, apps };
}
/** All checks, or when those are too much the ones that warn or fail, as many as fit. */
function fittedChecks(checks, budget) {
    if (JSON.stringify(checks).length <= budget)
        return checks;
    let left = budget - 2;
    return checks.filter(notable).filter((check) => (left -= JSON.stringify(check).length + 1) >= 0);
}
const notable = ({ status }) => status === 'fail' || status === 'warn';
const failing = ({ status }) => status === 'fail';
function bare({ app, status, failureReason }) {
    return { app, status, failureReason, steps: [], changedConfigVars: [], checks: [] };
}
function slim(app) {
    const { writer, reader, ...rest } = app;
    return { ...rest, ...(writer && { writer: where(writer) }), ...(reader && { reader: where(reader) }) };
}
function where({ host, port, tls, role }) {
    return { host, port, tls, role, timings: {} };
}

;// CONCATENATED MODULE: ./report/markdown.js
/** The pieces that a job summary is made of. What goes in is Markdown already escaped. */
const icons = { pass: '✅', warn: '⚠️', fail: '❌', skip: '➖' };
/** Foreign sentences are cut here, so that no table grows without bound. */
const markdown_longest = 500;
/** Rows past this many are counted instead of shown. */
const most = 200;
/** A GitHub Markdown table, one row for each item; empty without items. */
function markdown_table(head, items, row) {
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
/** A folded part; the blank lines make GitHub read Markdown inside. */
function folded(title, body) {
    return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
/** Only an address made by `docsLink` becomes a link; a relative one leads nowhere from a summary. */
function markdown_link(title, url) {
    return /^https:\/\/[\w./:#-]+$/.test(url) ? `[${title}](${url})` : '';
}

;// CONCATENATED MODULE: ./report/advice.js


/** Reasons that more memory or more connections cure. */
const tooSmall = new Set([
    'memory',
    'eviction',
    'connections',
    'redis-out-of-memory',
    'redis-too-many-clients',
]);
/** Below this use of both memory and connections a smaller plan is worth a thought. */
const roomyPercent = 20;
/**
 * What to know and do about the plan, sentences of plain text with `code`: the plan in use, its price, the limits that
 * the server itself named, and the next plan up or down of the live list when the measurements call for one.
 */
function advice(app) {
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
        (cost ? `, ${(0,format/* price */.q9)(cost.cents, cost.unit)}` : '') +
        (limits.length > 0 ? `; its limits as the server tells them: ${limits.join(' and ')}` : '');
    return [`${inUse}.`, ...change(app, current, offers)];
}
function change(app, current, offers) {
    if (!current)
        return [];
    const { writer } = app.report;
    const reasons = app.findings.flatMap(({ reason }) => (reason !== undefined && tooSmall.has(reason) ? [reason] : []));
    if (reasons.length > 0) {
        const up = neighbour(current, offers, 'up');
        return up
            ? [
                `The next plan up is \`${up.name}\`, ${(0,format/* price */.q9)(up.cents, up.unit)}: set \`plan\` to it, with \`plan-mismatch: change\`.`,
            ]
            : ['There is no larger plan of its kind in Heroku’s list.'];
    }
    const memory = writer?.memory?.percent;
    const connections = writer?.connections?.percent;
    if (memory === undefined || connections === undefined || Math.max(memory, connections) > roomyPercent)
        return [];
    const down = neighbour(current, offers, 'down');
    return down
        ? [
            `Memory (${(0,format/* percent */.KN)(memory)}) and connections (${(0,format/* percent */.KN)(connections)}) are little used at this moment. If that is so at peak, ` +
                `too, the next plan down is \`${down.name}\`, ${(0,format/* price */.q9)(down.cents, down.unit)}.`,
        ]
        : [];
}
/** The nearest plan by price that is on offer, of the same family (`premium-`, `private-`, …) where there is one. */
function neighbour(current, offers, direction) {
    const sign = direction === 'up' ? 1 : -1;
    const others = offers
        .filter((offer) => sign * (offer.cents - current.cents) > 0 &&
        !isRetired(offer) &&
        offer.insidePrivateSpace === current.insidePrivateSpace &&
        offer.outsidePrivateSpace === current.outsidePrivateSpace)
        .toSorted((a, b) => sign * (a.cents - b.cents));
    const sameFamily = others.find((offer) => family(offer) === family(current));
    // Downwards another family means losing something, such as high availability: not ours to suggest.
    return sameFamily ?? (direction === 'up' ? others[0] : undefined);
}
/** `heroku-redis:premium-0` → `heroku-redis:premium`. */
const family = ({ name }) => name.replace(/-?\d+$/, '');

;// CONCATENATED MODULE: ./report/summary-checks.js


/** What each check found, with value and threshold. */
function summary_checks_checks(results) {
    return markdown_table(['Check', 'Finding', 'Measured'], merged(results), row);
}
function row({ names, check }) {
    const { id, status, message, value, threshold, hint, docs } = check;
    const bad = status === 'fail' || status === 'warn';
    const linked = (bad && docs !== undefined && markdown_link(id, docs)) || id;
    const said = [(0,report_escape/* prose */.CS)(message, markdown_longest), ...(bad && hint !== undefined ? [(0,report_escape/* prose */.CS)(hint, markdown_longest)] : [])];
    const measured = [
        ...(value === undefined ? [] : [(0,report_escape/* text */.Qq)(value, 100)]),
        ...(threshold === undefined ? [] : [`<sub>limit ${(0,report_escape/* text */.Qq)(threshold, 100)}</sub>`]),
    ];
    // The icon beside the name, not in a column of its own: so the table fits a phone.
    const named = `${icons[status]} ${names.join('<br>').replace(id, linked)}`;
    return [named, said.join('<br>'), measured.join('<br>')];
}
/** One row for writer and reader where both say the same, and one for all checks skipped for the same reason. */
function merged(results) {
    const groups = Map.groupBy(results, ({ id, status, message, value, threshold, hint }) => JSON.stringify(status === 'skip' ? [status, message] : [id, status, message, value, threshold, hint]));
    return [...groups.values()].flatMap((group) => {
        const targets = Map.groupBy(group, ({ id }) => id);
        const names = [...targets].map(([id, same]) => {
            const on = same.map(({ target }) => target).filter((target) => target !== 'app' && target !== 'pair');
            return on.length === 0 ? id : `${id}, ${on.join(' and ')}`;
        });
        return group[0] ? [{ names, check: group[0] }] : [];
    });
}

;// CONCATENATED MODULE: ./report/summary-endpoints.js





/** Writer and reader side by side. */
function endpoints({ report: { writer, reader, replication } }) {
    if (!writer || !reader)
        return '';
    const row = (title, cell) => {
        const cells = [cell(writer), cell(reader)];
        return cells.every((each) => each === '') ? [] : [[title, ...cells.map((each) => each || '–')]];
    };
    const role = replication?.readerRole;
    const lag = replication?.lagMs;
    const rows = [
        ...row('Where', ({ host, port }) => (0,report_escape/* code */.aY)(`${host}:${String(port)}`, 300)),
        ...row('Role', (endpoint) => endpoint === reader && role === 'same-server' ? 'the writer’s own server' : endpoint.role),
        ...row('Encryption', encryption),
        ...row('Server', ({ server, version }) => server === undefined ? '' : (0,report_escape/* text */.Qq)(`${{ redis: 'Redis', valkey: 'Valkey' }[server]} ${version ?? ''}`, 60)),
        ...row('Connect', summary_endpoints_connect),
        ...row('Latency p50 / p95', ({ latencyMs }) => latencyMs ? `${(0,format/* duration */.p0)(latencyMs.p50)} / ${(0,format/* duration */.p0)(latencyMs.p95)}` : ''),
        ...(lag ? [['Replication lag', '–', `${(0,format/* duration */.p0)(lag.p50)} (${(0,format/* duration */.p0)(lag.min)} to ${(0,format/* duration */.p0)(lag.max)})`]] : []),
        ...row('Memory', ({ memory }) => (memory ? use(memory, format/* bytes */.ee) : '')),
        ...row('Connections', ({ connections }) => (connections ? use(connections, format/* count */.U9) : '')),
    ];
    return [
        markdown_table(['', 'Writer', 'Reader'], rows, (cells) => cells),
        ...(replication ? [`**Reader:** ${(0,report_escape/* prose */.CS)((0,verdict/* sentence */.em)(replication.proof), markdown_longest)}`] : []),
        fingerprints(writer, reader),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
function encryption({ tls, certificate }) {
    if (!tls)
        return 'none';
    if (!certificate)
        return 'TLS';
    const trust = certificate.selfSigned ? ', self-signed' : '';
    return `TLS${trust}, until ${(0,report_escape/* text */.Qq)(certificate.validTo.slice(0, 10))}`;
}
function summary_endpoints_connect({ timings }) {
    const took = totalMs(timings);
    return took === undefined ? '' : (0,format/* duration */.p0)(took);
}
function use({ used, max, percent: share }, unit) {
    return share === undefined ? `${unit(used)}, no limit` : `${unit(used)} of ${unit(max)} (${(0,format/* percent */.KN)(share)})`;
}
/** In full and outside the table, to be copied into `tls-verify`. */
function fingerprints(writer, reader) {
    const all = [writer, reader].flatMap(({ certificate }) => (certificate ? [certificate.sha256] : []));
    const unique = [...new Set(all)].map((sha256) => (0,report_escape/* code */.aY)(`sha256:${sha256}`, 100));
    return unique.length === 0 ? '' : `Certificate, to pin with ${(0,report_escape/* code */.aY)('tls-verify')}: ${unique.join(' ')}`;
}

;// CONCATENATED MODULE: ./report/pictures.js


/** Mermaid sources, in a fence; the same is always said in text before them. */
const fenced = (lines) => ['```mermaid', ...lines, '```'].join('\n');
const quoted = (...lines) => `"${lines.map((line) => (0,report_escape/* label */.Pf)(line)).join('<br/>')}"`;
/** Writer, reader and the link between them. */
function topology({ writer, reader, replication }) {
    if (!writer || !reader || !replication)
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
const unproven = {
    primary: 'no link: two primaries',
    stranger: 'no link: replica of another server',
    unknown: 'link unknown',
};
function software({ server, version }) {
    return server === undefined ? 'not seen' : `${{ redis: 'Redis', valkey: 'Valkey' }[server]} ${version ?? ''}`;
}
const reach = (what, { latencyMs }) => latencyMs ? `${what}, PING ${(0,format/* duration */.p0)(latencyMs.p50)}` : what;
/** How the round trips of one endpoint are spread: a bar chart of how many took how long. */
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

;// CONCATENATED MODULE: ./report/summary-pictures.js



/** How long round trips took: figures first, then charts. */
function summary_pictures_latency({ latency, report }, mermaid) {
    const sides = ['writer', 'reader'].flatMap((side) => {
        const figures = report[side]?.latencyMs;
        return figures ? [{ side, figures, values: latency[side] ?? [] }] : [];
    });
    if (sides.length === 0)
        return '';
    const figures = markdown_table(['', 'p50', 'p95', 'p99', 'max', 'samples'], sides, ({ side, figures }) => {
        const { p50, p95, p99, max, samples } = figures;
        return [side, ...[p50, p95, p99, max].map(format/* duration */.p0), (0,format/* count */.U9)(samples)];
    });
    const charts = mermaid
        ? sides
            // One server, measured twice, needs one chart.
            .filter(({ side, values }) => values.length > 1 && (side === 'writer' || !report.reader?.sameServerAs))
            .map(({ side, values }) => distribution(`PING round trips of the ${side}`, values))
        : [];
    return folded('Latency distribution', ['PING round trips on a warm connection, measured from where this job runs.', figures, ...charts].join('\n\n'));
}
/** Writer, reader and the link between them: a sentence first, then a picture. */
function picture({ report }, mermaid) {
    const drawn = topology(report);
    if (drawn === '' || !mermaid || !report.replication)
        return '';
    return folded('Picture of writer and reader', `${told[report.replication.readerRole]}\n\n${drawn}`);
}
const told = {
    replica: 'The reader is a proven replica of the writer.',
    'same-server': 'Writer and reader are one and the same server: this is what Heroku gives with one add-on.',
    primary: 'The reader is a second primary: it never sees what the writer writes.',
    stranger: 'The reader is a replica of another server: it never sees what the writer writes.',
    unknown: 'How the reader relates to the writer could not be proven.',
};

;// CONCATENATED MODULE: ./report/summary-steps.js


const actions = {
    'create-addon': 'Create add-on',
    'change-plan': 'Change plan',
    'wait-addon': 'Wait for add-on',
    'set-config': 'Set config vars',
    'wait-release': 'Wait for release',
};
/** The steps, and the config vars old → new where their values are harmless. */
function doings(app, { report }) {
    const { steps } = app.report;
    if (steps.length === 0) {
        return app.report.error ? 'Nothing.' : 'Nothing: the add-on and its config vars are as they should be.';
    }
    const state = (done) => (report.dryRun ? '📝' : done ? '✅' : '➖ not done');
    const written = report.dryRun || app.report.changedConfigVars.length > 0;
    const vars = varTable(app.changes);
    const parts = [
        markdown_table(['', 'Step', 'On', 'Detail'], steps, ({ action, target, done, detail }) => [
            state(done),
            actions[action],
            (0,report_escape/* code */.aY)(target, 200),
            (0,report_escape/* prose */.CS)(detail, markdown_longest),
        ]),
        vars === '' || written ? '' : '**These config vars were not written:**',
        vars,
    ];
    return parts.filter((part) => part !== '').join('\n\n');
}
function varTable(changes) {
    const shown = (value) => (value === undefined ? '<em>not shown</em>' : (0,report_escape/* code */.aY)(value, 200));
    return markdown_table(['Config var', 'Before', 'After'], changes, ({ name, kind, from, to, pending }) => [
        (0,report_escape/* code */.aY)(name, 200),
        kind === 'add' ? '–' : shown(from),
        pending === true ? '<em>from the add-on’s URL</em>' : shown(to),
    ]);
}

;// CONCATENATED MODULE: ./report/summary-app.js










/** What is told of one app, the most important part first; `level` is that of its headings. */
function appParts(app, run, context, level = 3) {
    const heading = (title) => `${'#'.repeat(level)} ${title}`;
    const section = (title, body) => (body === '' ? '' : `${heading(title)}\n\n${body}`);
    const { report } = run;
    const mermaid = context.canShowMermaid ?? true;
    return [
        facts(app, run),
        explanation(app, context),
        report.mode === 'check' ? '' : section(report.dryRun ? 'What would be done' : 'What was done', doings(app, run)),
        section('Endpoints', endpoints(app)),
        section('Checks', summary_checks_checks(app.report.checks)),
        section('Sizing', advice(app)
            .map((line) => `- ${(0,report_escape/* prose */.CS)(line)}`)
            .join('\n')),
        summary_pictures_latency(app, mermaid),
        picture(app, mermaid),
        section('Notes', app.notes
            .slice(0, 20)
            .map((note) => `- ${(0,report_escape/* prose */.CS)(note, markdown_longest)}`)
            .join('\n')),
    ].filter((part) => part !== '');
}
function facts(app, { report }) {
    const { addon, release } = app.report;
    const cost = addon?.price;
    const plan = [
        ...(addon?.plan === undefined ? [] : [(0,report_escape/* code */.aY)(addon.plan)]),
        ...(cost ? [(0,report_escape/* text */.Qq)((0,format/* price */.q9)(cost.cents, cost.unit))] : []),
    ].join(', ');
    return [
        `Mode ${(0,report_escape/* code */.aY)(report.mode)}${report.dryRun ? ' (dry run)' : ''}`,
        ...(addon
            ? [`add-on ${(0,report_escape/* code */.aY)(addon.name)}${plan === '' ? '' : ` (${plan})`}${addon.created ? ', created by this run' : ''}`]
            : []),
        ...(release === undefined ? [] : [`release v${String(release)}`]),
        `took ${(0,format/* duration */.p0)(app.durationMs)}`,
    ].join(' · ');
}
/** The worst that happened, as a quote: what, why, what to do, where to read on. */
function explanation(app, { docs }) {
    const found = (0,verdict/* problem */.CC)(app);
    if (!found)
        return '';
    const { what, cause, remedy, requestId, reason } = found;
    const lines = [
        `**${(0,report_escape/* code */.aY)(reason)}** ${(0,report_escape/* prose */.CS)((0,verdict/* sentence */.em)(what), markdown_longest)}`,
        ...(cause === undefined ? [] : [`**Probably:** ${(0,report_escape/* prose */.CS)(cause, markdown_longest)}`]),
        ...(remedy === undefined ? [] : [`**Next:** ${(0,report_escape/* prose */.CS)(remedy, markdown_longest)}`]),
        ...(requestId === undefined ? [] : [`Heroku’s request id: ${(0,report_escape/* code */.aY)(requestId, 100)}`]),
        markdown_link('More about it', (0,report_docs/* docsLink */._)(docs, reason)),
    ];
    return lines
        .filter((line) => line !== '')
        .map((line) => `> ${line}`)
        .join('<br>\n');
}

;// CONCATENATED MODULE: ./report/summary.js





/** GitHub refuses a summary of more than 1 MiB as a whole. */
const budget = 1_000_000;
/** The job summary in GitHub Markdown: the verdict first. Below 1 MiB whatever comes; what had to be left out is said. */
function renderSummary(result, context) {
    const [only, ...others] = result.apps;
    const heading = `## ${icon(result)} ${(0,report_escape/* text */.Qq)((0,verdict/* runVerdict */.ZH)(result), 300)}`;
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
    return report.dryRun && report.status === 'pass' ? '📝' : icons[report.status];
}
function fleet(result, heading, context) {
    const order = { fail: 0, warn: 1, pass: 2 };
    const apps = result.apps.toSorted((a, b) => order[a.report.status] - order[b.report.status]);
    const rows = fit([
        '| | App | Verdict | Plan | Memory | Connections | p95 |\n| --- | --- | --- | --- | --- | --- | --- |',
        ...apps.map((app) => summary_row(app, result)),
    ], budget / 2, 'Rows of this table were');
    const head = [
        heading,
        `Mode ${(0,report_escape/* code */.aY)(result.report.mode)}${result.report.dryRun ? ' (dry run)' : ''} · took ${(0,format/* duration */.p0)(result.report.durationMs)}`,
        rows.join('\n'),
    ];
    // No pictures: a hundred of them make the page slow and say little.
    const details = apps.map((app) => folded(`${icons[app.report.status]} ${(0,report_escape/* text */.Qq)(`${app.report.app}: ${(0,verdict/* verdict */.WJ)(app, result.report)}`, 300)}`, appParts(app, result, { ...context, canShowMermaid: false }, 4).join('\n\n')));
    return [...head, ...fit(details, budget - size(head.join('\n\n')), 'Details were')];
}
function summary_row(app, run) {
    const { report } = app;
    const what = (0,verdict/* problem */.CC)(app)?.what;
    const cells = [
        icons[report.status],
        (0,report_escape/* code */.aY)(report.app, 100),
        (0,report_escape/* text */.Qq)((0,verdict/* verdict */.WJ)(app, run.report), 200) + (what === undefined ? '' : `<br>${(0,report_escape/* text */.Qq)(what.replaceAll('`', ''), 200)}`),
        report.addon?.plan === undefined ? '' : (0,report_escape/* code */.aY)(report.addon.plan.replace(/^heroku-redis:/, ''), 100),
        share(report.writer?.memory?.percent),
        share(report.writer?.connections?.percent),
        report.writer?.latencyMs ? unbroken((0,format/* duration */.p0)(report.writer.latencyMs.p95)) : '',
    ];
    return `| ${cells.join(' | ')} |`;
}
const share = (value) => (value === undefined ? '' : unbroken((0,format/* percent */.KN)(value)));
const unbroken = (quantity) => quantity.replaceAll(' ', '&nbsp;');
/** The parts from the first on that fit into so many bytes, and a word about those that did not. */
function fit(parts, bytes, what) {
    const shown = [];
    // Room for the word itself and for what joins the parts.
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









/** Tells everybody: outputs for the next job, annotations, summary, files, and last the verdict that people read first. */
async function publish(result, inputs, runner, workspace) {
    const docs = (0,report_docs/* docsBase */.x)(runner.env);
    const file = workflowFile(runner.env);
    const problems = await tellAll(runner, [
        () => {
            for (const [name, value] of outputs(result))
                runner.output(name, value);
        },
        () => {
            for (const each of annotations(result, { docs, ...(file === undefined ? {} : { workflowFile: file }) }))
                runner.annotate(each);
        },
        () => writeReportFiles(inputs.reportFiles, result, workspace),
        () => (inputs.jobSummary ? runner.summary(renderSummary(result, { docs })) : undefined),
    ]);
    runner.line((0,report_escape/* logLine */.BP)((0,verdict/* runVerdict */.ZH)(result)));
    const untold = problems[0];
    if (fails(result, inputs))
        runner.fail((0,report_failed/* failedLine */.E2)(result, docs));
    else if (untold !== undefined)
        runner.fail(toldWrong(untold, docs));
}
/** One reader that cannot be reached must not keep the word from the others. Resolves with what went wrong. */
async function tellAll(runner, ways) {
    const problems = [];
    for (const tell of ways) {
        try {
            await tell();
        }
        catch (error) {
            problems.push(error);
        }
    }
    for (const problem of problems)
        for (const line of (0,report_failed/* causeChain */.DD)(problem))
            runner.line(line);
    return problems;
}
/** `fail-on` judges findings; a job that could not be done fails whatever it says. */
function fails(result, { failOn }) {
    if (result.cancelled || result.apps.some(({ report }) => report.error))
        return true;
    const { status } = result.report;
    return (failOn !== 'never' && status === 'fail') || (failOn === 'warning' && status === 'warn');
}
function toldWrong(error, docs) {
    return error instanceof failure/* Failure */.H
        ? (0,report_failed/* explained */.to)(error.explanation, docs)
        : (0,report_failed/* explained */.to)({ reason: 'internal', what: `The report could not be written: ${(0,report_failed/* causeChain */.DD)(error)[0] ?? ''}` }, docs);
}
/** For a run that never came as far as an app: wrong inputs, or a bug. */
async function publishFailure(error, { startedAt, durationMs }, runner) {
    const docs = (0,report_docs/* docsBase */.x)(runner.env);
    const { reason, what, cause, remedy } = error.explanation;
    for (const line of (0,report_failed/* causeChain */.DD)(error))
        runner.line(line);
    const report = {
        version: 1,
        status: 'fail',
        failureReason: reason,
        mode: runner.input('mode') === 'check' ? 'check' : 'setup',
        dryRun: runner.input('dry-run').toLowerCase() === 'true',
        startedAt,
        durationMs: Math.round(durationMs),
        apps: [],
    };
    const markdown = `## ❌ ${(0,report_escape/* prose */.CS)(what, 2_000)}\n\n${(0,report_escape/* prose */.CS)(cause)} ${(0,report_escape/* prose */.CS)(remedy)}\n\nRead on: ${(0,report_escape/* code */.aY)(reason)} in ${(0,report_docs/* docsLink */._)(docs, reason)}\n`;
    await tellAll(runner, [
        () => {
            for (const [name, value] of outputs({ report, apps: [], cancelled: false }))
                runner.output(name, value);
        },
        () => runner.summary(markdown),
    ]);
    runner.fail((0,report_failed/* explained */.to)(error.explanation, docs));
}

;// CONCATENATED MODULE: ./run.js















/**
 * Apps worked on at the same time: enough to hide the network's latency, few enough to stay a good guest. Three requests
 * each stay below the reserve of the rate limit, so that those already under way cannot use it up.
 */
const appsAtOnce = 32;
/** The whole story: inputs → apps → report. Never rejects. */
async function run(world) {
    const { runner, signal, workspace } = world;
    const startedAt = new Date().toISOString();
    const started = (0,time/* now */.tB)();
    try {
        maskInputs(runner);
        const inputs = readInputs((name) => runner.input(name), runner.env, workspace);
        const apps = await runApps(inputs, world);
        const { mode, dryRun } = inputs;
        const report = runReport({
            mode,
            dryRun,
            startedAt,
            durationMs: (0,time/* now */.tB)() - started,
            apps: apps.map((app) => app.report),
        });
        const result = { report, apps, cancelled: signal.aborted };
        await publish(result, inputs, runner, workspace);
    }
    catch (error) {
        await publishFailure(asFailure(error), { startedAt, durationMs: (0,time/* now */.tB)() - started }, runner);
    }
}
/** Before anything else can be said: what GitHub may not know to be secret. */
function maskInputs(runner) {
    for (const token of [runner.input('api-key'), runner.env['HEROKU_API_KEY']?.trim() ?? '']) {
        if (token !== '')
            maskToken(runner, new secret/* Secret */.z(token));
    }
    const reader = runner.input('reader');
    if (reader.includes('://'))
        maskRedisUrl(runner, new secret/* Secret */.z(reader));
}
async function runApps(inputs, world) {
    const { runner, signal } = world;
    const log = createLog(runner);
    let http;
    try {
        const token = inputs.apiKey ?? (await (0,heroku_token/* tokenOfCli */.Z)(world.command, signal));
        maskToken(runner, token);
        http = new HerokuHttp({
            token,
            signal,
            userAgent: 'heroku-redis-action',
            log,
        });
    }
    catch (error) {
        const failed = asFailure(error);
        return inputs.apps.map((app) => failedApp(app, failed));
    }
    const shared = herokuApi(http, inputs, log, (0,time/* now */.tB)() + inputs.provisionTimeoutMs);
    const plans = new Map();
    const plansOf = (service) => {
        const known = plans.get(service) ?? shared.plans(service);
        plans.set(service, known);
        return known;
    };
    const base = (0,report_docs/* docsBase */.x)(runner.env);
    const docs = (reason) => (0,report_docs/* docsLink */._)(base, reason);
    const mask = (config) => {
        maskConfig(runner, config, inputs);
    };
    const fleet = inputs.apps.length > 1;
    const progress = createProgress(runner, inputs.apps.length);
    try {
        return await eachAtMost(inputs.apps, appsAtOnce, async (app) => {
            const fleetLog = fleet ? createFleetLog(runner, app) : undefined;
            const appLog = fleetLog ?? log;
            const deadline = (0,time/* now */.tB)() + inputs.provisionTimeoutMs;
            const api = herokuApi(http, inputs, appLog, deadline);
            const result = await runApp(app, { inputs, api, log: appLog, signal, deadline, mask, plansOf, docs });
            if (fleetLog) {
                fleetLog.close((0,verdict/* verdict */.WJ)(result, inputs));
                progress.done(result.report.status);
            }
            return result;
        });
    }
    finally {
        http.close();
    }
}
/** Whatever looks like a Redis URL, and what our own variables hold now: an old password is still a password. */
function maskConfig(runner, config, { writerPrefix, readerPrefix }) {
    for (const value of config.values()) {
        if (/^\s*rediss?:\/\//i.test(value.reveal()))
            maskRedisUrl(runner, value);
    }
    for (const prefix of [writerPrefix, readerPrefix]) {
        const password = config.get(configName(prefix, 'password'));
        if (password)
            maskPassword(runner, password, config.get(configName(prefix, 'username'))?.reveal());
    }
}
function failedApp(app, error) {
    const report = appReport({ app, findings: [], steps: [], changedConfigVars: [], error: error.explanation });
    return { report, findings: [], changes: [], latency: {}, notes: [], durationMs: 0 };
}


/***/ }),

/***/ 22:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  j: () => (/* binding */ createRunner)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
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
// EXTERNAL MODULE: ../node_modules/@actions/http-client/lib/index.js + 2 modules
var lib = __nccwpck_require__(4956);
;// CONCATENATED MODULE: ../node_modules/@actions/http-client/lib/auth.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
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
        return __awaiter(this, void 0, void 0, function* () {
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
        return __awaiter(this, void 0, void 0, function* () {
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
        return __awaiter(this, void 0, void 0, function* () {
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
;// CONCATENATED MODULE: ./runner-actions.js


const runner_actions_issue = { error: error, warning: warning, notice: notice };
/** The runner as `@actions/core` knows it. `env` is `process.env`: core itself reads nothing else. */
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
            runner_actions_issue[kind](message, file === undefined ? { title } : { title, file });
        },
        output: (name, value) => {
            setOutput(name, value);
        },
        // Not core.summary: it throws where the runner offers no summary.
        summary: async (markdown) => {
            const file = env['GITHUB_STEP_SUMMARY'] ?? '';
            if (file !== '')
                await (0,promises_.appendFile)(file, markdown);
        },
        fail: (message) => {
            setFailed(message);
        },
    };
}


/***/ }),

/***/ 3713:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ Secret)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7975);

const mask = '***';
/**
 * A value that must never be seen: a token, a password, a URL that holds one.
 * However Node prints it (string, JSON, `util.inspect`, template), it reads `***`; only `reveal()` gives it out.
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

/***/ 4686:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ oneLine),
/* harmony export */   p: () => (/* binding */ plain)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7975);

/**
 * One line of plain text: no control or formatting characters (ANSI, bidirectional overrides, zero width), no line
 * breaks, no lone surrogates; cut to `max` UTF-16 units.
 */
function oneLine(text, max = 2_000) {
    // Cut first: what comes from outside can be megabytes.
    const clean = (0,node_util__WEBPACK_IMPORTED_MODULE_0__.stripVTControlCharacters)(text.slice(0, max * 2).toWellFormed())
        .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
        .replace(/\p{Cf}/gu, '')
        .trim();
    return clean.length > max ? `${clean.slice(0, max - 1).toWellFormed()}…` : clean;
}
/** Foreign text to go into a sentence of ours: one short line without its own full stop. */
function plain(text, most) {
    return oneLine(text, most).replace(/\.$/, '');
}


/***/ }),

/***/ 7393:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  KW: () => (/* binding */ cancelled),
  tB: () => (/* binding */ now),
  yy: () => (/* binding */ sleep)
});

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
// EXTERNAL MODULE: ./explanations.js
var explanations = __nccwpck_require__(5049);
;// CONCATENATED MODULE: ./time.js


/** Milliseconds on a clock that never jumps. */
function now() {
    return performance.now();
}
function cancelled() {
    return (0,explanations/* failure */.V2)('cancelled', 'The run was cancelled before it was done.');
}
/** @throws Failure `cancelled` as soon as the signal aborts */
async function sleep(ms, signal) {
    try {
        await (0,promises_namespaceObject.setTimeout)(Math.max(0, ms), undefined, { signal });
    }
    catch {
        throw cancelled();
    }
}


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

/***/ }),

/***/ 4956:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Qq: () => (/* binding */ HttpClient)
});

// UNUSED EXPORTS: Headers, HttpClientError, HttpClientResponse, HttpCodes, MediaTypes, getProxyUrl, isHttps

// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(8611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(5692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
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
// EXTERNAL MODULE: ../node_modules/tunnel/index.js
var tunnel = __nccwpck_require__(776);
;// CONCATENATED MODULE: ./undici.js
class ProxyAgent {
  constructor() {
    throw new Error('undici is not part of this bundle')
  }
}

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
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
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
class HttpClient {
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
        const proxyUrl = getProxyUrl(parsedUrl);
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
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
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
        const proxyUrl = getProxyUrl(parsedUrl);
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
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
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
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
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
/******/ 
