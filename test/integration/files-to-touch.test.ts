import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exists, read, root, type RepositoryPath } from '../unit/docs/files.ts'
import { listings, type Names } from '../unit/docs/names.ts'

// The lists of docs/architecture.md, "Files to touch": followed in a copy of the repository, and again without each
// file.

interface Edit {
  readonly file: RepositoryPath
  /** Occurs once in the file; empty: the file is new. */
  readonly from: string
  readonly to: string
}

interface Recipe {
  readonly heading: string
  readonly kind: keyof Names
  /** The new name, as in the compiler's errors. */
  readonly name: string
  readonly edits: readonly Edit[]
  /** Listed files that not every change needs, or whose absence no test detects. */
  readonly beyond: readonly RepositoryPath[]
}

/** The text goes before or after a piece of a file. */
const before = (file: RepositoryPath, piece: string, text: string): Edit => ({ file, from: piece, to: text + piece })
const after = (file: RepositoryPath, piece: string, text: string): Edit => ({ file, from: piece, to: piece + text })

const section = `**What you see.** A try.

**Probable cause.** A try.

**What to do.** Nothing.

**How to verify.** Nothing.

`

const recipes: readonly Recipe[] = [
  {
    heading: 'A new input',
    kind: 'inputs',
    name: 'sparePart',
    edits: [
      after('src/checks/settings.ts', '  readonly requireReplica: boolean\n', '  readonly sparePart: boolean\n'),
      before('src/inputs/inputs.ts', "  'tls-verify': row(", "  'spare-part': row('false', parseBoolean),\n"),
      before('src/inputs/inputs.ts', '    tlsVerify: values[', "    sparePart: values['spare-part'],\n"),
      before('action.yml', '  tls-verify:\n', "  spare-part:\n    description: Only a try.\n    default: 'false'\n"),
      before('README.md', '| `tls-verify` ', '| `spare-part` | `false` | Only a try |\n'),
      before('README.ko.md', '| `tls-verify` ', '| `spare-part` | `false` | Only a try |\n'),
      before(
        'test/unit/inputs/inputs.test.ts',
        "  [{ 'require-replica': 'true' }",
        "  [{ 'spare-part': 'true' }, { sparePart: true }],\n",
      ),
      before(
        'test/unit/inputs/inputs.test.ts',
        "  [{ 'require-replica': '1' }",
        "  [{ 'spare-part': '1' }, 'spare-part: got'],\n",
      ),
      after('test/unit/checks/fixtures.ts', '  requireReplica: false,\n', '  sparePart: false,\n'),
      after(
        'test/unit/checks/properties.test.ts',
        '    requireReplica: fc.boolean(),\n',
        '    sparePart: fc.boolean(),\n',
      ),
      after('test/unit/checks/properties.test.ts', "    'requireReplica',\n", "    'sparePart',\n"),
    ],
    beyond: ['CHANGELOG.md'],
  },
  {
    heading: 'A new check',
    kind: 'checks',
    name: 'spare-check',
    edits: [
      after('src/checks/check.ts', "  'connections',\n", "  'spare-check',\n"),
      before(
        'src/checks/judge.ts',
        "  { id: 'version', ",
        "  { id: 'spare-check', targets: ['app'], judge: () => ({ status: 'pass', message: 'A try.' }) },\n",
      ),
      after('schema/report.schema.json', '            "connections",\n', '            "spare-check",\n'),
      before('README.md', '| `version`     | Older', '| `spare-check` | A try |\n'),
      before('README.ko.md', '| `version`     | `version`', '| `spare-check` | A try |\n'),
      before('docs/troubleshooting.md', '### Check: version\n', '### Check: spare-check\n\nA try.\n\n'),
      after('test/unit/checks/judge.test.ts', "  'connections reader',\n", "  'spare-check app',\n"),
      { file: 'test/unit/checks/properties.test.ts', from: 'toHaveLength(25)', to: 'toHaveLength(26)' },
    ],
    beyond: ['src/redis/facts.ts', 'CHANGELOG.md'],
  },
  {
    heading: 'A new failure reason',
    kind: 'reasons',
    name: 'spare-reason',
    edits: [
      before('src/failure/failure.ts', "  'cancelled',\n", "  'spare-reason',\n"),
      before(
        'src/failure/catalogue/health.ts',
        '} as const satisfies',
        "  'spare-reason': { title: 'A try', cause: 'A try.', remedy: 'Try it.' },\n",
      ),
      before('schema/report.schema.json', '        "cancelled",\n        "internal"\n', '        "spare-reason",\n'),
      before('docs/troubleshooting.md', '## cancelled\n', `## spare-reason\n\n${section}`),
      before('docs/troubleshooting.md', '[cancelled](#cancelled)', '[spare-reason](#spare-reason) · '),
    ],
    beyond: ['src/heroku/errors.ts', 'src/redis/errors.ts', 'CHANGELOG.md'],
  },
  {
    heading: 'A new report format',
    kind: 'formats',
    name: "'spare'",
    edits: [
      { file: 'src/report/settings.ts', from: "'junit' | 'html'", to: "'junit' | 'html' | 'spare'" },
      after('src/report/formats.ts', 'render: page },\n', "  spare: { extension: '.spare', render: () => '' },\n"),
      after('action.yml', '`.html` is a self-contained page', ', `.spare` a try'),
      after('README.md', '`.html` a self-contained page', ', `.spare` a try'),
      after('README.ko.md', '`.html`은 파일 하나로 된 페이지', ', `.spare`'),
      { file: 'test/unit/report/files.test.ts', from: "'.xml', '.html']", to: "'.xml', '.html', '.spare']" },
      { file: 'test/unit/report/files.test.ts', from: "'a.json', 'a.xml']", to: "'a.json', 'a.spare', 'a.xml']" },
      {
        file: 'test/unit/inputs/inputs.test.ts',
        from: "'x.xml.bak' }, 'end in .json, .xml or .html'",
        to: "'x.xml.bak' }, 'end in .json, .xml, .html or .spare'",
      },
      {
        file: 'test/unit/inputs/inputs.test.ts',
        from: "'xml' }, 'end in .json, .xml or .html'",
        to: "'xml' }, 'end in .json, .xml, .html or .spare'",
      },
    ],
    beyond: ['CHANGELOG.md'],
  },
]

