/** Effects after a number of reads: delays that do not depend on the clock. */
export class Reads {
  private readonly waiting = new Set<{ readonly path: RegExp; left: number; readonly effect: () => Promise<void> }>()

  /** The first `count` reads of `path` still see the old state. With 0, the effect is immediate. */
  async after(count: number, path: RegExp, effect: () => void | Promise<void>): Promise<void> {
    const work = async (): Promise<void> => effect()
    if (count <= 0) return work()
    this.waiting.add({ path, left: count, effect: work })
  }

  /** Must be called before the answer to a GET. Resolves after the due effects. */
  async seen(path: string): Promise<void> {
    for (const entry of this.waiting) {
      if (!entry.path.test(path) || entry.left-- > 0) continue
      this.waiting.delete(entry)
      await entry.effect()
    }
  }
}

/** Reads of the config vars of any app. */
export const configVarReads = /^\/apps\/[^/]+\/config-vars$/
