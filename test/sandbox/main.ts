import { startSandbox } from './sandbox.ts'

/** `node test/sandbox/main.ts [app …]`: runs a local Heroku until Ctrl-C. */

const names = process.argv.slice(2)
const sandbox = await startSandbox()
const apps = names.length > 0 ? names : ['my-app']
for (const app of apps) await sandbox.createApp(app)

console.log(`A local Heroku is listening on ${sandbox.url}, with the app${apps.length > 1 ? 's' : ''} ${apps.join(', ')}.

Use it with the Heroku CLI from another terminal:

  export HEROKU_HOST=${sandbox.env.HEROKU_HOST}
  export HEROKU_DATA_HOST=${sandbox.env.HEROKU_DATA_HOST}
  export HEROKU_STATUS_HOST=${sandbox.env.HEROKU_STATUS_HOST}
  export NODE_EXTRA_CA_CERTS=${sandbox.dynoEnv.NODE_EXTRA_CA_CERTS}
  export HEROKU_API_KEY=${sandbox.token}

  heroku addons:create heroku-redis:premium-0 --app ${apps[0]} --wait
  heroku config --app ${apps[0]}
  heroku redis:info --app ${apps[0]}

The token is good for nothing else. Ctrl-C stops everything.`)

const signals = ['SIGINT', 'SIGTERM'] as const
await new Promise((resolve) => signals.forEach((signal) => process.once(signal, resolve)))
await sandbox.stop()
