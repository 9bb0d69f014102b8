export const id = 849;
export const ids = [849];
export const modules = {

/***/ 3849:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  renderPage: () => (/* binding */ renderPage)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./utils/format.js
var format = __webpack_require__(7652);
// EXTERNAL MODULE: ./history/history.js
var history_history = __webpack_require__(30);
// EXTERNAL MODULE: ./history/record.js + 1 modules
var record = __webpack_require__(7106);
// EXTERNAL MODULE: ./report/verdict.js
var verdict = __webpack_require__(6013);
// EXTERNAL MODULE: ./utils/escape.js
var utils_escape = __webpack_require__(1796);
;// CONCATENATED MODULE: ./report/page/html.js

/** HTML that is safe to insert: only `html` makes it, and it escapes everything that is not HTML already. */
class Html {
    text;
    constructor(text) {
        this.text = text;
    }
}
/** Foreign text is cut, so that one message cannot make the page large. */
const longest = 1_000;
/** A template in which strings become text or attribute values, never markup. Attributes must be in double quotes. */
function html(strings, ...parts) {
    let text = '';
    for (const [index, piece] of piecesOf(strings).entries())
        text += piece + rendered(parts[index]);
    return new Html(text);
}
const compacted = new WeakMap();
/** Line breaks and indentation are for the reader of the source; HTML takes them for one space. */
function piecesOf(strings) {
    const known = compacted.get(strings);
    if (known)
        return known;
    const pieces = strings.map((piece) => piece.replaceAll(/\s*\n\s*/g, ' '));
    compacted.set(strings, pieces);
    return pieces;
}
function rendered(part) {
    if (part === undefined)
        return '';
    if (part instanceof Html)
        return part.text;
    if (typeof part === 'number')
        return String(part);
    if (typeof part === 'string')
        return (0,utils_escape/* xml */._n)(part, longest);
    return part.map(({ text }) => text).join('');
}
const nothing = new Html('');
/** A sentence in which backticks mean code. */
function prose(sentence) {
    const parts = sentence.slice(0, 4 * longest).split(/`([^`]+)`/);
    // `html` trims each string; between code and text the spaces must stay.
    return html `${parts.map((part, index) => index % 2 === 1 ? html `<code>${part}</code>` : html `${space(/^\s/.test(part))}${part}${space(/\S\s+$/.test(part))}`)}`;
}
const space = (is) => (is ? new Html(' ') : nothing);
/** Only an `https://` address becomes a link. */
function html_link(title, url) {
    return url !== undefined && /^https:\/\/[\w./:#?=&%-]+$/.test(url)
        ? html `<a href="${url}" rel="noopener noreferrer">${title}</a>`
        : nothing;
}

// EXTERNAL MODULE: ./failure/catalogue.js + 6 modules
var catalogue = __webpack_require__(3406);
;// CONCATENATED MODULE: ./report/page/words.js



const moodNames = {
    pass: 'Healthy',
    warn: 'Warning',
    fail: 'Failing',
    untested: 'Not tested',
};
/** Worst first. */
const moods = ['fail', 'warn', 'untested', 'pass'];
function moodOf({ status, tested }) {
    return status === 'pass' && !tested ? 'untested' : status;
}
/** The same words as everywhere else need what the log and the summary are given. */
function resultOf(report) {
    return { report, findings: report.checks, changes: [], latency: {}, notes: [], durationMs: 0 };
}
/** The outcome of one app, without its name. */
function appHeadline(app, run) {
    if (app.error)
        return catalogue/* titles */.YC[app.error.reason];
    if (app.status === 'fail')
        return catalogue/* titles */.YC[app.failureReason || 'internal'];
    return (0,verdict/* upperFirst */.Zb)((0,verdict/* verdict */.WJ)(resultOf(app), run));
}
function fleetHeadline({ report: { apps }, error }) {
    if (error)
        return catalogue/* titles */.YC[error.reason];
    const count = (mood) => apps.filter((app) => moodOf(app) === mood).length;
    const failing = count('fail');
    const warned = count('warn');
    const untested = count('untested');
    if (apps.length === 0)
        return 'No app was checked';
    if (failing > 0)
        return `${String(failing)} of ${(0,format/* plural */.LS)(apps.length, 'app')} ${failing === 1 ? 'is' : 'are'} failing`;
    if (warned > 0)
        return `${String(warned)} of ${(0,format/* plural */.LS)(apps.length, 'app')} with warnings`;
    if (untested > 0)
        return `${String(untested)} of ${(0,format/* plural */.LS)(apps.length, 'app')} not tested`;
    return `All ${(0,format/* plural */.LS)(apps.length, 'app')} are healthy`;
}
/** The error, else the first failure, else the first warning in report order. */
function problemOf(app) {
    return (0,verdict/* problem */.CC)(resultOf(app));
}
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const timeFormat = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
});
const fullFormat = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
});
/** `14:05`; all times are UTC. */
const clockName = (time) => named(clockFormat, time);
/** `12 Mar`. */
const dayName = (time) => named(dayFormat, time);
/** `12 Mar, 14:05`. */
const timeName = (time) => named(timeFormat, time);
/** `12 March 2026 at 14:05`. */
const fullTimeName = (time) => named(fullFormat, time);
function named(format, time) {
    return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? format.format(time) : 'unknown time';
}
const hour = 3_600_000;
/** `40 minutes`, `3 hours`, `12 days`. */
function lasting(ms) {
    const minutes = Math.max(1, Math.round(ms / 60_000));
    if (minutes < 90)
        return (0,format/* plural */.LS)(minutes, 'minute');
    const hours = Math.round(ms / hour);
    return hours < 48 ? (0,format/* plural */.LS)(hours, 'hour') : (0,format/* plural */.LS)(Math.round(ms / (24 * hour)), 'day');
}

;// CONCATENATED MODULE: ./report/page/bars.js



const height = 36;
/** One bar a day: green where all was well, red from below for the share that failed, amber for warnings. */
function uptimeBars(days, description) {
    const width = 82 / days.length;
    const bars = days.map((day, index) => {
        // The first bar begins on the left, the last one ends on the right.
        const x = `${((index / Math.max(1, days.length - 1)) * (100 - width)).toFixed(2)}%`;
        const w = `${width.toFixed(2)}%`;
        const { tone, red } = look(day);
        const overlay = red > 0
            ? html `<rect
            class="fail"
            x="${x}"
            width="${w}"
            y="${(height - red).toFixed(1)}"
            height="${red.toFixed(1)}"
            rx="2.5"
          />`
            : undefined;
        return html `<g
      ><title>${dayWords(day)}</title
      ><rect class="${tone}" x="${x}" width="${w}" y="0" height="${height}" rx="2.5" />${overlay}</g
    >`;
    });
    return html `<svg class="bars" width="100%" height="${height}" role="img" aria-label="${description}">${bars}</svg>`;
}
/** The same in a tenth of the size, for a row of a long list: one shape for each colour, and no words for each day. */
function smallBars(days, description) {
    const step = 1_000 / days.length;
    const shapes = new Map();
    const draw = (tone, index, from) => {
        const bar = `M${(index * step).toFixed(0)} ${String(from)}h${(step * 0.78).toFixed(0)}V${String(height)}h-${(step * 0.78).toFixed(0)}z`;
        shapes.set(tone, (shapes.get(tone) ?? '') + bar);
    };
    for (const [index, day] of days.entries()) {
        const { tone, red } = look(day);
        draw(tone, index, 0);
        if (red > 0)
            draw('fail', index, Math.round(height - red));
    }
    // What failed lies over the rest.
    const paths = ['none', 'pass', 'warn', 'fail'].flatMap((tone) => {
        const shape = shapes.get(tone);
        return shape === undefined ? [] : [html `<path class="${tone}" d="${new Html(shape)}" />`];
    });
    return html `<svg
    class="bars"
    width="100%"
    height="${height}"
    viewBox="0 0 1000 ${height}"
    preserveAspectRatio="none"
    role="img"
    aria-label="${description}"
  >
    ${paths}
  </svg>`;
}
/** The colour of a day, and how high its failed share stands over it. */
function look({ runs, warned, failed }) {
    const tone = runs === 0 ? 'none' : failed === runs ? 'fail' : warned > 0 && failed === 0 ? 'warn' : 'pass';
    // A single failed run must be seen, too.
    return { tone, red: failed > 0 && failed < runs ? Math.max(0.3, failed / runs) * height : 0 };
}
function dayWords({ start, runs, warned, failed }) {
    if (runs === 0)
        return `${dayName(start)}: no run`;
    const found = [
        ...(failed > 0 ? [`${String(failed)} failed`] : []),
        ...(warned > 0 ? [`${String(warned)} with warnings`] : []),
    ];
    return `${dayName(start)}: ${(0,format/* plural */.LS)(runs, 'run')}, ${found.length === 0 ? 'all healthy' : found.join(', ')}`;
}
/** How full it is, with its limits marked. The figure stands beside it in words. */
function meter(percent, tone) {
    const width = `${Math.min(100, Math.max(1.5, percent)).toFixed(1)}%`;
    return html `<svg class="meter" width="100%" height="6" aria-hidden="true">
    <rect class="track" width="100%" height="6" rx="3" />
    <rect class="${tone}" width="${width}" height="6" rx="3" />
  </svg>`;
}
/** A line without axes, for a row of a list; the figure stands beside it in words. */
function sparkLine(samples, from, to) {
    const most = samples.reduce((highest, { value }) => Math.max(highest, value), 0) || 1;
    const points = samples.map(({ time, value }) => `${Math.max(0, ((time - from) / (to - from)) * 1_000).toFixed(0)} ${(950 - (value / most) * 900).toFixed(0)}`);
    return html `<svg
    class="spark"
    width="100%"
    height="24"
    viewBox="0 0 1000 1000"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    <path class="line" d="${new Html(`M${points.join('L')}`)}" />
  </svg>`;
}

