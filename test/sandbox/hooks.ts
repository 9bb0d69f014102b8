import type { RequestMatch } from './faults.ts'

/** A change on Heroku at the moment of a request: a race without dependence on time. */
export interface Hook {
  /** `before`: when the request has arrived; `after`: when it has been executed, before the answer. */
  readonly when: 'before' | 'after'
  readonly match: RequestMatch
  /** Name of a control, and its arguments. */
  readonly control: string
  readonly args: readonly unknown[]
  /** Matching requests that pass first. Default 0. */
  readonly skip?: number
}

/** The pending hooks; each runs once. */
export class Hooks {
  private pending: { readonly hook: Hook; toPass: number }[] = []

  add(hook: Hook): void {
    this.pending.push({ hook, toPass: hook.skip ?? 0 })
  }

  /** The hooks for this request. */
  take(when: Hook['when'], matches: (match: RequestMatch) => boolean): readonly Hook[] {
    const matching = this.pending.filter(({ hook }) => hook.when === when && matches(hook.match))
    const due = matching.filter(({ toPass }) => toPass === 0)
    for (const entry of matching) entry.toPass--
    this.pending = this.pending.filter((entry) => !due.includes(entry))
    return due.map(({ hook }) => hook)
  }
}
