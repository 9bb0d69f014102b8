// Makes the pictures of the docs from real runs against a local Heroku.
import { ready, run } from './ready.mjs'

ready({ programs: 'pictures' })
run('node', ['test/pictures/main.ts'])
