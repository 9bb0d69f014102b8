import type { CheckResult } from '../../checks/check.ts'
import { prose, text } from '../../utils/escape.ts'
import { icons, link, longest, table } from './markdown.ts'

/** What each check found, with value and threshold. */
export function checks(results: readonly CheckResult[]): string {
  return table(['Check', 'Finding', 'Measured'], merged(results), row)
}

function row({ names, check }: Row): readonly string[] {
  const { id, status, message, value, threshold, hint, docs } = check
  const bad = status === 'fail' || status === 'warn'
  const linked = (bad && docs !== undefined && link(id, docs)) || id
  const said = [prose(message, longest), ...(bad && hint !== undefined ? [prose(hint, longest)] : [])]
  const measured = [
    ...(value === undefined ? [] : [text(value, 100)]),
    ...(threshold === undefined ? [] : [`<sub>limit ${text(threshold, 100)}</sub>`]),
  ]
  // The icon beside the name, not in a column of its own: so the table fits a phone.
  const named = `${icons[status]} ${names.join('<br>').replace(id, linked)}`
  return [named, said.join('<br>'), measured.join('<br>')]
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
    const targets = Map.groupBy(group, ({ id }) => id)
    const names = [...targets].map(([id, same]) => {
      const on = same.map(({ target }) => target).filter((target) => target !== 'app' && target !== 'pair')
      return on.length === 0 ? id : `${id}, ${on.join(' and ')}`
    })
    return group[0] ? [{ names, check: group[0] }] : []
  })
}
