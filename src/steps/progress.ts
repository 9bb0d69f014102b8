import { Failure } from '../failure/failure.ts'
import { HerokuFailure } from '../heroku/errors.ts'
import type { Known } from '../state/known.ts'
import type { Log } from '../utils/log.ts'
import type { StepReport } from './step.ts'

export type { StepReport } from './step.ts'

/**
 * The record of one app's run: what is known, done and still planned. A run that fails or is cancelled
 * reports from it.
 */
export class Progress {
  readonly #log: Log
  readonly #notes: string[] = []
  #known: Known | undefined
  #done: readonly StepReport[] = []
  #planned: readonly StepReport[] = []
  #accepted = false

  constructor(log: Log) {
    this.#log = log
  }

  /** Undefined: Heroku has not answered yet. */
  get known(): Known | undefined {
    return this.#known
  }

  get steps(): readonly StepReport[] {
    return [...this.#done, ...this.#planned]
  }

  /** Heroku accepted a change; it counts although the step may not be done yet. */
  get accepted(): boolean {
    return this.#accepted
  }

  /** Notes for the report that are not findings. */
  get notes(): readonly string[] {
    return this.#notes
  }

  learn(known: Known): Known {
    this.#known = known
    return known
  }

  /** What is still to be done, the next step first. */
  plan(steps: readonly StepReport[]): void {
    this.#planned = steps
  }

  /** The next step is done. `detail` says what happened; `logged` is shorter where the line before says it. */
  markDone(detail: string, target?: string, logged = detail): void {
    const [next, ...rest] = this.#planned
    if (!next) return
    this.#done = [...this.#done, { ...next, done: true, detail, target: target ?? next.target }]
    this.#planned = rest
    this.#log.info(`${target ?? next.target}: ${logged}.`)
  }

  /** A planned step is no longer needed. */
  markUnneeded(step: StepReport, detail: string): void {
    this.#done = [...this.#done, { ...step, done: true, detail }]
  }

  /** The next step was requested, but the answer was lost. */
  markUnknown(request: string): void {
    this.#describeNext(`${request}, but got no answer: it is not known whether it was done`)
  }

  /** The next step is in progress. */
  markAccepted(detail: string): void {
    this.#accepted = true
    this.#describeNext(detail)
  }

  #describeNext(detail: string): void {
    const [next, ...rest] = this.#planned
    if (next) this.#planned = [{ ...next, detail }, ...rest]
  }

  note(text: string): void {
    this.#notes.push(text)
    this.#log.info(text)
  }
}

/** A refused request had no effect; without an answer, the work may have been done. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (error instanceof HerokuFailure) return error.outcome === 'unknown'
  return error instanceof Failure && error.reason === 'cancelled'
}
