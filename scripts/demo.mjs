import { ready, run } from './ready.mjs'

ready()
run('node', ['test/sandbox/demo.ts'])
