import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

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

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2327:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

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

/***/ 8367:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ checkIds)
/* harmony export */ });
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
/** Sentences in one paragraph; absent ones are omitted. */
function sentences(...parts) {
    return parts.filter(Boolean).join(' ');
}
/** `mode: setup` would write the current values: in `check` mode, unless the config vars match their source. */
function setupHelps({ mode, variables, ownServer }) {
    if (mode === undefined)
        return variables !== 'fresh' && ownServer !== true;
    return mode === 'check' && variables === 'stale';
}
/** Heroku Key-Value Store runs the server; assumed when nothing else is known. */
function isHeroku({ provider, ownServer }) {
    return provider !== 'other' && ownServer !== true;
}
/** Where the endpoint's URL can be read: `REDIS_URL`, the `reader` input, or a description. */
function sourceOf({ source, side }) {
    if (source === undefined)
        return side === 'reader' ? 'the reader\u2019s URL' : 'the Redis URL';
    return source === 'reader' ? 'the `reader` input' : `\`${source}\``;
}
/** The same at the beginning of a sentence. */
function sourceAsSubject(situation) {
    const source = sourceOf(situation);
    return source.charAt(0).toUpperCase() + source.slice(1);
}
const pasteable = /^[A-Za-z0-9][\w.-]{0,254}$/;
/**
 * A Heroku CLI command with this add-on and app, ready to paste: `` `heroku redis:info redis-round-1 --app my-app` ``.
 */
function command(name, situation, { addon = true, options = '' } = {}) {
    const { app, owner } = situation;
    const target = addon && isPasteable(situation.addon) ? ` ${situation.addon}` : '';
    // The Heroku CLI finds the data of a shared add-on only by the name of the owning app.
    const on = addon && situation.shared === true && isPasteable(owner) ? owner : app;
    return `\`heroku ${name}${target}${options === '' ? '' : ` ${options}`}${isPasteable(on) ? ` --app ${on}` : ''}\``;
}
function isPasteable(name) {
    return name !== undefined && pasteable.test(name);
}
/** \u201cSee \u2026\u201d: where the current state of the server is shown. */
function whereToLook(situation) {
    if (situation.ownServer === true)
        return 'the status and logs of the server';
    return isHeroku(situation)
        ? command('redis:info', situation)
        : `the add-on\u2019s dashboard (${command('addons:open', situation)})`;
}
/** \u201c\u2026, contact support\u201d: who can help when the server itself is at fault. */
function support(situation) {
    return isHeroku(situation) ? 'open a ticket at https://help.heroku.com' : 'contact the provider of the server';
}
/** \u201c\u2026, or choose a larger plan\u201d. */
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

/** The add-on: life cycle, plan, version, settings and maintenance. */
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
        cause: 'The change was refused: the data may be too large for the plan, the plans may be of different kinds, or another change is in progress.',
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
            ? `Check ${command('redis:info', situation)}, then run again: an upgrade in progress is continued, not started twice.`
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
/** Keep the current value or change it; in `check` mode, setup changes it. */
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
            ? 'The config vars are stale: the server was replaced, and its old host name no longer exists.'
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
        // Also where there is no route: that is no time-out.
        title: 'Redis did not answer',
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
                : 'Heroku\u2019s certificates are self-signed, so `tls-verify: full` cannot succeed there.',
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
        // True also where the server hung up and its limit is only the most likely reason.
        title: 'The server accepts no new connections',
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
    if (situation.unreachable === true) {
        const from = situation.probeFrom === 'dyno' ? 'The dyno' : 'The runner';
        return `${from} is not connected to the network of the server (a private network, for example), or the address is an IPv6 address and it has no IPv6.`;
    }
    const maintenance = isHeroku(situation) ? duringMaintenance(situation) : undefined;
    return maintenance ?? 'A firewall blocks the runner, or the server is overloaded or down.';
}
function timeoutRemedy(situation) {
    if (isInsideSpace(situation) && situation.probeFrom !== 'dyno') {
        return 'Set `probe-from: dyno`, or run the job on a runner inside the space.';
    }
    if (setupHelps(situation) && situation.mode === 'check')
        return setup('host and port');
    if (situation.unreachable === true) {
        return situation.probeFrom === 'dyno'
            ? `Check the host in ${sourceOf(situation)} and the network between the app and the server (peering, VPN), or use a host name with an IPv4 address.`
            : 'Run the job on a runner in the network of the server, set `probe-from: dyno` if the app can reach it, or use a host name with an IPv4 address.';
    }
    const input = situation.stage === 'command' ? 'command-timeout' : 'connect-timeout';
    return `Check ${whereToLook(situation)} and the firewall rules between the runner and Redis. If the connection is slow but sound, raise \`${input}\`.`;
}

;// CONCATENATED MODULE: ./failure/catalogue/health.js

/** Replication, latency, capacity and version. */
const healthEntries = {
    'not-a-replica': {
        title: 'The reader is not a replica of the writer',
        cause: ({ servers, provider }) => servers === 'one'
            ? sentences('Reader and writer are one server.', provider !== 'other' && 'Heroku Key-Value Store offers no readable replica.')
            : 'The reader\u2019s address belongs to another server, or a promotion separated the two.',
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

/** Inputs, token, Heroku's API, config vars and the run itself. */
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
        title: 'Heroku\u2019s rate limit is reached',
        cause: 'The account has used up its 4,500 API requests per hour. Everything that uses the account shares them.',
        remedy: 'Run again in a few minutes. If it recurs, run schedules less often or use a separate account for this workflow.',
    },
    'heroku-unavailable': {
        title: 'Heroku\u2019s API is not available',
        cause: 'The API failed, timed out or sent an unusable answer on every attempt.',
        remedy: 'Check https://status.heroku.com and run again. The next run continues from the current state and never creates a second add-on.',
    },
    network: {
        title: 'The network of the runner blocks the connection',
        cause: ({ side, proxy }) => side === undefined
            ? 'DNS or a proxy of the runner blocks the connection to Heroku, or the runner does not trust the certificate authority of the proxy.'
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
            ? 'The step would replace an attachment or a config var of the app, or the plan cannot be used in the app\u2019s Private Space.'
            : 'The step would replace an attachment or a config var of the app.',
        remedy: (situation) => `Look for the conflict with ${command('addons', situation, { addon: false })}. Remove the conflicting attachment or config var, or select the right add-on with \`addon\`.`,
    },
    'payment-required': {
        title: 'Heroku asks for payment details',
        cause: 'The account or team that owns the app has no verified payment method, or has an unpaid invoice.',
        remedy: 'Ask its owner to update the billing details at https://dashboard.heroku.com/account/billing.',
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
        cause: 'The value is not a Redis URL, or its user name or password is not percent-encoded. The config var of an add-on is written by its provider.',
        remedy: (situation) => situation.ownServer === true
            ? `Correct ${sourceOf(situation)}: start with \`rediss://\` and percent-encode the password.`
            : sentences(`Check the value with ${command('config', situation, { addon: false })}.`, isHeroku(situation)
                ? unreadableOnHeroku(situation)
                : `If it is wrong, reset the credentials in the dashboard of the add-on (${command('addons:open', situation)}), or ask its provider.`),
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
/** A rotation writes the URL again; that of a shared add-on is the owner's to do. */
function unreadableOnHeroku(situation) {
    const ticket = 'open a ticket at https://help.heroku.com';
    if (situation.mode === 'rotate')
        return `If Heroku set it, ${ticket}.`;
    if (situation.shared === true) {
        return `If it is wrong, ask ${ownerOf(situation)} to rotate the credentials, which writes the URL again.`;
    }
    const reset = command('redis:credentials', situation, { options: '--reset' });
    return `If it is wrong, rotate the credentials with ${reset}, which writes the URL again. If it stays wrong, ${ticket}.`;
}

;// CONCATENATED MODULE: ./failure/catalogue/server.js

/** Answers of a server that was reached. */
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
                    : 'A failover is in progress, and the server is currently a replica.'
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
/** A short title for each reason, for headings and annotations. */
const titles = Object.fromEntries(Object.entries(catalogue).map(([reason, entry]) => [reason, entry.title]));
/** Probable cause and next step for a reason in this situation. Pure. */
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
 * Use as `throw failure('app-not-found', \u2026)`. `error` becomes the `cause` of the Failure (it must not contain a secret
 * either), and provides the request id unless another one is given.
 */
function catalogue_failure(reason, what, extra = {}) {
    const { error, cause, remedy } = extra;
    const requestId = extra.requestId ?? (error instanceof failure/* Failure */.H ? error.explanation.requestId : undefined);
    const explanation = explain(reason, what, (0,optional/* withoutUndefined */.r)({ cause, remedy, requestId }));
    return new failure/* Failure */.H(explanation, error === undefined ? undefined : { cause: error });
}
/**
 * A failure for the report: general advice is replaced by advice for the situation, placeholders by names. Details that
 * were given when it was thrown are kept.
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
/** Replaces `<app>` and `<add-on>` by their names; without a name, the argument is omitted from the command. */
function fillPlaceholders(text, app, addon) {
    const name = (value) => value !== undefined && /^[A-Za-z0-9][\w.-]{0,254}$/.test(value) ? value : undefined;
    const [app_, addon_] = [name(app), name(addon)];
    const withApp = app_ === undefined ? text.replaceAll(/ (?:--app|-a) <app>/g, '') : text.replaceAll('<app>', app_);
    return addon_ === undefined ? withApp.replaceAll(' <add-on>', '') : withApp.replaceAll('<add-on>', addon_);
}


/***/ }),

/***/ 5767:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ causeChain)
/* harmony export */ });
/* harmony import */ var _utils_escape_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1796);

/** A chain of causes can be a circle. */
const maxDepth = 8;
/**
 * An error and its causes, one line each, the outermost first. Only name, code and message are read: the errors of
 * ioredis carry the password in `command.args`, so never print a complete error object.
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
    return lines.map((line) => (0,_utils_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .logLine */ .BP)(line, 1_000));
}
function describeError(error) {
    if (!(error instanceof Error))
        return typeof error === 'string' ? error : `a thrown ${typeof error}`;
    const text = (key) => {
        const value = read(error, key);
        return typeof value === 'string' ? value : '';
    };
    const code = text('code');
    return `${text('name') || 'Error'}${code === '' ? '' : ` ${code}`}: ${text('message')}`;
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
/** The only error type that this project throws on purpose. Its texts never contain a secret. */
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

/***/ 4708:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   KW: () => (/* binding */ cancelled),
/* harmony export */   Se: () => (/* binding */ outOfDescriptors),
/* harmony export */   w2: () => (/* binding */ toFailure),
/* harmony export */   wD: () => (/* binding */ isOutOfDescriptors)
/* harmony export */ });
/* harmony import */ var _catalogue_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3406);
/* harmony import */ var _cause_chain_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5767);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(7918);



/** The reason of the signal that ends a run (SIGINT, SIGTERM, SIGHUP). */
function cancelled() {
    return (0,_catalogue_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)('cancelled', 'The run was cancelled before it finished.');
}
/** Every file, connection and child process needs a descriptor. Whoever wraps such an error keeps its code in the text. */
function isOutOfDescriptors(error) {
    return (0,_cause_chain_js__WEBPACK_IMPORTED_MODULE_1__/* .causeChain */ .D)(error).some((line) => /\bE[MN]FILE\b/.test(line));
}
/** Not a bug, and not a fault of what could not be opened: the runner's limit. */
function outOfDescriptors(error) {
    return (0,_catalogue_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)('network', 'The runner has no file descriptor left (EMFILE).', {
        cause: 'The limit on open files of the runner is lower than what this run needs at the same time.',
        remedy: 'Raise the limit (`ulimit -n 1024`), or name fewer apps in `app`.',
        error,
    });
}
/** Any thrown value \u2192 Failure. Quotes only the message of an unknown error: the object itself may contain a secret. */
function toFailure(error) {
    if (error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .H)
        return error;
    if (error instanceof Error && error.name === 'AbortError')
        return cancelled();
    if (isOutOfDescriptors(error))
        return outOfDescriptors(error);
    return (0,_catalogue_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)('internal', `Unexpected error (a bug in this action): ${(0,_cause_chain_js__WEBPACK_IMPORTED_MODULE_1__/* .causeChain */ .D)(error)[0] ?? 'no error'}.`, {
        error,
    });
}


/***/ }),

/***/ 686:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DD: () => (/* binding */ asList),
/* harmony export */   QD: () => (/* binding */ listOr),
/* harmony export */   Xg: () => (/* binding */ objectOr),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   e1: () => (/* binding */ asText),
/* harmony export */   eB: () => (/* binding */ asObject),
/* harmony export */   i: () => (/* binding */ asNumber),
/* harmony export */   nR: () => (/* binding */ timeOf),
/* harmony export */   ph: () => (/* binding */ textOr),
/* harmony export */   rl: () => (/* binding */ numberOf),
/* harmony export */   uP: () => (/* binding */ asName),
/* harmony export */   ym: () => (/* binding */ ShapeError)
/* harmony export */ });
/* harmony import */ var _utils_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5456);

/** An answer whose shape is not what its documentation says. The message names the place, never a value. */
class ShapeError extends Error {
}
function wrong(path, wanted) {
    return new ShapeError(`${(0,_utils_text_js__WEBPACK_IMPORTED_MODULE_0__/* .sanitize */ .aj)(path, 100)} is not ${wanted}`);
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
const longestText = 10_000;
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
    return typeof value === 'string' && value.length <= longestText ? value : fallback;
}
/** Text that says something; undefined for anything else. */
function textOf(value) {
    return typeof value === 'string' && value.length <= longestText && value.trim() !== '' ? value : undefined;
}
/**
 * An ISO 8601 time in UTC. Heroku writes `2019-11-07 22:00:00 +0000` and ISO 8601, and null for "not yet".
 * Undefined for anything else.
 */
function timeOf(value) {
    if (typeof value !== 'string')
        return undefined;
    const [, day = '', time = '', hours = '+00', minutes = '00'] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(?:Z|UTC|([+-]\d\d):?(\d\d))?$/i.exec(value.trim()) ??
        [];
    const ms = Date.parse(`${day}T${time}${hours}:${minutes}`);
    return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}


/***/ }),

/***/ 8458:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  $t: () => (/* binding */ HerokuFailure),
  dg: () => (/* binding */ isTransient),
  J5: () => (/* binding */ refused)
});

// EXTERNAL MODULE: ./failure/catalogue.js + 6 modules
var catalogue = __nccwpck_require__(3406);
// EXTERNAL MODULE: ./failure/failure.js
var failure = __nccwpck_require__(7918);
// EXTERNAL MODULE: ./utils/optional.js
var optional = __nccwpck_require__(6543);
// EXTERNAL MODULE: ./utils/text.js
var utils_text = __nccwpck_require__(5456);
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
        when: (status, { message }) => status === 401 || (status === 403 && expired.test(message)),
        reason: 'heroku-unauthorized',
    },
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
        remedy: 'Let the owner of the account ask Heroku\u2019s support why: https://help.heroku.com.',
    },
    {
        when: (status, { message }) => status === 403 && /suspended/i.test(message),
        reason: 'heroku-forbidden',
        cause: 'Heroku or the provider has suspended the add-on.',
        remedy: 'Ask Heroku\u2019s support why: https://help.heroku.com.',
    },
    {
        when: (status, { message }) => status === 403 && /not permitted to install/i.test(message),
        reason: 'heroku-forbidden',
        cause: 'The provider or Heroku does not let this account install the add-on.',
        remedy: 'Ask Heroku\u2019s support (https://help.heroku.com) with the reference in the message, or use another provider.',
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
        cause: 'The service of the add-on\u2019s provider failed.',
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
    { when: (status) => status >= 500 || status < 400, reason: 'heroku-unavailable' },
];
/** Advice for a 4xx that no row knows, where that of the fallback's reason would mislead. */
const generalAdvice = {
    // A PATCH that is refused for anything but an attachment: "exceed 64kb", a bad name.
    'config-conflict': {
        cause: 'Heroku refused the change for the reason it gives.',
        remedy: 'Correct what Heroku names: the `config` input, a prefix, or the app\u2019s own config vars.',
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
        return new HerokuFailure({ ...this.explanation, what }, { status, id, words, meaning, outcome });
    }
}
/** An answer that may be another one in a moment: worth a bounded retry. */
function isTransient({ status, meaning }) {
    return (status ?? 0) >= 500 || status === 409 || status === 429 || meaning === 'busy';
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
    const redirect = status < 400 ? ', a redirect, which is never followed with a token' : '';
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


/***/ }),

/***/ 6249:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  L5: () => (/* binding */ HerokuHttp),
  m$: () => (/* binding */ maxTries),
  yq: () => (/* binding */ retryBudgetMs)
});

