export const id = 87;
export const ids = [87];
export const modules = {

/***/ 5087:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runApp: () => (/* binding */ runApp)
});

// EXTERNAL MODULE: ./heroku/plans.js
var heroku_plans = __webpack_require__(9750);
// EXTERNAL MODULE: ./state/addon.js
var state_addon = __webpack_require__(9405);
// EXTERNAL MODULE: ./state/observed.js
var state_observed = __webpack_require__(3403);
// EXTERNAL MODULE: ./state/redis-url.js
var redis_url = __webpack_require__(6804);
// EXTERNAL MODULE: ./state/sources.js
var state_sources = __webpack_require__(1145);
// EXTERNAL MODULE: ./state/config-vars.js
var config_vars = __webpack_require__(6444);
// EXTERNAL MODULE: ./utils/text.js
var utils_text = __webpack_require__(5456);
;// CONCATENATED MODULE: ./utils/lists.js

/** `A, B and 3 more`. */
function list(names, most = 12) {
    const shown = names.slice(0, most).map((name) => (0,utils_text/* sanitize */.aj)(name, 80));
    const rest = names.length - shown.length;
    if (rest > 0)
        return `${shown.join(', ')} and ${rest} more`;
    return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}` : shown.join('');
}

// EXTERNAL MODULE: ./utils/optional.js
var optional = __webpack_require__(6543);
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
/** The config var that the new add-on would need, if it holds a Redis URL although no attachment owns it. */
function handSetUrl(observed, { plan }) {
    const name = `${(0,state_addon/* attachmentFor */.hD)((plan ?? heroku_plans/* defaultPlan */.tA).service)}_URL`;
    return (0,redis_url/* isMeantAsRedisUrl */.UP)(observed.config, name) && !(0,state_observed/* ownedNames */.qT)(observed).has(name) ? name : undefined;
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
    const { readerProblem } = (0,state_sources/* sourcesOf */.u)(known, settings);
    const variables = (0,config_vars/* desiredVars */.NL)(known, settings).flatMap((each) => managedVar(each, observed.config));
    return (0,optional/* withoutUndefined */.r)({
        url: (0,redis_url/* urlStateOf */.o_)(addon, observed.config, settings.addon),
        variables,
        readerProblem,
    });
}
/** None while the value is not known. */
function managedVar(desired, config) {
    const { name, side, field, value, source, kind } = desired;
    if (!value || source === undefined)
        return [];
    return [(0,optional/* withoutUndefined */.r)({ name, state: (0,config_vars/* stateOf */.L4)(desired, config), side, field, source, kind })];
}
function whyUnprobed({ addon, observed }, settings) {
    if (!addon)
        return settings.dryRun ? 'there is no add-on yet' : 'there is no add-on';
    const url = (0,redis_url/* urlStateOf */.o_)(addon, observed.config, settings.addon);
    switch (url.state) {
        case 'missing':
            return url.configVars.length === 0 ? 'the add-on has no URL yet' : `${list(url.configVars)} is not set`;
        case 'unreadable':
            return `the URL in ${url.configVar} cannot be read`;
        case 'ok':
            // With a URL, a dry run tests the current endpoint, except with `probe-from: dyno`.
            return settings.dryRun ? 'a dry run starts no one-off dyno' : 'the config vars of the app name no endpoint';
    }
}

// EXTERNAL MODULE: ./checks/current-point.js
var current_point = __webpack_require__(9177);
// EXTERNAL MODULE: ./failure/catalogue.js + 6 modules
var catalogue = __webpack_require__(3406);
// EXTERNAL MODULE: ./checks/outcome.js
var checks_outcome = __webpack_require__(2251);
;// CONCATENATED MODULE: ./checks/addon.js



// In a dry run, what the planned steps would change is not a finding: the check is skipped and refers to the steps.
function addon({ subject }) {
    const { addon, dryRun } = subject;
    if (addon === undefined)
        return missing(subject);
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
            return (0,checks_outcome/* fail */.fJ)('provision-failed', `The add-on ${name} is in the state \u201c${(0,utils_text/* sanitize */.aj)(addon.state, 40)}\u201d.`, {
                cause: 'The action does not know this state.',
            });
    }
}
function missing({ app, dryRun, handSetUrl }) {
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
    const words = dataServiceMessage === undefined ? '' : ` (\u201c${(0,utils_text/* sanitize */.aj)(dataServiceMessage, 80)}\u201d)`;
    const message = `Heroku\u2019s data service is still working on ${(0,utils_text/* sanitize */.aj)(name, 80)}${words}`;
    return dryRun ? (0,checks_outcome/* skip */.iv)(`${message}; the planned steps would wait for it.`) : (0,checks_outcome/* warn */.R8)('provision-timeout', `${message}.`);
}
function plan({ subject, settings }) {
    const { addon, dryRun, mode } = subject;
    if (addon === undefined)
        return (0,checks_outcome/* skip */.iv)('There is no add-on whose plan could be checked.');
    if (addon.plan === undefined)
        return (0,checks_outcome/* skip */.iv)('Not known: the token cannot see the plan of another app\u2019s add-on.');
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
        return (0,checks_outcome/* warn */.R8)('plan-mismatch', `${message}. The plan of another app\u2019s add-on is not changed.`, value);
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
    const isListRead = plans?.some((candidate) => candidate.name.startsWith(`${(0,heroku_plans/* serviceOf */.z5)(plan)}:`)) ?? false;
    const details = {
        cause: 'Plans are retired from time to time; existing add-ons can stay on them for a while.',
        hint: `Set \`plan\` to one that \`heroku addons:plans ${(0,utils_text/* sanitize */.aj)((0,heroku_plans/* serviceOf */.z5)(plan), 60)}\` lists, with \`plan-mismatch: change\`.`,
    };
    if (isListRead && offer === undefined) {
        return (0,checks_outcome/* warn */.R8)('plan-not-found', `The plan ${name} is not in the list of plans: it was retired or is not public.`, details);
    }
    if (offer && (0,heroku_plans/* isRetired */.aZ)(offer))
        return (0,checks_outcome/* warn */.R8)('plan-not-found', `The plan ${name} was retired.`, details);
    const note = plan === 'heroku-redis:mini' ? ', which has no standby' : '';
    return (0,checks_outcome/* pass */.IX)(`The plan is ${name}${note}.`, { value: name });
}

// EXTERNAL MODULE: ./utils/format.js
var format = __webpack_require__(7652);
// EXTERNAL MODULE: ./checks/preconditions.js
var preconditions = __webpack_require__(9272);
// EXTERNAL MODULE: ./checks/check.js
var check = __webpack_require__(8367);
// EXTERNAL MODULE: ./checks/stale.js
var stale = __webpack_require__(5686);
;// CONCATENATED MODULE: ./checks/redis-failure.js






