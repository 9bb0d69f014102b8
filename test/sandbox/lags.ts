/** Changes that become visible only after a number of reads. */
export class Lags {
  private readonly left = new Map<string, number>()

  start(key: string, reads: number): void {
    if (reads > 0) this.left.set(key, reads)
  }

  /** Whether this read still shows the old state; counts it. */
  hides(key: string): boolean {
    const left = this.left.get(key)
    if (left === undefined) return false
    if (left > 1) this.left.set(key, left - 1)
    else this.left.delete(key)
    return true
  }
}
