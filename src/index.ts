/** The oldest Node.js that the action runs on: `runs.using` in action.yml. */
const oldestNode = 24

/**
 * Other tools start the bundle with their own Node.js. Nothing else is loaded before this check: an older version
 * would fail later, when an add-on may already exist.
 */
function isTooOld(): boolean {
  const { node } = process.versions
  if (Number.parseInt(node, 10) >= oldestNode) return false
  const what = `This action needs Node.js ${String(oldestNode)} or newer and was started with ${node}. Nothing was done.`
  const remedy =
    'Use a runner that supports node24 (actions/runner 2.327.1 or newer), or start it with a newer Node.js.'
  process.stdout.write(`::error title=Node.js is too old::${what} ${remedy}\n`)
  process.exitCode = 1
  return true
}

const finished = isTooOld()
  ? Promise.resolve()
  : import(/* webpackMode: "eager" */ './main.ts').then(({ main }) => main())

// Without this, a run that waits forever would end with success.
await finished

/** For tools such as @github/local-action, which import the bundle and call this function. */
export function run(): Promise<void> {
  return finished
}
