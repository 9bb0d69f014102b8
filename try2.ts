import { run } from './try.ts'
for (let i=0;i<2;i++) await run({ host: '127.0.0.1', port: 7399, tls: false, username: 'default' })
for (let i=0;i<2;i++) await run({ host: 'localhost', port: 7399, tls: false, username: 'default' })
process.exit()