// EXTERNAL MODULE: ./failure/to-failure.js
var to_failure = __nccwpck_require__(4708);
// EXTERNAL MODULE: ./utils/abort.js
var abort = __nccwpck_require__(529);
// EXTERNAL MODULE: ./utils/format.js
var format = __nccwpck_require__(7652);
// EXTERNAL MODULE: ./utils/retry.js
var retry = __nccwpck_require__(2145);
// EXTERNAL MODULE: ./heroku/errors.js + 1 modules
var errors = __nccwpck_require__(8458);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: ./failure/catalogue.js + 6 modules
var catalogue = __nccwpck_require__(3406);
// EXTERNAL MODULE: ./utils/concurrency.js
var concurrency = __nccwpck_require__(5120);
// EXTERNAL MODULE: ./utils/text.js
var utils_text = __nccwpck_require__(5456);
// EXTERNAL MODULE: ./utils/time.js + 1 modules
var time = __nccwpck_require__(5917);
// EXTERNAL MODULE: ./heroku/decode.js
var decode = __nccwpck_require__(686);
;// CONCATENATED MODULE: ./heroku/json.js
/**
 * JSON from outside, refused before it is built when it would take far more memory than its text: 4 MiB of `[[[[\u2026` or
 * `[{},{},\u2026` are hundreds of megabytes of objects. Heroku's answers nest a handful of levels, and a page of 1,000
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
function isBounded(text) {
    let depth = 0;
    let containers = 0;
    let isInText = false;
    let isEscaped = false;
    // Not `for \u2026 of`, which takes twice as long: a list of a thousand add-ons is a megabyte.
    for (let at = 0; at < text.length; at += 1) {
        const character = text[at];
        if (isEscaped) {
            isEscaped = false;
        }
        else if (character === '\\') {
            isEscaped = true;
        }
        else if (character === '"') {
            isInText = !isInText;
        }
        else if (!isInText && (character === '[' || character === '{')) {
            depth += 1;
            containers += 1;
            if (depth > deepest || containers > mostContainers)
                return false;
        }
        else if (!isInText && (character === ']' || character === '}')) {
            depth -= 1;
        }
    }
    return true;
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(7067);
var external_node_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_node_http_, 2);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __nccwpck_require__(2327);
var external_node_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_node_https_, 2);
// EXTERNAL MODULE: ./heroku/proxy-agent.js + 1 modules
var proxy_agent = __nccwpck_require__(5187);
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
    /** @throws TransportError \u00b7 the signal's reason when it aborts */
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
            const { request: begin } = url.protocol === 'https:' ? external_node_https_namespaceObject : external_node_http_namespaceObject;
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
                read(response, exchange).then((text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }), reject);
            });
            request.end(body);
        });
    }
    #agentFor(url, state) {
        const proxy = (0,proxy_agent/* proxyFor */.iJ)(url);
        if (proxy)
            state.proxy = (0,proxy_agent/* proxyName */.ec)(proxy);
        const key = `${url.protocol} ${proxy?.href ?? ''}`;
        const known = this.#agents.get(key);
        if (known)
            return known;
        const encrypted = url.protocol === 'https:';
        const direct = () => (encrypted ? new external_node_https_.Agent({ keepAlive: true }) : new external_node_http_.Agent({ keepAlive: true }));
        const agent = proxy ? new proxy_agent/* TunnelAgent */.ag(proxy, encrypted, this.#closing.signal) : direct();
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
    if (error instanceof proxy_agent/* ProxyError */.T6) {
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
function read(response, { maxBytes = maxBodyBytes, streamMs }) {
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
        return { failure: new errors/* HerokuFailure */.$t(explanation, { outcome }), transient: kind.transient === true };
    }
    const { code, message } = error;
    // Node's messages name hosts and codes, never headers; some leave the code out.
    const why = code === '' || message.includes(code) ? message : `${code} ${message}`;
    const what = `Heroku did not answer ${request}: ${(0,utils_text/* sanitize */.aj)(scrub(why), 200)}.`;
    const failure = new errors/* HerokuFailure */.$t((0,catalogue/* explain */.WE)('heroku-unavailable', what, { requestId }), { outcome });
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
    constructor(log, clock = time/* systemClock */.ml) {
        this.#log = log;
        this.#clock = clock;
    }
    /** Learns from the headers of an answer. A bare 429 names no number: it holds until an answer is no 429. */
    update(headers, status) {
        const text = String(headers['ratelimit-remaining']);
        const remaining = /^\d{1,9}$/.test(text) ? Number(text) : undefined;
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
    const number = text === '' ? Number.NaN : Number(text);
    const ms = Number.isNaN(number) ? Date.parse(text) - nowMs : number > 1e9 ? number * 1_000 - nowMs : number * 1_000;
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
    // Several have a comma between them, which no id has.
    const alone = ids.join(',');
    return /^[\w.:-]{1,64}$/.test(alone) ? alone : ours;
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
    #slots = new concurrency/* Semaphore */.jf(mostAtOnce);
    #closing = new AbortController();
    /** Ends what changes something, a while after the run was cancelled. */
    #grace;
    #logged = new Set();
    constructor(settings) {
        this.#settings = settings;
        this.clock = settings.clock ?? time/* systemClock */.ml;
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
     * One try; `deadline` on the run's clock, `bound` ends it sooner.
     * @throws Failure `cancelled` \u00b7 the reason of `bound`
     */
    async try(call, log, deadline, bound) {
        // Nothing new is begun, and what is under way gets its time, so that its outcome is known.
        if (this.over.aborted && !call.afterCancel)
            throw (0,to_failure/* cancelled */.KW)();
        const signal = bound ?? this.#signalFor(call);
        try {
            return await this.#slots.run(signal, () => this.#send(call, log, deadline, signal));
        }
        catch (error) {
            if (signal.aborted && signal !== bound)
                throw (0,to_failure/* cancelled */.KW)();
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
            const failure = (0,errors/* refused */.J5)({ status, body: json, ...about });
            if (!(0,errors/* isTransient */.dg)(failure))
                return { kind: 'final', failure, status };
            const retryAfterMs = retryAfter(headers['retry-after']);
            return { kind: 'passing', failure, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
        }
        try {
            return { kind: 'done', value: call.decode(json, headers) };
        }
        catch (error) {
            if (!(error instanceof decode/* ShapeError */.ym))
                throw error;
            const what = `Heroku's answer to ${request} (${status}) cannot be read: ${this.#scrub(error.message)}.`;
            const explanation = (0,catalogue/* explain */.WE)('heroku-unavailable', what, { requestId });
            return { kind: 'passing', failure: new errors/* HerokuFailure */.$t(explanation, { status, outcome: 'unknown' }) };
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
        this.#closing.abort((0,to_failure/* cancelled */.KW)());
        this.#transport.close();
    }
}
/** Aborts a while after another signal. */
function delayed(signal, ms) {
    const later = new AbortController();
    const abort = () => {
        setTimeout(() => later.abort((0,to_failure/* cancelled */.KW)()), ms).unref();
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
    /** When the pauses that were said end, by the way in which the requests failed; each app has a log of its own. */
    #pauses = new WeakMap();
    constructor(settings) {
        this.#requests = new Requests(settings);
    }
    /** Tries until it is done, final, or out of tries and time; `deadline` on the run's clock. @throws Failure */
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
            if (!doubt || !(error instanceof errors/* HerokuFailure */.$t))
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
        else {
            const line = `${failure.message} Retrying in ${(0,format/* duration */.p0)(ms)}.`;
            if (this.#isFirst(failure, ms, log))
                log.info(line);
            else
                log.debug(line);
        }
    }
    /** An app is read with several requests side by side, which one outage meets all: each pause is said once. */
    #isFirst({ message }, ms, log) {
        const now = this.#requests.clock.now();
        const pauses = this.#pauses.get(log) ?? new Map();
        this.#pauses.set(log, pauses);
        // What only reads may stand for another; a change is always named.
        const way = message.replace(/\bGET \S+/, 'GET');
        if (now < (pauses.get(way) ?? 0))
            return false;
        pauses.set(way, now + ms);
        return true;
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
            const failure = error instanceof TryError ? error.attempt.failure : (0,to_failure/* toFailure */.w2)(error);
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


/***/ }),

/***/ 9750:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M6: () => (/* binding */ onOffer),
/* harmony export */   aZ: () => (/* binding */ isRetired),
/* harmony export */   tA: () => (/* binding */ defaultPlan),
/* harmony export */   xx: () => (/* binding */ priceOf),
/* harmony export */   z5: () => (/* binding */ serviceOf)
/* harmony export */ });
/* harmony import */ var _utils_format_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7652);

/** The service that a short plan name belongs to, and the plan that a new add-on gets. */
const defaultPlan = { service: 'heroku-redis', plan: 'premium-0' };
/** Heroku's lifecycle states of what can no longer be had (Platform API, "Plan": state). */
function isRetired({ state }) {
    return ['shutdown', 'retired', 'deprecated', 'disabled', 'sunset'].includes(state);
}
/** `15.00 USD a month`, `free`, `price by contract`, `metered price`, `price not listed`. */
function priceOf({ billing, cents, unit }) {
    return billing === undefined ? (0,_utils_format_js__WEBPACK_IMPORTED_MODULE_0__/* .price */ .q9)(cents, unit) : billingWords[billing];
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
/** `heroku-redis:premium-0` \u2192 `heroku-redis`. */
function serviceOf(plan) {
    return plan.split(':')[0] ?? '';
}


/***/ }),

/***/ 5187:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  T6: () => (/* binding */ ProxyError),
  ag: () => (/* binding */ TunnelAgent),
  X: () => (/* binding */ openTunnel),
  iJ: () => (/* binding */ proxyFor),
  ec: () => (/* binding */ proxyName)
});

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(7067);
var external_node_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_node_http_, 2);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __nccwpck_require__(2327);
var external_node_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_node_https_, 2);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(7030);
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
class TunnelAgent extends external_node_https_.Agent {
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
            const tunnel = await openTunnel(this.#proxy, target, this.#signal);
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
}
/** A connection to `host:port` through the proxy (CONNECT). `signal` ends it while it is being made. @throws ProxyError */
function openTunnel(proxy, target, signal) {
    const credentials = credentialsOf(proxy);
    return new Promise((resolve, reject) => {
        const { request } = proxy.protocol === 'https:' ? external_node_https_namespaceObject : external_node_http_namespaceObject;
        const connect = request({
            host: proxy.hostname,
            port: portOf(proxy),
            method: 'CONNECT',
            path: target,
            agent: false,
            signal,
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
/** For the checks: all earlier runs, oldest first; a span counts as one run in its middle, with its medians. */
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
  B6: () => (/* binding */ uptimeMs),
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
 * leaves fewer. `broke` and `recovered` alternate: each is a change of the alarm that the history keeps.
 *
 * @param history with this run in `outcomes` and `failing`, and the alarm as the run before left it
 */
function evaluateAlarm({ outcomes, failing, alarm }, after) {
    const recent = outcomes.slice(-after.of);
    const failures = recent.filter((failedAt) => failedAt !== null);
    const isReached = failures.length >= after.failing;
    const passed = (outcomes.at(-1) ?? null) === null;
    const transition = alarm ? (passed && !isReached ? 'recovered' : '') : isReached && !passed ? 'broke' : '';
    // Consecutive failures may have begun before the window.
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
 * Adds one run of one app, and evaluates the alarm. The run's own time counts as now.
 * A run that could not do its job (no token, Heroku down, cancelled) says nothing about Redis and is not recorded.
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
/** Ordered by time; a run of the same millisecond replaces the earlier one. */
function insert(points, point) {
    return [...points.filter(({ time }) => time !== point.time), point].toSorted((a, b) => a.time - b.time);
}
/** Differences from the last run that knew the value. */
function changes({ points }, point) {
    const earlier = points.filter(({ time }) => time < point.time);
    const last = (key) => earlier.findLast((each) => each[key] !== undefined)?.[key];
    const [plan, version, server] = [last('plan'), last('version'), last('server')];
    const found = [];
    if (plan !== undefined && point.plan !== undefined && plan !== point.plan) {
        found.push({ kind: 'plan-changed', detail: `${plan} \u2192 ${point.plan}` });
    }
    if (version !== undefined && point.version !== undefined && version !== point.version) {
        found.push({ kind: 'upgraded', detail: `${version} \u2192 ${point.version}` });
    }
    // A proxy or an active-active pair alternates between run ids, so a known run id is not a restart.
    if (found.length === 0 && (0,past/* isOther */.b)(server, point.server) && !earlier.some((each) => each.server === point.server)) {
        found.push({ kind: 'restarted' });
    }
    return found;
}
function record_event(time, kind, detail) {
    const text = (0,utils_text/* sanitize */.aj)(detail ?? '', 120);
    return { time, kind, ...(text !== '' && { detail: text }) };
}
/** A provider's proxy in front of several servers causes many restarts; they must not displace other events. */
const mostRestartsKept = 8;
function newestEvents(events) {
    const restarts = events.filter(({ kind }) => kind === 'restarted').slice(-mostRestartsKept);
    const others = events.filter(({ kind }) => kind !== 'restarted').slice(-(history_history/* mostEvents */.Ps - restarts.length));
    return [...restarts, ...others].toSorted((a, b) => a.time - b.time);
}
/** Values that Heroku and Redis use. Anything else is omitted, because the file is public and its readers trust it. */
const patterns = {
    reason: /^[a-z][a-z-]{0,39}$/,
    plan: /^[\w-]{1,60}:[\w-]{1,60}$/,
    version: /^\d[\w.+-]{0,29}$/,
    server: /^[0-9a-f]{8,64}$/i,
};
const shortServer = 8;
/** A run with finite, rounded figures and safe text. */
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
        reason: patterns.reason.test(reason) ? reason : '',
        ...(plan !== undefined && patterns.plan.test(plan) && { plan }),
        ...(version !== undefined && patterns.version.test(version) && { version }),
        ...(server !== undefined && patterns.server.test(server) && { server: server.slice(0, shortServer).toLowerCase() }),
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
    // Never 100 if any run failed.
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
/** About 20 kB per app after a year of hourly runs. */
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
 * Keeps the newest runs in full and merges older ones into spans, coarser with age. Runs in the future (a clock
 * was wrong) are neither used nor lost: they stay unchanged, up to the same number of points.
 */
function thin(history, now, { points: most, tiers } = usualRetention) {
    const past = history.points.filter(({ time }) => time <= now);
    const future = history.points.filter(({ time }) => time > now).slice(0, most);
    const [narrow] = tiers;
    const oldestKept = past.at(-most)?.time ?? now;
    // Only complete spans are merged, so that their medians are exact, up to a limit.
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
/** Two digits for milliseconds and connections, integer bytes, to keep the file small. */
function rounded(value) {
    return Number(value.toFixed(value < 10_000 ? 2 : 0));
}
function startOf(time, lengthMs) {
    return Math.floor(time / lengthMs) * lengthMs;
}
function widen(span, lengthMs) {
    return { ...span, start: startOf(span.start, lengthMs), lengthMs };
}
/** One span for each period that contains a point. */
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
/** Joins spans of the same period; spans of another length stay separate. */
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
 * Other tools start the bundle with their own Node.js. Nothing else is loaded before this check: an older version
 * would fail later, when an add-on may already exist.
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
    : Promise.resolve(/* import() eager */).then(__nccwpck_require__.bind(__nccwpck_require__, 62)).then(({ main }) => main());
// Without this, a run that waits forever would end with success.
await finished;
/** For tools such as @github/local-action, which import the bundle and call this function. */
function run() {
    return finished;
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 62:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

// ESM COMPAT FLAG
__nccwpck_require__.r(__webpack_exports__);

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: ./failure/cause-chain.js
var cause_chain = __nccwpck_require__(5767);
// EXTERNAL MODULE: ./failure/catalogue.js + 6 modules
var catalogue = __nccwpck_require__(3406);
// EXTERNAL MODULE: ./failure/to-failure.js
var to_failure = __nccwpck_require__(4708);
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
            throw (0,to_failure/* cancelled */.KW)();
        if ((0,to_failure/* isOutOfDescriptors */.wD)(error))
            throw (0,to_failure/* outOfDescriptors */.Se)(error);
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

// EXTERNAL MODULE: ./failure/failure.js
var failure = __nccwpck_require__(7918);
// EXTERNAL MODULE: ./utils/escape.js
var utils_escape = __nccwpck_require__(1796);
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
    // `oneLine` closes the gap that an empty sentence leaves.
    const said = sentences.map((each) => plain((0,verdict/* sentence */.em)(each)));
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
/** The first of each, then the second of each, \u2026: no app hides another. */
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

// EXTERNAL MODULE: ./report/build.js + 1 modules
var build = __nccwpck_require__(4576);
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
;// CONCATENATED MODULE: ./utils/workspace-file.js



/** Files of the workspace. A pull request can commit a symlink, so each path is resolved before it is used. */
/**
 * The path with symlinks in its parent folders resolved, as far as it exists. A symlink at the path itself
 * is not resolved.
 * @throws Error when the path leads out of the workspace
 */
async function resolveInside(workspace, path) {
    const root = await (0,promises_.realpath)(workspace);
    const folder = await existing((0,external_node_path_namespaceObject.dirname)(path));
    return (0,external_node_path_namespaceObject.join)(inside(root, await (0,promises_.realpath)(folder)), (0,external_node_path_namespaceObject.relative)(folder, path));
}
/**
 * Writes a file atomically. A symlink of that name is replaced, not followed.
 *
 * @param beforeRename decides at the last moment: false leaves the old file, and the result is false
 * @throws Error as `resolveInside`, and when the file cannot be written
 */
async function writeInside(workspace, path, content, beforeRename = () => Promise.resolve(true)) {
    await (0,promises_.mkdir)((0,external_node_path_namespaceObject.dirname)(await resolveInside(workspace, path)), { recursive: true });
    const target = await resolveInside(workspace, path);
    // Short, because the name of the file may already have the maximum length.
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
/** The nearest existing parent folder; a dangling symlink counts as existing, and is then refused. */
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
    // `xml` closes the gaps that absent parts leave.
    const more = [
        (0,verdict/* sentence */.em)(check.cause ?? ''),
        (0,verdict/* sentence */.em)(check.hint ?? ''),
        check.value === undefined
            ? ''
            : `Measured ${check.value}${check.threshold === undefined ? '' : `, limit ${check.threshold}`}.`,
        check.docs === undefined ? '' : `Docs: ${check.docs}`,
    ].join(' ');
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
    const { renderPage } = await Promise.all(/* import() */[__nccwpck_require__.e(114), __nccwpck_require__.e(849)]).then(__nccwpck_require__.bind(__nccwpck_require__, 3849));
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
    if ((0,to_failure/* isOutOfDescriptors */.wD)(error))
        return (0,to_failure/* outOfDescriptors */.Se)(error);
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
        [
            'changed',
            String(result.apps.some(({ accepted }) => accepted === true) || report.apps.some((app) => (0,verdict/* changesMade */.$W)(app).length > 0)),
        ],
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
        ...maintenance(only),
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
function maintenance(app) {
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

// EXTERNAL MODULE: ./redis/statistics.js
var statistics = __nccwpck_require__(9114);
;// CONCATENATED MODULE: ./report/summary/markdown.js
/** The pieces of a job summary. What goes in is Markdown that is already escaped. */
const icons = { pass: '\u2705', warn: '\u26a0\ufe0f', fail: '\u274c', skip: '\u2796' };
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
        ...(more > 0 ? ['', `\u2026 and ${String(more)} more.`] : []),
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
        return cells.every((each) => each === '') ? [] : [[title, ...cells.map((each) => each || '\u2013')]];
    };
    const lag = replication?.lagMs;
    const rows = [
        ...row('Address', ({ host, port }) => breakable((0,utils_escape/* code */.aY)(`${host}:${String(port)}`, 300))),
        ...row('Role', (endpoint) => endpoint === reader && replication?.readerRole === 'same-server' ? 'the writer\u2019s own server' : endpoint.role),
        ...row('Encryption', encryption),
        ...row('Server', ({ server, version }) => server === undefined ? '' : (0,utils_escape/* text */.Qq)(`${{ redis: 'Redis', valkey: 'Valkey' }[server]} ${version ?? ''}`, 60)),
        ...row('Connect', connect),
        ...row('Latency p50 / p95', ({ latencyMs }) => latencyMs ? `${(0,format/* duration */.p0)(latencyMs.p50)} / ${(0,format/* duration */.p0)(latencyMs.p95)}` : ''),
        ...(lag && !isOneEndpoint
            ? [['Replication lag', '\u2013', `${(0,format/* duration */.p0)(lag.p50)} (${(0,format/* duration */.p0)(lag.min)} to ${(0,format/* duration */.p0)(lag.max)})`]]
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
function encryption({ tls, certificate, timings }) {
    if (!tls)
        return 'none';
    if (!certificate)
        return timings.loginMs === undefined ? 'TLS, not tested' : 'TLS';
    const trust = certificate.selfSigned ? ', self-signed' : '';
    return `TLS${trust}, until ${(0,utils_escape/* text */.Qq)(certificate.validTo.slice(0, 10))}`;
}
function connect({ timings }) {
    const took = (0,statistics/* totalMs */.Vk)(timings);
    // A stage that failed took its time as well.
    return took === undefined || timings.loginMs === undefined ? '' : (0,format/* duration */.p0)(took);
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
function latency({ latency, report }, mermaid) {
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
function checks(results, explained) {
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
    // A value that the message names already is not repeated.
    const isNamed = value === undefined || (!isExplained && message.toLowerCase().includes(value.toLowerCase()));
    const measured = [
        ...(isNamed ? [] : [(0,utils_escape/* text */.Qq)(value, 100)]),
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
        const ofReader = group.every(({ target }) => target === 'reader') ? ' (reader)' : '';
        return group[0] ? [{ names: isList ? [`${names.join(', ')}${ofReader}`] : names, check: group[0] }] : [];
    });
}

;// CONCATENATED MODULE: ./report/summary/sparkline.js
/** Eighths of a line, from low to high. */
const blocks = ['\u2581', '\u2582', '\u2583', '\u2584', '\u2585', '\u2586', '\u2587', '\u2588'];
/** A run that measured nothing. */
const absent = '\u00b7';
/**
 * A line of figures as text: `\u2582\u2583\u2582\u2584\u2588\u2583`, oldest first. It needs no picture, so that it fits into a table cell of Markdown;
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
/** The last runs, one sign each: `\u2705\u2705\u26a0\ufe0f\u274c`, oldest first. */
function statusLine(statuses, most = 10) {
    return statuses
        .slice(-most)
        .map((status) => ({ pass: '\u2705', warn: '\u26a0\ufe0f', fail: '\u274c' })[status])
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
        (0,verdict/* upperFirst */.Zb)(facts.join(' \u00b7 ')),
        table(['', 'Last runs'], rows, (cells) => cells),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}

// EXTERNAL MODULE: ./heroku/plans.js
var plans = __nccwpck_require__(9750);
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
        (cost ? `, ${(0,plans/* priceOf */.xx)(cost)}` : '') +
        (limits.length > 0 ? `. The server\u2019s limits: ${limits.join(' and ')}` : '');
    const isHeroku = (0,plans/* serviceOf */.z5)(addon.plan) === plans/* defaultPlan */.tA.service;
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
            ? [`The next larger plan is \`${up.name}\`, ${(0,plans/* priceOf */.xx)(up)}: set \`plan\` to it with \`plan-mismatch: change\`.`]
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
                `If that is also true at peak times, the next smaller plan is \`${down.name}\`, ${(0,plans/* priceOf */.xx)(down)}.`,
        ]
        : [];
}
/**
 * The nearest plan by price that is offered, of the same family (`premium-`, `private-`, \u2026). Upwards, a family without a
 * larger plan (`mini`) continues in the next one; downwards, another family would lose something, such as high
 * availability.
 */
function neighbour(current, offers, direction) {
    const sign = direction === 'up' ? 1 : -1;
    const others = offers
        .filter((offer) => offer.billing === undefined &&
        sign * (offer.cents - current.cents) > 0 &&
        !(0,plans/* isRetired */.aZ)(offer) &&
        offer.insidePrivateSpace === current.insidePrivateSpace &&
        offer.outsidePrivateSpace === current.outsidePrivateSpace)
        .toSorted((a, b) => sign * (a.cents - b.cents));
    const sameFamily = others.find((offer) => family(offer) === family(current));
    return sameFamily ?? (direction === 'up' ? others[0] : undefined);
}
/** `heroku-redis:premium-0` \u2192 `heroku-redis:premium`. */
const family = ({ name }) => name.replace(/-\d+$/, '');

;// CONCATENATED MODULE: ./report/summary/steps.js


/** The steps, and the config vars old \u2192 new where their values may be shown. */
function steps(app, { report }) {
    const { steps: all, error, changedConfigVars } = app.report;
    if (all.length === 0)
        return error ? 'None.' : 'None: nothing had to be changed.';
    const isWritten = report.dryRun || changedConfigVars.length > 0;
    const vars = varTable(app.changes);
    return [
        table(['Step', 'Detail'], all, ({ action, target, done, detail }) => [
            `${report.dryRun ? '\ud83d\udcdd' : done ? '\u2705' : '\u2796'} ${title(action)}${done || report.dryRun ? '' : ' (not done)'}`,
            // The names of the config vars are in the table below.
            `${breakable((0,utils_escape/* code */.aY)(target, 200))}${action === 'set-config' && vars !== '' ? '' : `<br>${(0,utils_escape/* prose */.CS)(detail, markdown_longest)}`}`,
        ]),
        vars === '' || isWritten ? '' : '**These config vars were not written:**',
        vars,
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
/** `create-addon` \u2192 `Create add-on`. */
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
        const after = pending === true ? '<em>from the add-on\u2019s URL</em>' : shown(to);
        const isShown = from !== undefined || to !== undefined;
        return [(0,utils_escape/* code */.aY)(name, 200), kind === 'add' ? after : isShown ? `${shown(from)} \u2192 ${after}` : `${after} (changed)`];
    });
}

;// CONCATENATED MODULE: ./report/summary/server.js



/** What Heroku says of the server: its next maintenance, its settings, the metrics of its log. */
function server({ maintenance, settings, metrics }) {
    return bullets([
        ...(maintenance ? [`Maintenance: ${maintenanceText(maintenance)}`] : []),
        ...(settings ? [`Settings: ${settingsText(settings)}`] : []),
        ...(metrics ? [`Metrics of the add-on\u2019s log: ${metricsText(metrics)}`] : []),
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
        section('Checks', checks(app.report.checks, (0,verdict/* problem */.CC)(app)?.finding)),
        section('History', history_history(app.report.history)),
        section('Server', server(app.report)),
        // A plan that was just removed needs no advice.
        report.mode === 'remove' ? '' : section('Sizing', bullets(sizing(app).map((line) => (0,utils_escape/* prose */.CS)(line)))),
        latency(app, mermaid),
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
    ].join(' \u00b7 ');
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
        ...(requestId === undefined ? [] : [`Heroku\u2019s request id: ${(0,utils_escape/* code */.aY)(requestId, 200)}`]),
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
        ? fit([heading, ...appParts(only, result, context)], (part) => part, budget, 'Parts of this summary were')
        : fleet(result, heading, context);
    return `${parts.join('\n\n')}\n`;
}
function icon({ cancelled, report }) {
    if (cancelled)
        return '\ud83d\udeab';
    if (report.status === 'pass' && report.dryRun)
        return '\ud83d\udcdd';
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
    const rows = fit(apps, (app) => row(app, result), budget / 2, 'Rows of this table were');
    const { mode, dryRun, durationMs, discovery } = result.report;
    const head = [
        heading,
        `Mode ${(0,utils_escape/* code */.aY)(mode)}${dryRun ? ' (dry run)' : ''} \u00b7 took ${(0,format/* duration */.p0)(durationMs)}${discovery ? ` \u00b7 ${(0,format/* plural */.LS)(discovery.found, 'app')} found, ${String(discovery.withoutRedis)} without Redis` : ''}`,
        ['| App | Result |', '| --- | --- |', ...rows].join('\n'),
    ];
    // No diagrams: a hundred of them make the page slow and say little.
    const details = (app) => folded(`${icons[app.report.status]} ${(0,utils_escape/* text */.Qq)(`${app.report.app}: ${(0,verdict/* verdict */.WJ)(app, result.report)}`, 300)}`, appParts(app, result, { ...context, canShowMermaid: false }, 4).join('\n\n'));
    return [...head, ...fit(apps, details, budget - size(head.join('\n\n')), 'Details were')];
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
        ...(figures.length === 0 ? [] : [`<sub>${figures.join(' \u00b7 ')}</sub>`]),
    ];
    return `| ${icons[status]} ${(0,utils_escape/* code */.aY)(name, 100)} | ${result.join('<br>')} |`;
}
function figure(name, value, show) {
    return value === undefined ? [] : [`${name}&nbsp;${show(value).replaceAll(' ', '&nbsp;')}`];
}
/** The first items that fit into so many bytes, and a note about the others, which are not even rendered. */
function fit(items, render, bytes, what) {
    const shown = [];
    // Room for the note itself.
    let left = bytes - 200;
    for (const item of items) {
        const part = render(item);
        left -= size(part) + 2;
        if (left < 0)
            break;
        shown.push(part);
    }
    const missing = items.length - shown.length;
    return missing === 0
        ? shown
        : [
            ...shown,
            `\n_${what} left out to keep within GitHub\u2019s limit of 1 MiB: ${(0,format/* plural */.LS)(missing, 'part')}, the least urgent ones._`,
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
    const result = why === 'warning' ? (0,build/* withWarningReasons */.kB)(cleaned) : cleaned;
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
    for (const line of problems.flatMap(cause_chain/* causeChain */.D))
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
            for (const line of (0,cause_chain/* causeChain */.D)(error))
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
    const known = (0,to_failure/* isOutOfDescriptors */.wD)(error) ? (0,to_failure/* outOfDescriptors */.Se)(error) : error;
    return known instanceof failure/* Failure */.H
        ? explained(known.explanation, docs)
        : explained({ reason: 'internal', what: `The report could not be written: ${(0,cause_chain/* causeChain */.D)(error)[0] ?? ''}` }, docs);
}
/** The result of a run that ended before it reached any app: invalid inputs, no such team, a bug. */
function failedRun({ explanation }, { mode, dryRun, startedAt, durationMs }) {
    return {
        report: (0,build/* runReport */.qi)({ mode, dryRun, startedAt, durationMs, apps: [] }, explanation),
        apps: [],
        cancelled: explanation.reason === 'cancelled',
        error: explanation,
    };
}

// EXTERNAL MODULE: ./heroku/decode.js
var heroku_decode = __nccwpck_require__(686);
;// CONCATENATED MODULE: ./heroku/calls.js

/** `deadline` is on the run's clock: no request is tried again beyond it. */
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
        part: (0,heroku_decode/* asList */.DD)(json, 'the list', item),
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
    const { name, id } = (0,heroku_decode/* asObject */.eB)(value, path);
    return (0,heroku_decode/* textOf */.b6)(name) ?? (0,heroku_decode/* asName */.uP)(id, `${path}.name`);
}
function addonOf(json, path) {
    const addon = (0,heroku_decode/* asObject */.eB)(json, path);
    const plan = (0,heroku_decode/* textOr */.ph)((0,heroku_decode/* objectOr */.Xg)(addon.plan).name, '');
    const service = (0,heroku_decode/* textOf */.b6)((0,heroku_decode/* objectOr */.Xg)(addon.addon_service).name);
    return (0,optional/* withoutUndefined */.r)({
        id: (0,heroku_decode/* asName */.uP)(addon.id, `${path}.id`),
        name: (0,heroku_decode/* asName */.uP)(addon.name, `${path}.name`),
        app: nameOf(addon.app, `${path}.app`),
        appId: (0,heroku_decode/* textOf */.b6)((0,heroku_decode/* objectOr */.Xg)(addon.app).id),
        service: service ?? (0,plans/* serviceOf */.z5)(plan),
        plan,
        // The API of 2016 had no state: an add-on was there, or it was not (recorded at RobertDober/redis_cloud_auto_upgrade).
        state: (0,heroku_decode/* textOr */.ph)(addon.state, 'provisioned'),
        configVars: names(addon.config_vars) ?? [],
        ...billed(addon.billed_price),
    });
}
/** Texts of a list; undefined when there is no list. */
function names(value) {
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string' && each.length <= 1_000) : undefined;
}
/**
 * `{cents: 0, contract: true}` is paid for by contract and `metered` by use: neither is free. Without an amount the
 * price is not known.
 */
function billed(value) {
    const price = (0,heroku_decode/* objectOr */.Xg)(value);
    if (price.contract === true)
        return { billing: 'contract' };
    if (price.metered === true)
        return { billing: 'metered' };
    const cents = (0,heroku_decode/* numberOf */.rl)(price.cents);
    return cents === undefined ? {} : { price: { cents, unit: (0,heroku_decode/* textOr */.ph)(price.unit, 'month') } };
}
function attachmentOf(json, path) {
    const attachment = (0,heroku_decode/* asObject */.eB)(json, path);
    const addon = (0,heroku_decode/* asObject */.eB)(attachment.addon, `${path}.addon`);
    return (0,optional/* withoutUndefined */.r)({
        id: (0,heroku_decode/* asName */.uP)(attachment.id, `${path}.id`),
        name: (0,heroku_decode/* asName */.uP)(attachment.name, `${path}.name`),
        app: nameOf(attachment.app, `${path}.app`),
        appId: (0,heroku_decode/* textOf */.b6)((0,heroku_decode/* objectOr */.Xg)(attachment.app).id),
        addon: (0,optional/* withoutUndefined */.r)({
            id: (0,heroku_decode/* asName */.uP)(addon.id, `${path}.addon.id`),
            name: (0,heroku_decode/* asName */.uP)(addon.name, `${path}.addon.name`),
            app: nameOf(addon.app, `${path}.addon.app`),
            plan: (0,heroku_decode/* textOf */.b6)((0,heroku_decode/* objectOr */.Xg)(addon.plan).name),
        }),
        configVars: names(attachment.config_vars),
    });
}
function configVarsOf(json) {
    const vars = new Map();
    for (const [name, value] of Object.entries((0,heroku_decode/* asObject */.eB)(json, 'config vars'))) {
        // Null is absent (schema: "string or null"; heroku/legacy-cli#401).
        if (value === null)
            continue;
        const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
        // A list or an object would be a value that we cannot compare: better to stop than to overwrite it.
        vars.set(name, new secret/* Secret */.z((0,heroku_decode/* asText */.e1)(text, `config var ${name}`)));
    }
    return vars;
}
function releaseOf(json, path) {
    const release = (0,heroku_decode/* asObject */.eB)(json, path);
    return (0,optional/* withoutUndefined */.r)({
        id: (0,heroku_decode/* asName */.uP)(release.id, `${path}.id`),
        version: (0,heroku_decode/* asNumber */.i)(release.version, `${path}.version`),
        // Before there were release phases, a release that existed had succeeded (recorded 2015, atmos/slash-heroku).
        status: (0,heroku_decode/* textOr */.ph)(release.status, 'succeeded'),
        description: (0,heroku_decode/* textOr */.ph)(release.description, ''),
        createdAt: (0,heroku_decode/* timeOf */.nR)(release.created_at),
    });
}
function releasesOf(json) {
    return (0,heroku_decode/* asList */.DD)(json, 'the list of releases', releaseOf);
}
function planOf(json, path) {
    const plan = (0,heroku_decode/* asObject */.eB)(json, path);
    const { price, billing } = billed(plan.price);
    return (0,optional/* withoutUndefined */.r)({
        name: (0,heroku_decode/* asName */.uP)(plan.name, `${path}.name`),
        description: (0,heroku_decode/* textOr */.ph)(plan.description, ''),
        cents: price?.cents ?? 0,
        unit: price?.unit ?? 'month',
        state: (0,heroku_decode/* textOr */.ph)(plan.state, ''),
        insidePrivateSpace: plan.installable_inside_private_network === true,
        outsidePrivateSpace: plan.installable_outside_private_network === true,
        billing: billing ?? (price ? undefined : 'unknown'),
    });
}
function appRefOf(json, path) {
    const app = (0,heroku_decode/* asObject */.eB)(json, path);
    return { id: (0,heroku_decode/* asName */.uP)(app.id, `${path}.id`), name: (0,heroku_decode/* asName */.uP)(app.name, `${path}.name`) };
}
function appInfoOf(json) {
    const app = (0,heroku_decode/* asObject */.eB)(json, 'the app');
    return (0,optional/* withoutUndefined */.r)({
        ...appRefOf(json, 'the app'),
        region: (0,heroku_decode/* textOf */.b6)((0,heroku_decode/* objectOr */.Xg)(app.region).name),
        space: (0,heroku_decode/* textOf */.b6)((0,heroku_decode/* objectOr */.Xg)(app.space).name),
        stack: (0,heroku_decode/* textOf */.b6)((0,heroku_decode/* objectOr */.Xg)(app.stack).name),
    });
}
function pipelineOf(json) {
    const pipeline = (0,heroku_decode/* asObject */.eB)(json, 'the pipeline');
    const id = (0,heroku_decode/* asName */.uP)(pipeline.id, 'the pipeline.id');
    return { id, name: (0,heroku_decode/* textOr */.ph)(pipeline.name, id) };
}
function couplingOf(json, path) {
    const coupling = (0,heroku_decode/* asObject */.eB)(json, path);
    return {
        appId: (0,heroku_decode/* asName */.uP)((0,heroku_decode/* asObject */.eB)(coupling.app, `${path}.app`).id, `${path}.app.id`),
        stage: (0,heroku_decode/* textOr */.ph)(coupling.stage, ''),
    };
}
function dynoOf(json) {
    const dyno = (0,heroku_decode/* asObject */.eB)(json, 'the dyno');
    const attachUrl = (0,heroku_decode/* textOf */.b6)(dyno.attach_url);
    return (0,optional/* withoutUndefined */.r)({
        id: (0,heroku_decode/* asName */.uP)(dyno.id, 'the dyno.id'),
        name: (0,heroku_decode/* asName */.uP)(dyno.name, 'the dyno.name'),
        state: (0,heroku_decode/* textOr */.ph)(dyno.state, ''),
        attachUrl: attachUrl === undefined ? undefined : new secret/* Secret */.z(attachUrl),
    });
}
/** `{logplex_url}`: where the log of this session is read; the URL itself is the secret. */
function logSessionOf(json) {
    const { logplex_url } = (0,heroku_decode/* asObject */.eB)(json, 'the log session');
    const text = (0,heroku_decode/* asText */.e1)(logplex_url, 'the log session.logplex_url');
    if (!URL.canParse(text))
        throw new heroku_decode/* ShapeError */.ym('the log session.logplex_url is not a URL');
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

// EXTERNAL MODULE: ./heroku/errors.js + 1 modules
var errors = __nccwpck_require__(8458);
;// CONCATENATED MODULE: ./heroku/app-config.js



function appCalls(api) {
    const readConfig = (app) => api.send(get(api, inApp(app, '/config-vars'), configVarsOf));
    return {
        app: (app) => api.send(get(api, inApp(app, ''), appInfoOf, { fallback: 'app-not-found' })),
        configVars: readConfig,
        setConfigVars: (app, vars) => {
            const body = Object.fromEntries([...vars].map(([name, value]) => [name, value?.reveal() ?? null]));
            const call = calls_change(api, ['PATCH', inApp(app, '/config-vars')], body, 'config-conflict', configVarsOf);
            return api.sendOrLook(call, async () => {
                const config = await readConfig(app);
                return isSet(vars, config) ? config : undefined;
            });
        },
        releases: async (app) => {
            try {
                const headers = { range: 'version ..; order=desc,max=10' };
                return await api.send(get(api, inApp(app, '/releases'), releasesOf, { headers }));
            }
            catch (error) {
                // A range of an empty list can be refused: then there is no release.
                if (error instanceof errors/* HerokuFailure */.$t && error.status === 416)
                    return [];
                throw error;
            }
        },
        release: (app, id) => api.send(get(api, inApp(app, `/releases/${encodeURIComponent(id)}`), (json) => releaseOf(json, 'the release'), {
            fallback: 'release-failed',
        })),
    };
}
function isSet(vars, config) {
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
        }),
        tryUpgrade: (addon, version) => api.once({
            method: 'POST',
            access: 'data',
            url: url(addon, '/upgrade'),
            body: { version },
            fallback: 'upgrade-failed',
            decode: (json) => (0,heroku_decode/* textOr */.ph)((0,heroku_decode/* objectOr */.Xg)(json).message, ''),
        }),
    };
}
function dataWaitOf(json) {
    const wait = (0,heroku_decode/* asObject */.eB)(json, 'the answer');
    const waiting = wait['waiting?'];
    if (typeof waiting !== 'boolean')
        throw new heroku_decode/* ShapeError */.ym('waiting? is not true or false');
    return { waiting, message: (0,heroku_decode/* textOr */.ph)(wait.message, '') };
}
function databaseInfoOf(json) {
    const database = (0,heroku_decode/* asObject */.eB)(json, 'the database');
    const info = new Map();
    for (const each of (0,heroku_decode/* listOr */.QD)(database.info)) {
        const { name, values } = (0,heroku_decode/* objectOr */.Xg)(each);
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
    return typeof value === 'number' ? String(value) : (0,heroku_decode/* textOf */.b6)(value)?.trim();
}
function databaseConfigOf(json) {
    const config = (0,heroku_decode/* asObject */.eB)(json, 'the settings');
    const valueOf = (entry) => (0,heroku_decode/* objectOr */.Xg)(entry).value;
    const events = valueOf(config.notify_keyspace_events);
    return (0,optional/* withoutUndefined */.r)({
        maxmemoryPolicy: (0,heroku_decode/* textOf */.b6)(valueOf(config.maxmemory_policy)),
        timeout: (0,heroku_decode/* numberOf */.rl)(valueOf(config.timeout)),
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
const pageSize = 1_000;
const range = `id ..; max=${String(pageSize)}`;
const wholeAccount = { range, mostPages: 200 };
const wholeTeam = { range, mostPages: 50, fallback: 'app-not-found' };
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
            const failure = (0,to_failure/* toFailure */.w2)(error);
            if (failure.reason === 'cancelled')
                throw failure;
            return { known: false, why: failure.message, failure };
        }
    }
    const filtered = (ids) => api.send({
        ...calls_change(api, ['POST', '/filters/apps'], { in: { id: ids } }, 'app-not-found', (json) => (0,heroku_decode/* asList */.DD)(json, 'the list of apps', appRefOf)),
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
const longestLine = 500;
/** The last 1,500 lines of the whole app come along. */
const mostBytes = 4 * 1024 * 1024;
/** On Fir the log is a stream without an end: what came within this time counts. */
const streamMs = 2_000;
function logCalls(api) {
    const session = (app, body) => calls_change(api, ['POST', inApp(app, '/log-sessions')], body, 'heroku-unavailable', logSessionOf);
    return {
        addonLog: async (app, addonName) => {
            const limits = { ms: 4_000, tries: 1 };
            let opened = await api.bonus(session(app, { dyno: 'heroku-redis', lines: 100, tail: false }), limits);
            // Fir takes no `lines` (heroku/cli, lib/run/log-displayer).
            if (!opened.known && opened.failure instanceof errors/* HerokuFailure */.$t && [400, 422].includes(opened.failure.status ?? 0)) {
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
                decode: String,
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
/** `2026-03-04T05:06:07.890123+00:00 app[heroku-redis]: \u2026`, in an event stream after `data: `. */
const header = /^(?:data: ?)?(\S{1,40}) app\[heroku-redis\]: (.*)$/;
/** The lines of this add-on: the source and the name must both be right, wherever else in a line they may stand. */
function addonLogOf(text, addonName) {
    const lines = [];
    for (const line of text.split('\n')) {
        const [, at = '', rest = ''] = header.exec(line.trimEnd()) ?? [];
        if (/(?:^|\s)addon=(\S+)/.exec(rest)?.[1] === addonName)
            lines.push({ at, text: rest });
    }
    const metrics = lines.map(({ at, text: rest }) => metricsOf(at, rest)).findLast((each) => each !== undefined);
    return (0,optional/* withoutUndefined */.r)({
        lines: lines.slice(-mostLines).map(({ at, text: rest }) => (0,utils_text/* oneLine */.TN)(`${at} ${rest}`, longestLine)),
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
        }),
    };
}
function maintenancesOf(json) {
    const { maintenances } = (0,heroku_decode/* asObject */.eB)(json, 'the maintenances');
    if (!Array.isArray(maintenances))
        throw new heroku_decode/* ShapeError */.ym('maintenances is not a list');
    return maintenances.map(maintenanceOf);
}
function maintenanceOf(json) {
    const wrapped = (0,heroku_decode/* asObject */.eB)(json, 'the maintenance');
    const [first] = (0,heroku_decode/* listOr */.QD)(wrapped.maintenances);
    if (Array.isArray(wrapped.maintenances) && first === undefined)
        return { status: 'none' };
    const maintenance = first === undefined ? wrapped : (0,heroku_decode/* asObject */.eB)(first, 'the maintenance');
    const addon = (0,heroku_decode/* objectOr */.Xg)(maintenance.addon);
    const status = (0,heroku_decode/* textOf */.b6)(maintenance.status);
    if (status === undefined && maintenance.status !== null)
        throw new heroku_decode/* ShapeError */.ym('the maintenance.status is not text');
    return (0,optional/* withoutUndefined */.r)({
        status: status?.trim().toLowerCase() ?? 'none',
        addon: (0,heroku_decode/* textOf */.b6)(addon.name),
        method: (0,heroku_decode/* textOf */.b6)(maintenance.method),
        reason: (0,heroku_decode/* textOf */.b6)(maintenance.reason),
        scheduledFor: (0,heroku_decode/* timeOf */.nR)(maintenance.scheduled_for),
        requiredBy: (0,heroku_decode/* timeOf */.nR)(maintenance.required_by),
        startedAt: (0,heroku_decode/* timeOf */.nR)(maintenance.started_at),
        completedAt: (0,heroku_decode/* timeOf */.nR)(maintenance.completed_at),
        window: (0,heroku_decode/* textOf */.b6)(maintenance.window) ?? (0,heroku_decode/* textOf */.b6)(addon.window),
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
    const { incidents } = (0,heroku_decode/* asObject */.eB)(json, 'the status');
    if (!Array.isArray(incidents))
        throw new heroku_decode/* ShapeError */.ym('incidents is not a list');
    return { incidents: incidents.slice(0, mostIncidents).flatMap(incidentOf) };
}
function incidentOf(json) {
    const incident = (0,heroku_decode/* objectOr */.Xg)(json);
    const title = (0,heroku_decode/* textOf */.b6)(incident.title);
    if (title === undefined)
        return [];
    const updates = (0,heroku_decode/* listOr */.QD)(incident.updates)
        .map((each) => (0,heroku_decode/* objectOr */.Xg)(each))
        .map((each) => ({ at: (0,heroku_decode/* timeOf */.nR)(each.updated_at) ?? (0,heroku_decode/* timeOf */.nR)(each.created_at) ?? '', text: (0,heroku_decode/* textOf */.b6)(each.contents) }))
        .toSorted((a, b) => b.at.localeCompare(a.at));
    return [
        (0,optional/* withoutUndefined */.r)({
            title,
            since: (0,heroku_decode/* timeOf */.nR)(incident.created_at),
            url: (0,heroku_decode/* textOf */.b6)(incident.full_url),
            update: updates.find(({ text }) => text !== undefined)?.text,
        }),
    ];
}

;// CONCATENATED MODULE: ./heroku/api.js











/** `deadline` is on the run's clock: no request is tried again beyond it. */
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

// EXTERNAL MODULE: ./heroku/http.js + 6 modules
var http = __nccwpck_require__(6249);
// EXTERNAL MODULE: ./heroku/proxy-agent.js + 1 modules
var proxy_agent = __nccwpck_require__(5187);
// EXTERNAL MODULE: ./history/history.js
var history_history_0 = __nccwpck_require__(30);
;// CONCATENATED MODULE: ./history/format.js
const formatName = 'heroku-redis-action/state';

// EXTERNAL MODULE: ./history/thin.js
var thin = __nccwpck_require__(5531);
;// CONCATENATED MODULE: ./history/decode.js





const hour = 3_600_000;
const spanLengths = thin/* usualRetention */.vx.tiers.map(({ lengthMs }) => lengthMs);
/** Why a text is not a state file. */
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
        throw new NotAState('it has another version of the format');
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
/** A small file of nested brackets could otherwise take gigabytes of memory. */
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
/** Anyone may have written the file, so its text is sanitized like all foreign text. */
function string(value) {
    return typeof value === 'string' ? (0,utils_text/* sanitize */.aj)(value, 200) : fail();
}

;// CONCATENATED MODULE: ./history/encode.js



const encode_hour = 3_600_000;
const day = 24 * encode_hour;
/** Deleted review apps must not stay in the file forever. */
const forgottenAfter = 90 * day;
/** Files above 20 MB are refused when read; written files stay well below that. */
const encode_mostBytes = 15_000_000;
/**
 * One line for each app. Where even the thinned runs of a year are too much (thousands of apps), less history is
 * kept, and finally fewer apps: those with the latest runs.
 */
function encodeState(state, now, most = encode_mostBytes) {
    let apps = state.apps.filter((app) => lastRun(app) >= now - forgottenAfter);
    for (const by of [1, 2, 4, 8, 16, 32, 72]) {
        if (by > 1)
            apps = apps.map((app) => (0,thin/* thin */.yL)(app, now, (0,thin/* reducedRetention */.h0)(by)));
        const text = write(apps, now);
        if (Buffer.byteLength(text) <= most)
            return text;
    }
    const newest = apps.toSorted((a, b) => lastRun(b) - lastRun(a));
    let kept = newest.length;
    for (;;) {
        kept = Math.floor(kept / 2);
        const text = write(newest.slice(0, kept), now);
        if (kept === 0 || Buffer.byteLength(text) <= most)
            return text;
    }
}
function lastRun({ points, spans }) {
    const span = spans.at(-1);
    return points.at(-1)?.time ?? (span ? span.start + span.lengthMs : -Infinity);
}
function write(apps, now) {
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








/** This action does not write larger files. */
const state_file_mostBytes = 20_000_000;
/**
 * Reads the state. A missing file is an empty history. A file that cannot be used (not ours, damaged, of another
 * version, too large, a symlink that leads out of the workspace) is renamed to `<name>.bad`, and the history begins again.
 *
 * @throws Failure `input-invalid` when the path leads out of the workspace or is a folder
 */
async function readState(place) {
    const path = await resolveInside(place.workspace, place.path).catch((error) => {
        throw unusable(place, error);
    });
    try {
        return { state: await read(path, place.workspace), notes: [] };
    }
    catch (error) {
        if (codeOf(error) === 'ENOENT')
            return { state: history_history_0/* emptyState */.p$, notes: [] };
        // Nothing is wrong with the file itself.
        if (codeOf(error) === 'EISDIR' || (0,to_failure/* isOutOfDescriptors */.wD)(error))
            throw unusable(place, error);
        const aside = `${path}.bad`;
        await (0,promises_.rename)(path, aside).catch((renaming) => {
            throw unusable(place, renaming);
        });
        const why = error instanceof NotAState ? error.message : `it cannot be read (${codeOf(error)})`;
        return {
            state: history_history_0/* emptyState */.p$,
            notes: [
                `The state file "${state_file_nameOf(place)}" was renamed to "${(0,external_node_path_namespaceObject.basename)(aside)}" because ${why}; the history starts again with this run.`,
            ],
        };
    }
}
async function read(path, workspace) {
    // The file itself may be a symlink inside the workspace; writing replaces it.
    const target = await (0,promises_.realpath)(path);
    const root = await (0,promises_.realpath)(workspace);
    if (!target.startsWith(root.endsWith(external_node_path_namespaceObject.sep) ? root : root + external_node_path_namespaceObject.sep))
        throw new NotAState('it is a symlink out of the workspace');
    const entry = await (0,promises_.lstat)(target);
    if (entry.isDirectory())
        throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    // Opening a pipe or a device could block forever.
    if (!entry.isFile())
        throw new NotAState('it is not a regular file');
    if (entry.size > state_file_mostBytes)
        throw new NotAState('it is larger than 20 MB');
    return decodeState(await (0,promises_.readFile)(target, 'utf8'));
}
/** Another run may write between reading and writing: its file is then read, and the change is made again. */
const mostTries = 5;
/**
 * Reads the state, changes it and writes it back atomically, based on what another run wrote in the meantime.
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
        const isUnchanged = async () => attempt >= mostTries || (await fingerprint(place)) === start;
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
function codeOf(error) {
    if (!(error instanceof Error))
        return 'unknown error';
    return 'code' in error ? String(error.code) : error.message;
}
function unusable(place, error) {
    if ((0,to_failure/* isOutOfDescriptors */.wD)(error))
        return (0,to_failure/* outOfDescriptors */.Se)(error);
    return (0,catalogue/* failure */.V2)('input-invalid', `The state file "${state_file_nameOf(place)}" cannot be used: ${codeOf(error)}.`, {
        cause: 'The path is a folder, leads out of the workspace through a symlink, or its disk is full or read-only.',
        remedy: 'Set `state-file` to a path inside the workspace that can be written.',
        error,
    });
}

// EXTERNAL MODULE: ./state/settings.js
var settings = __nccwpck_require__(1650);
;// CONCATENATED MODULE: ./steps/settings.js
/** The modes; each has its own planner. */
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
 * Foreign text, shortened and quoted so that it cannot be mistaken for text of the action. Text that may contain
 * credentials is not shown at all: the runner does not mask a part of a secret.
 */
function quote(text) {
    if (text === '')
        return 'nothing';
    if (mayHoldCredentials(text))
        return 'a value that may hold credentials (not shown)';
    const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
    return JSON.stringify(shown);
}
/** No quoted input needs an `@`, a Heroku token, or more of a URL than its host. */
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
 * HEROKU_HOST, HEROKU_DATA_HOST (else HEROKU_REDIS_HOST) and HEROKU_STATUS_HOST, read the way the Heroku CLI reads
 * them. Undefined when one is invalid; `problems` then says which.
 */
function readHosts(env, problems) {
    const host = textOf(env, 'HEROKU_HOST') ?? 'heroku.com';
    const api = trustedOrigin(/^https?:\/\//i.test(host) ? host : `https://api.${host}`);
    if (!api)
        problems.push({ name: 'HEROKU_HOST', got: quote(host), expected });
    const dataUrl = readDataHost(env, api, problems);
    const statusUrl = readStatusHost(env, api, problems);
    return api && dataUrl !== undefined && statusUrl !== undefined
        ? { apiUrl: api.origin, dataUrl, statusUrl }
        : undefined;
}
/** A bare host name: protocol and port are those of the API. */
function readDataHost(env, api, problems) {
    const name = textOf(env, 'HEROKU_DATA_HOST') === undefined ? 'HEROKU_REDIS_HOST' : 'HEROKU_DATA_HOST';
    // If the API is on this machine, so is the data API: requests of a test must not reach Heroku.
    const usual = api && loopback.has(api.hostname) ? api.hostname : 'api.data.heroku.com';
    const host = textOf(env, name) ?? usual;
    const isBare = /^[a-z0-9.-]{1,253}$/i.test(host);
    const port = api?.port ? `:${api.port}` : '';
    const data = isBare ? trustedOrigin(`${api?.protocol ?? 'https:'}//${host}${port}`) : undefined;
    if (!data)
        problems.push({ name, got: quote(host), expected: `a bare host name: ${expected}` });
    return data?.origin;
}
/** A full URL. Any host is allowed, because the token is never sent there. */
function readStatusHost(env, api, problems) {
    const text = textOf(env, 'HEROKU_STATUS_HOST');
    if (text === undefined)
        return api && loopback.has(api.hostname) ? api.origin : 'https://status.heroku.com';
    const url = URL.parse(text);
    const isClean = url !== null && `${url.username}${url.password}${url.search}${url.hash}` === '';
    if (isClean && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname)))) {
        return url.href.replace(/(?<!\/)\/+$/, '');
    }
    problems.push({
        name: 'HEROKU_STATUS_HOST',
        got: quote(text),
        expected: 'an https:// URL without credentials, such as https://status.heroku.com',
    });
    return undefined;
}
function textOf(env, name) {
    return env[name]?.trim() || undefined;
}
function trustedOrigin(text) {
    const url = URL.parse(text);
    // Only an origin: anything after it would be dropped silently.
    return url && isTrusted(url) && url.href === `${url.origin}/` ? url : undefined;
}
function isTrusted(url) {
    const host = url.hostname;
    if (loopback.has(host))
        return true;
    // To other machines, the token is sent encrypted only.
    return url.protocol === 'https:' && trustedDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

;// CONCATENATED MODULE: ./inputs/contradictions.js



/** Inputs that are each valid but contradict each other. Inputs that are already invalid are not compared. */
function contradictions(draft, invalid) {
    return rules.flatMap((rule) => rule(draft, invalid) ?? []);
}
const rules = [
    ({ writerPrefix, readerPrefix }) => writerPrefix === undefined || writerPrefix !== readerPrefix
        ? undefined
        : {
            name: 'reader-prefix',
            got: quote(writerPrefix),
            expected: 'a prefix other than writer-prefix, so that writer and reader have separate config vars',
        },
    ({ config, fields, writerPrefix, readerPrefix }) => {
        if (!config || !fields || writerPrefix === undefined || readerPrefix === undefined)
            return undefined;
        const managed = [writerPrefix, readerPrefix].flatMap((prefix) => fields.map((field) => (0,settings/* configName */.k)(prefix, field)));
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
            got: quote(confirm ?? ''),
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
            got: quote(alarmAfter.text),
            expected: '1, or a state-file in which the action can count the failing runs',
        },
    ({ stateFile, reportFiles }) => 
    // Many file systems are case-insensitive.
    stateFile !== undefined && reportFiles?.some(({ path }) => path.toLowerCase() === stateFile.toLowerCase()) === true
        ? { name: 'state-file', expected: 'a path other than those of report-file' }
        : undefined,
];
/** Only Heroku Key-Value Store has an API for this. */
function herokuOnly(name, isGiven, plan) {
    return isGiven && plan !== undefined && plan.service !== plans/* defaultPlan */.tA.service
        ? { name, expected: `no value with plan ${plan.service}:${plan.plan}: it works with ${plans/* defaultPlan */.tA.service} only` }
        : undefined;
}

;// CONCATENATED MODULE: ./inputs/parse.js

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
/** `250ms`, `1.5s`, `15m`, `1h` \u2192 milliseconds; undefined for anything else. */
function parseDuration(text) {
    const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
    const unit = unitMs[match?.[2] ?? ''];
    return match && unit !== undefined ? Number(match[1]) * unit : undefined;
}
/** `75%` \u2192 75; undefined for anything that is not a percentage from 0 to 100. */
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
 * An API token. Other characters are not valid in a header, or would add another header. A URL that was
 * pasted here by mistake is not sent to Heroku.
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

// EXTERNAL MODULE: ./checks/check.js
var check = __nccwpck_require__(8367);
// EXTERNAL MODULE: ./redis/endpoint.js
var endpoint = __nccwpck_require__(1624);
;// CONCATENATED MODULE: ./inputs/values.js








/** Parsers of the inputs with a special format. */
/** Heroku's stages of a pipeline (Platform API, "Pipeline Coupling": stage). */
const stages = ['test', 'review', 'development', 'staging', 'production'];
function parseApps(text) {
    const selectors = [...new Set(items(text))].map(parseSelector);
    const known = selectors.filter((each) => each !== undefined);
    return known.length > 0 && known.length === selectors.length
        ? { value: known }
        : {
            expected: 'one or more Heroku app names or ids (lower-case letters, digits, dashes), team:NAME, ' +
                `pipeline:NAME, pipeline:NAME/STAGE (${either(stages)}) or account:all, one per line or comma-separated`,
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
    return stages.some((each) => each === stage) ? { kind: 'pipeline', pipeline, stage } : undefined;
}
function parsePlan(text) {
    if (!/^[a-z0-9][a-z0-9_-]{0,62}(:[a-z0-9][a-z0-9_.-]{0,62})?$/i.test(text)) {
        return { expected: 'a plan such as premium-0 (of heroku-redis), or service:plan such as rediscloud:30' };
    }
    const [first = '', second] = text.split(':');
    return {
        value: second === undefined ? { service: plans/* defaultPlan */.tA.service, plan: first } : { service: first, plan: second },
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
        const parsed = (0,endpoint/* parseRedisUrl */.CI)(url);
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
    // openssl prints fingerprints as AA:BB:\u2026, browsers without colons: both are accepted.
    const hex = rest.join('').toLowerCase();
    return scheme === 'sha256' && /^[0-9a-f]{64}$/.test(hex)
        ? { value: { kind: 'pin', sha256: hex } }
        : { expected: 'none, full, or sha256: followed by the 64 hex digits of the certificate (the report shows them)' };
}
function parseSkipChecks(text) {
    const parsed = listOf(check/* checkIds */.t, 0)(text, '');
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
                // Without K or E, Redis sends no events, regardless of the other flags (redis.io, "Redis keyspace
                // notifications").
                if (!/^[KEg$lshzxetdmnocA]*$/.test(value) || (value !== '' && !/[KE]/.test(value))) {
                    return { expected: `${name} of the flags K E g $ l s h z t d x e m n o c A, including K or E` };
                }
                settings.notifyKeyspaceEvents = value;
                break;
            default:
                return { expected: 'only maxmemory-policy=POLICY, timeout=SECONDS and notify-keyspace-events=FLAGS' };
        }
    }
    return { value: settings };
}
function parseAlarmAfter(text) {
    const [, first, , second] = /^(\d{1,3})(\/(\d{1,3}))?$/.exec(text.replaceAll(' ', '')) ?? [];
    const failing = Number(first);
    const of = Number(second ?? first);
    return failing >= 1 && failing <= of && of <= history_history_0/* mostOutcomes */.Di
        ? { value: { failing, of, text } }
        : { expected: `N or N/M with 1 \u2264 N \u2264 M \u2264 ${String(history_history_0/* mostOutcomes */.Di)}, such as 2 (in a row) or 3/5 (of the last five)` };
}
const extensions = Object.values(reportFormats).map(({ extension }) => extension);
function parseReportFiles(text, workspace) {
    const files = new Map();
    for (const item of items(text)) {
        const path = insideOf(workspace, item);
        const format = formatOf(item);
        if (path === undefined || format === undefined) {
            return {
                expected: `paths inside the workspace that end in ${either(extensions)}, each name of up to ${longestName} bytes`,
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
        : { expected: `one path inside the workspace that ends in .json, each name of up to ${longestName} bytes` };
}
/** File systems allow 255 bytes for a name; the file is first written under a short name in the same folder. */
const longestName = 255;
function insideOf(workspace, text) {
    const path = (0,external_node_path_namespaceObject.resolve)(workspace, text);
    const inside = (0,external_node_path_namespaceObject.relative)(workspace, path);
    // eslint-disable-next-line no-control-regex
    const isClean = !/[\u0000-\u001f\u007f]/.test(text);
    const isInside = inside !== '' && inside !== '..' && !inside.startsWith(`..${external_node_path_namespaceObject.sep}`) && !(0,external_node_path_namespaceObject.isAbsolute)(inside);
    const isShort = inside.split(external_node_path_namespaceObject.sep).every((name) => Buffer.byteLength(name) <= longestName);
    return isClean && isInside && isShort ? path : undefined;
}

;// CONCATENATED MODULE: ./inputs/inputs.js








function inputs_row(text, parse, more = {}) {
    return { default: text, parse, ...more };
}
const mismatch = oneOf('warn', 'change', 'fail');
const connectTime = durationWithin(10, 300_000);
/** Every input with its default and parser. A test compares `action.yml` and the README with this table. */
const inputs_table = {
    app: inputs_row('', parseApps),
    plan: inputs_row('', parse_optional(parsePlan)),
    mode: inputs_row('setup', oneOf(...modes)),
    'dry-run': inputs_row('false', parseBoolean),
    'api-key': inputs_row('', parseToken, { isSecret: true }),
    addon: inputs_row('', parse_optional(parseAddon)),
    'plan-mismatch': inputs_row('warn', mismatch),
    version: inputs_row('', parse_optional(parseVersion)),
    'version-mismatch': inputs_row('warn', mismatch),
    maintenance: inputs_row('report', oneOf('report', 'run')),
    settings: inputs_row('', parseSettings),
    'provision-timeout': inputs_row('15m', durationWithin(1_000, 6 * 3_600_000)),
    'writer-prefix': inputs_row('REDIS_WRITER', parsePrefix),
    'reader-prefix': inputs_row('REDIS_READER', parsePrefix),
    reader: inputs_row('', parseReader, { isSecret: true }),
    fields: inputs_row('host, port, password, username, tls', listOf(settings/* fields */.O, 1, (item) => item.toLowerCase())),
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
 * Text \u2192 typed Inputs, all errors at once.
 * @param read the raw text of an input; empty stands for the default
 * @param env HEROKU_API_KEY, HEROKU_HOST, HEROKU_DATA_HOST, HEROKU_REDIS_HOST, HEROKU_STATUS_HOST and NODE_DEBUG are
 * read
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
    // A value that is still undefined was omitted: an invalid input has added a problem.
    return (0,optional/* withoutUndefined */.r)(draft);
}
/** The inputs for reports, as far as they are valid: also for a run whose other inputs are invalid. */
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
    problems.push({ name, expected: parsed.expected, ...(isSecret ? {} : { got: quote(text) }) });
    return undefined;
}
function tokenOf(env, problems) {
    const parsed = parseToken(env['HEROKU_API_KEY']?.trim() ?? '');
    if ('value' in parsed)
        return parsed.value;
    problems.push({ name: 'HEROKU_API_KEY', expected: parsed.expected });
    return undefined;
}
/** Node.js reads it at start-up, so the action cannot switch it off. */
function refuseNodeDebug(env, problems) {
    const text = env['NODE_DEBUG']?.trim() ?? '';
    if (text === '')
        return;
    const expected = 'an unset variable, because Node.js prints the token with it; use RUNNER_DEBUG instead';
    problems.push({ name: 'NODE_DEBUG', got: quote(text), expected });
}

;// CONCATENATED MODULE: ./runner/masking.js

/** Shorter text is not masked: that would garble log lines and outputs. */
const shortest = 6;
/** Shorter passwords are ignored. */
const shortestConcealed = 4;
/** Parts of many Redis URLs, and public hosts. */
const publicWords = ['default', 'redis', 'rediss', 'valkey', 'valkeys', 'localhost', '127.0.0.1'];
/**
 * A plain word or a short number. GitHub drops every output that contains a masked text (actions/runner#1498), and a
 * password such as `password`, `connect` or `123456` occurs in many outputs of the action.
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
function maskPassword(masker, password, username = '', known = []) {
    if (password.reveal().trim() === '')
        return;
    const forms = variants(password.reveal());
    const users = new Set([username || 'default', 'default']);
    const pairs = forms.flatMap((form) => [...users].map((user) => `${user}:${form}`));
    register(masker, forms, { known, isOpaque: true });
    register(masker, pairs, { known });
}
/** Masks a Redis URL and the secrets in it: masking the URL does not mask the password alone. */
function maskRedisUrl(masker, url, known = []) {
    const whole = url.reveal().trim();
    // Not with the URL parser, because an invalid URL can contain a password too: once as the standard reads it,
    // once with unencoded `/`, `?`, `#` and `@` in the password.
    const readings = [/^[^/]*\/\/([^/?#]*)@(.*)$/s, /^[^/]*\/\/(.*)@(.*)$/s];
    for (const reading of readings) {
        const [, userinfo = '', rest = ''] = reading.exec(whole) ?? [];
        const colon = userinfo.indexOf(':');
        // Without a colon it is a user name, but some people put the password there.
        const password = userinfo.slice(colon + 1);
        if (password === '')
            continue;
        const hosts = [...rest.split(/[/?#]/, 1), ...rest.split(/[:/?#]/, 1), ...known];
        register(masker, [whole, decoded(whole), URL.parse(whole)?.href ?? ''], { known: hosts });
        maskPassword(masker, new secret/* Secret */.z(password), decoded(userinfo.slice(0, Math.max(0, colon))), hosts);
    }
    maskQuery(masker, whole, known);
}
/** Some providers put credentials in the query: `rediss://host:6379?password=\u2026`. */
function maskQuery(masker, url, known) {
    if (!url.includes('?'))
        return;
    const parts = url.slice(url.indexOf('?') + 1).split(/[&#]/);
    const secrets = parts.flatMap((part) => {
        // Odd ones as well: `?=password=\u2026`, and a `?` in the value.
        const [, name = '', value = ''] = /^=*([^=]*)=(.*)$/s.exec(part) ?? [];
        return value !== '' && /pass|pwd|auth|secret|token|key/i.test(name) ? [value] : [];
    });
    if (secrets.length > 0)
        register(masker, [url, decoded(url)], { known });
    for (const value of secrets)
        maskPassword(masker, new secret/* Secret */.z(value), '', known);
}
function variants(value) {
    const plain = [value, value.trim(), decoded(value), decoded(value).trim()];
    const encoded = plain.flatMap((form) => {
        const component = encodeURIComponent(form.toWellFormed());
        // encodeURIComponent does not encode `!'()*`, others do; the case of the hex digits differs as well.
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
function register(masker, values, { known = [], isOpaque = false }) {
    // The runner masks each line of a multi-line value, even very short ones.
    const lines = values.flatMap((value) => value.split(/[\r\n]/));
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




/** Environment variables that the action or Node.js reads, and that may contain a URL with credentials. */
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
 * Masks secrets in inputs and environment that GitHub may not know: the token, and anything that looks like
 * a URL with credentials, in any input. Must be called before the first line is printed.
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
/** From the scheme of the first URL on. The lookbehind keeps the time linear: each word is read once. */
const url = /(?<![a-z0-9+.-])[0-9+.-]*([a-z][a-z0-9+.-]*:\/\/.*)/is;
/** A password may contain a comma or a line break, so the full text is masked as well as each item. */
function maskAddresses(text, scrubber) {
    if (!text.includes('@') && !text.includes('?'))
        return;
    for (const part of new Set([text, ...items(text), ...text.split(/\s+/)])) {
        maskRedisUrl(scrubber, new secret/* Secret */.z(url.exec(part)?.[1] ?? `//${part.trim()}`));
    }
}
/** Values of `config` may be public: they are removed from Heroku's answers only. */
function maskConfig(text, scrubber) {
    for (const line of text.split(/\r?\n/)) {
        const value = line.slice(line.indexOf('=') + 1).trim();
        // Not the value alone: in a URL without a name, the first `=` is in the query.
        const [, inLine] = url.exec(line) ?? [];
        if (inLine !== undefined)
            maskRedisUrl(scrubber, new secret/* Secret */.z(inLine));
        if (value.length >= shortestValue)
            scrubber.conceal(value);
    }
}
/** Shorter values (`30`, `true`, `info`) are not secret, and occur in many texts. */
const shortestValue = 6;

// EXTERNAL MODULE: ./report/app-result.js
var app_result = __nccwpck_require__(8553);
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
        return { apps, failure: (0,to_failure/* toFailure */.w2)(error), notes: [] };
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
/** More lines of one app are counted and omitted, to limit the memory of a fleet. */
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
                    runner.line(`\u2026 ${String(left)} more lines omitted`);
                runner.line(took(clock() - start));
            }
            finally {
                runner.endGroup();
            }
        },
    };
}
/** Shows the progress of a fleet, about twenty times at most, regardless of its size. */
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
/** The runner shows these with RUNNER_DEBUG only; `%` is the only remaining character that it would decode. */
const debugCommand = (line) => `::debug::${(0,utils_escape/* logLine */.BP)(line).replaceAll('%', '%25')}`;

;// CONCATENATED MODULE: ./runner/scrubber.js
/** Shorter secrets are not searched for. */
const keyLength = 4;
/** The fewest characters by which the beginning of a secret is recognized where a text was cut. */
const shortestCut = 6;
/** A part is found by this many characters; anchors are a few characters apart to limit the memory of a fleet. */
const anchorLength = 8;
const anchorStep = 4;
const replacement = '***';
/** Passes secrets on to `runner`. */
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
            // Only a part of a URL or a `user:password` pair is secret, and that part is registered separately.
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
    let result = '';
    let end = 0;
    for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
        if (from >= end)
            result += text.slice(end, from) + replacement;
        end = Math.max(end, to);
    }
    return result + text.slice(end);
}
/** Quickly rules out that a secret begins at a position: a fleet has tens of thousands of secrets and texts. */
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
        const key = secret.slice(0, keyLength);
        const sisters = this.#known.get(key) ?? new Set();
        this.#known.set(key, sisters.add(secret));
        this.#sieve.mark(secret, 0);
    }
    whole(text) {
        return this.#find(text, (secret, at) => (text.startsWith(secret, at) ? secret.length : 0));
    }
    /** Finds the beginning of a secret before an ellipsis or the end of the text. */
    cut(text) {
        return this.#find(text, (secret, at) => {
            let length = keyLength;
            while (length < secret.length && text.charAt(at + length) === secret.charAt(length))
                length++;
            const isCut = /^(?:\u2026|\.{2,}|["'\u2019)\]]?\s*$)/.test(text.slice(at + length, at + length + 4));
            return isCut && length >= Math.min(shortestCut, secret.length) ? length : 0;
        });
    }
    #find(text, lengthAt) {
        const spans = [];
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
 * Finds parts of secrets. Only parts with two digits count, extended in both directions as far as the secret matches:
 * parts of a password made of words, such as `password`, occur in many texts of the action.
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

// EXTERNAL MODULE: ./state/addon.js
var state_addon = __nccwpck_require__(9405);
// EXTERNAL MODULE: ./state/known.js + 1 modules
var state_known = __nccwpck_require__(4622);
// EXTERNAL MODULE: ./state/observed.js
var state_observed = __nccwpck_require__(3403);
// EXTERNAL MODULE: ./state/redis-url.js
var redis_url = __nccwpck_require__(6804);
// EXTERNAL MODULE: ./steps/attached-apps.js
var attached_apps = __nccwpck_require__(810);
;// CONCATENATED MODULE: ./steps/observe-app.js





/** Reads the app's state from Heroku and chooses the add-on. @throws Failure */
async function observeApp(context) {
    const { app, settings, api, log, progress, listed } = context;
    const observed = await (0,state_observed/* observe */.lB)(api, app, listed);
    progress.learn((0,state_known/* initiallyKnown */.F7)(observed, undefined));
    const chosen = settings.mode === 'remove' ? addonToRemove(observed, context) : (0,state_addon/* chosenAddon */.Ty)(observed, settings);
    const isUnknown = chosen?.shared === true && chosen.state === undefined;
    const known = progress.learn((0,state_known/* initiallyKnown */.F7)(observed, isUnknown ? await withForeignFacts(chosen, context) : chosen));
    log.info(addonLine(known, settings.addon));
    return progress.learn(await withAttachedApps(known, context));
}
/** A missing add-on counts as removed; the run waits for one that Heroku is still removing. */
function addonToRemove(observed, { app, settings, progress }) {
    const going = (0,state_addon/* goingAddon */.J6)(observed, settings);
    const choice = (0,state_addon/* choose */.Sw)(observed, settings);
    if (choice.kind === 'unknown') {
        if (!going)
            progress.note(`${app} has no add-on or attachment named ${settings.addon ?? ''}: there is none to remove.`);
        return going;
    }
    return (0,state_addon/* chosenAddon */.Ty)(observed, settings) ?? going;
}
/** Read before a change that would affect other apps. */
async function withAttachedApps(known, context) {
    const { mode } = context.settings;
    const { addon } = known;
    const isAffected = mode === 'rotate' || (mode === 'remove' && addon?.shared === false);
    return addon && isAffected ? { ...known, attachedApps: await (0,attached_apps/* otherAppsOf */._)(known, context) } : known;
}
/** Plan and state of another app's add-on, where the token may see them. */
async function withForeignFacts(addon, { api, progress }) {
    const attempt = await api.foreignAddon(addon.id);
    if (attempt.kind === 'done')
        return (0,state_addon/* redisAddon */.gS)(attempt.value, true, addon.configVars);
    progress.note(`${addon.name} belongs to ${addon.app}, and its state is not known. ${attempt.failure.message}`);
    return addon;
}
function addonLine({ addon, observed }, wanted) {
    const { app, config } = observed;
    if (!addon)
        return `${app} has no Redis add-on.`;
    const { name, app: owner, plan, state, shared } = addon;
    const facts = `${plan ?? 'plan not known'}, ${state ?? 'state not known'}${shared ? `, shared by ${owner}` : ''}`;
    return `${app} has ${name} (${facts}); ${urlWords((0,redis_url/* urlStateOf */.o_)(addon, config, wanted))}.`;
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

// EXTERNAL MODULE: ./steps/progress.js
var progress = __nccwpck_require__(5882);
// EXTERNAL MODULE: ./steps/read-service.js
var read_service = __nccwpck_require__(663);
// EXTERNAL MODULE: ./utils/retry.js
var retry = __nccwpck_require__(2145);
;// CONCATENATED MODULE: ./start-app.js






/** Loading begins so much later than the first requests, which would otherwise leave late. */
const headStartMs = 20;
/**
 * One app. Its state is read while the rest of the program, the Redis client among it, is loaded: that takes no time of
 * its own. Never rejects.
 */
async function startApp(app, context) {
    const { inputs, log, clock } = context;
    const startedAt = clock.now();
    const stepContext = { ...context, app, settings: inputs, progress: new progress/* Progress */.k(log) };
    const observing = log.phase(`${app}: reading current state`, async () => (0,read_service/* readService */.uS)(await observeApp(stepContext), stepContext));
    await Promise.race([observing.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, headStartMs))]);
    try {
        const { runApp } = await loadApp(context);
        return await runApp({ stepContext, observing, startedAt }, context);
    }
    catch (error) {
        return (0,app_result/* failedAppResult */.K)(app, inputs, (0,to_failure/* toFailure */.w2)(error));
    }
}
/** A file of its own in the bundle: while a fleet has all file descriptors in use, it cannot be read for a moment. */
async function loadApp({ signal, clock }) {
    return (0,retry/* retry */.L)(() => Promise.all(/* import() */[__nccwpck_require__.e(114), __nccwpck_require__.e(87)]).then(__nccwpck_require__.bind(__nccwpck_require__, 5087)), {
        tries: 60,
        budgetMs: 15_000,
        delayMs: () => 250,
        shouldRetry: to_failure/* isOutOfDescriptors */.wD,
        signal,
        clock,
    });
}

// EXTERNAL MODULE: ./utils/concurrency.js
var concurrency = __nccwpck_require__(5120);
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
            // The app owns an add-on that only the other list has, so other add-ons may be missing too.
            const isIncomplete = listed?.attachments.some((tie) => tie.addon.app === app && !ids.has(tie.addon.id));
            return isIncomplete === true ? undefined : listed;
        },
    };
}

;// CONCATENATED MODULE: ./state/app-selector.js
/** For a sentence: `team acme`. */
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







/** From this many apps, the account's lists need fewer requests than two for each app. */
const fleetSize = 5;
/** Parallel requests where each app has to be read. */
const appsAtOnce = 16;
/**
 * The apps that the `app` input stands for.
 * @throws Failure `app-not-found` for an unknown team or pipeline \u00b7 `addon-missing` when no app has a Redis add-on
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
        ? names.map((app) => withListed(app, account.of(app)))
        : await (0,concurrency/* mapLimit */.sf)(names, appsAtOnce, async (app) => withListed(app, await askApp(app, api)));
    const fleet = discovered.filter(({ app, listed }) => listed && isMember(app, listed, settings));
    const discovery = { found: names.length, withoutRedis: names.length - fleet.length };
    const where = groups.map(describeGroup).join(', ');
    log.info(`${where}: ${(0,format/* plural */.LS)(discovery.found, 'app')} found, ${String(fleet.length)} with a Redis add-on.`);
    if (apps.length + fleet.length === 0)
        throw nothingFound(where, discovery);
    return { apps: [...apps, ...fleet], discovery };
}
/** The account's lists may be incomplete: where they show no Redis, the app itself is read. */
function namedApp(app, account, settings) {
    const listed = account?.of(app);
    const isUsable = listed !== undefined && isMember(app, listed, settings);
    return { app, discovered: false, ...(isUsable ? { listed } : {}) };
}
function withListed(app, listed) {
    return (0,optional/* withoutUndefined */.r)({ app, discovered: true, listed });
}
function isMember(app, listed, settings) {
    return (0,state_addon/* hasRedisAddon */.KI)({ app, ...listed, config: new Map() }, settings);
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
        cause: 'The action never creates an add-on for apps that are found this way, and omits those without one.',
        remedy: 'Name the apps in `app` to create their add-ons, or correct the team, pipeline or stage.',
    });
}

;// CONCATENATED MODULE: ./state/masking.js
/** The same API, but masks the config vars that it reads before the caller gets them. */
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

// EXTERNAL MODULE: ./utils/time.js + 1 modules
var utils_time = __nccwpck_require__(5917);
;// CONCATENATED MODULE: ./utils/event-loop-lag.js

const everyMs = 20;
/** How much one observation counts: about the last half second decides. */
const weight = 0.1;
/**
 * With more work than the processor can do, every answer is read late: connections time out and round trips look long,
 * although the servers are quick.
 */
function measureEventLoopLag() {
    let expected = (0,utils_time/* now */.tB)() + everyMs;
    let average = 0;
    const timer = setInterval(() => {
        const late = Math.max(0, (0,utils_time/* now */.tB)() - expected);
        expected = (0,utils_time/* now */.tB)() + everyMs;
        average += (late - average) * weight;
    }, everyMs);
    timer.unref();
    return { lagMs: () => average, stop: () => clearInterval(timer) };
}

;// CONCATENATED MODULE: external "node:v8"
const external_node_v8_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");
;// CONCATENATED MODULE: ./utils/memory.js

/**
 * Makes V8 collect garbage sooner. Otherwise the space for new objects grows to more than 100 MB while many connections
 * are open, and the rest to several times what is in use. Must be called before they grow. It costs hardly any time
 * (`npm run bench`), and the two flags only decide when memory is collected.
 */
function collectGarbageSooner() {
    (0,external_node_v8_namespaceObject.setFlagsFromString)('--semi-space-growth-factor=1');
    (0,external_node_v8_namespaceObject.setFlagsFromString)('--heap-growing-percent=50');
}

;// CONCATENATED MODULE: ./run.js




























/** Redis connections at the same time: enough to hide the latency of the network. */
const connectionsAtOnce = 64;
/** A quarter begins; on a slow processor it comes down to an eighth. */
const firstShare = 1 / 4;
const leastShare = 1 / 8;
/** Inputs \u2192 apps \u2192 report. Never rejects. */
async function run(context) {
    const { runner, signal, clock, workspace } = context;
    const startedAt = new Date().toISOString();
    const started = clock.now();
    const read = (name) => runner.input(name);
    const scrubber = createScrubber(runner);
    const audience = { runner, workspace, redact: (text) => scrubber.redact(text) };
    // The inputs for reports are read first, so that they apply even when other inputs are invalid.
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
        const report = (0,build/* runReport */.qi)({
            mode: inputs.mode,
            dryRun: inputs.dryRun,
            startedAt,
            durationMs: clock.now() - started,
            apps: apps.map((app) => app.report),
            ...(discovery && { discovery }),
        });
        const { state, failure: problem } = recorded;
        const { latency, replicationLag, memory, connections } = inputs;
        const limits = { latency, replicationLag, memory, connections };
        result = (0,optional/* withoutUndefined */.r)({ report, apps, cancelled: signal.aborted, state, limits, problem });
    }
    catch (error) {
        const failed = (0,to_failure/* toFailure */.w2)(error);
        // The last line of the log shows the message; the causes are logged only here.
        for (const line of (0,cause_chain/* causeChain */.D)(failed).slice(1))
            runner.line(scrubber.redact(line));
        result = failedRun(failed, { ...settings, startedAt, durationMs: clock.now() - started });
    }
    await publish(result, settings, audience);
}
/** @throws Failure when there is no app to report on */
async function runApps(inputs, context, scrubber, past) {
    if (inputs.apps.length > connectionsAtOnce || inputs.apps.some(({ kind }) => kind !== 'app'))
        collectGarbageSooner();
    let http;
    try {
        http = await connectToHeroku(inputs, context, scrubber);
    }
    catch (thrown) {
        const error = (0,to_failure/* toFailure */.w2)(thrown);
        const named = inputs.apps.flatMap((each) => (each.kind === 'app' ? [each.app] : []));
        if (named.length === 0)
            throw error;
        return { apps: named.map((app) => (0,app_result/* failedAppResult */.K)(app, inputs, error)) };
    }
    const { clock } = context;
    const plansOf = planLists(http, inputs, context);
    const incidents = once(() => herokuApi(http, inputs, createLog(context.runner), clock.now()).currentStatus());
    const mask = (config) => run_maskConfig(scrubber, config, inputs);
    const log = createLog(context.runner);
    const deadline = clock.now() + inputs.provisionTimeoutMs;
    const rotations = new Map();
    const lag = measureEventLoopLag();
    try {
        const fleet = await findFleet(inputs.apps, inputs, herokuApi(http, inputs, log, deadline), log);
        const names = fleet.apps.map(({ app }) => app);
        scrubber.allow(names);
        const progress = createProgress(context.runner, fleet.apps.length);
        // A separate reader needs a second connection.
        const appsAtOnce = connectionsAtOnce / (inputs.reader.kind === 'writer' ? 1 : 2);
        const limits = {
            first: appsAtOnce * firstShare,
            least: appsAtOnce * leastShare,
            most: appsAtOnce,
            lagMs: () => lag.lagMs(),
            onBusy: () => {
                log.info('The processor of this runner is busy: fewer apps are checked at the same time.');
            },
        };
        const apps = await (0,concurrency/* mapAdaptive */.l3)(fleet.apps, limits, async (each) => {
            const { app } = each;
            const fleetLog = fleet.apps.length > 1 ? createFleetLog(context.runner, app) : undefined;
            const shared = { fleetLog, plansOf, incidents, mask, apps: names, rotations, past: past(app) };
            const result = await startApp(app, appContext(http, inputs, context, each, shared));
            fleetLog?.close((0,verdict/* verdict */.WJ)(result, inputs));
            if (fleetLog)
                progress.done(result.report.status);
            return result;
        });
        return (0,optional/* withoutUndefined */.r)({ apps, discovery: fleet.discovery });
    }
    finally {
        lag.stop();
        http.close();
    }
}
async function connectToHeroku(inputs, { runner, signal, clock, command }, scrubber) {
    const token = inputs.apiKey ?? (await tokenOfCli(command, signal));
    maskToken(scrubber, token);
    const scrub = (text) => scrubber.scrub(text);
    return new http/* HerokuHttp */.L5({ token, signal, userAgent: 'heroku-redis-action', log: createLog(runner), scrub, clock });
}
function appContext(http, inputs, { runner, signal, clock }, { discovered, listed }, shared) {
    const { fleetLog: log = createLog(runner), plansOf, incidents, mask, apps, rotations, past } = shared;
    const deadline = clock.now() + inputs.provisionTimeoutMs;
    const base = docsBase(runner.env);
    return (0,optional/* withoutUndefined */.r)({
        inputs: discovered ? { ...inputs, discovered } : inputs,
        listed,
        api: withMasking(herokuApi(http, inputs, log, deadline), mask),
        log,
        signal,
        deadline,
        clock,
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
/** Asks at the first call; later calls get the same answer. */
function once(ask) {
    let answer;
    return () => (answer ??= ask());
}
/** An invalid proxy variable counts as a proxy. */
function usesProxy(url) {
    try {
        return (0,proxy_agent/* proxyFor */.iJ)(new URL(url)) !== undefined;
    }
    catch {
        return true;
    }
}
/** Each service's plan list, read once for all apps. */
function planLists(http, inputs, { runner, clock }) {
    const api = herokuApi(http, inputs, createLog(runner), clock.now() + inputs.provisionTimeoutMs);
    const lists = new Map();
    const read = async (service) => {
        try {
            return { known: true, value: await api.plans(service) };
        }
        catch (error) {
            const failure = (0,to_failure/* toFailure */.w2)(error);
            return { known: false, why: failure.message.replace(/\.$/, ''), failure };
        }
    };
    return (service) => {
        const list = lists.get(service) ?? read(service);
        lists.set(service, list);
        return list;
    };
}
/**
 * Masks everything that looks like a Redis URL, and the current passwords in the managed config vars, even if stale.
 */
function run_maskConfig(scrubber, config, { writerPrefix, readerPrefix }) {
    for (const [name, value] of config) {
        // A URL that is malformed, quoted or has another scheme is still a secret.
        if (/redis|valkey/i.test(name) || /^\W*(?:redis|valkey)/i.test(value.reveal()))
            maskRedisUrl(scrubber, value);
    }
    for (const prefix of [writerPrefix, readerPrefix]) {
        const password = config.get((0,settings/* configName */.k)(prefix, 'password'));
        if (password)
            maskPassword(scrubber, password, config.get((0,settings/* configName */.k)(prefix, 'username'))?.reveal());
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
;// CONCATENATED MODULE: ./runner/actions.js


const actions_issue = { error: error, warning: warning, notice: notice };
/** The runner through `@actions/core`. `env` is `process.env`, because core reads only that. */
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
        // Not core.summary: it throws where the runner has no summary, and it is asynchronous, so it cannot write when the
        // process ends.
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








/** The runner waits 7.5 s after SIGINT; the run stops waiting for unfinished work a second before that. */
const graceMs = 6_500;
/** The process around a run: signals, crashes, a closed log. Resolves when everything was reported. */
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
        clock: utils_time/* systemClock */.ml,
        command: (command, args) => runCommand(command, args, process.env),
        workspace,
    });
    watch.isReported = true;
    // Anything that keeps the event loop alive, such as a child process that never ends, must not delay the job.
    setTimeout(() => process.exit(), 1_000).unref();
}
/** Reports a run that ends early: a crash, a time-out after a signal, or an empty event loop. */
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
    /** Node.js would print the complete error object; those of Redis clients contain the password. */
    crash(error) {
        for (const line of (0,cause_chain/* causeChain */.D)(error))
            this.#runner.line(line);
        this.#report((0,to_failure/* isOutOfDescriptors */.wD)(error)
            ? (0,to_failure/* outOfDescriptors */.Se)(error)
            : (0,catalogue/* failure */.V2)('internal', 'A bug in this action ended the run; the log shows the error.'));
        process.exit(1);
    }
    /** Cancelled and not finished in time, or the event loop is empty although the run has not ended. */
    exit() {
        const isCancelled = this.#signal.aborted;
        this.#report(isCancelled ? (0,to_failure/* cancelled */.KW)() : (0,catalogue/* failure */.V2)('internal', 'The run ended without a result.'));
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
/** The runner cancels with SIGINT and SIGTERM; SIGHUP comes from a closed terminal or supervisor. */
function cancelOnSignals(cancel, runner) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
        process.on(signal, () => {
            if (cancel.signal.aborted)
                return;
            runner.line(`${signal}: stopping, closing connections and deleting markers \u2026`);
            cancel.abort((0,to_failure/* cancelled */.KW)());
            setTimeout(() => process.exit(1), graceMs).unref();
        });
    }
}
/** Without a listener, the first write to a closed pipe would end the process. */
function surviveClosedLog() {
    process.stdout.once('error', (error) => {
        process.stderr.on('error', () => undefined);
        process.stderr.write(`The log is closed (${error.message}). The run continues; outputs and reports are written.\n`);
    });
    process.stdout.on('error', () => undefined);
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
 * Redis URL \u2192 endpoint, by the WHATWG URL standard. What the standard would read but the author can hardly have meant is
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

/***/ 8553:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ failedAppResult),
/* harmony export */   p: () => (/* binding */ buildAppResult)
/* harmony export */ });
/* harmony import */ var _failure_catalogue_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3406);
/* harmony import */ var _state_config_vars_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6444);
/* harmony import */ var _state_redis_url_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6804);
/* harmony import */ var _utils_optional_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(6543);
/* harmony import */ var _build_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4576);





function buildAppResult(settings, run) {
    const { app, known, planned, steps, notes, probe, heroku, oldCredentials, findings, error, more, situation, durationMs, } = run;
    const { written = [], release } = known ?? {};
    const { plans, maintenance, databaseConfig } = heroku;
    const report = (0,_build_js__WEBPACK_IMPORTED_MODULE_3__/* .appReport */ .G$)((0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_4__/* .withoutUndefined */ .r)({
        app,
        findings,
        steps,
        changedConfigVars: written.map(({ name }) => name),
        error: error && (0,_failure_catalogue_js__WEBPACK_IMPORTED_MODULE_0__/* .explainIn */ .Py)(error, situation),
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
    return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_4__/* .withoutUndefined */ .r)({
        report,
        findings,
        accepted: run.accepted,
        changes: settings.dryRun ? planned.flatMap((step) => (step.action === 'set-config' ? step.changes : [])) : written,
        latency: (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_4__/* .withoutUndefined */ .r)({
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
    const nothing = {
        planned: [],
        steps: [],
        accepted: false,
        notes: [],
        heroku: {},
        findings: [],
        more: { context: [] },
        durationMs: 0,
    };
    return buildAppResult(settings, { ...nothing, app, error, situation: { app, mode: settings.mode } });
}
function roundTrips(facts) {
    return facts?.latency?.ok === true ? facts.latency.value.values : undefined;
}
function addonReport(addon, { created, observed }, settings) {
    const { id, name, app: owner, shared, plan, state, price } = addon;
    const configVar = (0,_state_redis_url_js__WEBPACK_IMPORTED_MODULE_2__/* .urlVarOf */ .mn)(addon, observed.config, settings.addon);
    return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_4__/* .withoutUndefined */ .r)({ name, id, created, owner, shared, plan, state, configVar, price });
}
/** Absent where no `_URL` is managed, or none is set yet. */
function urlsReport(known, settings) {
    const kindOf = (side) => (0,_state_config_vars_js__WEBPACK_IMPORTED_MODULE_1__/* .desiredVars */ .NL)(known, settings).find((each) => each.side === side && each.kind !== undefined)?.kind;
    if (!settings.fields.includes('url') || !known.addon || settings.mode === 'remove')
        return undefined;
    return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_4__/* .withoutUndefined */ .r)({ writer: kindOf('writer'), reader: kindOf('reader') });
}


/***/ }),

/***/ 4576:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  G$: () => (/* binding */ appReport),
  qi: () => (/* binding */ runReport),
  kB: () => (/* binding */ withWarningReasons)
});

// UNUSED EXPORTS: endpointReport, replicationReport, worst

// EXTERNAL MODULE: ./checks/check.js
var check = __nccwpck_require__(8367);
;// CONCATENATED MODULE: ./redis/facts.js
/** The writer was connected to, written and read back. Only what was tested is called healthy. */
function isTested(probe) {
    return probe !== undefined && probe.writer.connect.ok && probe.writer.write?.ok === true;
}

// EXTERNAL MODULE: ./utils/optional.js
var optional = __nccwpck_require__(6543);
;// CONCATENATED MODULE: ./report/build.js



function appReport(outcome) {
    const { app, error, addon, release, probe, steps, changedConfigVars } = outcome;
    const { rotation, urls, maintenance, settings, metrics, context = [], history } = outcome;
    const findings = inReportOrder(outcome.findings);
    const failed = findings.find(({ status }) => status === 'fail');
    return (0,optional/* withoutUndefined */.r)({
        app,
        status: error ? 'fail' : worst(findings.map(({ status }) => status)),
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
        status: error ? 'fail' : worst(apps.map(({ status }) => status)),
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
    return findings.toSorted((a, b) => check/* checkIds */.t.indexOf(a.id) - check/* checkIds */.t.indexOf(b.id));
}
function worst(statuses) {
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


/***/ }),

/***/ 6013:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $W: () => (/* binding */ changesMade),
/* harmony export */   CC: () => (/* binding */ problem),
/* harmony export */   Cq: () => (/* binding */ untilAlarm),
/* harmony export */   WJ: () => (/* binding */ verdict),
/* harmony export */   ZH: () => (/* binding */ runVerdict),
/* harmony export */   Zb: () => (/* binding */ upperFirst),
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
/** `1 of 2 failures before the alarm`. */
function untilAlarm({ failures, alarmAfter }) {
    return `${String(failures)} of ${String(alarmAfter)} failures before the alarm`;
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
function upperFirst(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
/** With a full stop, so that another sentence can follow. */
function sentence(text) {
    const trimmed = text.trim();
    return trimmed === '' || /[.!?\u2026]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}


/***/ }),

/***/ 9405:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   HF: () => (/* binding */ refuseNotRedis),
/* harmony export */   J6: () => (/* binding */ goingAddon),
/* harmony export */   KI: () => (/* binding */ hasRedisAddon),
/* harmony export */   Sw: () => (/* binding */ choose),
/* harmony export */   Ty: () => (/* binding */ chosenAddon),
/* harmony export */   gS: () => (/* binding */ redisAddon),
/* harmony export */   hD: () => (/* binding */ attachmentFor)
/* harmony export */ });
/* unused harmony export isRedisService */
/* harmony import */ var _failure_catalogue_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3406);
/* harmony import */ var _heroku_plans_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9750);
/* harmony import */ var _utils_optional_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(6543);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3403);
/* harmony import */ var _redis_url_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6804);





/** Chooses the add-on: the named one, otherwise the only one that matches. */
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
/** The chosen add-on; undefined when there is none yet. @throws Failure `addon-ambiguous`, `addon-missing` */
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
/** The add-on of this app that would be chosen if Heroku were not already removing it. */
function goingAddon(observed, { plan, addon: wanted }) {
    const isShared = (0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .sharedTest */ .cT)(observed);
    const going = observed.addons.filter((addon) => addon.state === 'deprovisioning' &&
        !isShared(addon) &&
        (wanted === undefined
            ? isRedisService(addon.service) && (plan === undefined || plan.service === addon.service)
            : addon.id === wanted || addon.name === wanted));
    const [only, ...others] = going.map((addon) => redisAddon(addon, false, addon.configVars));
    return others.length === 0 ? only : undefined;
}
/** @throws Failure `addon-missing` when it is certain that the add-on is not Redis */
function refuseNotRedis(observed, addon) {
    if (!isRedis(addon, observed.config))
        throw notRedis(observed, addon);
}
/**
 * The attachment that a new add-on gets: Heroku's default name for the service, named explicitly so that a second one
 * is refused.
 */
function attachmentFor(service) {
    return service === _heroku_plans_js__WEBPACK_IMPORTED_MODULE_1__/* .defaultPlan */ .tA.service ? 'REDIS' : service.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
}
/** An add-on that Heroku shows; `configVars` are those of this app. */
function redisAddon(addon, shared, configVars) {
    return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_4__/* .withoutUndefined */ .r)({
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
/** Every add-on of the app, its own and those of other apps, without those that are being removed. */
function addonsOf(observed) {
    const { addons } = observed;
    const ties = Map.groupBy((0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .attachmentsHere */ .FP)(observed), ({ addon }) => addon.id);
    const variables = (id) => (ties.get(id) ?? []).flatMap((tie) => (0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .variablesOf */ .ht)(tie));
    const isShared = (0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .sharedTest */ .cT)(observed);
    const listed = addons
        .filter(({ state }) => state !== 'deprovisioned' && state !== 'deprovisioning')
        .map((addon) => 
    // The config var names of the owning app do not apply here, only those of this app's attachments.
    isShared(addon)
        ? redisAddon(addon, true, variables(addon.id))
        : redisAddon(addon, false, [...addon.configVars, ...variables(addon.id)]));
    const ids = new Set(addons.map(({ id }) => id));
    const unlisted = [...ties].flatMap(([id, [tie]]) => (tie && !ids.has(id) ? [attachedAddon(tie, variables(id))] : []));
    return [...listed, ...unlisted];
}
/** Known only from its attachment. */
function attachedAddon({ addon, app }, configVars) {
    const { plan = '', ...rest } = addon;
    return redisAddon({ ...rest, service: (0,_heroku_plans_js__WEBPACK_IMPORTED_MODULE_1__/* .serviceOf */ .z5)(plan), plan, state: '', configVars: [] }, addon.app !== app, configVars);
}
function attachedAs(wanted, all, observed) {
    const tie = (0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .attachmentsHere */ .FP)(observed).find((attachment) => attachment.name === wanted.toUpperCase() || (0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .variablesOf */ .ht)(attachment).some((name) => (0,_redis_url_js__WEBPACK_IMPORTED_MODULE_2__/* .isWanted */ .Yu)(name, wanted)));
    return (all.find(({ id }) => id === tie?.addon.id) ??
        all.find(({ shared, configVars }) => !shared && configVars.some((name) => (0,_redis_url_js__WEBPACK_IMPORTED_MODULE_2__/* .isWanted */ .Yu)(name, wanted))));
}
function fits(addon, config, { plan }) {
    const holdsUrl = addon.configVars.some((name) => (0,_redis_url_js__WEBPACK_IMPORTED_MODULE_2__/* .isRedisUrl */ .vd)(config, name));
    // Of some shared add-ons only the URL is known; those match only the service of Heroku's own Redis.
    if (addon.service === undefined)
        return holdsUrl && (plan === undefined || plan.service === _heroku_plans_js__WEBPACK_IMPORTED_MODULE_1__/* .defaultPlan */ .tA.service);
    if (plan !== undefined)
        return addon.service === plan.service;
    return addon.service === _heroku_plans_js__WEBPACK_IMPORTED_MODULE_1__/* .defaultPlan */ .tA.service || holdsUrl;
}
/** False when it is certain that the add-on is not Redis, so that no run waits for its URL. */
function isRedis({ service = '', state, configVars }, config) {
    if (configVars.some((name) => (0,_redis_url_js__WEBPACK_IMPORTED_MODULE_2__/* .isMeantAsRedisUrl */ .UP)(config, name)) || isRedisService(service))
        return true;
    // Heroku's own other services.
    if (service.startsWith('heroku-'))
        return false;
    const isSet = configVars.some((name) => config.has(name));
    return !isSet && (service === '' || state === 'provisioning');
}
/**
 * Whether an app has the requested add-on, otherwise any Redis add-on, as far as that is known without its config vars.
 */
function hasRedisAddon(observed, settings) {
    if (settings.addon !== undefined)
        return choose(observed, settings).kind === 'found';
    const services = addonsOf(observed).map(({ service = '' }) => service);
    const { plan } = settings;
    return services.some((service) => (plan ? service === plan.service : isRedisService(service)));
}
/** In Heroku's Elements marketplace, the name of every Redis service contains one of these. */
function isRedisService(service) {
    return /redis|valkey|keydb/i.test(service);
}
function ambiguous({ app }, names) {
    return (0,_failure_catalogue_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)('addon-ambiguous', `${app} has ${names.length} Redis add-ons: ${names.join(', ')}.`, {
        remedy: `Set the addon input to one of them: ${names.join(' or ')}.`,
    });
}
function unknown({ app, config }, wanted, names) {
    const existing = names.length === 0 ? 'it has no add-ons' : `its add-ons are: ${names.join(', ')}`;
    const variable = [wanted.toUpperCase(), `${wanted.toUpperCase()}_URL`].find((name) => (0,_redis_url_js__WEBPACK_IMPORTED_MODULE_2__/* .isRedisUrl */ .vd)(config, name));
    const byHand = variable === undefined
        ? ''
        : ` The config var ${variable} holds a Redis URL, but does not belong to an add-on of ${app}.`;
    return (0,_failure_catalogue_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)('addon-missing', `${app} has no add-on or attachment named ${wanted}; ${existing}.${byHand}`, {
        remedy: `Correct the addon input, or share the add-on with the app first: heroku addons:attach <name> --app ${app}.`,
    });
}
function notRedis({ app }, { name, service }) {
    const what = service === undefined ? '' : ` (${service})`;
    return (0,_failure_catalogue_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)('addon-missing', `The add-on ${name} of ${app}${what} is not a Redis add-on.`, {
        cause: 'The addon input names an add-on of another type.',
        remedy: `Set addon to a Redis add-on of heroku addons --app ${app}, or leave it empty.`,
    });
}


/***/ }),

/***/ 6444:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L4: () => (/* binding */ stateOf),
/* harmony export */   NL: () => (/* binding */ desiredVars),
/* harmony export */   R1: () => (/* binding */ differing),
/* harmony export */   fs: () => (/* binding */ changesOf)
/* harmony export */ });
/* harmony import */ var _redis_endpoint_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1624);
/* harmony import */ var _utils_optional_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(6543);
/* harmony import */ var _utils_secret_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5071);
/* harmony import */ var _host_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2009);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(3403);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(1650);
/* harmony import */ var _sources_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(1145);







