/** Effects that show only after something has been read a number of times: a delay that does not depend on the clock. */
export class Reads {
  private readonly waiting = new Set<{ readonly path: RegExp; left: number; readonly effect: () => Promise<void> }>()

  /** The first `count` reads of `path` still see the old state. With 0, the effect takes place at once. */
  async after(count: number, path: RegExp, effect: () => void | Promise<void>): Promise<void> {
    const work = async (): Promise<void> => effect()
    if (count <= 0) return work()
    this.waiting.add({ path, left: count, effect: work })
  }

  /** Call it before a GET is answered. Resolves when the effects that were due have taken place. */
  async seen(path: string): Promise<void> {
    for (const entry of this.waiting) {
      if (!entry.path.test(path) || entry.left-- > 0) continue
      this.waiting.delete(entry)
      await entry.effect()
    }
  }
}

/** Whoever reads the config vars of any app. */
export const configVarReads = /^\/apps\/[^/]+\/config-vars$/
