/** Eighths of a line, from low to high. */
const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const
/** A run that measured nothing. */
const absent = '·'

/**
 * A line of figures as text: `▂▃▂▄█▃`, oldest first. It needs no picture, so that it fits into a table cell of Markdown;
 * the figures themselves always stand beside it.
 *
 * @param values what was not measured is undefined
 * @param most how many characters; longer series are taken together by their highest value
 * @param top what a full block stands for; default the highest value
 */
export function sparkline(values: readonly (number | undefined)[], most = 24, top?: number): string {
  const groups = grouped(values, most)
  const known = groups.filter((value) => value !== undefined)
  const highest = top ?? Math.max(...known)
  if (known.length === 0 || !Number.isFinite(highest)) return ''
  return groups
    .map((value) => {
      if (value === undefined) return absent
      const share = highest <= 0 ? 0 : Math.min(1, Math.max(0, value / highest))
      return blocks[Math.round(share * (blocks.length - 1))] ?? absent
    })
    .join('')
}

/** A spike must stay visible, so each group is its highest value. */
function grouped(values: readonly (number | undefined)[], most: number): readonly (number | undefined)[] {
  const finite = values.map((value) => (value !== undefined && Number.isFinite(value) ? value : undefined))
  if (finite.length <= most) return finite
  return Array.from({ length: most }, (_, index) => {
    const from = Math.floor((index * finite.length) / most)
    const to = Math.floor(((index + 1) * finite.length) / most)
    const known = finite.slice(from, to).filter((value) => value !== undefined)
    return known.length === 0 ? undefined : Math.max(...known)
  })
}

/** The last runs, one sign each: `✅✅⚠️❌`, oldest first. */
export function statusLine(statuses: readonly ('pass' | 'warn' | 'fail')[], most = 10): string {
  return statuses
    .slice(-most)
    .map((status) => ({ pass: '✅', warn: '⚠️', fail: '❌' })[status])
    .join('')
}
