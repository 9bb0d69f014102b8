import type { CheckResult, Finding } from '../../checks/check.ts'
import { prose, text } from '../../utils/escape.ts'
import { icons, link, longest, table } from './markdown.ts'

/** What each check found, with value and limits. `explained` is the finding that the summary has explained above. */
export function checks(results: readonly CheckResult[], explained?: Finding): string {
  return table(['Check', 'Result'], merged(results), (row) => cells(row, explained))
}

/** Two columns, and the icon beside the name: so the table fits a phone. */
function cells({ names, check }: Row, explained: Finding | undefined): readonly string[] {
  const { id, target, status, message, value, threshold, cause, hint, docs } = check
  const isBad = status === 'fail' || status === 'warn'
  const linked = (isBad && docs !== undefined && link(id, docs)) || id
  const isExplained = explained?.id === id && explained.target === target && explained.status === status
  const said = isExplained
    ? ['See above.']
    : [message, ...(isBad ? [cause ?? '', hint ?? ''] : [])]
        .filter((each) => each !== '')
        .map((each) => prose(each, longest))
  // A value that the message names already is not repeated.
  const isNamed = value === undefined || (!isExplained && message.toLowerCase().includes(value.toLowerCase()))
  const measured = [
    ...(isNamed ? [] : [text(value, 100)]),
    ...(threshold === undefined ? [] : [`limit ${text(threshold, 100)}`]),
  ].join(', ')
  const named = `${icons[status]} ${names.join('<br>').replace(id, linked)}`
  return [named, [...said, ...(measured === '' ? [] : [`<sub>${measured}</sub>`])].join('<br>')]
}

interface Row {
  readonly names: readonly string[]
  readonly check: CheckResult
}

/** One row for writer and reader where both say the same, and one for all checks skipped for the same reason. */
function merged(results: readonly CheckResult[]): readonly Row[] {
  const groups = Map.groupBy(results, ({ id, status, message, value, threshold, hint }) =>
    JSON.stringify(status === 'skip' ? [status, message] : [id, status, message, value, threshold, hint]),
  )
  return [...groups.values()].flatMap((group) => {
    // A long list (everything is skipped without an add-on) needs no more than the ids.
    const isList = group.length > 4
    const names = [...Map.groupBy(group, ({ id }) => id)].map(([id, same]) => {
      if (isList) return id
      const on = same.map(({ target }) => target).filter((target) => target !== 'app' && target !== 'pair')
      return on.length === 0 ? id : `${id}, ${on.join(' and ')}`
    })
    const ofReader = group.every(({ target }) => target === 'reader') ? ' (reader)' : ''
    return group[0] ? [{ names: isList ? [`${names.join(', ')}${ofReader}`] : names, check: group[0] }] : []
  })
}