/** Every managed config var, in a stable order: writer, reader, `config`. */
function desiredVars(known, settings) {
    const { writer, reader } = (0,_sources_js__WEBPACK_IMPORTED_MODULE_3__/* .sourcesOf */ .u)(known, settings);
    const owned = (0,_observed_js__WEBPACK_IMPORTED_MODULE_4__/* .ownedNames */ .qT)(known.observed);
    const ofSide = (side, prefix, source) => settings.fields.map((field) => {
        const name = (0,_settings_js__WEBPACK_IMPORTED_MODULE_5__/* .configName */ .k)(prefix, field);
        return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_6__/* .withoutUndefined */ .r)({
            name,
            side,
            field,
            value: source && fieldOf(source, field),
            source: source?.name,
            kind: field === 'url' ? (owned.has(name) ? 'live' : 'copy') : undefined,
            isPublic: field === 'host' || field === 'port' || field === 'tls',
        });
    });
    return [
        ...ofSide('writer', settings.writerPrefix, writer),
        ...ofSide('reader', settings.readerPrefix, reader),
        ...[...settings.config].map(([name, value]) => ({
            name,
            side: 'config',
            value: new _utils_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(value),
            source: 'config',
            isPublic: false,
        })),
    ];
}
function fieldOf(source, field) {
    const { endpoint } = source;
    switch (field) {
        case 'host':
            return new _utils_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(endpoint.host);
        case 'port':
            return new _utils_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(String(endpoint.port));
        case 'username':
            return new _utils_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(endpoint.username);
        case 'password':
            return endpoint.password ?? new _utils_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z('');
        case 'tls':
            return new _utils_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(String(endpoint.tls));
        case 'url':
            return (0,_redis_endpoint_js__WEBPACK_IMPORTED_MODULE_0__/* .canonicalRedisUrl */ .hq)(endpoint, source.url);
    }
}
/** State of a managed config var. */
function stateOf({ name, value, kind }, config) {
    const current = config.get(name);
    // To an app, an empty value (a server without a password) and a missing variable are the same.
    if (current === undefined)
        return value?.equals('') === true ? 'ok' : 'missing';
    if (value === undefined)
        return 'differs';
    // Heroku formats the URLs that it maintains in its own way.
    const isSame = current.equals(value) || (kind === 'live' && isSameUrl(current, value));
    return isSame ? 'ok' : 'differs';
}
function isSameUrl(a, b) {
    const [left, right] = [endpointOf(a), endpointOf(b)];
    return left !== undefined && right !== undefined && (0,_redis_endpoint_js__WEBPACK_IMPORTED_MODULE_0__/* .sameEndpoint */ ._X)(left, right);
}
function endpointOf(url) {
    const result = (0,_redis_endpoint_js__WEBPACK_IMPORTED_MODULE_0__/* .parseRedisUrl */ .CI)(url);
    return result.ok ? result.endpoint : undefined;
}
/** The config vars that must be written. */
function differing(desired, config) {
    return desired.filter((each) => stateOf(each, config) !== 'ok');
}
/** The same for the report: shows only values that are public by kind and by form. */
function changesOf(desired, config) {
    return differing(desired, config).map(({ name, value, isPublic }) => (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_6__/* .withoutUndefined */ .r)({
        name,
        kind: config.has(name) ? 'update' : 'add',
        from: isPublic ? shown(config.get(name)) : undefined,
        to: isPublic ? shown(value) : undefined,
        pending: value === undefined ? true : undefined,
    }));
}
/** A host config var may hold a password or a URL by mistake. */
function shown(value) {
    const text = value?.reveal();
    const isPort = text !== undefined && /^\d{1,5}$/.test(text);
    const isFlag = text === 'true' || text === 'false';
    return isPort || isFlag || (text !== undefined && (0,_host_js__WEBPACK_IMPORTED_MODULE_2__/* .looksLikeHost */ .o)(text)) ? text : undefined;
}


