/** A refusal in Heroku's format: HTTP status and `{id, message, …}`. */
export class ApiError extends Error {
  readonly status: number
  readonly body: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    id: string,
    message: string,
    more: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.body = { ...more, id, message }
    this.headers = headers
  }
}

type Kind = 'app' | 'add-on' | 'attachment' | 'release' | 'plan' | 'add-on service' | 'team' | 'pipeline'

export function notFound(kind: Kind): ApiError {
  // The `resource` of an add-on is `add_on`.
  return new ApiError(404, 'not_found', `Couldn't find that ${kind}.`, { resource: kind.replaceAll(/[- ]/g, '_') })
}

export function invalid(message: string): ApiError {
  return new ApiError(422, 'invalid_params', message)
}

/** Another account's app: the name exists, so the status is not 404. */
export function noAccess(app: string): ApiError {
  return new ApiError(403, 'forbidden', `You do not have access to the app ${app}.`)
}

/** The request can be repeated with `confirm: <app>`. */
export function unconfirmed(app: string, message: string, status: 400 | 423 = 423): ApiError {
  return new ApiError(status, 'confirmation_required', message, {}, { 'X-Confirmation-Required': app })
}
