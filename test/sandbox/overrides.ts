export type Resource = 'addon' | 'app' | 'attachment' | 'config-vars' | 'plan' | 'release'

/** Overrides fields of answers, without changing the state of the sandbox. */
export interface Override {
  /** Restricts it to this name or id: of an app for `config-vars`, `app::NAME` for an attachment. */
  readonly of?: string
  readonly set?: Readonly<Record<string, unknown>>
  readonly omit?: readonly string[]
}

export class Overrides {
  private entries: (Override & { readonly resource: Resource })[] = []

  add(resource: Resource, override: Override): void {
    this.entries.push({ ...override, resource })
  }

  clear(): void {
    this.entries = []
  }

  apply<T extends object>(resource: Resource, names: readonly string[], body: T): T {
    const matching = this.entries.filter(
      (entry) => entry.resource === resource && (entry.of === undefined || names.includes(entry.of)),
    )
    if (matching.length === 0) return body
    const changed = { ...body } as Record<string, unknown>
    for (const { set, omit = [] } of matching) {
      Object.assign(changed, set)
      for (const field of omit) delete changed[field]
    }
    return changed as T
  }
}
