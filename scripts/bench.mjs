import { ready, run } from './ready.mjs'

ready()
run('node', ['--disable-warning=ExperimentalWarning', 'bench/main.ts', ...process.argv.slice(2)])
