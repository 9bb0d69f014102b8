import { randomUUID } from 'node:crypto'
import { lstat, mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'

/**
 * Writes a file whole or not at all; folders are created. Nothing outside `root` is touched: a pull request can commit a
 * symlink, so folders are resolved first, and a symlink in place of the file itself is replaced and not followed.
 * @throws Error of the file system, or that the path leads out of `root`
 */
export async function writeInside(root: string, path: string, content: string): Promise<void> {
  const realRoot = await realpath(root)
  requireInside(realRoot, await realpath(await nearestExisting(dirname(path))))
  await mkdir(dirname(path), { recursive: true })
  const folder = await realpath(dirname(path))
  requireInside(realRoot, folder)
  // A name of its own: one made of the file's name could be too long for the file system.
  const temporary = join(folder, `.${randomUUID()}.tmp`)
  try {
    await writeFile(temporary, content, { flag: 'wx' })
    await rename(temporary, join(folder, basename(path)))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** The nearest folder above that exists; a dangling symlink counts as one, and `realpath` then refuses it. */
async function nearestExisting(path: string): Promise<string> {
  const found = await lstat(path).then(
    () => true,
    () => false,
  )
  return found || dirname(path) === path ? path : nearestExisting(dirname(path))
}

function requireInside(root: string, path: string): void {
  if (path !== root && !path.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new Error('the path leads out of the workspace')
  }
}