/** Completes \u201cThe writer at host:port \u2026\u201d. */
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
/** Instead, where the connection did not get as far as the server. */
const localPredicates = {
    'file-descriptors': 'could not be tested: no file descriptor is left',
    memory: 'could not be tested: no memory is left for a connection',
    forbidden: 'cannot be reached: the system forbids the connection',
    'no-route': 'cannot be reached: there is no route to its address',
};
const stages = {
    dns: 'DNS lookup',
    tcp: 'TCP connection',
    tls: 'TLS handshake',
    login: 'login',
    command: 'command',
};
/** Reasons that the same outage can cause at different moments. */
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
/** A Redis failure as a finding. If another check reports the cause, it only refers to that check. */
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
    const { stage, probable = false, local } = failure;
    // No advice about stale config vars that cannot cause this failure.
    const variables = (0,stale/* isExplained */.zT)(context.subject, side, failure.reason) ? {} : { variables: 'fresh' };
    const situation = { stage, probable, unreachable: local === 'no-route', ...variables };
    return (0,checks_outcome/* fail */.fJ)(failure.reason, message, { ...details, ...specialAdvice(failure, facts), situation });
}
/**
 * The check that reports the same cause on the same server: one before this one in report order, with one exception.
 */
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
    const before = check/* checkIds */.t.slice(check/* checkIds */.t.indexOf('connect'), check/* checkIds */.t.indexOf(id));
    const targets = isOne ? ['writer', 'reader'] : [side];
    const earlier = before.find((each) => targets.some((target) => reports(each, target)));
    return earlier ?? (isOne && side === 'reader' && reports(id, 'writer') ? id : undefined);
}
/** One sentence: which endpoint, what it did, and the message, code and number of tries as evidence. */
function failureMessage(failure, { endpoint: { host, port }, attempts, cluster }, side, context) {
    const { reason, probable, command, local } = failure;
    const isLimit = reason === 'redis-too-many-clients';
    const isDenied = reason === 'redis-no-permission' && command !== undefined;
    const predicate = isDenied
        ? `does not allow its user to run ${commandName(command)}`
        : isLimit && probable === true
            ? 'is probably out of connections'
            : local === undefined
                ? predicates[reason]
                : localPredicates[local];
    // A node that has not joined the cluster yet counts 0 or 1.
    const primaries = reason === 'redis-cluster' ? (cluster?.size ?? 0) : 0;
    const what = primaries > 1 ? `${predicate} with ${primaries} primaries` : predicate;
    const details = [isLimit && limitOf(context), ...circumstances(failure, attempts)]
        // Details that the predicate already contains, such as the denied command, are not repeated.
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
/** The code alone where that is enough (`WRONGPASS`, `ECONNREFUSED`); otherwise the message of the server or system. */
function proofOf({ code, message, quoted }) {
    // Servers that do not know a command quote its arguments, and those of AUTH and HELLO include the password.
    const words = (0,utils_text/* sanitize */.aj)((quoted ?? message).split(/,? with args /i)[0] ?? '', 140);
    if (quoted !== undefined)
        return [`\u201c${words}\u201d`];
    if (code === undefined || code === 'ERR')
        return [words];
    return words.includes(code) ? [(0,utils_text/* sanitize */.aj)(code, 60)] : [(0,utils_text/* sanitize */.aj)(code, 60), words];
}
/** `plan limit: 40`, from INFO in this run or an earlier one. */
function limitOf({ subject: { addon, probe, history = [] } }) {
    const limit = [probe?.writer, probe?.reader]
        .map((facts) => (facts?.info?.ok === true ? facts.info.value.maxClients : undefined))
        .concat(history.toReversed().map(({ maxConnections }) => maxConnections))
        .find((maxClients) => maxClients !== undefined);
    if (limit === undefined)
        return undefined;
    return addon?.plan === undefined ? `limit: ${limit}` : `plan limit: ${limit}`;
}
/** Advice from the details of this occurrence, in place of the general advice. */
function specialAdvice(failure, facts) {
    const { reason, grant, unknownCommand, passwordAsUser, acceptedAs, local } = failure;
    if (local !== undefined)
        return localAdvice[local] ?? {};
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
    memory: {
        cause: 'The runner is out of memory for network connections.',
        hint: 'Use a runner with more memory, or test fewer apps in one job.',
    },
    forbidden: {
        cause: 'A firewall rule or a security policy on the runner does not allow the connection.',
        hint: 'Allow connections to the host and port of the server on the runner.',
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
            // The lag of a replica that was never in sync cannot be measured, but INFO says why.
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
    // A lag shorter than the reader's own round trip cannot be measured.
    const typical = p50 < resolutionMs ? `under ${(0,format/* duration */.p0)(resolutionMs)}` : (0,format/* duration */.p0)(p50);
    const message = `Writes reach the reader in ${typical} (median of ${samples}, at most ${(0,format/* duration */.p0)(max)}).`;
    return (0,checks_outcome/* grade */.on)(p50, limits, 'replication-lag', message, typical);
}
/** The reader answers, but does not return what was written: a replication problem. */
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
function read(context) {
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
        // A user that may run neither PING nor GET can still be sufficient for the app.
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
/** The failures that the stale config vars cause, so that other checks can refer to this one. */
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
var statistics = __webpack_require__(9114);
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
/** The facts about an app and one of its endpoints that the advice depends on. */
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
        // A missing config var does not count: the tested endpoint takes that value from the source.
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
/** Undefined where the token cannot see the service of the add-on. */
function providerOf({ addon, probe }) {
    if (addon === undefined)
        return probe === undefined ? undefined : 'other';
    return addon.service === 'heroku-redis' ? 'heroku' : 'other';
}
/** The reader is not the add-on's server. */
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
/** No endpoint to test is a failure too, unless another check reports it or a dry run's steps would change it. */
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
    // A runner behind a proxy often resolves internal names only; the address of the server is then not the cause.
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
        // A failed login has completed the TLS handshake, so the certificate can be judged.
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
    const finding = (what) => (0,checks_outcome/* warn */.R8)('redis-certificate', `The certificate of the ${side} ${what}.`, {
        cause: 'The certificate was not renewed in time, or the clock of the server is wrong.',
        hint: (0,preconditions/* isOnHeroku */.g1)(subject, side)
            ? 'Heroku renews it. If it does not, open a ticket at https://help.heroku.com.'
            : 'Renew the certificate, or ask the provider of the server to do so.',
    });
    if (days <= 0)
        return finding(`expired on ${date(validTo)}`);
    if (days <= expiryNoticeDays)
        return finding(`expires on ${date(validTo)}, in ${(0,format/* plural */.LS)(Math.ceil(days), 'day')}`);
    return Date.parse(validFrom) > subject.now ? finding(`is not valid before ${date(validFrom)}`) : undefined;
}

;// CONCATENATED MODULE: ./checks/maintenance.js




const hourMs = 60 * 60 * 1000;
const maintenance_dayMs = 24 * hourMs;
const scheduledNoticeMs = 48 * hourMs;
const requiredNoticeMs = 14 * maintenance_dayMs;
/** Statuses without a pending maintenance. */
const over = new Set(['none', 'completed']);
/** Completes \u201cA maintenance is \u2026\u201d. */
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
    const message = `A maintenance is ${phases.get(value.status) ?? `in the state \u201c${status}\u201d`}${reasonOf(value)}${dates}`;
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
        ? 'Heroku\u2019s data API was not asked'
        : 'Heroku reports maintenances for Heroku Key-Value Store only';
}
function reasonOf({ reason }) {
    return reason === undefined || reason === '' ? '' : ` (${(0,utils_text/* sanitize */.aj)(reason.replaceAll('_', ' '), 80)})`;
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
    if (addon === undefined)
        return (0,checks_outcome/* skip */.iv)('Not known: there is no Redis add-on.');
    if (addon.plan === undefined || addon.service !== 'heroku-redis') {
        return (0,checks_outcome/* skip */.iv)('Not known: only Heroku Key-Value Store reports its standby.');
    }
    if (!/:(?:premium|private|shield)-/.test(addon.plan))
        return (0,checks_outcome/* skip */.iv)(`The plan ${(0,utils_text/* sanitize */.aj)(addon.plan, 60)} has no standby.`);
    if (database === undefined)
        return (0,checks_outcome/* skip */.iv)('Not known: Heroku\u2019s data API was not asked.');
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

// EXTERNAL MODULE: ./checks/past.js
var checks_past = __webpack_require__(9635);
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
        // A cache that evicts keys becomes full and keeps working. The eviction check reports evictions.
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
/** How much a counter of the server has grown since the last recorded run. Undefined: it is not reported. */
function growth({ subject, side }, counter, total) {
    // The state file records the writer only.
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
/** This user may not run INFO, which says nothing about the health of the server. */
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
                : wrong('The reader is a separate primary: it never receives what the writer writes.');
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
/** The names in Redis and in the `settings` input. */
const settingNames = {
    maxmemoryPolicy: 'maxmemory-policy',
    timeout: 'timeout',
    notifyKeyspaceEvents: 'notify-keyspace-events',
};
/** The requested settings, in the order above. */
function wantedSettings(wanted) {
    return Object.keys(settingNames).filter((key) => wanted[key] !== undefined);
}
/** The settings that differ; a setting that Heroku does not report counts as different. */
function differingSettings(wanted, actual) {
    return wantedSettings(wanted).filter((key) => actual[key] === undefined || normalized(key, actual[key]) !== normalized(key, wanted[key]));
}
/** Redis reorders the flags of `notify-keyspace-events`; `A` stands for a group of them. */
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
        return (0,checks_outcome/* skip */.iv)(`Not known: ${facts === undefined ? 'Heroku\u2019s data API was not asked' : (0,utils_text/* sanitize */.aj)(facts.why, 200)}.`);
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
    return (0,checks_outcome/* pass */.IX)(`The server settings match \`settings\` (${asked.map((key) => `${settingNames[key]}=${shown(wanted[key])}`).join(', ')}).`);
}
/** INFO reports the policy as well. */
function fromServer({ probe }) {
    const info = probe?.writer.info?.ok === true ? probe.writer.info.value : undefined;
    return info?.maxMemoryPolicy === undefined ? {} : { maxmemoryPolicy: info.maxMemoryPolicy };
}
function shown(value) {
    const text = (0,utils_text/* sanitize */.aj)(String(value), 60);
    return text === '' ? '\u201c\u201d' : text;
}

// EXTERNAL MODULE: ./checks/trend.js + 2 modules
var trend = __webpack_require__(7114);
// EXTERNAL MODULE: ./utils/versions.js
var versions = __webpack_require__(186);
;// CONCATENATED MODULE: ./checks/version.js





// As of 2026-11-25. Heroku announces these dates by email; the sources quote the emails.
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
    if (wanted !== undefined && (0,versions/* isOlder */.t)(number, wanted)) {
        return mismatch(context, [`${runs}, and \`version\` asks for ${(0,utils_text/* sanitize */.aj)(wanted, 20)}.`, support?.text], value);
    }
    if (support === undefined) {
        const note = (0,preconditions/* isOnHeroku */.g1)(subject, side) ? '' : '. Heroku\u2019s support dates do not apply to this server';
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
/** Support of this version. Undefined: no end is known. */
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
        ? `Heroku\u2019s support for version ${version} ended on ${supportedUntil}.`
        : `Heroku\u2019s support for version ${version} ends on ${supportedUntil} (${left}).`;
    const forced = forcedAfter === undefined
        ? ''
        : ` ${daysLeft(forcedAfter, now) < 0 ? 'It is upgraded' : `After ${forcedAfter} it is upgraded`}${target === undefined ? '' : ` to ${target}`} at a time that Heroku chooses.`;
    const gone = unavailableFrom !== undefined && now >= Date.parse(unavailableFrom)
        ? ' It is no longer available for new add-ons.'
        : '';
    return { text: `${support}${forced}${gone}`, isNear: days <= noticeDays };
}
/** Full days until the end of a day; 0 on that day, negative after it. */
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
    // INFO shows whether the reader can have what the writer wrote.
    { id: 'read', targets: ['reader'], judge: read, needs: ['info', 'read'] },
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
/** The facts about Redis that the enabled checks need. */
function factsNeeded(settings) {
    return new Set(running(settings).flatMap(({ needs }) => namesOf(needs, settings)));
}
/** The facts from Heroku that the enabled checks need. */
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

// EXTERNAL MODULE: ./failure/to-failure.js
var to_failure = __webpack_require__(4708);
// EXTERNAL MODULE: ./redis/endpoint.js
var endpoint = __webpack_require__(1624);
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
/** Failure \u2192 fact. @throws whatever is not about Redis: the reason of a cancelled run */
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
    const inner = error instanceof AggregateError && error.message === '' ? mostTelling(error) : error;
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
/** Of several addresses: a machine without IPv6 has no route to some of them, which says nothing about the others. */
function mostTelling({ errors }) {
    const all = errors;
    const isUnrouted = (each) => each instanceof Error && 'code' in each && localCause(each.code) === 'no-route';
    return all.find((each) => !isUnrouted(each)) ?? all[0];
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
    // "ERR max daily request limit exceeded. Limit: 10000, Usage: 10001", "ERR DB capacity quota exceeded", \u2026
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
    // No packet gets there, so nobody answers. `local` says what it is: no time-out.
    EHOSTUNREACH: ['redis-timeout', passing],
    EHOSTDOWN: ['redis-timeout', passing],
    ENETUNREACH: ['redis-timeout', passing],
    ENETDOWN: ['redis-timeout', passing],
    EAFNOSUPPORT: ['redis-timeout', passing],
    // Of this machine, not of the server: `local` says so.
    EADDRNOTAVAIL: ['redis-timeout', passing],
    EINVAL: ['redis-timeout', passing],
    EMFILE: ['redis-refused', passing],
    ENFILE: ['redis-refused', passing],
    ECONNRESET: ['redis-connection-lost', passing],
    ECONNABORTED: ['redis-connection-lost', passing],
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
 * The error dictionary: a raw error and where it happened \u2192 what it means. What it means is read from the raw text;
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
const localCauses = {
    EMFILE: 'file-descriptors',
    ENFILE: 'file-descriptors',
    ENOBUFS: 'memory',
    ENOMEM: 'memory',
    EACCES: 'forbidden',
    EPERM: 'forbidden',
    EHOSTUNREACH: 'no-route',
    EHOSTDOWN: 'no-route',
    ENETUNREACH: 'no-route',
    ENETDOWN: 'no-route',
    EAFNOSUPPORT: 'no-route',
    EADDRNOTAVAIL: 'no-route',
    // A link-local IPv6 address, which is of use on its own link only.
    EINVAL: 'no-route',
};
function localCause(code) {
    return typeof code === 'string' ? lookUp(localCauses, code) : undefined;
}
/** All keys that a probe reads or writes begin with it. */
const markerNamespace = 'heroku-redis-action:probe:';
function lookUp(table, key) {
    return Object.hasOwn(table, key) ? table[key] : undefined;
}

// EXTERNAL MODULE: ./utils/time.js + 1 modules
var time = __webpack_require__(5917);
;// CONCATENATED MODULE: ./redis/info.js

/** The reply to INFO \u2192 what is used of it. A line that is missing or malformed leaves its field out. */
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
        version: read('valkey_version', info_version) ?? read('redis_version', info_version),
        runId: read('run_id', id),
        uptimeSeconds: read('uptime_in_seconds', count),
        mode: read('redis_mode', mode),
        role: read('role', info_role),
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
        version: read('version', info_version),
        mode: read('mode', mode),
        // Unlike INFO, HELLO says `replica` (networking.c, helloCommand).
        role: read('role', (value) => (value === 'replica' ? 'slave' : info_role(value))),
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
function info_version(value) {
    return /^\d{1,5}(?:\.\d{1,5}){1,3}(?:-[A-Za-z0-9.]{1,16})?$/.test(value) ? value : undefined;
}
function word(value) {
    return /^[a-z][a-z_-]{0,31}$/.test(value) ? value : undefined;
}
function info_role(value) {
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
    /** @throws RedisError \u00b7 the reason of a cancelled run */
    async set(connection, { key, value }) {
        // Remembered before it is sent: when the reply gets lost, the key may be there all the same.
        this.#written.add(key);
        const reply = await connection.send(['SET', key, value, 'EX', String(lifetimeSeconds)]);
        if (reply !== 'OK')
            throw unexpectedReply('SET', 'SET was not answered with OK');
    }
    /** Deletes all of them. @returns why one could not be deleted; it expires by itself @throws as `set`, if cancelled */
    async delete() {
        const keys = [...this.#written];
        // One by one: the keys of one DEL would have to share a slot.
        const deletions = keys.map((key) => settle(this.#writer.run((connection) => connection.send(['DEL', key]))));
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
    return markerNamespace + (0,external_node_crypto_.randomUUID)();
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
            throw unexpectedReply('GET', 'what was read back is not what was written');
        if (received - start >= ms)
            return undefined;
        // Short compared with what is measured, and no burden on the server when it takes long.
        await (0,time/* sleep */.yy)(Math.min(50, Math.max(1, (received - start) / 50)), signal);
    }
    return undefined;
}

// EXTERNAL MODULE: ./failure/failure.js
var failure = __webpack_require__(7918);
// EXTERNAL MODULE: ./utils/abort.js
var abort = __webpack_require__(529);
;// CONCATENATED MODULE: ./redis/stages.js




const stageNames = { dns: 'DNS', tcp: 'TCP', tls: 'TLS', login: 'login' };
/**
 * Measures a stage, also a failing one, and says where it failed.
 * @throws RedisError \u00b7 the reason of a cancelled run \u00b7 Failure
 */
async function timed(stage, limit, trace, work) {
    const start = (0,time/* now */.tB)();
    try {
        return await (0,abort/* abortable */.ZC)(work(), limit);
    }
    catch (error) {
        if (limit.aborted && !(0,abort/* isTimeout */.kL)(limit.reason))
            throw limit.reason;
        if ((0,abort/* isTimeout */.kL)(error))
            throw timedOut(`no ${stageNames[stage]} answer within the connect time-out`, { stage });
        if (error instanceof RedisError || error instanceof failure/* Failure */.H)
            throw error;
        throw new RedisError(explainError(rawError(error), { stage }));
    }
    finally {
        trace.timings = { ...trace.timings, [`${stage}Ms`]: since(start) };
    }
}
/** Milliseconds, to the microsecond. */
function since(start) {
    return Math.round(((0,time/* now */.tB)() - start) * 1_000) / 1_000;
}

;// CONCATENATED MODULE: ./redis/measurements.js






// Each of these throws RedisError, and the reason of a cancelled run.
const lagSamples = 5;
async function readInfo(session) {
    const { value } = await session.run(async (connection) => {
        const text = await connection.send(['INFO']);
        if (typeof text !== 'string' || !text.includes('redis_version:')) {
            throw unexpectedReply('INFO', 'the reply to INFO names no Redis version');
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
        if (error instanceof RedisError)
            return undefined;
        throw error;
    }
}
/** The marker stays for the reader to read. */
async function measurements_write(session, markers) {
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
            throw unexpectedReply('GET', 'what was read back is not what was written');
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
    throw waitMs === 0 ? unexpectedReply('GET', 'what was written is not there') : measurements_unseen(waitMs);
}
async function readPlain(session) {
    const { value, attempts } = await session.run(async (connection) => {
        const start = (0,time/* now */.tB)();
        const reply = await connection.send(['GET', randomKey()]);
        if (reply !== null)
            throw unexpectedReply('GET', 'a key that was never written has a value');
        return since(start);
    });
    return { ms: value, attempts, source: 'plain' };
}
/** Sequential round trips: latency, not throughput. Where PING is denied, of GET, which every app needs. */
async function measureLatency(session, limits) {
    try {
        return await measureRoundTrips(session, limits, ['PING']);
    }
    catch (error) {
        const isDenied = error instanceof RedisError &&
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
                throw unexpectedReply(command[0], `${command[0]} was not answered as Redis does`);
            }
            values.push(thousandths(Math.max(0, since(start) - (echoMs ?? 0))));
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
            throw measurements_unseen(waitMs);
        lags.push(thousandths(Math.max(0, sight.seenAt - written.value)));
        roundTrips.push(...sight.roundTrips.map(thousandths));
    }
    return (0,statistics/* summariseLag */.NO)(lags, roundTrips);
}
function measurements_unseen(waitMs) {
    const message = `a key written on the writer did not appear on the reader within ${Math.round(waitMs)} ms`;
    return timedOut(message, { stage: 'command', command: 'GET' });
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
    return settle(session
        .run((connection) => connection.send(['CLUSTER', 'INFO']))
        .then(({ value }) => parseClusterInfo(String(value))));
}
/** The refusal of the first of several keys that another node holds. */
async function findMoved(session) {
    const reads = Array.from({ length: keysTried }, () => settle(session.run((connection) => connection.send(['GET', randomKey()]))));
    const failures = (await Promise.all(reads)).flatMap((outcome) => (outcome.ok ? [] : [outcome.failure]));
    return failures.find(({ reason }) => reason === 'redis-cluster');
}
function unsupported(reason, message, command) {
    return { reason, stage: 'command', command, message, transient: false };
}

;// CONCATENATED MODULE: ./redis/contact.js



/**
 * Connects, and learns what one endpoint says of itself. With `markers`, a key is written, read back and left there.
 * @throws the reason of a cancelled run \u00b7 Failure
 */
async function connectAndWrite(session, facts, markers) {
    const opened = await settle(session.open());
    if (!opened.ok)
        return { connect: opened, server: { reached: false } };
    const connect = { ok: true, value: null };
    const tryWrite = () => markers && settle(measurements_write(session, markers));
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
    const info = await settle(readInfo(session));
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
    const ping = await settle(session.run((connection) => connection.send(['PING'])));
    if (!ping.ok)
        return info;
    const message = 'the server closes the connection at INFO, and only then';
    return {
        ok: false,
        failure: { ...info.failure, reason: 'redis-error', message, unknownCommand: true, transient: false },
    };
}

;// CONCATENATED MODULE: ./redis/reader-role.js
/**
 * Who the reader is. `run_id` and `master_replid` prove it; host names, which may be aliases, do not. Two primaries are
 * `primary` until a marker shows that they replicate each other.
 */
function reader_role_judgePair(writer, reader, addresses) {
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
        return proven('same-server', `writer and reader have the same run_id, ${reader_role_short(writer.runId)}`);
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
        return proven('replica', `writer and reader have the same master_replid, ${reader_role_short(writer.masterReplid)}, and different run_ids`);
    }
    // Until its first copy is complete, a replica has a made-up master_replid; so does one that lost its link.
    if (hasBrokenLink(reader))
        return unknown('the reader is a replica without a working link, so its primary is not known');
    const ids = `${reader_role_short(reader.masterReplid)}, not the writer\u2019s ${reader_role_short(writer.masterReplid)}`;
    return proven('stranger', `the reader\u2019s master_replid is ${ids}`, isSplit(writer, reader));
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
    return `${id.slice(0, 8)}\u2026`;
}

// EXTERNAL MODULE: ./utils/retry.js
var retry = __webpack_require__(2145);
// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
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
 * @throws RedisError \u00b7 the reason of a cancelled run \u00b7 Failure
 */
async function dial(source, target, verify, limit, trace) {
    const socket = await source.open(target, limit, trace);
    if (!target.tls)
        return socket;
    // On a socket that is gone already, TLS would wait for ever.
    if (socket.destroyed)
        throw new RedisError(explainError(closedAlready, { stage: 'tls' }));
    const secured = encrypt(socket, target.host, verify);
    try {
        await timed('tls', limit, trace, () => handshake(secured));
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
        throw new RedisError(failure);
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
        throw error instanceof RedisError ? await withCause(error, endpoint, call) : error;
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
            if (!(error instanceof RedisError) || !refusesHello(error, endpoint))
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
        if (!(error instanceof RedisError))
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
        const isAnswer = error instanceof RedisError && ['redis-error', 'redis-no-permission'].includes(error.failure.reason);
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
        return new RedisError({ ...failure, passwordAsUser: true });
    }
    if (failure.reason !== 'redis-wrong-password' || failure.code !== 'WRONGPASS' || password === undefined)
        return error;
    try {
        // Without a user name: where `default` has no password, this fails, while `AUTH default <anything>` succeeds.
        await call('AUTH', password.reveal());
        return new RedisError({ ...failure, acceptedAs: 'default' });
    }
    catch (second) {
        if (second instanceof RedisError)
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
     * @throws RedisError with the stage that failed \u00b7 the reason of a cancelled run \u00b7 Failure
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
                const hello = await timed('login', limit, trace, () => client.logIn(method));
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
    /** @throws RedisError \u00b7 the reason of a cancelled run */
    async send(command, { commandTimeoutMs: ms, signal } = this.#limits()) {
        const { label, log } = this.#settings;
        const [name, ...args] = command;
        signal.throwIfAborted();
        const limit = (0,abort/* timeLimit */.zc)(ms, signal);
        const start = (0,time/* now */.tB)();
        try {
            const reply = await (0,abort/* abortable */.ZC)(this.#client.call({ stage: 'command', command: name }, name, ...args), limit);
            log.debug(`${label}: ${name} ${since(start)} ms`);
            return reply;
        }
        catch (error) {
            log.debug(`${label}: ${name} failed after ${since(start)} ms`);
            if (!(0,abort/* isTimeout */.kL)(error))
                throw error;
            throw timedOut(`no reply to ${name} within ${Math.round(ms)} ms`, { stage: 'command', command: name });
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
    if (!(error instanceof RedisError))
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
        this.#redis.on('error', (error) => (this.#broken ??= rawError(error)));
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
        const own = rawError(error);
        const raw = own.kind === 'reply' ? own : (this.#broken ?? own);
        if (raw.kind === 'reply')
            throw new RedisError(this.#explain(raw, place), raw.message);
        throw new RedisError({
            ...this.#explain(raw, place),
            ...(raw.kind === 'system' && this.#guard.isMidReply && { truncated: true }),
        });
    }
    #explain(raw, place) {
        const { username, password } = this.#endpoint;
        // Without a password, the user name of a URL may be one.
        const secrets = password === undefined ? (username === 'default' ? [] : [username]) : [password.reveal()];
        return explainError(raw, place, secrets);
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
        const failure = explainError(rawError(error), { stage: 'tcp' });
        throw failure.local === undefined ? error : new RedisError(failure);
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






/** To connect again after silence: long enough for a healthy server, short enough to be added to a time-out. */
const patienceMs = 1_000;
/** For words that a server says at once, if it has any. On a slow way, such as a dyno: twice what connecting took. */
const wordsMs = 500;
/**
 * Looks once more at a connection that failed without a clear reason: TLS spoken to a plain port, plain text spoken to a
 * TLS port and a refusal that a reset has swallowed all look alike. One short connection tells; no password is sent.
 * @throws the reason of a cancelled run
 */
async function diagnose(failure, suspect) {
    const { reason, stage, command } = failure;
    const place = { stage, ...(command !== undefined && { command }) };
    const { tls } = suspect.target;
    const usualMs = suspect.connectTimeoutMs;
    // A server that closes connections does so at once: a longer time is needed only if the way to it is slow.
    const connectTimeoutMs = reason === 'redis-connection-lost' ? usualMs : Math.min(patienceMs, usualMs);
    const other = { ...suspect, target: { ...suspect.target, tls: !tls }, connectTimeoutMs };
    if (tls && stage === 'tls' && reason === 'redis-timeout') {
        const message = 'the server speaks plain text and does not answer a TLS handshake';
        const speaksPlain = await look(other, answersPing);
        return speaksPlain ? explained('redis-tls-not-offered', message, place) : failure;
    }
    const isUnclear = ['redis-timeout', 'redis-connection-lost', 'redis-wrong-data'].includes(reason);
    if (stage !== 'login' || !isUnclear)
        return failure;
    if (!tls) {
        const message = 'the server speaks TLS and does not answer plain text';
        const speaksTls = await look(other, () => Promise.resolve(true));
        if (speaksTls)
            return explained('redis-tls-required', message, place);
    }
    if (reason !== 'redis-connection-lost')
        return failure;
    const refusal = await look(suspect, firstWords);
    return refusal === undefined ? failure : explainError(refusal, place);
}
function explained(reason, message, place) {
    return { ...explainError({ kind: 'protocol', message }, place), reason };
}
async function answersPing(socket) {
    socket.write('PING\r\n');
    const [answer] = (await (0,external_node_events_.once)(socket, 'data'));
    // +PONG, -NOAUTH, -LOADING, \u2026
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
        const raw = rawError(error);
        return raw.code?.startsWith('ERR_SSL_') === true ? raw : undefined;
    }
}
/** Undefined: nothing was learnt, whatever the cause. */
async function look({ source, target, connectTimeoutMs, signal }, judge) {
    let socket;
    try {
        const start = (0,time/* now */.tB)();
        socket = await dial(source, target, { kind: 'none' }, (0,abort/* timeLimit */.zc)(connectTimeoutMs, signal), { timings: {} });
        const answerMs = Math.max(wordsMs, 2 * ((0,time/* now */.tB)() - start));
        return await (0,abort/* abortable */.ZC)(judge(socket), (0,abort/* timeLimit */.zc)(Math.min(answerMs, connectTimeoutMs), signal));
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
    /** The first failure to connect, and what a second look at it has found. */
    #diagnosis;
    #method;
    #connection;
    #reconnecting;
    /** Set when the server has stopped answering: the next command would wait just as long. */
    #unresponsive;
    constructor(settings) {
        this.settings = settings;
    }
    /** @throws RedisError \u00b7 the reason of a cancelled run \u00b7 Failure */
    async open() {
        const { connectTimeoutMs, endpoint, signal, source } = this.settings;
        const limit = (0,abort/* timeLimit */.zc)(connectTimeoutMs, signal);
        await this.#retry(connectTimeoutMs, async () => {
            try {
                this.trace.timings = {};
                this.#connection = await this.#connect(limit, this.trace);
            }
            catch (error) {
                if (!(error instanceof RedisError))
                    throw error;
                const { failure } = error;
                // Once: what it did not find at the first try, it would not find at the next.
                this.#diagnosis ??= {
                    failure,
                    found: await diagnose(failure, { source, target: endpoint, connectTimeoutMs, signal }),
                };
                const { failure: first, found } = this.#diagnosis;
                throw first.reason === failure.reason && first.stage === failure.stage ? new RedisError(found) : error;
            }
        });
    }
    /**
     * Runs one test, again when it fails in passing, on a new connection when the old one was lost.
     * @throws RedisError \u00b7 the reason of a cancelled run \u00b7 Failure
     */
    async run(test) {
        if (this.#unresponsive !== undefined)
            throw new RedisError(this.#unresponsive);
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
        const { label, log, signal, clock } = this.settings;
        let attempts = 0;
        try {
            const value = await (0,retry/* retry */.L)((attempt) => {
                attempts = attempt;
                return work();
            }, {
                tries: mostLocalTries,
                budgetMs,
                signal,
                clock,
                // 0.3 s, then 0.9 s, in a small budget less.
                delayMs: (failures) => Math.min(longestPauseMs, (0,retry/* backOffMs */.V)(failures, { firstMs: Math.min(300, budgetMs / 16), factor: 3 })),
                shouldRetry: (error, nextTry) => {
                    const isPassing = error instanceof RedisError && error.failure.transient;
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
            throw error instanceof RedisError ? new RedisError(counted(error.failure, attempts)) : error;
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
        await timed('tcp', limit, trace, () => (0,external_node_events_.once)(socket, 'connect'));
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
        return timed('dns', limit, trace, () => socket_source_lookUp(host));
    // There is nothing to look up; a measured time would be whatever else this process does meanwhile.
    trace.timings = { ...trace.timings, dnsMs: 0 };
    return [{ address: host, family }];
}
async function socket_source_lookUp(host) {
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
    const outcome = await settle(Connection.open(source, settings, limit, { timings: {} }));
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
 * @throws the reason of a cancelled run, within about a second of the signal \u00b7 Failure when the way to an endpoint
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
    const related = reader_role_judgePair(left.server, other.server, addressesOf(request, reader === writer));
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
    const seen = await settle(readMarker(session, marker, waitMs));
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
        return settle(readPlain(reader));
    return settle(readMarker(reader, marker, replicates ? lagTimeoutMs : 0));
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
    return settle(measureLag(writer, reader, markers, lagTimeoutMs));
}
async function latencyOf({ connect, unsupported }, session, { facts, samples, latencyFailMs, commandTimeoutMs }) {
    if (!connect.ok || !facts.latency || unsupported !== undefined)
        return undefined;
    const limits = { samples, budgetMs: latencyBudget * commandTimeoutMs };
    return settle(measureLatency(session, { ...limits, ...(latencyFailMs !== undefined && { failMs: latencyFailMs }) }));
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
    const { tlsVerify, connectTimeoutMs, commandTimeoutMs, signal, clock, log } = request;
    return new Session({
        label,
        endpoint: request[label],
        source,
        tlsVerify,
        connectTimeoutMs,
        commandTimeoutMs,
        signal,
        clock,
        log,
    });
}

// EXTERNAL MODULE: ./report/app-result.js
var app_result = __webpack_require__(8553);
// EXTERNAL MODULE: ./state/service.js
var state_service = __webpack_require__(9724);
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
        asksHeroku && own && (0,state_service/* isManaged */.yF)(own) ? (ended.maintenance ?? api.maintenance(own.id)) : undefined,
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
    const began = since === undefined ? '' : ` (since ${(0,state_service/* toMinutes */.LV)(since)})`;
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
    const message = `The maintenance of ${name} is ${(0,state_service/* maintenanceWords */.N2)(maintenance)}.`;
    return [(0,optional/* withoutUndefined */.r)({ kind: 'maintenance', message, at: maintenance.startedAt, url: undefined })];
}

// EXTERNAL MODULE: ./failure/cause-chain.js
var cause_chain = __webpack_require__(5767);
;// CONCATENATED MODULE: ./report/log-lines.js


const marks = { pass: '\u2713', warn: '!', fail: '\u2717' };
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
    const [, ...causes] = (0,cause_chain/* causeChain */.D)(error);
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
    return [`${host}:${port}`, ...stages, ...secured, ...server].join(' \u00b7 ');
}

// EXTERNAL MODULE: ./utils/secret.js
var secret = __webpack_require__(5071);
// EXTERNAL MODULE: ./state/host.js
var state_host = __webpack_require__(2009);
// EXTERNAL MODULE: ./state/settings.js
var state_settings = __webpack_require__(1650);
;// CONCATENATED MODULE: ./state/endpoints.js





/**
 * The endpoints of the add-on's own URL and the `reader` input, as setup has just written them. Undefined: no URL yet.
 */
function endpointsAsWritten(known, settings) {
    const { writer, reader } = (0,state_sources/* sourcesOf */.u)(known, settings);
    return writer && reader && { writer: writer.endpoint, reader: reader.endpoint };
}
/**
 * The endpoints in the app's own config vars, as the app uses them. Undefined: they do not name a writer. A reader that
 * they do not name, with an invalid `reader` variable, is not known; only the writer is then tested.
 */
function endpointsAsConfigured(known, settings) {
    const { config } = known.observed;
    const sources = (0,state_sources/* sourcesOf */.u)(known, settings);
    const writer = endpointAsConfigured(settings.writerPrefix, sources.writer, config, settings);
    const reader = endpointAsConfigured(settings.readerPrefix, sources.reader, config, settings);
    return writer && { writer, reader: reader ?? writer };
}
/** Replaces a host that must not be shown; RFC 2606 guarantees that it never resolves. */
const unreadableHost = 'unreadable.invalid';
/**
 * The endpoint as the app's own variables name it, because the app uses those; a field that is not managed as a
 * variable comes from `source`, the add-on's URL. Undefined when neither names the server.
 */
function endpointAsConfigured(prefix, source, config, settings) {
    const kept = (field) => settings.fields.includes(field) ? config.get((0,state_settings/* configName */.k)(prefix, field))?.reveal() : undefined;
    const whole = kept('url');
    const parsed = whole === undefined ? undefined : (0,endpoint/* parseRedisUrl */.CI)(new secret/* Secret */.z(whole));
    const base = parsed?.ok === true ? parsed.endpoint : source?.endpoint;
    const named = kept('host');
    // Every report shows the host. A value that does not look like a host may be a password or a URL that contains one.
    const isSafe = named === undefined || named === base?.host || (0,state_host/* looksLikeHost */.o)(named);
    const host = isSafe ? (named ?? base?.host) : unreadableHost;
    const port = kept('port');
    if (host === undefined || (port === undefined && base === undefined))
        return undefined;
    const password = kept('password');
    const used = password === undefined ? base?.password : password === '' ? undefined : new secret/* Secret */.z(password);
    const tls = kept('tls')?.toLowerCase();
    return {
        host,
        // An invalid port becomes 0, which every host refuses, and the `config` check names the variable.
        port: port === undefined ? (base?.port ?? 0) : /^\d{1,5}$/.test(port) && Number(port) < 65_536 ? Number(port) : 0,
        username: kept('username') || (base?.username ?? 'default'),
        tls: tls === undefined ? (base?.tls ?? false) : ['true', '1', 'yes', 'on'].includes(tls),
        ...(used ? { password: used } : {}),
    };
}

;// CONCATENATED MODULE: ./state/heroku-facts.js


/** Sends all requests at once. The facts are optional, so the wait is limited: see `settled`. */
function askHeroku(addon, needed, { api, plansOf }, 
/** Read just now, and not changed by this run. */
known = {}) {
    const service = addon?.service;
    // The data API has Heroku Key-Value Store add-ons only.
    const own = addon && service === 'heroku-redis' ? addon : undefined;
    const plans = service !== undefined && needed.has('plans') ? plansOf(service) : undefined;
    const unless = (seen, ask) => seen ? Promise.resolve(seen) : ask();
    const maintenance = own && needed.has('maintenance') ? unless(known.maintenance, () => api.maintenance(own.id)) : undefined;
    const database = own && needed.has('database') ? unless(known.database, () => api.databaseInfo(own.name)) : undefined;
    const databaseConfig = own && needed.has('database-config') ? unless(known.config, () => api.databaseConfig(own.name)) : undefined;
    return {
        settled: async (limit) => {
            const late = (error) => {
                if (!limit.aborted)
                    throw error;
                return { known: false, why: 'no answer while Redis was tested' };
            };
            const inTime = async (answer) => answer && (await (0,abort/* abortable */.ZC)(answer, limit).catch(late));
            const facts = {
                plans: await inTime(plans),
                maintenance: await inTime(maintenance),
                database: await inTime(database),
                databaseConfig: await inTime(databaseConfig),
            };
            return (0,optional/* withoutUndefined */.r)(facts);
        },
    };
}
/** What the steps have already read, for a run that ended before the checks. */
function factsOfService({ maintenance, database, config }) {
    return (0,optional/* withoutUndefined */.r)({ plans: undefined, maintenance, database, databaseConfig: config });
}

// EXTERNAL MODULE: ./state/known.js + 1 modules
var state_known = __webpack_require__(4622);
// EXTERNAL MODULE: ./heroku/errors.js + 1 modules
var errors = __webpack_require__(8458);
// EXTERNAL MODULE: ./steps/progress.js
var steps_progress = __webpack_require__(5882);
;// CONCATENATED MODULE: ./steps/apply-settings.js





/** Changes the server settings in one request. Idempotent, so it may be retried. */
const applySettings = {
    describe: ({ addon, settings, from }) => ({
        target: addon?.name ?? 'the new add-on',
        detail: `set ${changes(settings, from)}`,
    }),
    unneeded: 'the settings were already in place',
    apply: async ({ settings, from }, known, context) => {
        const { api, log, progress } = context;
        const { addon } = known;
        if (!addon)
            return known;
        const words = changes(settings, from);
        log.info(`Setting ${words} \u2026`);
        await api.setDatabaseConfig(addon.name, settings).catch(async (error) => {
            if ((0,steps_progress/* isOutcomeUnknown */.B)(error))
                progress.markUnknown(`asked Heroku to set ${words}`);
            if (!(error instanceof errors/* HerokuFailure */.$t) || !(await isSet(addon.name, settings, error, context)))
                throw error;
        });
        const compared = from ? '' : '; Heroku did not report the previous values';
        progress.markDone(`set ${words}${compared}`, addon.name);
        return (0,state_known/* withService */.KE)(known, { config: { known: true, value: { ...from, ...settings } } });
    },
};
/** The change may have taken effect although every answer was lost. */
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
/** Heroku writes it, not the action. */
function isKeptByHeroku({ how }) {
    return how.kind === 'live' || how.kind === 'lost' || how.kind === 'attach';
}
function managedUrl(prefix, isOwn, known, settings) {
    const configVar = (0,state_settings/* configName */.k)(prefix, 'url');
    return { prefix, configVar, how: stateOf(prefix, configVar, isOwn, known, settings) };
}
function stateOf(prefix, configVar, isOwn, known, settings) {
    const { addon, observed, attached, copied } = known;
    const attachment = (0,state_observed/* attachmentsHere */.FP)(observed).find(({ name }) => name === prefix);
    if (!isOwn)
        return { kind: 'copy' };
    if (attachment && addon && attachment.addon.id === addon.id) {
        // Attaching again does not help if this run has just done so, or if it is the owner's last attachment.
        const others = (0,state_observed/* attachmentsHere */.FP)(observed).filter((each) => each !== attachment && each.addon.id === addon.id);
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
    return (0,state_observed/* ownedNames */.qT)({ ...observed, addons, attachments });
}
/** The reader is the add-on's own server, by its own URL. */
function readsFromAddon({ addon }, { reader, config, writerPrefix }) {
    if (reader.kind === 'writer')
        return true;
    if (reader.kind === 'url' || config.has(reader.name))
        return false;
    return reader.name === (0,state_settings/* configName */.k)(writerPrefix, 'url') || addon?.configVars.includes(reader.name) === true;
}
/**
 * Whether a plain config var is a current or older copy of this add-on's URL. Strict, because its value is lost
 * when the attachment replaces it: it names the add-on's current server; or its password, a random secret that a
 * move of the server does not change; or the same values as the other managed config vars of this prefix.
 */
function isOurCopy(value, prefix, known, settings) {
    const copy = endpointOf(value);
    if (!copy)
        return false;
    const current = (0,state_sources/* sourcesOf */.u)(known, settings).writer?.endpoint;
    if (current && copy.host === current.host && copy.port === current.port)
        return true;
    if (current && hasSamePassword(copy, current.password))
        return true;
    const { config } = known.observed;
    const sibling = (field) => config.get((0,state_settings/* configName */.k)(prefix, field));
    return (sibling('host')?.equals(copy.host) === true &&
        sibling('port')?.equals(String(copy.port)) === true &&
        hasSamePassword(copy, sibling('password')));
}
/** Shorter passwords may not be random, and several servers may have the same one. */
const shortestRandom = 16;
function hasSamePassword({ password }, other) {
    if (password === undefined || other === undefined || password.reveal().length < shortestRandom)
        return false;
    return password.equals(other);
}
function endpointOf(url) {
    const result = (0,endpoint/* parseRedisUrl */.CI)(url);
    return result.ok ? result.endpoint : undefined;
}
/**
 * The add-on's own config vars, the managed ones last, so that the URL is read from, and named as, the one that the
 * add-on came with.
 */
function withManagedLast(addon, { writerPrefix, readerPrefix }) {
    const managed = [configName(writerPrefix, 'url'), configName(readerPrefix, 'url')];
    const rank = (name) => (managed.includes(name) ? 1 : 0);
    return { ...addon, configVars: addon.configVars.toSorted((a, b) => rank(a) - rank(b)) };
}

// EXTERNAL MODULE: ./heroku/http.js + 6 modules
var http = __webpack_require__(6249);
;// CONCATENATED MODULE: ./steps/ms-for-retry.js

/** Milliseconds that are left to repeat a request; 0: it is not repeated. `started`: on the clock, the first try. */
function msForRetry(tries, started, { clock, deadline }) {
    return tries < http/* maxTries */.m$ ? Math.max(0, Math.min(started + http/* retryBudgetMs */.yq, deadline) - clock.now()) : 0;
}

;// CONCATENATED MODULE: ./steps/ask-once.js

/**
 * Sends a request that must not take effect twice. A refusal can mean that another run was first, and a lost answer
 * that the work is done, so Heroku's state decides before any retry.
 * @throws HerokuFailure it was refused, and is not found
 */
async function askOnce({ request, ask, find }, context) {
    const { api, clock, progress } = context;
    const started = clock.now();
    for (let tries = 1;; tries += 1) {
        const attempt = await ask().catch((error) => {
            progress.markUnknown(request);
            throw error;
        });
        if (attempt.kind === 'done') {
            progress.markAccepted(`${request}, which it accepted`);
            return { kind: 'answered', value: attempt.value };
        }
        const { failure } = attempt;
        if (failure.outcome === 'unknown')
            progress.markUnknown(request);
        const seen = await find(failure);
        if (seen !== undefined)
            return { kind: 'found', value: seen };
        const leftMs = msForRetry(tries, started, context);
        if (attempt.kind === 'final' || leftMs === 0)
            throw failure.afterTries(tries);
        await api.pause(attempt, tries, leftMs);
        // Heroku may still have been working on a request whose answer was lost.
        const late = await find(failure);
        if (late !== undefined)
            return { kind: 'found', value: late };
    }
}

;// CONCATENATED MODULE: ./steps/attach.js






/** Attaches the add-on under another name, so that Heroku keeps `<name>_URL` current. */
const attach = {
    describe: ({ addon, name, replaces }) => ({
        target: addon?.name ?? 'the new add-on',
        detail: `attach it as ${name}, so that Heroku keeps ${name}_URL current${replaces ? '; replaces the copy' : ''}`,
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
        log.info(`Attaching ${addon.name} as ${name} \u2026`);
        const at = wallTime();
        const confirm = replaces ? { confirm: (0,state_observed/* nameOfApp */.Iw)(known.observed) ?? app } : {};
        let doubt = false;
        try {
            const outcome = await askOnce({
                request: `asked Heroku to attach it as ${name}`,
                ask: () => api.tryAttach({ app, addon: addon.id, name, ...confirm }),
                find: async (refusal) => {
                    doubt ||= refusal.outcome === 'unknown';
                    return findAttachment(addon.id, name, context);
                },
            }, context);
            return await attached(outcome.value, outcome.kind === 'answered' || doubt ? at : undefined, known, context);
        }
        catch (error) {
            if (!(error instanceof errors/* HerokuFailure */.$t))
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
/** Heroku's lists, and therefore the config var, can lag behind. */
const readDelaysMs = [250, 500, 1_000, 2_000, 4_000];
/** `at`: when this run requested it; absent: another run did. */
async function attached(attachment, at, known, { api, app, clock, deadline, progress, signal }) {
    const { name } = attachment;
    const [configVar = `${name}_URL`] = (0,state_observed/* variablesOf */.ht)(attachment);
    let config = await api.configVars(app);
    for (const delayMs of readDelaysMs) {
        if (config.has(configVar) || clock.now() + delayMs > deadline)
            break;
        await clock.sleep(delayMs, signal);
        config = await api.configVars(app);
    }
    progress.markDone(at === undefined
        ? `another run had just attached it as ${name}`
        : `attached it as ${name}; Heroku keeps ${configVar} current`);
    const { addon, observed } = known;
    const attachments = [...observed.attachments, attachment];
    return {
        ...(0,state_known/* withConfig */.NV)({ ...known, observed: { ...observed, attachments } }, config),
        ...(addon ? { addon: { ...addon, configVars: [...new Set([...addon.configVars, configVar])] } } : {}),
        attached: [...known.attached, name],
        ...(at === undefined
            ? {}
            : { released: false, releaseNames: [name], lastWrite: { at, desired: known.lastWrite?.desired ?? new Map() } }),
    };
}
/**
 * The name was taken since the last read: plan again with the new state, unless Heroku does not show what has the name.
 */
async function takenMeanwhile({ name, replaces }, refusal, known, { api, app, settings }) {
    const seen = { ...known, observed: await (0,state_observed/* observe */.lB)(api, app) };
    const now = managedUrls(seen, settings).find(({ prefix }) => prefix === name)?.how;
    if (now?.kind !== 'attach' || now.replaces !== replaces)
        return seen;
    throw (0,catalogue/* failure */.V2)('config-conflict', `Heroku did not attach the add-on as ${name}: something of ${app} has that name.`, {
        error: refusal,
        remedy: `Check \`heroku addons --app ${app}\`, choose another \`writer-prefix\` or \`reader-prefix\`, or leave \`url\` out of \`fields\`.`,
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
/** Other services of Heroku are not Redis: the `plan` input would create, and bill, something else. */
function refuseOtherService({ plan }) {
    if (plan === undefined || plan.service === heroku_plans/* defaultPlan */.tA.service || !plan.service.startsWith('heroku-'))
        return;
    throw (0,catalogue/* failure */.V2)('plan-not-found', `${plan.service}:${plan.plan} is not a Redis plan.`, {
        cause: `${plan.service} is another service of Heroku.`,
        remedy: 'Set plan to one of heroku addons:plans heroku-redis, or to service:plan of another Redis add-on.',
    });
}
/** Heroku refuses to overwrite what an attachment owns. Reported before an add-on is created. */
function refuseOwned(desired, { observed, addon }, settings) {
    const owned = (0,state_observed/* ownedNames */.qT)(observed);
    const future = addon ? [] : [`${(0,state_addon/* attachmentFor */.hD)((settings.plan ?? heroku_plans/* defaultPlan */.tA).service)}_URL`];
    const taken = desired
        .filter(({ name }) => owned.has(name) || future.includes(name))
        // While its value is not known, a name counts as written, unless the add-on itself will maintain it.
        .filter((each) => each.value ? (0,config_vars/* stateOf */.L4)(each, observed.config) !== 'ok' : addon?.configVars.includes(each.name) !== true)
        .map(({ name }) => name);
    if (taken.length === 0)
        return;
    const it = taken.length === 1 ? 'it' : 'them';
    throw (0,catalogue/* failure */.V2)('config-conflict', `Heroku manages ${taken.join(', ')} on ${observed.app} for an attachment of an add-on and does not allow other writes to ${it}.`, {
        remedy: `Choose another writer-prefix or reader-prefix, leave that field out of fields, or detach the attachment.`,
    });
}
/** @throws Failure `plan-not-found` with the plans that Heroku offers */
function refuseUnknownPlan(plan, offers) {
    const offer = offers.find(({ name }) => name === plan);
    if (offer && !(0,heroku_plans/* isRetired */.aZ)(offer))
        return;
    throw planNotFound(plan, offers, offer ? 'is retired' : 'does not exist');
}
/** Lets a dry run report what Heroku would refuse in the real run. */
function refuseTakenName(attachment, observed) {
    const variable = `${attachment}_URL`;
    if (observed.config.has(variable) || (0,state_observed/* ownedNames */.qT)(observed).has(variable))
        throw refusedName(attachment, observed);
}
/** Heroku does not attach the new add-on: its name is taken by something that this run does not replace. */
function refusedName(attachment, { app, config, ...observed }, error) {
    const variable = `${attachment}_URL`;
    const isAttachment = (0,state_observed/* ownedNames */.qT)({ app, config, ...observed }).has(variable);
    const extra = error ? { error } : {};
    if (!isAttachment && (0,redis_url/* isMeantAsRedisUrl */.UP)(config, variable)) {
        return (0,catalogue/* failure */.V2)('confirmation-required', `${app} has no Redis add-on, but its config var ${variable} holds a Redis URL that was set by hand. Heroku needs that name for the new add-on.`, {
            ...extra,
            cause: 'The app uses a Redis server that is not an add-on, or the variable is left over from one.',
            remedy: `To replace it with an add-on, remove it (heroku config:unset ${variable} --app ${app}) and run again. To keep that server, remove this step: there is no add-on for it to set up.`,
        });
    }
    if (!isAttachment && config.has(variable)) {
        return (0,catalogue/* failure */.V2)('confirmation-required', `Heroku does not attach a new add-on to ${app} as ${attachment}: the config var ${variable} was set by hand.`, { ...extra, remedy: `Remove it (heroku config:unset ${variable} --app ${app}) and run again.` });
    }
    return (0,catalogue/* failure */.V2)('confirmation-required', `Heroku does not attach a new add-on to ${app} as ${attachment}: something else has that name.`, {
        ...extra,
        remedy: `Check heroku addons --app ${app}, and name the add-on with the addon input, or detach the ${attachment} attachment.`,
    });
}
/** Heroku's messages about retired plans vary: the live list shows whether the plan was the reason. */
async function planRefusal(refusal, plan, { api }) {
    if (!['plan-not-found', 'provision-failed', 'plan-change-failed'].includes(refusal.reason))
        return undefined;
    const offers = await api.plans((0,heroku_plans/* serviceOf */.z5)(plan)).catch(() => []);
    const isOffered = offers.some((offer) => offer.name === plan && !(0,heroku_plans/* isRetired */.aZ)(offer));
    if (refusal.reason !== 'plan-not-found' && (isOffered || offers.length === 0))
        return undefined;
    const words = refusal.words === '' ? '' : `: "${refusal.words}"`;
    // Heroku also lists plans that it refuses to this account.
    const others = offers.filter(({ name }) => name !== plan);
    return planNotFound(plan, others, `was refused by Heroku${words}`, refusal);
}
function planNotFound(plan, offers, problem, error) {
    const available = (0,heroku_plans/* onOffer */.M6)(offers);
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
        log.info(`Changing ${addon.name} from ${from ?? 'an unknown plan'} to ${to} \u2026`);
        let done = `asked Heroku to change its plan from ${from ?? 'unknown'} to ${to}`;
        try {
            await api.changePlan(app, addon.id, to);
        }
        catch (error) {
            if ((0,steps_progress/* isOutcomeUnknown */.B)(error))
                progress.markUnknown(`asked Heroku to change its plan to ${to}`);
            if (!(error instanceof errors/* HerokuFailure */.$t))
                throw error;
            if (!(await isUnderWay(step, error, context)))
                throw await refusedChange(error, to, context);
            done = `its change to the plan ${to} was already in progress`;
        }
        progress.markDone(done);
        return { ...known, settled: false, requestedPlan: to };
    },
};
/** Another request for the same plan, or a first try whose answer was lost: Heroku refuses a second one. */
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



/** Attachments with which Heroku keeps `<PREFIX>_URL` current. Each creates a separate release. */
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
    return [{ action: 'detach', attachment: how.attachment }, waitRelease([prefix]), ...attach(false)];
}
function waitRelease(configVars) {
    return { action: 'wait-release', configVars };
}
/**
 * @throws Failure `config-conflict` before any change, if a name is taken by something that the action does not manage
 */
function refuseConflictingUrls(known, settings) {
    const { app } = known.observed;
    const conflict = managedUrls(known, settings).find(({ how }) => how.kind === 'conflict');
    if (conflict?.how.kind !== 'conflict')
        return;
    const { configVar, prefix } = conflict;
    const others = 'choose another `writer-prefix` or `reader-prefix`, or leave `url` out of `fields`';
    if (conflict.how.with === 'attachment') {
        throw (0,catalogue/* failure */.V2)('config-conflict', `${configVar} of ${app} belongs to the attachment of another add-on.`, {
            cause: 'Heroku manages the config vars of attachments itself and does not allow other writes to them.',
            remedy: `Detach it (\`heroku addons:detach ${prefix} --app ${app}\`), ${others}.`,
        });
    }
    throw (0,catalogue/* failure */.V2)('config-conflict', `${configVar} of ${app} was not written for this add-on, so it is not replaced.`, {
        cause: `The value is neither the add-on's URL nor a former one of it. To keep ${configVar} current, Heroku needs the name ${prefix} for an attachment.`,
        remedy: `If the value is not needed, remove it (\`heroku config:unset ${configVar} --app ${app}\`) and run again; otherwise ${others}.`,
    });
}

// EXTERNAL MODULE: ./steps/plan-maintenance.js
var plan_maintenance = __webpack_require__(8084);
;// CONCATENATED MODULE: ./steps/plan-server-settings.js



/** The settings of the `settings` input that differ, or all of them if the current ones are not known. */
function serverSettingsSteps({ addon, service, settled }, settings) {
    const wanted = settings.settings;
    if (wantedSettings(wanted).length === 0)
        return [];
    if (addon && !(0,state_service/* isManaged */.yF)(addon))
        return [];
    const from = settled && service.config?.known === true ? service.config.value : undefined;
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
 * One add-on with the requested plan, and config vars that match its URL.
 * @throws Failure `config-conflict`, `config-missing`, `config-unreadable`
 */
function planSetup(known, settings) {
    const { addon, observed } = known;
    // First of all: an invalid `reader` must be reported before an add-on is created and billed.
    refuseReader((0,state_sources/* sourcesOf */.u)(known, settings), settings);
    const url = addon && (0,redis_url/* urlStateOf */.o_)(addon, observed.config, settings.addon);
    if (!addon)
        refuseOtherService(settings);
    if (addon && known.settled)
        (0,state_addon/* refuseNotRedis */.HF)(observed, addon);
    if (url?.state === 'unreadable' && known.settled)
        throw unreadable(known, url);
    (0,plan_maintenance/* refuseVersion */.t)(known, settings);
    refuseConflictingUrls(known, settings);
    const kept = new Set(managedUrls(known, settings)
        .filter(isKeptByHeroku)
        .map(({ configVar }) => configVar));
    const ours = (vars) => vars.filter(({ name }) => !kept.has(name));
    refuseOwned(ours((0,config_vars/* desiredVars */.NL)(known, settings)), known, settings);
    const maintenance = (0,plan_maintenance/* maintenanceSteps */.N)(known, settings);
    const moves = maintenance.length > 0 || (known.maintained === true && !known.settled);
    // The run waits for the release of an attachment together with the one of the config vars.
    const attaching = known.releaseNames !== undefined;
    return [
        ...addonSteps(known, url?.state === 'ok', settings),
        ...serverSettingsSteps(known, settings),
        ...maintenance,
        ...liveUrlSteps(known, settings),
        ...configSteps(attaching ? { ...known, released: true } : known, ours((0,config_vars/* desiredVars */.NL)(moves ? withoutOwnUrl(known) : known, settings))),
    ];
}
/** Without the add-on's URL, which a later step changes to an unknown value. */
function withoutOwnUrl(known) {
    const { addon, observed } = known;
    const config = new Map([...observed.config].filter(([name]) => addon?.configVars.includes(name) !== true));
    return (0,state_known/* withConfig */.NV)(known, config);
}
function addonSteps(known, hasUrl, settings) {
    const { addon, requestedPlan } = known;
    if (!addon) {
        if (settings.discovered === true)
            throw vanished(known);
        const { service, plan } = settings.plan ?? heroku_plans/* defaultPlan */.tA;
        const after = beingProvisioned(known.observed);
        const create = (0,optional/* withoutUndefined */.r)({
            action: 'create-addon',
            service,
            plan: `${service}:${plan}`,
            attachment: (0,state_addon/* attachmentFor */.hD)(service),
            version: settings.version,
            after,
        });
        return [create, { action: 'wait-addon' }];
    }
    const { id, name } = addon;
    const wait = (plan) => (0,optional/* withoutUndefined */.r)({ action: 'wait-addon', addon: { id, name }, plan, moved: known.maintained });
    const to = planToChangeTo(addon, settings);
    if (to !== undefined && requestedPlan === undefined) {
        const change = (0,optional/* withoutUndefined */.r)({ action: 'change-plan', addon: { id, name }, from: addon.plan, to });
        // Heroku does not change the plan of an add-on that it is still provisioning.
        return known.settled ? [change, wait(to)] : [wait(undefined), change, wait(to)];
    }
    return known.settled && hasUrl ? [] : [wait(requestedPlan)];
}
function vanished({ observed }) {
    return (0,catalogue/* failure */.V2)('addon-missing', `${observed.app} no longer has a Redis add-on.`, {
        cause: 'It was removed, or detached from the app, while this run was looking for apps.',
        remedy: 'Run again, or name the app in `app` to create a new add-on. For apps that are found, none is created.',
    });
}
/** Add-ons of this app that Heroku is still creating. */
function beingProvisioned(observed) {
    const isShared = (0,state_observed/* sharedTest */.cT)(observed);
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
/** Writes everything that differs in one release. */
function configSteps(known, desired) {
    const { config } = known.observed;
    const vars = (0,config_vars/* differing */.R1)(desired, config);
    const written = known.released ? [] : known.written.map(({ name }) => name);
    const configVars = [...new Set([...written, ...vars.map(({ name }) => name)])];
    return [
        ...(vars.length > 0 ? [{ action: 'set-config', vars, changes: (0,config_vars/* changesOf */.fs)(desired, config), desired }] : []),
        ...(configVars.length > 0 ? [{ action: 'wait-release', configVars }] : []),
    ];
}
function unreadable({ observed }, { configVar, problem }) {
    return (0,catalogue/* failure */.V2)('config-unreadable', `The Redis URL in ${configVar} of ${observed.app} ${problem}.`);
}

;// CONCATENATED MODULE: ./steps/poll.js

const longestPollDelayMs = 5_000;
const progressEveryMs = 5_000;
/** Polls until ready: quickly at first, then every 5 s. @throws Failure `tooLate` at the deadline */
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
        // A long pause does not end the wait early: there is a last poll when the time is up.
        const delayMs = usualMs > longestPollDelayMs ? Math.min(usualMs, leftMs) : usualMs;
        if (delayMs <= 0 || delayMs > leftMs)
            throw tooLate(answer.waiting);
        if (polls === 0 || clock.now() - lastLine >= progressEveryMs) {
            lastLine = clock.now();
            const elapsed = polls === 0 ? '' : ` (${(0,format/* duration */.p0)(clock.now() - started)})`;
            log.info(`Waiting for ${what}: ${answer.waiting}${elapsed} \u2026`);
        }
        await clock.sleep(delayMs, signal);
    }
}

;// CONCATENATED MODULE: ./steps/create-addon.js











/**
 * Creates the add-on, once: Heroku has no idempotency keys, so after a refusal or a lost answer the app is read again,
 * and an existing add-on is adopted, even if another run created it.
 */
const createAddon = {
    describe: ({ plan, attachment, version, after }) => ({
        target: plan,
        detail: `create a ${plan} add-on, attached as ${attachment}` +
            (version === undefined ? '' : `, with version ${version}`) +
            (after.length === 0 ? '' : `, when ${create_addon_namesOf(after)} is provisioned`),
    }),
    apply: async (step, known, context) => {
        const { app, api, clock, log, progress } = context;
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
        log.info(`Creating ${step.plan} as ${order.name} \u2026`);
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
            const seen = await readAgain({ ...order, before: known.observed }, refusal, tries, context);
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
            if (refusal.meaning === 'busy' && beingProvisioned(seen.observed).length > 0) {
                const there = await waitForOthers(order.name, context);
                if (there)
                    return adopt(there, there.addon.name === order.name, known, context);
                // Heroku is no longer busy: the retries for the creation itself start over.
                started = clock.now();
                tries = 0;
                continue;
            }
            const leftMs = msForRetry(tries, started, context);
            if (leftMs === 0)
                throw unsure(refusal, order.name);
            await api.pause(attempt, tries, leftMs);
        }
    },
};
/** The answer of a creation: its attachment is known before any list contains it. */
function created(addon, { attachment }, { observed }) {
    const configVars = addon.configVars.length > 0 ? addon.configVars : [`${attachment}_URL`];
    return { addon: (0,state_addon/* redisAddon */.gS)(addon, false, configVars), observed: (0,state_known/* withListed */.yc)(observed, addon) };
}
function adopt({ addon, observed }, isOurs, known, { progress }) {
    const { name, plan = 'plan not known' } = addon;
    progress.markDone(isOurs ? `created with the plan ${plan}` : `another run had just created ${name}; adopted it`, name);
    return { ...known, observed, addon, created: isOurs, settled: false };
}
/** Milliseconds to wait before each further read: a list can lag a few seconds behind. */
const create_addon_readDelaysMs = [500, 1_000, 2_000, 3_000];
async function readAgain(order, refusal, tries, { api, app, clock, settings, signal }) {
    for (let reads = 0;; reads += 1) {
        const observed = await (0,state_observed/* observe */.lB)(api, app);
        const found = foundIn(observed, order.name, settings);
        if (found)
            return { observed, found };
        const delayMs = create_addon_readDelaysMs[reads];
        if (delayMs === undefined || !mustBeThere(order, refusal, tries, observed))
            return { observed };
        await clock.sleep(delayMs, signal);
    }
}
/** Heroku refuses a name that nothing in the lists has, so the lists lag behind. */
function mustBeThere({ attachment, before }, { meaning, words }, tries, observed) {
    if (meaning === 'name-taken') {
        // A variable that appears during the run belongs to an add-on that was just created.
        const isByHand = before.config.has(`${attachment}_URL`);
        return !isByHand && !(0,state_observed/* attachmentsHere */.FP)(observed).some((each) => each.name === attachment);
    }
    // The name is taken by an earlier try whose answer was lost.
    return tries > 1 && /name\b.*\btaken/i.test(words);
}
/** The ordered add-on, or the one that this app would use otherwise. */
function foundIn(observed, name, settings) {
    const ours = observed.addons.find((each) => each.name === name);
    const addon = ours ? chosenOrNone(observed, { addon: name }) : chosenOrNone(observed, settings);
    return addon && { addon, observed };
}
function chosenOrNone(observed, settings) {
    try {
        return (0,state_addon/* chosenAddon */.Ty)(observed, settings);
    }
    catch {
        return undefined;
    }
}
/** Heroku creates one add-on of an app at a time. Resolves with an add-on that can be used instead, if there is one. */
async function waitForOthers(name, context) {
    const { api, app, settings } = context;
    const observed = await poll({
        what: 'other add-ons of the app',
        ask: async () => {
            const seen = await (0,state_observed/* observe */.lB)(api, app);
            const others = beingProvisioned(seen);
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
/** Unique on Heroku; begins with the name of the app. */
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
    return (0,catalogue/* failure */.V2)(reason, `${what} It is not known whether the add-on was created; it is not in the app's list.`, {
        cause,
        remedy: `Run again: if ${name} exists by then, it is adopted and nothing is created twice.`,
        error: last,
    });
}

;// CONCATENATED MODULE: ./steps/remove-once.js

/**
 * Removes something that may no longer exist. False: it did not exist at the first request.
 * @throws HerokuFailure it was refused, and still exists
 */
async function removeOnce({ request, ask, isDone }, context) {
    let doubt = false;
    const outcome = await askOnce({
        request,
        ask,
        find: async (refusal) => {
            if (refusal.status === 404)
                return doubt;
            doubt ||= refusal.outcome === 'unknown';
            // If its state is unknown, the request is repeated, because nothing can be removed twice.
            return (await isDone().catch(() => false)) || undefined;
        },
    }, context);
    return outcome.kind === 'answered' || outcome.value;
}

;// CONCATENATED MODULE: ./steps/detach.js



const detach = {
    describe: ({ attachment: { name, addon } }) => ({ target: name, detail: `detach ${addon.name} from the app` }),
    apply: async ({ attachment }, known, context) => {
        const { api, app, log, progress, wallTime } = context;
        const { id, name, addon } = attachment;
        log.info(`Detaching ${name} (${addon.name}) \u2026`);
        const at = wallTime();
        const isOurs = await removeOnce({
            request: `asked Heroku to detach ${addon.name}`,
            ask: () => api.tryDetach(id),
            isDone: async () => !(await api.attachments(app)).some((each) => each.id === id),
        }, context);
        const detached = (0,state_known/* withoutAttachments */.tJ)(known, [attachment]);
        if (!isOurs) {
            progress.markDone('was detached already');
            return detached;
        }
        progress.markDone(`detached ${addon.name}, and ${(0,state_observed/* variablesOf */.ht)(attachment).join(', ')} with it`);
        return { ...detached, released: false, releaseNames: [name], lastWrite: { at, desired: new Map() } };
    },
};

;// CONCATENATED MODULE: ./steps/plan-remove.js




/**
 * Removes what `setup` created: config vars, attachments, and the add-on if only this app uses it. What does not exist
 * counts as removed, so that an interrupted run can be repeated.
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
/** The managed variables and those of `config` that are set; those of an attachment are removed with it. */
function namesToRemove({ observed }, settings) {
    const { fields, writerPrefix, readerPrefix, config } = settings;
    const managed = [writerPrefix, readerPrefix].flatMap((prefix) => fields.map((field) => (0,state_settings/* configName */.k)(prefix, field)));
    const owned = (0,state_observed/* ownedNames */.qT)(observed);
    return [...managed, ...config.keys()].filter((name) => observed.config.has(name) && !owned.has(name));
}
function plan_remove_addonSteps(addon, { observed }, settings) {
    const { id, name, shared, state, configVars } = addon;
    const here = (0,state_observed/* attachmentsHere */.FP)(observed).filter((each) => each.addon.id === id);
    const detach = (each) => ({ action: 'detach', attachment: each });
    if (shared)
        return here.map(detach);
    const ours = here.filter((each) => [settings.writerPrefix, settings.readerPrefix].includes(each.name));
    // The last one on the owning app is removed only with the add-on.
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
/** Removing an add-on removes it from all apps that use it. */
function attachedElsewhere(app, name, others) {
    return (0,catalogue/* failure */.V2)('addon-shared', `${name} of ${app} is also attached to ${list(others)}, so it is not removed.`, {
        cause: `Another app still uses the add-on, and would lose it with its data.`,
        remedy: `Detach it there first (heroku addons:detach <attachment> --app ${list(others.slice(0, 1))}), or keep the add-on.`,
    });
}

;// CONCATENATED MODULE: ./steps/plan-rotate.js









/**
 * New credentials once, then config vars that match the new URL.
 * @throws Failure `addon-missing`, `addon-shared`, `rotation-failed`, and what `setup` refuses
 */
function planRotate(known, settings) {
    const { addon, observed, rotation, settled } = known;
    refuseReader((0,state_sources/* sourcesOf */.u)(known, settings), settings);
    // Heroku maintains these itself, and may update them a moment later.
    const desired = (0,config_vars/* desiredVars */.NL)(known, settings);
    const copies = desired.filter(({ kind }) => kind !== 'live');
    if (rotation?.state === 'done')
        return configSteps(known, copies);
    if (!addon) {
        throw (0,catalogue/* failure */.V2)('addon-missing', `${observed.app} has no Redis add-on whose credentials could be rotated.`);
    }
    (0,state_addon/* refuseNotRedis */.HF)(observed, addon);
    refuseOtherProvider(addon, observed.app);
    refuseShared(addon, known);
    refuseOwned(desired, known, settings);
    const { id, name } = addon;
    const hasUrl = (0,redis_url/* urlStateOf */.o_)(addon, observed.config, settings.addon).state !== 'missing';
    return [
        // Without the old URL, the run cannot detect the new one.
        ...(settled && hasUrl ? [] : [{ action: 'wait-addon', addon: { id, name } }]),
        { action: 'rotate-credentials', addon: { id, name }, attachedApps: known.attachedApps ?? [] },
        ...configSteps(known, withoutCredentials(copies, known, settings)),
    ];
}
/** The new URL is not known yet. If host or port change as well, the next plan has them. */
function withoutCredentials(desired, known, settings) {
    const { writer, reader } = (0,state_sources/* sourcesOf */.u)(known, settings);
    const isSameReader = writer !== undefined && reader?.url.equals(writer.url) === true;
    return desired.map((each) => {
        const isNew = each.side === 'writer' || isSameReader;
        if (!isNew || (each.field !== 'password' && each.field !== 'url'))
            return each;
        const { value: _, ...rest } = each;
        return rest;
    });
}
function refuseOtherProvider({ name, service }, app) {
    if (service === heroku_plans/* defaultPlan */.tA.service)
        return;
    if (service === undefined) {
        throw (0,catalogue/* failure */.V2)('rotation-failed', `This token cannot see which service ${name} belongs to, so its credentials are not rotated.`, {
            cause: 'The add-on belongs to another app, and the account of this token is not a collaborator of that app.',
            remedy: 'Run with a token that may see the app that owns the add-on, and name that app in `app` as well.',
        });
    }
    throw (0,catalogue/* failure */.V2)('rotation-failed', `${name} is an add-on of ${service}, and its credentials cannot be rotated here.`, {
        cause: 'Heroku rotates the credentials of its own Key-Value Store (heroku-redis) only.',
        remedy: `Reset the credentials in the add-on's dashboard (heroku addons:open ${name} --app ${app}), then run with \`mode: setup\` to write the new ones.`,
    });
}
/** A rotation affects the owner, so the owner must be part of this run to have its copies updated. */
function refuseShared({ name, app, shared }, { observed, attachedApps = [] }) {
    if (!shared || attachedApps.some((each) => each.owner && each.inRun))
        return;
    const owner = list([app]);
    const others = attachedApps.filter((each) => !each.owner).map((each) => each.app);
    const reach = others.length === 0 ? '' : `, and is also attached to ${list(others)}`;
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

// EXTERNAL MODULE: ./steps/attached-apps.js
var attached_apps = __webpack_require__(810);
;// CONCATENATED MODULE: ./steps/removed.js

/** Whether Heroku no longer has the add-on. Always false for another app's add-on. @throws Failure */
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
        detail: isGoing ? 'wait until Heroku has removed it' : 'remove it with all its data, and wait for the removal',
    }),
    apply: async ({ addon: { id, name }, attachments, isGoing }, known, context) => {
        const { clock, log, progress, wallTime } = context;
        const { addon } = known;
        if (!addon)
            return known;
        const started = clock.now();
        const at = wallTime();
        const here = (0,state_observed/* attachmentsHere */.FP)(known.observed).filter((each) => each.addon.id === id);
        const gone = (0,state_known/* withoutAttachments */.tJ)(known, here, addon);
        if (!isGoing) {
            await refuseAttachedMeanwhile(known, context);
            log.info(`Removing ${name} \u2026`);
            if (!(await destroy(id, context))) {
                progress.markDone('was removed already');
                return gone;
            }
            progress.markAccepted('asked Heroku to remove it, which it accepted');
        }
        await poll({
            what: `the removal of ${name}`,
            ask: async () => (await isGone(addon, context)) ? { ready: true } : { waiting: 'Heroku is still removing it' },
            tooLate: (waiting) => (0,catalogue/* failure */.V2)('provision-timeout', `${name} was not removed within ${(0,format/* duration */.p0)(context.settings.provisionTimeoutMs)}: ${waiting}.`, {
                cause: 'Heroku has accepted the removal, but has not completed it yet.',
                remedy: 'Run again to wait for it, or raise `provision-timeout`.',
            }),
        }, context);
        progress.markDone(`removed after ${(0,format/* duration */.p0)(clock.now() - started)}`);
        // Heroku creates a release for each removed attachment; only a release of this run counts.
        return isGoing
            ? gone
            : { ...gone, released: false, releaseNames: attachments, lastWrite: { at, desired: new Map() } };
    },
};
/** False: it did not exist at the first request. */
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
/** Another app may have attached the add-on since the run read its state. */
async function refuseAttachedMeanwhile(known, context) {
    const { addon } = known;
    if (!addon || (await isGone(addon, context)))
        return;
    const others = await (0,attached_apps/* otherAppsOf */._)(known, context);
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
        log.info(`Removing ${text} \u2026`);
        const at = wallTime();
        const vars = new Map(names.map((name) => [name, null]));
        const config = await api.setConfigVars(app, vars).catch((error) => {
            if ((0,steps_progress/* isOutcomeUnknown */.B)(error))
                progress.markUnknown(`asked Heroku to remove ${text}`);
            throw error;
        });
        progress.markDone(`removed ${text}`);
        const changes = names.map((name) => ({ name, kind: 'remove' }));
        return { ...(0,state_known/* withWritten */.io)(known, changes, config, { at, desired: new Map() }), releaseNames: names };
    },
};

;// CONCATENATED MODULE: ./steps/rotate-credentials.js












/**
 * Requests new credentials, once per run even if the answer is lost, and waits until this app's config var changes:
 * only that shows that Heroku has rotated.
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
    return `${name} is also attached to ${list(apps)}. Heroku updates its own config var there; copies of the credentials become stale: run \`mode: setup\` on ${apps.length === 1 ? 'that app' : 'those apps'}.`;
}
/** Heroku's answer if a rotation is already in progress. */
const underWay = /\b(?:already|under ?way|in progress|pending|being rotated)\b/i;
/** Retries only a transient refusal: after a lost answer, Heroku may have rotated. */
async function ask(addon, known, context) {
    const { api, app, clock, log, settings, signal } = context;
    const before = urlIn(addon, await api.configVars(app), settings.addon) ?? urlIn(addon, known.observed.config, settings.addon);
    if (!before)
        throw (0,catalogue/* failure */.V2)('config-missing', `${app} has no URL of ${addon.name}.`);
    log.info(`Rotating the credentials of ${addon.name} \u2026`);
    const started = clock.now();
    for (let tries = 1;; tries += 1) {
        signal.throwIfAborted();
        const attempt = await api.tryRotateCredentials(addon.name).catch(() => undefined);
        // The run was cancelled in the meantime, and the wait for the new URL ends at once.
        if (!attempt)
            return { app, before, answer: 'unknown' };
        if (attempt.kind === 'done')
            return { app, before, answer: 'accepted' };
        const { failure: refusal } = attempt;
        if (refusal.outcome === 'unknown') {
            log.info(`${refusal.message} The request is not repeated: a change of the config var shows that Heroku has rotated.`);
            return { app, before, answer: 'unknown' };
        }
        if (attempt.kind === 'final') {
            if (await isGone(addon, context))
                throw gone(addon.name);
            if (refusal.reason !== 'rotation-failed' || !underWay.test(refusal.words))
                throw refusal;
            log.info(`${refusal.message} Waiting for the rotation in progress.`);
            return { app, before, answer: 'accepted' };
        }
        const leftMs = msForRetry(tries, started, context);
        if (leftMs === 0)
            throw refusal.afterTries(tries);
        await api.pause(attempt, tries, leftMs);
        // Heroku may be busy because of another rotation.
        const seen = urlIn(addon, await api.configVars(app), settings.addon);
        if (seen && !isSameUrl(seen, before))
            return { app, before, answer: 'accepted' };
    }
}
/** Further reads to find a second variable of the add-on that changes a little later. */
const readsForOthers = 3;
async function waitForUrl(addon, known, before, context) {
    const { api, app, progress, settings } = context;
    let reads = 0;
    return poll({
        what: `the new credentials of ${addon.name}`,
        ask: async () => {
            const seen = progress.learn((0,state_known/* withConfig */.NV)(known, await api.configVars(app)));
            const { config } = seen.observed;
            const name = (0,redis_url/* urlVarOf */.mn)(addon, config, settings.addon);
            const value = name === undefined ? undefined : config.get(name);
            if (!value || isSameUrl(value, before)) {
                if (await isGone(addon, context))
                    throw gone(addon.name);
                return { waiting: name === undefined ? 'its URL is not set' : `${name} has not changed yet` };
            }
            reads += 1;
            const isBehind = addon.configVars.some((name) => isOld(config.get(name), before));
            return isBehind && reads <= readsForOthers
                ? { waiting: 'another variable still has the old ones' }
                : { ready: seen };
        },
        tooLate: (waiting) => tooLate(addon, known.rotation, waiting, context),
    }, context);
}
/** As text where it cannot be read: an unreadable URL is a reason to rotate. */
function urlIn(addon, config, wanted) {
    const url = (0,redis_url/* urlStateOf */.o_)(addon, config, wanted);
    return url.state === 'missing' ? undefined : config.get(url.configVar);
}
function isOld(value, before) {
    return value !== undefined && isSameUrl(value, before);
}
function isSameUrl(a, b) {
    const [left, right] = [(0,endpoint/* parseRedisUrl */.CI)(a), (0,endpoint/* parseRedisUrl */.CI)(b)];
    return a.equals(b) || (left.ok && right.ok && (0,endpoint/* sameEndpoint */._X)(left.endpoint, right.endpoint));
}
function gone(name) {
    return (0,catalogue/* failure */.V2)('addon-missing', `The add-on ${name} is gone: it was removed during the rotation.`, {
        cause: 'Someone removed the add-on, or the app, while this run worked on it.',
        remedy: 'Run with `mode: setup` if the app is to have a new add-on.',
    });
}
function tooLate({ name }, rotation, waiting, { app, settings }) {
    const after = `after ${(0,format/* duration */.p0)(settings.provisionTimeoutMs)}`;
    return rotation?.state === 'unknown'
        ? (0,catalogue/* failure */.V2)('rotation-failed', `It is not known whether Heroku rotated the credentials of ${name}: the answer was lost, and ${after} ${waiting}.`, {
            cause: 'Most likely the request never reached Heroku. It was not sent again, because Heroku may still work on it.',
            remedy: `Compare the config vars with \`mode: check\` in a few minutes: if the URL of ${app} has changed by then, run with \`mode: setup\` to write the new credentials; if not, run with \`mode: rotate\` again.`,
        })
        : (0,catalogue/* failure */.V2)('rotation-failed', `Heroku accepted the rotation of ${name}, but ${after} ${waiting}.`, {
            cause: 'Heroku is still working on it, or could not complete it.',
            remedy: `Run with \`mode: setup\` when heroku redis:info ${name} --app ${app} shows that it is available: it writes the credentials that are valid then. If they never change, open a ticket at https://help.heroku.com.`,
        });
}
/**
 * A failure after the request for new credentials, with their state and how to finish: never by
 * another rotation.
 */
function explainHalfRotated(error, known, { app, settings }) {
    if (!known?.addon || !known.rotation)
        return error;
    const { addon, rotation } = known;
    const thrown = (0,to_failure/* toFailure */.w2)(error);
    const { explanation, reason } = thrown;
    if (reason === 'rotation-failed' || reason === 'addon-missing')
        return thrown;
    const done = rotation.state === 'done';
    if (done && !hasStaleCopies(known, settings))
        return thrown;
    const state = done
        ? `The credentials of ${addon.name} are rotated, but the config vars of ${app} still have the old ones.`
        : rotation.state === 'asked'
            ? `Heroku has accepted the rotation of the credentials of ${addon.name}, but the config var had not changed yet.`
            : `It is not known whether Heroku rotates the credentials of ${addon.name}.`;
    const remedy = done
        ? 'To finish, run with `mode: setup`, which writes the new credentials. Do not rotate again.'
        : 'In a few minutes, run with `mode: setup`, which writes the credentials that are valid then.';
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

// EXTERNAL MODULE: ./steps/read-service.js
var read_service = __webpack_require__(663);
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
        const running = await findRun(step, context);
        if (running) {
            progress.markDone(wasRunning(running));
            return started(known, running);
        }
        log.info(`Running the maintenance of ${addon.name} \u2026`);
        const request = 'asked Heroku to run the maintenance now';
        const outcome = await askOnce({ request, ask: () => api.tryRunMaintenance(addon.id), find: () => findRun(step, context) }, context);
        progress.markDone(outcome.kind === 'answered' ? request : wasRunning(outcome.value));
        // The next read can lag behind.
        const value = outcome.kind === 'found' ? outcome.value : { ...(0,state_service/* maintenanceIn */.fu)(known.service), status: 'running' };
        return started(known, value);
    },
};
/** A maintenance that is already over has changed the URL: no wait is needed, but the URL is read again. */
function started(known, maintenance) {
    const next = (0,state_known/* withService */.KE)(known, { maintenance: { known: true, value: maintenance } });
    return (0,state_service/* isAhead */.Y0)(maintenance) ? next : { ...next, settled: false, maintained: true };
}
/** The maintenance if it runs or is over; undefined: it has not started, or its state is not known. */
async function findRun({ addon }, context) {
    const seen = await (0,read_service/* askWithRetry */.WY)(() => context.api.maintenance(addon.id), context);
    if (!seen.known)
        return undefined;
    return seen.value.status === 'running' || !(0,state_service/* isAhead */.Y0)(seen.value) ? seen.value : undefined;
}
function wasRunning({ status }) {
    return status === 'running' ? 'the maintenance was already running' : 'the maintenance was already over';
}

;// CONCATENATED MODULE: ./steps/set-config.js




/** Above this, another writer keeps changing the same variables. A changed source does not count. */
const mostOverwritten = 3;
const setConfig = {
    describe: ({ changes }) => ({
        target: (0,format/* plural */.LS)(changes.length, 'config var'),
        detail: `set ${changes.map(({ name }) => name).join(', ')} in one release`,
    }),
    unneeded: 'all values already matched',
    apply: async ({ vars, changes, desired }, known, { api, app, log, progress, wallTime }) => {
        const overwritten = known.overwritten + (isOverwritten(vars, known) ? 1 : 0);
        if (overwritten >= mostOverwritten)
            throw contested(app);
        const names = changes.map(({ name }) => name).join(', ');
        log.info(`Setting ${names} \u2026`);
        const at = wallTime();
        const config = await api.setConfigVars(app, valuesOf(vars)).catch((error) => {
            if ((0,steps_progress/* isOutcomeUnknown */.B)(error))
                progress.markUnknown(`asked Heroku to set ${names}`);
            throw error;
        });
        progress.markDone(`set ${names}`, undefined, 'set');
        // The answer has all config vars, so the planner sees a URL that changed in the meantime.
        return { ...(0,state_known/* withWritten */.io)(known, changes, config, { at, desired: valuesOf(desired) }), overwritten };
    },
};
/** A variable differs again although its intended value is still the one of the last write. */
function isOverwritten(vars, { lastWrite }) {
    return vars.some(({ name, value }) => value !== undefined && lastWrite?.desired.get(name)?.equals(value) === true);
}
function valuesOf(vars) {
    return new Map(vars.flatMap(({ name, value }) => (value ? [[name, value]] : [])));
}
function contested(app) {
    return (0,catalogue/* failure */.V2)('config-conflict', `Another writer changed config vars of ${app} each time after this action had set them.`, {
        cause: 'Another workflow or script writes the same variables with other values.',
        remedy: 'Let only one of them write these variables, then run again.',
    });
}

;// CONCATENATED MODULE: ./steps/upgrade.js










/**
 * Requests the upgrade once, because it is irreversible. Adopts one that is in progress or done, even of another run.
 */
const upgrade = {
    describe: (step) => ({ target: step.addon.name, detail: `upgrade it${upgrade_versions(step)} (irreversible)` }),
    unneeded: 'another run had upgraded it',
    apply: async (step, known, context) => {
        const { api, log, progress } = context;
        const { addon, to } = step;
        await waitUntilIdle(step, context, () => (0,catalogue/* failure */.V2)('upgrade-failed', stillBusy(step, context)));
        const before = await upgrade_read(step, context);
        const first = progress.learn((0,state_known/* withService */.KE)(known, before));
        const present = newEnough(before, to);
        if (present !== undefined || (0,state_service/* isUpgrade */.JR)((0,state_service/* maintenanceIn */.fu)(before))) {
            progress.markDone(present === undefined ? upgrade_underWay((0,state_service/* maintenanceIn */.fu)(before)) : `it already runs version ${(0,utils_text/* sanitize */.aj)(present, 20)}`);
            return { ...first, upgrade: { version: to, ended: false } };
        }
        log.info(`Upgrading ${addon.name}${upgrade_versions(step)} \u2026`);
        const request = `asked Heroku to upgrade it${upgrade_versions(step)}`;
        const outcome = await askOnce({
            request,
            ask: () => api.tryUpgrade(addon.id, to),
            find: (refusal) => findUpgrade(step, before, refusal, context),
        }, context).catch((error) => {
            throw refused(error, step);
        });
        progress.markDone(outcome.kind === 'answered' ? request : upgrade_underWay((0,state_service/* maintenanceIn */.fu)(outcome.value)));
        const facts = outcome.kind === 'found' ? outcome.value : await upgrade_read(step, context);
        return { ...(0,state_known/* withService */.KE)(known, facts), upgrade: { version: to, ended: false } };
    },
};
/** Without a maintenance, an upgrade starts at once: Heroku is busy until the server has the version. */
async function findUpgrade(step, before, refusal, context) {
    const exists = (seen) => newEnough(seen, step.to) !== undefined || isNew((0,state_service/* maintenanceIn */.fu)(seen), (0,state_service/* maintenanceIn */.fu)(before));
    // In this order, the second question notices an upgrade that ends between the two.
    const busy = await isBusy(step, context);
    const seen = await upgrade_read(step, context);
    if (exists(seen) || (busy && refusal.outcome === 'unknown'))
        return seen;
    if (!busy)
        return undefined;
    // Heroku refused this request while it worked: perhaps on the upgrade of another run.
    await waitUntilIdle(step, context, () => refusal);
    const later = await upgrade_read(step, context);
    return exists(later) ? later : undefined;
}
async function upgrade_read({ addon }, context) {
    const { api } = context;
    const [maintenance, database] = await Promise.all([
        (0,read_service/* askWithRetry */.WY)(() => api.maintenance(addon.id), context),
        (0,read_service/* askWithRetry */.WY)(() => api.databaseInfo(addon.name), context),
    ]);
    return { maintenance, database };
}
/** ` from version 8.1 to 9`. */
function upgrade_versions({ from, to }) {
    return `${from === undefined ? '' : ` from version ${(0,utils_text/* sanitize */.aj)(from, 20)}`} to ${to}`;
}
/** The server's version if it is not older than `to`. */
function newEnough(facts, to) {
    const version = (0,state_service/* versionIn */.It)(facts);
    return version === undefined || (0,versions/* isOlder */.t)(version, to) ? undefined : version;
}
/** Whether the upgrade exists. An earlier maintenance for another reason does not count. */
function isNew(seen, before) {
    return (0,state_service/* isAhead */.Y0)(seen) && ['status', 'reason', 'method'].some((field) => seen?.[field] !== before?.[field]);
}
async function isBusy({ addon }, { api }) {
    const attempt = await api.dataWait(addon.name);
    return attempt.kind === 'done' && attempt.value.waiting;
}
/** Heroku may already work on this upgrade for another run. */
async function waitUntilIdle(step, context, tooLate) {
    const { name } = step.addon;
    await poll({
        what: `Heroku to finish its work on ${name}`,
        ask: async () => ((await isBusy(step, context)) ? { waiting: 'it is not available yet' } : { ready: true }),
        tooLate,
    }, context);
}
function stillBusy({ addon }, { settings }) {
    return `The upgrade of ${addon.name} was not requested: Heroku was still working on the add-on after ${(0,format/* duration */.p0)(settings.provisionTimeoutMs)}.`;
}
function upgrade_underWay(maintenance) {
    const words = maintenance && (0,state_service/* isAhead */.Y0)(maintenance) ? `: its maintenance is ${(0,state_service/* maintenanceWords */.N2)(maintenance)}` : '';
    return `the upgrade was already in progress${words}`;
}
function refused(error, { addon, from, to }) {
    if (!(error instanceof errors/* HerokuFailure */.$t) || error.reason !== 'upgrade-failed')
        return error;
    const present = from === undefined ? '' : ` ${addon.name} runs version ${(0,utils_text/* sanitize */.aj)(from, 20)}.`;
    const { cause, remedy } = /version/i.test(error.words)
        ? {
            cause: 'Heroku refused the version for the reason it gives.',
            remedy: `Set \`version\` to one that Heroku offers; ${to} was refused.`,
        }
        : error.explanation;
    return (0,catalogue/* failure */.V2)('upgrade-failed', `${error.explanation.what}${present}`, { error, cause, remedy });
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
        const words = isOther ? `, with the plan ${plan ?? 'unknown'}: another user changed it` : '';
        progress.markDone(`ready after ${(0,format/* duration */.p0)(clock.now() - started)}${words}`, known.addon.name);
        return (0,read_service/* readService */.uS)({ ...ready, settled: true }, context);
    },
};
/**
 * How long a new add-on may be missing, because Heroku's lists and reads can lag behind. At least this many
 * reads, regardless of how slow the answers are.
 */
const notListedForMs = 10_000;
const readsForNew = 6;
async function waitUntilProvisioned(known, addon, { plan }, context) {
    if (addon.shared)
        return known;
    const { clock } = context;
    const started = clock.now();
    let isSeen = known.settled;
    let reads = 0;
    const seen = await poll({
        what: addon.name,
        ask: async () => {
            const now = await readAddon(addon, context);
            reads += 1;
            const mayAppear = !isSeen && (reads < readsForNew || clock.now() - started < notListedForMs);
            if (!now && mayAppear)
                return { waiting: 'Heroku does not list it yet' };
            if (!now)
                throw wait_addon_gone(addon.name, 'is gone');
            isSeen = true;
            if (now.state === 'provisioning')
                return { waiting: 'Heroku is provisioning it' };
            if (now.state !== 'provisioned')
                throw wait_addon_gone(addon.name, `is ${now.state}`);
            // A plan that is neither the old nor the requested one was set by another user, and ours will not follow.
            const isWaiting = plan !== undefined && now.plan !== plan && now.plan === addon.plan;
            return isWaiting ? { waiting: `its plan is still ${now.plan}` } : { ready: now };
        },
        tooLate: (waiting) => wait_addon_tooLate(addon, waiting, context),
    }, context);
    return { ...known, addon: (0,state_addon/* redisAddon */.gS)(seen, false, [...addon.configVars, ...seen.configVars]) };
}
/** For an add-on that this run did not change: its URL is lost, not pending. */
const lostUrlAfterMs = 120_000;
/** Further reads to find a URL that changes a little after a plan change or a maintenance. */
const readsForMovedUrl = 3;
async function wait_addon_waitForUrl(known, { plan, moved }, context) {
    const { api, app, progress, settings } = context;
    const { addon } = known;
    if (!addon)
        return known;
    const before = wait_addon_urlIn(known, settings.addon);
    let reads = 0;
    const ready = await poll({
        what: `${addon.name}'s config var`,
        ...(known.settled ? { withinMs: lostUrlAfterMs } : {}),
        ask: async () => {
            const seen = progress.learn((0,state_known/* withConfig */.NV)(known, await api.configVars(app)));
            const { config } = seen.observed;
            const url = (0,redis_url/* urlStateOf */.o_)(addon, config, settings.addon);
            if (url.state === 'missing') {
                // Without this, the run would wait for a removed add-on until the time is up.
                if (!addon.shared && !(await readAddon(addon, context)))
                    throw wait_addon_gone(addon.name, 'is gone');
                return { waiting: missingUrl(addon, config) };
            }
            reads += 1;
            const isExpected = plan !== undefined || moved === true;
            const mayMove = isExpected && before !== undefined && wait_addon_urlIn(seen, settings.addon)?.equals(before) === true;
            return mayMove && reads <= readsForMovedUrl ? { waiting: 'Heroku may still move its URL' } : { ready: seen };
        },
        tooLate: (waiting) => (known.settled ? lostUrl(addon, context) : wait_addon_tooLate(addon, waiting, context)),
    }, context);
    return addon.shared ? { ...ready, addon: await seenAgain(addon, context) } : ready;
}
function wait_addon_urlIn({ addon, observed }, wanted) {
    const name = addon && (0,redis_url/* urlVarOf */.mn)(addon, observed.config, wanted);
    return name === undefined ? undefined : observed.config.get(name);
}
/** Reads another app's add-on again, because its state may have changed during the wait for its URL. */
async function seenAgain(addon, { api }) {
    // The token could not see it before either.
    if (addon.state === undefined)
        return addon;
    const { state: _, ...rest } = addon;
    const attempt = await api.foreignAddon(addon.id);
    return attempt.kind === 'done' ? (0,state_addon/* redisAddon */.gS)(attempt.value, true, addon.configVars) : rest;
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
/** How long a 404 of the data service still means "not there yet", and the share of the remaining time it may use. */
const unknownForMs = 30_000;
const optionalShare = 0.25;
/** Optional: if the data service does not answer, the run continues with a note. */
async function waitForDataService(known, context) {
    const { addon } = known;
    if (addon?.service !== 'heroku-redis')
        return known;
    const { api, clock, deadline, progress, settings } = context;
    const started = clock.now();
    const unknownUntil = started + Math.min(unknownForMs, (deadline - started) * optionalShare);
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
            // An optional answer must not use up the time of the run.
            const hasTime = clock.now() + longestPollDelayMs < deadline;
            if (attempt.kind === 'passing' && tries < 3 && hasTime)
                return { waiting: 'it did not answer' };
            progress.note(`Heroku's data service did not report on ${addon.name}, so the run continued without it. ${attempt.failure.message}`);
            return { ready: known };
        },
        tooLate: (waiting) => (0,catalogue/* failure */.V2)('provision-timeout', `Heroku's data service had not finished ${addon.name} after ${(0,format/* duration */.p0)(settings.provisionTimeoutMs)}: ${waiting}.`),
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
function wait_addon_gone(name, how) {
    return (0,catalogue/* failure */.V2)('provision-failed', `The add-on ${name} ${how}: its state changed while the action waited for it.`);
}

;// CONCATENATED MODULE: ./steps/wait-maintenance.js








const everyMs = 15_000;
/** How long a requested maintenance may take to begin. */
const notBegunForMs = 120_000;
/** How long the data API may report the old version after an upgrade. */
const oldVersionForMs = 60_000;
/**
 * Waits until a maintenance is ready or completed. An upgrade without one is completed when the server has the version.
 */
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
        const isAsked = (0,state_service/* maintenanceIn */.fu)(known.service)?.status === 'running';
        const watch = { step, context, started, isAsked, isBegun: false };
        const { state, facts } = await poll({
            what: step.version === undefined ? `the maintenance of ${step.addon.name}` : `the upgrade of ${step.addon.name}`,
            everyMs,
            ask: () => readState(watch, known),
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
async function readState(watch, known) {
    const { step, context } = watch;
    const { api, progress } = context;
    const { addon, until, version } = step;
    const [maintenance, database] = await Promise.all([
        api.maintenance(addon.id),
        version === undefined ? known.service.database : api.databaseInfo(addon.name),
    ]);
    const facts = progress.learn((0,state_known/* withService */.KE)(known, { maintenance, ...(database ? { database } : {}) }));
    if (!maintenance.known) {
        if ((0,read_service/* isFinal */.dR)(maintenance) && maintenance.failure)
            throw maintenance.failure;
        return { waiting: 'Heroku\u2019s data API did not answer' };
    }
    const { status } = maintenance.value;
    const words = (0,state_service/* maintenanceWords */.N2)(maintenance.value);
    const waiting = () => ({ waiting: `it is ${words}` });
    const completed = { ready: { state: 'completed', facts } };
    const present = (0,state_service/* versionIn */.It)(facts.service);
    const isOld = version !== undefined && (present === undefined || (0,versions/* isOlder */.t)(present, version));
    if (status === 'running') {
        watch.isBegun = true;
        return until === 'ready' ? { ready: { state: 'ready', facts } } : waiting();
    }
    if (!(0,state_service/* isAhead */.Y0)(maintenance.value)) {
        if (!isOld)
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
/** The maintenance is over, but the data API may lag behind; a later check asks the server itself. */
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
    const version = (0,state_service/* versionIn */.It)(service);
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
            progress.markDone('Heroku lists no release for this change, so there was none to wait for');
            return { ...known, released: true };
        }
        const version = `v${newest.version}`;
        let first = true;
        const release = await poll({
            what: `release ${version}`,
            ask: async () => {
                const seen = first ? newest : await api.release(app, newest.id);
                first = false;
                progress.learn({ ...known, release: seen });
                return seen.status === 'pending' ? { waiting: 'its release phase is running' } : { ready: seen };
            },
            tooLate: () => (0,catalogue/* failure */.V2)('provision-timeout', `Release ${version} of ${app} was still pending after ${(0,format/* duration */.p0)(clock.now() - started)}.`, {
                cause: 'The release phase command of the app takes longer than provision-timeout.',
                remedy: `Read heroku releases:output ${version} --app ${app}; raise provision-timeout if the command needs the time.`,
            }),
        }, context);
        if (release.status !== 'succeeded')
            throw failedRelease(app, release, settings);
        progress.markDone(`succeeded after ${(0,format/* duration */.p0)(clock.now() - started)}`, version);
        return { ...known, release, released: true };
    },
};
/** The list of releases can lag some seconds behind a write. */
const listDelaysMs = [250, 500, 1_000, 2_000, 3_000];
async function findRelease(configVars, { lastWrite, release: followed }, { api, app, clock, deadline, log, signal }) {
    const since = lastWrite?.at ?? 0;
    for (let reads = 0;; reads += 1) {
        const releases = (await api.releases(app)).filter(({ version }) => version > (followed?.version ?? 0));
        const ours = releaseOfWrite(releases, configVars, since);
        if (ours)
            return ours;
        const delayMs = listDelaysMs[reads];
        // By now the list is complete: regardless of clocks and descriptions, the newest release has the variables.
        if (delayMs === undefined || clock.now() + delayMs > deadline)
            return newestOf(releases, configVars, since);
        if (reads === 0)
            log.info('Waiting for the release of the config vars: Heroku does not list it yet \u2026');
        await clock.sleep(delayMs, signal);
    }
}
/**
 * The newest release that names any of the variables ("Set REDIS_WRITER_HOST, \u2026 config vars") and was made after the
 * write: an earlier run may have written the same ones.
 */
function releaseOfWrite(releases, configVars, writtenAt) {
    return newestFirst(releases).find(({ createdAt, description }) => names(description, configVars) && createdAt !== undefined && isAfter(createdAt, writtenAt));
}
/** Heroku rounds times down to seconds, and its clock may be slightly behind the runner's. */
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
/** Another user may have created a release in the meantime, with other variables. */
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
















const kinds = {
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
/** Enough for all steps, some of them repeated because Heroku's state changed in the meantime. */
const maxSteps = 50;
/**
 * Applies the first planned step, then plans again with the new state, until nothing is left to do.
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
/** The table's row for this step. */
function kindOf({ action }) {
    return kinds[action];
}

// EXTERNAL MODULE: ./heroku/proxy-agent.js + 1 modules
var proxy_agent = __webpack_require__(5187);
;// CONCATENATED MODULE: ./heroku/rendezvous.js







const defaultPort = 5_000;
/** Longer than any that Heroku sends. */
const longestGreeting = 1_000;
/**
 * Attaches to a one-off dyno: standard input and output of its command as one stream (the Heroku CLI does the same,
 * lib/run/dyno.ts). The connection goes through the runner's proxy where there is one, and is encrypted and verified. A
 * connection that ends before the greeting gives a stream that ends: Heroku sometimes loses the output of a dyno.
 * @throws Failure `dyno-failed`, `network` (the proxy) \u00b7 the signal's reason
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
    const place = {
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port === '' ? defaultPort : Number(url.port),
    };
    const tunnel = await throughProxy(place, timeoutMs, limit, signal);
    const socket = (0,external_node_tls_.connect)({
        ...(tunnel ? { socket: tunnel } : place),
        host: place.host,
        // An address is no server name (RFC 6066).
        servername: (0,external_node_net_.isIP)(place.host) === 0 ? place.host : '',
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
        tunnel?.destroy();
        signal.throwIfAborted();
        throw (0,catalogue/* failure */.V2)('dyno-failed', `Attaching to the one-off dyno failed: ${rendezvous_reasonOf(error, timeoutMs)}.`);
    }
}
/** Undefined: no proxy is set for this host. */
async function throughProxy({ host, port }, timeoutMs, limit, signal) {
    const target = `${(0,external_node_net_.isIP)(host) === 6 ? `[${host}]` : host}:${port}`;
    let proxy;
    try {
        proxy = (0,proxy_agent/* proxyFor */.iJ)(new URL(`https://${target}`));
        if (!proxy)
            return undefined;
        const tunnel = await (0,abort/* abortable */.ZC)((0,proxy_agent/* openTunnel */.X)(proxy, target, limit), limit);
        tunnel.on('error', () => undefined);
        return tunnel;
    }
    catch (error) {
        signal.throwIfAborted();
        const why = error instanceof proxy_agent/* ProxyError */.T6 && !limit.aborted ? error.message : rendezvous_reasonOf(limit.reason, timeoutMs);
        const name = proxy ? ` ${(0,proxy_agent/* proxyName */.ec)(proxy)}` : '';
        throw (0,catalogue/* failure */.V2)('network', `The runner's proxy${name} gave no connection to ${target}, where Heroku attaches one-off dynos: ${(0,utils_text/* sanitize */.aj)(why, 200)}.`, {
            cause: 'The proxy is down, wants other credentials, or does not allow this host or this port; many allow port 443 only.',
            remedy: `Allow ${target} in the proxy, or exempt ${host} with NO_PROXY if the runner can reach it directly. If neither is possible, run the job where Redis can be reached, with \`probe-from: runner\`.`,
        });
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
 *   from the relay   <nonce> ready <way> \u00b7 <nonce> missing <program>
 *                    <nonce> e <base64>
 *                    <nonce> open <id> \u00b7 <nonce> failed <id> \u00b7 <nonce> closed <id>
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
     * @throws RelayEnded \u00b7 the signal's reason
     */
    async start(limit) {
        const answer = this.#message((message) => message[0] === 'ready' || message[0] === 'missing' ? message : undefined);
        this.#stream.write(relayScript(this.#nonce));
        const [verb, ...programs] = await (0,abort/* abortable */.ZC)(answer, limit);
        if (verb === 'missing')
            throw new RelayEnded(`the dyno\u2019s image lacks ${(0,utils_text/* sanitize */.aj)(programs.join(' '), 60)}`);
        const values = [];
        for (let sample = 0; sample < echoSamples; sample++) {
            const text = Buffer.from(`${this.#nonce} ${sample}`).toString('base64');
            const start = (0,time/* now */.tB)();
            const echo = this.#message(([name, value]) => (name === 'e' && value === text ? true : undefined));
            this.#send(`e ${text}`);
            await (0,abort/* abortable */.ZC)(echo, limit);
            values.push(since(start));
        }
        this.#echoMs = (0,statistics/* percentile */.Ym)(values, 50);
    }
    async open(address, limit, trace) {
        this.#connection?.destroy();
        await timed('tcp', limit, trace, () => this.#closed);
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
            const result = await timed('tcp', limit, trace, () => verdict.catch((error) => Promise.reject(dynoFailed(error))));
            if (result === 'failed')
                throw refusal(codeOf(this.#noise), address, trace);
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
/** What programs say on stderr \u2192 Node's code for the same. */
const relay_codes = [
    [/refused/i, 'ECONNREFUSED'],
    [/temporary failure|try again/i, 'EAI_AGAIN'],
    [/not known|no address|bad address|lookup failure|unknown host|not resolve/i, 'ENOTFOUND'],
    [/timed? ?out/i, 'ETIMEDOUT'],
    [/no route/i, 'EHOSTUNREACH'],
    [/unreachable/i, 'ENETUNREACH'],
    [/reset/i, 'ECONNRESET'],
];
function codeOf(noise) {
    return relay_codes.find(([words]) => words.test(noise))?.[1] ?? 'ECONNREFUSED';
}
function refusal(code, { host, port }, trace) {
    const stage = code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'dns' : 'tcp';
    const { tcpMs, ...timings } = trace.timings;
    // The relay looks up and connects in one step.
    if (stage === 'dns')
        trace.timings = { ...timings, ...(tcpMs !== undefined && { dnsMs: tcpMs }) };
    const message = `${stage === 'dns' ? 'lookup' : 'connect'} ${code} ${host}:${port}, from the dyno`;
    return new RedisError(explainError({ kind: 'system', message, code }, { stage }));
}
function dynoFailed(error) {
    const why = error instanceof RelayEnded ? error.message : 'it failed';
    return (0,catalogue/* failure */.V2)('dyno-failed', `The one-off dyno through which Redis is reached failed: ${why}.`);
}

;// CONCATENATED MODULE: ./redis/dyno-source.js




/** Heroku sometimes loses the whole output of a one-off dyno; heroku/hatchet tries as often. */
const dyno_source_mostTries = 3;
/**
 * A way to Redis through a one-off dyno of the app. Whatever happens, no dyno stays behind.
 * @throws Failure `dyno-failed`, and what `start` throws \u00b7 the reason of a cancelled run
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
            if (!error.isEmpty || attempt === dyno_source_mostTries)
                throw dynoFailed(error);
            log.info(`${label}: the one-off dyno printed nothing; starting another (try ${attempt + 1} of ${dyno_source_mostTries})`);
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

// EXTERNAL MODULE: ./utils/concurrency.js
var concurrency = __webpack_require__(5120);
;// CONCATENATED MODULE: ./steps/dyno-source.js





/** Heroku stops the dyno after this time even if the run crashes. Enough for all measurements and time-outs. */
const timeToLiveSeconds = 300;
/** For a dyno to start and answer, which takes a minute in a Private Space. */
const startTimeoutMs = 150_000;
/** Per run, regardless of the number of apps. */
const mostDynos = 10;
const slotsOfRun = new concurrency/* Slots */.WR(mostDynos);
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
/** @throws Failure `dyno-failed`, and what Heroku refuses it with \u00b7 the reason of a cancelled run */
async function startDyno(command, context) {
    const { api, app, log, signal } = context;
    const dyno = await poll({
        what: `a one-off dyno of ${app}`,
        ask: async () => {
            const attempt = await api.tryCreateDyno(app, { command, timeToLiveSeconds });
            if (attempt.kind === 'done')
                return { ready: attempt.value };
            // Another try could start a second dyno.
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
            log.info(`${dyno.name} could not be stopped; it stops automatically within ${timeToLiveSeconds} s.`);
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

;// CONCATENATED MODULE: ./steps/old-credentials.js




/**
 * After a rotation: one login with the previous credentials. A fact, not a finding: how long an old password stays
 * valid is not documented. @throws the reason of a cancelled run
 */
async function tryOldCredentials({ addon, rotation }, { tlsVerify, connectTimeoutMs, probeFrom }, context) {
    if (!addon || rotation?.state !== 'done')
        return undefined;
    const { progress, signal, log } = context;
    const before = (0,endpoint/* parseRedisUrl */.CI)(rotation.before);
    const login = before.ok
        ? await old_credentials_logIn({ endpoint: before.endpoint, tlsVerify, connectTimeoutMs, signal, log }, probeFrom, context)
        : { result: 'unknown', why: 'the old URL could not be read' };
    progress.note(wordsFor(addon.name, login));
    return login.result;
}
async function old_credentials_logIn(attempt, from, context) {
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
            return `The old credentials of ${name} are still accepted: anyone who has them can log in until Heroku revokes them.`;
        case 'unknown':
            return `It is not known whether the old credentials of ${name} still work: ${login.why}.`;
    }
}

;// CONCATENATED MODULE: ./app.js






















/** One app: observe \u2192 plan \u2192 apply \u2192 probe \u2192 judge. Never rejects: whatever goes wrong is part of the result. */
async function runApp({ stepContext, observing, startedAt }, context) {
    const { inputs, log, signal, clock, wallTime } = context;
    const { app, progress } = stepContext;
    let planned = [];
    let tested;
    let oldCredentials;
    let heroku = {};
    let findings = [];
    let error;
    let addonLog;
    const subjectOf = (known) => buildSubject(known, inputs, {
        steps: progress.steps,
        probe: tested,
        heroku,
        proxy: context.proxy,
        past: context.past,
        now: wallTime(),
    });
    try {
        const observed = await observing;
        planned = planners[inputs.mode](observed, inputs);
        progress.plan(planned.map(apply_describe));
        let known = await (inputs.dryRun
            ? showSteps(planned, observed, stepContext, context.plansOf)
            : takeSteps(observed, stepContext));
        // After a removal there is nothing to test.
        if (inputs.mode !== 'remove') {
            const pending = askHeroku(known.addon, herokuFactsNeeded(inputs), context, progress.steps.length === 0 ? known.service : {});
            addonLog = startAddonLog(app, known, context);
            tested = await probeEndpoints(known, context);
            const moved = await followUrl(known, tested, stepContext);
            if (moved) {
                known = moved;
                tested = await probeEndpoints(known, context);
            }
            oldCredentials = await tryOldCredentials(known, inputs, stepContext);
            heroku = await pending.settled((0,abort/* timeLimit */.zc)(app_patienceMs[inputs.failOn], signal));
            known = await askDataService(known, tested, context);
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
        error = (0,to_failure/* toFailure */.w2)(thrown);
        for (const line of errorLines(error))
            log.info(line);
    }
    const { known, steps, notes, accepted } = progress;
    if (error && known)
        heroku = { ...factsOfService(known.service), ...heroku };
    const { maintenance } = heroku;
    const more = await gatherContext({ app, addon: known?.addon, error, findings, maintenance, log: addonLog }, inputs, context);
    const subject = known && subjectOf(known);
    const situation = subject ? situationOf(subject) : { app, mode: inputs.mode };
    const durationMs = clock.now() - startedAt;
    return (0,app_result/* buildAppResult */.p)(inputs, {
        app,
        known,
        steps,
        accepted,
        planned,
        notes,
        probe: tested,
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
const app_patienceMs = { error: 300, warning: 5_000, never: 300 };
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
            const offers = await plansOf((0,heroku_plans/* serviceOf */.z5)(plan));
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
    const { inputs, signal, clock, log } = context;
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
            openSource: dynoSources({ ...context, app }, (0,endpoint/* sameEndpoint */._X)(writer, reader) ? 1 : 2),
        }),
        signal,
        clock,
        log,
    });
    for (const line of endpointLines(facts))
        log.info(line);
    return facts;
}
/**
 * Heroku may move the URL some time after a step, or somebody may rotate the credentials at any moment: then what was
 * written and tested is old. Undefined: it is not.
 */
async function followUrl(known, probe, context) {
    const { app, settings, api, log, progress, signal } = context;
    const isOutOfReach = settings.mode === 'setup' && probe !== undefined && !isConnected(probe);
    if (settings.dryRun || !((0,state_known/* mayMoveUrl */.iU)(known) || isOutOfReach))
        return undefined;
    const config = await api.configVars(app).catch((error) => {
        // What was found out about Redis is worth more than this failure.
        if ((0,state_known/* mayMoveUrl */.iU)(known) || signal.aborted)
            throw error;
        return known.observed.config;
    });
    const seen = progress.learn((0,state_known/* withConfig */.NV)(known, config));
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


/***/ })

};
