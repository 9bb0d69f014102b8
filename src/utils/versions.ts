/** Server versions: `9`, `9.1`, `9.0.1`. */

/** Compares only the parts in `wanted`: 9.0.1 is not older than 9. */
export function isOlder(version: string, wanted: string): boolean {
  return compare(version, wanted) < 0
}

/** Compares only the parts in `wanted`: 9.1 is not newer than 9. */
export function isNewer(version: string, wanted: string): boolean {
  return compare(version, wanted) > 0
}

function compare(version: string, wanted: string): number {
  const [actual, asked] = [parts(version), parts(wanted)]
  for (const [index, want] of asked.entries()) {
    const have = actual[index] ?? 0
    if (have !== want) return have - want
  }
  return 0
}

function parts(version: string): readonly number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0)
}
