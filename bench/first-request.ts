// The minimum start-up time of any client of Heroku: Node.js, its HTTPS client, one request.
import 'node:https'
import { get } from 'node:http'

get(`${process.env['HEROKU_HOST'] ?? ''}/apps/none`, (response) => response.resume())
