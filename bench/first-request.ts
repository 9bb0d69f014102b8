// The floor for the start-up of anything that asks Heroku something: Node, its HTTPS client, one request.
import 'node:https'
import { get } from 'node:http'

get(`${process.env['HEROKU_HOST'] ?? ''}/apps/none`, (response) => response.resume())