;// CONCATENATED MODULE: ./report/page/icons.js

/** Shapes differ, not only colours. */
const shapes = {
    pass: html `<circle cx="8" cy="8" r="7" /><path d="M4.8 8.3l2.2 2.2 4.2-4.7" />`,
    warn: html `<path class="solid" d="M8 1.6 15 14H1z" /><path d="M8 6v3.6" /><circle
      class="dot"
      cx="8"
      cy="11.8"
      r=".5"
    />`,
    fail: html `<circle cx="8" cy="8" r="7" /><path d="M5.5 5.5l5 5m0-5l-5 5" />`,
    untested: html `<circle cx="8" cy="8" r="7" /><path d="M4.8 8h6.4" />`,
    skip: html `<circle class="hollow" cx="8" cy="8" r="6.2" /><path class="ink" d="M5.2 8h5.6" />`,
    change: html `<circle cx="8" cy="8" r="7" /><path d="M4.8 6.8h5.7l-1.7-1.7m2.4 4.1H5.5l1.7 1.7" />`,
};
/** Beside words that say the same: hidden from screen readers. */
function icon(name, size = 'small') {
    const pixels = size === 'small' ? 16 : 36;
    return html `<svg class="icon ${name}" width="${pixels}" height="${pixels}" viewBox="0 0 16 16" aria-hidden="true">
    ${shapes[name]}
  </svg>`;
}
const colours = {
    pass: '1a7f37',
    warn: 'bf8700',
    fail: 'cf222e',
    untested: '6e7781',
    skip: '6e7781',
    change: '0969da',
};
/** The verdict in the browser's tab, as an address that needs no request. */
function favicon(name) {
    return `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='7' fill='%23${colours[name]}'/%3E%3C/svg%3E`;
}

;// CONCATENATED MODULE: ./report/page/events.js




const kinds = {
    broke: { name: 'Alarm raised', icon: 'fail' },
    recovered: { name: 'Recovered', icon: 'pass' },
    created: { name: 'Add-on created', icon: 'change' },
    'drift-healed': { name: 'Config vars updated', icon: 'change' },
    maintenance: { name: 'Maintenance', icon: 'change' },
    upgraded: { name: 'Version changed', icon: 'change' },
    'plan-changed': { name: 'Plan changed', icon: 'change' },
    rotated: { name: 'Credentials rotated', icon: 'change' },
    restarted: { name: 'Server restarted or replaced', icon: 'change' },
};
/** What happened, newest first. */
function eventList({ events }, most) {
    if (events.length === 0)
        return nothing;
    const items = events
        .map((event, index) => ({ event, words: detailOf(event, events.slice(0, index)) }))
        .slice(-most)
        .toReversed()
        .map(({ event: { kind, time }, words }) => html `<li>
          ${icon(kinds[kind].icon)}<span class="what"
            ><b>${kinds[kind].name}</b>${words === '' ? nothing : html ` <span class="detail">${words}</span>`}</span
          ><time datetime="${iso(time)}" title="${fullTimeName(time)} UTC">${timeName(time)}</time>
        </li>`);
    return html `<ul class="events">
    ${items}
  </ul>`;
}
function detailOf({ kind, time, detail }, before) {
    if (kind === 'recovered') {
        const broke = before.findLast((event) => event.kind === 'broke');
        return broke ? `after ${lasting(time - broke.time)}` : '';
    }
    const title = Object.entries(catalogue/* titles */.YC).find(([reason]) => reason === detail)?.[1];
    return title ?? detail ?? '';
}
function iso(time) {
    return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : '';
}

// EXTERNAL MODULE: ./checks/trend.js + 2 modules
var trend = __webpack_require__(7114);
;// CONCATENATED MODULE: ./report/page/chart.js