const filesOf = ({ edits }: Recipe): readonly RepositoryPath[] => [...new Set(edits.map(({ file }) => file))]
const edited = [...new Set(recipes.flatMap(filesOf))]
const isTest = (file: RepositoryPath): boolean => file.startsWith('test/')
const sourcesOf = (recipe: Recipe): readonly RepositoryPath[] =>
  filesOf(recipe).filter((file) => file.startsWith('src/'))

type Left = (file: RepositoryPath, recipe: Recipe) => boolean

/** A file after the changes, except the omitted ones. */
function changed(file: RepositoryPath, isLeftOut: Left = () => false): string {
  let text = read(file)
  const edits = recipes.flatMap((recipe) => (isLeftOut(file, recipe) ? [] : recipe.edits))
  for (const { from, to } of edits.filter((edit) => edit.file === file)) {
    if (text.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`)
    text = text.replace(from, () => to)
  }
  return text
}

const copies = realpathSync(mkdtempSync(join(tmpdir(), 'files-to-touch-')))

/** Each copy omits other files. The compiler's errors about the new name show which of them are missing. */
const leftOut: Readonly<Record<string, Left>> = {
  nothing: () => false,
  tests: isTest,
  firstSource: (file, recipe) => file === sourcesOf(recipe)[0],
  secondSource: (file, recipe) => file === sourcesOf(recipe)[1] || isTest(file),
}

function copy(name: string, parts: readonly RepositoryPath[]): void {
  for (const part of parts) cpSync(join(root, part), join(copies, name, part), { recursive: true })
  for (const file of edited.filter((each) => parts.some((part) => each === part || each.startsWith(`${part}/`)))) {
    writeFileSync(join(copies, name, file), changed(file, leftOut[name]))
  }
}

const run = (program: string, args: readonly string[], folder: string): Promise<string> =>
  promisify(execFile)(program, args, { cwd: folder, maxBuffer: 100_000_000 }).then(
    ({ stdout }) => stdout,
    // Exit code 1: something was found.
    ({ stdout }: { readonly stdout: string }) => stdout,
  )
const bin = (name: string): string => join(root, 'node_modules', '.bin', name)

/** The compiler's errors in one copy. All copies are one program, so that shared files are read once. */
async function compile(): Promise<(name: string) => readonly string[]> {
  const include = [
    'nothing/src',
    'nothing/test',
    'firstSource/src',
    'secondSource/src',
    'secondSource/test/unit/checks',
  ]
  writeFileSync(join(copies, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.json'), include }))
  const lines = (await run(bin('tsc'), ['-p', '.', '--pretty', 'false', '--singleThreaded'], copies)).split('\n')
  return (name) => lines.flatMap((line) => (line.startsWith(`${name}/`) ? [line.slice(name.length + 1)] : []))
}

const decisive = 'every input is accepted|judges every check|keeps the report order|writes every format|end in'

async function failedTestFiles(name: string): Promise<readonly string[]> {
  const files = edited.filter((file) => file.endsWith('.test.ts'))
  const folder = join(copies, name)
  const report = ['--reporter', 'json', '--outputFile', 'results.json']
  await run(
    bin('vitest'),
    ['run', '--project', 'unit', '--maxWorkers', '1', ...report, '-t', decisive, ...files],
    folder,
  )
  const { testResults } = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as {
    readonly testResults: readonly { readonly name: string; readonly status: string }[]
  }
  return testResults.flatMap((file) => (file.status === 'passed' ? [] : [file.name.slice(folder.length + 1)]))
}

const namesScript = `
  const { namesOfCode } = await import('./test/unit/docs/names.ts')
  console.log(JSON.stringify(namesOfCode))
`
let complaints: (name: string) => readonly string[]
let names: Names
let failed: Readonly<Record<'nothing' | 'tests', readonly string[]>>

beforeAll(async () => {
  const complete = ['src', 'test', 'schema', 'docs', 'package.json', 'vitest.config.ts']
  const pages = edited.filter((file) => !file.includes('/'))
  copy('nothing', [...complete, ...pages])
  copy('tests', [...complete, ...pages])
  copy('firstSource', ['src'])
  copy('secondSource', ['src', 'test'])
  symlinkSync(join(root, 'node_modules'), join(copies, 'node_modules'))
  const [compiled, printed, nothing, tests] = await Promise.all([
    compile(),
    run(process.execPath, ['--input-type=module', '--eval', namesScript], join(copies, 'nothing')),
    failedTestFiles('nothing'),
    failedTestFiles('tests'),
  ])
  complaints = compiled
  names = JSON.parse(printed) as Names
  failed = { nothing, tests }
}, 300_000)

afterAll(() => rmSync(copies, { recursive: true, force: true }))

/** Lists that differ from the code. */
const wrongLists = (isLeftOut?: Left): readonly RepositoryPath[] =>
  listings((file) => changed(file, isLeftOut)).flatMap((list) =>
    list.names.join('\n') === names[list.kind].join('\n') ? [] : [list.file],
  )

test('the compiler and the tests accept the changes when every listed file is changed', () => {
  expect(complaints('nothing')).toEqual([])
  expect(wrongLists()).toEqual([])
  expect(failed.nothing).toEqual([])
})

describe.each(recipes)('$heading', (recipe) => {
  test('docs/architecture.md lists the files of the change', () => {
    const section = read('docs/architecture.md').split(`### ${recipe.heading}\n`)[1]?.split(/^##/m)[0] ?? ''
    const listed = [...section.matchAll(/`([\w./-]+\.\w+)`/g)].map(([, file = '']) => file).filter(exists)
    expect(new Set(listed)).toEqual(new Set([...filesOf(recipe), ...recipe.beyond]))
  })

  test.each(filesOf(recipe))('something fails without %s', (file) => {
    const source = ['firstSource', 'secondSource'][sourcesOf(recipe).indexOf(file)] ?? 'none'
    const found = [
      ...wrongLists((each, its) => each === file && its === recipe),
      ...complaints(source).filter((line) => line.includes(recipe.name)),
      ...[...complaints('secondSource'), ...failed.tests].filter((line) => isTest(file) && line.startsWith(file)),
    ]
    expect(found).not.toEqual([])
  })
})
