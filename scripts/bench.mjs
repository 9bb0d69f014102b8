import { ready, run } from './ready.mjs'

ready()
run('node', ['bench/main.ts', ...process.argv.slice(2)])