const chart_height = 168;
/** Room for the labels of time. */
const plotHeight = 146;
const axisWidth = 46;
const day = 86_400_000;
/** A line is broken where runs are missing for longer than this many usual steps. */
const gap = 4;
function chart(input) {
    const { description, lines, limits, outages, marks, hover, top, ticks, format } = input;
    const x = (time) => clamp((time - input.from) / (input.to - input.from));
    const y = (value) => 1 - clamp(value / top);
    const place = { x, y };
    const grid = ticks.map((tick) => html `<line class="grid" x1="0" x2="100%" y1="${px(y(tick))}" y2="${px(y(tick))}" />`);
    const names = ticks.map((tick) => html `<text x="${axisWidth - 8}" y="${px(y(tick), 4)}">${format(tick)}</text>`);
    const shades = outages
        .filter(({ from, to }) => to >= input.from && from <= input.to)
        .map(({ from, to }) => html `<rect
          class="outage"
          x="${pc(x(from))}"
          width="${pc(Math.max(0.004, x(to) - x(from)))}"
          y="0"
          height="${plotHeight}"
        />`);
    const shown = limits.filter(({ value }) => value <= top);
    const bounds = shown.map(({ value, tone }) => html `<line class="limit ${tone}" x1="0" x2="100%" y1="${px(y(value))}" y2="${px(y(value))}" />`);
    const boundNames = shown.map(({ value, tone, label }) => html `<text class="limit-name ${tone}" x="100%" y="${px(y(value), tone === 'warn' ? 13 : -4)}">${label}</text>`);
    const flags = marks
        .filter(({ time }) => time >= input.from && time <= input.to)
        .map(({ time }) => html `<line class="mark" x1="${pc(x(time))}" x2="${pc(x(time))}" y1="0" y2="${plotHeight}" />`);
    const drawn = lines.map(({ samples, tone }) => html `<g class="${tone}">${band(samples, place)}${path(samples, place)}</g>`);
    const last = lines[0]?.samples.at(-1);
    const dot = last
        ? html `<circle
        class="now ${lines[0]?.tone ?? 'main'}"
        cx="${pc(x(last.time))}"
        cy="${px(y(last.value))}"
        r="3.5"
      />`
        : nothing;
    return html `<div class="plot">
    <svg class="axis" width="${axisWidth}" height="${chart_height}" aria-hidden="true">${names}</svg
    ><svg class="chart" width="100%" height="${chart_height}" role="img" aria-label="${description}">
      ${grid}${shades}${flags}<svg
        x="0"
        y="0"
        width="100%"
        height="${plotHeight}"
        viewBox="0 0 1000 1000"
        preserveAspectRatio="none"
      >
        ${drawn}${forecastLine(input, last, place)}</svg
      >${bounds}${timeLabels(input)}${boundNames}${dot}${hover ? hovers(input, place) : nothing}
    </svg>
  </div>`;
}
const clamp = (share) => Math.min(1, Math.max(0, share));
const pc = (share) => `${round(share * 100)}%`;
const px = (share, offset = 0) => round(share * plotHeight + offset);
const box = (share) => (share * 1_000).toFixed(0);
const round = (value) => String(Number(value.toFixed(2)));
/** Runs that follow each other without a gap. */
function stretches(samples) {
    const steps = samples.slice(1).map((sample, index) => sample.time - (samples[index]?.time ?? 0));
    const found = [];
    for (const [index, sample] of samples.entries()) {
        const step = steps[index - 1] ?? Infinity;
        // Steps grow with age: each is compared with its neighbours.
        const usual = Math.max(steps[index - 2] ?? 0, steps[index] ?? 0);
        const isGap = usual > 0 && step > gap * usual;
        if (index === 0 || isGap)
            found.push([sample]);
        else
            found.at(-1)?.push(sample);
    }
    return found;
}
function path(samples, { x, y }) {
    const d = stretches(samples)
        .map((stretch) => {
        const points = stretch.map(({ time, value }) => `${box(x(time))} ${box(y(value))}`);
        // A lone run would have no length.
        return points.length === 1 ? `M${points[0] ?? ''}h1` : `M${points.join('L')}`;
    })
        .join('');
    return d === '' ? nothing : html `<path class="line" d="${new Html(d)}" />`;
}
/** From the lowest to the highest run of each stretch of time. */
function band(samples, { x, y }) {
    const d = stretches(samples.filter(({ low, high }) => low !== undefined && high !== undefined))
        .filter((stretch) => stretch.length > 1)
        .map((stretch) => {
        const upper = stretch.map(({ time, high = 0 }) => `${box(x(time))} ${box(y(high))}`);
        const lower = stretch.toReversed().map(({ time, low = 0 }) => `${box(x(time))} ${box(y(low))}`);
        return `M${[...upper, ...lower].join('L')}Z`;
    })
        .join('');
    return d === '' ? nothing : html `<path class="band" d="${new Html(d)}" />`;
}
function forecastLine({ forecast }, last, { x, y }) {
    if (!forecast || !last)
        return nothing;
    return html `<path
    class="forecast"
    d="M${box(x(last.time))} ${box(y(last.value))}L${box(x(forecast.time))} ${box(y(forecast.value))}"
  />`;
}
/** A few moments at equal distances: more would touch each other on a phone. */
function timeLabels({ from, to, now }) {
    const name = to - from > 3 * day ? dayName : to - from > day ? timeName : clockName;
    const shares = name === timeName ? [0, 0.5, 1] : [0, 1 / 3, 2 / 3, 1];
    const labels = shares.map((share) => {
        const time = from + share * (to - from);
        const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
        return html `<text class="time" x="${pc(share)}" y="${chart_height - 4}" text-anchor="${anchor}">${name(time)}</text>`;
    });
    const today = to > now
        ? html `<line
          class="today"
          x1="${pc((now - from) / (to - from))}"
          x2="${pc((now - from) / (to - from))}"
          y1="0"
          y2="${plotHeight}"
        />`
        : nothing;
    return html `${today}${labels}`;
}
const mostHovers = 60;
/** Invisible columns: the pointer on one shows a line and the figures of that time. */
function hovers({ from, now, lines, format }, { x }) {
    const width = (now - from) / mostHovers;
    const columns = Array.from({ length: mostHovers }, (_, index) => {
        const [start, end] = [from + index * width, from + (index + 1) * width];
        const values = lines.flatMap(({ samples }) => samples.findLast(({ time }) => time > start && time <= end) ?? []);
        const first = values[0];
        if (!first)
            return nothing;
        const figures = values.map(({ value }) => format(value)).join(' / ');
        return html `<g class="hover"
      ><title>${timeName(first.time)}: ${figures}</title
      ><rect x="${pc(x(start))}" width="${pc(x(end) - x(start))}" y="0" height="${plotHeight}" /><line
        x1="${pc(x(first.time))}"
        x2="${pc(x(first.time))}"
        y1="0"
        y2="${plotHeight}"
    /></g>`;
    });
    return html `${columns}`;
}
/** Round steps from 0 to a round number that is not below `most`. */
function scale(most) {
    const safe = most > 0 && Number.isFinite(most) ? most : 1;
    const unit = 10 ** Math.floor(Math.log10(safe));
    const step = [0.25, 0.5, 1, 2, 2.5, 5].find((factor) => safe / (factor * unit) <= 4) ?? 5;
    const count = Math.ceil(safe / (step * unit));
    return {
        top: count * step * unit,
        ticks: Array.from({ length: count }, (_, index) => (index + 1) * step * unit),
    };
}

// EXTERNAL MODULE: ./utils/statistics.js
var statistics = __webpack_require__(5724);
;// CONCATENATED MODULE: ./report/page/series.js

const series_day = 86_400_000;
/** The figures of an app between two times, oldest first. */
function figuresOf({ spans, points }, from, to) {
    const older = spans.filter(({ start, lengthMs }) => start + lengthMs > from && start <= to);
    const newer = points.filter(({ time }) => time >= from && time <= to);
    const single = (pick) => [
        ...older.map((span) => ({ time: span.start + span.lengthMs / 2, value: pick(span) })),
        ...newer.map((point) => ({ time: point.time, value: pick(point) })),
    ].flatMap(({ time, value }) => (value === undefined ? [] : [{ time, value }]));
    const share = (range, max, time) => range && max !== undefined && max > 0
        ? [
            {
                time,
                value: (range.median / max) * 100,
                low: (range.min / max) * 100,
                high: (range.max / max) * 100,
            },
        ]
        : [];
    const shareOf = (value, max, time) => value !== undefined && max !== undefined && max > 0 ? [{ time, value: (value / max) * 100 }] : [];
    return {
        latencyP50: single((each) => each.latencyP50Ms),
        latencyP95: single((each) => each.latencyP95Ms),
        lag: single((each) => each.lagMs),
        memory: [
            ...older.flatMap((span) => share(span.memory, span.memoryMax, span.start + span.lengthMs / 2)),
            ...newer.flatMap((point) => shareOf(point.memoryUsed, point.memoryMax, point.time)),
        ],
        memoryBytes: [
            ...older.flatMap(({ memory, memoryMax, start, lengthMs }) => memory && memoryMax === undefined
                ? [{ time: start + lengthMs / 2, value: memory.median, low: memory.min, high: memory.max }]
                : []),
            ...newer.flatMap(({ memoryUsed, memoryMax, time }) => memoryUsed !== undefined && memoryMax === undefined ? [{ time, value: memoryUsed }] : []),
        ],
        connections: [
            ...older.flatMap((span) => share(span.connections, span.maxConnections, span.start + span.lengthMs / 2)),
            ...newer.flatMap((point) => shareOf(point.connections, point.maxConnections, point.time)),
        ],
    };
}
/** Six hours: what older runs are taken together by, too, so that a line looks the same all along. */
const quarter = series_day / 4;
/** Takes single runs together by the quarter of a day; the newest run stays as it is, at the end. */
function smoothed(samples) {
    const newest = samples.at(-1);
    if (!newest)
        return samples;
    const groups = Map.groupBy(samples, ({ time, low }) => (low === undefined ? Math.floor(time / quarter) : -time));
    const together = [...groups.values()].flatMap((group) => {
        const [first] = group;
        if (!first || group.length === 1)
            return group;
        const values = group.map(({ value }) => value);
        const time = (0,statistics/* median */.JZ)(group.map((sample) => sample.time));
        return [{ time, value: (0,statistics/* median */.JZ)(values), low: (0,statistics/* quantile */.YV)(values, 0), high: (0,statistics/* quantile */.YV)(values, 1) }];
    });
    return together.at(-1)?.time === newest.time ? together : [...together, newest];
}
/** The last days up to today, oldest first, also those without a run. Weeks are too coarse for a day. */
function daysOf({ spans, points }, now, count) {
    const today = Math.floor(now / series_day) * series_day;
    const starts = Array.from({ length: count }, (_, index) => today - (count - 1 - index) * series_day);
    return starts.map((start) => {
        const isIn = (time) => time >= start && time < start + series_day;
        const older = spans.filter((span) => span.lengthMs <= series_day && isIn(span.start));
        const newer = points.filter(({ time }) => isIn(time) && time <= now);
        const sum = (pick) => older.reduce((total, span) => total + span[pick], 0);
        return {
            start,
            runs: sum('runs') + newer.length,
            warned: sum('warned') + newer.filter(({ status, failing }) => status === 'warn' && !failing).length,
            failed: sum('failed') + newer.filter(({ failing }) => failing).length,
        };
    });
}
/** When it was broken: from each `broke` to the `recovered` after it, or until now. */
function outagesOf({ events, alarm }, now) {
    const outages = [];
    let from;
    for (const { kind, time } of events) {
        if (kind === 'broke')
            from ??= time;
        if (kind === 'recovered' && from !== undefined) {
            outages.push({ from, to: time });
            from = undefined;
        }
    }
    const open = from ?? alarm?.since;
    return open === undefined ? outages : [...outages, { from: open, to: now }];
}
/** When the first run was, as far as is known. */
function firstRun({ spans, points }) {
    const times = [spans[0]?.start, points[0]?.time].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
}

;// CONCATENATED MODULE: ./report/page/panels.js