/***/ }),

/***/ 2009:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ looksLikeHost)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7030);

/** False for a password or a URL in place of a host. */
function looksLikeHost(text) {
    const isName = /^(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}$/i.test(text) && text.length <= 253;
    return isName || text === 'localhost' || (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(text) !== 0;
}


/***/ }),

/***/ 4622:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  F7: () => (/* binding */ initiallyKnown),
  iU: () => (/* binding */ mayMoveUrl),
  NV: () => (/* binding */ withConfig),
  yc: () => (/* binding */ withListed),
  KE: () => (/* binding */ withService),
  io: () => (/* binding */ withWritten),
  tJ: () => (/* binding */ withoutAttachments)
});

// EXTERNAL MODULE: ./state/observed.js
var state_observed = __nccwpck_require__(3403);
;// CONCATENATED MODULE: ./state/var-change.js
/** Combines two writes: first old value, last new value. */
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
/** The list of add-ons with this one in its current state. */
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
/** Heroku may change the add-on's URL some time after such a step. */
function mayMoveUrl({ requestedPlan, rotation, maintained }) {
    return requestedPlan !== undefined || rotation !== undefined || maintained === true;
}
/**
 * The add-on and its attachments and config vars on this app are gone: removed, or only detached (`removed` absent).
 */
function withoutAttachments(known, gone, removed) {
    const { observed } = known;
    const ids = new Set(gone.map(({ id }) => id));
    const names = new Set([...gone.flatMap((each) => (0,state_observed/* variablesOf */.ht)(each)), ...(removed?.configVars ?? [])]);
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


/***/ }),

