/** A refusal, as Heroku words it: HTTP status and `{id, message, …}`. */
export class ApiError extends Error {
  readonly status: number
  readonly body: Readonly<Record<string, string>>

  constructor(status: number, id: string, message: string, more: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.body = { ...more, id, message }
  }
}

export function notFound(resource: 'app' | 'add-on' | 'attachment' | 'release' | 'plan' | 'add-on service'): ApiError {
  return new ApiError(404, 'not_found', `Couldn't find that ${resource}.`, { resource: resource.replace('-', '') })
}

export function invalid(message: string): ApiError {
  return new ApiError(422, 'invalid_params', message)
}
