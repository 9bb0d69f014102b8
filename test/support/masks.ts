/** The runner's masking of logs and its dropping of job outputs, after actions/runner (SecretMasker, ValueEncoders). */

const encoders: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => Buffer.from(value).toString('base64'),
  (value) => Buffer.from(value).subarray(1).toString('base64'),
  (value) => Buffer.from(value).subarray(2).toString('base64'),
  (value) => value.replaceAll('"', '\\"'),
  (value) => value.replaceAll("'", "''"),
  (value) => JSON.stringify(value).slice(1, -1),
  (value) => encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
  (value) =>
    value
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&apos;'),
  (value) => (value.length > 8 && /^".*"$/s.test(value) ? value.slice(1, -1) : value),
]

export class Masks {
  /** In order of registration. */
  readonly values: string[] = []
  readonly #forms = new Set<string>()

  /** Like `::add-mask::`: the value, and each of its lines unchanged. Trimmed forms must be registered separately. */
  add(value: string): void {
    if (value.trim() === '') return
    this.values.push(value)
    for (const each of [value, ...value.split(/[\r\n]+/)]) {
      for (const encode of encoders) if (each !== '') this.#forms.add(encode(each.toWellFormed()))
    }
    this.#forms.delete('')
  }

  /** Overlapping matches become one `***`. */
  apply(text: string): string {
    const spans: [start: number, end: number][] = []
    for (const form of this.#forms) {
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) spans.push([at, at + form.length])
    }
    spans.sort(([a], [b]) => a - b)
    let masked = ''
    let end = 0
    for (const [from, to] of spans) {
      if (from > end || end === 0) masked += `${text.slice(end, from)}***`
      end = Math.max(end, to)
    }
    return masked + text.slice(end)
  }

  /** The runner drops such a job output. */
  matches(text: string): boolean {
    return this.apply(text) !== text
  }
}