const panels_day = 86_400_000;
const chartDays = 30;
/** Over a longer time single runs are too many to see. */
const longView = 5 * panels_day;
/** Memory, connections, latency and lag: as charts where there is history, else as figures. */
function panels(report, history, context) {
    const { now } = context;
    const from = Math.max(now - chartDays * panels_day, (history && firstRun(history)) ?? now);
    const figures = figuresOf(history ?? emptyHistory, from, now);
    const { writer, replication, checks } = report;
    // Forecasts are drawn where the check warns of one: it knows more (an eviction policy, skipped checks).
    const growing = checks.some(({ id, status }) => id === 'trend' && status === 'warn') ? history : undefined;
    const all = [
        memoryPanel(writer, figures.memory, figures.memoryBytes, growing, context),
        connectionsPanel(writer, figures.connections, growing, context),
        latencyPanel(writer, figures.latencyP95, figures.latencyP50, context),
        lagPanel(replication?.lagMs?.p50, figures.lag, context),
    ];
    const shown = all.filter((panel) => panel !== undefined);
    return shown.length === 0
        ? nothing
        : html `<div class="panels">${shown.map((panel) => draw(panel, history, from, context))}</div>
        ${key(history, from, now)}`;
}
/** What the marks in the charts mean, where there are any. */
function key(history, from, now) {
    if (!history)
        return nothing;
    const hasOutage = outagesOf(history, now).some(({ to }) => to >= from);
    const hasEvent = history.events.some(({ kind, time }) => time >= from && kind !== 'broke' && kind !== 'recovered');
    const words = [
        ...(hasOutage ? ['Red area: alarm'] : []),
        ...(hasEvent ? ['Dotted line: event, listed below'] : []),
        'Pale band: lowest to highest run',
    ];
    return html `<p class="note">${words.join(' \u00b7 ')}</p>`;
}
const emptyHistory = { app: '', points: [], spans: [], events: [], outcomes: [] };
function draw(panel, history, from, { now, hover }) {
    const { title, value, detail, limits, format, legend, forecast } = panel;
    const lines = panel.lines.map((line) => (now - from > longView ? { ...line, samples: smoothed(line.samples) } : line));
    const samples = lines[0]?.samples ?? [];
    const isDrawn = history !== undefined && samples.length > 1;
    // A limit far above the line would press it flat; it is named below instead.
    const highest = Math.max(...lines.flatMap((line) => line.samples.map((sample) => sample.high ?? sample.value)), 0);
    const near = limits.filter((limit) => limit.value <= 4 * highest);
    const { top, ticks } = panel.top === undefined
        ? scale(Math.max(highest * 1.1, ...near.map((limit) => limit.value * 1.05)))
        : { top: panel.top, ticks: [25, 50, 75, 100] };
    const far = limits.filter((limit) => panel.top === undefined && !near.includes(limit));
    const values = samples.map((sample) => sample.value);
    const description = `${title}: now ${value}${isDrawn ? `; from ${format(Math.min(...values))} to ${format(Math.max(...values))} in the last ${lasting(now - from)}` : ''}.`;
    const picture = isDrawn
        ? chart({
            description,
            from,
            to: forecast ? Math.max(now, forecast.time) : now,
            now,
            lines,
            top,
            ticks,
            format,
            limits: panel.top === undefined ? near : limits,
            outages: outagesOf(history, now),
            marks: history.events.filter(({ kind }) => kind !== 'broke' && kind !== 'recovered'),
            hover,
            ...(forecast && { forecast }),
        })
        : (panel.meter ?? nothing);
    const note = [
        ...(isDrawn && far.length > 0 ? [`Limits above this chart: ${far.map(({ label }) => label).join(', ')}`] : []),
        ...(forecast ? [`At this rate the limit is reached in about ${lasting(forecast.time - now)}`] : []),
    ].join(' \u00b7 ');
    return html `<figure class="panel">
    <figcaption>
      <span class="name">${title}</span><strong>${value}</strong
      ><span class="detail">${detail}</span>${isDrawn ? legend : undefined}
    </figcaption>
    ${picture}${note === '' ? nothing : html `<p class="note">${note}</p>`}
  </figure>`;
}
function limitsOf(setting, name) {
    if (!setting)
        return [];
    return [
        ...(setting.warn === undefined
            ? []
            : [{ value: setting.warn, tone: 'warn', label: `warn ${name(setting.warn)}` }]),
        { value: setting.fail, tone: 'fail', label: `fail ${name(setting.fail)}` },
    ];
}
function toneOf(value, setting) {
    if (!setting)
        return 'pass';
    if (value >= setting.fail)
        return 'fail';
    return setting.warn !== undefined && value >= setting.warn ? 'warn' : 'pass';
}
const wholePercent = (value) => `${value.toFixed(0)} %`;
function memoryPanel(writer, shares, sizes, history, { limits }) {
    const memory = writer?.memory;
    if (!memory && shares.length === 0 && sizes.length === 0)
        return undefined;
    const share = memory?.percent;
    if (memory && share === undefined) {
        return {
            title: 'Memory',
            value: (0,format/* bytes */.ee)(memory.used),
            detail: 'no limit',
            lines: [{ samples: sizes, tone: 'main' }],
            limits: [],
            format: format/* bytes */.ee,
        };
    }
    const forecast = forecastOf('memory', limits.memory, history);
    return {
        title: 'Memory',
        ...lastKnown(shares, format/* percent */.KN),
        ...(memory &&
            share !== undefined && { value: (0,format/* percent */.KN)(share), detail: `${(0,format/* bytes */.ee)(memory.used)} of ${(0,format/* bytes */.ee)(memory.max)}` }),
        lines: [{ samples: shares, tone: 'main' }],
        limits: limitsOf(limits.memory, wholePercent),
        format: wholePercent,
        top: 100,
        ...(share !== undefined && { meter: meter(share, toneOf(share, limits.memory)) }),
        ...(forecast && { forecast }),
    };
}
function connectionsPanel(writer, shares, history, { limits }) {
    const connections = writer?.connections;
    if (!connections && shares.length === 0)
        return undefined;
    const share = connections?.percent;
    const forecast = forecastOf('connections', limits.connections, history);
    return {
        title: 'Connections',
        ...lastKnown(shares, format/* percent */.KN),
        ...(connections && {
            value: share === undefined ? (0,format/* count */.U9)(connections.used) : (0,format/* percent */.KN)(share),
            detail: `${(0,format/* count */.U9)(connections.used)} of ${(0,format/* count */.U9)(connections.max)}`,
        }),
        lines: [{ samples: shares, tone: 'main' }],
        limits: limitsOf(limits.connections, wholePercent),
        format: wholePercent,
        top: 100,
        ...(share !== undefined && { meter: meter(share, toneOf(share, limits.connections)) }),
        ...(forecast && { forecast }),
    };
}
/** For a run that could not measure it. */
function lastKnown(samples, format) {
    const last = samples.at(-1);
    return last
        ? { value: format(last.value), detail: `last measured ${timeName(last.time)}` }
        : { value: 'unknown', detail: 'not measured' };
}
/** Where the line is going. */
function forecastOf(name, setting, history) {
    const current = history?.points.at(-1);
    if (!history || !current || !setting)
        return undefined;
    const found = (0,trend/* forecastResource */.cx)(name, setting.fail, (0,history_history/* pastOf */.CM)(history), current);
    return found?.kind === 'grows' ? { time: current.time + found.etaMs, value: setting.fail } : undefined;
}
function latencyPanel(writer, p95, p50, { limits }) {
    const latency = writer?.latencyMs;
    if (!latency && p95.length === 0)
        return undefined;
    return {
        title: 'Latency (p95)',
        ...lastKnown(p95, format/* duration */.p0),
        ...(latency && { value: (0,format/* duration */.p0)(latency.p95), detail: `median ${(0,format/* duration */.p0)(latency.p50)}` }),
        lines: [
            { samples: p95, tone: 'main' },
            { samples: p50, tone: 'second' },
        ],
        limits: limitsOf(limits.latency, format/* duration */.p0),
        format: format/* duration */.p0,
        legend: html `<span class="legend"><i class="main"></i>p95 <i class="second"></i>median</span>`,
    };
}
function lagPanel(now, samples, { limits }) {
    if (now === undefined && samples.length === 0)
        return undefined;
    return {
        title: 'Replication lag',
        ...lastKnown(samples, format/* duration */.p0),
        ...(now !== undefined && { value: (0,format/* duration */.p0)(now), detail: 'median, from writer to reader' }),
        lines: [{ samples, tone: 'main' }],
        limits: limitsOf(limits.replicationLag, format/* duration */.p0),
        format: format/* duration */.p0,
    };
}

