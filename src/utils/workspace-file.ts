import { randomBytes } from 'node:crypto'
import { lstat, mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'

/** Files of the workspace. A pull request can commit a symlink, so each path is resolved before it is used. */

/**
 * The path with symlinks in its parent folders resolved, as far as it exists. A symlink at the path itself
 * is not resolved.
 * @throws Error when the path leads out of the workspace
 */
export async function resolveInside(workspace: string, path: string): Promise<string> {
  const root = await realpath(workspace)
  const folder = await existing(dirname(path))
  return join(inside(root, await realpath(folder)), relative(folder, path))
}

/**
 * Writes a file atomically. A symlink of that name is replaced, not followed.
 *
 * @param beforeRename decides at the last moment: false leaves the old file, and the result is false
 * @throws Error as `resolveInside`, and when the file cannot be written
 */
export async function writeInside(
  workspace: string,
  path: string,
  content: string,
  beforeRename: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  await mkdir(dirname(await resolveInside(workspace, path)), { recursive: true })
  const target = await resolveInside(workspace, path)
  // Short, because the name of the file may already have the maximum length.
  const temporary = join(dirname(target), `.${randomBytes(6).toString('hex')}.tmp`)
  try {
    await writeFile(temporary, content, { flag: 'wx' })
    if (!(await beforeRename())) {
      await rm(temporary, { force: true })
      return false
    }
    await rename(temporary, target)
    return true
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** The nearest existing parent folder; a dangling symlink counts as existing, and is then refused. */
async function existing(path: string): Promise<string> {
  const found = await lstat(path).then(
    () => true,
    () => false,
  )
  return found || dirname(path) === path ? path : existing(dirname(path))
}

function inside(root: string, path: string): string {
  if (path !== root && !path.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new Error('the path leads out of the workspace')
  }
  return path
}