/***/ 3403:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FP: () => (/* binding */ attachmentsHere),
/* harmony export */   Iw: () => (/* binding */ nameOfApp),
/* harmony export */   OK: () => (/* binding */ isThisApp),
/* harmony export */   cT: () => (/* binding */ sharedTest),
/* harmony export */   ht: () => (/* binding */ variablesOf),
/* harmony export */   lB: () => (/* binding */ observe),
/* harmony export */   qT: () => (/* binding */ ownedNames)
/* harmony export */ });
/**
 * Three parallel requests; one if the app's add-ons and attachments are known from the account's lists.
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
/** Whether an add-on belongs to another app. Builds an index once, because the lists of a large account are long. */
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
/** The name of an app that was given by its id is known only from its add-ons and attachments. */
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
/** Whether it is the app itself, by name or id. */
function isThisApp({ app, appId }, observed) {
    return appId === observed.app || app === observed.app || app === nameOfApp(observed);
}
function isId(app) {
    return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(app);
}


/***/ }),

/***/ 6804:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   UP: () => (/* binding */ isMeantAsRedisUrl),
/* harmony export */   Yu: () => (/* binding */ isWanted),
/* harmony export */   mn: () => (/* binding */ urlVarOf),
/* harmony export */   o_: () => (/* binding */ urlStateOf),
/* harmony export */   vd: () => (/* binding */ isRedisUrl)
/* harmony export */ });
/* harmony import */ var _redis_endpoint_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1624);