;// CONCATENATED MODULE: ./report/page/table.js





const dayMs = 86_400_000;
/** What the charts show, as a table: a row for each day, newest first. */
function dataTable(history, now, mostDays) {
    const days = daysOf(history, now, mostDays).filter(({ runs }) => runs > 0);
    if (days.length === 0)
        return nothing;
    const rows = days.toReversed().map(({ start, runs, warned, failed }) => {
        const figures = figuresOf(history, start, Math.min(now, start + dayMs - 1));
        return html `<tr>
      <th scope="row">${dayName(start)}</th>
      <td>${runs}</td>
      <td>${failed}</td>
      <td>${warned}</td>
      <td>${range(figures.memory, (value) => `${value.toFixed(0)} %`)}</td>
      <td>${range(figures.connections, (value) => `${value.toFixed(0)} %`)}</td>
      <td>${range(figures.latencyP95, format/* duration */.p0)}</td>
      <td>${range(figures.lag, format/* duration */.p0)}</td>
    </tr>`;
    });
    return html `<details class="data">
    <summary>The figures as a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Figures of each day, ${history.app}">
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Runs</th>
            <th scope="col">Failed</th>
            <th scope="col">Warned</th>
            <th scope="col">Memory</th>
            <th scope="col">Connections</th>
            <th scope="col">Latency p95</th>
            <th scope="col">Lag</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </details>`;
}
/** The lowest and the highest of a day. */
function range(samples, format) {
    if (samples.length === 0)
        return '\u2013';
    const low = (0,statistics/* quantile */.YV)(samples.map((sample) => sample.low ?? sample.value), 0);
    const high = (0,statistics/* quantile */.YV)(samples.map((sample) => sample.high ?? sample.value), 1);
    const [from, to] = [format(low), format(high)];
    return from === to ? from : `${from} \u2013 ${to}`;
}

;// CONCATENATED MODULE: ./report/page/app-section.js












const app_section_day = 86_400_000;
/** Nothing is known of an app whose runs were never recorded. */
function knownHistory(state, app) {
    const history = state && (0,history_history/* historyOf */.om)(state, app);
    return history && history.points.length + history.spans.length > 0 ? history : undefined;
}
/** Everything about one app, the most important part first. */
function appSection(report, history, context) {
    const { now } = context;
    const part = (title, body) => body === nothing ? nothing : html `<section class="part">${heading(title, context.level)}${body}</section>`;
    return html `${problem(report)}${facts(report)}${history ? part('Uptime', uptime(history, context)) : nothing}${part(history ? `Last ${lasting(Math.min(chartDays * app_section_day, now - (firstRun(history) ?? now)))}` : 'This run', panels(report, history, context))}${history ? part('Events', eventList(history, context.hover ? 30 : 8)) : nothing}${part(context.run.dryRun ? 'Planned steps' : 'Steps', steps(report.steps, context.run.dryRun))}${part('Checks', checkLists(report.checks))}${part('Endpoints', endpoints(report))}${part('Context', contextList(report))}${history ? dataTable(history, context.now, context.hover ? 31 : 8) : nothing}`;
}
function heading(title, level) {
    return level === 2 ? html `<h2>${title}</h2>` : html `<h3>${title}</h3>`;
}
function problem(report) {
    const found = problemOf(report);
    return found ? problemBox(found, found.status, found.finding?.docs) : nothing;
}
/** What happened, why it probably did, and what to do. */
function problemBox({ what, cause, remedy }, tone, docs) {
    return html `<div class="problem ${tone}">
    <p>${prose(what)}</p>
    ${cause === undefined ? nothing : html `<p><b>Probable cause</b> ${prose(cause)}</p>`}
    ${remedy === undefined ? nothing : html `<p><b>What to do</b> ${prose(remedy)}</p>`}
    ${docs === undefined ? nothing : html `<p>${html_link('Docs', docs)}</p>`}
  </div>`;
}
function facts({ addon, writer, release, maintenance, changedConfigVars }) {
    const cost = addon?.price;
    const all = [
        ['Add-on', addon?.name],
        ['Plan', addon?.plan],
        ['Price', cost && (0,format/* price */.q9)(cost.cents, cost.unit)],
        ['Version', writer && software(writer)],
        ['Release', release === undefined ? undefined : `v${String(release)}`],
        ['Updated config vars', changedConfigVars.length === 0 ? undefined : changedConfigVars.slice(0, 20).join(', ')],
        ['Maintenance', maintenance && maintenance.status !== 'none' ? maintenanceWords(maintenance) : undefined],
    ];
    const known = all.filter(([, value]) => value !== undefined && value !== '');
    if (known.length === 0)
        return nothing;
    return html `<dl class="facts">
    ${known.map(([name, value]) => html `<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`)}
  </dl>`;
}
function maintenanceWords({ status, scheduledFor, requiredBy }) {
    const when = scheduledFor ?? requiredBy;
    const time = when === undefined ? Number.NaN : Date.parse(when);
    if (Number.isNaN(time))
        return status;
    return `${status}, ${scheduledFor === undefined ? 'required by' : 'scheduled for'} ${timeName(time)}`;
}
function software({ server, version }) {
    return server && `${{ redis: 'Redis', valkey: 'Valkey' }[server]} ${version ?? ''}`;
}
/** The time that the uptime covers. */
function uptimeSpan(history, now) {
    const known = now - (firstRun(history) ?? now);
    return known <= 0 ? 'in this run' : `in the last ${lasting(Math.min(known, record/* uptimeMs */.B6))}`;
}
/** `91.89 % in the last 36 hours`. */
function uptimeWords(history, now) {
    const share = (0,record/* uptimePercent */.yF)(history, now);
    return share === undefined ? 'unknown' : `${percentExact(share)} ${uptimeSpan(history, now)}`;
}
function uptime(history, { now }) {
    const known = now - (firstRun(history) ?? now);
    const count = known > 31 * app_section_day ? 90 : 30;
    const days = daysOf(history, now, count);
    const share = (0,record/* uptimePercent */.yF)(history, now);
    const failed = days.filter((day) => day.failed > 0).length;
    const description = `Uptime ${uptimeWords(history, now)}. In the last ${String(count)} days, ${failed === 0 ? 'no run failed' : `runs failed on ${(0,format/* plural */.LS)(failed, 'day')}`}.`;
    return html `<div class="uptime">
    ${uptimeBars(days, description)}
    <p class="ends">
      <span>${dayName(days[0]?.start ?? now)}</span
      ><span
        ><b>${share === undefined ? 'unknown' : percentExact(share)}</b> of the runs ${uptimeSpan(history, now)}
        passed</span
      ><span>today</span>
    </p>
  </div>`;
}
/** Two digits: 99.97 is not 100. */
function percentExact(value) {
    return value === 100 ? '100 %' : `${value.toFixed(2)} %`;
}
function steps(all, dryRun) {
    if (all.length === 0)
        return nothing;
    return html `<ul class="checks">
    ${all.map(({ action, detail, done }) => html `<li>
          ${icon(done ? 'pass' : 'skip')}<span class="what"><b>${action}</b> <span>${prose(detail)}</span></span
          ><span class="value">${done ? 'done' : dryRun ? 'planned' : 'not done'}</span>
        </li>`)}
  </ul>`;
}
/** What needs attention first; what passed is folded. */
function checkLists(checks) {
    if (checks.length === 0)
        return nothing;
    const bad = checks.filter(({ status }) => status === 'fail' || status === 'warn');
    const good = checks.filter(({ status }) => status === 'pass' || status === 'skip');
    const skipped = good.filter(({ status }) => status === 'skip').length;
    const title = [
        ...(good.length > skipped ? [`${String(good.length - skipped)} passed`] : []),
        ...(skipped > 0 ? [`${String(skipped)} skipped`] : []),
    ].join(', ');
    return html `${list(bad)}${good.length === 0 ? nothing : html `<details${bad.length === 0 ? html ` open` : nothing}><summary>${title}</summary>${list(good)}</details>`}`;
}
const statusNames = { pass: 'Passed', warn: 'Warning', fail: 'Failed', skip: 'Skipped' };
function list(checks) {
    if (checks.length === 0)
        return nothing;
    return html `<ul class="checks">
    ${checks.map(({ id, target, status, message, value, threshold, hint, docs }) => html `<li>
          ${icon(status)}<span class="what"
            ><b>${id}</b> <span class="target">${target}</span><span class="hidden">, ${statusNames[status]}:</span>
            <span>${prose(message)}</span
            >${hint === undefined || status === 'pass' ? nothing : html `<span class="hint">${prose(hint)} ${html_link('Docs', docs)}</span>`}</span
          >${value === undefined ? nothing : html `<span class="value">${value}${threshold === undefined ? nothing : html `<small>limit ${threshold}</small>`}</span>`}
        </li>`)}
  </ul>`;
}
function endpoints({ writer, reader, replication }) {
    const sides = [
        { name: 'Writer', endpoint: writer },
        { name: 'Reader', endpoint: reader },
    ].flatMap(({ name, endpoint }) => (endpoint ? [{ name, endpoint }] : []));
    if (sides.length === 0)
        return nothing;
    const cards = sides.map(({ name, endpoint }) => {
        const { host, port, tls, role, latencyMs, certificate, sameServerAs } = endpoint;
        const details = [
            tls ? 'TLS' : 'not encrypted',
            sameServerAs === undefined ? role : 'the writer\u2019s server',
            software(endpoint),
            latencyMs && `p95 ${(0,format/* duration */.p0)(latencyMs.p95)}`,
            certificate && `certificate valid until ${certificate.validTo.slice(0, 10)}`,
        ].filter((detail) => detail !== undefined && detail !== '');
        return html `<div class="endpoint">
      <p class="side">${name}</p>
      <code>${host}:${port}</code>
      <p>${details.join(' \u00b7 ')}</p>
    </div>`;
    });
    const link = replication && html `<p class="note">${prose((0,verdict/* upperFirst */.Zb)((0,verdict/* sentence */.em)(replication.proof)))}</p>`;
    return html `<div class="endpoints">${cards}</div>
    ${link}`;
}
function contextList({ context }) {
    if (context.length === 0)
        return nothing;
    return html `<ul class="context">
    ${context
        .slice(0, 20)
        .map(({ kind, message, at, url }) => html `<li>
            <b>${kind}</b> ${message} ${at === undefined ? nothing : html `<time>${timeName(Date.parse(at))}</time>`}
            ${html_link('Open', url)}
          </li>`)}
  </ul>`;
}
/** Since when it fails, where the history knows. */
function sinceWords({ history }, now) {
    const since = history?.failingSince === undefined ? Number.NaN : Date.parse(history.failingSince);
    if (!history || Number.isNaN(since))
        return '';
    if (history.transition === 'recovered')
        return `recovered after ${lasting(now - since)}`;
    const ago = `since ${timeName(since)} (${lasting(now - since)})`;
    if (history.alarm || history.alarmAfter <= 1)
        return ago;
    return `${ago}, ${String(history.failures)} of ${String(history.alarmAfter)} failures before the alarm`;
}

