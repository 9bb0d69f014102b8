// src → lib (tsc) → one bundle (ncc). `npm run build` writes it to dist/, the tests write it elsewhere to compare.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './ready.mjs'

/**
 * @actions/core imports this client, and with it undici (1 MB, and most of the start-up time) and tunnel (node:assert),
 * for an OIDC token that this action never requests. The bundler uses the stand-in instead.
 */
const standIn = `export class HttpClient {
  constructor() {
    throw new Error('@actions/http-client is not part of this bundle')
  }
}
`

/** @param check false: the types are checked elsewhere. */
export function bundle(folder, { check = true } = {}) {
  // Always this folder: the bundler's module numbers depend on its name.
  const lib = join(root, 'lib')
  rmSync(lib, { recursive: true, force: true })
  run('tsc', ['-p', 'tsconfig.build.json', ...(check ? [] : ['--noCheck'])])
  writeFileSync(join(lib, 'http-client.js'), standIn)
  const paths = { '@actions/http-client': ['./http-client.js'] }
  writeFileSync(join(lib, 'tsconfig.json'), JSON.stringify({ compilerOptions: { baseUrl: '.', paths } }))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  // From inside lib/, where the bundler finds the paths above.
  run('ncc', ['build', 'index.js', '--out', folder, '--quiet'], { cwd: lib })
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    if (name.endsWith('.js')) writeFileSync(file, asciiOnly(readFileSync(file, 'utf8')))
  }
  writeFileSync(join(folder, 'licenses.txt'), licenses())
}

/**
 * With a single non-ASCII character, Node.js decodes the file and keeps it with two bytes per character, which
 * makes loading slower by a third. Escapes have the same meaning in strings, templates and regular expressions.
 */
function asciiOnly(code) {
  const escaped = (character) =>
    Array.from(
      { length: character.length },
      (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    )
  return code.replace(/\P{ASCII}/gu, (character) => escaped(character).join(''))
}

/** Licences of all packages that may be in the bundle. The bundler's own list omits merged modules. */
function licenses() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const shipped = Object.keys(packages).filter((path) => {
    const { dev, optional, devOptional } = packages[path]
    return path !== '' && !dev && !optional && !devOptional
  })
  // The bundler's runtime is in the bundle as well.
  const texts = [...shipped, 'node_modules/@vercel/ncc'].map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'))
    const file = readdirSync(join(root, path)).find((each) => /^licen[cs]e(\.|$)/i.test(each))
    if (file === undefined) throw new Error(`${path} has no licence file`)
    return `${name} ${version}\n${license}\n\n${read(join(root, path, file)).trim()}\n`
  })
  return texts.join('\n\n')
}

/** Names of the files that differ between two bundles. */
export function differences(one, other) {
  const names = new Set([...readdirSync(one), ...readdirSync(other)])
  return [...names].filter((name) => read(join(one, name)) !== read(join(other, name)))
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
