import { usualDynoBehaviour, type DynoBehaviour } from './dynos.ts'
import { usualLogBehaviour, type LogBehaviour } from './logs.ts'

/** Behaviour of the data service, attachments, logs and dynos. Values may be changed at any time. */
export interface DataBehaviour extends LogBehaviour, DynoBehaviour {
  /** Available server versions, oldest first. */
  versions: readonly string[]
  /** What happens when an add-on is created with `config: {version}`. */
  versionAtCreation: 'taken' | 'refused' | 'ignored'
  /** Reads of config vars before a rotation takes effect. */
  rotationReads: number
  /** Whether the old password still works after a rotation. */
  oldPassword: 'refused' | 'accepted'
  /** The answer without a maintenance: 404, an empty list, or one with the status `none`. */
  noMaintenance: '404' | 'empty' | 'none'
  /** `ruby`: `2019-11-07 22:00:00 +0000`. */
  maintenanceDates: 'iso' | 'ruby'
  /** Reads for which the maintenance of an upgrade stays `preparing`; `never`: forever. */
  prepareReads: number | 'never'
  /** Reads for which a maintenance stays `running`; `never`: forever. */
  runReads: number | 'never'
  /** HTTP status of `confirmation_required`. */
  confirmationStatus: 400 | 423
}

export const usualDataBehaviour: DataBehaviour = {
  ...usualLogBehaviour,
  ...usualDynoBehaviour,
  versions: ['8.1', '9.1'],
  versionAtCreation: 'taken',
  rotationReads: 0,
  oldPassword: 'refused',
  noMaintenance: '404',
  maintenanceDates: 'iso',
  prepareReads: 0,
  runReads: 0,
  confirmationStatus: 423,
}
