/** A config var that was written, or would be in a dry run. With public values only (host, port, TLS). */
export interface VarChange {
  readonly name: string
  readonly kind: 'add' | 'update' | 'remove'
  readonly from?: string
  readonly to?: string
  /** The value is not known before the add-on has its URL. */
  readonly pending?: true
}

/** Combines two writes: first old value, last new value. */
export function mergeChanges(before: readonly VarChange[], after: readonly VarChange[]): readonly VarChange[] {
  const merged = before.map((each) => {
    const again = after.find(({ name }) => name === each.name)
    return again?.to === undefined ? each : { ...each, to: again.to }
  })
  return [...merged, ...after.filter(({ name }) => !before.some((each) => each.name === name))]
}
