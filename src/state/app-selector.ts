/** One entry of the `app` input. */
export type AppSelector =
  | { readonly kind: 'app'; readonly app: string }
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'pipeline'; readonly pipeline: string; readonly stage?: string }
  | { readonly kind: 'account' }

/** Every entry except app names: stands for the apps that Heroku lists for it. */
export type GroupSelector = Exclude<AppSelector, { readonly kind: 'app' }>

/** For a sentence: `team acme`. */
export function describeGroup(group: GroupSelector): string {
  switch (group.kind) {
    case 'team':
      return `team ${group.team}`
    case 'pipeline':
      return `pipeline ${group.pipeline}${group.stage === undefined ? '' : ` (${group.stage})`}`
    case 'account':
      return 'this account'
  }
}
