// Creates the pictures of the docs from real runs against the sandbox.
import { ready, run } from './ready.mjs'

ready({ programs: 'pictures' })
run('node', ['test/pictures/main.ts'])