;// CONCATENATED MODULE: ./report/page/fleet.js









/** Details are left out once the page is this large; every app keeps its row. */
const mostDetailBytes = 4_000_000;
/** Rows past this many are counted instead of shown. */
const mostRows = 2_000;
const fleet_day = 86_400_000;
const bars = 30;
/** One row for each app, worst first; each opens to everything about the app. */
function fleet({ report, state, generatedAt: now, limits }) {
    const context = { now, hover: false, level: 3, run: report, limits };
    const shown = moods
        .flatMap((mood) => report.apps.filter((app) => moodOf(app) === mood).map((app) => ({ mood, app })))
        .slice(0, mostRows);
    let bytes = 0;
    const rows = shown.map(({ mood, app }) => {
        const history = knownHistory(state, app.app);
        const details = bytes < mostDetailBytes ? appSection(app, history, context) : nothing;
        bytes += details.text.length;
        return { mood, row: row(app, history, details, context) };
    });
    const groups = moods.flatMap((mood) => {
        const all = rows.filter((each) => each.mood === mood);
        if (all.length === 0)
            return [];
        return [
            html `<section class="group">
        <h2>
          ${icon(mood)} ${groupNames[mood]}
          <span class="count">${(0,format/* count */.U9)(report.apps.filter((app) => moodOf(app) === mood).length)}</span>
        </h2>
        <div class="rows">
          <div class="row head" aria-hidden="true">
            <span></span><span>App</span><span>Last 30 days</span><span>Uptime</span><span>Latency p95</span
            ><span>Memory</span><span>Connections</span><span></span>
          </div>
          ${all.map((each) => each.row)}
        </div>
      </section>`,
        ];
    });
    const hidden = report.apps.length - shown.length;
    const more = hidden > 0 ? html `<p class="note">And ${(0,format/* count */.U9)(hidden)} more apps, which are in the JSON report.</p>` : nothing;
    const cut = bytes >= mostDetailBytes
        ? html `<p class="note">
          To keep the page small, some healthy apps have no details here; the JSON report has them.
        </p>`
        : nothing;
    return html `${groups}${more}${cut}`;
}
const groupNames = {
    fail: 'Failing',
    warn: 'With warnings',
    untested: 'Not tested',
    pass: 'Healthy',
};
function row(app, history, details, context) {
    const { now, limits } = context;
    const mood = moodOf(app);
    const { latencyMs, memory, connections } = app.writer ?? {};
    const share = history && (0,record/* uptimePercent */.yF)(history, now);
    const latency = history ? smoothed(figuresOf(history, now - 7 * fleet_day, now).latencyP95) : [];
    const problem = mood === 'pass' ? undefined : (problemOf(app)?.what ?? appHeadline(app, context.run));
    const since = sinceWords(app, now);
    const words = html `<span class="app"
    ><b>${app.app}</b
    >${since === '' ? nothing : html `<small>${since}</small>`}${problem === undefined ? nothing : html `<small>${problem}</small>`}</span
  >`;
    const days = history
        ? smallBars(daysOf(history, now, bars), share === undefined
            ? 'No run in the last 30 days'
            : `${percentExact(share)} of the runs ${uptimeSpan(history, now)} passed`)
        : nothing;
    const cells = [
        html `<span class="cell days">${days}</span>`,
        cell('Uptime', share === undefined ? '\u2013' : percentExact(share)),
        cell('Latency', latencyMs ? (0,format/* duration */.p0)(latencyMs.p95) : '\u2013', latencyMs && latency.length > 2 ? sparkLine(latency, now - 7 * fleet_day, now) : nothing),
        cell('Memory', memory?.percent === undefined ? '\u2013' : (0,format/* percent */.KN)(memory.percent), memory?.percent === undefined ? nothing : meter(memory.percent, toneOf(memory.percent, limits.memory))),
        cell('Connections', connections?.percent === undefined ? '\u2013' : (0,format/* percent */.KN)(connections.percent), connections?.percent === undefined
            ? nothing
            : meter(connections.percent, toneOf(connections.percent, limits.connections))),
    ];
    const inside = html `${icon(mood)}<span class="hidden">${moodNames[mood]}: </span>${words}${cells}`;
    return details === nothing
        ? html `<div class="app-row">
        <div class="row">${inside}<span></span></div>
      </div>`
        : html `<details class="app-row">
        <summary class="row">${inside}<span class="chevron" aria-hidden="true"></span></summary>
        <div class="inside">${details}</div>
      </details>`;
}
function cell(name, value, picture = nothing) {
    return html `<span class="cell"
    ><span class="cell-name">${name}</span><span class="figure">${value}</span>${picture}</span
  >`;
}

;// CONCATENATED MODULE: ./report/page/input.js
function withDefaults(input) {
    const { report, state } = input;
    return { ...input, generatedAt: input.generatedAt ?? endOf(report, state), limits: input.limits ?? input_limitsOf(report) };
}
const minute = 60_000;
/** The run is recorded by another clock than the one that measures its duration: the later of the two. */
function endOf({ startedAt, durationMs, apps }, state) {
    const start = Date.parse(startedAt);
    const end = (Number.isNaN(start) ? 0 : start) + Math.ceil(durationMs);
    const names = new Set(apps.map(({ app }) => app));
    const recorded = (state?.apps ?? []).flatMap(({ app, points }) => {
        const time = points.at(-1)?.time;
        return time !== undefined && names.has(app) && time <= end + minute ? [time] : [];
    });
    return recorded.reduce((latest, time) => Math.max(latest, time), end);
}
/** All apps of a run have the same limits: the first check that names them counts. */
function input_limitsOf({ apps }) {
    const checks = apps.flatMap((app) => app.checks);
    const find = (id) => parseLimits(checks.find((check) => check.id === id && check.threshold !== undefined)?.threshold ?? '');
    return {
        latency: find('latency'),
        replicationLag: find('replication'),
        memory: find('memory'),
        connections: find('connections'),
    };
}
const units = { '%': 1, ms: 1, s: 1_000, m: minute };
/** `75%/90%`, `500ms/2s`, `90%`. */
function parseLimits(text) {
    const values = text.split('/').map((part) => {
        const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(%|ms|s|m)$/.exec(part.trim()) ?? [];
        return Number(number) * (units[unit] ?? Number.NaN);
    });
    const [first, second, ...more] = values;
    if (first === undefined || more.length > 0 || values.some((value) => !Number.isFinite(value)))
        return null;
    return second === undefined ? { fail: first, text } : { warn: first, fail: second, text };
}

