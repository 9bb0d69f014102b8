import { ApiError } from './api-error.ts'
import { answer, type Answer } from './http.ts'

export interface Paging<T> {
  /** The default attribute for the order. */
  readonly by: 'id' | 'name' | 'version'
  /** The default number of items per page. */
  readonly size: number
  /** Called only for the items of this page. */
  readonly represent: (item: T) => object
}

/**
 * One page of a list as on Heroku: `Range: <attribute> <from>..<to>; order=desc,max=10`. A `]` before
 * `from` excludes it. 206 and `Next-Range` mean that there are more items.
 */
export function page<T extends object>(items: readonly T[], range: string | undefined, paging: Paging<T>): Answer {
  const wanted = /^(\w+) (\]?)([\w:-]*)\.\.([\w:-]*)(?:; ?(.*))?$/.exec(range ?? `${paging.by} ..`)
  const refused = new ApiError(416, 'requested_range_not_satisfiable', `Range "${range}" is not understood.`)
  if (!wanted) throw refused
  const [, attribute = 'id', exclusive, from = '', to = '', rest = ''] = wanted
  const settings = new Map(rest.split(',').map((part) => part.trim().split('=') as [string, string]))
  const direction = settings.get('order') === 'desc' ? -1 : 1
  const max = Number(settings.get('max') ?? paging.size)
  if (!(max >= 1 && max <= 1000)) throw refused

  const keyOf = (item: object): string | number => (item as Record<string, string | number>)[attribute] ?? ''
  const compare = (a: string | number, b: string | number): number =>
    (typeof a === 'number' ? a - Number(b) : a < String(b) ? -1 : a === b ? 0 : 1) * direction
  const inside = items
    .filter((item) => from === '' || compare(keyOf(item), from) >= (exclusive === '' ? 0 : 1))
    .filter((item) => to === '' || compare(keyOf(item), to) <= 0)
    .sort((a, b) => compare(keyOf(a), keyOf(b)))
  const shown = inside.slice(0, max)
  const [first, last] = [shown[0], shown.at(-1)]
  const acceptRanges = { 'Accept-Ranges': paging.by === 'version' ? 'id, version' : 'id, name' }
  if (!first || !last) return answer([], 200, acceptRanges)

  const order = direction === -1 ? 'order=desc,' : ''
  const headers = {
    ...acceptRanges,
    'Content-Range': `${attribute} ${keyOf(first)}..${keyOf(last)}; ${order}max=${max}`,
  }
  const bodies = shown.map(paging.represent)
  if (shown.length === inside.length) return answer(bodies, 200, headers)
  return answer(bodies, 206, { ...headers, 'Next-Range': `${attribute} ]${keyOf(last)}..${to}; ${order}max=${max}` })
}
