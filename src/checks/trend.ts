import { type CheckContext, type CheckOutcome, skip } from './outcome.ts'

export function trend({ subject }: CheckContext): CheckOutcome {
  if (subject.history?.trend === undefined) return skip('Not known: there is no history (`state-file`) yet.')
  return skip('Not known: there are too few runs in the history.')
}