/**
 * Where the add-on's Redis URL is: in the config var that the user named (or its attachment), otherwise in one
 * with TLS, otherwise in the first that holds one.
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
    return value !== undefined && (0,_redis_endpoint_js__WEBPACK_IMPORTED_MODULE_0__/* .parseRedisUrl */ .CI)(value).ok;
}
/** Also true for an invalid Redis URL. */
function isMeantAsRedisUrl(config, name) {
    return isRedisUrl(config, name) || /^["'\s]*(?:rediss?|valkeys?)\b/i.test(textOf(config, name));
}
/** `REDIS`, `REDIS_URL` and `redis_url` all name REDIS_URL. */
function isWanted(name, wanted) {
    const upper = wanted?.toUpperCase();
    return upper !== undefined && (name === upper || name === `${upper}_URL`);
}
function wantedFirst(names, wanted) {
    return [...names.filter((name) => isWanted(name, wanted)), ...names.filter((name) => !isWanted(name, wanted))];
}
function problemOf(config, name) {
    const value = config.get(name);
    const parsed = value && (0,_redis_endpoint_js__WEBPACK_IMPORTED_MODULE_0__/* .parseRedisUrl */ .CI)(value);
    return parsed?.ok === false ? parsed.problem : 'is not a valid URL';
}
function hasTls(config, name) {
    const value = config.get(name);
    const parsed = value && (0,_redis_endpoint_js__WEBPACK_IMPORTED_MODULE_0__/* .parseRedisUrl */ .CI)(value);
    return parsed?.ok === true && parsed.endpoint.tls;
}
function looksLikeUrl(text) {
    return /:\/\//.test(text);
}
function textOf(config, name) {
    return config.get(name)?.reveal().trim() ?? '';
}


/***/ }),