;// CONCATENATED MODULE: ./report/page/style.js
/** The page's whole style. Its hash is in the policy, so nothing else can style the page. */
const style = `
:root{color-scheme:light dark;--bg:#f6f8fa;--card:#fff;--line:#d8dee4;--text:#1f2328;--muted:#59636e;--pass:#1a7f37;--warn:#9a6700;--fail:#cf222e;--none:#8c959f;--accent:#0969da;--second:#8250df;--pass-bar:#2da44e;--warn-bar:#d4a72c;--fail-bar:#d1242f;--empty:#dfe4ea;--pass-soft:#dafbe1;--warn-soft:#fff8c5;--fail-soft:#ffebe9;--none-soft:#eaeef2;--shadow:0 1px 2px #1f23280f}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--card:#151b23;--line:#3d444d;--text:#f0f6fc;--muted:#9198a1;--pass:#3fb950;--warn:#d29922;--fail:#f85149;--none:#9198a1;--accent:#4493f8;--second:#ab7df8;--pass-bar:#2ea043;--warn-bar:#bb8009;--fail-bar:#f85149;--empty:#2a313c;--pass-soft:#12261e;--warn-soft:#272115;--fail-soft:#25171c;--none-soft:#212830;--shadow:none}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;overflow-wrap:anywhere}
h1,h2,h3,p,ul,dl,dd,figure{margin:0;padding:0}
ul{list-style:none}
a{color:var(--accent);text-underline-offset:2px}
code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--none-soft);border-radius:4px;padding:.1em .35em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.jump{position:absolute;left:-999px}
.jump:focus{left:16px;top:8px;background:var(--card);padding:4px 12px;z-index:1}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.top,main,footer{max-width:1120px;margin:0 auto;padding:0 24px}
.top{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 16px;padding-top:20px;padding-bottom:16px;font-size:14px;color:var(--muted)}
.brand{font-weight:600;color:var(--text)}
footer{padding-top:24px;padding-bottom:40px;font-size:13px;color:var(--muted)}
.verdict{display:flex;gap:16px;align-items:flex-start;background:var(--card);border:1px solid var(--line);border-left:6px solid var(--tone);border-radius:12px;padding:20px 24px;box-shadow:var(--shadow)}
.verdict>div{flex:1;min-width:0}
.verdict.pass{--tone:var(--pass)}.verdict.warn{--tone:var(--warn)}.verdict.fail{--tone:var(--fail)}.verdict.untested{--tone:var(--none)}
.over{font-size:14px;color:var(--muted);font-weight:500}
h1{font-size:26px;line-height:1.25;letter-spacing:-.01em}
.under{color:var(--muted);font-size:15px;margin-top:4px}
.counts{display:flex;flex-wrap:wrap;gap:4px 20px}
.counts span{display:inline-flex;align-items:center;gap:6px}
.stack{display:block;margin-top:12px;border-radius:4px}
.icon{flex:none;fill:currentColor;stroke:var(--card);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.icon circle:first-child,.icon .solid{stroke:none}
.icon .dot{stroke-width:1}
.icon .hollow{fill:none;stroke:currentColor!important;stroke-width:1.4}
.icon .ink{stroke:currentColor}
.icon.pass{color:var(--pass)}.icon.warn{color:var(--warn)}.icon.fail{color:var(--fail)}.icon.untested,.icon.skip{color:var(--none)}.icon.change{color:var(--accent)}
.problem{margin-top:12px;border:1px solid var(--line);border-radius:12px;padding:14px 20px;display:grid;gap:6px}
.problem.fail{background:var(--fail-soft)}.problem.warn{background:var(--warn-soft)}
.problem b{margin-right:4px}
.facts{display:flex;flex-wrap:wrap;gap:10px 32px;margin-top:18px;font-size:14px}
.facts dt{color:var(--muted);font-size:13px}
.facts dd{font-weight:500}
.part{margin-top:28px}
h2{font-size:18px;line-height:1.3;margin-bottom:12px;letter-spacing:-.005em}
h3{font-size:15px;margin-bottom:10px}
.uptime,.panel,.events,.checks,.endpoint,.context,.rows,.data{background:var(--card);border:1px solid var(--line);border-radius:12px;box-shadow:var(--shadow)}
.uptime{padding:18px 20px 12px}
.ends{display:flex;justify-content:space-between;gap:8px;font-size:13px;color:var(--muted);margin-top:8px}
.ends b{color:var(--text)}
svg{display:block}
.bars .pass,.meter .pass,.stack .pass{fill:var(--pass-bar)}.bars .warn,.meter .warn,.stack .warn{fill:var(--warn-bar)}.bars .fail,.meter .fail,.stack .fail{fill:var(--fail-bar)}.bars .none,.stack .untested{fill:var(--empty)}
.bars g:hover{opacity:.75}
.meter{margin-top:8px}
.meter .track{fill:var(--empty)}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:16px}
.panels:has(>:nth-child(3):last-child){grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr))}
.panel{padding:16px 20px 12px;min-width:0}
figcaption{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 10px;margin-bottom:20px}
figcaption .name{flex-basis:100%;font-size:14px;color:var(--muted);font-weight:500}
figcaption strong{font-size:24px;line-height:1.2;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
.detail{color:var(--muted);font-size:14px}
.legend{margin-left:auto;font-size:13px;color:var(--muted);display:inline-flex;align-items:center;gap:6px}
.legend i{width:12px;height:3px;border-radius:2px;background:var(--accent)}
.legend i.second{background:var(--second);margin-left:8px}
.plot{display:flex}
.plot svg{overflow:visible}
.plot .chart{flex:1;min-width:0}
.axis text{text-anchor:end}
.plot text{paint-order:stroke;stroke:var(--card);stroke-width:3px;stroke-linejoin:round;font-size:11px;fill:var(--muted);font-variant-numeric:tabular-nums}
.chart .grid{stroke:var(--line);stroke-width:1;opacity:.6}
.chart .line,.spark .line{fill:none;stroke:var(--accent);stroke-width:1.75;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.chart .second .line{stroke:var(--second);stroke-width:1.25}
.chart .band{fill:var(--accent);opacity:.16}
.chart .second .band{fill:var(--second)}
.chart .forecast{fill:none;stroke:var(--accent);stroke-width:1.75;stroke-dasharray:3 4;vector-effect:non-scaling-stroke}
.chart .now{fill:var(--accent);stroke:var(--card);stroke-width:1.5}
.chart .outage{fill:var(--fail-bar);opacity:.18}
.chart .mark{stroke:var(--muted);stroke-width:1;stroke-dasharray:2 3}
.chart .today{stroke:var(--muted);stroke-width:1}
.chart .limit{stroke-width:1.25;stroke-dasharray:5 4}
.chart line.limit.warn{stroke:var(--warn-bar)}.chart line.limit.fail{stroke:var(--fail-bar)}
.chart .limit-name{text-anchor:end;paint-order:stroke;stroke:var(--card);stroke-width:3px;stroke-linejoin:round}
.chart .limit-name.warn{fill:var(--warn)}.chart .limit-name.fail{fill:var(--fail)}
.hover rect{fill:transparent}
.hover line{stroke:var(--text);stroke-width:1;opacity:0}
.hover:hover line{opacity:.5}
.note{font-size:13px;color:var(--muted);margin-top:8px}
.events li,.checks li{display:flex;gap:12px;align-items:flex-start;padding:10px 20px;border-top:1px solid var(--line);font-size:15px}
.events li:first-child,.checks li:first-child{border-top:0}
.events .icon,.checks .icon{margin-top:3px}
.what{flex:1;min-width:0}
.events time,.value{flex:none;color:var(--muted);font-size:14px;text-align:right;font-variant-numeric:tabular-nums}
.value{max-width:40%;color:var(--text)}
.value small{display:block;color:var(--muted)}
.target{font-size:13px;color:var(--muted);margin-right:4px}
.hint{display:block;color:var(--muted);font-size:14px;margin-top:2px}
details>summary{cursor:pointer}
.part>details>summary,.data>summary{font-size:14px;color:var(--muted);padding:10px 2px;width:fit-content}
.part>ul+details{margin-top:4px}
.part>details>.checks{margin-top:4px}
.endpoints{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:16px}
.endpoint{padding:14px 20px;font-size:14px}
.endpoint p{color:var(--muted);margin-top:4px}
.endpoint .side{color:var(--text);font-weight:600;margin:0 0 4px}
.context li{padding:10px 20px;font-size:14px}
.data{margin-top:28px;padding:0 20px}
.scroll{overflow-x:auto;margin-bottom:16px}
table{border-collapse:collapse;font-size:14px;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:6px 12px 6px 0;text-align:left;border-top:1px solid var(--line);white-space:nowrap}
thead th{border-top:0;color:var(--muted);font-weight:500}
tbody th{font-weight:500}
.group{margin-top:28px}
.group h2{display:flex;align-items:center;gap:8px}
.count{color:var(--muted);font-weight:400}
.rows{overflow:hidden}
.row{display:grid;grid-template-columns:16px minmax(140px,1.5fr) minmax(150px,1.3fr) 72px 104px 88px 96px 12px;gap:16px;align-items:center;padding:12px 20px}
.row.head{padding-top:10px;padding-bottom:10px;font-size:13px;color:var(--muted)}
.app-row{border-top:1px solid var(--line)}
summary.row{list-style:none}
summary.row::-webkit-details-marker{display:none}
summary.row:hover{background:var(--none-soft)}
.app b{display:block;font-weight:600}
.app small{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden;font-size:13px;line-height:1.4;color:var(--muted)}
.cell{display:block;font-size:14px;font-variant-numeric:tabular-nums;min-width:0}
.cell .meter{margin-top:5px}
.cell .spark{margin-top:2px;overflow:visible}
.cell .bars{height:28px}
.cell-name{display:none}
.figure{white-space:nowrap}
.chevron{width:8px;height:8px;border:solid var(--muted);border-width:0 2px 2px 0;transform:rotate(45deg);justify-self:end;margin-top:-4px}
details[open]>summary .chevron{transform:rotate(225deg);margin-top:4px}
.inside{padding:4px 20px 24px;border-top:1px solid var(--line);background:var(--bg)}
@media (max-width:860px){
.top,main,footer{padding-left:16px;padding-right:16px}
.verdict{padding:16px;gap:12px}
.row.head{display:none}
.rows>.app-row:nth-child(2){border-top:0}
.row{grid-template-columns:16px repeat(3,minmax(0,1fr)) minmax(0,1.15fr) 12px;gap:10px 12px;padding:14px 16px;align-items:start}
.row .icon{margin-top:4px}
.app{grid-column:2/6}
.chevron{grid-column:6;grid-row:1;margin-top:6px}
.days{grid-column:2/7}
.cell:not(.days){grid-column:auto}
.cell:nth-of-type(4){grid-column-start:2}
.cell-name{display:block;font-size:11px;color:var(--muted);white-space:nowrap}
.inside{padding-left:16px;padding-right:16px}
.events li,.checks li{padding-left:16px;padding-right:16px;gap:10px}
.panel,.uptime{padding-left:16px;padding-right:16px}
}
@media (max-width:520px){
h1{font-size:21px}
.spark{display:none}
.checks li{flex-wrap:wrap}
.checks .value{max-width:none;flex-basis:100%;text-align:left;padding-left:26px}
.checks .value small{display:inline;margin-left:8px}
.events li{flex-wrap:wrap}
.events time{flex-basis:100%;text-align:left;padding-left:26px}
.ends span:first-child,.ends span:last-child{flex:none}
}
@media print{
:root{--bg:#fff;--card:#fff;--line:#d8dee4;--text:#1f2328;--muted:#59636e;--pass:#1a7f37;--warn:#9a6700;--fail:#cf222e;--none:#59636e;--accent:#0969da;--second:#8250df;--pass-bar:#2da44e;--warn-bar:#d4a72c;--fail-bar:#d1242f;--empty:#dfe4ea;--pass-soft:#fff;--warn-soft:#fff;--fail-soft:#fff;--none-soft:#fff;--shadow:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:12px}
.jump,.chevron,.data{display:none}
.panel,.endpoint,.problem,.uptime,.app-row,.events li,.checks li{break-inside:avoid}
h2,h3{break-after:avoid}
.panels{grid-template-columns:1fr 1fr}
.part>details::details-content{content-visibility:visible;block-size:auto}
}
@media (prefers-reduced-motion:no-preference){.chevron{transition:transform .15s}}
`;

