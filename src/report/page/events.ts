import { titles } from '../../failure/catalogue.ts'
import type { AppHistory, EventKind, HistoryEvent } from '../../history/history.ts'
import { html, nothing } from './html.ts'
import type { Html } from './html.ts'
import { icon } from './icons.ts'
import type { IconName } from './icons.ts'
import { fullTimeName, lasting, timeName } from './words.ts'

const kinds: Readonly<Record<EventKind, { readonly name: string; readonly icon: IconName }>> = {
  broke: { name: 'Alarm raised', icon: 'fail' },
  recovered: { name: 'Recovered', icon: 'pass' },
  created: { name: 'Add-on created', icon: 'change' },
  'drift-healed': { name: 'Config vars updated', icon: 'change' },
  maintenance: { name: 'Maintenance', icon: 'change' },
  upgraded: { name: 'Version changed', icon: 'change' },
  'plan-changed': { name: 'Plan changed', icon: 'change' },
  rotated: { name: 'Credentials rotated', icon: 'change' },
  restarted: { name: 'Server restarted or replaced', icon: 'change' },
}

/** What happened, newest first. */
export function eventList({ events }: AppHistory, most: number): Html {
  if (events.length === 0) return nothing
  const items = events
    .map((event, index) => ({ event, words: detailOf(event, events.slice(0, index)) }))
    .slice(-most)
    .toReversed()
    .map(
      ({ event: { kind, time }, words }) =>
        html`<li>
          ${icon(kinds[kind].icon)}<span class="what"
            ><b>${kinds[kind].name}</b>${words === '' ? nothing : html` <span class="detail">${words}</span>`}</span
          ><time datetime="${iso(time)}" title="${fullTimeName(time)} UTC">${timeName(time)}</time>
        </li>`,
    )
  return html`<ul class="events">
    ${items}
  </ul>`
}

function detailOf({ kind, time, detail }: HistoryEvent, before: readonly HistoryEvent[]): string {
  if (kind === 'recovered') {
    const broke = before.findLast((event) => event.kind === 'broke')
    return broke ? `after ${lasting(time - broke.time)}` : ''
  }
  const title = Object.entries(titles).find(([reason]) => reason === detail)?.[1]
  return title ?? detail ?? ''
}

function iso(time: number): string {
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : ''
}
