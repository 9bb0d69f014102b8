/**
 * Runs `work` for every item, at most `limit` at the same time; results come in the order of the items.
 * `work` should not reject: one rejection rejects all.
 */
export async function mapLimit<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  // One iterator for all workers: whoever is free takes the next item.
  const queue = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  return results
}
