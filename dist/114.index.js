export const id = 114;
export const ids = [114];
export const modules = {

/***/ 9177:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ currentPoint)
/* harmony export */ });
/* harmony import */ var _utils_optional_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6543);

/** What this run measured of the writer, in the form in which the history records it. */
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
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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
/** For a consequence: the check `id` reports the cause. */
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

/***/ 9272:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EC: () => (/* binding */ ifInformed),
/* harmony export */   Fk: () => (/* binding */ ifOwnServer),
/* harmony export */   Xi: () => (/* binding */ untested),
/* harmony export */   g1: () => (/* binding */ isOnHeroku),
/* harmony export */   gj: () => (/* binding */ isOneServer),
/* harmony export */   t5: () => (/* binding */ ifOwnEndpoint),
/* harmony export */   t6: () => (/* binding */ ifConnected)
/* harmony export */ });
/* unused harmony export isOneEndpoint */
/* harmony import */ var _utils_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5456);
/* harmony import */ var _outcome_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2251);
/* harmony import */ var _stale_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5686);



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
/** Judges what INFO says. Where INFO is denied, renamed or broken, the result is unknown, not a failure. */
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
    // The facts do not hold the password; different passwords show in different results.
    return isOneAddress && resultOf(writer) === resultOf(reader);
}
function resultOf({ connect }) {
    return connect.ok ? 'ok' : connect.failure.reason;
}
function isOneServer(probe) {
    return probe.pair.role === 'same-server' || isOneEndpoint(probe);
}
/** Whether Heroku Key-Value Store runs this endpoint. A separate reader can belong to any provider. */
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
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   QO: () => (/* binding */ isStale),
/* harmony export */   h_: () => (/* binding */ explainedFailure),
/* harmony export */   on: () => (/* binding */ staleFailure),
/* harmony export */   zT: () => (/* binding */ isExplained)
/* harmony export */ });
/* harmony import */ var _outcome_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2251);

/** Which stale config vars explain a failure: a wrong address can cause any failure, a wrong login only refusals. */
const address = ['host', 'port', 'url'];
const login = ['password', 'username'];
const explainedBy = {
    'redis-auth-required': login,
    'redis-wrong-password': login,
    'redis-no-permission': login,
    'redis-tls-required': ['tls'],
    'redis-tls-not-offered': ['tls'],
    // An unencrypted client on a TLS port sees a reset, or no answer.
    'redis-connection-lost': ['tls'],
    'redis-timeout': ['tls'],
};
/**
 * The failure of an endpoint that its stale config vars explain, and that the `config` check therefore reports with
 * them. Undefined: it works, something else is wrong, or `config` does not report anything.
 */
function staleFailure(context, side) {
    return (0,_outcome_js__WEBPACK_IMPORTED_MODULE_0__/* .isReported */ .Ob)(context, 'config', 'app') ? explainedFailure(context.subject, side) : undefined;
}
/** The same, without regard to what the `config` check reports. */
function explainedFailure(subject, side) {
    // Setup tests what it has just written, so older values do not matter.
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
/** What the app runs into first: no connection, or a server that refuses writes. */
function failureOf({ connect, write }) {
    if (!connect.ok)
        return connect.failure;
    return write?.ok === false && write.failure.reason === 'redis-read-only' ? write.failure : undefined;
}


/***/ }),

/***/ 7114:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  cx: () => (/* binding */ forecastResource),
  GW: () => (/* binding */ trend)
});

// UNUSED EXPORTS: horizonMs, judgeTrend, span

// EXTERNAL MODULE: ./utils/format.js
var format = __webpack_require__(7652);
// EXTERNAL MODULE: ./utils/optional.js
var optional = __webpack_require__(6543);
// EXTERNAL MODULE: ./utils/statistics.js
var statistics = __webpack_require__(5724);
// EXTERNAL MODULE: ./checks/past.js
var checks_past = __webpack_require__(9635);
;// CONCATENATED MODULE: ./checks/growth.js


const hour = 3_600_000;
const day = 24 * hour;
/** Older samples say little about the next week. */
const windowMs = 14 * day;
/** The bounds of the slope need at least this many windows to distinguish growth from chance. */
const fewestWindows = 4;
/** Growth that has slowed down this much levels off before it reaches the limit, like a cache that fills up. */
const slowest = 0.75;
/** A restart that loses this many percent of the limit has lost data or connections. */
const emptied = 5;
/**
 * When `share` will reach `fail` percent at the present rate.
 *
 * The samples are grouped in windows of 24 hours that end now, each represented by its median: what repeats every day
 * (traffic, nightly jobs) is the same in each window and cancels out. A Theil\u2013Sen line through the medians gives the
 * rate and its bounds. It counts as growth only when
 * - its lower bound also reaches the limit in the foreseeable future,
 * - the present level is higher than any level before: keys that expire together, and a restarted server that fills up
 *   again, only return to an earlier level,
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
/** Newest first; windows without samples are omitted. */
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
var outcome = __webpack_require__(2251);
// EXTERNAL MODULE: ./checks/current-point.js
var current_point = __webpack_require__(9177);
// EXTERNAL MODULE: ./checks/preconditions.js
var preconditions = __webpack_require__(9272);
;// CONCATENATED MODULE: ./checks/usual-latency.js

/** With fewer values, the usual latency is not known. */
const fewestUsual = 20;
/** This many runs in a row must be slow: a single one may be chance, or a runner in another region. */
const slowRuns = 4;
const usualMs = 14 * 24 * 3_600_000;
/** A smaller increase is not noticeable. */
const leastMs = 5;
/**
 * Latency is far above normal when each of the last runs is above three times the median, above the median by six
 * deviations (MAD), and 1.5 times the 95th percentile: runners in two regions have two
 * different usual latencies.
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
/** No warning for a limit that is further away than this. */
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
/** Judges the trend of the figures. Pure; needs the history of earlier runs. */
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
/** The result when nothing is wrong: what was examined, and what could not be. */
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
 * limit, or because it is already exceeded, which the check of the resource reports.
 */
function forecastResource(name, failPercent, past, current) {
    const { used, max } = resources[name];
    const share = (point) => shareOf(used(point), max(current));
    const present = share(current);
    if (present === undefined || present >= failPercent)
        return undefined;
    const before = past.filter(({ time }) => time < current.time).toSorted((a, b) => a.time - b.time);
    // After a change of the plan or the limit, earlier measurements do not apply.
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
const latencyHint = 'Look for slow commands (KEYS, big values, long scripts) and for a busier server; a runner or app in another region also shows here.';
function latencyMessage({ nowMs, usualMs }) {
    return `Latency is far above normal: p95 is ${(0,format/* duration */.p0)(nowMs)}, usually ${(0,format/* duration */.p0)(usualMs)} (${String(slowRuns)} runs in a row).`;
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


/***/ })

};