;// CONCATENATED MODULE: ./report/page/page.js










/**
 * One HTML file that stands alone: it makes no request, runs no script, and its policy forbids both. Text from outside is
 * text and nothing else.
 */
function renderPage(given) {
    const input = withDefaults(given);
    const { report, error, generatedAt, runUrl } = input;
    const [only, ...others] = report.apps;
    const isOne = only !== undefined && others.length === 0;
    const mood = isOne ? moodOf(only) : worst(input);
    const headline = isOne ? appHeadline(only, report) : fleetHeadline(input);
    const title = isOne ? `${only.app}: ${headline}` : headline;
    const policy = `default-src 'none'; style-src '${hash(style)}'; img-src data:; base-uri 'none'; form-action 'none'`;
    const body = isOne ? single(input) : html `${error ? problemBox(error, 'fail') : nothing}${fleet(input)}`;
    const page = html `<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="${favicon(mood)}" />
        ${styleElement}
      </head>
      <body>
        <a class="jump" href="#main">Skip to content</a>
        <header class="top">
          <span class="brand">Redis health</span
          ><span class="when"
            >Updated <time datetime="${isoTime(generatedAt)}">${fullTimeName(generatedAt)} UTC</time></span
          >
        </header>
        <main id="main">
          <div class="verdict ${mood}">
            ${icon(mood, 'large')}
            <div>
              <p class="over">${isOne ? only.app : `${(0,format/* count */.U9)(report.apps.length)} apps`}</p>
              <h1>${headline}</h1>
              ${isOne ? underVerdict(input) : counts(input)}
            </div>
          </div>
          ${body}
        </main>
        <footer>
          <p>
            ${`Mode ${report.mode}${report.dryRun ? ', dry run' : ''}, took ${(0,format/* duration */.p0)(report.durationMs)}. All times are UTC.`}
            ${html_link('Open the run', runUrl)}
          </p>
        </footer>
      </body>
    </html> `;
    return page.text;
}
/** Whole: a space more between its tags, and the hash in the policy would not be that of its text. */
const styleElement = new Html(`<style>${style}</style>`);
/** CSP names a style element by the hash of its text. */
function hash(text) {
    return `sha256-${(0,external_node_crypto_.createHash)('sha256').update(text).digest('base64')}`;
}
function isoTime(time) {
    return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : '';
}
function worst({ report, error }) {
    if (error)
        return 'fail';
    return moods.find((mood) => report.apps.some((app) => moodOf(app) === mood)) ?? 'untested';
}
function single({ report, state, generatedAt: now, limits }) {
    const [app] = report.apps;
    if (!app)
        return nothing;
    return appSection(app, knownHistory(state, app.app), {
        now,
        hover: true,
        level: 2,
        run: report,
        limits,
    });
}
function underVerdict({ report, generatedAt, state }) {
    const [app] = report.apps;
    if (!app)
        return nothing;
    const since = sinceWords(app, generatedAt);
    const history = knownHistory(state, app.app);
    const uptime = app.history?.uptimePercent;
    const parts = [
        ...(since === '' ? [] : [(0,verdict/* upperFirst */.Zb)(since)]),
        ...(uptime === undefined || !history ? [] : [`${percentExact(uptime)} uptime ${uptimeSpan(history, generatedAt)}`]),
    ];
    return parts.length === 0 ? nothing : html `<p class="under">${parts.join(' \u00b7 ')}</p>`;
}
/** How many apps are how, in words and as one bar. */
function counts({ report }) {
    if (report.apps.length === 0)
        return nothing;
    const all = moods.map((mood) => ({ mood, number: report.apps.filter((app) => moodOf(app) === mood).length }));
    const present = all.filter(({ number }) => number > 0);
    let x = 0;
    const pieces = present.map(({ mood, number }) => {
        const width = (number / report.apps.length) * 100;
        const piece = html `<rect class="${mood}" x="${x.toFixed(2)}%" width="${width.toFixed(2)}%" height="8" />`;
        x += width;
        return piece;
    });
    const words = present.map(({ mood, number }) => html `<span>${icon(mood)} ${(0,format/* count */.U9)(number)} ${shortNames[mood]}</span>`);
    return html `<p class="under counts">${words}</p>
    <svg class="stack" width="100%" height="8" aria-hidden="true">${pieces}</svg>`;
}
const shortNames = {
    fail: 'failing',
    warn: 'with warnings',
    untested: 'not tested',
    pass: 'healthy',
};


/***/ })

};