/***/ 9724:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   It: () => (/* binding */ versionIn),
/* harmony export */   JR: () => (/* binding */ isUpgrade),
/* harmony export */   LV: () => (/* binding */ toMinutes),
/* harmony export */   N2: () => (/* binding */ maintenanceWords),
/* harmony export */   Y0: () => (/* binding */ isAhead),
/* harmony export */   fu: () => (/* binding */ maintenanceIn),
/* harmony export */   yF: () => (/* binding */ isManaged)
/* harmony export */ });
/* harmony import */ var _utils_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5456);

/** Whether this run may change the version, settings and maintenance: a heroku-redis add-on that this app owns. */
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
/** `none` and `completed` both mean that no maintenance is pending. */
function isAhead(maintenance) {
    return maintenance !== undefined && maintenance.status !== 'none' && maintenance.status !== 'completed';
}
/** Heroku prepares or runs an upgrade of the server. The API is undocumented: reason or method show it. */
function isUpgrade(maintenance) {
    const { reason = '', method = '' } = maintenance ?? {};
    return isAhead(maintenance) && (/upgrade|version/i.test(reason) || method === 'changeover');
}
/** `ready (version upgrade), scheduled for 2026-12-19 22:00 UTC`. */
function maintenanceWords(maintenance) {
    const { reason, startedAt, scheduledFor, requiredBy } = maintenance;
    const status = (0,_utils_text_js__WEBPACK_IMPORTED_MODULE_0__/* .sanitize */ .aj)(maintenance.status, 40);
    const isRunning = status === 'running';
    const parts = [
        reason === undefined ? status : `${status} (${(0,_utils_text_js__WEBPACK_IMPORTED_MODULE_0__/* .sanitize */ .aj)(reason.replaceAll('_', ' '), 80)})`,
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


/***/ }),

/***/ 1650:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ fields),
/* harmony export */   k: () => (/* binding */ configName)
/* harmony export */ });
const fields = ['host', 'port', 'password', 'username', 'tls', 'url'];
/** `REDIS_WRITER` and `host` \u2192 `REDIS_WRITER_HOST`. */
function configName(prefix, field) {
    return `${prefix}_${field.toUpperCase()}`;
}


/***/ }),

/***/ 1145:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ sourcesOf)
/* harmony export */ });
/* harmony import */ var _heroku_plans_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9750);
/* harmony import */ var _redis_endpoint_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1624);
/* harmony import */ var _utils_optional_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(6543);
/* harmony import */ var _utils_secret_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5071);
/* harmony import */ var _addon_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(9405);
/* harmony import */ var _redis_url_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(6804);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(1650);







/** Read from the add-on's own config var and the `reader` input. */
function sourcesOf({ addon, observed }, settings) {
    const { config } = observed;
    const configVar = addon && (0,_redis_url_js__WEBPACK_IMPORTED_MODULE_4__/* .urlVarOf */ .mn)(addon, config, settings.addon);
    const writer = configVar === undefined ? undefined : parsed(config.get(configVar), configVar);
    const reader = readerOf(writer, addon, config, settings);
    return (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_5__/* .withoutUndefined */ .r)({ writer, reader: undefined, readerProblem: undefined, ...reader });
}
function readerOf(writer, addon, config, settings) {
    const { reader } = settings;
    if (reader.kind === 'writer')
        return writer ? { reader: writer } : {};
    if (reader.kind === 'url')
        return { reader: { endpoint: reader.endpoint, url: reader.url, name: 'reader' } };
    const { name } = reader;
    // This run writes it in the same release.
    const own = settings.config.get(name);
    const isWriterUrl = settings.fields.includes('url') && name === (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .configName */ .k)(settings.writerPrefix, 'url');
    if (own === undefined && isWriterUrl)
        return writer ? { reader: { ...writer, name } } : {};
    const value = own === undefined ? config.get(name) : new _utils_secret_js__WEBPACK_IMPORTED_MODULE_2__/* .Secret */ .z(own);
    const source = parsed(value, name);
    if (source)
        return { reader: source };
    if (value === undefined && !writer && isStillToCome(name, addon, settings))
        return {};
    return { readerProblem: problemOf(name, value) };
}
/** Heroku sets this config var when the add-on is ready. */
function isStillToCome(name, addon, { plan }) {
    return addon ? addon.configVars.includes(name) : name === `${(0,_addon_js__WEBPACK_IMPORTED_MODULE_3__/* .attachmentFor */ .hD)((plan ?? _heroku_plans_js__WEBPACK_IMPORTED_MODULE_0__/* .defaultPlan */ .tA).service)}_URL`;
}
function problemOf(name, value) {
    const subject = `The config var ${name}, which the reader input names,`;
    if (value === undefined || value.reveal().trim() === '') {
        return { reason: 'config-missing', message: `${subject} is not set on the app.` };
    }
    const url = (0,_redis_endpoint_js__WEBPACK_IMPORTED_MODULE_1__/* .parseRedisUrl */ .CI)(value);
    const problem = url.ok ? '' : `: the URL ${url.problem}`;
    return { reason: 'config-unreadable', message: `${subject} holds no readable Redis URL${problem}.` };
}
function parsed(url, name) {
    const result = url && (0,_redis_endpoint_js__WEBPACK_IMPORTED_MODULE_1__/* .parseRedisUrl */ .CI)(url);
    return url && result?.ok === true ? { endpoint: result.endpoint, url, name } : undefined;
}


/***/ }),

/***/ 810:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ otherAppsOf)
/* harmony export */ });
/* harmony import */ var _heroku_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8458);
/* harmony import */ var _state_observed_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3403);


/** The other apps that the add-on is attached to, its owner first. @throws Failure */
async function otherAppsOf({ addon, observed }, { api, apps }) {
    if (!addon)
        return [];
    const ties = await api.attachmentsOfAddon(addon.id).catch((error) => {
        // It was removed just now.
        if (error instanceof _heroku_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .HerokuFailure */ .$t && error.status === 404)
            return [];
        throw error;
    });
    const others = [...(addon.shared ? [addon] : []), ...ties].filter((each) => !(0,_state_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .isThisApp */ .OK)(each, observed));
    const byName = new Map(others.map((each) => [each.app, each]));
    return [...byName.values()].map(({ app, appId }) => ({
        app,
        owner: app === addon.app,
        inRun: apps.some((each) => each === app || each === appId),
    }));
}


/***/ }),

/***/ 8084:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ maintenanceSteps),
/* harmony export */   t: () => (/* binding */ refuseVersion)
/* harmony export */ });
/* harmony import */ var _failure_catalogue_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3406);
/* harmony import */ var _state_service_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9724);
/* harmony import */ var _utils_optional_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(6543);
/* harmony import */ var _utils_text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5456);
/* harmony import */ var _utils_versions_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(186);





/**
 * The upgrade that `version` asks for, and the maintenance that `maintenance: run` asks for. An upgrade of a plan with
 * a standby is a maintenance too: Heroku prepares it, and it must then be run.
 */
function maintenanceSteps(known, settings) {
    const { addon, settled, service } = known;
    if (!addon || !settled || !(0,_state_service_js__WEBPACK_IMPORTED_MODULE_1__/* .isManaged */ .yF)(addon))
        return [];
    const maintenance = (0,_state_service_js__WEBPACK_IMPORTED_MODULE_1__/* .maintenanceIn */ .fu)(service);
    const status = maintenance?.status ?? 'none';
    const name = { id: addon.id, name: addon.name };
    const version = versionToChangeTo(known, settings);
    if (version === undefined) {
        const isAsked = settings.maintenance === 'run' || (isUpgradeAsked(settings) && (0,_state_service_js__WEBPACK_IMPORTED_MODULE_1__/* .isUpgrade */ .JR)(maintenance));
        if (status === 'running' && isAsked)
            return finish(name, status, undefined);
        return status === 'ready' && settings.maintenance === 'run' ? finish(name, status, undefined) : [];
    }
    const { upgrade } = known;
    const isUnderWay = upgrade !== undefined || (0,_state_service_js__WEBPACK_IMPORTED_MODULE_1__/* .isUpgrade */ .JR)(maintenance);
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
    const ask = (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_3__/* .withoutUndefined */ .r)({ action: 'upgrade', addon: name, from: (0,_state_service_js__WEBPACK_IMPORTED_MODULE_1__/* .versionIn */ .It)(service), to: version });
    return [ask, ...rest];
}
function finish(addon, status, version) {
    return [
        ...(status === 'ready' ? [{ action: 'run-maintenance', addon }] : []),
        (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_3__/* .withoutUndefined */ .r)({ action: 'wait-maintenance', addon, until: 'completed', version }),
        movedUrl(addon),
    ];
}
/** The URL is read again after the maintenance. */
function movedUrl(addon) {
    return { action: 'wait-addon', addon, moved: true };
}
/** Undefined: it has the version, its version is not known, or it must not be changed. */
function versionToChangeTo({ service, upgrade }, settings) {
    // The version can be reported before the upgrade is over. An upgrade that ended without it is not requested again:
    // the `version` check reports it.
    if (upgrade)
        return upgrade.ended ? undefined : upgrade.version;
    const { version, versionMismatch } = settings;
    const present = (0,_state_service_js__WEBPACK_IMPORTED_MODULE_1__/* .versionIn */ .It)(service);
    if (version === undefined || present === undefined || versionMismatch !== 'change')
        return undefined;
    return (0,_utils_versions_js__WEBPACK_IMPORTED_MODULE_4__/* .isOlder */ .t)(present, version) ? version : undefined;
}
function isUpgradeAsked({ version, versionMismatch }) {
    return version !== undefined && versionMismatch === 'change';
}
/** @throws Failure `version-mismatch` before any change */
function refuseVersion({ addon, created, service, upgrade }, settings) {
    const { version, versionMismatch } = settings;
    const present = (0,_state_service_js__WEBPACK_IMPORTED_MODULE_1__/* .versionIn */ .It)(service);
    if (!addon || created || upgrade || version === undefined || present === undefined)
        return;
    if (versionMismatch === 'fail' && (0,_utils_versions_js__WEBPACK_IMPORTED_MODULE_4__/* .isOlder */ .t)(present, version)) {
        throw mismatch(addon.name, present, `\`version\` asks for ${version}`);
    }
    if (versionMismatch === 'change' && (0,_utils_versions_js__WEBPACK_IMPORTED_MODULE_4__/* .isNewer */ .U)(present, version)) {
        throw mismatch(addon.name, present, `\`version\` asks for ${version}, which is older`, {
            cause: 'Heroku or another user has upgraded the server. An upgrade cannot be reversed.',
            remedy: `Set \`version\` to ${(0,_utils_text_js__WEBPACK_IMPORTED_MODULE_2__/* .sanitize */ .aj)(present, 20)}, or leave it empty.`,
        });
    }
}
function mismatch(name, present, wish, advice = {}) {
    return (0,_failure_catalogue_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)('version-mismatch', `${name} runs version ${(0,_utils_text_js__WEBPACK_IMPORTED_MODULE_2__/* .sanitize */ .aj)(present, 20)}, and ${wish}.`, advice);
}


/***/ }),

/***/ 5882:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ isOutcomeUnknown),
/* harmony export */   k: () => (/* binding */ Progress)
/* harmony export */ });
/* harmony import */ var _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7918);
/* harmony import */ var _heroku_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8458);


/**
 * The record of one app's run: what is known, done and still planned. A run that fails or is cancelled
 * reports from it.
 */
class Progress {
    #log;
    #notes = [];
    #known;
    #done = [];
    #planned = [];
    #accepted = false;
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
    /** Heroku accepted a change; it counts although the step may not be done yet. */
    get accepted() {
        return this.#accepted;
    }
    /** Notes for the report that are not findings. */
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
    /** The next step is done. `detail` says what happened; `logged` is shorter where the line before says it. */
    markDone(detail, target, logged = detail) {
        const [next, ...rest] = this.#planned;
        if (!next)
            return;
        this.#done = [...this.#done, { ...next, done: true, detail, target: target ?? next.target }];
        this.#planned = rest;
        this.#log.info(`${target ?? next.target}: ${logged}.`);
    }
    /** A planned step is no longer needed. */
    markUnneeded(step, detail) {
        this.#done = [...this.#done, { ...step, done: true, detail }];
    }
    /** The next step was requested, but the answer was lost. */
    markUnknown(request) {
        this.#describeNext(`${request}, but got no answer: it is not known whether it was done`);
    }
    /** The next step is in progress. */
    markAccepted(detail) {
        this.#accepted = true;
        this.#describeNext(detail);
    }
    #describeNext(detail) {
        const [next, ...rest] = this.#planned;
        if (next)
            this.#planned = [{ ...next, detail }, ...rest];
    }
    note(text) {
        this.#notes.push(text);
        this.#log.info(text);
    }
}
/** A refused request had no effect; without an answer, the work may have been done. */
function isOutcomeUnknown(error) {
    if (error instanceof _heroku_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .HerokuFailure */ .$t)
        return error.outcome === 'unknown';
    return error instanceof _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H && error.reason === 'cancelled';
}


/***/ }),

/***/ 663:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   WY: () => (/* binding */ askWithRetry),
/* harmony export */   dR: () => (/* binding */ isFinal),
/* harmony export */   uS: () => (/* binding */ readService)
/* harmony export */ });
/* harmony import */ var _heroku_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8458);
/* harmony import */ var _failure_catalogue_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3406);
/* harmony import */ var _state_known_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4622);
/* harmony import */ var _state_service_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(9724);
/* harmony import */ var _utils_text_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(5456);
/* harmony import */ var _utils_optional_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(6543);
/* harmony import */ var _plan_maintenance_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(8084);







/**
 * Reads what planning needs from Heroku's data API, if anything. The API is undocumented: what it
 * does not report becomes a note, unless the run depends on it.
 * @throws Failure `maintenance: run` is set, and it is not known whether there is a maintenance
 */
async function readService(known, context) {
    const { addon, settled, created, service } = known;
    const { api, settings, progress } = context;
    if (!addon || !settled || settings.mode !== 'setup')
        return known;
    if (!(0,_state_service_js__WEBPACK_IMPORTED_MODULE_2__/* .isManaged */ .yF)(addon)) {
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
        wants.maintenance ? (service.maintenance ?? askWithRetry(() => api.maintenance(addon.id), context)) : undefined,
        wants.database ? (service.database ?? askWithRetry(() => api.databaseInfo(addon.name), context)) : undefined,
        wants.config ? (service.config ?? askWithRetry(() => api.databaseConfig(addon.name), context)) : undefined,
    ]);
    if (database?.known === false) {
        progress.note(`The version of ${addon.name} is not known before the tests: ${(0,_utils_text_js__WEBPACK_IMPORTED_MODULE_3__/* .sanitize */ .aj)(database.why, 300)}.`);
    }
    const next = progress.learn((0,_state_known_js__WEBPACK_IMPORTED_MODULE_5__/* .withService */ .KE)(known, (0,_utils_optional_js__WEBPACK_IMPORTED_MODULE_6__/* .withoutUndefined */ .r)({ ...known.service, maintenance, database, config })));
    if (runs && maintenance?.known === false)
        throw unknownMaintenance(addon.name, maintenance);
    if (runs)
        noteNotReady(addon.name, next, context);
    return wants.maintenance && (await isBusy(next, context)) ? progress.learn(unsettled(next)) : next;
}
/** Busy without a maintenance: an upgrade of a plan without a standby that another run requested. */
async function isBusy({ addon, service }, { api }) {
    if (!addon || (0,_state_service_js__WEBPACK_IMPORTED_MODULE_2__/* .isAhead */ .Y0)((0,_state_service_js__WEBPACK_IMPORTED_MODULE_2__/* .maintenanceIn */ .fu)(service)))
        return false;
    const attempt = await api.dataWait(addon.name);
    return attempt.kind === 'done' && attempt.value.waiting;
}
/** Heroku works on it, and its URL changes. */
function unsettled(known) {
    return { ...known, settled: false, maintained: true };
}
/** Milliseconds before a decisive request is repeated. The API client already tries each request twice. */
const retryAfterMs = 2_000;
/** Repeats a request once after a transient failure. */
async function askWithRetry(ask, { clock, deadline, signal }) {
    const answer = await ask();
    if (answer.known || isFinal(answer) || clock.now() + retryAfterMs > deadline)
        return answer;
    await clock.sleep(retryAfterMs, signal);
    return ask();
}
/** Heroku has refused the request. */
function isFinal(answer) {
    if (answer.known || !(answer.failure instanceof _heroku_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .HerokuFailure */ .$t))
        return false;
    const { status = 500, outcome } = answer.failure;
    return outcome === 'refused' && status < 500 && status !== 429 && status !== 409;
}
function unknownMaintenance(name, { why, failure: error }) {
    const reason = error?.reason ?? 'heroku-unavailable';
    return (0,_failure_catalogue_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)(reason, `It is not known whether a maintenance of ${name} is pending: ${(0,_utils_text_js__WEBPACK_IMPORTED_MODULE_3__/* .sanitize */ .aj)(why, 300)}.`, {
        ...(error ? { error } : {}),
        cause: 'Heroku\u2019s data API, which runs maintenances, did not answer or refused.',
        remedy: 'Run again later, or set `maintenance: report` to set up the app without it.',
    });
}
/** `maintenance: run` does not force a maintenance that is not ready. */
function noteNotReady(name, known, { settings, progress }) {
    const maintenance = (0,_state_service_js__WEBPACK_IMPORTED_MODULE_2__/* .maintenanceIn */ .fu)(known.service);
    if (!maintenance || !(0,_state_service_js__WEBPACK_IMPORTED_MODULE_2__/* .isAhead */ .Y0)(maintenance) || (0,_plan_maintenance_js__WEBPACK_IMPORTED_MODULE_4__/* .maintenanceSteps */ .N)(known, settings).length > 0)
        return;
    progress.note(`The maintenance of ${name} is ${(0,_state_service_js__WEBPACK_IMPORTED_MODULE_2__/* .maintenanceWords */ .N2)(maintenance)}. It is not ready, so it was not run; run again when it is ready.`);
}
/** Only the owning app changes an add-on's server. */
function noteOthers({ addon }, { settings, progress }) {
    const asked = [
        ...(settings.maintenance === 'run' ? ['maintenance: run'] : []),
        ...(settings.version !== undefined && settings.versionMismatch === 'change' ? ['version-mismatch: change'] : []),
        ...(Object.keys(settings.settings).length > 0 ? ['settings'] : []),
    ];
    if (!addon || asked.length === 0)
        return;
    const why = addon.shared ? `it belongs to ${addon.app}` : 'it is not an add-on of Heroku Key-Value Store';
    const text = `${asked.join(', ')} had no effect on ${addon.name}: ${why}.`;
    if (!progress.notes.includes(text))
        progress.note(text);
}


/***/ }),

/***/ 529:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   ZC: () => (/* binding */ abortable),
/* harmony export */   kL: () => (/* binding */ isTimeout),
/* harmony export */   zc: () => (/* binding */ timeLimit)
/* harmony export */ });
/** The reason when a time limit aborts; any other reason comes from the run. */
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
 * @throws what `work` throws \u00b7 the signal's reason
 */
async function abortable(work, signal) {
    let abort = () => undefined;
    // Neither a time-out of AbortSignal nor a promise keeps the process alive: without this, Node.js exits
    // during a wait when nothing else is pending.
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

/***/ 5120:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   WR: () => (/* binding */ Slots),
/* harmony export */   jf: () => (/* binding */ Semaphore),
/* harmony export */   l3: () => (/* binding */ mapAdaptive),
/* harmony export */   sf: () => (/* binding */ mapLimit)
/* harmony export */ });
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
/** Shorter lags do not distort what is measured. */
const acceptableLagMs = 20;
/** From here on, time-outs and latency say more about this process than about the servers. */
const busyLagMs = 60;
/**
 * As `mapLimit`, with a limit that follows the processor: one more at a time whenever an item is done while the event loop
 * keeps up, a tenth fewer when it does not.
 */
async function mapAdaptive(items, { first, least, most, lagMs, onBusy }, work) {
    const results = [];
    const queue = items.entries();
    let limit = Math.min(first, most);
    let active = 0;
    let wasBusy = false;
    const adapt = () => {
        // All have begun: there is nothing left to hold back.
        if (items.length <= first)
            return;
        const lag = lagMs();
        if (lag < acceptableLagMs)
            limit = Math.min(most, limit + 1);
        else if (lag > busyLagMs && limit > least) {
            limit = Math.max(least, Math.floor(limit * 0.9));
            if (!wasBusy)
                onBusy?.();
            wasBusy = true;
        }
    };
    await new Promise((resolve, reject) => {
        const begin = () => {
            while (active < limit) {
                const next = queue.next();
                if (next.done) {
                    if (active === 0)
                        resolve();
                    return;
                }
                active += 1;
                run(...next.value).catch(reject);
            }
        };
        const run = async (index, item) => {
            results[index] = await work(item);
            active -= 1;
            adapt();
            begin();
        };
        begin();
    });
    return results;
}
/** Limits how many run at the same time; the others wait in order of arrival. */
class Semaphore {
    #waiting = new Set();
    #free;
    constructor(limit) {
        this.#free = limit;
    }
    /** @throws what `work` throws \u00b7 the signal's reason when it aborts before the work has begun */
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
/** A limited number of slots. Waiting callers are served in order. */
class Slots {
    #free;
    #queue = [];
    constructor(count) {
        this.#free = count;
    }
    /** Takes `count` slots at once, so that callers that need several cannot deadlock. @throws the signal's reason */
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
/** Markup in Markdown or HTML; `_` only where it could be emphasis. */
const markup = /[&<>`*~[\]\\|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/;
/** Text that GitHub converts after it has rendered Markdown: mentions, issue numbers, formulas, addresses. */
const reference = /[@#$]|:(?=\/\/)|w(?=ww\.)/;
const special = new RegExp(`${markup.source}|(${reference.source})`, 'gi');
/**
 * Foreign text for a line of GitHub Markdown, a table cell or an HTML block, escaped so that it contains no markup,
 * link, image, mention, issue reference or formula. Not for the very start of a line, where `-` or `1.` would begin a
 * list.
 */
function text(foreign, max) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(foreign, max).replace(special, (character, isReference) => 
    // A separate element interrupts the text that GitHub searches and, unlike a zero-width space, is not copied with
    // it.
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
/** `text` trims, but the spaces around code must stay. */
function spaced(part) {
    const rest = part.trimStart();
    const middle = rest.trimEnd();
    return part.slice(0, part.length - rest.length) + text(middle) + rest.slice(middle.length);
}
/** A label inside a Mermaid diagram, reduced to characters that have no meaning there. */
function label(foreign, max = 60) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(foreign, max).replace(/[^\p{L}\p{N} .,:/%()\u2192\u00b7-]/gu, '?');
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
/** Formats numbers for people. */
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
/** `1,234`, of a whole number. Loading what `toLocaleString` needs takes longer than all checks. */
function count(value) {
    return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
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
/** Removes undefined fields: under exactOptionalPropertyTypes, an absent field differs from an undefined one. */
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
 * @throws the last error of `work`, unchanged \u00b7 the signal's reason when it aborts during a pause
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
/**
 * The pause after the n-th failure: `firstMs`, then `factor` times longer each time, \u00b1 25 % so that parallel jobs
 * spread out.
 */
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
 * A token, a password, or a URL that contains one. In every form in which Node.js prints it (string, JSON,
 * `util.inspect`, template), it reads `***`; only `reveal()` returns the value.
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
/** Robust statistics: an outlier has little effect on them. Pure. */
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
/** Half of the weight is on each side; linear between the two nearest values. NaN for an empty list. */
function weightedMedian(values) {
    const sorted = values.toSorted((a, b) => a.value - b.value);
    const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
    let before = 0;
    let last;
    for (const { value, weight } of sorted) {
        // A value is in the middle of its weight.
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
 * Theil\u2013Sen: the median of the slopes of all pairs. Up to 29 % of the points may be arbitrarily wrong. The bounds are
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
    return clean.length > max ? `${clean.slice(0, max - 1).toWellFormed()}\u2026` : clean;
}
/** Foreign text inside a sentence: one short line without its own full stop. */
function sanitize(text, most) {
    return oneLine(text, most).replace(/\.$/, '');
}
/** The same data with every text changed. What holds no changed text is not copied: the report of a fleet is large. */
function mapTexts(value, change) {
    if (typeof value === 'string')
        return change(value);
    return typeof value === 'object' && value !== null ? mapProperties(value, change) : value;
}
function mapProperties(value, change) {
    let result = value;
    for (const key of Object.keys(value)) {
        const changed = mapTexts(value[key], change);
        if (changed === value[key])
            continue;
        if (result === value)
            result = Array.isArray(value) ? value.slice() : { ...value };
        result[key] = changed;
    }
    return result;
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

/** Milliseconds on a monotonic clock. */
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

/***/ 186:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ isNewer),
/* harmony export */   t: () => (/* binding */ isOlder)
/* harmony export */ });
/** Server versions: `9`, `9.1`, `9.0.1`. */
/** Compares only the parts in `wanted`: 9.0.1 is not older than 9. */
function isOlder(version, wanted) {
    return compare(version, wanted) < 0;
}
/** Compares only the parts in `wanted`: 9.1 is not newer than 9. */
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
